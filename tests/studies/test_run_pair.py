"""Two stored runs side by side: what went in differently is found, and what came out is compared as it may be."""

from dataclasses import replace
from math import hypot
from pathlib import Path

import pytest
from fake_simulator import Fake

from engine.model.base import Text
from engine.model.scenario import Scenario
from engine.results import HEADLINE, read_run
from engine.results.stored_run import StoredRun
from engine.situation import Situation, load_books, read_scenario, read_situation
from engine.statistics.estimates import Difference, Estimate
from engine.studies import Comparison, compare, compare_runs, load_comparison
from engine.studies.run_inputs import BookApart, InputsApart, ValueApart, inputs_apart

FAKE = Fake(win={"top_down": 0.5})
BETTER = Fake(win={"top_down": 0.7})


def run(scenario: Scenario | Situation, folder: Path, simulator: Fake = FAKE, seed: int = 1, n: int = 300) -> Path:
    found = compare(
        scenario, ["top_down"], replications=n, workers=1, out=folder, trace_first=0, seed=seed, simulator=simulator
    )
    assert found.folder is not None
    return found.folder


@pytest.fixture(scope="module")
def first(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run(scenario, tmp_path_factory.mktemp("first"))


def test_two_runs_of_the_same_are_identical(scenario: Scenario, first: Path, tmp_path: Path) -> None:
    pair = compare_runs(first, run(scenario, tmp_path))
    assert pair.identical and pair.same_records and pair.paired
    text = pair.to_text("en")
    assert "The two runs are identical" in text and "Win rate" not in text


def test_differences_on_the_same_luck_are_paired(scenario: Scenario, first: Path, tmp_path: Path) -> None:
    other = run(scenario, tmp_path, BETTER)
    pair = compare_runs(first, other)
    assert pair.paired and not pair.identical and not pair.same_records
    found = pair.strategies["top_down"]
    wins = found.differences["win_rate_all"]
    before, after = (load_comparison(each).results["top_down"].estimates["win_rate_all"] for each in (first, other))
    assert before.value is not None and after.value is not None and wins.value is not None
    assert wins.value == pytest.approx(after.value - before.value)
    assert (wins.verdict, wins.ahead) == ("clear", "B/top_down")
    assert found.first["win_rate_all"] == before and found.second["win_rate_all"] == after
    assert pair.strategies["do_nothing"].parted == 0
    assert pair.strategies["do_nothing"].differences["win_rate_all"].note == "same_records"
    assert "The same in both, to the byte" in pair.to_text("en")


def test_reversed_runs_give_reversed_differences(scenario: Scenario, first: Path, tmp_path: Path) -> None:
    other = run(scenario, tmp_path, BETTER)
    one, two = (
        pair.strategies["top_down"].differences for pair in (compare_runs(first, other), compare_runs(other, first))
    )
    for name in HEADLINE:
        a, b = one[name], two[name]
        if a.value is not None and a.low is not None and a.high is not None:
            assert (b.value, b.low, b.high) == pytest.approx((-a.value, -a.high, -a.low), abs=1e-9)


def test_only_replications_that_both_have_are_compared(scenario: Scenario, first: Path, tmp_path: Path) -> None:
    pair = compare_runs(first, run(scenario, tmp_path, n=170))
    assert pair.replications == 170 and pair.same_records and not pair.identical
    assert pair.strategies["top_down"].first["win_rate_all"].n == 170
    assert "replications: 300 → 170" in pair.to_text("en")


def test_other_seeds_are_told_and_not_paired(scenario: Scenario, first: Path, tmp_path: Path) -> None:
    pair = compare_runs(first, run(scenario, tmp_path, seed=2))
    assert not pair.paired and pair.strategies["top_down"].parted is None
    text = pair.to_text("en")
    assert "seed: 1 → 2" in text and "no luck in common" in text and "whatever differs in what came out is luck" in text
    for found in pair.strategies.values():
        for name in ("revenue_per_deal", "net_margin_per_deal"):
            a, b, apart = found.first[name], found.second[name], found.differences[name]
            if None not in (a.low, b.low, apart.low):
                assert half(apart) == pytest.approx(hypot(half(a), half(b)), rel=0.05)


def half(found: Estimate | Difference) -> float:
    assert found.low is not None and found.high is not None
    return (found.high - found.low) / 2


def test_separate_luck_still_sees_what_is_large(scenario: Scenario, first: Path, tmp_path: Path) -> None:
    strong = Fake(win={"top_down": 0.95})
    wins = (
        compare_runs(first, run(scenario, tmp_path, strong, seed=2)).strategies["top_down"].differences["win_rate_all"]
    )
    assert wins.verdict == "clear" and wins.ahead == "B/top_down"


def test_runs_of_different_scenarios_have_no_differences(repository: Path, first: Path, tmp_path: Path) -> None:
    other = run(read_scenario(repository / "scenarios" / "resentful_middle.yaml"), tmp_path)
    pair = compare_runs(first, other)
    assert pair.apart.scenario and not pair.apart.values and not pair.paired
    assert all(not each.differences for each in pair.strategies.values())
    text = pair.to_text("en")
    assert "no single change could have made them" in text and "difference: B − A" not in text


def test_what_was_set_is_what_differs_and_its_effect_is_that_of_the_changes(scenario: Scenario, tmp_path: Path) -> None:
    """The same question asked in two ways, with the real simulator: `--set` in one run, and two runs side by side."""
    setting = "accounts.parts_group.process.sign_offs.wait=9"

    def play(where: Situation, name: str) -> Comparison:
        return compare(where, ["top_down"], replications=60, workers=1, out=tmp_path / name, trace_first=0)

    path = "kam:keeping_up"
    with_it = play(read_situation(path, [setting]), "b")
    plain = play(read_situation(path), "a")
    assert plain.folder is not None and with_it.folder is not None and with_it.changes is not None
    pair = compare_runs(plain.folder, with_it.folder)
    (value,) = pair.apart.values
    assert value.path == setting.partition("=")[0] and value.second == {"value": 9.0, "unit": "days"}
    for name, effects in with_it.changes.effects.items():
        assert pair.strategies[name].parted == with_it.changes.parted[name]
        for measure, effect in effects.items():
            assert plainly(pair.strategies[name].differences[measure]) == plainly(effect)


def plainly(found: Difference) -> dict[str, object]:
    return found.model_dump(exclude={"first", "second", "ahead"}) | {"better": found.better}


def apart(scenario: Scenario, changed: Scenario, tmp_path: Path) -> InputsApart:
    a, b = (read_run(run(each, tmp_path / name, n=4)) for name, each in (("a", scenario), ("b", changed)))
    return inputs_apart(a, b)


def test_people_who_come_and_go_are_named(scenario: Scenario, tmp_path: Path) -> None:
    account = scenario.accounts[0]
    centre = account.buying_centre
    newcomer = centre.people[-1].model_copy(update={"id": "newcomer"})
    people = (*centre.people[1:], newcomer)
    gone = centre.people[0].id
    ties = tuple(tie for tie in centre.ties if gone not in (tie.source, tie.target))
    changed = account.model_copy(update={"buying_centre": centre.model_copy(update={"people": people, "ties": ties})})
    found = inputs_apart(
        read_run(run(scenario, tmp_path, n=4)),
        _with_scenario(tmp_path / "b", scenario, scenario.model_copy(update={"accounts": (changed,)})),
    )
    place = f"accounts.{account.id}.buying_centre.people"
    assert ValueApart(path=f"{place}.{gone}", there="first") in found.values
    assert ValueApart(path=f"{place}.newcomer", there="second") in found.values


def _with_scenario(folder: Path, scenario: Scenario, changed: Scenario) -> StoredRun:
    """A stored run whose scenario was replaced after reading: nobody has to play what is only compared."""
    return replace(read_run(run(scenario, folder, n=4)), scenario=changed)


def test_what_is_only_said_about_a_value_is_counted_and_not_listed(scenario: Scenario, tmp_path: Path) -> None:
    renamed = scenario.model_copy(update={"title": Text(en="Other", zh="别的"), "story": Text(en="Other", zh="别的")})
    found = apart(scenario, renamed, tmp_path)
    assert (found.values, found.texts, found.causes) == ((), 2, False)


def test_rules_that_differ_are_named(scenario: Scenario, first: Path, tmp_path: Path) -> None:
    books = load_books(scenario)
    book = books["engagement_choice"]
    assert book.table is None
    one, two, three, *others = book.rules
    changed = (two, one, three.model_copy(update={"id": "another"}), *others[1:])
    last = others[0].id
    mine = book.model_copy(update={"rules": changed, "cases": ()})
    pair = compare_runs(first, run(Situation(scenario, {**books, "engagement_choice": mine}), tmp_path))
    assert pair.apart.books == (
        BookApart(
            purpose="engagement_choice",
            title=book.title,
            there="both",
            only_first=(three.id, last),
            only_second=("another",),
            reordered=True,
        ),
    )
    text = pair.to_text("en", columns=200)
    assert f"only in A: `{three.id}`, `{last}`" in text and "only in B: `another`" in text


def test_reasons_and_cases_of_a_book_change_nothing(scenario: Scenario, first: Path, tmp_path: Path) -> None:
    books = load_books(scenario)
    mine = books["stage_gates"].model_copy(update={"cases": ()})
    pair = compare_runs(first, run(Situation(scenario, {**books, "stage_gates": mine}), tmp_path))
    assert not pair.apart.books and pair.apart.texts == 1


def test_the_pair_is_kept_as_data(scenario: Scenario, first: Path, tmp_path: Path) -> None:
    pair = compare_runs(first, run(scenario, tmp_path, BETTER))
    assert type(pair).model_validate_json(pair.model_dump_json()) == pair
