"""What a signature can come to, and the calendar of working days."""

from __future__ import annotations

import math

from engine.dynamics.kernels import kernel

SIGNED = -1.0
"""Signed, and that is enough."""
REFUSED = -2.0
"""The file goes back."""
WORKING_DAYS = 5


@kernel
def next_working_moment(day: float) -> float:
    """The same hour on the next working day when `day` falls on a weekend; day 0 is a Monday."""
    weekday = int(math.floor(day)) % 7
    return day if weekday < WORKING_DAYS else day + (7 - weekday)
