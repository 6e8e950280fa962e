"""What is kept of a run, and what the estimators make of it: hand arithmetic, bit identity, coverage."""

from fractions import Fraction
from itertools import pairwise
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy import stats

from engine.model.terms import Outcome
from engine.results.columns import COLUMN, COLUMNS
from engine.results.measure import Ratio
from engine.results.measures import MEASURES
from engine.results.records import OUTCOME
from engine.statistics.estimators import DerivedEstimator, MedianEstimator, RatioEstimator, make_estimator
from engine.statistics.looks import look_by_look, planned_looks
from engine.statistics.sums import BLOCK, FINENESS, Sums, TooLarge
from engine.statistics.verdicts import confidences, difference, difference_bounds, half_width
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


def accumulate(measures: dict[str, Ratio], tables: dict[str, np.ndarray]) -> Sums:
    kept = Sums(list(tables), measures, 400)
    n = len(next(iter(tables.values())))
    for start in range(0, n, BLOCK):
        kept.add(start, {name: columns[start : start + BLOCK] for name, columns in tables.items()})
    return kept


def test_moments_are_numpys() -> None:
    rng = np.random.default_rng(1)
    tables = {name: table(700, won=1e6 + rng.normal(size=700), finished=rng.uniform(1, 2, 700)) for name in PAIR}
    kept = accumulate(ratios("win_rate_all"), tables)
    columns = [tables[name][:, COLUMN[column]] for column in ("won", "finished") for name in PAIR]
    assert kept.n == 700
    assert kept.means("win_rate_all") == pytest.approx(np.mean(columns, axis=1), rel=1e-8)
    assert kept.covariance_of_means("win_rate_all") == pytest.approx(np.cov(columns) / 700, rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.integers(1, 199), max_size=5, unique=True))
def test_sums_are_exact_in_any_order_and_any_pieces(seed: int, cuts: list[int]) -> None:
    """Against fractions; pieces are taken in a random order, and give the same bits as one block."""
    rng = np.random.default_rng(seed)
    names = ("win_rate_all", "cost_per_deal", "cost_per_win")
    tables = {
        name: table(200, won=rng.integers(0, 9, 200), finished=9.0, projects=1.0, cost=rng.lognormal(12, 3, 200))
        for name in PAIR
    }
    at_once, in_pieces = Sums(PAIR, ratios(*names), 10), Sums(PAIR, ratios(*names), 10)
    at_once.add(0, tables)
    pieces = list(pairwise([0, *sorted(cuts), 200]))
    for place in rng.permutation(len(pieces)):
        first, stop = pieces[place]
        in_pieces.add(first, {name: columns[first:stop] for name, columns in tables.items()})
    for name in names:
        assert (at_once.means(name) == in_pieces.means(name)).all()
        assert (at_once.covariance_of_means(name) == in_pieces.covariance_of_means(name)).all()
    assert all((at_once.kept[name].groups() == in_pieces.kept[name].groups()).all() for name in PAIR)
    assert (at_once.changed == in_pieces.changed).all()
    cost = [Fraction(round(x * 2**20), 2**20) for x in tables[PAIR[0]][:, COLUMN["cost"]]]
    total = sum(cost, Fraction())
    assert FINENESS[COLUMN["cost"]] == 20 and at_once.means("cost_per_deal")[0] == float(total) / 200
    mean = total / 200
    variance = sum((x - mean) ** 2 for x in cost) / 199 / 200
    assert at_once.covariance_of_means("cost_per_deal")[0, 0] == pytest.approx(float(variance), rel=1e-15)


def test_what_is_too_large_is_refused_by_name() -> None:
    sums = Sums(PAIR, ratios("cost_per_deal"), 10)
    with pytest.raises(TooLarge, match="cost"):
        sums.add(0, {name: table(3, cost=1e14, projects=1.0) for name in PAIR})


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
    found = difference(MEASURES["cost_per_deal"], estimator, PAIR, 0, 1, 25, confidences(1))
    expected = stats.ttest_rel(cost[PAIR[0]], cost[PAIR[1]]).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx(tuple(expected), rel=1e-5)
    gap = cost[PAIR[0]] - cost[PAIR[1]]
    apart = np.var(cost[PAIR[0]], ddof=1) + np.var(cost[PAIR[1]], ddof=1)
    assert found.variance_reduction == pytest.approx(apart / np.var(gap, ddof=1), rel=1e-5)
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
    measure = MEASURES["win_rate_all"]
    found = difference(measure, make_estimator(measure, kept), PAIR, 0, 1, 0, confidences(1))
    assert found.value == 0
    assert found.low is not None and found.high is not None
    assert found.low < 0 < found.high
    assert (found.verdict, found.ahead, found.variance_reduction) == ("cannot_tell", None, None)


def durations(kept: Sums, took: dict[str, np.ndarray]) -> None:
    for name, days in took.items():
        rows = np.zeros(days.size, OUTCOME)
        rows["replication"] = np.repeat(np.arange(len(days)), days.shape[1])
        rows["outcome"], rows["closed"] = Outcome.won, days.ravel()
        kept.kept[name].durations.add(rows)


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
        kept = Sums(PAIR, ratios("win_rate_all"), horizon)
        ends = rng.exponential(size=(n, deals)) / (0.02 * rng.gamma(4, 0.25, (n, 1)))
        followed = rng.uniform(40, horizon, (n, deals))
        rows = np.zeros(n * deals, OUTCOME)
        rows["replication"] = np.repeat(np.arange(n), deals)
        winner = np.where(rng.random(n * deals) < 0.4, Outcome.won, Outcome.lost)
        rows["outcome"] = np.where((ends < followed).ravel(), winner, Outcome.open)
        rows["closed"] = np.minimum(ends, followed).ravel()
        durations = kept.kept[PAIR[0]].durations
        durations.add(rows)
        found = incidence_curves(durations, n, 0.95)
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
    target = 0.045 if chance > 0.1 else 0.02
    looks = planned_looks(None, target, most=4096)
    trials, hits, stops = 400, 0, []
    for _ in range(trials):
        kept = Sums(PAIR, ratios("win_rate_all"), 10)

        def play_until(look: int, kept: Sums = kept) -> None:
            while kept.n < look:
                luck, other, parts = rng.random(BLOCK), rng.random(BLOCK), rng.random(BLOCK) < differ
                wins = (luck < chance, np.where(parts, other, luck) < chance)
                block = {name: table(BLOCK, won=won, finished=1.0) for name, won in zip(PAIR, wins, strict=True)}
                kept.add(kept.n, block)

        def width(confidence: float, kept: Sums = kept) -> float | None:
            return half_width(make_estimator(MEASURES["win_rate_all"], kept), (0, 1), confidence)

        look_by_look(looks, play_until, width)
        shown = looks.confidences(1).shown
        found, _ = difference_bounds(make_estimator(MEASURES["win_rate_all"], kept), 0, 1, shown)
        assert found is not None
        hits += found.low <= 0.0 <= found.high
        stops.append(kept.n)
    assert len(set(stops)) > 1 or stops[0] > looks.planned[0]
    assert hits / trials >= 0.95 - 2 * sqrt(0.95 * 0.05 / trials)
