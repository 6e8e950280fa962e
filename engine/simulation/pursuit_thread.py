"""One thread of pursuit: arrange a meeting, wait for the slot, book a colleague, hold it, let the rules review, again.

It is an event of SimPy's that recurs (`simulation.environment`).
"""

from __future__ import annotations

from collections.abc import Callable

from engine.dynamics.state.flat_records import Bytes
from engine.simulation.environment import Environment, Recurring
from engine.simulation.pools import Pool
from engine.simulation.slot import Slot

HoldAndArrange = Callable[[Bytes, Bytes, float, int], float]


class Pursuit(Recurring):
    """A thread of pursuit in one project.

    holds:            a meeting keeps the thread until its hours are over; else it goes on at once.
    hold_and_arrange: holds the meeting that is due and arranges the next (see `dynamics.entry.enter_seller`).
    closed:           called when we withdraw.
    """

    def __init__(
        self,
        env: Environment,
        slot: Slot,
        project: int,
        thread: int,
        pools: list[Pool | None],
        holds: bool,
        hold_and_arrange: HoldAndArrange,
        closed: Callable[[Slot], None],
    ) -> None:
        super().__init__(env)
        self._slot, self._project, self._thread = slot, project, thread
        self._pools, self._holds, self._hold_and_arrange, self._closed = pools, holds, hold_and_arrange, closed
        self._role, self._hours = -1, 0.0
        self._waits_for: Pool | None = None
        self._waiting_since = 0.0
        self._role_needed, self._hours_needed = slot.place("role_needed"), slot.place("hours_needed")
        self._buyer_due, self._ended = slot.place("buyer_due"), slot.place("closed")

    def begin(self) -> None:
        """Begin on the day on which the thread is due first."""
        self._role, self._waits_for = -1, None
        self.schedule(self._slot.due(self._thread))

    def due(self, now: float) -> None:
        """The slot has come: book the colleague, or wait for one."""
        slot = self._slot
        if not slot.is_open or slot.project != self._project:
            return
        if self._role >= 0:
            pool = self._pools[self._role]
            assert pool is not None
            if not pool.book_now(self._hours, now):
                self._waits_for, self._waiting_since = pool, now
                pool.queue_up(self._hours, slot.priority, self, now)
                slot.process.resume_at(slot.numbers[self._buyer_due])
            elif self._holds:
                self._hold_until(now + pool.days(self._hours), now)
            else:
                self._go_on(now)
            return
        self._go_on(now)

    def served(self, now: float) -> None:
        """A colleague is free at last."""
        pool, self._waits_for = self._waits_for, None
        assert pool is not None
        self._slot.note_wait(self._thread, now - self._waiting_since, self._role, now)
        self._hold_until(now + pool.days(self._hours) if self._holds else now, now)

    def give_up(self, now: float) -> None:
        """The project is over, or the observation: who still waits for a colleague has waited for nothing."""
        if self._waits_for is not None:
            self._waits_for.leave(self, now)
            self._slot.deal.team_wait_days += now - self._waiting_since
            self._waits_for = None

    def _hold_until(self, day: float, now: float) -> None:
        """A colleague is booked from now on; hold the meeting on the first working moment from that day on."""
        slot = self._slot
        moment = slot.doors.working_moment(slot.memory, day)
        if moment <= now:
            self._go_on(now)
            return
        self._role = -1
        slot.doors.booked(slot.memory, slot.desk.memory, now, self._thread)
        self.schedule(moment)
        slot.process.resume_at(slot.numbers[self._buyer_due])

    def _go_on(self, now: float) -> None:
        """Hold the meeting that is due, arrange the next one."""
        slot = self._slot
        day = self._hold_and_arrange(slot.memory, slot.desk.memory, now, self._thread)
        if day < 0.0:
            if slot.numbers[self._ended] <= now:
                self._closed(slot)
            slot.process.not_later_than(slot.numbers[self._buyer_due])
            slot.process.resume_at(slot.numbers[self._buyer_due])
            return
        self._role, self._hours = slot.words[self._role_needed], slot.numbers[self._hours_needed]
        slot.process.not_later_than(slot.numbers[self._buyer_due])
        self.schedule(day)
