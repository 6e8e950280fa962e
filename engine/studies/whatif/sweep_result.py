"""What a sweep found, as a value: every cell's measures, every pair's difference with its band, and who leads where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from engine.model.base import Frozen, Text
from engine.results.receipt import Receipt
from engine.statistics.estimates import Estimate
from engine.studies.whatif.axes import Axis
from engine.studies.whatif.leading import Lead
from engine.studies.whatif.map_rule import MapRule
from engine.studies.whatif.playing import Plan


class PairCurve(Frozen):
    """first − second of one measure in every cell. low, high: the band that holds in all cells and pairs at once."""

    measure: str
    first: str
    second: str
    value: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    identical: tuple[bool, ...] = Field(description="not one byte of the records of the two differs")
    weak: tuple[bool, ...] = Field(description="rests on too few replications to be told from luck")

    def reversed(self) -> PairCurve:
        """second − first."""
        turned = {
            "first": self.second,
            "second": self.first,
            "value": _minus(self.value),
            "low": _minus(self.high),
            "high": _minus(self.low),
        }
        return self.model_copy(update=turned)


def _minus(numbers: tuple[float | None, ...]) -> tuple[float | None, ...]:
    return tuple(None if number is None else 0.0 - number for number in numbers)


class LeadChange(Frozen):
    """Where along one axis of numbers the lead between two changes, straight lines taken between its points.

    before, after: who is ahead below and above it. low, high: where it may lie for all the band says.
    """

    measure: str
    before: str
    after: str
    at: float
    low: float
    high: float


class Shift(Frozen):
    """What a strategy gains from the first value of an axis of numbers to the last: paired, on the same luck.

    low, high: hold for all strategies of a measure at once. identical: no byte of its records changes between the two.
    """

    measure: str
    strategy: str
    value: float | None
    low: float | None
    high: float | None
    identical: bool


class SecondBlock(Frozen):
    """The same cells on luck of their own, to check the map of the first block.

    told: cells in which the first block says who leads. agree: of these, the second block says the same;
    open_there: it says nothing; against: it says another leads. leads: what the second block says by itself.
    """

    seed: int
    replications: int
    told: int
    agree: int
    open_there: int
    against: int
    leads: tuple[Lead, ...]


class SweepValues(Frozen):
    """Strategies over one axis or two, on the same luck everywhere.

    cells:     values by axis, the last axis running fastest. measures: the first is the one that words are about.
    estimates: by measure and strategy, in the order of the cells; intervals hold one by one.
    pairs:     every two strategies on every measure.
    leads:     by measure, in every cell. margin: by measure, what makes no practical difference.
    same_as:   by strategy, for each cell the first cell with the same records to the byte.
    """

    scenario_id: str
    title: Text
    currency: str
    seed: int
    replications: int
    strategies: tuple[str, ...]
    measures: tuple[str, ...]
    axes: tuple[Axis, ...]
    cells: tuple[tuple[str, ...], ...]
    estimates: dict[str, dict[str, tuple[Estimate, ...]]]
    pairs: tuple[PairCurve, ...]
    reach: dict[str, float] = Field(description="by measure, half-width of the band in standard errors")
    margin: dict[str, float]
    leads: dict[str, tuple[Lead, ...]]
    changes: tuple[LeadChange, ...]
    shifts: tuple[Shift, ...] = Field(description="along one axis of numbers; none elsewhere")
    same_as: dict[str, tuple[int, ...]]
    computed: int = Field(description="alternatives that were played")
    shared: int = Field(description="alternatives asked for that were played as another one")
    twins: int = Field(description="of those played, records the same to the byte as another cell's")
    by_day: int = Field(description="day of a project by which rates and the median cycle are read")
    plan: Plan
    second_block: SecondBlock | None = None
    facts: tuple[str | None, ...] = Field(
        default=(), description="of a map: for each axis, the fact by which the seller sees it; None where none does"
    )
    rule: MapRule | None = Field(default=None, description="what a map says as a rule about these facts")
    receipt: Receipt = Field(repr=False)

    @property
    def measure(self) -> str:
        """The measure that words are about."""
        return self.measures[0]

    def pair(self, measure: str, first: str, second: str) -> PairCurve:
        """first − second. Raises KeyError for a measure or pair that is not there."""
        for found in self.pairs:
            if found.measure == measure and (found.first, found.second) == (first, second):
                return found
            if found.measure == measure and (found.first, found.second) == (second, first):
                return found.reversed()
        raise KeyError((measure, first, second))

    @property
    def reference(self) -> str:
        """The strategy that leads, or may lead, in most cells: the one the others are shown against."""
        front = [lead.strategies[0] for lead in self.leads[self.measure]]
        leading = [lead.leader for lead in self.leads[self.measure]]
        return max(self.strategies, key=lambda name: (leading.count(name), front.count(name)))

    @property
    def touched(self) -> bool:
        """Does anything differ anywhere along the axes?"""
        return any(len(set(same)) > 1 for same in self.same_as.values())

    def table(self) -> list[dict[str, Any]]:
        """A row for each cell, strategy and measure: values by path, the estimate with its interval, and who leads."""
        return list(self._rows())

    def _rows(self) -> Iterator[dict[str, Any]]:
        for measure, by_strategy in self.estimates.items():
            for place, values in enumerate(self.cells):
                for strategy, found in by_strategy.items():
                    lead = self.leads[measure][place]
                    yield {
                        **self._at(values),
                        "strategy": strategy,
                        "measure": measure,
                        "value": found[place].value,
                        "low": found[place].low,
                        "high": found[place].high,
                        "lead": lead.kind,
                        "in_front": list(lead.strategies),
                    }

    def _at(self, values: tuple[str, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for axis, value in zip(self.axes, values, strict=True):
            numbers = axis.numbers
            found[axis.path] = value if numbers is None else numbers[axis.values.index(value)]
        return found
