"""Fortify: people who are close to us turn rivals away (S16)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Field, Mechanism, assumed
from engine.dynamics.machine.chance import uniform
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import bond_now
from engine.dynamics.state.shared import RECEIVES
from engine.model.quantity import Count, Share
from engine.model.terms import Play
from engine.wording import say


@moments.rival_calls.at(10)
def keep_rival_out(account: Account, deal: Deal, desk: Desk, now: float, j: int, i: int, received: int) -> int:
    """While we fortify, somebody close to us may not receive rival j."""
    if deal.play != Play.fortify or bond_now(account, desk, i, now) < desk.shaping_close_from - 1.0:
        return received
    u = uniform(deal.key, account.rival_key[j], RECEIVES, deal.rival_requests[j])
    return 0 if u < desk.shaping_isolation else received


MECHANISM = Mechanism(
    name="fortify",
    title=say("Fortify"),
    sentence=say("Where we are in place, people close to us turn away part of the rivals' calls."),
    source=say("S16 (fortify: insulate and isolate)"),
    constants=(
        Constant(
            "shaping.isolation", Share, "share of rivals' meetings that fortify keeps out with people close to us"
        ),
        Constant(
            "shaping.close_from",
            Count,
            "relationship level from which somebody is close",
            assumed(3, "count", 2, 4, say("from fairly familiar on people do somebody a favour (S20)")),
        ),
    ),
    reads=(
        Field("deal.play", "whole", "model.terms.Play"),
        Field("deal.rival_requests", "wide", "requests of each rival for a meeting", ("rivals",)),
    ),
)
