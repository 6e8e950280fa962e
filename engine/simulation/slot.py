"""One place in the portfolio: an account, or one of its copies, with the record of its present project."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.dynamics import entry
from engine.dynamics.record import DEAL, PORT
from engine.dynamics.tape import HEADER
from engine.model.account import Account
from engine.model.events import EventKind
from engine.model.quantity import canonical
from engine.model.scenario import Scenario
from engine.model.terms import Outcome
from engine.simulation.lowering import key_of, template

NO_TAPE: npt.NDArray[np.float64] = np.zeros(0)
LONG_TAPE = 40_000


@dataclass
class Slot:
    """See the module. `words` and `numbers` are the record's 8-byte words as integers and as floats."""

    account: Account
    account_place: int
    copy: int
    first_row: int
    template: npt.NDArray[np.uint8]
    record: npt.NDArray[np.void]
    view: npt.NDArray[np.uint8] = field(init=False)
    words: Any = field(init=False)
    numbers: Any = field(init=False)
    tape: npt.NDArray[np.float64] = field(init=False)
    stories: list[npt.NDArray[np.float64]] = field(init=False, default_factory=list)
    tape_was_short: bool = field(init=False, default=False)
    project: int = field(init=False, default=0)
    is_open: bool = field(init=False, default=False)
    sighting_awaited: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self.view = self.record.view(np.uint8)
        self.words = memoryview(self.view).cast("B").cast("q")
        self.numbers = memoryview(self.view).cast("B").cast("d")
        self.tape = NO_TAPE
        self._previous = self.view.copy()
        self.key = key_of(f"account {self.account.id} {self.copy}")
        self.priority = self.account.priority
        self.most_projects = self.account.max_projects
        self.retry_after = canonical(self.account.retry_after) if self.account.retry_after is not None else None
        self.threads = int(self.record["threads"][0])

    def begin(self, root: int, replication: int, strategy: int) -> None:
        """The first project of a replication."""
        self.project, self.is_open, self.sighting_awaited = 0, False, False
        self.stories, self.tape_was_short = [], False
        entry.enter_begin(self.view, self.template, root, replication, self.key, 0, strategy)

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
        self._previous[:] = self.view
        replaced = self.words[PORT["outcome"]] in (Outcome.won, Outcome.lost, Outcome.withdrawn)
        self.project += 1
        self.sighting_awaited = False
        entry.enter_begin(self.view, self.template, root, replication, self.key, self.project, strategy)
        entry.enter_next_project(self.view, self._previous, shelved, replaced)

    def end_tape(self) -> None:
        """Put aside what was written about the present project."""
        if len(self.tape) == 0:
            return
        record = self.record[0]
        self.tape_was_short = self.tape_was_short or bool(record["tape_full"])
        self.stories.append(self.tape[: int(record["tape_at"])].copy())

    def note_wait(self, days: float, role: int, now: float) -> None:
        """A meeting had to wait for one of our own people."""
        self.numbers[PORT["team_wait_days"]] += days
        at = self.words[PORT["tape_at"]]
        if at + HEADER <= len(self.tape):
            self.tape[at : at + HEADER] = (HEADER, now, EventKind.team_wait, -1, role, days, 0.0, 0.0)
            self.words[PORT["tape_at"]] = at + HEADER


def make_slots(scenario: Scenario) -> list[Slot]:
    """One slot per account and copy, in the order of the file."""
    slots: list[Slot] = []
    row = 0
    for place, account in enumerate(scenario.accounts):
        blank = template(scenario, account)
        for copy in range(account.copies):
            record = np.zeros(1, DEAL)
            record[:] = blank
            slots.append(Slot(account, place, copy, row, blank.view(np.uint8), record))
            row += account.max_projects
    return slots
