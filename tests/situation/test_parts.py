"""Parts of a project: what may be divided, what is refused, and what is said of rules that divide in vain."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import InputError
from engine.model.rulebook import Rulebook
from engine.situation import load_books, read_scenario, read_situation
from engine.situation.dividing import dividing_in_vain

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def scenario_with(tmp_path: Path, parts: str, name: str = "keeping_up") -> Path:
    """A copy of a shipped scenario whose project has these parts."""
    lines = (SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    first = next(at for at, line in enumerate(lines) if line.strip().startswith("parts:"))
    last = next(at for at in range(first + 1, len(lines)) if lines[at].startswith("    buying_centre:"))
    path = tmp_path / "mine.yaml"
    path.write_text("".join([*lines[:first], f"      parts: [{parts}]\n", *lines[last:]]), encoding="utf-8")
    return path


def part(name: str, share: float, lot: str = "false") -> str:
    """A part in the words of a scenario file."""
    words, quantity = f"{{en: {name}, zh: {name}}}", f"{{value: {share}, unit: share, assumption: a test}}"
    return f"{{id: {name}, name: {words}, lot: {lot}, share: {quantity}}}"


def test_the_largest_part_that_is_sold_by_itself_is_gone_for(tmp_path: Path) -> None:
    path = scenario_with(tmp_path, f"{part('one', 0.2)}, {part('two', 0.5)}, {part('three', 0.3)}")
    found = read_scenario(path).accounts[0].project.part
    assert found is not None and found.id == "two"


def test_in_a_tender_only_a_lot(tmp_path: Path) -> None:
    listed = f"{part('one', 0.2, 'true')}, {part('two', 0.5)}"
    found = read_scenario(scenario_with(tmp_path, listed, "reactive_tender")).accounts[0].project.part
    assert found is not None and found.id == "one"
    none = read_scenario(scenario_with(tmp_path, part("two", 0.5), "reactive_tender")).accounts[0].project.part
    assert none is None


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (f"{part('one', 0.6)}, {part('two', 0.6)}", "the parts come to 1.2 of the amount"),
        (f"{part('one', 0.2)}, {part('one', 0.3)}", "two parts have the id `one`"),
    ],
)
def test_what_is_wrong_with_parts_is_said(tmp_path: Path, parts: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_scenario(scenario_with(tmp_path, parts))


def asking_nothing() -> Rulebook:
    """The shipped book of plays, but one of its rules divides without asking for parts."""
    book = load_books(read_scenario("kam:keeping_up"))["competitive_strategy"]
    tree = book.model_dump(mode="json", by_alias=True, exclude_none=True)
    for rule in tree["rules"]:
        if rule["id"] == "part_of_it":
            rule["when"] = "need_frozen and fit_lead <= -0.15"
    return Rulebook.model_validate({**tree, "cases": []})


def test_a_rule_that_divides_in_vain_is_named() -> None:
    one_machine = read_scenario("kam:unexpected_replacement")
    (said,) = dividing_in_vain(asking_nothing(), one_machine)
    assert "part_of_it" in said and "they_hold_the_people" not in said
    assert dividing_in_vain(asking_nothing(), read_scenario("kam:keeping_up")) == []


def test_the_shipped_book_asks() -> None:
    assert not any("divide" in message for message in read_situation("kam:unexpected_replacement").said)
