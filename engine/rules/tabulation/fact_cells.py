"""The cells into which constants cut a declared fact, each with the values in it, and boxes of such cells.

Within a cell no comparison can tell one value from another, so a question about all accounts is a question about cells.
A cell in which no value lies (between 2 and 3 for a count, outside the declared range) does not exist: it is None.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from engine.model.rule_table import FactCells
from engine.model.rulebook import FactDeclaration, Value
from engine.rules.language.conditions import Among, Between, Compare, Known, Leaf, truth
from engine.rules.language.values import code_of, is_unknown, read_value, stand_in_value, value_of

UNKNOWN = 1
"""The set that holds the cell "unknown" alone."""

_ANY_DAY = date(2026, 1, 1).toordinal()
"""The sample of dates that nothing is compared with."""

Box = Mapping[int, int]
"""Sets of cells by the fact's place in the book: an account lies in it when each fact does. Others are free."""


@dataclass(frozen=True, slots=True)
class CellValues:
    """Values that no comparison tells apart: one value, or all between `low` and `high` (open where marked).

    sample: a readable value in it; None stands for unknown.
    """

    sample: Value | None
    low: float = math.nan
    high: float = math.nan
    open_low: bool = False
    open_high: bool = False

    @property
    def is_point(self) -> bool:
        """Does it hold a single value?"""
        return self.low == self.high

    @property
    def least(self) -> float:
        """The least number in it."""
        return math.nextafter(self.low, math.inf) if self.open_low else self.low

    def nearest(self, code: float) -> float:
        """How near the cell comes to a number: the number itself when inside, else the edge (reached or not)."""
        return min(max(code, self.low), self.high)


@dataclass(frozen=True)
class DeclaredCells(FactCells):
    """A fact of a book, cut by constants, with what lies in each of its cells."""

    declared: FactDeclaration

    @classmethod
    def by(cls, fact: str, declared: FactDeclaration, leaves: Iterable[Leaf], every: bool = False) -> DeclaredCells:
        """The cells that some comparisons with the fact can tell apart.

        every: each value of a choice or a yes/no fact has a cell of its own, whether compared or not.
        """
        cuts = {code for leaf in leaves for code in _constants(leaf, declared)}
        if every:
            cuts |= {1.0} if declared.type == "boolean" else set(map(float, range(len(declared.values))))
        return cls(fact, tuple(sorted(cuts)), declared)

    @cached_property
    def cells(self) -> tuple[CellValues | None, ...]:
        """Every cell, unknown first, the rest in rising order; None where no value lies."""
        return tuple(_cells(self.declared, self.cuts))

    @cached_property
    def full(self) -> int:
        """All cells that exist."""
        return sum(1 << index for index, cell in enumerate(self.cells) if cell is not None)

    @property
    def known(self) -> int:
        """All cells but unknown."""
        return self.full & ~UNKNOWN

    @property
    def ordered(self) -> bool:
        """Have the values an order, so that ranges read better than lists?"""
        return self.declared.type in ("number", "integer", "date")

    def constant(self, code: float) -> Value:
        """The number as conditions are written with it: a date for a day."""
        return value_of(self.declared, code) if self.declared.type == "date" else float(code)

    @cached_property
    def stand_in(self) -> Value | None:
        """What unknown counts as; None when comparisons with it fail."""
        return stand_in_value(self.fact, self.declared)

    def cell(self, index: int) -> CellValues:
        """A cell that exists."""
        found = self.cells[index]
        assert found is not None, f"no value of {self.fact} lies in its cell {index}"
        return found

    def where(self, leaf: Leaf) -> tuple[int, int]:
        """The cells in which the comparison is true, and those in which it is false; it is open in the rest."""
        true = false = 0
        for index in members(self.full):
            sample = self.cell(index).sample
            value = self.stand_in if sample is None else sample
            nobody = frozenset([self.fact]) if sample is None else frozenset[str]()
            held = truth(leaf, {} if value is None else {self.fact: value}, nobody)
            true |= (held is True) << index
            false |= (held is False) << index
        return true, false

    def examples(self) -> tuple[Value, ...]:
        """A value of each known cell, next to a constant where the cell reaches to an end of the range."""
        found: list[Value] = []
        for index in members(self.known):
            cell = self.cell(index)
            example = cell.sample
            if self.declared.type == "number" and cell.open_low != cell.open_high:
                edge = cell.low if cell.open_low else cell.high
                example = readable(cell.low, cell.high, cell.open_low, cell.open_high, near=edge)
            assert example is not None
            found.append(example)
        return tuple(found)

    def cell_of_value(self, raw: object) -> int:
        """The cell of a value as given by a user, None and NaN being unknown."""
        if is_unknown(raw):
            return 0
        return self.cell_of(code_of(self.declared, read_value(self.fact, self.declared, raw)))


