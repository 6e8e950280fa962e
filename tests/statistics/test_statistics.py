"""What is kept of a run, and what the estimators make of it: hand arithmetic, bit identity, coverage."""

from math import sqrt

import numpy as np
import pytest
from scipy import stats

from engine.model.terms import Outcome
from engine.results.columns import COLUMN, COLUMNS
from engine.results.measure import Ratio
from engine.results.measures import MEASURES
from engine.results.records import OUTCOME
from engine.statistics.estimators import DerivedEstimator, MedianEstimator, RatioEstimator, make_estimator
from engine.statistics.looks import planned_looks
from engine.statistics.sums import BLOCK, Accumulator
from engine.statistics.verdicts import confidence_of, difference_bounds, half_width, paired_difference
from engine.studies.summary import incidence_curves

PAIR = ("top_down", "bottom_up_sponsored")


def ratios(*names: str) -> dict[str, Ratio]:
    return {name: measure for name in names if isinstance(measure := MEASURES[name], Ratio)}


def table(n: int, **columns: np.ndarray) -> np.ndarray:
    found = np.zeros((n, len(COLUMNS)))
    found[:, COLUMN["replications"]] = 1
    for name, values in columns.items():
        found[:, COLUMN[name]] = values
    return found


def accumulate(measures: dict[str, Ratio], tables: dict[str, np.ndarray]) -> Accumulator:
    kept = Accumulator(list(tables), measures, 400)
    n = len(next(iter(tables.values())))
    for start in range(0, n, BLOCK):
        kept.add({name: columns[start : start + BLOCK] for name, columns in tables.items()})
    return kept


def test_moments_are_numpys() -> None:
    rng = np.random.default_rng(1)
    tables = {name: table(700, won=1e6 + rng.normal(size=700), finished=rng.uniform(1, 2, 700)) for name in PAIR}
    kept = accumulate(ratios("win_rate_all"), tables)
    columns = [tables[name][:, COLUMN[column]] for column in ("won", "finished") for name in PAIR]
    assert kept.n == 700
    assert kept.moments.mean[0] == pytest.approx(np.mean(columns, axis=1), rel=1e-14)
    assert kept.moments.covariance_of_means(0) == pytest.approx(np.cov(columns) / 700, rel=1e-9)


def test_ratio_error_is_the_jackknifes() -> None:
    rng = np.random.default_rng(2)
    tables = {
        name: table(300, finished=(deals := rng.integers(1, 9, 300)), won=rng.binomial(deals, 0.4)) for name in PAIR
    }
    estimator = RatioEstimator(MEASURES["win_rate_all"], accumulate(ratios("win_rate_all"), tables))  # type: ignore[arg-type]
    won, finished = (tables[PAIR[0]][:, COLUMN[name]] for name in ("won", "finished"))
    left_out = (won.sum() - won) / (finished.sum() - finished)
    jackknife = sqrt(299 / 300 * ((left_out - left_out.mean()) ** 2).sum())
    assert estimator.value(0) == pytest.approx(won.sum() / finished.sum(), rel=1e-14)
    assert estimator.standard_error(0) == pytest.approx(jackknife, rel=0.01)


def test_paired_difference_of_plain_means_is_the_paired_t_test() -> None:
    rng = np.random.default_rng(3)
    shared = rng.normal(size=25)
    cost = {PAIR[0]: 50 + shared, PAIR[1]: 49.5 + shared + 0.5 * rng.normal(size=25)}
    kept = accumulate(
        ratios("cost_per_deal"), {name: table(25, cost=cost[name], projects=np.ones(25)) for name in PAIR}
    )
    estimator = make_estimator(MEASURES["cost_per_deal"], kept)
    found = paired_difference(MEASURES["cost_per_deal"], estimator, PAIR, 0, 1, 1)
    expected = stats.ttest_rel(cost[PAIR[0]], cost[PAIR[1]]).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx(tuple(expected), rel=1e-9)
    gap = cost[PAIR[0]] - cost[PAIR[1]]
    apart = np.var(cost[PAIR[0]], ddof=1) + np.var(cost[PAIR[1]], ddof=1)
    assert found.variance_reduction == pytest.approx(apart / np.var(gap, ddof=1), rel=1e-9)
    assert found.variance_reduction > 3


