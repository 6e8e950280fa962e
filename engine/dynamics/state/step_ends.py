"""How a step of the buyer's process ends; the numbers are written with what its owners did about it."""

from __future__ import annotations

from enum import IntEnum


class StepEnd(IntEnum):
    """Done and on to the next, done once more, or the end of the project."""

    carried_on = 0
    sent_back = 1
    dropped = 2
