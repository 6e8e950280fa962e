"""SimPy's queue of events, used the short way: alarms that are set again and again, and courses of events that wait.

An alarm costs half of a new timeout, a course half of SimPy's process, and the loop here spares a method call and two
`try` blocks an event. Order and time are SimPy's.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from heapq import heappop, heappush
from itertools import count
from typing import Any

import simpy
from simpy.events import NORMAL

Waits = Generator[float, None, None]
"""A course of events: every `yield` is the day until which to wait; `ASLEEP` until woken."""
ASLEEP = math.inf


class Clock(simpy.Environment):
    """SimPy's environment; the same one serves any number of replications."""

    def start_again(self) -> None:
        """Back to day 0, with nothing due."""
        self._now = 0
        self._queue.clear()
        self._eid = count()

    def run_until(self, day: float) -> None:
        """Let everything happen that is due before this day, as `run(until=day)` does."""
        queue = self._queue
        while queue and queue[0][0] < day:
            event: Any
            now, _, _, event = heappop(queue)
            self._now = now
            callbacks, event.callbacks = event.callbacks, None
            if isinstance(event, Alarm):
                event.due(now)
                continue
            for callback in callbacks:
                callback(event)
            if not event._ok and not hasattr(event, "_defused"):
                raise event._value
        self._now = day


class Alarm(simpy.Event):
    """An event that takes place whenever it is due, and can then be set anew. Who needs one writes `due`."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self._ok, self._value = True, None
        self._clock = clock
        self._calls: list[Any] = [self._called]
        self.callbacks: Any = None

    def due(self, now: float) -> None:
        """What is to happen."""

    def be_quiet(self) -> None:
        """Nothing is due."""
        self.callbacks = None

    def is_set(self) -> bool:
        """Is it still to come?"""
        return self.callbacks is not None

    def ring_at(self, day: float) -> None:
        """Set the alarm, to a day that is not over. It must not be set already."""
        clock = self._clock
        self.callbacks = self._calls
        heappush(clock._queue, (day, NORMAL, next(clock._eid), self))

    def _called(self, _: simpy.Event) -> None:
        self.due(self._clock._now)


class Course(Alarm):
    """Follows a course of events; another one when it is told so."""

    def follow(self, waits: Waits) -> None:
        """Begin a course of events now, and forget the one before."""
        self._waits = waits
        self.be_quiet()
        self.due(self._clock.now)

    def wake_at(self, day: float) -> None:
        """Wake a course that is asleep; one that waits for a day goes on waiting for it."""
        if not self.is_set():
            self.ring_at(day)

    def due(self, now: float) -> None:
        day = next(self._waits, ASLEEP)
        if day < ASLEEP:
            self.ring_at(day)
