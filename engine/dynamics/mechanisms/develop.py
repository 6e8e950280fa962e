"""Develop for the future: a visit now and then while there is nothing to win yet (S16)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Field, Mechanism, ShownIn
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.model.quantity import PositiveShare
from engine.model.terms import Play
from engine.wording import say


@moments.pause.at(10)
def longer_pauses(account: Account, deal: Deal, desk: Desk, now: float, i: int, days: float) -> float:
    """Longer pauses between meetings."""
    return days / desk.shaping_develop_pace if deal.play == Play.develop else days


MECHANISM = Mechanism(
    name="develop",
    title=say("Develop for the future"),
    sentence=say("From a weak position we visit now and then, and keep our hours for what can be won."),
    source=say("S16 (develop for the future)"),
    shown_in=ShownIn("unexpected_replacement", "playbook", "cost_per_win", "up"),
    constants=(
        Constant("shaping.develop_pace", PositiveShare, "share of the usual touches while developing for the future"),
    ),
    reads=(Field("deal.play", "whole", "model.terms.Play"),),
)
