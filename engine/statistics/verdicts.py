"""Differences between alternatives and how sure one may be of them.

Many differences are stated at once, so some would exclude 0 by luck alone. `clear` therefore holds for all differences
of a family together: with 95 % none of those called clear is luck (step-down, from their joint distribution). Of those
called `likely`, one in ten may be luck on average (false discovery rate); anything else is `cannot_tell`. A difference
that rests on few replications makes intervals too narrow: without an effective number of twenty there is no verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

import numpy as np

from engine.results.columns import Floats
from engine.results.measure import Measure
from engine.statistics.estimates import Difference, Estimate, Note, Verdict
from engine.statistics.estimators import NEGLIGIBLE, Bounded, Estimator, MedianEstimator, RateEstimator, RatioEstimator
from engine.statistics.intervals import (
    ERROR,
    Interval,
    difference_interval,
    effective_number,
    mean_interval,
    paired_proportion_interval,
    t_quantile,
)
from engine.statistics.multiplicity import discoveries, step_down

FALSE_DISCOVERIES = 0.10
"""Share of `likely` differences that may be luck, on average."""

LEAST_EFFECTIVE = 20.0
"""Effective number of replications that must have come out differently before there is a verdict."""


@dataclass(frozen=True)
class Claim:
    """A difference before it is judged: first − second of one measure.

    interval:  95 %, widened for looks; None with a note why.
    changed:   replications in which the measure's numbers differ. effective: how many equal ones they are worth.
    influence: how much each group moves the difference. size: how many standard errors it is away from 0.
    """

    measure: Measure
    first: str
    second: str
    value: float | None
    n: int
    interval: Interval | None = None
    note: Note = ""
    changed: int = 0
    effective: float = 0.0
    influence: Floats | None = None
    size: float = 0.0
    variance_reduction: float | None = None

    @property
    def testable(self) -> bool:
        """Is there anything to be sure or unsure of?"""
        return self.interval is not None and self.influence is not None and bool(self.influence.any())


def claim(
    measure: Measure, estimator: Estimator, first: int, second: int, changed: int, widening: float = 1.0
) -> Claim:
    """first − second of one measure; alternatives by their places.

    changed: replications in which its numbers differ.
    """
    names = estimator.names
    a, b = estimator.value(first), estimator.value(second)
    value = None if a is None or b is None else a - b
    found, note = difference_bounds(estimator, first, second, widening)
    if note == "no_variation" and changed == 0:
        return unchanged(measure, names[first], names[second], estimator.n, "no_change")
    if found is None or value is None:
        return Claim(measure, names[first], names[second], value, estimator.n, None, note, changed)
    influence = estimator.influence(first) - estimator.influence(second)
    weights = sum(estimator.cases(at) / estimator.cases(at).sum() for at in (first, second)) / 2
    return Claim(
        measure,
        names[first],
        names[second],
        value,
        estimator.n,
        found,
        note,
        changed,
        effective_number(influence * sqrt(estimator.df / estimator.groups) + value * weights),
        influence,
        _size(estimator, first, second, found, widening),
        _variance_reduction(estimator, first, second),
    )


def size_in(interval: Interval, value: float, df: int) -> float:
    """How many standard errors a value is away from 0, as its interval has it."""
    arm = value - interval.low if value > 0 else interval.high - value
    return abs(value) / arm * t_quantile(df) if arm > 0 else 0.0


def _size(estimator: Estimator, first: int, second: int, interval: Interval, widening: float) -> float:
    if isinstance(estimator, MedianEstimator):
        return estimator.distance(first, second) / widening
    a, b = estimator.value(first), estimator.value(second)
    return size_in(interval, (a or 0.0) - (b or 0.0), estimator.df)


def unchanged(measure: Measure, first: str, second: str, n: int, note: Note) -> Claim:
    """Exactly nothing: all replications came out the same."""
    return Claim(measure, first, second, 0.0, n, Interval(0.0, 0.0), note)


def judge(claims: Sequence[Claim], error: float = ERROR) -> list[Difference]:
    """The verdicts on all claims of a family, made together. error: chance that one called clear is luck."""
    from scipy.special import stdtr

    tested = [each for each in claims if each.testable]
    sizes = np.array([each.size if each.effective >= LEAST_EFFECTIVE else 0.0 for each in tested])
    influences = np.array([each.influence for each in tested])
    adjusted = step_down(sizes, influences)
    alone = 2 * stdtr(influences.shape[1] - 1, -sizes) if tested else sizes
    verdicts: dict[int, Verdict] = {}
    for each, p, believed in zip(tested, adjusted, discoveries(alone, FALSE_DISCOVERIES), strict=True):
        verdicts[id(each)] = "clear" if p <= error else "likely" if believed else "cannot_tell"
    return [_judged(each, verdicts.get(id(each), "cannot_tell")) for each in claims]


def _judged(claim: Claim, verdict: Verdict) -> Difference:
    measure, value, interval = claim.measure, claim.value, claim.interval
    ahead = None
    if verdict != "cannot_tell" and measure.better != "neutral" and value is not None:
        ahead = claim.first if (value > 0) == (measure.better == "up") else claim.second
    excludes_zero = interval is not None and (interval.low > 0 or interval.high < 0)
    held_back = verdict == "cannot_tell" and excludes_zero and claim.effective < LEAST_EFFECTIVE
    return Difference(
        measure=measure.name,
        first=claim.first,
        second=claim.second,
        value=value,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        n=claim.n,
        changed=claim.changed,
        effective=claim.effective,
        verdict=verdict,
        ahead=ahead,
        variance_reduction=claim.variance_reduction,
        note=claim.note or ("few_changes" if held_back else ""),
    )


def difference_bounds(estimator: Estimator, first: int, second: int, widening: float = 1.0) -> Bounded:
    """95 % interval of first − second, widened; or None with the reason why there is none."""
    a, b = estimator.value(first), estimator.value(second)
    (ia, note_a), (ib, note_b) = (estimator.interval(at, widening) for at in (first, second))
    for note in (note_a, note_b):
        if note in ("undefined", "one_replication", "too_few_events"):
            return None, note
    if a is None or b is None:
        return None, "undefined"
    se = sqrt(_paired_variance(estimator, first, second))
    if isinstance(estimator, RatioEstimator) and estimator.kind == "mean":
        ia, ib = ia or Interval(a, a), ib or Interval(b, b)  # few wins make a cost per win skewed
        found = difference_interval(a, ia, b, ib, _correlation(estimator, first, second))
    elif _is_sampled(estimator):
        cases = min(float(estimator.cases(at).sum()) for at in (first, second))
        return paired_proportion_interval(a - b, se, estimator.df, widening, cases=cases), ""
    else:
        found = mean_interval(a - b, se, estimator.df, widening)
    if found.high - found.low <= NEGLIGIBLE * max(abs(a), abs(b), 1.0):
        return None, "no_variation"
    return found, ""


def _is_sampled(estimator: Estimator) -> bool:
    """Is it made of events that happened or not, instead of their chances?"""
    if isinstance(estimator, RateEstimator):
        return estimator.sampled
    return isinstance(estimator, RatioEstimator) and estimator.kind == "proportion"


def _paired_variance(estimator: Estimator, first: int, second: int) -> float:
    apart = estimator.influence(first) - estimator.influence(second)
    return float(apart @ apart)


def _correlation(estimator: Estimator, first: int, second: int) -> float:
    a, b = estimator.influence(first), estimator.influence(second)
    scale = sqrt(float(a @ a) * float(b @ b))
    return min(max(float(a @ b) / scale, -1.0), 1.0) if scale > 0 else 0.0


def _variance_reduction(estimator: Estimator, first: int, second: int) -> float | None:
    """Var of the difference on separate luck ÷ on the same luck; None where the latter is 0."""
    apart = estimator.standard_error(first) ** 2 + estimator.standard_error(second) ** 2
    paired = _paired_variance(estimator, first, second)
    return apart / paired if paired > NEGLIGIBLE * apart else None


def estimate(measure: Measure, estimator: Estimator, at: int, widening: float = 1.0) -> Estimate:
    """The value of one alternative with its interval; shares are kept within 0 and 1."""
    value = estimator.value(at)
    found, note = estimator.interval(at, widening)
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


def half_width(estimator: Estimator, places: Sequence[int], widening: float = 1.0) -> float | None:
    """Largest half-width of the difference over all pairs of these places; None while one has no interval."""
    widest = None
    for first, second in combinations(places, 2):
        found, _ = difference_bounds(estimator, first, second, widening)
        if found is None:
            return None
        widest = max(widest or 0.0, (found.high - found.low) / 2)
    return widest
