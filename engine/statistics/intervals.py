"""Confidence intervals from estimates and their standard errors.

All take Student's t with the degrees of freedom of the replications, which for many replications is the normal and for
few is honestly wide. None of them ever has zero width for a proportion.
"""

from __future__ import annotations

from functools import lru_cache
from math import hypot, sqrt
from typing import NamedTuple


class Interval(NamedTuple):
    """Lower and upper end."""

    low: float
    high: float


@lru_cache(maxsize=4096)
def t_quantile(confidence: float, df: int) -> float:
    """Two-sided: a t variable with `df` degrees of freedom is within ± this with probability `confidence`."""
    from scipy.special import stdtrit  # takes a fifth of a second to load, which workers have better use for

    return float(stdtrit(df, 0.5 + confidence / 2))


def mean_interval(value: float, se: float, confidence: float, df: int) -> Interval:
    """value ± t · standard error."""
    half = t_quantile(confidence, df) * se
    return Interval(value - half, value + half)


def proportion_interval(
    value: float, se: float, confidence: float, df: int, *, cases: float, independent: int
) -> Interval:
    """Wilson's interval for a share of cases that come in clusters.

    The cases count for as many independent ones as would give the standard error seen, never for more than there are.
    With nothing seen, or nothing but, no standard error exists: then each replication with a case counts as one.

    cases: all cases. independent: replications with at least one case.
    Reference: Wilson, JASA 22 (1927); effective size as in Korn & Graubard, Survey Methodology 24 (1998).
    """
    seen = 0 < value < 1 and se > 0
    n = min(value * (1 - value) / se**2, cases) if seen else float(independent)
    q2 = t_quantile(confidence, df) ** 2
    centre = (value + q2 / (2 * n)) / (1 + q2 / n)
    half = sqrt(q2) / (1 + q2 / n) * sqrt(max(value * (1 - value) / n + q2 / (4 * n * n), 0.0))
    return Interval(min(max(centre - half, 0.0), value), max(min(centre + half, 1.0), value))


def fieller_interval(
    top: float, bottom: float, v_top: float, v_both: float, v_bottom: float, confidence: float, df: int
) -> Interval | None:
    """Fieller's interval for top ÷ bottom, both being means with the given variances and covariance of the means.

    None when the denominator may be zero at this confidence: then no interval of finite length is honest.
    Reference: Fieller, JRSS B 16 (1954).
    """
    ratio, q = top / bottom, t_quantile(confidence, df)
    g = q * q * v_bottom / bottom**2
    if g >= 1:
        return None
    if v_bottom == 0:
        return mean_interval(ratio, sqrt(v_top) / abs(bottom), confidence, df)
    spread = v_top - 2 * ratio * v_both + ratio**2 * v_bottom - g * (v_top - v_both**2 / v_bottom)
    centre = (ratio - g * v_both / v_bottom) / (1 - g)
    half = q / abs(bottom) * sqrt(max(spread, 0.0)) / (1 - g)
    return Interval(centre - half, centre + half)


def difference_interval(a: float, ia: Interval, b: float, ib: Interval, correlation: float) -> Interval:
    """Interval of a − b from the intervals of both and the correlation of the estimates.

    With symmetric intervals this is the t interval of the paired difference; with skewed ones it keeps their skew.
    Reference: Zou & Donner, Statistics in Medicine 27 (2008).
    """

    def reach(x: float, y: float) -> float:
        return hypot(x - correlation * y, y * sqrt(max(1 - correlation**2, 0.0)))

    return Interval(a - b - reach(a - ia.low, ib.high - b), a - b + reach(ia.high - a, b - ib.low))


def paired_proportion_interval(
    difference: float, se: float, confidence: float, df: int, *, independent: float
) -> Interval:
    """Interval for the difference of two shares measured on the same luck.

    Two replications are imagined beside those seen, one for each side, in which the strategies part completely. The
    interval therefore has a width even when they never parted in what was seen (about 3 ÷ replications either way).

    independent: replications, or fewer where not every one has a case.
    Reference: Bonett & Price, Journal of Educational and Behavioral Statistics 37 (2012).
    """
    n = independent
    centre = n * difference / (n + 2)
    squares = n * n * se * se + n * (difference - centre) ** 2 + (1 - centre) ** 2 + (1 + centre) ** 2
    half = t_quantile(confidence, df) * sqrt(squares) / (n + 2)
    return Interval(max(centre - half, -1.0), min(centre + half, 1.0))
