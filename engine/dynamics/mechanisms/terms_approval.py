"""Terms beyond our own authority: an approver of ours is asked, and the offer stands until the answer comes (S27)."""

from __future__ import annotations

from math import inf

from engine.dynamics import moments
from engine.dynamics.declarations import (
    Column,
    Constant,
    DayClock,
    EventKind,
    Field,
    Mechanism,
    Number,
    ShownIn,
    assumed,
)
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.workdays import next_working_moment
from engine.model.quantity import Duration, Share, WorkHours
from engine.model.terms import BuyerStep, TermsSettled
from engine.wording import say

TERMS_APPROVAL = EventKind(
    55,
    "terms_approval",
    "seen",
    by="us",
    code=("asked", "granted", "too_late"),
    numbers=(Number("days", "days until the answer, when asked; days it took, or had taken so far"),),
)
ASKED, GRANTED, TOO_LATE = range(3)


@kernel
def _is_asked_for(deal: Deal, price: float, credit: float, sooner: float) -> bool:
    """Is an answer out about as much as this?"""
    as_much = price <= deal.asked_price and credit <= deal.asked_credit and sooner <= deal.asked_sooner
    return bool(deal.answer_on < inf and as_much)


@moments.terms_approved.at(10)
def ask_beyond_authority(
    account: Account, deal: Deal, desk: Desk, now: float, price: float, credit: float, sooner: float, yes: int
) -> int:
    """Within our own authority we concede it; else the account manager writes it up, and the offer stands as it is."""
    if price <= desk.terms_own_price and credit <= desk.terms_own_credit and sooner <= desk.terms_own_sooner:
        return yes
    if not _is_asked_for(deal, price, credit, sooner):
        deal.asked_price, deal.asked_credit, deal.asked_sooner = price, credit, sooner
        deal.asked_on, deal.answer_on = now, next_working_moment(account, now + desk.terms_approval_days)
        deal.terms_approvals += 1
        deal.unbooked_hours += desk.terms_approval_hours
        write(account, deal, desk, now, TERMS_APPROVAL, -1, ASKED, deal.answer_on - now)
    return 0


@kernel
def _bids_are_in(account: Account, deal: Deal) -> bool:
    """May a bid of ours no longer be changed? A tender that starts again asks for new ones."""
    return bool(account.papers == 1 and account.step_code[deal.step] > BuyerStep.bidding)


@kernel
def answer_day(account: Account, deal: Deal, desk: Desk, now: float, k: int) -> float:
    """The day on which our approver answers; infinite when nothing was asked."""
    return deal.answer_on


@kernel
def answered(account: Account, deal: Deal, desk: Desk, now: float, k: int) -> None:
    """What was asked for is offered now, unless bids are in."""
    deal.answer_on = inf
    took = now - deal.asked_on
    if _bids_are_in(account, deal):
        write(account, deal, desk, now, TERMS_APPROVAL, -1, TOO_LATE, took)
        return
    write(account, deal, desk, now, TERMS_APPROVAL, -1, GRANTED, took)
    price, credit, sooner = deal.asked_price, deal.asked_credit, deal.asked_sooner
    moments.terms_given(account, deal, desk, now, price, credit, sooner, TermsSettled.approved + 0)


@moments.deal_ends.at(40)
def answer_in_vain(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """An answer that is still out comes too late."""
    if deal.answer_on < inf:
        deal.answer_on = inf
        write(account, deal, desk, now, TERMS_APPROVAL, -1, TOO_LATE, now - deal.asked_on)


MECHANISM = Mechanism(
    name="terms_approval",
    title=say("Approval of terms"),
    sentence=say(
        "Terms beyond our own authority take hours of the account manager and days of an approver; until the answer "
        "the offer stands as it is, and after bids are in or the vote is held it comes too late."
    ),
    source="S25, S27; MODEL §4",
    shown_in=ShownIn("unexpected_replacement", "bottom_up_field", "cost_per_win", "down"),
    constants=(
        Constant(
            "terms.own_price",
            Share,
            "share of the price that we may concede without asking",
            assumed(0.05, "share", 0.02, 0.1, say("what a regional manager may sign")),
        ),
        Constant(
            "terms.own_credit",
            Duration,
            "days of credit that we may add without asking",
            assumed(30, "days", 0, 60, say("one more month is left to sales, more is for finance")),
        ),
        Constant(
            "terms.own_sooner",
            Duration,
            "days by which we may promise an earlier delivery without asking",
            assumed(14, "days", 0, 30, say("a fortnight is what a plan has in reserve")),
        ),
        Constant(
            "terms.approval_hours",
            WorkHours,
            "hours of the account manager to have terms approved by our own people",
            assumed(4, "hours", 1, 12, say("a calculation, a paper, and a call with finance or the works")),
        ),
        Constant(
            "terms.approval_days",
            Duration,
            "days until our own approver has answered about terms",
            assumed(7, "days", 2, 21, say("prices are looked at in a weekly meeting")),
        ),
    ),
    fields=(
        Field("deal.asked_price", "number", "the same as last put to our approver"),
        Field("deal.asked_credit", "number", "the same as last put to our approver"),
        Field("deal.asked_sooner", "number", "the same as last put to our approver"),
        Field("deal.asked_on", "number", "day on which that was"),
        Field("deal.answer_on", "number", "day of the answer; infinite when none is out", start=inf),
        Field("deal.terms_approvals", "whole", "times our own approver was asked about terms"),
    ),
    reads=(
        Field("account.papers", "whole", "1 when what is bought is fixed on paper and bids are handed in"),
        Field("deal.unbooked_hours", "number", "small efforts, hours"),
    ),
    events=(TERMS_APPROVAL,),
    clocks=(DayClock("approvals", answer_day, answered),),
    columns=(Column("terms_approvals", "i4", "times our own approver was asked about terms", "deal.terms_approvals"),),
)
