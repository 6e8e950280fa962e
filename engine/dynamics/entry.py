"""The doors into compiled code: a driver passes two flat memories and gets a number back.

memory: bytes, writable: the record of an account, then that of its present deal (`account.deal_at` says where).
desk:   bytes, writable: the record of the desk, which all accounts of a job share.
now:    day. Functions that return the day on which a thread is due return a negative number when the deal is over by
        then; `deal.buyer_due` is the day from which this shows (see `dynamics.lookahead`).
"""

from __future__ import annotations

from math import isnan, nan
from typing import Any

import numpy as np

from engine.dynamics import moments
from engine.dynamics.kernels import kernel
from engine.dynamics.lookahead import arranged, open_project, run_ahead
from engine.dynamics.machine import compiler as _compiler  # noqa: F401  makes kernels callable
from engine.dynamics.machine.background import between_projects
from engine.dynamics.machine.chance import exponential, join_keys, uniform
from engine.dynamics.machine.composition import OUTCOME
from engine.dynamics.machine.outcome_row import write_row
from engine.dynamics.machine.record_type import account_in, deal_in, desk_in
from engine.dynamics.mechanisms.appointments import charge_meeting, charge_small_efforts, nobody_to_see, plan, request
from engine.dynamics.mechanisms.buying_process import OVER
from engine.dynamics.mechanisms.selling import seller_hold
from engine.dynamics.mechanisms.triggers import begin_deal, end_project, plan_next_trigger, try_trigger
from engine.dynamics.state.project_end import close
from engine.dynamics.state.shared import COPY_START
from engine.dynamics.state.workdays import next_working_moment
from engine.model.terms import Outcome

Bytes = Any


@kernel
def account_key(root: int, replication: int, account: int) -> Any:
    """The key under which all luck of an account's copy in a replication is drawn."""
    return join_keys(join_keys(np.uint64(root), replication), account)


@kernel
def enter_account(memory: Bytes, desk: Bytes, root: int, replication: int, account_number: int, start: float) -> None:
    """An account comes into view on day `start`: fresh records become those of this replication, for a project."""
    account = account_in(memory, 0)
    deal, table = deal_in(memory, account.deal_at), desk_in(desk, 0)
    account.key = account_key(root, replication, account_number)
    begin_deal(account, deal, table, 0)
    account.now = start
    moments.account_begins(account, deal, table, start)


@kernel
def enter_start_day(root: int, replication: int, account_number: int, mean: float) -> float:
    """Exponential time before this copy of an account starts, in days."""
    key = account_key(root, replication, account_number)
    return mean * exponential(uniform(key, 0, COPY_START, 0))


@kernel
def enter_next_trigger(memory: Bytes, desk: Bytes, after: float) -> float:
    """The next day on which something could open a project; infinite when nothing will."""
    account = account_in(memory, 0)
    return plan_next_trigger(account, deal_in(memory, account.deal_at), desk_in(desk, 0), after)


@kernel
def enter_trigger(memory: Bytes, desk: Bytes, now: float) -> int:
    """1 when the trigger rulebook opens a project, which then runs ahead (see `dynamics.lookahead`)."""
    account = account_in(memory, 0)
    deal, table = deal_in(memory, account.deal_at), desk_in(desk, 0)
    if try_trigger(account, deal, table, now) == 0:
        return 0
    open_project(account, deal, table, now)
    return 1


@kernel
def enter_buyer(memory: Bytes, desk: Bytes, now: float) -> None:
    """Take the buyer's process to `now`, while a thread of ours waits for a colleague."""
    account = account_in(memory, 0)
    run_ahead(account, deal_in(memory, account.deal_at), desk_in(desk, 0), now)


@kernel
def enter_seller(memory: Bytes, desk: Bytes, now: float, thread: int) -> float:
    """Hold the meeting due in this thread, for which a colleague is booked, and arrange the next.

    Returns the day on which the thread is due again.
    """
    account = account_in(memory, 0)
    deal, table = deal_in(memory, account.deal_at), desk_in(desk, 0)
    charge_meeting(account, deal, table, now, thread)
    run_ahead(account, deal, table, now)
    if seller_hold(account, deal, table, now, thread):
        return OVER
    return arranged(account, deal, table, now, thread, plan(account, deal, table, now, thread))


@kernel
def enter_booked(memory: Bytes, desk: Bytes, now: float, thread: int) -> None:
    """A colleague is booked for the meeting of this thread, which will be held later or never."""
    account = account_in(memory, 0)
    charge_meeting(account, deal_in(memory, account.deal_at), desk_in(desk, 0), now, thread)


@kernel
def enter_working_moment(memory: Bytes, moment: float) -> float:
    """The moment itself, or the next at which people of the account can be met."""
    return next_working_moment(account_in(memory, 0), moment)


