"""One thread of pursuit: arrange a meeting, wait for the slot, book a colleague, hold it, let the rules review, again.

It is an event of SimPy's that recurs (`simulation.environment`).
"""

from __future__ import annotations

from collections.abc import Callable

from engine.dynamics.state.flat_records import Bytes
from engine.dynamics.state.workdays import next_working_moment
from engine.simulation.environment import Environment, Recurring
from engine.simulation.pools import Pool
from engine.simulation.slot import Slot

HoldAndArrange = Callable[[Bytes, Bytes, float, int], float]


class Pursuit(Recurring):
    """A thread of pursuit in one project.

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
        hold_and_arrange: HoldAndArrange,
        closed: Callable[[Slot], None],
    ) -> None:
        super().__init__(env)
        self._slot, self._project, self._thread = slot, project, thread
        self._pools, self._hold_and_arrange, self._closed = pools, hold_and_arrange, closed
        self._role, self._hours, self._waiting_since = -1, 0.0, 0.0
        self._role_needed, self._hours_needed = slot.place("role_needed"), slot.place("hours_needed")
        self._buyer_due, self._ended = slot.place("buyer_due"), slot.place("closed")

    def begin(self) -> None:
        """Begin on the day on which the thread is due first."""
        self._role = -1
        self.schedule(self._slot.due(self._thread))

    def due(self, now: float) -> None:
        """The slot has come: book the colleague, or wait for one."""
        if not self.wanted():
            return
        slot = self._slot
        if self._role >= 0:
            pool = self._pools[self._role]
            assert pool is not None
            if not pool.book_now(self._hours, now):
                self._waiting_since = now
                pool.queue_up(self._hours, slot.priority, self, now)
                slot.process.resume_at(slot.numbers[self._buyer_due])
                return
        self._go_on(now)

    def wanted(self) -> bool:
        """Is the project that this thread works on still open?"""
        return self._slot.is_open and self._slot.project == self._project

    def served(self, now: float) -> None:
        """A colleague is free at last."""
        slot = self._slot
        slot.note_wait(now - self._waiting_since, self._role, now)
        moment = next_working_moment(now) if slot.working_days_only else now
        if moment > now:
            self._role = -1  # booked already; the meeting itself has to wait for Monday
            self.schedule(moment)
        else:
            self._go_on(now)

    def _go_on(self, now: float) -> None:
        """Hold the meeting that is due, arrange the next one."""
        slot = self._slot
        day = self._hold_and_arrange(slot.memory, slot.desk.memory, now, self._thread)
        if day < 0.0:
            if slot.numbers[self._ended] <= now:
                self._closed(slot)
            slot.process.resume_at(slot.numbers[self._buyer_due])
            return
        self._role, self._hours = slot.words[self._role_needed], slot.numbers[self._hours_needed]
        self.schedule(day)
