"""A rulebook as flat tables, so that compiled code can decide without asking the rule engine again.

Facts are numbers here: booleans are 0 and 1, a choice is the position of its value, unknown is NaN. A rule compares its
facts with constants only, so each fact falls into one of finitely many cells: 0 for unknown; with cuts c₀ < c₁ < …,
cell 1 + 2i is the open interval below cᵢ (and above cᵢ₋₁), cell 2 + 2i is exactly cᵢ, and the last is above all cuts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class FactCells:
    """How one rule cuts one fact: `fact` is its place in the book's fact list; `cuts` rise strictly."""

    fact: int
    cuts: npt.NDArray[np.float64]

    @property
    def count(self) -> int:
        return 2 * len(self.cuts) + 2


@dataclass(frozen=True)
class RuleCells:
    """When one rule fires: `fires[Σ cell·stride]`, the last fact of `facts` varying fastest (C order)."""

    rule: str
    facts: tuple[FactCells, ...]
    fires: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class RuleTable:
    """A compiled book: rules in the order in which they win, outputs as numbers.

    book:         the book's id.
    fact_names:   the facts the book declares, in order.
    rules:        winning order first; the first that fires decides.
    output_names: names of the outputs, in order.
    outputs:      (rules + 1) × outputs; the last row holds what the book says when no rule fires.
    choices:      for each output the words that its numbers stand for; none where they are numbers.
    """

    book: str
    fact_names: tuple[str, ...]
    rules: tuple[RuleCells, ...]
    output_names: tuple[str, ...]
    outputs: npt.NDArray[np.float64]
    choices: tuple[tuple[str, ...], ...]
