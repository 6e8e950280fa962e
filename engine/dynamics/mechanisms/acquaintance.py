"""Relationships grow by good meetings and fade with neglect; whoever knows us opens the door (MODEL §5; S20)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Field, Mechanism, ShownIn
from engine.dynamics.kernels import kernel
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import ACQUAINTED, FAMILIAR, MIDDLING, bond_now, relationship
from engine.dynamics.state.rival_values import rival_bond_now, rival_level
from engine.dynamics.state.routes import Route
from engine.model.quantity import PositiveCoefficient, PositiveDuration, Probability
from engine.wording import say

CLOSEST = 4.5
"""The middle of the closest band, level 5."""
RIVALS = ("rivals", "people")


@moments.well_received.at(10)
def build_relationship(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, effect: float, message: float
) -> None:
    """A meeting that was worth their time brings us closer, sooner where they like how we deal with them."""
    pace = 1.0 + desk.experience_closeness * (account.experience[i] - MIDDLING)
    gained = desk.touch_bond_gain * message * max(0.0, pace)
    account.bond[i] = min(CLOSEST, bond_now(account, desk, i, now) + gained)
    account.bond_since[i] = now


@moments.rival_received.at(20)
def rival_builds_relationship(
    account: Account, deal: Deal, desk: Desk, now: float, j: int, i: int, relevance: float
) -> None:
    """Rivals come closer to whom they meet as we do, from the level that holds in the account."""
    most = CLOSEST + 1.0 - account.rival_relationship[j]
    gained = rival_bond_now(account, desk, j, i, now) + desk.touch_bond_gain * relevance
    account.rival_bond[j, i] = min(most, gained)
    account.rival_bond_since[j, i] = now


@moments.visit_paid.at(20)
def keep_relationship(account: Account, deal: Deal, desk: Desk, now: float, i: int, role: int, message: float) -> float:
    """So does a visit without a project."""
    build_relationship(account, deal, desk, now, i, message, message)
    return message


@moments.way_in.at(10)
def acquaintance_chance(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, prepared: float, executive: bool, chance: float
) -> float:
    """Whoever knows us mostly says yes; nobody whom we have met is asked as a stranger again (S20)."""
    deal.route = _route(relationship(account, desk, i, now), account.met[i], deal.route)
    return max(chance, _chance(desk, deal.route))


@moments.rival_way_in.at(20)
def rival_acquaintance_chance(
    account: Account, deal: Deal, desk: Desk, now: float, j: int, i: int, chance: float
) -> float:
    """The same for rivals, by what holds between them and this person."""
    known = rival_level(account, desk, j, i, now)
    deal.rival_route = _route(known, account.rival_met[j, i], deal.rival_route)
    return max(chance, _chance(desk, deal.rival_route))


@kernel
def _route(known: int, met: int, route: int) -> int:
    """The way in to somebody at this level of relationship."""
    if known >= FAMILIAR:
        return Route.familiar + 0
    return Route.acquainted + 0 if known == ACQUAINTED or met == 1 else route


@kernel
def _chance(desk: Desk, route: int) -> float:
    if route == Route.familiar:
        return desk.access_familiar
    return desk.access_acquainted if route == Route.acquainted else 0.0


MECHANISM = Mechanism(
    name="acquaintance",
    title=say("Relationships"),
    sentence=say("Good meetings bring people closer level by level; half a year of silence loses half of it again."),
    source="S20; MODEL §5",
    shown_in=ShownIn("resentful_middle", "bottom_up_field", "win_rate_all", "down"),
    constants=(
        Constant("access.acquainted", Probability, "relationship level 2, or met before"),
        Constant("access.familiar", Probability, "relationship level 3 and above"),
        Constant("touch.bond_gain", PositiveCoefficient, "relationship levels gained by a fully relevant meeting"),
        Constant("touch.bond_half_life", PositiveDuration, "neglect halves the relationship above level 1"),
    ),
    fields=(
        Field("account.rival_bond", "number", "levels that a rival's meetings with them have added", RIVALS),
        Field("account.rival_bond_since", "number", "day on which that was", RIVALS),
    ),
    reads=(
        Field("deal.route", "whole", "route of the last request"),
        Field("deal.rival_route", "whole", "route of the last request of a rival"),
        Field("account.rival_met", "whole", "1 when the rival has met them", RIVALS),
        Field("account.experience", "number", "of being dealt with by us, 0–1", ("people",), start=MIDDLING),
        Field("desk.experience_closeness", "number", "pace of relationships per unit of experience"),
    ),
)
