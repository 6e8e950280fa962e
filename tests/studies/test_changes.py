"""What set values change: against two runs of their own, and against nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.report import summary
from engine.results.measures import HEADLINE
from engine.situation import read_situation
from engine.studies import Comparison, compare, replay

N = 24
SOMETHING = "behaviour.pursuit.pause=30"
NOTHING = "behaviour.turnover.vacancy=60"


def played(setting: str | None, out: Path | None = None) -> Comparison:
    situation = read_situation("kam:keeping_up", [] if setting is None else [setting])
    return compare(situation, ["top_down", "bottom_up_leapfrog"], replications=N, seed=3, workers=1, out=out)


@pytest.fixture(scope="module")
def plain() -> Comparison:
    return played(None)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def something(runs: Path) -> Comparison:
    return played(SOMETHING, runs)


def test_the_effect_is_the_difference_of_two_runs(plain: Comparison, something: Comparison) -> None:
    found = something.changes
    assert found is not None and found.settings == (SOMETHING,) and not found.nothing
    assert found.rows == plain.receipt.rows, "what is compared with is the scenario as its file has it"
    for name, effects in found.effects.items():
        same = plain.receipt.rows[name] == something.receipt.rows[name]
        assert (found.parted[name] == 0) == same
        for measure, effect in effects.items():
            with_it = something.results[name].estimates[measure].value
            without = plain.results[name].estimates[measure].value
            if with_it is not None and without is not None:
                assert effect.value == pytest.approx(with_it - without), (name, measure)
    assert found.parted["do_nothing"] == 0 < found.parted["top_down"]
    assert {each.note for each in found.effects["do_nothing"].values()} == {"same_records"}


def test_setting_a_value_changes_nothing_about_the_comparison_itself(something: Comparison) -> None:
    situation = read_situation("kam:keeping_up", [SOMETHING])
    alone = compare(situation.scenario, ["top_down", "bottom_up_leapfrog"], replications=N, seed=3, workers=1)
    assert alone.changes is None
    assert (alone.results, alone.receipt.rows) == (something.results, something.receipt.rows)


def test_where_nothing_changed_the_ways_in_are_told(plain: Comparison) -> None:
    found = played(NOTHING).changes
    assert found is not None
    assert found.nothing and set(found.parted.values()) == {0}, "nobody leaves there, so no seat is ever vacant"
    assert set(found.routes) == {"top_down", "bottom_up_leapfrog"}, "only for strategies that act"
    assert found.routes["top_down"]["acquainted"] > 0


def test_a_value_that_was_so_already_is_not_even_played(plain: Comparison) -> None:
    situation = read_situation("kam:keeping_up")
    same = read_situation("kam:keeping_up", {"currency": situation.scenario.currency})
    assert same.scenario == situation.scenario
    found = compare(same, ["top_down", "bottom_up_leapfrog"], replications=N, seed=3, workers=1)
    assert found.changes is not None and found.changes.nothing
    assert found.receipt.rows == plain.receipt.rows
    words = summary(found, same.scenario, same.books)
    assert "changed nothing: in 24 replications not one byte of any record" in words.text("en", 300)
    assert "没有改变任何结果" in words.text("zh", 300)


def test_a_run_with_set_values_is_replayed(something: Comparison) -> None:
    assert something.folder is not None
    assert (something.folder / "as_written" / "scenario.json").exists()
    assert replay(something.folder, workers=1).identical


def test_strategies_that_did_the_same_are_named(plain: Comparison) -> None:
    """Copies of a strategy under other names: not one byte differs, and the words say so."""
    from dataclasses import replace

    from engine.engagement import strategy_named

    twin = replace(strategy_named("top_down"), name="twin")
    situation = read_situation("kam:keeping_up")
    found = compare(situation, ["top_down", twin], replications=8, seed=3, workers=1)
    assert found.identical == (("top_down", "twin"),)
    assert set(found.results["twin"].estimates) >= set(HEADLINE)
    assert "not one byte of their records differs" in summary(found, situation.scenario, situation.books).text(
        "en", 300
    )
