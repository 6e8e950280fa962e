"""What the estimators make of sums: hand arithmetic, the jackknife, intervals that hold the truth they were given."""

from fractions import Fraction
from itertools import pairwise
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy import stats

from engine.model.terms import Outcome
from engine.results.columns import COLUMN
from engine.results.measures import MEASURES
from engine.statistics.estimators import make_estimator
from engine.statistics.sums import FINENESS, GROUPS, Sums, TooLarge
from engine.statistics.verdicts import claim, difference_bounds, judge
from engine.studies.summary import incidence_curves
from tests.statistics.made_up import NO_ROWS, PAIR, deals, measures, of_deals, summed, table


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.integers(1, 599), max_size=5, unique=True))
def test_sums_are_exact_in_any_order_and_any_pieces(seed: int, cuts: list[int]) -> None:
    """Against fractions; pieces are taken in a random order, and give the same bits as one block."""
    rng = np.random.default_rng(seed)
    of, n = measures("cost_per_deal", "cost_per_win"), 600
    tables = {name: table(n, won=rng.random(n), projects=1.0, cost=rng.lognormal(12, 3, n)) for name in PAIR}
    at_once, in_pieces = summed(of, tables), Sums(PAIR, of, (400, 400))
    pieces = list(pairwise([0, *sorted(cuts), n]))
    for place in rng.permutation(len(pieces)):
        first, stop = pieces[place]
        in_pieces.add(first, {name: columns[first:stop] for name, columns in tables.items()}, {})
    for name in PAIR:
        assert (at_once.kept[name].groups(GROUPS) == in_pieces.kept[name].groups(GROUPS)).all()
        assert (at_once.kept[name].active == in_pieces.kept[name].active).all()
    assert (at_once.changed == in_pieces.changed).all()
    cost = sum((Fraction(round(x * 2**20), 2**20) for x in tables[PAIR[0]][:, COLUMN["cost"]]), Fraction())
    assert FINENESS[COLUMN["cost"]] == 20 and FINENESS[COLUMN["won"]] == 32
    assert at_once.totals(PAIR[0])["cost"] == pytest.approx(float(cost), rel=1e-12)


def test_shares_of_deals_add_up_to_whole_deals() -> None:
    """A third and two thirds are no binary fractions, but shares of 2⁻³² that sum to one do so exactly."""
    third = round(2**32 / 3) / 2**32
    tables = {name: table(900, won=third, lost=1 - third) for name in PAIR}
    totals = summed(measures("cost_per_win"), tables).totals(PAIR[0])
    assert totals["won"] + totals["lost"] == 900


def test_what_is_too_large_is_refused_by_name() -> None:
    with pytest.raises(TooLarge, match="cost"):
        summed(measures("cost_per_deal"), {name: table(3, cost=1e14, projects=1.0) for name in PAIR})


def test_times_changed_are_replications_whose_numbers_differ() -> None:
    cost = np.arange(300.0)
    tables = {PAIR[0]: table(300, cost=cost, won=1.0), PAIR[1]: table(300, cost=np.where(cost < 40, 0, cost), won=1.0)}
    kept = summed(measures("cost_per_win", "cost_per_deal"), tables)
    assert kept.times_changed("cost_per_win", 0, 1) == kept.times_changed("cost_per_deal", 1, 0) == 39


@pytest.mark.parametrize("n", [300, 2000])
def test_ratio_error_is_the_jackknifes(n: int) -> None:
    """Up to as many replications as there are groups exactly so, beyond within the noise of 255 degrees of freedom."""
    rng = np.random.default_rng(2)
    tables = {name: table(n, cost=rng.binomial(d := rng.integers(1, 9, n), 0.4), projects=d) for name in PAIR}
    estimator = make_estimator(MEASURES["cost_per_deal"], summed(measures("cost_per_deal"), tables).look())
    cost, projects = (tables[PAIR[0]][:, COLUMN[name]] for name in ("cost", "projects"))
    left_out = (cost.sum() - cost) / (projects.sum() - projects)
    jackknife = sqrt((n - 1) / n * ((left_out - left_out.mean()) ** 2).sum())
    assert estimator.value(0) == pytest.approx(cost.sum() / projects.sum(), rel=1e-14)
    assert estimator.standard_error(0) == pytest.approx(jackknife, rel=4 * sqrt(1 / (2 * 255)))


