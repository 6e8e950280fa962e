"""The real simulator through the whole comparison: identity, luck in common, Little's law, replay."""

import numpy as np
import pytest

from engine.errors import InputError
from engine.execution import session
from engine.model.scenario import Scenario
from engine.model.terms import Outcome
from engine.results import TRACES, read_run, read_traces
from engine.studies import Comparison, compare, load_comparison, replay, trace

PAIR = ["top_down", "bottom_up_sponsored"]


@pytest.fixture(scope="module")
def stored(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    runs = tmp_path_factory.mktemp("runs")
    return compare(scenario, PAIR, replications=120, seed=5, workers=1, out=runs, trace_first=2)


def test_two_processes_make_the_same_records(scenario: Scenario, stored: Comparison) -> None:
    other = compare(scenario, PAIR, replications=120, seed=5, workers=2)
    assert other.receipt.rows == stored.receipt.rows
    assert other.results == stored.results
    assert other.differences == stored.differences


def test_chunks_make_the_same_records(scenario: Scenario, stored: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "CHUNK_SECONDS", 1e-9)
    other = compare(scenario, PAIR, replications=120, seed=5, workers=1)
    assert other.receipt.rows == stored.receipt.rows
    assert other.results == stored.results


def test_replay_of_the_real_thing(stored: Comparison) -> None:
    assert stored.folder is not None
    found = replay(stored.folder, workers=1)
    assert found.identical
    assert load_comparison(stored.folder) == stored


def test_another_seed_is_another_luck(scenario: Scenario, stored: Comparison) -> None:
    other = compare(scenario, PAIR, replications=120, seed=6, workers=1)
    assert other.receipt.rows["top_down"] != stored.receipt.rows["top_down"]


def test_luck_in_common_pays(stored: Comparison) -> None:
    reduction = stored.difference("win_rate_all", *PAIR).variance_reduction
    assert reduction is not None and reduction > 1


def test_littles_law_holds_in_every_strategy(stored: Comparison) -> None:
    for result in stored.results.values():
        assert result.littles_law is not None
        assert result.littles_law.gap < 1e-9
        assert result.littles_law.queue_gap < 1e-9


def test_rates_and_money_agree_with_the_records(stored: Comparison) -> None:
    assert stored.folder is not None
    for name, result in stored.results.items():
        rows = read_run(stored.folder).outcomes(name)
        projects = rows[rows["outcome"] != Outcome.no_project]
        revenue = np.nansum(projects["won"] * projects["revenue_if_won"]) / len(projects)
        assert result.estimates["revenue_per_deal"].value == pytest.approx(revenue)
        open_share = (projects["outcome"] == Outcome.open).mean()
        assert result.estimates["open_share"].value == pytest.approx(open_share)
        won = result.estimates["win_rate_all"].value
        assert won is not None and won >= projects["won"].mean() - 1e-12, "those still open may yet be won"
        decided = sum(use.count for use in result.rules)
        assert decided >= rows["decisions"].sum()


@pytest.mark.parametrize(("replication", "deal"), [(0, 999), (-1, 0), (0, -1)])
def test_a_deal_that_does_not_exist_is_refused(scenario: Scenario, replication: int, deal: int) -> None:
    with pytest.raises(InputError, match="counted from 0"):
        trace(scenario, "top_down", replication, deal)


def test_a_traced_deal_ends_as_its_record_says(scenario: Scenario, stored: Comparison) -> None:
    assert stored.folder is not None
    row = read_run(stored.folder).outcomes("top_down")[0]
    story = trace(scenario, "top_down", int(row["replication"]), int(row["deal"]), seed=5)
    ends = [Outcome(event.code) for event in story.events if event.kind == "outcome"]
    assert ends == ([] if row["outcome"] in (Outcome.open, Outcome.no_project) else [row["outcome"]])


def test_the_deals_that_the_report_tells_are_stored_as_they_were(scenario: Scenario, stored: Comparison) -> None:
    assert stored.folder is not None
    ordinary = {name: result.representative for name, result in stored.results.items()}
    wanted = [(name, deal.replication, deal.deal) for name, deal in ordinary.items() if deal is not None]
    with (stored.folder / TRACES).open(encoding="utf-8") as file:
        told = list(read_traces(file, wanted))
    assert sorted((story.strategy, story.replication, story.deal) for story in told) == sorted(wanted) != []
    for story in told:
        again = trace(scenario, story.strategy, story.replication, story.deal, seed=5)
        assert repr(story) == repr(again) and story.events
