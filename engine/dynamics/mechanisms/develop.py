"""Develop for the future: a visit now and then while there is nothing to win yet (S16)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Field, Mechanism
from engine.dynamics.kernels import kernel
from engine.dynamics.state.buyer_progress import has_reached
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.model.quantity import PositiveShare
from engine.model.terms import BuyerStep, Play
from engine.wording import say


@kernel
def _develops(deal: Deal) -> bool:
    return bool(deal.play == Play.develop)


@moments.pause.at(10)
def longer_pauses(account: Account, deal: Deal, desk: Desk, now: float, i: int, days: float) -> float:
    """Longer pauses between meetings."""
    return days / desk.shaping_develop_pace if _develops(deal) else days


@moments.holds_back.at(10)
def offer_waits(account: Account, deal: Deal, desk: Desk, now: float, wait: int) -> int:
    """No offer before offers are asked for."""
    return 1 if _develops(deal) and not has_reached(account, deal, BuyerStep.bidding) else wait


MECHANISM = Mechanism(
    name="develop",
    title=say("Develop for the future"),
    sentence=say("From a weak position we visit now and then and hold the offer back until offers are asked for."),
    source=say("S16 (develop for the future)"),
    constants=(
        Constant("shaping.develop_pace", PositiveShare, "share of the usual touches while developing for the future"),
    ),
    reads=(Field("deal.play", "whole", "model.terms.Play"),),
)
