"""Intervals hold what they promise: coverage by simulation, and agreement with published formulas."""

from math import sqrt

import numpy as np
import pytest
from scipy import stats

from engine.statistics.intervals import (
    Interval,
    difference_interval,
    fieller_interval,
    mean_interval,
    paired_proportion_interval,
    proportion_interval,
)


def test_few_replications_use_students_t() -> None:
    found = mean_interval(10.0, 1.0, 4)
    assert found.high == pytest.approx(10 + 2.776445, abs=1e-6)


def test_independent_cases_give_wilsons_interval() -> None:
    """statsmodels and R's prop.test without correction: 15 of 50 → (.1909, .4375)."""
    se = sqrt(0.3 * 0.7 / 50)
    found = proportion_interval(0.3, se, 10**9, independent=50)
    assert found == pytest.approx((0.190999, 0.437536), abs=2e-4)


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_nothing_seen_is_not_certainty(value: float) -> None:
    """About the rule of three: 3 ÷ n, here with the t of 199 degrees of freedom."""
    found = proportion_interval(value, 0.0, 199, independent=200)
    width = found.high - found.low
    assert 3 / 200 < width < 4.2 / 200
    assert min(abs(found.low - value), abs(found.high - value)) == pytest.approx(0, abs=1e-12)


def test_known_chances_count_for_more_than_the_cases() -> None:
    """The standard error of chances is smaller than that of as many draws, and the interval follows it."""
    found = proportion_interval(0.3, 0.002, 255, independent=256)
    assert found.high - found.low == pytest.approx(2 * 1.97 * 0.002, rel=0.01)


def test_clustered_cases_count_for_fewer() -> None:
    loose = proportion_interval(0.3, 0.05, 99, independent=100)
    tight = proportion_interval(0.3, 0.0145, 99, independent=100)
    assert loose.high - loose.low > 3 * (tight.high - tight.low)


def test_fieller_against_its_quadratic() -> None:
    """The ends solve (top − r·bottom)² = t²·var(top − r·bottom)."""
    top, bottom, v_top, v_both, v_bottom = 8.0, 2.0, 0.5, 0.05, 0.04
    found = fieller_interval(np.array([top, bottom]), np.array([[v_top, v_both], [v_both, v_bottom]]), 20)
    assert found is not None
    t2 = stats.t.ppf(0.975, 20) ** 2
    for end in found:
        assert (top - end * bottom) ** 2 == pytest.approx(t2 * (v_top - 2 * end * v_both + end**2 * v_bottom))


def test_fieller_refuses_a_denominator_that_may_be_zero() -> None:
    assert fieller_interval(np.array([8.0, 2.0]), np.diag([0.5, 1.1]), 20) is None


def test_difference_of_symmetric_intervals_is_the_paired_t_interval() -> None:
    a, b, sa, sb, r, df = 5.0, 3.0, 0.6, 0.8, 0.7, 30
    found = difference_interval(a, mean_interval(a, sa, df), b, mean_interval(b, sb, df), r)
    paired = sqrt(sa**2 + sb**2 - 2 * r * sa * sb)
    assert found == pytest.approx(mean_interval(a - b, paired, df))


def test_strategies_that_never_part_may_still_differ() -> None:
    found = paired_proportion_interval(0.0, 0.0, 199, cases=200)
    assert found.low == -found.high
    assert 2.5 / 200 < found.high < 3.1 / 200


def test_paired_difference_is_bonett_and_prices() -> None:
    """Discordant pairs 8 and 2 of 40: p = ((9 − 3)/42), their standard error with two pairs added."""
    n, b, c = 40, 8, 2
    se = sqrt((b + c - (b - c) ** 2 / n) / n**2)
    found = paired_proportion_interval((b - c) / n, se, 10**9, cases=n)
    p12, p21 = (b + 1) / (n + 2), (c + 1) / (n + 2)
    half = stats.norm.ppf(0.975) * sqrt((p12 + p21 - (p12 - p21) ** 2) / (n + 2))
    assert found == pytest.approx((p12 - p21 - half, p12 - p21 + half), abs=1e-6)


def covered(found: Interval | None, truth: float) -> bool:
    return found is not None and found.low <= truth <= found.high


@pytest.mark.parametrize(("p", "n"), [(0.02, 200), (0.5, 12), (0.9, 40), (0.3, 400)])
def test_proportion_coverage(p: float, n: int) -> None:
    rng = np.random.default_rng(11)
    wins = rng.binomial(n, p, 2000)
    hits = 0
    for won in wins:
        share = won / n
        se = sqrt(share * (1 - share) / (n - 1))
        hits += covered(proportion_interval(share, se, n - 1, independent=n), p)
    assert hits / 2000 > 0.95 - 3.3 * sqrt(0.95 * 0.05 / 2000)


@pytest.mark.parametrize(("differ", "tilt", "n"), [(0.02, 0.0, 200), (0.3, 0.8, 50), (0.5, 0.2, 12), (0.1, 1.0, 100)])
def test_paired_proportion_coverage(differ: float, tilt: float, n: int) -> None:
    """Strategies part in a share `differ` of replications, the first being better with chance (1 + tilt)/2."""
    rng = np.random.default_rng(12)
    truth = differ * tilt
    hits = 0
    for _ in range(2000):
        gap = np.where(rng.random(n) < differ, np.where(rng.random(n) < (1 + tilt) / 2, 1, -1), 0)
        se = gap.std(ddof=1) / sqrt(n)
        hits += covered(paired_proportion_interval(gap.mean(), se, n - 1, cases=n), truth)
    assert hits / 2000 > 0.95 - 3.3 * sqrt(0.95 * 0.05 / 2000)
