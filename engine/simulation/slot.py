"""One place in the portfolio: an account, or one of its copies, with its record and that of its present deal."""

from __future__ import annotations

from engine.dynamics import entry
from engine.dynamics.machine.composition import ACCOUNT, DEAL
from engine.dynamics.state.source import in_record_order, key_of
from engine.model.account import Account
from engine.model.quantity import canonical
from engine.model.scenario import Scenario
from engine.simulation.desk import SharedDesk
from engine.simulation.doors import Doors
from engine.simulation.environment import Process
from engine.simulation.lowering import Blank, blank


class Slot:
    """See the module.

    account:  as the scenario has it, with people and rivals in the order of records.
    memory:   what compiled code works on: the account's record, then its present deal's.
    desk:     what it shares with the others of the job.
    deal:     the deal's record by field names, for what is not in a hurry; `about`: the account's.
    words:    the memory's 8-byte words as integers; `numbers`: the same as floats. `place(name)` says where a field of
              the deal lies in them.
    before:   the copy before this one; None for the first.
    doors:    into compiled code, the same for all slots of a job.
    process:  the account's way through the horizon, given by who runs it (`simulation.replication`).
    """

    def __init__(
        self, account: Account, copy: int, first_row: int, fresh: Blank, desk: SharedDesk, before: Slot | None
    ) -> None:
        self.started, self._before = 0.0, before
        self._apart = canonical(account.starts_apart) if account.starts_apart is not None else 0.0
        self.doors: Doors
        self.account, self.copy, self.first_row, self.desk = account, copy, first_row, desk
        self.key = key_of(f"account {account.id} {copy}")
        self.priority = account.priority
        self.most_projects = account.max_projects
        self.retry_after = canonical(account.retry_after) if account.retry_after is not None else None
        self.project = 0
        self.is_open = False
        self.process: Process
        self._fresh = fresh
        own = Blank(fresh.memory.copy(), fresh.deal_at)
        self.memory, self.about, self.deal = own.memory, own.account(), own.deal()
        self.words = memoryview(self.memory.data).cast("q")
        self.numbers = memoryview(self.memory.data).cast("d")
        self.threads = int(self.deal.threads)
        self.outcome_word, self.buyer_due_word = self.place("outcome"), self.place("buyer_due")
        self._row_word = ACCOUNT.word("row")
        self._contact_role, self._contact_week = ACCOUNT.word("contact_role"), ACCOUNT.word("contact_week")
        self._contact_hours, self._contact_early = self.place("contact_hours"), self.place("contact_early")
        self._due = (self.deal.thread_due.ctypes.data - self.memory.ctypes.data) // 8

    def place(self, name: str) -> int:
        """Place of a single value of the deal among `words` and `numbers`."""
        return self._fresh.deal_at // 8 + DEAL.word(name)

    def begin(self, root: int, replication: int) -> float:
        """The account comes into view, with a first project before it. Returns the day."""
        self.project, self.is_open = 0, False
        self.memory[:] = self._fresh.memory
        self.words[self._row_word] = self.first_row
        self.started = self._start_day(root, replication)
        self.doors.account(self.memory, self.desk.memory, root, replication, self.key, self.started)
        return self.started

    def _start_day(self, root: int, replication: int) -> float:
        """Day on which this copy comes into view, so long after the copy before it."""
        if self._before is None or self._apart <= 0.0:
            return 0.0
        return self._before.started + float(entry.enter_start_day(root, replication, self.key, self._apart))

    def contact(self) -> tuple[int, float, float]:
        """Whose hours contact before the present project took, how many, and how many of them before day 0."""
        return self.words[self._contact_role], self.numbers[self._contact_hours], self.numbers[self._contact_early]

    def contact_plan(self) -> tuple[int, float]:
        """Whose hours are set aside for contact without a project, and how many a week."""
        return self.words[self._contact_role], self.numbers[self._contact_week]

    def end_project(self) -> bool:
        """The account goes on after a project; True when it was shelved and may come up again."""
        return self.doors.project_end(self.memory, self.desk.memory) == 1

    def next_project(self) -> None:
        """A fresh deal with the same account."""
        self.project += 1
        self.words[self._row_word] = self.first_row + self.project
        at = self._fresh.deal_at
        self.memory[at:] = self._fresh.memory[at:]
        self.doors.next_project(self.memory, self.desk.memory, self.project)

    def due(self, thread: int) -> float:
        """Day on which a thread is due; infinite before we work on the deal."""
        day: float = self.numbers[self._due + thread]
        return day

    def waits(self, now: float) -> bool:
        """Is a thread due already, that is, waiting for a colleague?"""
        return any(self.due(thread) <= now for thread in range(self.threads))

    def note_wait(self, thread: int, days: float, role: int, now: float) -> None:
        """The meeting of a thread had to wait for one of our own people."""
        self.deal.thread_late[thread] = days
        self.deal.team_wait_days += days
        self.desk.note_wait(int(self.about.row), days, role, now)


def make_slots(scenario: Scenario, desk: SharedDesk) -> list[Slot]:
    """One slot per account and copy, in the order of the file."""
    slots: list[Slot] = []
    row = 0
    for account in scenario.accounts:
        fresh, ordered = blank(scenario, account), in_record_order(account)
        desk.tell_own_facts(account.id, fresh)
        for copy in range(account.copies):
            slots.append(Slot(ordered, copy, row, fresh, desk, slots[-1] if copy else None))
            row += account.max_projects
    doors = Doors(slots[0].memory, desk.memory)
    for slot in slots:
        slot.doors = doors
    return slots
