"""All facts of a book cut by the constants of some conditions: the finitely many classes of accounts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from engine.model.rulebook import FactDeclaration, Value
from engine.rules.language.conditions import Condition, Leaf, leaves
from engine.rules.tabulation.fact_cells import Box, DeclaredCells

Point = tuple[int, ...]
"""One cell a fact, in the order of the book's facts: a whole class of accounts."""


class Reachable(Protocol):
    """Which values other books can feed to the facts of a book, alone and together."""

    @property
    def leaves(self) -> Sequence[Leaf]: ...

    def narrowed(self, facts: Sequence[DeclaredCells]) -> tuple[DeclaredCells, ...]: ...

    def forbidden(self, facts: Sequence[DeclaredCells]) -> tuple[Box, ...]: ...

    def account(self, facts: Sequence[DeclaredCells], point: Sequence[int]) -> dict[str, Value]: ...


class Space:
    """All facts of a book cut by the constants of some conditions.

    reach: what other books can feed it; without it every declared value can come about.
    forbidden: boxes in which no account lies, for what feeds the book never says this together.
    """

    def __init__(
        self, facts: Mapping[str, FactDeclaration], conditions: Iterable[Condition], reach: Reachable | None = None
    ) -> None:
        compared: dict[str, list[Leaf]] = {name: [] for name in facts}
        for condition in conditions:
            for leaf in leaves(condition):
                compared[leaf.fact].append(leaf)
        for leaf in reach.leaves if reach else ():
            if leaf.fact in compared:
                compared[leaf.fact].append(leaf)
        cut = tuple(DeclaredCells.by(name, declared, compared[name], every=True) for name, declared in facts.items())
        self.facts = reach.narrowed(cut) if reach else cut
        self.forbidden: tuple[Box, ...] = reach.forbidden(self.facts) if reach else ()
        self.place = {cells.fact: index for index, cells in enumerate(self.facts)}
        self.full = tuple(cells.full for cells in self.facts)
        self._reach = reach
        self._where: dict[Leaf, tuple[int, int]] = {}

    @property
    def size(self) -> int:
        """How many classes of accounts there are: the product of the facts' cells."""
        return math.prod(full.bit_count() for full in self.full)

    def where(self, leaf: Leaf) -> tuple[int, int]:
        """Cells of its fact in which a comparison is true, and in which it is false."""
        found = self._where.get(leaf)
        if found is None:
            found = self._where[leaf] = self.facts[self.place[leaf.fact]].where(leaf)
        return found

    def account(self, point: Sequence[int]) -> dict[str, Value]:
        """An account in these cells; unknown facts are left out.

        Of a fact that another book feeds it tells what makes that book say so.
        """
        if self._reach is not None:
            return self._reach.account(self.facts, point)
        samples = ((cells.fact, cells.cell(index).sample) for cells, index in zip(self.facts, point, strict=True))
        return {name: sample for name, sample in samples if sample is not None}

    def point(self, facts: Mapping[str, object]) -> Point:
        """The cells of an account."""
        return tuple(cells.cell_of_value(facts.get(cells.fact)) for cells in self.facts)
