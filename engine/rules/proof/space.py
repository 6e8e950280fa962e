"""All facts of a book cut by the constants of some conditions: the finitely many classes of accounts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from engine.model.rulebook import FactDeclaration, Value
from engine.rules.language.computed_facts import derived_of
from engine.rules.language.conditions import Condition, Leaf, leaves
from engine.rules.language.values import is_unknown, read_value, without_range
from engine.rules.proof.real_accounts import Point, RealAccounts
from engine.rules.tabulation.fact_cells import Box, DeclaredCells

__all__ = ["Point", "Space"]


class Reachable(Protocol):
    """Which values other books can feed to the facts of a book, alone and together."""

    @property
    def leaves(self) -> Sequence[Leaf]: ...

    def narrowed(self, facts: Sequence[DeclaredCells]) -> tuple[DeclaredCells, ...]: ...

    def forbidden(self, facts: Sequence[DeclaredCells]) -> tuple[Box, ...]: ...

    def account(
        self, facts: Sequence[DeclaredCells], point: Sequence[int], samples: Mapping[str, Value]
    ) -> dict[str, Value]: ...


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
        self.derived = derived_of(facts)
        self.real = RealAccounts(self.facts, self.derived) if self.derived else None
        """The accounts whose computed facts are right; None where every combination of cells is an account."""

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
        """An account in these cells, as it is given: unknown and computed facts are left out.

        Of a fact that another book feeds it tells what makes that book say so.
        """
        if self.real is not None:
            samples = self.real.account(tuple(point))
        else:
            each = ((cells.fact, cells.cell(index).sample) for cells, index in zip(self.facts, point, strict=True))
            samples = {name: sample for name, sample in each if sample is not None}
        return samples if self._reach is None else self._reach.account(self.facts, point, samples)
        samples = ((cells.fact, cells.cell(index).sample) for cells, index in zip(self.facts, point, strict=True))
        return {name: sample for name, sample in samples if sample is not None}

    def point(self, facts: Mapping[str, object]) -> Point:
        """The cells of an account."""
        if self.real is not None:
            values = {
                cells.fact: read_value(cells.fact, without_range(cells.declared), facts[cells.fact])
                for cells in self.facts
                if cells.declared.formula is None and not is_unknown(facts.get(cells.fact))
            }
            return self.real.point_of(values)
        return tuple(cells.cell_of_value(facts.get(cells.fact)) for cells in self.facts)