def test_paired_difference_of_plain_means_is_the_paired_t_test() -> None:
    rng = np.random.default_rng(3)
    shared = rng.normal(size=25)
    cost = {PAIR[0]: 50 + shared, PAIR[1]: 49.5 + shared + 0.5 * rng.normal(size=25)}
    kept = summed(measures("cost_per_deal"), {name: table(25, cost=cost[name], projects=1.0) for name in PAIR})
    measure = MEASURES["cost_per_deal"]
    (found,) = judge([claim(measure, make_estimator(measure, kept.look()), 0, 1, 25)])
    expected = stats.ttest_rel(cost[PAIR[0]], cost[PAIR[1]]).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx(tuple(expected), rel=1e-5)
    gap = cost[PAIR[0]] - cost[PAIR[1]]
    apart = np.var(cost[PAIR[0]], ddof=1) + np.var(cost[PAIR[1]], ddof=1)
    assert found.variance_reduction == pytest.approx(apart / np.var(gap, ddof=1), rel=1e-5)
    assert found.variance_reduction > 3
    assert found.effective == pytest.approx(np.abs(gap).sum() ** 2 / (gap**2).sum(), rel=1e-3)


def test_one_replication_has_no_interval_and_says_so() -> None:
    kept = summed(measures("cost_per_deal"), {name: table(1, cost=1.0, projects=2.0) for name in PAIR})
    estimator = make_estimator(MEASURES["cost_per_deal"], kept.look())
    assert estimator.value(0) == 0.5
    assert estimator.interval(0, 1.0) == (None, "one_replication")
    assert difference_bounds(estimator, 0, 1) == (None, "one_replication")


def test_cost_per_win_without_a_win_is_undefined() -> None:
    tables = {PAIR[0]: table(50, cost=3.0, won=0.0), PAIR[1]: table(50, cost=3.0, won=np.arange(50) % 2)}
    estimator = make_estimator(MEASURES["cost_per_win"], summed(measures("cost_per_win"), tables).look())
    assert estimator.value(0) is None
    assert estimator.interval(0, 1.0) == (None, "undefined")
    assert estimator.value(1) == 6.0
    assert difference_bounds(estimator, 0, 1) == (None, "undefined")


def test_too_few_wins_for_an_interval_of_cost_per_win() -> None:
    won = np.zeros(50)
    won[3] = 1
    tables = {name: table(50, cost=np.arange(50.0), won=won) for name in PAIR}
    estimator = make_estimator(MEASURES["cost_per_win"], summed(measures("cost_per_win"), tables).look())
    assert estimator.value(0) == np.arange(50).sum()
    assert estimator.interval(0, 1.0) == (None, "too_few_events")


def test_a_constant_has_no_interval() -> None:
    kept = summed(measures("touches"), {name: table(600, touches=0.1, projects=1.0) for name in PAIR})
    estimator = make_estimator(MEASURES["touches"], kept.look())
    assert estimator.interval(0, 1.0) == (None, "no_variation")
    assert difference_bounds(estimator, 0, 1) == (None, "no_variation")


def test_equal_events_differ_by_nothing_with_a_width() -> None:
    met = np.random.default_rng(4).integers(0, 2, 400)
    measure = MEASURES["executive_met"]
    kept = summed(measures("executive_met"), {name: table(400, executive_met=met, projects=1.0) for name in PAIR})
    (found,) = judge([claim(measure, make_estimator(measure, kept.look()), 0, 1, 0)])
    assert found.value == 0
    assert found.low is not None and found.high is not None
    assert found.low < 0 < found.high
    assert (found.verdict, found.ahead, found.variance_reduction) == ("cannot_tell", None, None)


