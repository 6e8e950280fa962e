"""The race of rule engines is run on rules that all read alike."""

import pytest

from engine.rules import compile_book
from tests.benchmarks import engines
from tests.benchmarks.engine_books import material, rulebook
from tests.benchmarks.engine_race import race


@pytest.mark.parametrize("count", [10, 50, 200])
def test_our_book_says_what_the_if_chain_says(count: int) -> None:
    rules, facts = material(count, 500)
    chain, book = engines.plain_chain(rules), compile_book(rulebook(rules))
    decided = [chain(each) for each in facts]
    assert len(set(decided)) > 5, "many rules get to decide"
    assert [book.decide(each).outputs["verdict"] for each in facts] == decided
    assert [book.decide(each).outputs["verdict"] for each in facts] == decided


@pytest.mark.parametrize("package", engines.RIVALS)
def test_other_engines_say_it_too(package: str) -> None:
    if engines.version_of(package) is None:
        pytest.skip(f"{package} is not installed")
    rules, facts = material(50, 100)
    decide, chain = engines.RIVALS[package](rules), engines.plain_chain(rules)
    assert [decide(each) for each in facts] == [chain(each) for each in facts]


def test_who_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.benchmarks.engine_race.version_of", lambda _: None)
    found = race(10, 40, 1)
    assert found.absent == dict.fromkeys(engines.RIVALS, "not installed")
    assert found.best_rival is not None and found.best_rival.name == "durable_rules"
    assert [entry.wrong for entry in found.entries] == [0] * len(found.entries)
