"""A truth table as a union of boxes: `a or (b and c)` holds in the box of a, and in the box of b and c."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from engine.model.rule_table import RuleCells

MOST_BOXES = 8
Bools = npt.NDArray[np.bool_]
Box = list[Bools]
"""Per fact of a rule, which of its cells lie in the box."""


def boxes_of(rule: RuleCells) -> list[Box] | None:
    """Boxes that cover exactly the cells in which a rule fires; None when it takes too many."""
    fires: Any = rule.fires.reshape([axis.count for axis in rule.facts])
    left = fires.copy()
    found: list[Box] = []
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
        found.append(box)
    return found or [hull_of(rule)]


def hull_of(rule: RuleCells) -> Box:
    """Per fact, the cells in which the rule can fire at all, whatever the other facts."""
    fires: Any = rule.fires.reshape([axis.count for axis in rule.facts])
    axes = range(fires.ndim)
    return [fires.any(axis=tuple(other for other in axes if other != axis)) for axis in axes]
