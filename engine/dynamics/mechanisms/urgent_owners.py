"""Urgency opens the calendars of those whose problem it is, and of nobody else (MODEL §3)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Mechanism, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.owners import owns
from engine.dynamics.state.person_values import INITIATOR, USER, has_role, urgency_now
from engine.model.quantity import Share
from engine.wording import say


@kernel
def _in_a_hurry(account: Account, deal: Deal, desk: Desk, now: float, i: int, days: float) -> float:
    """What is left of a lead time of person i."""
    urgency = urgency_now(deal, now)
    if urgency <= 0.0:
        return days
    theirs = has_role(account, i, USER | INITIATOR)
    if not theirs and (deal.step < 0 or not owns(account, account.step_code[deal.step], i)):
        return days
    return days * (1.0 - desk.urgency_shortens * urgency)


@moments.appointment.at(5)
@moments.signature_wait.at(10)
def find_time(account: Account, deal: Deal, desk: Desk, now: float, i: int, days: float) -> float:
    """For us, and for the file."""
    return _in_a_hurry(account, deal, desk, now, i, days)


@moments.rival_slot.at(20)
def find_time_for_rivals(account: Account, deal: Deal, desk: Desk, now: float, j: int, i: int, days: float) -> float:
    """For rivals as well."""
    return _in_a_hurry(account, deal, desk, now, i, days)


MECHANISM = Mechanism(
    name="urgent_owners",
    title=say("Urgency and calendars"),
    sentence=say(
        "In a hurry those who own the problem find time sooner: users, who asked for it, and whose work the step at "
        "hand is; everybody else's calendar is as full as ever."
    ),
    source="S06, S08; MODEL §3",
    shown_in=ShownIn("resentful_middle", "top_down", "win_rate_all", "down"),
    constants=(
        Constant(
            "urgency.shortens",
            Share,
            "share of their lead times that full urgency takes away",
            assumed(0.4, "share", 0.2, 0.6, say("with a line standing, an hour is found within days, not weeks")),
        ),
    ),
)
