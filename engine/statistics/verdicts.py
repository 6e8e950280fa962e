"""Differences between strategies and how sure one may be of them.

A comparison states many differences at once, so some would exclude 0 by luck alone. `clear` therefore asks for an
interval widened by Bonferroni for all differences of its family: the headline measures over all pairs of strategies, or
all measures over all pairs for the rest. `likely` asks for the plain interval only; anything else is `cannot_tell`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import sqrt

from engine.results.measure import Measure
from engine.results.measures import HEADLINE, MEASURES
from engine.statistics.estimates import Estimate, PairedDifference, Verdict
from engine.statistics.estimators import NEGLIGIBLE, Bounded, Estimator, RatioEstimator
from engine.statistics.intervals import Interval, difference_interval, mean_interval, paired_proportion_interval

ERROR = 0.05
"""Share of intervals that may miss: all confidences follow from it."""


def confidence_of(looks_planned: int) -> float:
    """Confidence of each interval so that it holds with 95 % whenever a run with so many looks stops (union bound)."""
    return 1 - ERROR / max(looks_planned, 1)


def clear_confidence(strategies: int, looks_planned: int, *, headline: bool) -> float:
    """Confidence behind the verdict `clear`: the error shared out over looks, pairs and the family's measures."""
    pairs = strategies * (strategies - 1) // 2
    family = (len(HEADLINE) if headline else len(MEASURES)) * max(pairs, 1)
    return 1 - ERROR / (max(looks_planned, 1) * family)


def difference_bounds(estimator: Estimator, first: int, second: int, confidence: float) -> Bounded:
    """Interval of first − second, or None with the reason why there is none."""
    a, b = estimator.value(first), estimator.value(second)
    (ia, note_a), (ib, note_b) = estimator.interval(first, confidence), estimator.interval(second, confidence)
    for note in (note_a, note_b):
        if note in ("undefined", "one_replication", "too_few_events"):
            return None, note
    if a is None or b is None:
        return None, "undefined"
    se = sqrt(_paired_variance(estimator, first, second))
    kind = estimator.kind if isinstance(estimator, RatioEstimator) else None
    if kind == "proportion" and isinstance(estimator, RatioEstimator):
        rarest = min(1.0, float(estimator.bottom[first]), float(estimator.bottom[second]))
        independent = estimator.n * rarest
        return paired_proportion_interval(a - b, se, confidence, estimator.df, independent=independent), ""
    if kind == "mean":  # few wins make a cost per win skewed, and the interval must be too
        ia, ib = ia or Interval(a, a), ib or Interval(b, b)
        found = difference_interval(a, ia, b, ib, estimator.correlation(first, second))
    else:
        found = mean_interval(a - b, se, confidence, estimator.df)
    if found.high - found.low <= NEGLIGIBLE * max(abs(a), abs(b), 1.0):
        return None, "no_variation"
    return found, ""


def _paired_variance(estimator: Estimator, first: int, second: int) -> float:
    a, b = estimator.standard_error(first), estimator.standard_error(second)
    return max(a * a + b * b - 2 * estimator.correlation(first, second) * a * b, 0.0)


def _variance_reduction(estimator: Estimator, first: int, second: int) -> float | None:
    """Var of the difference on separate luck ÷ on the same luck; None where the latter is 0."""
    apart = estimator.standard_error(first) ** 2 + estimator.standard_error(second) ** 2
    paired = _paired_variance(estimator, first, second)
    return apart / paired if paired > NEGLIGIBLE * apart else None


def judge(plain: Interval | None, wide: Interval | None) -> Verdict:
    """How sure a difference is, from its plain interval and the one widened for all comparisons of its family."""
    if wide is not None and (wide.low > 0 or wide.high < 0):
        return "clear"
    if plain is not None and (plain.low > 0 or plain.high < 0):
        return "likely"
    return "cannot_tell"


def paired_difference(
    measure: Measure, estimator: Estimator, names: Sequence[str], first: int, second: int, looks_planned: int
) -> PairedDifference:
    """first − second of one measure, with interval and verdict; strategies by their place in `names`."""
    a, b = estimator.value(first), estimator.value(second)
    plain, note = difference_bounds(estimator, first, second, confidence_of(looks_planned))
    headline = measure.name in HEADLINE
    wide, _ = difference_bounds(
        estimator, first, second, clear_confidence(len(names), looks_planned, headline=headline)
    )
    verdict = judge(plain, wide)
    ahead = None
    if verdict != "cannot_tell" and measure.better != "neutral" and a is not None and b is not None:
        ahead = names[first] if (a > b) == (measure.better == "up") else names[second]
    return PairedDifference(
        measure=measure.name,
        first=names[first],
        second=names[second],
        value=None if a is None or b is None else a - b,
        low=plain.low if plain else None,
        high=plain.high if plain else None,
        n=estimator.n,
        variance_reduction=_variance_reduction(estimator, first, second) if plain else None,
        verdict=verdict,
        ahead=ahead,
        note=note,
    )


def estimate(measure: Measure, estimator: Estimator, at: int, confidence: float) -> Estimate:
    """The value of one strategy with its interval; shares are kept within 0 and 1."""
    value = estimator.value(at)
    found, note = estimator.interval(at, confidence)
    if found is not None and measure.unit == "share":
        found = Interval(max(found.low, 0.0), min(found.high, 1.0))
    return Estimate(
        measure=measure.name,
        value=value,
        low=found.low if found else None,
        high=found.high if found else None,
        n=estimator.n,
        note=note,
    )


def all_differences(
    estimators: dict[str, Estimator], names: Sequence[str], looks_planned: int
) -> tuple[PairedDifference, ...]:
    """Every measure over every pair, first before second in the order of `names`."""
    return tuple(
        paired_difference(MEASURES[name], estimator, names, first, second, looks_planned)
        for name, estimator in estimators.items()
        for first, second in combinations(range(len(names)), 2)
    )


def half_width(estimator: Estimator, places: Sequence[int], looks_planned: int) -> float | None:
    """Largest half-width of the difference over all pairs of these places; None while one has no interval."""
    widest = None
    for first, second in combinations(places, 2):
        found, _ = difference_bounds(estimator, first, second, confidence_of(looks_planned))
        if found is None:
            return None
        widest = max(widest or 0.0, (found.high - found.low) / 2)
    return widest