def members(cells: int) -> Iterator[int]:
    """The places of the bits that are set, lowest first."""
    while cells:
        lowest = cells & -cells
        yield lowest.bit_length() - 1
        cells ^= lowest


def _constants(leaf: Leaf, declared: FactDeclaration) -> list[float]:
    match leaf:
        case Compare(_, _, value):
            return [1.0 if declared.type == "boolean" else code_of(declared, value)]
        case Among(_, values, _):
            return [code_of(declared, value) for value in values]
        case Between(_, low, high, _):
            return [low, high]
        case Known():
            return []


def _cells(declared: FactDeclaration, cuts: tuple[float, ...]) -> Iterator[CellValues | None]:
    low, high = declared.low, declared.high
    if declared.type in ("boolean", "choice"):
        low, high = 0.0, len(declared.values or (False, True)) - 1.0
    between = _numbers_between if declared.type == "number" else _codes_between
    yield CellValues(None)
    for below, cut in itertools.pairwise((-math.inf, *cuts, math.inf)):
        yield between(declared, low, high, below, cut)
        if cut < math.inf:
            yield CellValues(value_of(declared, cut), cut, cut) if low <= cut <= high else None


def _codes_between(declared: FactDeclaration, low: float, high: float, below: float, cut: float) -> CellValues | None:
    """Whole numbers strictly between two cuts; the sample stands next to a constant of the book."""
    first = math.ceil(low) if below < low else math.floor(below) + 1
    last = math.floor(high) if cut > high else math.ceil(cut) - 1
    if first > last:
        return None
    near = first
    if declared.type == "date" and below < low:
        near = last if cut <= high else _ANY_DAY
    if declared.type == "integer" and below < low:
        near = last if cut <= high else min(max(0, first), last)
    return CellValues(value_of(declared, near), first, last)


def _numbers_between(declared: FactDeclaration, low: float, high: float, below: float, cut: float) -> CellValues | None:
    """Numbers strictly between two cuts and within the range."""
    open_low, open_high = below >= low, cut <= high
    low, high = (below if open_low else low), (cut if open_high else high)
    first = math.nextafter(low, math.inf) if open_low else low
    if first > high or (open_high and first == high):
        return None
    return CellValues(readable(low, high, open_low, open_high), low, high, open_low, open_high)


def readable(low: float, high: float, open_low: bool, open_high: bool, near: float | None = None) -> float:
    """A number between two others with as few digits as can be; `near` prefers those close to it."""
    if low == high:
        return low
    target = _middle(low, high) if near is None else min(max(near, low), high)
    for digits in range(0 if near is None else _digits(target), 18):
        step = 10.0**-digits
        for candidate in (round(target, digits), round(target + step, digits), round(target - step, digits)):
            above = candidate > low or (candidate == low and not open_low)
            below = candidate < high or (candidate == high and not open_high)
            if above and below:
                return candidate + 0.0
    return low if not open_low else high if not open_high else math.nextafter(low, math.inf)


def _middle(low: float, high: float) -> float:
    """The middle, or beside the finite edge when the other is as far as numbers may go."""
    if low <= -1e14:
        return 0.0 if high >= 1e14 else high - 1.0
    return low + 1.0 if high >= 1e14 else low / 2 + high / 2


def _digits(number: float) -> int:
    """Digits after the point that a person would use near this number."""
    written = repr(abs(number))
    decimals = len(written.partition(".")[2].rstrip("0")) if "e" not in written else 4
    return max(decimals, 0 if abs(number) >= 10 else 2)
