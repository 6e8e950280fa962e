"""Relationships grow by good meetings and fade with neglect; whoever knows us opens the door (MODEL §5; S20)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Field, Mechanism, ShownIn
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import ACQUAINTED, FAMILIAR, MIDDLING, bond_now, relationship
from engine.dynamics.state.routes import Route
from engine.model.quantity import PositiveCoefficient, PositiveDuration, Probability
from engine.wording import say

CLOSEST = 4.5
"""The middle of the closest band, level 5."""


@moments.well_received.at(10)
def build_relationship(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, effect: float, message: float
) -> None:
    """A meeting that was worth their time brings us closer, sooner where they like how we deal with them."""
    pace = 1.0 + desk.experience_closeness * (account.experience[i] - MIDDLING)
    gained = desk.touch_bond_gain * message * max(0.0, pace)
    account.bond[i] = min(CLOSEST, bond_now(account, desk, i, now) + gained)
    account.bond_since[i] = now


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
    known = relationship(account, desk, i, now)
    if known >= FAMILIAR:
        deal.route = Route.familiar + 0
        return max(chance, desk.access_familiar)
    if known == ACQUAINTED or account.met[i] == 1:
        deal.route = Route.acquainted + 0
        return max(chance, desk.access_acquainted)
    return chance


MECHANISM = Mechanism(
    name="acquaintance",
    title=say("Relationships"),
    sentence=say("Good meetings bring people closer level by level; half a year of silence loses half of it again."),
    source="S20; MODEL §5",
    shown_in=ShownIn("staying_ahead_tender", "bottom_up_sponsored", "win_rate_all", "down"),
    constants=(
        Constant("access.acquainted", Probability, "relationship level 2, or met before"),
        Constant("access.familiar", Probability, "relationship level 3 and above"),
        Constant("touch.bond_gain", PositiveCoefficient, "relationship levels gained by a fully relevant meeting"),
        Constant("touch.bond_half_life", PositiveDuration, "neglect halves the relationship above level 1"),
    ),
    reads=(
        Field("deal.route", "whole", "route of the last request"),
        Field("account.experience", "number", "of being dealt with by us, 0–1", ("people",), start=MIDDLING),
        Field("desk.experience_closeness", "number", "pace of relationships per unit of experience"),
    ),
)
