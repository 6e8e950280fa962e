"""How far a deal may run ahead of the clock: to the day on which a thread of ours is next due.

Until then nothing from outside can reach the deal, so its buyer's process is taken there at once, event by event and in
order; the driver need not be asked (conservative lookahead: Chandy & Misra 1979). A thread that waits for a
colleague is due already, and nothing runs ahead of it.
"""

from __future__ import annotations

import math
from typing import Any

from engine.dynamics.buyer import OVER, buyer_next
from engine.dynamics.compiled import compiled
from engine.dynamics.pursuit import is_over
from engine.dynamics.record import MAX_THREADS, Deal
from engine.dynamics.seller import seller_start


@compiled
def _next_contact(d: Deal) -> float:
    """The earliest day on which a thread of ours is due; infinite while we do not work on the deal."""
    day = math.inf
    for thread in range(d.threads):
        day = min(day, d.thread_due[thread])
    return day


@compiled
def _start(d: Deal, memory: Any, tables: Any, tape: Any, now: float) -> None:
    """Should we begin to work on the deal now, every thread is due at once."""
    if seller_start(d, memory, tables, tape, now) == 1:
        for thread in range(d.threads):
            d.thread_due[thread] = now


@compiled
def _take_step(d: Deal, memory: Any, tables: Any, tape: Any) -> None:
    """The buyer's next event. Its project being over, `buyer_due` stays the day of the end."""
    now = d.buyer_due
    days = buyer_next(d, tape, now)
    if days < 0.0:
        return
    d.buyer_due = now + days
    if d.seller_active == 0:
        _start(d, memory, tables, tape, now)


@compiled
def run_ahead(d: Deal, memory: Any, tables: Any, tape: Any, now: float) -> None:
    """Take the buyer's process to `now`, and on to the next day on which a thread of ours is due."""
    while not is_over(d):
        if d.seller_active == 0 and d.our_sighting <= d.buyer_due and d.our_sighting < d.horizon:
            _start(d, memory, tables, tape, d.our_sighting)
        elif d.buyer_due < d.horizon and d.buyer_due <= max(now, _next_contact(d)):
            _take_step(d, memory, tables, tape)
        else:
            return


@compiled
def open_up(d: Deal, memory: Any, tables: Any, tape: Any, now: float) -> None:
    """A project opens: it runs to the day on which we begin to work on it, or to its end without us."""
    d.buyer_due = now
    for thread in range(MAX_THREADS):
        d.thread_due[thread] = math.inf
    _start(d, memory, tables, tape, now)
    run_ahead(d, memory, tables, tape, now)


@compiled
def arranged(d: Deal, memory: Any, tables: Any, tape: Any, now: float, thread: int, days: float) -> float:
    """A thread is due again in so many days. Returns that day, or OVER when the project ends before it."""
    d.thread_due[thread] = now + days
    run_ahead(d, memory, tables, tape, now)
    return OVER if is_over(d) else d.thread_due[thread]
