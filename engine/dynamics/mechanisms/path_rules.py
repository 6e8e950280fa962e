"""The path of a purchase (S08): how many must bid, how long papers lie open, when talks end, who is in the frame."""

from __future__ import annotations

from math import inf
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Field, Mechanism, ShownIn
from engine.dynamics.kernels import kernel
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import BUYER, USER
from engine.dynamics.state.source import Source
from engine.dynamics.state.talks import NEVER, talks_closed
from engine.model.process import STEP_NAMES
from engine.model.quantity import canonical
from engine.model.terms import PathKind
from engine.wording import say

US = 0


@kernel
def in_frame(account: Account, option: int) -> bool:
    """May a supplier (0 us, 1… rivals) be ordered from? Where there is no frame, everybody may."""
    if account.has_frame == 0:
        return True
    return bool(account.in_frame == 1 if option == US else account.rival_in_frame[option - 1] == 1)


@moments.utility.at(92)
def only_the_frame(account: Account, deal: Deal, desk: Desk, now: float, i: int, option: int, worth: float) -> float:
    """Nothing can be called off from a supplier outside the frame."""
    if option > account.rivals:
        return worth
    return worth if in_frame(account, option) else -inf


@moments.bid_stands.at(10)
def bids_from_the_frame(account: Account, deal: Deal, desk: Desk, now: float, option: int, yes: int) -> int:
    """Nor does a bid of theirs count, or one of whoever was not asked."""
    listed = deal.listed if option == US else deal.rival_listed[option - 1]
    return yes if listed == 1 and in_frame(account, option) else 0


@moments.stays_away.at(25)
def outside_the_frame(account: Account, deal: Deal, desk: Desk, now: float, yes: int) -> int:
    """While a frame without us runs, hours are spent elsewhere."""
    return yes if in_frame(account, US) else 1


@moments.facts_of_deal.at(21)
def path_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Which path a purchase takes is told to whoever asks, and whether talks have ended."""
    deal.fact_formal_tender = float(account.formal_tender)
    deal.fact_purchase_path = float(account.path)
    deal.fact_talks_closed = float(talks_closed(account, deal))


def lower(source: Source, account: Any, deal: Any) -> None:
    """What the scenario says of the path."""
    path = source.account.project.path
    account.path = PathKind[path.kind]
    account.formal_tender = path.formal_tender
    account.papers = path.formal_tender or path.by_papers
    account.contact_ends = NEVER if path.contact_ends == "none" else STEP_NAMES.index(path.contact_ends)
    account.bidders_needed = round(canonical(path.bidders_needed))
    account.least_days = canonical(path.least_days)
    account.seat_roles = USER | BUYER if path.decides == "users_and_purchasing" else 0
    account.has_frame = path.asked == "frame"
    account.in_frame = "us" in path.frame
    for name in path.frame:
        if name in source.rivals:
            account.rival_in_frame[source.rivals[name]] = 1


MECHANISM = Mechanism(
    name="path_rules",
    title=say("The path of a purchase"),
    sentence=say(
        "A purchase takes one path, which says how many must bid, how long papers lie open at least, from when on "
        "those who judge may not be called on, who is asked, and whose votes count."
    ),
    source=say("S08, S31; MODEL §3; tender and bidding law and government procurement law of China"),
    shown_in=ShownIn("reactive_tender", "bottom_up_leapfrog", "cost_per_win", "up"),
    fields=(
        Field("account.path", "whole", "model.terms.PathKind"),
        Field("account.formal_tender", "whole", "1 when the purchase runs by formal tender"),
        Field("account.papers", "whole", "1 when what is bought is fixed on paper and bids are handed in"),
        Field(
            "account.contact_ends",
            "whole",
            "step from which talks are closed, model.terms.BuyerStep; −1: none",
            start=-1,
        ),
        Field("account.bidders_needed", "whole", "valid bids below which it starts again", start=1),
        Field("account.least_days", "number", "days from the papers to the opening of bids at least"),
        Field("account.seat_roles", "whole", "roles (a bit each) of those whose votes count; 0: everybody's do"),
        Field("account.has_frame", "whole", "1 when only suppliers in the frame can win"),
        Field("account.in_frame", "whole", "1 when we are in it"),
        Field("account.rival_in_frame", "whole", "1 when the rival is in it", ("rivals",)),
    ),
    reads=(
        Field("deal.listed", "whole", "1 unless we are not asked for an offer", start=1),
        Field("deal.rival_listed", "whole", "1 unless the rival is not asked", ("rivals",), start=1),
    ),
    facts=("formal_tender", "purchase_path", "talks_closed"),
    lower=lower,
)