def test_many_deals_in_a_replication_narrow_the_interval_of_events() -> None:
    """Two deals are imagined, not two replications: with ten deals each, a tenth of the width is left."""
    measure = MEASURES["executive_met"]
    kept = summed(measures("executive_met"), {name: table(100, executive_met=4, projects=10) for name in PAIR})
    found, _ = difference_bounds(make_estimator(measure, kept.look()), 0, 1)
    assert found is not None and found.high == pytest.approx(3 / 1000, rel=0.1)


def test_without_censoring_rates_are_shares_of_the_sums() -> None:
    rng = np.random.default_rng(5)
    ended = rng.choice([Outcome.won, Outcome.lost, Outcome.no_decision, Outcome.withdrawn], (150, 3))
    rows = {name: deals(ended, rng.uniform(1, 300, ended.shape), won=rng.random(ended.shape)) for name in PAIR}
    kept = of_deals(measures("win_rate_all", "win_rate_decided", "no_decision_of_not_won"), rows, 150)
    look, total = kept.look(), kept.totals(PAIR[0])
    assert look.last_day == 400
    shares = {
        "win_rate_all": total["won"] / total["projects"],
        "win_rate_decided": total["won"] / (total["won"] + total["lost"]),
        "no_decision_of_not_won": total["no_decision"] / (total["projects"] - total["won"]),
    }
    for name, share in shares.items():
        assert make_estimator(MEASURES[name], look).value(0) == pytest.approx(share)
    won = np.bincount(rows[PAIR[0]]["replication"], rows[PAIR[0]]["won"])
    rate = make_estimator(MEASURES["win_rate_all"], look)
    assert rate.standard_error(0) == pytest.approx(won.std(ddof=1) / 3 / sqrt(150))


def test_influence_of_a_rate_under_censoring_is_the_jackknifes() -> None:
    rng = np.random.default_rng(6)
    n = 60
    took, window = rng.exponential(150, (n, 2)), rng.uniform(50, 400, (n, 2))
    ended = np.where(took < window, rng.choice([Outcome.won, Outcome.lost], (n, 2), p=[0.4, 0.6]), Outcome.open)
    rows = deals(ended, np.minimum(took, window), opened=400 - window)
    names = ("win_rate_all", "win_rate_decided", "cycle_days_median")
    whole = of_deals(measures(*names), {PAIR[0]: rows}, n).look()
    for name in names:
        estimator, left_out = make_estimator(MEASURES[name], whole), []
        for gone in range(n):
            without = of_deals(measures(*names), {PAIR[0]: rows[rows["replication"] != gone]}, n).look()
            without.last_day = whole.last_day
            left_out.append(make_estimator(MEASURES[name], without).value(0))
        values = np.array(left_out)
        jackknife = sqrt((n - 1) / n * ((values - values.mean()) ** 2).sum())
        rough = 0.35 if name == "cycle_days_median" else 0.02  # the jackknife is no guide to a median's error
        assert estimator.standard_error(0) == pytest.approx(jackknife, rel=rough)


def test_the_median_is_the_day_by_which_half_is_decided() -> None:
    ended = np.full((4, 1), Outcome.won)
    rows = deals(ended, np.array([[10.0], [20.0], [30.0], [40.0]]))
    look = of_deals(measures("cycle_days_median"), {PAIR[0]: rows}, 4).look()
    assert make_estimator(MEASURES["cycle_days_median"], look).value(0) == pytest.approx(20)
    none = of_deals(measures("cycle_days_median"), {PAIR[0]: deals(np.full((4, 1), Outcome.open), ended * 1.0)}, 4)
    assert make_estimator(MEASURES["cycle_days_median"], none.look()).value(0) is None