def test_one_replication_has_no_interval_and_says_so() -> None:
    kept = accumulate(ratios("win_rate_all"), {name: table(1, won=1.0, finished=2.0) for name in PAIR})
    estimator = make_estimator(MEASURES["win_rate_all"], kept)
    assert estimator.value(0) == 0.5
    assert estimator.interval(0, 0.95) == (None, "one_replication")
    assert difference_bounds(estimator, 0, 1, 0.95) == (None, "one_replication")


def test_cost_per_win_without_a_win_is_undefined() -> None:
    tables = {PAIR[0]: table(50, cost=3.0, won=0.0), PAIR[1]: table(50, cost=3.0, won=np.arange(50) % 2)}
    estimator = make_estimator(MEASURES["cost_per_win"], accumulate(ratios("cost_per_win"), tables))
    assert estimator.value(0) is None
    assert estimator.interval(0, 0.95) == (None, "undefined")
    assert estimator.value(1) == 6.0
    assert difference_bounds(estimator, 0, 1, 0.95) == (None, "undefined")


def test_too_few_wins_for_an_interval_of_cost_per_win() -> None:
    won = np.zeros(50)
    won[3] = 1
    tables = {name: table(50, cost=np.arange(50.0), won=won) for name in PAIR}
    estimator = make_estimator(MEASURES["cost_per_win"], accumulate(ratios("cost_per_win"), tables))
    assert estimator.value(0) == np.arange(50).sum()
    assert estimator.interval(0, 0.95) == (None, "too_few_events")


def test_a_constant_has_no_interval() -> None:
    kept = accumulate(ratios("touches"), {name: table(600, touches=0.1, projects=1.0) for name in PAIR})
    estimator = make_estimator(MEASURES["touches"], kept)
    assert estimator.interval(0, 0.95) == (None, "no_variation")
    assert difference_bounds(estimator, 0, 1, 0.95) == (None, "no_variation")


def test_equal_strategies_differ_by_nothing_with_a_width() -> None:
    won = np.random.default_rng(4).integers(0, 2, 400)
    kept = accumulate(ratios("win_rate_all"), {name: table(400, won=won, finished=1.0) for name in PAIR})
    found = paired_difference(MEASURES["win_rate_all"], make_estimator(MEASURES["win_rate_all"], kept), PAIR, 0, 1, 1)
    assert found.value == 0
    assert found.low is not None and found.high is not None
    assert found.low < 0 < found.high
    assert (found.verdict, found.ahead, found.variance_reduction) == ("cannot_tell", None, None)


def durations(kept: Accumulator, took: dict[str, np.ndarray]) -> None:
    for name, days in took.items():
        rows = np.zeros(days.size, OUTCOME)
        rows["replication"] = np.repeat(np.arange(len(days)), days.shape[1])
        rows["outcome"], rows["closed"] = Outcome.won, days.ravel()
        kept.sums[name].durations.add(rows)


@pytest.mark.parametrize("n", [40, 300])
def test_coverage_of_a_ratio_a_median_and_a_function_of_means(n: int) -> None:
    """Clustered deals of known law: 95 % intervals of values and paired differences hold the truth 95 times in 100."""
    rng = np.random.default_rng(n)
    trials, deals = 300, 4
    scale, chance = np.array([1.0, 0.8]), np.array([0.3, 0.4])
    names = ("cost_per_win", "cycle_days_median", "pipeline_velocity")
    median = 60 * scale
    cost_per_win = 10 * deals * np.exp(0.125) / (deals * chance)
    mean_cycle = 60 * np.exp(0.5 * (0.09 + 0.25 + 0.09)) * scale
    velocity = 2.0 * 7.0 * chance / mean_cycle
    truth = dict(zip(names, (cost_per_win, median, velocity), strict=True))
    hits = {(name, part): 0 for name in names for part in ("value", "difference")}
    for _ in range(trials):
        shared, luck = rng.normal(size=(n, 1)) * 0.3, rng.random((n, deals))
        own = np.exp(shared + rng.normal(size=(n, deals)) * 0.5)
        took = {name: 60 * scale[at] * own * np.exp(rng.normal(size=(n, deals)) * 0.3) for at, name in enumerate(PAIR)}
        cost = 10 * np.exp(rng.normal(size=n) * 0.5) * deals
        won = {name: (luck < chance[at]).sum(axis=1) for at, name in enumerate(PAIR)}
        tables = {
            name: table(n, won=won[name], revenue=7.0 * won[name], finished=deals, decided=deals, deals_mean=2.0,
                        cycle_days=took[name].sum(axis=1), cost=cost)
            for name in PAIR
        }  # fmt: skip
        kept = accumulate(ratios("cost_per_win"), tables)
        durations(kept, took)
        for name in names:
            estimator = make_estimator(MEASURES[name], kept)
            value, _ = estimator.interval(0, 0.95)
            gap, _ = difference_bounds(estimator, 0, 1, 0.95)
            assert value is not None and gap is not None
            hits[name, "value"] += value.low <= truth[name][0] <= value.high
            hits[name, "difference"] += gap.low <= truth[name][0] - truth[name][1] <= gap.high
    least = 0.95 - 3.5 * sqrt(0.95 * 0.05 / trials)
    assert {case: count / trials for case, count in hits.items() if count / trials < least} == {}


