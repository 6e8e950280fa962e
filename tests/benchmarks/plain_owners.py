"""Whose work a step of the plain program's buyer is, what they make of it, and how they judge offers they test."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks.plain_people import Person

if TYPE_CHECKING:
    from tests.benchmarks.plain_simpy import PlainDeal

OWNERS = {
    "need": {"initiator", "user"},
    "approval": {"initiator", "user"},
    "research": {"technical_evaluator"},
    "analysis": {"technical_evaluator"},
    "testing": {"technical_evaluator"},
    "sourcing": {"buyer"},
    "bidding": {"buyer"},
    "purchase": {"decider", "buyer"},
}


def owners(deal: PlainDeal) -> list[Person]:
    """Those who own the step at hand; where nobody holds the role, those of most power."""
    found = [person for person in deal.people if person.roles & OWNERS[deal.step]]
    most = max(person.power for person in deal.people)
    return found or [person for person in deal.people if person.power == most]


def in_a_hurry(deal: PlainDeal, person: Person, days: float) -> float:
    """What is left of somebody's lead time: urgency opens the calendars of those whose problem it is."""
    theirs = person.roles & {"initiator", "user"} or person in owners(deal)
    return days * (1.0 - deal.c.urgency.shortens * deal.urgency()) if theirs else days


def hindrance(deal: PlainDeal) -> float:
    """By what waiting and the odds against going on are multiplied."""
    c, now = deal.c, deal.env.now
    own = owners(deal)
    wanted = [
        person.need + backing(deal, person) - person.worry - person.resentment_now(now, c.chain.resentment_half_life)
        for person in own
    ]
    pull = np.average(wanted, weights=[person.power for person in own]) - c.owners.usual_pull
    return math.exp(-c.owners.exponent * float(pull))


def backing(deal: PlainDeal, person: Person) -> float:
    """The strongest word from above, while the superior stands behind it; none where it is too weak."""
    c, strongest, share = deal.c.chain, 0.0, 1.0
    above = deal.lines.boss(person.id)
    while above is not None:
        superior = deal.named[above]
        stands = superior.power * min(1.0, max(0.0, superior.stance))
        strongest = max(strongest, share * min(superior.mandate_given, stands))
        share *= c.mandate_transmission
        above = deal.lines.boss(above)
    return strongest if strongest >= c.weak_mandate * (1.0 - person.susceptibility) else 0.0


def judge_offers(deal: PlainDeal) -> None:
    """The technical evaluators judge the offers that are in, and everybody reads the report."""
    c, now = deal.c, deal.env.now
    own = owners(deal)
    power = [person.power for person in own]
    points = {}
    if not deal.sourcing.is_off("us"):
        points["us"] = np.average(
            [
                person.fit(deal.terms.ours, deal.shaped)
                + c.trial.mood * (person.stance - person.resentment_now(now, c.chain.resentment_half_life))
                for person in own
            ],
            weights=power,
        )
    for rival in deal.rivals:
        name = rival.model.id
        if deal.sourcing.is_off(name):
            continue
        points[name] = np.average(
            [rival.fit(person) + c.trial.mood * person.rival_stance[name] for person in own],
            weights=power,
        )
    if len(points) < 2:
        return
    if "us" in points:
        deal.note()
    points = {name: float(value + deal.rng.normal(0.0, c.trial.scatter)) for name, value in points.items()}
    for name, value in points.items():
        lead = c.trial.weight * (value - sum(points.values()) / len(points))
        for person in deal.people:
            before = person.stance if name == "us" else person.rival_stance[name]
            after = min(1.0, max(-1.0, before + lead))
            moved = c.touch.anchor_share * (after - before)
            if name == "us":
                person.stance = after
                person.settle(moved)
            else:
                person.rival_stance[name] = after
                person.rival_anchor[name] = min(1.0, max(-1.0, person.rival_anchor[name] + moved))
