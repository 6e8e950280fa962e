"""Early contact shapes what is asked for, and a well-informed offer is tailored to it (MODEL §2, §5; S11)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Field, Mechanism, ShownIn
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import bounded, learnt_by_power
from engine.model.quantity import Share
from engine.wording import say


@moments.well_received.at(30)
def shape_need(account: Account, deal: Deal, desk: Desk, now: float, i: int, effect: float, message: float) -> None:
    """Until the requirement is fixed, a good meeting turns it a little towards our strengths."""
    if deal.frozen == 0:
        deal.shaped += desk.shaping_fit_gain * bounded(effect, 0.0, 1.0) * (1.0 - deal.shaped)


@moments.rival_received.at(10)
def rival_shapes_need(account: Account, deal: Deal, desk: Desk, now: float, j: int, i: int, relevance: float) -> None:
    """Rivals do the same."""
    if deal.frozen == 0:
        gain = desk.shaping_fit_gain * account.rival_skill[j] * relevance
        deal.rival_shaped[j] += gain * (1.0 - deal.rival_shaped[j])


@moments.offer_handed_in.at(10)
def tailor_offer(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """The more we have learnt of those who have a say, the better the offer fits."""
    deal.shaped += desk.shaping_tailoring * learnt_by_power(account) * (1.0 - deal.shaped)


MECHANISM = Mechanism(
    name="shaping",
    title=say("Shaping and tailoring"),
    sentence=say(
        "Before the requirement is fixed it can be turned towards one's strengths; later only a tailored offer helps."
    ),
    source=say("S11, S14 stages 2 and 3; MODEL §2"),
    shown_in=ShownIn("staying_ahead_tender", "bottom_up_leapfrog", "cost_per_win", "up"),
    constants=(
        Constant("shaping.fit_gain", Share, "share of the missing fit won by one good meeting before the need freezes"),
        Constant("shaping.tailoring", Share, "share of the missing fit that a fully informed offer wins"),
    ),
    fields=(
        Field("deal.shaped", "number", "share of the fit we lacked that was won by shaping and tailoring, 0–1"),
        Field("deal.rival_shaped", "number", "the same for each rival, 0–1", ("rivals",)),
    ),
    reads=(
        Field("deal.frozen", "whole", "1 once the requirement is fixed"),
        Field("account.rival_skill", "number", "0–1", ("rivals",)),
    ),
)
