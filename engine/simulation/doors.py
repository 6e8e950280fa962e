"""The doors into compiled code, opened once: machine code that is called without looking at its arguments again."""

from __future__ import annotations

import numpy as np

from engine.dynamics import entry
from engine.dynamics.machine.compiler import ready
from engine.dynamics.state.flat_records import Bytes


class Doors:
    """See `engine.dynamics.entry`; the arguments are the same."""

    def __init__(self, memory: Bytes, desk: Bytes) -> None:
        rows = np.zeros(0, np.uint8)
        self.account = ready(entry.enter_account, memory, desk, 0, 0, 0, 0.0)
        self.next_trigger = ready(entry.enter_next_trigger, memory, desk, 0.0)
        self.trigger = ready(entry.enter_trigger, memory, desk, 0.0)
        self.buyer = ready(entry.enter_buyer, memory, desk, 0.0)
        self.seller = ready(entry.enter_seller, memory, desk, 0.0, 0)
        self.booked = ready(entry.enter_booked, memory, desk, 0.0, 0)
        self.working_moment = ready(entry.enter_working_moment, memory, 0.0)
        self.small_efforts = ready(entry.enter_small_efforts, memory, desk)
        self.project_end = ready(entry.enter_project_end, memory, desk)
        self.next_project = ready(entry.enter_next_project, memory, desk, 0)
        self.wait = ready(entry.enter_wait, memory, desk, rows, 0, 0.0)
        self.summary = ready(entry.enter_summary, memory, desk, rows, 0, 0, 0.0)
