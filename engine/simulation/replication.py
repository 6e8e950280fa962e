"""Start reading here: one replication is a whole team with its accounts, and this is the order of events.

1. An account waits for the day on which something could open a project (`_account`).
2. The trigger rulebook looks at the snapshot of that day. It opens a project, or the account waits on.
3. The buyer's process takes its steps, sign-offs and votes (`mechanisms.buying_process`), whether or not we sell.
4. We see the need by ourselves, or hear of it from the tender; the rulebooks say how to go about it.
5. Each thread of pursuit arranges a meeting, waits for the slot, books a colleague, holds the meeting, lets the
   rulebooks review the deal, and arranges the next (`simulation.pursuit_thread`).
6. The deal ends, becomes one row of outcomes, and the account may come back with another project.

SimPy routes what passes between deals and team: openings, meetings, colleagues, ends. Everything that changes a deal
is compiled (`engine.dynamics`). What goes on inside a deal meanwhile (the buyer's steps, internal meetings, rivals'
visits, surprises) is taken, in order and each at its own time, up to the next moment at which anything from outside
can reach it (`dynamics.lookahead`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.dynamics.state.team_roles import ACCOUNT_MANAGER
from engine.engagement import Strategy
from engine.model.quantity import canonical
from engine.model.team import Team
from engine.model.terms import TEAM_ROLES, Outcome
from engine.rules import CompiledBook
from engine.simulation.chooser import by_hand
from engine.simulation.environment import ASLEEP, Days, Environment, Process
from engine.simulation.pools import Pool
from engine.simulation.pursuit_thread import Pursuit
from engine.simulation.slot import Slot


def root_of(seed: int) -> int:
    """The key under which all luck of this seed is drawn."""
    return int(np.random.SeedSequence(seed).generate_state(1, np.uint64)[0] >> np.uint64(1))


class Replication:
    """The whole team through the horizon, as often as is asked, each time under the luck of another number.

    slots:    the places of the portfolio.
    team:     the seller's.
    horizon:  days.
    seed:     root of all chance.
    strategy: what the team does.
    compliance: the book whose rules are named to a strategy written in Python.
    """

    def __init__(
        self, slots: list[Slot], team: Team, horizon: float, seed: int, strategy: Strategy, compliance: CompiledBook
    ) -> None:
        self._slots, self._horizon = slots, horizon
        self._root = root_of(seed)
        self._env = Environment()
        self._pools = [Pool(self._env, member.count, canonical(member.hours_per_week)) for member in team.members]
        pool_of: list[Pool | None] = [None] * len(TEAM_ROLES)
        for member, pool in zip(team.members, self._pools, strict=True):
            pool_of[TEAM_ROLES.index(member.role)] = pool
        self._pool_of = pool_of
        manager = pool_of[ACCOUNT_MANAGER]
        assert manager is not None
        self._account_manager = manager
        self._pursuits: dict[Slot, list[list[Pursuit]]] = {}
        for slot in slots:
            slot.process = Process(self._env)
            step = slot.doors.seller if strategy.counsellor is None else by_hand(strategy, slot, compliance)
            self._pursuits[slot] = [
                [
                    Pursuit(self._env, slot, project, thread, pool_of, team.meetings_hold_thread, step, self._close)
                    for thread in range(slot.threads)
                ]
                for project in range(slot.most_projects)
            ]

    def run(self, number: int, rows: Any, used: Any, base: int) -> None:
        """Run the replication of this number. Its deals go to `rows` (bytes of OUTCOME) and `used` from `base` on."""
        self._number, self._rows, self._used, self._base = number, rows, used, base
        self._open, self._open_since, self._open_days = 0, 0.0, 0.0
        self._env.reset()
        for pool in self._pools:
            pool.reset()
        for slot in self._slots:
            slot.process.start(self._account(slot))
        self._env.run_until(self._horizon)
        for slot in self._slots:
            if slot.is_open:
                self._close(slot)
            elif not used[base + slot.first_row + slot.project]:
                self._wait_in_vain(slot)
        for pool in self._pools:
            pool.finish(self._horizon)
        self._watch_open(0)

    def team_figures(self) -> Iterator[float]:
        """For each pool: hours booked, hours worked, requests, days waited, requests × days, open deals × days."""
        for pool in self._pools:
            yield pool.hours_booked
            yield pool.hours_worked
            yield pool.requests
            yield pool.wait_days
            yield pool.queue_days
            yield self._open_days

    def _account(self, slot: Slot) -> Days:
        """An account over the horizon: triggers open projects, projects end, and it may come back."""
        env, memory, desk, doors = self._env, slot.memory, slot.desk.memory, slot.doors
        after = slot.begin(self._root, self._number)
        self._set_aside(slot)
        while True:
            day = doors.next_trigger(memory, desk, after)
            if day >= self._horizon:
                return
            if day > env.now:
                yield day
            if doors.trigger(memory, desk, env.now) == 0:
                after = env.now
                continue
            slot.is_open = True
            self._watch_open(1)
            if slot.due(0) < ASLEEP:  # else it ended before we began to work on it
                for pursuit in self._pursuits[slot][slot.project]:
                    pursuit.begin()
            yield from self._until_over(slot)
            shelved = slot.end_project()
            if slot.project + 1 >= slot.most_projects or (shelved and slot.retry_after is None):
                return
            after = env.now + (slot.retry_after or 0.0) * shelved
            slot.next_project()

    def _until_over(self, slot: Slot) -> Days:
        """Sleep until the project is over. While a thread waits for a colleague, look at every step of the buyer's.

        A pursuit that waits, or finds that the project will be over, wakes the account on the day of the buyer's next
        event. After we have withdrawn, the account goes on then, too.
        """
        env, words, numbers = self._env, slot.words, slot.numbers
        outcome, buyer_due = slot.outcome_word, slot.buyer_due_word
        while words[outcome] == Outcome.no_project:
            yield numbers[buyer_due] if slot.waits(env.now) else ASLEEP
            if words[outcome] == Outcome.no_project:
                slot.doors.buyer(slot.memory, slot.desk.memory, env.now)
        if numbers[buyer_due] > env.now:
            yield numbers[buyer_due]
        self._close(slot)

    def _close(self, slot: Slot) -> None:
        """The deal has ended, or the horizon has come: settle what is open with the team, write its row once."""
        if not slot.is_open:
            return
        slot.is_open = False
        for pursuit in self._pursuits[slot][slot.project]:
            pursuit.give_up(self._env.now)
        small_efforts = slot.doors.small_efforts(slot.memory, slot.desk.memory)
        if small_efforts > 0.0:
            self._account_manager.add_hours(small_efforts, self._env.now)
        self._watch_open(-1)
        self._summarise(slot)

    def _summarise(self, slot: Slot) -> None:
        place = self._base + slot.first_row + slot.project
        self._used[place] = True
        slot.doors.summary(slot.memory, slot.desk.memory, self._rows, place, self._number, self._env.now)

        self._note_contact(slot)

    def _wait_in_vain(self, slot: Slot) -> None:
        """No project, or no further one, has opened within the horizon."""
        if slot.project == 0:
            self._summarise(slot)
            return
        place = self._base + slot.first_row + slot.project - 1
        slot.doors.wait(slot.memory, slot.desk.memory, self._rows, place, self._env.now)
        self._note_contact(slot)

    def _set_aside(self, slot: Slot) -> None:
        """The account's hours for contact without a project are not there for meetings."""
        role, hours = slot.contact_plan()
        pool = self._pool_of[role]
        if hours > 0.0 and pool is not None:
            pool.set_aside(hours)

    def _note_contact(self, slot: Slot) -> None:
        """Contact before the project was somebody's work."""
        role, hours, early = slot.contact()
        pool = self._pool_of[role]
        if hours > 0.0 and pool is not None:
            pool.note_contact(hours, early)

    def _watch_open(self, change: int) -> None:
        now = self._env.now
        self._open_days += self._open * (now - self._open_since)
        self._open_since = now
        self._open += change
