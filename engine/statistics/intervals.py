"""95 % intervals from estimates and their standard errors, all of them widened by one factor where looks ask for it.

They take Student's t with the degrees of freedom of the replications, which for many replications is the normal and for
few is honestly wide. None of them ever has zero width for a proportion.
"""

from __future__ import annotations

from functools import lru_cache
from math import hypot, sqrt
from typing import NamedTuple

import numpy as np

from engine.results.columns import Floats

ERROR = 0.05
"""Share of intervals that may miss."""


class Interval(NamedTuple):
    """Lower and upper end."""

    low: float
    high: float


@lru_cache(maxsize=4096)
def t_quantile(df: int) -> float:
    """Two-sided: a t variable with `df` degrees of freedom is beyond ± this with probability `ERROR`."""
    from scipy.special import stdtrit  # takes a fifth of a second to load, which workers have better use for

    return float(stdtrit(df, 1 - ERROR / 2))


def mean_interval(value: float, se: float, df: int, widening: float = 1.0) -> Interval:
    """value ± t · standard error."""
    half = widening * t_quantile(df) * se
    return Interval(value - half, value + half)


def skewed_interval(value: float, influence: Floats, df: int, widening: float = 1.0) -> Interval:
    """value ± t · standard error, moved and stretched by the skewness that the influence of replications shows.

    It is the BCa interval with Cornish and Fisher's expansion in place of resampling.
    Reference: Efron, JASA 82 (1987); DiCiccio & Efron, Statistical Science 11 (1996).
    """
    squares = float(influence @ influence)
    bend = float((influence**3).sum()) / (6 * squares**1.5)

    def end(quantile: float) -> float:
        moved = bend + (bend + quantile) / (1 - bend * (bend + quantile))
        found: float = value + sqrt(squares) * (moved + bend * (moved * moved - 1))
        return found

    reach = widening * t_quantile(df)
    return Interval(end(-reach), end(reach))


def proportion_interval(value: float, se: float, df: int, widening: float = 1.0, *, independent: float) -> Interval:
    """Wilson's interval for a share.

    It counts for as many independent cases as would give the standard error seen: fewer than there are where cases come
    in clusters, more where their chances are known instead of how they fell. With nothing seen, or nothing but, no
    standard error exists: then each replication with a case counts as one.

    independent: replications with at least one case.
    Reference: Wilson, JASA 22 (1927); effective size as in Korn & Graubard, Survey Methodology 24 (1998).
    """
    seen = 0 < value < 1 and se > 0
    n = value * (1 - value) / se**2 if seen else max(independent, 1.0)
    q2 = (widening * t_quantile(df)) ** 2
    centre = (value + q2 / (2 * n)) / (1 + q2 / n)
    half = sqrt(q2) / (1 + q2 / n) * sqrt(max(value * (1 - value) / n + q2 / (4 * n * n), 0.0))
    return Interval(min(max(centre - half, 0.0), value), max(min(centre + half, 1.0), value))


def fieller_interval(sums: Floats, covariance: Floats, df: int, widening: float = 1.0) -> Interval | None:
    """Fieller's interval for the ratio of two sums, top and bottom, with the covariance matrix of the two.

    None when the denominator may be zero at this confidence: then no interval of finite length is honest.
    Reference: Fieller, JRSS B 16 (1954).
    """
    (top, bottom), ((v_top, v_both), (_, v_bottom)) = sums.tolist(), covariance.tolist()
    ratio, q = top / bottom, widening * t_quantile(df)
    g = q * q * v_bottom / bottom**2
    if g >= 1:
        return None
    if v_bottom == 0:
        return mean_interval(ratio, sqrt(v_top) / abs(bottom), df, widening)
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
    difference: float, se: float, df: int, widening: float = 1.0, *, cases: float
) -> Interval:
    """Interval for the difference of two shares of deals that did or did not do something, on the same luck.

    Two deals are imagined beside those seen, one for each side, in which the strategies part completely. The interval
    therefore has a width even when they never parted in what was seen (about 3 ÷ deals either way). The variance is
    that between replications.

    cases: deals.
    Reference: Bonett & Price, Journal of Educational and Behavioral Statistics 37 (2012).
    """
    n = cases
    centre = n * difference / (n + 2)
    squares = n * n * se * se + n * (difference - centre) ** 2 + (1 - centre) ** 2 + (1 + centre) ** 2
    half = widening * t_quantile(df) * sqrt(squares) / (n + 2)
    return Interval(max(centre - half, -1.0), min(centre + half, 1.0))


def effective_number(parts: Floats) -> float:
    """(Σ|d|)² ÷ Σd²: of how many equal parts a difference might be made up; few of them may all be luck."""
    squares = float(parts @ parts)
    return float(np.abs(parts).sum()) ** 2 / squares if squares > 0 else 0.0
