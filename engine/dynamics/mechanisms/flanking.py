"""Flanking: change what is judged, from X to X + 1 or from X to Y (S16)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Field, Mechanism, ShownIn
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import CRITERIA_COUNT, DELIVERY, bounded
from engine.model.quantity import Share
from engine.model.terms import Play
from engine.wording import say


@moments.relevance.at(10)
def flanking_loses_relevance(account: Account, deal: Deal, desk: Desk, now: float, i: int, share: float) -> float:
    """A message nobody asked for needs a detour."""
    return share * (1.0 - desk.shaping_flanking_cost) if deal.play == Play.flanking else share


@moments.well_received.at(20)
def lead_criteria(account: Account, deal: Deal, desk: Desk, now: float, i: int, effect: float, message: float) -> None:
    """Lead the person's criteria towards what we are best at compared with the rivals."""
    if deal.play != Play.flanking:
        return
    best, lead = 0, -2.0
    for c in range(CRITERIA_COUNT):
        if c >= DELIVERY and deal.criteria[i, c] <= 0.0:
            continue  # nobody is led to terms they never asked about
        margin = account.offer[c]
        for j in range(account.rivals):
            margin = min(margin, account.offer[c] - account.rival_offer[j, c])
        if margin > lead:
            best, lead = c, margin
    share = bounded(desk.shaping_criteria_shift * effect, 0.0, 1.0)
    for c in range(CRITERIA_COUNT):
        target = 1.0 if c == best else 0.0
        deal.criteria[i, c] += share * (target - deal.criteria[i, c])


MECHANISM = Mechanism(
    name="flanking",
    title=say("Flanking"),
    sentence=say(
        "Where the rival is stronger as things stand, we lead people to judge by what we are "
        "best at; it takes a detour."
    ),
    source=say("S16 (flanking)"),
    shown_in=ShownIn("reactive_tender", "bottom_up_sponsored", "cost_per_win", "up"),
    constants=(
        Constant("shaping.criteria_shift", Share, "share by which a flanking message moves a person's criteria"),
        Constant("shaping.flanking_cost", Share, "relevance lost by a message they did not ask for"),
    ),
    reads=(Field("deal.play", "whole", "model.terms.Play"),),
)
