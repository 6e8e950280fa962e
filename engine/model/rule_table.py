"""A rulebook as flat tables, so that compiled code can decide without asking the rule engine again.

Facts are numbers here: booleans are 0 and 1, a choice is the position of its value, unknown is NaN. A rule compares its
facts with constants only, so each fact falls into one of finitely many cells: 0 for unknown; with cuts c₀ < c₁ < …,
cell 1 + 2i is the open interval below cᵢ (and above cᵢ₋₁), cell 2 + 2i is exactly cᵢ, and the last is above all cuts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class FactCells:
    """How constants cut one fact: `cuts` rise strictly. A set of its cells is an integer with one bit a cell."""

    fact: str
    cuts: tuple[float, ...]

    @property
    def count(self) -> int:
        """How many cells there are."""
        return 2 * len(self.cuts) + 2

    def cell_of(self, code: float) -> int:
        """The cell of a number; NaN is unknown."""
        if code != code:
            return 0
        place = bisect_left(self.cuts, code)
        return 2 * place + (2 if place < len(self.cuts) and self.cuts[place] == code else 1)

    def around(self, finer: FactCells) -> list[int]:
        """For each cell of a finer cut of the same fact, the cell in which it lies here."""
        found = [0, 1]
        for cut in finer.cuts:
            found += [self.cell_of(cut), 2 * bisect_right(self.cuts, cut) + 1]
        return found


@dataclass(frozen=True)
class RuleCells:
    """When one rule fires: `fires[Σ cell·stride]`, the last fact of `facts` varying fastest (C order)."""

    rule: str
    facts: tuple[FactCells, ...]
    fires: npt.NDArray[np.bool_]

    @property
    def grid(self) -> npt.NDArray[np.bool_]:
        """The same with an axis for each fact."""
        return np.asarray(self.fires.reshape([fact.count for fact in self.facts]))

    def possible(self) -> list[int]:
        """Per fact the set of cells in which the rule can fire at all, whatever the other facts."""
        axes = range(len(self.facts))
        others = [tuple(other for other in axes if other != axis) for axis in axes]
        return [bits(np.asarray(self.grid.any(axis=other))) for other in others]


@dataclass(frozen=True)
class RuleTable:
    """A compiled book: rules in the order in which they win, outputs as numbers.

    book:    the book's id.
    facts:   how the rules together cut each fact that the book declares.
    rules:   winning order first; the first that fires decides.
    outputs: of each output a number a rule; the last is what the book says when no rule fires.
    choices: of each output the words that its numbers stand for; none where they are numbers.
    """

    book: str
    facts: Mapping[str, FactCells]
    rules: tuple[RuleCells, ...]
    outputs: Mapping[str, npt.NDArray[np.float64]]
    choices: Mapping[str, tuple[str, ...]]

    def asked(self) -> tuple[str, ...]:
        """The facts that some rule asks about, in the order in which the book declares them."""
        asked = {fact.fact for rule in self.rules for fact in rule.facts}
        return tuple(name for name in self.facts if name in asked)


def bits(chosen: npt.NDArray[np.bool_]) -> int:
    """The set of cells that are chosen."""
    return sum(1 << int(cell) for cell in np.flatnonzero(chosen))
