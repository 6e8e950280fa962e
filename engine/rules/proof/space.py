"""The finitely many cells into which a book's constants cut every fact, and the sets of cells a condition holds in.

Within a cell no condition of the book can tell one value from another, so a question about all accounts is a question
about cells. A set of cells is an integer with one bit a cell; bit 0 is the cell "unknown". Cells without a value
(between 2 and 3 for a count, outside the declared range) do not exist.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.model.rulebook import FactDeclaration, Value
from engine.rules.language.conditions import Among, Between, Compare, Condition, Known, Leaf, leaves, truth
from engine.rules.language.values import code_of, is_unknown, read_value, stand_in_value

UNKNOWN = 1
"""The set that holds the cell "unknown" alone."""

Point = tuple[int, ...]
"""One cell a fact, in the order of the book's facts: a whole class of accounts."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Values that no condition tells apart: one value, or all between `low` and `high` (open where marked).

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

    def nearest(self, code: float) -> float:
        """How near the cell comes to a number: the number itself when inside, else the edge (reached or not)."""
        return min(max(code, self.low), self.high)


@dataclass(frozen=True)
class FactCells:
    """One fact and its cells, unknown first, the rest in rising order."""

    name: str
    declared: FactDeclaration
    cells: tuple[Cell, ...]
    stand_in: Value | None

    @property
    def full(self) -> int:
        """All cells."""
        return (1 << len(self.cells)) - 1

    @property
    def known(self) -> int:
        """All cells but unknown."""
        return self.full & ~UNKNOWN

    @property
    def ordered(self) -> bool:
        """Have the values an order, so that ranges read better than lists?"""
        return self.declared.type in ("number", "integer")

    def where(self, leaf: Leaf) -> tuple[int, int]:
        """The cells in which the comparison is true, and those in which it is false; it is open in the rest."""
        true = false = 0
        for index, cell in enumerate(self.cells):
            value = self.stand_in if cell.sample is None else cell.sample
            nobody = frozenset([self.name]) if cell.sample is None else frozenset[str]()
            held = truth(leaf, {} if value is None else {self.name: value}, nobody)
            true |= (held is True) << index
            false |= (held is False) << index
        return true, false

    def cell_of(self, raw: object) -> int:
        """The cell of a value as given by a user, None and NaN being unknown."""
        if is_unknown(raw):
            return 0
        code = code_of(self.declared, read_value(self.name, self.declared, raw))
        for index, cell in enumerate(self.cells[1:], start=1):
            below = code < cell.high or (code == cell.high and not cell.open_high)
            if below:
                return index
        raise AssertionError(f"{code} of {self.name} lies in no cell")


class Space:
    """All facts of a book cut by the constants of some conditions."""

    def __init__(self, facts: Mapping[str, FactDeclaration], conditions: Iterable[Condition]) -> None:
        cuts: dict[str, set[float]] = {name: set() for name in facts}
        for condition in conditions:
            for leaf in leaves(condition):
                cuts[leaf.fact].update(_constants(leaf, facts[leaf.fact]))
        self.facts = tuple(
            FactCells(name, declared, _cells(declared, sorted(cuts[name])), stand_in_value(name, declared))
            for name, declared in facts.items()
        )
        self.place = {fact.name: index for index, fact in enumerate(self.facts)}
        self.full = tuple(fact.full for fact in self.facts)
        self._where: dict[Leaf, tuple[int, int]] = {}

    @property
    def size(self) -> int:
        """How many classes of accounts there are: the product of the facts' cells."""
        return math.prod(len(fact.cells) for fact in self.facts)

    def where(self, leaf: Leaf) -> tuple[int, int]:
        """Cells of its fact in which a comparison is true, and in which it is false."""
        found = self._where.get(leaf)
        if found is None:
            found = self._where[leaf] = self.facts[self.place[leaf.fact]].where(leaf)
        return found

    def account(self, point: Sequence[int]) -> dict[str, Value]:
        """An account in these cells; unknown facts are left out."""
        samples = ((fact.name, fact.cells[cell].sample) for fact, cell in zip(self.facts, point, strict=True))
        return {name: sample for name, sample in samples if sample is not None}

    def point(self, facts: Mapping[str, object]) -> Point:
        """The cells of an account."""
        return tuple(fact.cell_of(facts.get(fact.name)) for fact in self.facts)


def members(cells: int) -> Iterator[int]:
    """The places of the bits that are set, lowest first."""
    while cells:
        lowest = cells & -cells
        yield lowest.bit_length() - 1
        cells ^= lowest


def _constants(leaf: Leaf, declared: FactDeclaration) -> list[float]:
    match leaf:
        case Compare(_, _, value):
            return [code_of(declared, value)]
        case Among(_, values, _):
            return [code_of(declared, value) for value in values]
        case Between(_, low, high, _):
            return [low, high]
        case Known():
            return []


def _cells(declared: FactDeclaration, cuts: Sequence[float]) -> tuple[Cell, ...]:
    unknown = Cell(None)
    if declared.type == "boolean":
        return unknown, Cell(False, 0.0, 0.0), Cell(True, 1.0, 1.0)
    if declared.type == "choice":
        return unknown, *(Cell(value, float(i), float(i)) for i, value in enumerate(declared.values))
    inside = [cut for cut in cuts if declared.low <= cut <= declared.high]
    if declared.type == "integer":
        return unknown, *_whole_cells(declared, inside)
    return unknown, *_number_cells(declared, inside)


def _whole_cells(declared: FactDeclaration, cuts: Sequence[float]) -> Iterator[Cell]:
    first, last = math.ceil(declared.low), math.floor(declared.high)
    for below, cut in itertools.pairwise([first - 1, *cuts, last + 1]):
        if below + 1 <= cut - 1:
            low, high = int(below) + 1, int(cut) - 1
            near = high if below == first - 1 else low
            yield Cell(min(max(0, low), high) if not cuts else near, low, high)
        if cut <= last:
            yield Cell(int(cut), cut, cut)


def _number_cells(declared: FactDeclaration, cuts: Sequence[float]) -> Iterator[Cell]:
    low, open_low = declared.low, False
    for cut in cuts:
        if (not open_low and low < cut) or math.nextafter(low, math.inf) < cut:
            yield Cell(readable(low, cut, open_low, True), low, cut, open_low, True)
        yield Cell(cut, cut, cut)
        low, open_low = cut, True
    if low < declared.high or not open_low:
        yield Cell(readable(low, declared.high, open_low, False), low, declared.high, open_low, False)


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
