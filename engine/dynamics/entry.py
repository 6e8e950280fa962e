"""The doors into compiled code: a driver passes flat views (0.1 µs each) and gets a number back.

view:   the record of one deal as bytes, writable, one DEAL long.
tables: rulebooks and strategies, packed (see `dynamics.tables`).
tape:   floats to write events on; length 0 writes nothing.
now:    day. Functions that return days return a negative number when the deal is over.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dynamics.buyer import buyer_next
from engine.dynamics.chance import Purpose, exponential, join_keys, uniform
from engine.dynamics.compiled import compiled
from engine.dynamics.market import plan_next_trigger
from engine.dynamics.project import begin, carry_over, replace_asset, try_trigger
from engine.dynamics.record import DEAL
from engine.dynamics.seller import request, seller_hold, seller_next, seller_start

Bytes = Any
Tape = Any


@compiled
def enter_begin(
    view: Bytes, template: Bytes, root: int, replication: int, account: int, project: int, strategy: int
) -> None:
    """Copy the template into the record and give it its keys."""
    view[:] = template
    key = join_keys(join_keys(np.uint64(root), replication), account)
    begin(view.view(DEAL)[0], key, project, strategy)


@compiled
def enter_start_day(root: int, replication: int, account: int, mean: float) -> float:
    """Exponential time before this copy of an account starts, in days."""
    key = join_keys(join_keys(np.uint64(root), replication), account)
    return mean * exponential(uniform(key, 0, Purpose.copy_start, 0))


@compiled
def enter_next_trigger(view: Bytes, after: float) -> float:
    """The next day on which something could open a project; infinite when nothing will."""
    return plan_next_trigger(view.view(DEAL)[0], after)


@compiled
def enter_trigger(view: Bytes, tables: Bytes, tape: Tape, now: float) -> int:
    """1 when the trigger rulebook opens a project."""
    return try_trigger(view.view(DEAL)[0], view, tables, tape, now)


@compiled
def enter_buyer(view: Bytes, tape: Tape, now: float) -> float:
    """One event of the buyer's process; days until its next."""
    return buyer_next(view.view(DEAL)[0], tape, now)


@compiled
def enter_seller_start(view: Bytes, tables: Bytes, tape: Tape, now: float) -> int:
    """1 when we begin to work on the deal now."""
    return seller_start(view.view(DEAL)[0], view, tables, tape, now)


@compiled
def enter_seller(view: Bytes, tables: Bytes, tape: Tape, now: float, thread: int) -> float:
    """Hold the meeting due in this thread and arrange the next; days until then."""
    return seller_next(view.view(DEAL)[0], view, tables, tape, now, thread)


@compiled
def enter_hold(view: Bytes, tables: Bytes, tape: Tape, now: float, thread: int) -> bool:
    """Hold the meeting due in this thread and leave planning to the caller; True when the deal is over."""
    return seller_hold(view.view(DEAL)[0], view, tables, tape, now, thread)


@compiled
def enter_request(view: Bytes, tape: Tape, now: float, thread: int, person: int, preparation: float) -> float:
    """Ask a person chosen by the caller for a meeting; days until then, −1 when refused."""
    return request(view.view(DEAL)[0], tape, now, thread, person, preparation, True)


@compiled
def enter_next_project(view: Bytes, old: Bytes, shelved: bool, replaced: bool) -> None:
    """Hand on what the account remembers from the last project to a new record."""
    carry_over(view.view(DEAL)[0], old.view(DEAL)[0], shelved)
    if replaced:
        replace_asset(view.view(DEAL)[0], old.view(DEAL)[0])
