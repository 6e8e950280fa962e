"""Suppliers are qualified before bids are opened (S08): papers are handed in, and the buyer checks them.

From sourcing on the buyer takes papers of whoever acts; somebody known to those who draw up the short list may hand
them in before, and whoever does nothing else does so once papers are out. The supplier in place, those in the frame and
whoever was qualified for an earlier project are qualified already. We and rivals go by the same law.
"""

from __future__ import annotations

from math import inf
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Draw, EventKind, Field, Mechanism, Number, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import exponential, uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import ACQUAINTED, BUYER, TECHNICAL, has_role, knows_us, present
from engine.dynamics.state.source import Source
from engine.dynamics.state.step_ends import StepEnd
from engine.dynamics.state.workdays import days_of_work
from engine.model.quantity import Duration, WorkHours
from engine.model.terms import BuyerStep
from engine.wording import say

PAPERS_HANDED_IN = EventKind(
    60,
    "papers_handed_in",
    "rumoured",
    code="0 us, 1… the place of the rival",
    numbers=(
        Number("days", "days from handing in until the buyer has checked them"),
        Number("waited_days", "days since they were handed in"),
    ),
)
NOT_QUALIFIED = EventKind(
    61,
    "not_qualified",
    "seen",
    code="0 us, 1… the place of the rival",
    numbers=(Number("days", "days that were missing, unknown where no papers were handed in"),),
)
CHECK = Draw(68, "the buyer's check of a supplier's papers")
US = 0
EACH = ("rivals",)


@kernel
def qualified_on(account: Account, option: int) -> float:
    """The day on which a supplier (0 us, 1… rivals) is qualified; infinite before papers are handed in."""
    return account.qualified_on if option == US else account.rival_qualified_on[option - 1]


@kernel
def is_known(account: Account, desk: Desk, now: float, option: int) -> bool:
    """Is a supplier known to somebody of those who draw up the short list?"""
    for i in range(account.people):
        if not present(account, i) or not has_role(account, i, BUYER | TECHNICAL):
            continue
        if option == US:
            if knows_us(account, desk, i, now):
                return True
        elif account.rival_met[option - 1, i] == 1 or account.rival_relationship[option - 1] >= ACQUAINTED:
            return True
    return False


@kernel
def _acts_since(account: Account, deal: Deal, desk: Desk, now: float, option: int) -> float:
    """Since when a supplier is at it; infinite while it is not."""
    if option == US:
        return deal.our_sighting if deal.seller_active == 1 and desk.acts == 1 else inf
    return deal.rival_sighting[option - 1] if deal.rival_active[option - 1] == 1 else inf


@kernel
def handed_in_on(account: Account, deal: Deal, desk: Desk, now: float, option: int) -> float:
    """The day up to now on which a supplier's papers are handed in; infinite when that is still to come."""
    since = _acts_since(account, deal, desk, now, option)
    day = min(max(since, deal.sourcing_since), deal.papers_since)
    if day <= now:
        return day
    return now if since <= now and is_known(account, desk, now, option) else inf


@kernel
def hand_in(account: Account, deal: Deal, desk: Desk, now: float, option: int, day: float) -> None:
    """Papers are in since a day; the buyer checks them."""
    if option == US:  # keys are whole numbers of 64 bits: one name for both kinds would make them floats
        u = uniform(deal.key, 0, CHECK, 0)
    else:
        u = uniform(deal.key, account.rival_key[option - 1], CHECK, 0)
    check = days_of_work(account, day, account.pace * desk.qualification_check * exponential(u))
    if option == US:
        account.qualified_on = day + check
        if desk.acts == 1:
            deal.unbooked_hours += desk.qualification_hours
    else:
        account.rival_qualified_on[option - 1] = day + check
    write(account, deal, desk, now, PAPERS_HANDED_IN, -1, option, check, now - day)