def test_coverage_of_incidence_bands_under_competition_and_censoring() -> None:
    """Deals of one replication share their pace; a third is still open when we stop looking."""
    rng = np.random.default_rng(8)
    trials, n, deals, horizon = 300, 120, 3, 100
    pace = rng.gamma(4, 0.25, 200_000)
    truth = {day: 0.4 * (1 - np.exp(-0.02 * pace * day).mean()) for day in (10, 40, 80)}
    hits = dict.fromkeys(truth, 0)
    for _ in range(trials):
        kept = Accumulator(PAIR, ratios("win_rate_all"), horizon)
        ends = rng.exponential(size=(n, deals)) / (0.02 * rng.gamma(4, 0.25, (n, 1)))
        followed = rng.uniform(40, horizon, (n, deals))
        rows = np.zeros(n * deals, OUTCOME)
        rows["replication"] = np.repeat(np.arange(n), deals)
        winner = np.where(rng.random(n * deals) < 0.4, Outcome.won, Outcome.lost)
        rows["outcome"] = np.where((ends < followed).ravel(), winner, Outcome.open)
        rows["closed"] = np.minimum(ends, followed).ravel()
        sums = kept.sums[PAIR[0]]
        sums.durations.add(rows)
        found = incidence_curves(sums, n, 0.95)
        for day, value in truth.items():
            low, high = (getattr(found.curves[0], end)[found.days.index(day)] for end in ("low", "high"))
            hits[day] += low <= value <= high
    assert min(hits.values()) / trials > 0.95 - 3.3 * sqrt(0.95 * 0.05 / trials), hits


def test_estimators_fit_the_kind_of_measure() -> None:
    kept = accumulate(ratios("win_rate_all"), {name: table(3, won=1.0, finished=2.0) for name in PAIR})
    assert isinstance(make_estimator(MEASURES["cycle_days_median"], kept), MedianEstimator)
    assert isinstance(make_estimator(MEASURES["pipeline_velocity"], kept), DerivedEstimator)
    assert make_estimator(MEASURES["cycle_days_median"], kept).value(0) is None
    assert make_estimator(MEASURES["pipeline_velocity"], kept).value(0) is None


@pytest.mark.parametrize(("chance", "differ"), [(0.5, 0.3), (0.03, 0.05)])
def test_looking_often_and_stopping_early_still_holds(chance: float, differ: float) -> None:
    """Stop at the first look whose interval is narrow enough: at least 95 of 100 such intervals hold the truth."""
    rng = np.random.default_rng(round(1000 * chance))
    planned = planned_looks(None, 0.045 if chance > 0.1 else 0.02, most=4096)
    target = 0.045 if chance > 0.1 else 0.02
    trials, hits, stops = 400, 0, []
    for _ in range(trials):
        kept = Accumulator(PAIR, ratios("win_rate_all"), 10)
        for look in planned:
            while kept.n < look:
                luck, other, parts = rng.random(BLOCK), rng.random(BLOCK), rng.random(BLOCK) < differ
                wins = (luck < chance, np.where(parts, other, luck) < chance)
                kept.add({name: table(BLOCK, won=won, finished=1.0) for name, won in zip(PAIR, wins, strict=True)})
            estimator = make_estimator(MEASURES["win_rate_all"], kept)
            width = half_width(estimator, (0, 1), len(planned))
            if width is not None and width <= target:
                break
        found, _ = difference_bounds(estimator, 0, 1, confidence_of(len(planned)))
        assert found is not None
        hits += found.low <= 0.0 <= found.high
        stops.append(kept.n)
    assert len(set(stops)) > 1 or stops[0] > planned[0]
    assert hits / trials >= 0.95 - 2 * sqrt(0.95 * 0.05 / trials)
