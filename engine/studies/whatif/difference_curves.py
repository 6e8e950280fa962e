"""From what was played to curves: estimates in every cell, differences of every pair with one band, and who leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from math import sqrt

import numpy as np

from engine.execution.simulate import Simulated
from engine.results.measure import Measure
from engine.statistics.bands import crossings, imagined, simultaneous_band
from engine.statistics.estimates import Estimate
from engine.statistics.estimators import Estimator, make_estimator
from engine.statistics.verdicts import LEAST_EFFECTIVE, Claim, estimate
from engine.studies.whatif.cells import Layout
from engine.studies.whatif.leading import Lead, Span, lead_at
from engine.studies.whatif.sweep_result import LeadChange, PairCurve, Shift

EQUAL_SHARE, EQUAL_PART = 0.01, 0.01
"""What makes no practical difference unless it is said: a point of a share, a hundredth of the largest other amount."""


@dataclass(frozen=True)
class Gaps:
    """Everything that one block of luck says; see `SweepValues`."""

    estimates: dict[str, dict[str, tuple[Estimate, ...]]]
    pairs: tuple[PairCurve, ...]
    reach: dict[str, float]
    margin: dict[str, float]
    leads: dict[str, tuple[Lead, ...]]
    changes: tuple[LeadChange, ...]
    shifts: tuple[Shift, ...]
    same_as: dict[str, tuple[int, ...]]
    twins: int

    def pair(self, measure: str, first: str, second: str) -> PairCurve:
        """first − second on a measure, whichever way it is kept."""
        there = next(
            each for each in self.pairs if each.measure == measure and {each.first, each.second} == {first, second}
        )
        return there if there.first == first else there.reversed()


def gaps_in(layout: Layout, done: Simulated, measures: Mapping[str, Measure], margins: Mapping[str, float]) -> Gaps:
    """What was played, told. margins: what makes no practical difference, by measure, where it was said."""
    records = _Records(layout, done)
    found = Gaps({}, (), {}, dict(margins), {}, (), (), records.same_as(), records.twins())
    pairs: list[PairCurve] = []
    shifts: list[Shift] = []
    for measure in measures.values():
        estimator = make_estimator(measure, done.look)
        by_strategy = {
            strategy.name: tuple(estimate(measure, estimator, place) for place in layout.played_as[at])
            for at, strategy in enumerate(layout.strategies)
        }
        found.estimates[measure.name] = by_strategy
        compared = partial(_Compared.of, done, estimator, measure)
        played = layout.played_as
        lines = [[compared(played[a][at], played[b][at]) for at in records.cells] for a, b in records.pairs]
        curves, found.reach[measure.name] = _curves(lines, layout, records)
        pairs += curves
        shifts += _shifts(layout, records, [compared(line[-1], line[0]) for line in played])
        found.margin.setdefault(measure.name, _margin(measure, by_strategy.values()))
        found.leads[measure.name] = tuple(_leads(measure, by_strategy, curves, found.margin[measure.name], records))
    found = replace(found, pairs=tuple(pairs), shifts=tuple(shifts))
    return replace(found, changes=tuple(_changes(layout, measures, found)))


@dataclass(frozen=True)
class _Compared:
    """A difference, and the standard error of what may differ although it was not seen."""

    claim: Claim
    unseen: float

    @classmethod
    def of(cls, done: Simulated, estimator: Estimator, measure: Measure, first: int, second: int) -> _Compared:
        """first − second; alternatives by their places."""
        claim = done.claim(estimator, measure, first, second)
        if not cls(claim, 0.0).is_told:
            return cls(claim, 0.0)
        cases = min(float(estimator.cases(at).sum()) for at in (first, second))
        return cls(claim, imagined(max(_parted(estimator, measure, at, cases) for at in (first, second)), cases))

    @property
    def is_told(self) -> bool:
        """Is there a value, and a way to say how sure it is?"""
        return self.claim.value is not None and (self.claim.testable or self.claim.note == "no_change")

    @property
    def weak(self) -> bool:
        """Does it rest on too few replications to be called a difference?"""
        return self.claim.testable and self.claim.effective < LEAST_EFFECTIVE


def _parted(estimator: Estimator, measure: Measure, at: int, cases: float) -> float:
    """What a case that parts completely changes: all of a share; elsewhere a value two standard deviations away."""
    if measure.unit == "share":
        return 1.0
    return abs(estimator.value(at) or 0.0) + 2.0 * estimator.standard_error(at) * sqrt(cases)


class _Records:
    """Which records are the same to the byte."""

    def __init__(self, layout: Layout, done: Simulated) -> None:
        rows = done.tally.rows()
        self._hashes = [(rows[each.name].outcomes_sha256, rows[each.name].team_sha256) for each in layout.alternatives]
        self._layout, self.groups = layout, done.look.groups
        self.cells = range(len(layout.cells))
        self.pairs = list(combinations(range(len(layout.strategies)), 2))

    def _hash(self, strategy: int, cell: int) -> tuple[str, str]:
        return self._hashes[self._layout.played_as[strategy][cell]]

    def identical(self, first: int, second: int, cell: int) -> bool:
        """Are the records of two strategies the same in a cell?"""
        return self._hash(first, cell) == self._hash(second, cell)

    def same_as(self) -> dict[str, tuple[int, ...]]:
        """By strategy, for each cell the first one with its records."""
        found = {}
        for at, strategy in enumerate(self._layout.strategies):
            hashes = [self._hash(at, cell) for cell in self.cells]
            found[strategy.name] = tuple(hashes.index(each) for each in hashes)
        return found

    def twins(self) -> int:
        """How many alternatives were played whose records turned out to be those of another cell."""
        played = [{places[cell] for cell in self.cells} for places in self._layout.played_as]
        return sum(len(places) - len({self._hashes[place] for place in places}) for places in played)


def _curves(lines: Sequence[Sequence[_Compared]], layout: Layout, records: _Records) -> tuple[list[PairCurve], float]:
    """A curve for each pair, all with one band, and its half-width in standard errors."""
    ends, reach = _banded([each for line in lines for each in line], records.groups)
    curves = []
    for (a, b), line in zip(records.pairs, lines, strict=True):
        spans = [ends[id(each)] for each in line]
        curves.append(
            PairCurve(
                measure=line[0].claim.measure.name,
                first=layout.strategies[a].name,
                second=layout.strategies[b].name,
                value=tuple(each.claim.value for each in line),
                low=tuple(low for low, _ in spans),
                high=tuple(high for _, high in spans),
                identical=tuple(records.identical(a, b, cell) for cell in records.cells),
                weak=tuple(each.weak for each in line),
            )
        )
    return curves, reach


def _banded(claims: Sequence[_Compared], groups: int) -> tuple[dict[int, Span], float]:
    """The band of all claims together, by the identity of each, and its half-width in standard errors."""
    told = [each for each in claims if each.is_told]
    still = np.zeros(groups)
    influences = np.array([still if each.claim.influence is None else each.claim.influence for each in told])
    band = simultaneous_band(
        np.array([each.claim.value for each in told], float),
        influences.reshape(len(told), groups),
        np.array([each.unseen for each in told], float),
    )
    ends: dict[int, Span] = {id(each): (None, None) for each in claims}
    for each, low, high in zip(told, band.low, band.high, strict=True):
        ends[id(each)] = float(low), float(high)
    return ends, band.reach


def _shifts(layout: Layout, records: _Records, compared: Sequence[_Compared]) -> Iterator[Shift]:
    """The last value of the axis − the first one, of each strategy; none where there is no axis of numbers alone."""
    if len(layout.axes) != 1 or layout.axes[0].numbers is None:
        return
    ends, _ = _banded(compared, records.groups)
    for strategy, each in zip(layout.strategies, compared, strict=True):
        low, high = (None, None) if each.weak else ends[id(each)]
        yield Shift(
            measure=each.claim.measure.name,
            strategy=strategy.name,
            value=each.claim.value,
            low=low,
            high=high,
            identical=len({*records.same_as()[strategy.name]}) == 1,
        )


def _margin(measure: Measure, by_strategy: Iterable[Sequence[Estimate]]) -> float:
    if measure.unit == "share":
        return EQUAL_SHARE
    return EQUAL_PART * max((abs(each.value or 0.0) for line in by_strategy for each in line), default=0.0)


def _leads(
    measure: Measure,
    by_strategy: Mapping[str, Sequence[Estimate]],
    curves: Sequence[PairCurve],
    margin: float,
    records: _Records,
) -> Iterator[Lead]:
    sign = -1.0 if measure.better == "down" else 1.0
    turned = {(each.first, each.second): each for each in curves}
    turned |= {(each.second, each.first): each.reversed() for each in curves}
    for cell in records.cells:

        def worth(name: str, cell: int = cell) -> float | None:
            value = by_strategy[name][cell].value
            return None if value is None else sign * value

        def span(first: str, second: str, cell: int = cell) -> Span:
            curve = turned[first, second]
            low, high = curve.low[cell], curve.high[cell]
            if low is None or high is None:
                return None, None
            if curve.weak[cell]:
                low, high = min(low, 0.0), max(high, 0.0)
            return (low, high) if sign > 0 else (0.0 - high, 0.0 - low)

        yield lead_at(tuple(by_strategy), worth, span, margin)


def _changes(layout: Layout, measures: Mapping[str, Measure], found: Gaps) -> Iterator[LeadChange]:
    """Along one axis of numbers: where one of a pair overtakes the other, beyond the band on both sides."""
    if len(layout.axes) != 1 or layout.axes[0].numbers is None:
        return
    for curve in found.pairs:
        low, high = (_where_told(ends, curve) for ends in (curve.low, curve.high))
        for each in crossings(layout.axes[0].numbers, curve.value, low, high):
            up = each.rising == (measures[curve.measure].better != "down")
            before, after = (curve.second, curve.first) if up else (curve.first, curve.second)
            yield LeadChange(
                measure=curve.measure, before=before, after=after, at=each.at, low=each.low, high=each.high
            )


def _where_told(ends: Sequence[float | None], curve: PairCurve) -> list[float | None]:
    return [None if weak else end for end, weak in zip(ends, curve.weak, strict=True)]


def expected_half_width(layout: Layout, done: Simulated, measure: Measure, replications: int) -> float | None:
    """Half-width of the band to be expected of so many replications, from the few that were played."""
    estimator = make_estimator(measure, done.look)
    moved = [
        claim
        for a, b in combinations(layout.played_as, 2)
        for first, second in zip(a, b, strict=True)
        if (claim := done.claim(estimator, measure, first, second)).testable
    ]
    if not moved:
        return None
    band = simultaneous_band(np.zeros(len(moved)), np.array([each.influence for each in moved]))
    return float(band.high.max()) * sqrt(done.tally.n / replications)
