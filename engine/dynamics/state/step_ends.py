"""Where the file at hand is, and how a step ends; these numbers are written with what its owners did about it."""

from __future__ import annotations

from enum import IntEnum

ENTER, WORKING, SIGNING = 0, 1, 2
"""What `deal.step_phase` says: the step is to be entered, it is worked on or waits, or the file is being signed."""


class StepEnd(IntEnum):
    """Done and on to the next, done once more, or the end of the project."""

    carried_on = 0
    sent_back = 1
    dropped = 2
