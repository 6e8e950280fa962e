"""Differences between alternatives and how sure one may be of them.

Many differences are stated at once, so some would exclude 0 by luck alone. `clear` therefore asks for an interval
widened by Bonferroni for all differences of its family; `likely` asks for the plain interval only; anything else is
`cannot_tell`. Few changes make intervals too narrow: so a verdict also asks that as many coins as replications came out
differently, falling all alike, be rarer than the error allowed (the exact sign test at its most favourable).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import sqrt
from typing import NamedTuple

from engine.results.measure import Measure
from engine.statistics.estimates import Difference, Estimate, Note, Verdict
from engine.statistics.estimators import NEGLIGIBLE, Bounded, Estimator, RatioEstimator
from engine.statistics.intervals import Interval, difference_interval, mean_interval, paired_proportion_interval

ERROR = 0.05
"""Share of intervals that may miss: all confidences follow from it."""


class Confidences(NamedTuple):
    """Confidence of the intervals shown, and of those behind `clear`."""

    shown: float
    clear: float


def confidences(comparisons: int, looks_planned: int = 1) -> Confidences:
    """The error shared out over all looks planned, and behind `clear` over all comparisons of a family as well.

    Whenever a run with so many looks stops, its intervals hold with 95 % (union bound).
    """
    looks = max(looks_planned, 1)
    return Confidences(1 - ERROR / looks, 1 - ERROR / (looks * max(comparisons, 1)))


def difference(
    measure: Measure,
    estimator: Estimator,
    names: Sequence[str],
    first: int,
    second: int,
    changed: int,
    at: Confidences,
) -> Difference:
    """first − second of one measure, with interval and verdict; alternatives by their place in `names`.

    changed: replications in which the measure came out differently.
    """
    a, b = estimator.value(first), estimator.value(second)
    plain, note = difference_bounds(estimator, first, second, at.shown)
    wide, _ = difference_bounds(estimator, first, second, at.clear)
    sides, value = (names[first], names[second]), None if a is None or b is None else a - b
    if note == "no_variation" and changed == 0:
        return unchanged(measure, sides, estimator.n, "no_change")
    found = judged(measure, sides, value, (plain, wide), changed, estimator.n, at, note)
    reduction = _variance_reduction(estimator, first, second) if plain else None
    return found.model_copy(update={"variance_reduction": reduction})


def judged(
    measure: Measure,
    sides: tuple[str, str],
    value: float | None,
    intervals: tuple[Interval | None, Interval | None],
    changed: int,
    n: int,
    at: Confidences,
    note: Note = "",
) -> Difference:
    """A difference with its verdict. intervals: the plain one, and the one behind `clear`."""
    plain, wide = intervals
    before = judge(plain, wide)
    verdict = judge(
        None if _could_be_luck(changed, at.shown) else plain, None if _could_be_luck(changed, at.clear) else wide
    )
    ahead = None
    if verdict != "cannot_tell" and measure.better != "neutral" and value is not None:
        ahead = sides[0] if (value > 0) == (measure.better == "up") else sides[1]
    return Difference(
        measure=measure.name,
        first=sides[0],
        second=sides[1],
        value=value,
        low=plain.low if plain else None,
        high=plain.high if plain else None,
        n=n,
        changed=changed,
        verdict=verdict,
        ahead=ahead,
        note=note or ("few_changes" if verdict == "cannot_tell" != before else ""),
    )


def unchanged(measure: Measure, sides: tuple[str, str], n: int, note: Note) -> Difference:
    """Exactly nothing: all replications came out the same."""
    nothing = Interval(0.0, 0.0)
    return judged(measure, sides, 0.0, (nothing, nothing), 0, n, Confidences(0.0, 0.0), note)


def judge(plain: Interval | None, wide: Interval | None) -> Verdict:
    """How sure a difference is, from its plain interval and the one widened for all comparisons of its family."""
    if wide is not None and (wide.low > 0 or wide.high < 0):
        return "clear"
    if plain is not None and (plain.low > 0 or plain.high < 0):
        return "likely"
    return "cannot_tell"


def _could_be_luck(changed: int, confidence: float) -> bool:
    return 2.0 ** (1 - changed) > 1 - confidence


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


def estimate(measure: Measure, estimator: Estimator, at: int, confidence: float) -> Estimate:
    """The value of one alternative with its interval; shares are kept within 0 and 1."""
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


def half_width(estimator: Estimator, places: Sequence[int], confidence: float) -> float | None:
    """Largest half-width of the difference over all pairs of these places; None while one has no interval."""
    widest = None
    for first, second in combinations(places, 2):
        found, _ = difference_bounds(estimator, first, second, confidence)
        if found is None:
            return None
        widest = max(widest or 0.0, (found.high - found.low) / 2)
    return widest