@kernel
def enter_small_efforts(memory: Bytes, desk: Bytes) -> float:
    """The project is over or the observation: hours that the account manager has still to be booked for."""
    account = account_in(memory, 0)
    return charge_small_efforts(account, deal_in(memory, account.deal_at), desk_in(desk, 0))


@kernel
def enter_hold(memory: Bytes, desk: Bytes, now: float, thread: int) -> bool:
    """Hold the meeting due in this thread and leave planning to the caller; True when the deal is over."""
    account = account_in(memory, 0)
    deal, table = deal_in(memory, account.deal_at), desk_in(desk, 0)
    charge_meeting(account, deal, table, now, thread)
    run_ahead(account, deal, table, now)
    return seller_hold(account, deal, table, now, thread)


@kernel
def enter_available(memory: Bytes, desk: Bytes, now: float, person: int) -> bool:
    """May this person be asked for a meeting now, as the phases of a strategy may ask?"""
    account = account_in(memory, 0)
    deal, table = deal_in(memory, account.deal_at), desk_in(desk, 0)
    return bool(moments.may_be_asked(account, deal, table, now, person, 1) == 1)


@kernel
def enter_rule_against(memory: Bytes, desk: Bytes, now: float, move: int, person: int) -> int:
    """The place of the rule that forbids a move (terms.Move) towards a person, in winning order; −1 where none does."""
    account = account_in(memory, 0)
    deal, table = deal_in(memory, account.deal_at), desk_in(desk, 0)
    return moments.rule_against(account, deal, table, now, move, person, -1)


@kernel
def enter_request(
    memory: Bytes, desk: Bytes, now: float, thread: int, person: int, preparation: float, executive: bool, kind: int
) -> float:
    """Ask a person chosen by the caller for a meeting; days until then, −1 when refused."""
    account = account_in(memory, 0)
    deal = deal_in(memory, account.deal_at)
    return request(account, deal, desk_in(desk, 0), now, thread, person, preparation, executive, kind)


@kernel
def enter_nobody_to_see(memory: Bytes, desk: Bytes, now: float) -> float:
    """Days until the next look when the caller asks nobody."""
    account = account_in(memory, 0)
    return nobody_to_see(account, deal_in(memory, account.deal_at), desk_in(desk, 0), now)


@kernel
def enter_withdraw(memory: Bytes, desk: Bytes, now: float) -> None:
    """The caller gives the deal up."""
    account = account_in(memory, 0)
    close(account, deal_in(memory, account.deal_at), desk_in(desk, 0), now, Outcome.withdrawn + 0)


@kernel
def enter_arranged(memory: Bytes, desk: Bytes, now: float, thread: int, days: float) -> float:
    """The caller has planned: the thread is due in so many days. Returns that day."""
    account = account_in(memory, 0)
    return arranged(account, deal_in(memory, account.deal_at), desk_in(desk, 0), now, thread, days)


@kernel
def enter_project_end(memory: Bytes, desk: Bytes) -> int:
    """The account lives on after its project. Returns 1 when it was shelved."""
    account = account_in(memory, 0)
    return end_project(account, deal_in(memory, account.deal_at), desk_in(desk, 0))


@kernel
def enter_next_project(memory: Bytes, desk: Bytes, project: int) -> None:
    """Make a fresh deal ready for the account's next project."""
    account = account_in(memory, 0)
    begin_deal(account, deal_in(memory, account.deal_at), desk_in(desk, 0), project)


@kernel
def enter_summary(memory: Bytes, desk: Bytes, rows: Bytes, place: int, replication: int, now: float) -> None:
    """Write the deal to row `place` of `rows` (bytes of OUTCOME) as it stands on day `now`, its end or the horizon."""
    account = account_in(memory, 0)
    deal = deal_in(memory, account.deal_at)
    if isnan(deal.opened):
        between_projects(account, deal, desk_in(desk, 0), now)
    row = rows.view(OUTCOME)[place]
    opened = not isnan(deal.opened)
    row.replication, row.account, row.deal = replication, account.place, account.row
    row.outcome = deal.outcome if deal.outcome != Outcome.no_project or not opened else Outcome.open + 0
    row.closed = now if opened else nan
    write_row(account, deal, desk_in(desk, 0), now, row)


@kernel
def enter_wait(memory: Bytes, desk: Bytes, rows: Bytes, place: int, now: float) -> None:
    """No further project has opened by `now`: what contact has cost since the last one is put to that one's row."""
    account = account_in(memory, 0)
    deal, table = deal_in(memory, account.deal_at), desk_in(desk, 0)
    between_projects(account, deal, table, now)
    row = rows.view(OUTCOME)[place]
    row.hours += deal.contact_hours
    row.contact_hours += deal.contact_hours
    row.cost += deal.contact_hours * table.team_cost[account.contact_role]
