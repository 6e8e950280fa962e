"""The doors into compiled code: a driver passes one flat memory (0.5 µs a call) and gets a number back.

memory: bytes, writable: the record of one deal, then the tables it is decided by (`record.tables_bytes` long, see
        `dynamics.tables`), then the tape to write events on (floats; none writes nothing).
now:    day. Functions that return the day on which a thread is due return a negative number when the deal is over by
        then; `buyer_due` in the record is the day from which this shows (see `dynamics.ahead`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dynamics.ahead import arranged, open_up, run_ahead
from engine.dynamics.buyer import OVER
from engine.dynamics.chance import Purpose, exponential, join_keys, uniform
from engine.dynamics.compiled import compiled, lent
from engine.dynamics.market import plan_next_trigger
from engine.dynamics.project import begin, carry_over, satisfy_cause, try_trigger
from engine.dynamics.record import DEAL, Deal
from engine.dynamics.seller import plan, request, seller_hold

Bytes = Any
RECORD_BYTES = DEAL.itemsize


@compiled
def _record(memory: Bytes) -> Deal:
    return lent(memory)[:RECORD_BYTES].view(DEAL)[0]


@compiled
def _tables(memory: Bytes, d: Deal) -> Bytes:
    return lent(memory)[RECORD_BYTES : RECORD_BYTES + d.tables_bytes]


@compiled
def _tape(memory: Bytes, d: Deal) -> Any:
    return lent(memory)[RECORD_BYTES + d.tables_bytes :].view(np.float64)


@compiled
def account_key(root: int, replication: int, account: int) -> Any:
    """The key under which all luck of an account's copy in a replication is drawn."""
    return join_keys(join_keys(np.uint64(root), replication), account)


@compiled
def enter_begin(memory: Bytes, root: int, replication: int, account: int, project: int, strategy: int) -> None:
    """Make a record freshly copied from its template ready for a project."""
    begin(_record(memory), account_key(root, replication, account), project, strategy)


@compiled
def enter_start_day(root: int, replication: int, account: int, mean: float) -> float:
    """Exponential time before this copy of an account starts, in days."""
    key = account_key(root, replication, account)
    return mean * exponential(uniform(key, 0, Purpose.copy_start, 0))


@compiled
def enter_next_trigger(memory: Bytes, after: float) -> float:
    """The next day on which something could open a project; infinite when nothing will."""
    return plan_next_trigger(_record(memory), after)


@compiled
def enter_trigger(memory: Bytes, now: float) -> int:
    """1 when the trigger rulebook opens a project, which then runs ahead (see `dynamics.ahead`)."""
    d = _record(memory)
    borrowed, tables, tape = lent(memory), _tables(memory, d), _tape(memory, d)
    if try_trigger(d, borrowed, tables, tape, now) == 0:
        return 0
    open_up(d, borrowed, tables, tape, now)
    return 1


@compiled
def enter_buyer(memory: Bytes, now: float) -> None:
    """Take the buyer's process to `now`, while a thread of ours waits for a colleague."""
    d = _record(memory)
    run_ahead(d, lent(memory), _tables(memory, d), _tape(memory, d), now)


@compiled
def enter_seller(memory: Bytes, now: float, thread: int) -> float:
    """Hold the meeting due in this thread and arrange the next. Returns the day on which the thread is due again."""
    d = _record(memory)
    borrowed, tables, tape = lent(memory), _tables(memory, d), _tape(memory, d)
    run_ahead(d, borrowed, tables, tape, now)
    if seller_hold(d, borrowed, tables, tape, now, thread):
        return OVER
    return arranged(d, borrowed, tables, tape, now, thread, plan(d, tables, tape, now, thread))


@compiled
def enter_hold(memory: Bytes, now: float, thread: int) -> bool:
    """Hold the meeting due in this thread and leave planning to the caller; True when the deal is over."""
    d = _record(memory)
    borrowed, tables, tape = lent(memory), _tables(memory, d), _tape(memory, d)
    run_ahead(d, borrowed, tables, tape, now)
    return seller_hold(d, borrowed, tables, tape, now, thread)


@compiled
def enter_request(memory: Bytes, now: float, thread: int, person: int, preparation: float) -> float:
    """Ask a person chosen by the caller for a meeting; days until then, −1 when refused."""
    d = _record(memory)
    return request(d, _tape(memory, d), now, thread, person, preparation, True)


@compiled
def enter_arranged(memory: Bytes, now: float, thread: int, days: float) -> float:
    """The caller has planned: the thread is due in so many days. Returns that day."""
    d = _record(memory)
    return arranged(d, lent(memory), _tables(memory, d), _tape(memory, d), now, thread, days)


@compiled
def enter_next_project(memory: Bytes, old: Bytes, shelved: bool, bought: bool) -> None:
    """Hand on what the account remembers from the last project (a record's bytes) to a new record."""
    carry_over(_record(memory), _record(old), shelved)
    if bought:
        satisfy_cause(_record(memory), _record(old))
