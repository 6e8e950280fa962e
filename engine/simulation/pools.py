"""The seller's team: people with limited hours, shared by all deals, key accounts first.

A pool stands for the colleagues of one role. Somebody who is free is booked at once, without an event; otherwise the
request waits in a queue ordered by the account's priority, then by arrival, and is woken when somebody comes free.
A meeting of h hours keeps a colleague with w hours a week busy for 7·h/w days.
"""

from __future__ import annotations

from heapq import heappop, heappush, heapreplace
from typing import NamedTuple, Protocol

from engine.simulation.environment import Environment, Recurring

DAYS_PER_WEEK = 7.0


class Asker(Protocol):
    """Who waits for a colleague."""

    def wanted(self) -> bool:
        """Is the colleague still wanted? Otherwise nobody is booked."""
        ...

    def served(self, now: float) -> None:
        """A colleague has been booked from now on."""
        ...


class _Waiting(NamedTuple):
    """A request in the queue; ordered by priority, then arrival."""

    priority: int
    since: float
    number: int
    hours: float
    asker: Asker


class Pool(Recurring):
    """The colleagues of one role; the event takes place when the next comes free, as long as anybody waits.

    people:         how many.
    hours_per_week: what each can give.
    """

    def __init__(self, env: Environment, people: int, hours_per_week: float) -> None:
        super().__init__(env)
        self.people = people
        self.hours_per_week = hours_per_week
        self._days_per_hour = DAYS_PER_WEEK / hours_per_week
        self.reset()

    def reset(self) -> None:
        """Back to day 0: everybody is free, nobody waits."""
        self._free_at = [0.0] * self.people
        self._queue: list[_Waiting] = []
        self._watched_at = 0.0
        self.hours_booked = 0.0
        self.requests = 0
        self.wait_days = 0.0
        self.queue_days = 0.0

    def book_now(self, hours: float, now: float) -> bool:
        """Book a free colleague from now on. False when all are busy or others wait already."""
        if self._queue or self._free_at[0] > now:
            return False
        self.requests += 1
        self.hours_booked += hours
        heapreplace(self._free_at, now + hours * self._days_per_hour)
        return True

    def queue_up(self, hours: float, priority: int, asker: Asker, now: float) -> None:
        """Wait for a colleague. Priority 1 goes first."""
        self._watch(now)
        self.requests += 1
        heappush(self._queue, _Waiting(priority, now, self.requests, hours, asker))
        if len(self._queue) == 1:
            self.schedule(self._free_at[0])

    def finish(self, now: float) -> None:
        """End of the observation: waits still going on count up to here, and hours beyond it are taken off."""
        self._watch(now)
        for free_at in self._free_at:
            if free_at > now:
                self.hours_booked -= (free_at - now) / self._days_per_hour
        if self._queue:
            self.wait_days += sum(now - request.since for request in self._queue)

    def _watch(self, now: float) -> None:
        self.queue_days += len(self._queue) * (now - self._watched_at)
        self._watched_at = now

    def due(self, now: float) -> None:
        self._watch(now)
        while self._queue and self._free_at[0] <= now:
            request = heappop(self._queue)
            self.wait_days += now - request.since
            if request.asker.wanted():
                self.hours_booked += request.hours
                heapreplace(self._free_at, now + request.hours * self._days_per_hour)
                request.asker.served(now)
        if self._queue:
            self.schedule(self._free_at[0])
