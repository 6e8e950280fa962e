"""An executive of ours calls on executives: courtesy between equals opens doors (MODEL §4; S12, S19)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Field, Mechanism, ShownIn
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import shielded
from engine.dynamics.state.routes import Route
from engine.dynamics.state.team_roles import EXECUTIVE
from engine.model.chart import TOP
from engine.model.quantity import Probability
from engine.model.terms import TouchKind
from engine.wording import say


@moments.way_in.at(20)
def executive_chance(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, prepared: float, executive: bool, chance: float
) -> float:
    """At the top levels, a request by our executive."""
    if executive and shielded(account, desk, i) and desk.access_peer_executive > chance:
        deal.route = Route.executive + 0
        return desk.access_peer_executive
    return chance


@moments.who_goes.at(20)
def executive_goes(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, kind: int, executive: bool, role: int
) -> int:
    """Our executive sees the top, and opens the door one level below; offers, evidence and help are others' work."""
    work = kind == TouchKind.evidence or kind == TouchKind.proposal or kind == TouchKind.help
    opens_door = account.level[i] == TOP or (account.met[i] == 0 and shielded(account, desk, i))
    if executive and opens_door and not work and desk.team_here[EXECUTIVE] == 1:
        return EXECUTIVE
    return role


@moments.facts_of_deal.at(50)
def executive_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """We know whether one of ours takes part."""
    deal.fact_executive_on_our_side = float(desk.team_here[EXECUTIVE])


MECHANISM = Mechanism(
    name="executives",
    title=say("Our executive"),
    sentence=say("Where a strategy sends our executive, the top receives them more readily than a seller."),
    source=say("S12 (own executive), S19; MODEL §4"),
    shown_in=ShownIn("staying_ahead_tender", "multi_level", "win_rate_all", "down"),
    constants=(Constant("access.peer_executive", Probability, "asked by an executive of ours"),),
    reads=(
        Field("desk.access_top_levels", "number", "levels from the top that are shielded", start=2),
        Field("deal.route", "whole", "route of the last request"),
    ),
    facts=("executive_on_our_side",),
)