@pytest.mark.parametrize("n", [40, 300])
def test_coverage_of_a_ratio_a_median_and_a_function_of_means(n: int) -> None:
    """Clustered deals of known law: 95 % intervals of values and paired differences hold the truth 95 times in 100."""
    rng = np.random.default_rng(n)
    trials, each = 300, 4
    scale, chance = np.array([1.0, 0.8]), np.array([0.3, 0.4])
    names = ("cost_per_win", "cycle_days_median", "pipeline_velocity")
    median = 60 * scale
    cost_per_win = 10 * each * np.exp(0.125) / (each * chance)
    mean_cycle = 60 * np.exp(0.5 * (0.09 + 0.25 + 0.09)) * scale
    velocity = 2.0 * 7.0 * chance / mean_cycle
    truth = dict(zip(names, (cost_per_win, median, velocity), strict=True))
    hits = {(name, part): 0 for name in names for part in ("value", "difference")}
    for _ in range(trials):
        shared, luck = rng.normal(size=(n, 1)) * 0.3, rng.random((n, each))
        own = np.exp(shared + rng.normal(size=(n, each)) * 0.5)
        took = {name: 60 * scale[at] * own * np.exp(rng.normal(size=(n, each)) * 0.3) for at, name in enumerate(PAIR)}
        cost = 10 * np.exp(rng.normal(size=n) * 0.5) * each
        won = {name: (luck < chance[at]).sum(axis=1) for at, name in enumerate(PAIR)}
        tables = {
            name: table(n, won=won[name], revenue=7.0 * won[name], finished=each, decided=each, deals_mean=2.0,
                        cycle_days=took[name].sum(axis=1), cost=cost)
            for name in PAIR
        }  # fmt: skip
        rows = {name: deals(np.full((n, each), Outcome.won), took[name]) for name in PAIR}
        look = summed(measures(*names), tables, rows, horizon=2000).look()
        for name in names:
            estimator = make_estimator(MEASURES[name], look)
            value, _ = estimator.interval(0, 1.0)
            gap, _ = difference_bounds(estimator, 0, 1)
            assert value is not None and gap is not None
            hits[name, "value"] += value.low <= truth[name][0] <= value.high
            hits[name, "difference"] += gap.low <= truth[name][0] - truth[name][1] <= gap.high
    least = 0.95 - 3.5 * sqrt(0.95 * 0.05 / trials)
    assert {case: count / trials for case, count in hits.items() if count / trials < least} == {}


def test_coverage_of_incidence_bands_under_competition_and_censoring() -> None:
    """Deals of one replication share their pace; a third is still open when we stop looking."""
    rng = np.random.default_rng(8)
    trials, n, each, horizon = 300, 120, 3, 100
    pace = rng.gamma(4, 0.25, 200_000)
    truth = {day: 0.4 * (1 - np.exp(-0.02 * pace * day).mean()) for day in (10, 40, 80)}
    hits = dict.fromkeys(truth, 0)
    for _ in range(trials):
        ends = rng.exponential(size=(n, each)) / (0.02 * rng.gamma(4, 0.25, (n, 1)))
        followed = rng.uniform(40, horizon, (n, each))
        winner = np.where(rng.random((n, each)) < 0.4, Outcome.won, Outcome.lost)
        rows = deals(
            np.where(ends < followed, winner, Outcome.open), np.minimum(ends, followed), opened=horizon - followed
        )
        look = of_deals(measures("win_rate_all"), {PAIR[0]: rows}, n, horizon).look()
        found = incidence_curves(look.endings(0), n, 1.0)
        for day, value in truth.items():
            low, high = (getattr(found.curves[0], end)[found.days.index(day)] for end in ("low", "high"))
            hits[day] += low <= value <= high
    assert min(hits.values()) / trials > 0.95 - 3.3 * sqrt(0.95 * 0.05 / trials), hits


def test_no_rows_are_no_deals() -> None:
    look = summed(measures("win_rate_all"), {PAIR[0]: table(3)}, {PAIR[0]: NO_ROWS}).look()
    assert make_estimator(MEASURES["win_rate_all"], look).value(0) is None
