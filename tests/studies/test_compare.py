"""A comparison: what it contains, and that nobody can tell from it how the work was shared out."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fake_simulator import Fake

from engine.errors import InputError
from engine.execution import session
from engine.model.scenario import Scenario
from engine.results import HEADLINE, MEASURES
from engine.situation import STRATEGY_NAMES
from engine.studies import NOTES, Comparison, Progress, compare

FAKE = Fake(win={"top_down": 0.5, "bottom_up_sponsored": 0.35, "playbook": 0.35, "do_nothing": 0.1})
PAIR = ["top_down", "bottom_up_sponsored"]


@pytest.fixture(scope="module")
def comparison(scenario: Scenario) -> Comparison:
    return compare(scenario, PAIR, replications=600, workers=1, simulator=FAKE)


def without_time(found: Comparison) -> str:
    """Everything but when it was made and by which state of the sources."""
    receipt = found.receipt.model_copy(update={"created": "", "code_sha256": ""})
    return found.model_copy(update={"receipt": receipt}).model_dump_json()


def test_doing_nothing_is_always_compared(comparison: Comparison) -> None:
    assert comparison.strategies == ("top_down", "bottom_up_sponsored", "do_nothing")
    assert set(comparison.results) == set(comparison.strategies)


def test_values_are_near_the_truth_and_inside_their_intervals(comparison: Comparison) -> None:
    for name, result in comparison.results.items():
        won = FAKE.win[name]
        found = result.estimates["win_rate_all"]
        truth = won / (won + (1 - won) * 0.75)  # a quarter of those not won stay open
        assert found.low is not None and found.high is not None
        assert abs(found.value - truth) < 2 * (found.high - found.low)
        for each in result.estimates.values():
            assert each.n == 600
            if each.low is not None and each.high is not None and each.value is not None:
                assert each.low <= each.value <= each.high, each
            else:
                assert each.note in NOTES and each.note != "", each


def test_every_measure_has_a_difference_for_every_pair(comparison: Comparison) -> None:
    assert len(comparison.differences) == 3 * len(MEASURES)
    for each in comparison.differences:
        if each.low is not None and each.high is not None and each.value is not None:
            assert each.low <= each.value <= each.high, each
        else:
            assert each.note != "", each


def test_difference_can_be_asked_either_way(comparison: Comparison) -> None:
    there, back = (comparison.difference("win_rate_all", *pair) for pair in (PAIR, PAIR[::-1]))
    assert (there.value, there.low, there.high) == (-(back.value or 0), -(back.high or 0), -(back.low or 0))
    assert there.ahead == back.ahead == "top_down"
    with pytest.raises(KeyError):
        comparison.difference("win_rate_all", "top_down", "playbook")


def test_common_luck_reduces_the_variance(comparison: Comparison) -> None:
    reduction = comparison.difference("win_rate_all", *PAIR).variance_reduction
    assert reduction is not None and reduction > 1.5


def test_a_large_difference_is_clear_and_none_cannot_be_told(scenario: Scenario) -> None:
    found = compare(
        scenario, ["top_down", "bottom_up_sponsored", "playbook"], replications=600, workers=1, simulator=FAKE
    )
    assert found.difference("win_rate_all", *PAIR).verdict == "clear"
    same = found.difference("win_rate_all", "bottom_up_sponsored", "playbook")
    assert (same.verdict, same.ahead, same.value) == ("cannot_tell", None, 0)


def test_standings_name_the_best_that_acts(comparison: Comparison) -> None:
    standings = comparison.standings
    assert set(HEADLINE) <= set(standings)
    win = standings["win_rate_all"]
    assert win.leader == "top_down" and "do_nothing" not in (*win.tied, *win.likely_behind, *win.behind)
    for measure, best in (("win_rate_all", max), ("cost_per_win", min)):
        values = {name: comparison.results[name].estimates[measure].value or 0 for name in PAIR}
        assert standings[measure].leader == best(values, key=values.__getitem__)


def test_who_meets_nobody_is_never_best_on_cost(comparison: Comparison) -> None:
    """A strategy of any name without a touch: its cost is lowest and says nothing; on all else it is ranked."""
    idle = "bottom_up_sponsored"
    found = comparison.results[idle]
    changed = {name: found.estimates[name].model_copy(update={"value": 0.0}) for name in ("touches", "cost_per_deal")}
    results = {
        **comparison.results,
        idle: found.model_copy(update={"estimates": {**found.estimates, **changed}}),
    }
    fields = {name: getattr(comparison, name) for name in Comparison.model_fields}
    standings = Comparison(**{**fields, "results": results}).standings
    for measure in ("cost_per_deal", "cost_per_win", "hours"):
        here = standings[measure]
        assert here.leader == "top_down" and idle not in (*here.tied, *here.likely_behind, *here.behind)
        assert here.mark(idle) == ""
    win = standings["win_rate_all"]
    assert idle in (win.leader, *win.tied, *win.likely_behind, *win.behind)


def test_counts_add_up(comparison: Comparison) -> None:
    for result in comparison.results.values():
        for book in {use.book for use in result.rules}:
            counts = [use.count for use in result.rules if use.book == book]
            assert counts == [600 * (place + 1) for place in range(len(counts))]
        assert result.littles_law is not None
        assert result.littles_law.gap < 1e-12
        assert result.littles_law.deals == pytest.approx(result.littles_law.arrivals * result.littles_law.days)


def test_incidence_ends_at_one_and_keeps_within_its_band(comparison: Comparison) -> None:
    incidence = comparison.results["top_down"].incidence
    assert incidence.at_risk[0] == 600 * FAKE.deals
    assert len(incidence.days) <= 242 and incidence.days[0] == 0
    for curve in incidence.curves:
        assert list(curve.value) == sorted(curve.value)
        for value, low, high in zip(curve.value, curve.low, curve.high, strict=True):
            assert low is not None and high is not None and 0 <= low <= value <= high <= 1
    assert sum(curve.value[-1] for curve in incidence.curves) <= 1 + 1e-9


def test_one_replication_is_honest(scenario: Scenario) -> None:
    found = compare(scenario, PAIR, replications=1, workers=1, simulator=FAKE)
    estimates = [each for result in found.results.values() for each in result.estimates.values()]
    assert all(each.low is None and each.note in ("one_replication", "undefined") for each in estimates)
    assert all(each.verdict == "cannot_tell" for each in found.differences)
    assert found.results["top_down"].incidence.curves[0].low[0] is None


def test_a_comparison_survives_json(comparison: Comparison) -> None:
    assert Comparison.model_validate_json(comparison.model_dump_json()) == comparison


@pytest.mark.parametrize("seconds", [1e-9, 0.001, 0.05])
def test_chunks_do_not_matter(
    scenario: Scenario, comparison: Comparison, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    monkeypatch.setattr(session, "CHUNK_SECONDS", seconds)
    with ThreadPoolExecutor(3) as threads:
        other = compare(scenario, PAIR, replications=600, executor=threads, simulator=FAKE)
    assert without_time(other) == without_time(comparison)


def test_worker_processes_do_not_matter(scenario: Scenario, comparison: Comparison) -> None:
    other = compare(scenario, PAIR, replications=600, workers=2, simulator=FAKE)
    assert without_time(other) == without_time(comparison)


def test_work_that_lasts_moves_to_worker_processes(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "POOL_PAYS_AFTER", 0.05)
    monkeypatch.setattr(session, "available_processors", lambda: 2)
    started: list[object] = []
    start = session.Session._start
    monkeypatch.setattr(session.Session, "_start", lambda self: (started.append(self), start(self)))
    other = compare(scenario, PAIR, replications=300, simulator=Fake(win=FAKE.win, pause=0.001))
    assert len(started) == 1
    assert other.receipt.rows == compare(scenario, PAIR, replications=300, workers=1, simulator=FAKE).receipt.rows


def test_precision_stops_at_a_planned_look_with_the_records_of_a_fixed_run(scenario: Scenario) -> None:
    seen: list[Progress] = []
    found = compare(scenario, PAIR, precision=0.06, workers=1, simulator=FAKE, progress=seen.append)
    assert found.precision.met and (found.precision.reached["win_rate_all"] or 1) <= 0.06
    assert found.replications == found.precision.looks[-1] < found.precision.planned[-1]
    assert found.precision.looks == found.precision.planned[: len(found.precision.looks)]
    assert f"{found.precision.widening:.3f}" in found.precision.method.en and found.precision.widening > 1
    fixed = compare(scenario, PAIR, replications=found.replications, workers=1, simulator=FAKE)
    assert fixed.receipt.rows == found.receipt.rows
    narrow, wide = (each.difference("win_rate_all", *PAIR) for each in (fixed, found))
    assert wide.low < narrow.low < narrow.high < wide.high  # type: ignore[operator]
    assert [each.done for each in seen] == sorted({each.done for each in seen})
    assert seen[-1].done == found.replications


def test_a_precision_out_of_reach_is_admitted(scenario: Scenario) -> None:
    found = compare(scenario, PAIR, precision=0.0001, most_replications=600, workers=1, simulator=FAKE)
    assert (found.replications, found.precision.met) == (600, False)
    assert "was not reached" in found.precision.method.en
    assert "没有达到" in found.precision.method.zh


def test_precision_of_any_measure(scenario: Scenario) -> None:
    targets = {"cycle_days_median": 12.0, "cost_per_deal": 4.0}
    found = compare(scenario, PAIR, precision=targets, workers=1, simulator=FAKE)
    assert found.precision.met and found.precision.targets == targets
    for measure, half in targets.items():
        difference = found.difference(measure, *PAIR)
        assert difference.low is not None and difference.high is not None
        assert (difference.high - difference.low) / 2 <= half


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"strategies": ["top_dwon"]}, "did you mean top_down"),
        ({"strategies": ["top_down", "top_down"]}, "twice"),
        ({"strategies": []}, "none is given"),
        ({"workers": 0}, "0 workers"),
        ({"workers": -3}, "-3 workers"),
        ({"replications": 0}, "0 replications"),
        ({"precision": 1.5}, "not between 0 and 1"),
        ({"precision": float("nan")}, "not between 0 and 1"),
        ({"precision": 0.02, "replications": 5}, "not both"),
        ({"precision": 0.02, "strategies": ["do_nothing"]}, "no difference to be known"),
        ({"seed": -1}, "cannot be a seed"),
        ({"seed": "one"}, "`one` is not a whole number"),
        ({"replications": 2.5}, r"`2\.5` is not a whole number"),
        ({"workers": True}, "not a whole number"),
        ({"precision": "high"}, "`high` is not a number"),
        ({"strategies": 3}, "not `3`"),
        ({"strategies": ["top_down", 3]}, "names or strategies are needed"),
        ({"strategies": "top_dwon"}, "did you mean top_down"),
        ({"replicatons": 3}, "did you mean replications"),
        ({"workers": 2, "cluster": "tcp://127.0.0.1:1"}, "workers of its own"),
    ],
)
def test_wrong_arguments_are_refused_before_anything_happens(
    scenario: Scenario, tmp_path: Path, arguments: dict[str, object], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        compare(scenario, **{"strategies": PAIR, "simulator": FAKE, "out": tmp_path / "runs", **arguments})  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_all_strategies_by_default(scenario: Scenario) -> None:
    found = compare(scenario, replications=2, workers=1, simulator=FAKE)
    assert found.strategies == STRATEGY_NAMES
    assert found.strategies[-1] == "do_nothing"


def test_the_influence_rule_is_in_the_receipt(scenario: Scenario, comparison: Comparison) -> None:
    (rules,) = {(each.influence, each.group_choice) for each in comparison.receipt.accounts}
    centre = scenario.accounts[0].buying_centre
    assert rules == (centre.influence, centre.group_choice.model)
