"""A truth table as a union of boxes: `a or (b and c)` holds in the box of a, and in the box of b and c."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.model.rule_table import RuleCells, bits

MOST_BOXES = 8


def boxes_of(rule: RuleCells) -> list[Sequence[int]] | None:
    """Boxes that cover exactly the cells in which a rule fires; None when it takes too many.

    A box is a set of cells for each fact of the rule.
    """
    fires = rule.grid
    left = fires.copy()
    found: list[Sequence[int]] = []
    while left.any():
        if len(found) == MOST_BOXES:
            return None
        start = np.unravel_index(int(left.argmax()), left.shape)
        box = [np.arange(count) == at for count, at in zip(fires.shape, start, strict=True)]
        for axis in range(fires.ndim):
            others = [np.ones(count, np.bool_) if at == axis else box[at] for at, count in enumerate(fires.shape)]
            rest = tuple(at for at in range(fires.ndim) if at != axis)
            box[axis] = fires[np.ix_(*others)].all(axis=rest)
        left[np.ix_(*box)] = False
        found.append([bits(cells) for cells in box])
    return found or [rule.possible()]
