"""One place in the portfolio: an account, or one of its copies, with the record of its present project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from engine.dynamics import entry
from engine.dynamics.record import CHANGING_BYTES, DEAL, PORT
from engine.dynamics.tape import HEADER
from engine.model.account import Account
from engine.model.events import EventKind
from engine.model.quantity import canonical
from engine.model.scenario import Scenario
from engine.model.terms import Outcome
from engine.simulation.clock import ASLEEP, Course
from engine.simulation.lowering import key_of, template

if TYPE_CHECKING:
    from engine.simulation.pursuit import Pursuit

Bytes = npt.NDArray[np.uint8]
TAPE_WORDS = 40_000
DUE_WORD = PORT["thread_due"]


class Slot:
    """See the module.

    memory:   what compiled code works on: the record, the tables, the tape (see `dynamics.entry`).
    words:    the memory's 8-byte words as integers; `numbers`: the same as floats.
    record:   the record by field names, for what is not in a hurry.
    course:   the account's way through the horizon, given by who runs it (`simulation.replication`).
    pursuits: by project and thread, likewise.
    """

    def __init__(
        self, account: Account, place: int, copy: int, first_row: int, blank: npt.NDArray[np.uint8], tables: Bytes
    ) -> None:
        self.account, self.account_place, self.copy, self.first_row = account, place, copy, first_row
        self.key = key_of(f"account {account.id} {copy}")
        self.priority = account.priority
        self.most_projects = account.max_projects
        self.retry_after = canonical(account.retry_after) if account.retry_after is not None else None
        self.working_days_only = account.process.working_days_only
        self.project = 0
        self.is_open = False
        self.course: Course
        self.pursuits: list[Pursuit]
        self.stories: list[npt.NDArray[np.float64]] = []
        self.tape_was_short = False
        self._blank = blank
        self.tables = tables
        self._previous = blank.copy()
        self.lay_out(0)
        self.threads = int(self.record["threads"])

    def lay_out(self, tape_words: int) -> None:
        """Make new memory with a tape of so many 8-byte words; the tables keep their counts."""
        record, tables = len(self._blank), len(self.tables)
        self.memory = np.concatenate([self._blank, self.tables, np.zeros(8 * tape_words, np.uint8)])
        self._record_bytes = self.memory[:record]
        self.tables = self.memory[record : record + tables]
        self.tape = self.memory[record + tables :].view(np.float64)
        self.record = self._record_bytes.view(DEAL)[0]
        self.words = memoryview(self.memory.data).cast("q")
        self.numbers = memoryview(self.memory.data).cast("d")

    def begin(self, root: int, replication: int, strategy: int) -> None:
        """The first project of a replication."""
        self.project, self.is_open = 0, False
        self.stories, self.tape_was_short = [], False
        self._fresh_record(root, replication, strategy)

    def start_day(self, root: int, replication: int) -> float:
        """Day on which this copy comes into view."""
        apart = self.account.starts_apart
        if apart is None or self.copy == 0:
            return 0.0
        return float(
            sum(
                entry.enter_start_day(root, replication, key_of(f"account {self.account.id} {copy}"), canonical(apart))
                for copy in range(1, self.copy + 1)
            )
        )

    def next_project(self, root: int, replication: int, strategy: int, shelved: bool) -> None:
        """A fresh record that remembers what the account remembers."""
        self.end_tape()
        self._previous[:] = self._record_bytes
        bought = self.words[PORT["outcome"]] in (Outcome.won, Outcome.lost, Outcome.withdrawn)
        self.project += 1
        self._fresh_record(root, replication, strategy)
        entry.enter_next_project(self.memory, self._previous, shelved, bought)

    def _fresh_record(self, root: int, replication: int, strategy: int) -> None:
        self._record_bytes[:CHANGING_BYTES] = self._blank[:CHANGING_BYTES]
        entry.enter_begin(self.memory, root, replication, self.key, self.project, strategy)

    def end_tape(self) -> None:
        """Put aside what was written about the present project."""
        if len(self.tape) == 0:
            return
        self.tape_was_short = self.tape_was_short or bool(self.record["tape_full"])
        self.stories.append(self.tape[: int(self.record["tape_at"])].copy())

    def pursuits_now(self) -> list[Pursuit]:
        """The threads of the present project; none when it ended before we began to work on it."""
        first = self.project * self.threads
        return self.pursuits[first : first + self.threads] if self.due(0) < ASLEEP else []

    def due(self, thread: int) -> float:
        """Day on which a thread is due; infinite before we work on the deal."""
        return self.numbers[DUE_WORD + thread]

    def waits(self, now: float) -> bool:
        """Is a thread due already, that is, waiting for a colleague?"""
        return any(self.due(thread) <= now for thread in range(self.threads))

    def note_wait(self, days: float, role: int, now: float) -> None:
        """A meeting had to wait for one of our own people."""
        self.numbers[PORT["team_wait_days"]] += days
        at = self.words[PORT["tape_at"]]
        if at + HEADER <= len(self.tape):
            self.tape[at : at + HEADER] = (HEADER, now, EventKind.team_wait, -1, role, days, 0.0, 0.0)
            self.words[PORT["tape_at"]] = at + HEADER


def make_slots(scenario: Scenario, tables: Bytes) -> list[Slot]:
    """One slot per account and copy, in the order of the file. `tables`: see `simulation.packing.pack`."""
    slots: list[Slot] = []
    row = 0
    for place, account in enumerate(scenario.accounts):
        blank = template(scenario, account)
        blank["tables_bytes"] = len(tables)
        for copy in range(account.copies):
            slots.append(Slot(account, place, copy, row, blank.view(np.uint8), tables))
            row += account.max_projects
    return slots
