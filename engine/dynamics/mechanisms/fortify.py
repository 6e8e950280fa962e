"""Fortify: people who are close to us turn rivals away, and what we have set is asked for again (S16)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Field, Mechanism, ShownIn, assumed
from engine.dynamics.machine.chance import uniform
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import TECHNICAL, USER, bond_now, bounded, has_role
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


@moments.well_received.at(40)
def set_standards(account: Account, deal: Deal, desk: Desk, now: float, i: int, effect: float, message: float) -> None:
    """Until the requirement is fixed, those who use and judge what is in place write it into what is asked for."""
    if deal.play == Play.fortify and deal.frozen == 0 and has_role(account, i, TECHNICAL | USER):
        left = desk.shaping_standards - deal.standards
        deal.standards += desk.shaping_standards_gain * bounded(effect, 0.0, 1.0) * left


MECHANISM = Mechanism(
    name="fortify",
    title=say("Fortify"),
    sentence=say(
        "Where we are in place, people close to us turn away part of the rivals' calls, and good meetings with those "
        "who use and judge what is there make it the standard that rivals have to meet."
    ),
    source=say("S16 (fortify: insulate and isolate)"),
    shown_in=ShownIn("scheduled_renewal", "bottom_up_field", "win_rate_all", "down"),
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
        Constant(
            "shaping.standards",
            Share,
            "share of their fit that rivals lose where all our standards are asked for",
            assumed(0.25, "share", 0.1, 0.4, say("interfaces, spare parts and training can be had anew, at a price")),
        ),
        Constant(
            "shaping.standards_gain",
            Share,
            "share of that which one very good meeting brings about",
            assumed(0.3, "share", 0.1, 0.5, say("a page of the requirement, half of it reworded until others can bid")),
        ),
    ),
    fields=(Field("deal.standards", "number", "share of their fit that rivals lose to our standards, 0–1"),),
    reads=(
        Field("deal.play", "whole", "model.terms.Play"),
        Field("deal.frozen", "whole", "1 once the requirement is fixed"),
        Field("deal.rival_requests", "wide", "requests of each rival for a meeting", ("rivals",)),
    ),
)
