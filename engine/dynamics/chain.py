"""The chain of command answers: sponsors, mandates from above, and managers who were passed over.

Nothing here knows the seller's strategy: who was met, in which order and how well is all that counts.
"""

from __future__ import annotations

from typing import Any

from engine.dynamics.chance import Purpose, uniform
from engine.dynamics.compiled import compiled
from engine.dynamics.people import GATEKEEPER, add_resentment, bounded, relationship
from engine.dynamics.record import Deal
from engine.dynamics.tape import write
from engine.model.events import EventKind


@compiled
def _reports_through(d: Deal, below: int, above: int) -> int:
    """Steps from `below` up the formal line to `above`; 0 when `above` is not over them."""
    steps = 0
    i = below
    while d.boss[i] >= 0:
        i = d.boss[i]
        steps += 1
        if i == above:
            return steps
    return 0


@compiled
def _check_sponsor(d: Deal, tape: Any, i: int, now: float) -> None:
    """Somebody convinced who knows us well may stand up for us, if they are the kind of person who does."""
    if d.sponsor[i] == 0:
        convinced = d.stance[i] >= d.chain_sponsor_stance and relationship(d, i, now) >= d.chain_sponsor_relationship
        if convinced and uniform(d.key, d.person_key[i], Purpose.consent, 0) < d.chain_sponsor_consent:
            d.sponsor[i] = 1
            d.sponsors_won += 1
            write(d, tape, now, EventKind.sponsor_won, i, 0, d.stance[i], 0.0, 0.0)
    elif d.stance[i] < d.chain_sponsor_lost:
        d.sponsor[i] = 0
        d.sponsors_lost += 1
        write(d, tape, now, EventKind.sponsor_lost, i, 0, d.stance[i], 0.0, 0.0)


@compiled
def check_sponsors(d: Deal, tape: Any, now: float) -> None:
    """Sponsors who have cooled down stop."""
    for i in range(d.n):
        if d.sponsor[i] == 1:
            _check_sponsor(d, tape, i, now)


@compiled
def _give_mandate(d: Deal, tape: Any, i: int, now: float) -> None:
    """A convinced superior says "work with them". It weighs as much as they do, and loses force at every level.

    Those below open their doors and lean towards it; a weak word makes those we have not yet met resent being told.
    """
    strength = d.power[i] * bounded(d.stance[i], 0.0, 1.0)
    if strength <= d.mandate_given[i] + 0.02:
        return
    first = d.mandate_given[i] == 0.0
    d.mandate_given[i] = strength
    reached = 0
    for j in range(d.n):
        steps = _reports_through(d, j, i)
        if steps == 0:
            continue
        reached += 1
        arriving = strength * d.chain_mandate_transmission ** (steps - 1)
        if arriving > d.mandate[j]:
            pull = d.chain_mandate_anchor * (arriving - d.mandate[j])
            d.mandate[j] = arriving
            d.anchor[j] += pull * (d.stance[i] - d.anchor[j])
        if first and d.met[j] == 0 and arriving < d.chain_weak_mandate:
            amount = d.chain_resentment * (d.chain_weak_mandate - arriving) * (1.0 - d.susceptibility[j])
            add_resentment(d, j, now, amount)
            write(d, tape, now, EventKind.resentment, j, 1, amount, 0.0, 0.0)
    if reached > 0:
        write(d, tape, now, EventKind.mandate, i, 0, strength, float(reached), 0.0)


@compiled
def _passed_over(d: Deal, i: int, x: int) -> bool:
    """Was manager x, not met, skipped on the way from somebody we had met before up to i?"""
    if _reports_through(d, x, i) == 0:
        return False
    for j in range(d.n):
        if d.met[j] == 1 and j != i and _reports_through(d, j, x) > 0:
            return True
    return False


@compiled
def _bypass(d: Deal, tape: Any, i: int, now: float) -> None:
    """We came from below and went over somebody's head: they and unmet gatekeepers turn, unless it works.

    What counts is when and how person i was first asked: a top calendar that is slower than an engineer's is no leap,
    and neither is a meeting that somebody of their own arranged.
    """
    if d.asked_from_below[i] == 0:
        return
    won = bounded(d.stance[i], 0.0, 1.0)
    blow = d.chain_backlash * (1.0 - d.chain_backlash_forgiven * won)
    for x in range(d.n):
        if x == i or d.met[x] == 1 or d.bypassed[x] == 1:
            continue
        gatekeeper = (d.roles[x] & GATEKEEPER) != 0 and d.level[x] > d.level[i]
        if gatekeeper or _passed_over(d, i, x):
            d.bypassed[x] = 1
            d.stance[x] = max(-1.0, d.stance[x] - blow)
            d.anchor[x] = max(-1.0, d.anchor[x] - blow)
            add_resentment(d, x, now, blow)
            write(d, tape, now, EventKind.resentment, x, 2, blow, 0.0, 0.0)


@compiled
def after_meeting(d: Deal, tape: Any, i: int, now: float) -> None:
    """What a meeting with person i sets off around them."""
    if d.touches_by[i] == 1:
        _bypass(d, tape, i, now)
    _check_sponsor(d, tape, i, now)
    if d.stance[i] >= d.chain_mandate_stance:
        _give_mandate(d, tape, i, now)
