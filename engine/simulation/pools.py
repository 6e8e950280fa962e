"""The seller's team: people with limited hours, shared by all deals, key accounts first.

A pool stands for the colleagues of one role. Somebody who is free is booked at once, without an event; otherwise the
request waits in a queue ordered by the account's priority, then by arrival, until somebody comes free or its project
is over.
A meeting of h hours keeps a colleague with w hours a week busy for 7·h/w days.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush, heapreplace
from typing import NamedTuple, Protocol

from engine.simulation.environment import Environment, Recurring

DAYS_PER_WEEK = 7.0


class Asker(Protocol):
    """Who waits for a colleague."""

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
    hours_booked:   for whatever was begun, before day 0 too; `hours_worked`: the part of them within the observation.
    wait_days:      of all requests, those never served as well; `queue_days`: requests waiting × days, as watched.
    """

    def __init__(self, env: Environment, people: int, hours_per_week: float) -> None:
        super().__init__(env)
        self.people = people
        self.hours_per_week = hours_per_week
        self.reset()

    def reset(self) -> None:
        """Back to day 0: everybody is free, nobody waits."""
        self.cancel()
        self._free_at = [0.0] * self.people
        self._queue: list[_Waiting] = []
        self._watched_at = 0.0
        self.hours_booked = self.hours_worked = 0.0
        self._hours_early = 0.0
        self._days_per_hour = DAYS_PER_WEEK / self.hours_per_week
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
        if not self.is_scheduled():
            self.schedule(self._free_at[0])

    def days(self, hours: float) -> float:
        """How long a meeting of so many hours keeps a colleague busy."""
        return hours * self._days_per_hour

    def leave(self, asker: Asker, now: float) -> None:
        """Whoever waited does so no longer; they have waited all the same."""
        self._watch(now)
        (request,) = (request for request in self._queue if request.asker is asker)
        self._queue.remove(request)
        heapify(self._queue)
        self.wait_days += now - request.since

    def set_aside(self, hours: float) -> None:
        """So many hours a week of all colleagues together are not there for meetings, from the beginning on."""
        self._days_per_hour = 1.0 / (1.0 / self._days_per_hour - hours / self.people / DAYS_PER_WEEK)

    def note_contact(self, hours: float, early: float) -> None:
        """Hours spent out of those set aside; `early` of them before day 0."""
        self.hours_booked += hours
        self._hours_early += early

    def add_hours(self, hours: float, now: float) -> None:
        """Book small efforts that nobody waits for: whoever comes free first has them to do before the next request."""
        self.hours_booked += hours
        heapreplace(self._free_at, max(now, self._free_at[0]) + hours * self._days_per_hour)

    def finish(self, now: float) -> None:
        """End of the observation: waits still going on count up to here."""
        self._watch(now)
        beyond = sum(max(0.0, free_at - now) for free_at in self._free_at)
        self.hours_worked = self.hours_booked - self._hours_early - beyond / self._days_per_hour
        self.wait_days += sum(now - request.since for request in self._queue)

    def _watch(self, now: float) -> None:
        self.queue_days += len(self._queue) * (now - self._watched_at)
        self._watched_at = now

    def due(self, now: float) -> None:
        self._watch(now)
        while self._queue and self._free_at[0] <= now:
            request = heappop(self._queue)
            self.wait_days += now - request.since
            self.hours_booked += request.hours
            heapreplace(self._free_at, now + request.hours * self._days_per_hour)
            request.asker.served(now)
        if self._queue:
            self.schedule(self._free_at[0])
