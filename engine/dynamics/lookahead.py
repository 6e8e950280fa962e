"""How far a deal may run ahead of the clock: to the day on which a thread of ours is next due.

Until then nothing from outside can reach the deal, so its buyer's process is taken there at once, event by event and in
order; the driver need not be asked (conservative lookahead: Chandy & Misra 1979). A thread that waits for a
colleague is due already, and nothing runs ahead of it.
"""

from __future__ import annotations

from math import inf

from engine.dynamics import moments
from engine.dynamics.kernels import kernel
from engine.dynamics.mechanisms.buying_process import OVER, buyer_interrupted, buyer_next
from engine.dynamics.mechanisms.selling import seller_start
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.project_end import is_over


@kernel
def _next_contact(deal: Deal) -> float:
    """The earliest day on which a thread of ours is due; infinite while we do not work on the deal."""
    day = inf
    for thread in range(deal.threads):
        day = min(day, deal.thread_due[thread])
    return day


@kernel
def _start(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Should we begin to work on the deal now, every thread is due at once."""
    if seller_start(account, deal, desk, now) == 1:
        for thread in range(deal.threads):
            deal.thread_due[thread] = now


@kernel
def _take_step(account: Account, deal: Deal, desk: Desk) -> None:
    """The buyer's next event. Its project being over, `buyer_due` stays the day of the end."""
    now = deal.buyer_due
    if now < deal.step_due:
        buyer_interrupted(account, deal, desk, now)
        return
    days = buyer_next(account, deal, desk, now)
    if days < 0.0:
        return
    deal.step_due = now + days
    deal.buyer_due = moments.buyer_goes_on(account, deal, desk, now, deal.step_due)
    if deal.seller_active == 0:
        _start(account, deal, desk, now)


@kernel
def run_ahead(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Take the buyer's process to `now`, and on to the next day on which a thread of ours is due."""
    while not is_over(deal):
        if deal.seller_active == 0 and deal.our_sighting <= deal.buyer_due and deal.our_sighting < desk.horizon:
            _start(account, deal, desk, deal.our_sighting)
        elif deal.buyer_due < desk.horizon and deal.buyer_due <= max(now, _next_contact(deal)):
            _take_step(account, deal, desk)
        else:
            return


@kernel
def open_project(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """A project opens: it runs to the day on which we begin to work on it, or to its end without us."""
    deal.buyer_due = now
    for thread in range(deal.threads):
        deal.thread_due[thread] = inf
    _start(account, deal, desk, now)
    run_ahead(account, deal, desk, now)


@kernel
def arranged(account: Account, deal: Deal, desk: Desk, now: float, thread: int, days: float) -> float:
    """A thread is due again in so many days. Returns that day, or OVER when the project ends before it."""
    deal.thread_due[thread] = now + days
    run_ahead(account, deal, desk, now)
    return OVER if is_over(deal) else deal.thread_due[thread]