@kernel
def _catch_up(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Whoever could hand in papers by now has done so."""
    if account.qualifies == 0:
        return
    for option in range(account.rivals + 1):
        if qualified_on(account, option) == inf:
            day = handed_in_on(account, deal, desk, now, option)
            if day < inf:
                hand_in(account, deal, desk, now, option, day)


@moments.buyer_moves.at(25)
def papers_come_in(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """The buyer looks what has come in."""
    _catch_up(account, deal, desk, now)


@moments.step_begins.at(35)
def doors_open(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """From sourcing on papers are taken of whoever acts; once the papers of the purchase are out, everybody's come."""
    if account.qualifies == 0:
        return
    if account.step_code[deal.step] >= BuyerStep.sourcing:
        deal.sourcing_since = min(deal.sourcing_since, now)
    if account.step_code[deal.step] >= BuyerStep.bidding:
        deal.papers_since = min(deal.papers_since, now)
    _catch_up(account, deal, desk, now)


@moments.step_ends.at(40)
def close_the_list(account: Account, deal: Deal, desk: Desk, now: float, usual: int, end: int) -> None:
    """Bids are in: who is not qualified by now is left out, until papers go out once more."""
    bidding = account.step_code[deal.step] == BuyerStep.bidding
    if account.qualifies == 0 or not bidding or end != StepEnd.carried_on:
        return
    _catch_up(account, deal, desk, now)
    deal.bids_in = now
    for option in range(account.rivals + 1):
        day = qualified_on(account, option)
        if day > now:
            write(account, deal, desk, now, NOT_QUALIFIED, -1, option, day - now)


@kernel
def is_qualified(account: Account, deal: Deal, now: float, option: int) -> bool:
    """Was a supplier qualified when bids were in?"""
    return bool(account.qualifies == 0 or qualified_on(account, option) <= min(now, deal.bids_in))


@moments.bid_stands.at(30)
def only_the_qualified_bid(account: Account, deal: Deal, desk: Desk, now: float, option: int, yes: int) -> int:
    """The bid of a supplier who is not qualified is not looked at."""
    return yes if is_qualified(account, deal, now, option) else 0


@moments.utility.at(94)
def only_the_qualified(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, option: int, worth: float
) -> float:
    """Nor can it be chosen by a vote."""
    if option > account.rivals:
        return worth
    return worth if is_qualified(account, deal, now, option) else -inf


def lower(source: Source, account: Any, deal: Any) -> None:
    """Whom the buyer has on its list already."""
    path = source.account.project.path
    account.qualifies = path.qualified
    for name in (source.account.incumbent, *path.frame):
        if name == "us":
            account.qualified_on = 0.0
        elif name is not None:
            account.rival_qualified_on[source.rivals[name]] = 0.0


MECHANISM = Mechanism(
    name="qualification",
    title=say("Suppliers are qualified"),
    sentence=say(
        "Before bids are opened suppliers hand in papers and the buyer checks them: early where somebody knows them, "
        "from sourcing on where they are at it, and with the bid where they do nothing else; who is late is left out."
    ),
    source=say("S08 (suppliers are qualified first); MODEL §3"),
    shown_in=ShownIn("hospital_negotiation", "do_nothing", "no_decision_share", "down"),
    constants=(
        Constant(
            "qualification.hours",
            WorkHours,
            "hours of the account manager to put the papers together",
            assumed(12, "hours", 4, 30, say("certificates, references, accounts of three years, a form")),
        ),
        Constant(
            "qualification.check",
            Duration,
            "mean time until the buyer has checked them",
            assumed(10, "days", 3, 25, say("purchasing and quality look at papers, some buyers come to see the works")),
        ),
    ),
    fields=(
        Field("account.qualifies", "whole", "1 when suppliers are qualified before bids are opened"),
        Field("account.qualified_on", "number", "day on which we are qualified; infinite before", start=inf),
        Field("account.rival_qualified_on", "number", "the same for each rival", EACH, start=inf),
        Field("deal.sourcing_since", "number", "day on which sourcing, or a later step, began", start=inf),
        Field("deal.papers_since", "number", "day on which papers went out first", start=inf),
        Field("deal.bids_in", "number", "day on which bids were in", start=inf),
    ),
    reads=(
        Field("account.pace", "number", "by what work and waiting are multiplied", start=1),
        Field("account.rival_met", "whole", "1 when the rival has met them", ("rivals", "people")),
        Field("deal.our_sighting", "number", "day on which we hear of it"),
        Field("deal.rival_active", "whole", "1 once the rival works on the deal", EACH),
        Field("deal.rival_sighting", "number", "day on which a rival notices the need", EACH),
        Field("deal.seller_active", "whole", "1 once we work on the deal"),
        Field("deal.unbooked_hours", "number", "small efforts, hours"),
    ),
    events=(PAPERS_HANDED_IN, NOT_QUALIFIED),
    draws=(CHECK,),
    lower=lower,
)
