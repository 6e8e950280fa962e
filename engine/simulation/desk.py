"""The desk of a job in memory: what all its accounts share, with one tape that can be changed for a longer one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.dynamics.machine.tape import HEADER
from engine.dynamics.state.flat_records import Bytes, Record
from engine.dynamics.state.shared import TEAM_WAIT
from engine.model.decisions import BOOKS
from engine.model.scenario import Scenario
from engine.simulation.lowering import Blank, desk_for
from engine.simulation.packing import Packed

Counts = dict[str, npt.NDArray[np.int64]]


class SharedDesk:
    """See the module.

    record: the desk by field names; `memory`: its bytes, as compiled code takes them.
    """

    def __init__(self, scenario: Scenario, packed: Packed) -> None:
        self._scenario, self._packed = scenario, packed
        self.lay_out(0)

    def lay_out(self, tape_words: int) -> None:
        """Make the desk anew with a tape of so many 8-byte words; counters start at 0."""
        self.record: Record = desk_for(self._scenario, self._packed, tape_words)
        self.memory: Bytes = self.record.memory
        self.tape_words = tape_words

    def tell_own_facts(self, account: str, fresh: Blank) -> None:
        """Put what the scenario says of an account in facts of the user's own into its fresh record."""
        own = self._packed.own
        if own.names and own.codes is not None:
            fresh.account().own_facts[: len(own.names)] = own.codes[account]

    def clear_tape(self) -> None:
        """Begin a new tape."""
        self.record.tape_at = self.record.tape_full = 0

    def tape(self) -> npt.NDArray[np.float64]:
        """What has been written."""
        written: npt.NDArray[np.float64] = self.record.tape[: self.record.tape_at]
        return written

    def counts(self) -> Counts:
        """How often each rule of each book decided since the counters were set; the last entry is "no rule"."""
        return {role: self.record.counts[self._packed.counters[role]].copy() for role in BOOKS}

    def set_counters(self, counts: Counts | None = None) -> None:
        """Put the counters back to where they were, or to 0."""
        self.record.counts = 0
        for role, values in (counts or {}).items():
            self.record.counts[self._packed.counters[role]] = values

    def note_wait(self, deal: int, days: float, role: int, now: float) -> None:
        """A meeting had to wait for one of our own people."""
        at = int(self.record.tape_at)
        if at + HEADER <= self.tape_words:
            self.record.tape[at : at + HEADER] = (HEADER, now, TEAM_WAIT, deal, -1, role, days, 0.0, 0.0)
            self.record.tape_at = at + HEADER
        elif self.tape_words:
            self.record.tape_full = 1
