"""What other books can feed to a book: which values of its fed facts can come about, alone and together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from engine.model.rule_table import FactCells
from engine.model.rulebook import Value
from engine.rules.language.conditions import Leaf
from engine.rules.language.values import code_of
from engine.rules.proof.solver import Deadline, OutOfTime, find_among
from engine.rules.tabulation.fact_cells import Box, CellValues, DeclaredCells

SECONDS, MOST_FORBIDDEN = 10.0, 400


@dataclass(frozen=True)
class FedKind:
    """Accounts about which the feeding books say the same.

    values: by fed fact what they say; None: nobody knows. shared: of facts that the fed book asks about too, in which
    of their cells these accounts lie. account: one of them, by the facts given.
    """

    values: Mapping[str, Value | None]
    shared: Mapping[str, tuple[FactCells, int]]
    account: Mapping[str, Value]


@dataclass(frozen=True)
class FedGroup:
    """Fed facts that hang together through the facts that their books ask about.

    kinds: all there are; None where that was not settled in time.
    """

    facts: tuple[str, ...]
    shared: tuple[str, ...]
    kinds: tuple[FedKind, ...] | None


@dataclass(frozen=True)
class NarrowedCells(DeclaredCells):
    """A fact of which only some cells can come about; the others do not exist."""

    allowed: int

    @cached_property
    def cells(self) -> tuple[CellValues | None, ...]:
        """Every cell, unknown first; None where no value lies, or none that can come about."""
        plain = DeclaredCells(self.fact, self.cuts, self.declared).cells
        return tuple(cell if self.allowed >> place & 1 else None for place, cell in enumerate(plain))


@dataclass(frozen=True)
class Reach:
    """Everything that other books can feed to a book."""

    groups: tuple[FedGroup, ...]
    leaves: tuple[Leaf, ...]
    _forbidden: dict[object, tuple[Box, ...]] = field(default_factory=dict, repr=False, compare=False)
    _loose: set[str] = field(default_factory=set, repr=False, compare=False)

    @property
    def settled(self) -> bool:
        """Is it known of every fed fact?"""
        return not self.unsettled

    @property
    def unsettled(self) -> tuple[str, ...]:
        """Fed facts of which it is not known."""
        return tuple(
            name for group in self.groups for name in group.facts if group.kinds is None or name in self._loose
        )

    def narrowed(self, facts: Sequence[DeclaredCells]) -> tuple[DeclaredCells, ...]:
        """The cells of a book's facts, of fed ones those that can come about."""
        allowed: dict[str, int] = {}
        by_name = {cells.fact: cells for cells in facts}
        for group in self.groups:
            for kind in group.kinds or ():
                for name, value in kind.values.items():
                    allowed[name] = allowed.get(name, 0) | 1 << _cell(by_name[name], value)
        return tuple(
            NarrowedCells(cells.fact, cells.cuts, cells.declared, allowed[cells.fact])
            if cells.fact in allowed
            else cells
            for cells in facts
        )

    def forbidden(self, facts: Sequence[DeclaredCells]) -> tuple[Box, ...]:
        """Boxes that hold everything that cannot come about together, though each part of it can.

        Of fed facts for which there are too many such boxes there are none, and they count as unsettled.
        """
        key = tuple((cells.cuts, cells.full) for cells in facts)
        if key not in self._forbidden:
            self._forbidden[key] = tuple(self._together(facts))
        return self._forbidden[key]

    def _together(self, facts: Sequence[DeclaredCells]) -> Iterator[Box]:
        place = {cells.fact: index for index, cells in enumerate(facts)}
        full = [cells.full for cells in facts]
        for group in self.groups:
            names = (*group.facts, *group.shared)
            if group.kinds is not None and len(names) > 1:
                every = (self._box(kind, facts, place) for kind in group.kinds)
                boxes = list({tuple(sorted(box.items())): box for box in every}.values())
                try:
                    yield from _outside(boxes, full, [place[name] for name in names], Deadline(SECONDS))
                except OutOfTime:
                    self._loose.update(group.facts)

    def account(
        self, facts: Sequence[DeclaredCells], point: Sequence[int], samples: Mapping[str, Value]
    ) -> dict[str, Value]:
        """An account at this point, by the facts that can be given; a fed fact itself where nothing better is known.

        samples: the values that the book's own facts have there.
        """
        place = {cells.fact: index for index, cells in enumerate(facts)}
        further: dict[str, Value] = {}
        for group in self.groups:
            for kind in group.kinds or ():
                box = self._box(kind, facts, place)
                if all(cells >> point[index] & 1 for index, cells in box.items()):
                    samples = {name: value for name, value in samples.items() if name not in group.facts}
                    further |= {name: value for name, value in kind.account.items() if name not in place}
                    break
        return {**samples, **further}

    def _box(self, kind: FedKind, facts: Sequence[DeclaredCells], place: Mapping[str, int]) -> dict[int, int]:
        box = {place[name]: 1 << _cell(facts[place[name]], value) for name, value in kind.values.items()}
        for name, (coarse, cells) in kind.shared.items():
            around = coarse.around(facts[place[name]])
            own = sum(1 << index for index, wide in enumerate(around) if cells >> wide & 1)
            box[place[name]] = own & facts[place[name]].full
        return box


def _cell(cells: DeclaredCells, value: Value | None) -> int:
    return 0 if value is None else cells.cell_of(code_of(cells.declared, value))


def _outside(boxes: Sequence[Box], full: Sequence[int], places: Sequence[int], clock: Deadline) -> list[Box]:
    """Boxes over these places that together hold every point in none of the boxes given. Raises OutOfTime."""
    found: list[Box] = []
    domain = [cells if place in places else cells & -cells for place, cells in enumerate(full)]
    while (point := find_among(domain, [*boxes, *found], clock)) is not None:
        if len(found) == MOST_FORBIDDEN:
            raise OutOfTime
        box = {place: 1 << point[place] for place in places}
        for place in places:
            allowed = full[place]
            for other in boxes:
                clock.step()
                if all(box.get(p, full[p]) & cells for p, cells in other.items() if p != place):
                    allowed &= ~other.get(place, full[place])
            box[place] = allowed
        found.append(box)
    return found
