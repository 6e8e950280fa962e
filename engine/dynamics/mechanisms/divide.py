"""Divide and conquer: go for a part of the project instead of the whole (S16)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Field, Mechanism, ShownIn
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.model.quantity import Share
from engine.model.terms import Play
from engine.wording import say


@moments.play_chosen.at(10)
def choose_scope(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Until the offer is in, the play decides how much of the project we go for."""
    if deal.offer_submitted == 0:
        deal.scope = desk.shaping_divide_scope if deal.play == Play.divide else 1.0


MECHANISM = Mechanism(
    name="divide",
    title=say("Divide and conquer"),
    sentence=say(
        "Where we cannot win it all, we go for one site or part, which moves less money and costs less to switch."
    ),
    source=say("S16 (divide and conquer)"),
    shown_in=ShownIn("resentful_middle", "top_down", "net_margin_per_deal", "up"),
    constants=(Constant("shaping.divide_scope", Share, "part of the amount that divide-and-conquer goes for"),),
    fields=(Field("deal.scope", "number", "part of the amount we go for, 0–1", start=1),),
    reads=(
        Field("deal.play", "whole", "model.terms.Play"),
        Field("deal.offer_submitted", "whole", "1 when our offer is in"),
    ),
)
