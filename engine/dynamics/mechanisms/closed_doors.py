"""While a tender is out nobody is received, neither we nor rivals: papers take the place of visits (MODEL §3)."""

from __future__ import annotations

from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import EventKind, Field, Mechanism, ShownIn
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.source import Source
from engine.model.terms import BuyerStep
from engine.wording import say

VISITS_CLOSED = EventKind(49, "visits_closed", "seen")
NOBODY = -1


@moments.step_begins.at(40)
def shut_or_open(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """From bidding on nobody is received; with a public body from sourcing on."""
    if account.formal_tender == 0:
        return
    code = account.step_code[deal.step]
    shut = code >= BuyerStep.bidding or (account.public_body == 1 and code >= BuyerStep.sourcing)
    if shut and deal.no_visits == 0:
        write(account, deal, desk, now, VISITS_CLOSED)
    deal.no_visits = 1 if shut else 0


@moments.stays_away.at(10)
def wait_for_the_award(account: Account, deal: Deal, desk: Desk, now: float, yes: int) -> int:
    """We wait."""
    return 1 if deal.no_visits == 1 else yes


@moments.meeting_comes.at(5)
def call_off(account: Account, deal: Deal, desk: Desk, now: float, thread: int) -> None:
    """A meeting that was arranged before does not take place."""
    i = deal.thread_person[thread]
    if deal.no_visits == 1 and i != NOBODY:
        deal.in_flight[i] = 0
        deal.thread_person[thread] = NOBODY


@moments.facts_of_deal.at(145)
def tender_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """The papers say until when people may be called on."""
    deal.fact_visits_allowed = 1.0 - deal.no_visits


def lower(source: Source, account: Any, deal: Any) -> None:
    """Whether a public body buys."""
    tender = source.account.project.tender
    account.public_body = tender is not None and tender.public_body


MECHANISM = Mechanism(
    name="closed_doors",
    title=say("Closed doors"),
    sentence=say(
        "In a formal tender nobody may be called on once bids are asked for, with a public body from sourcing on; what "
        "remains is the bid."
    ),
    source="S08; MODEL §3",
    shown_in=ShownIn("reactive_tender", "bottom_up_field", "cost_per_win", "up"),
    fields=(
        Field("account.public_body", "whole", "1 when visits end with sourcing already"),
        Field("deal.no_visits", "whole", "1 while nobody may be called on"),
    ),
    reads=(Field("deal.in_flight", "whole", "1 while a meeting with this person is arranged", ("people",)),),
    events=(VISITS_CLOSED,),
    facts=("visits_allowed",),
    lower=lower,
)
