"""Whether somebody receives us, by which route, and how long the appointment takes (anchor E2)."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from engine.dynamics.chance import Purpose, gamma, uniform
from engine.dynamics.compiled import compiled
from engine.dynamics.people import relationship
from engine.dynamics.record import Deal
from engine.dynamics.tape import write
from engine.model.events import EventKind
from engine.model.terms import TEAM_ROLES


class Route(IntEnum):
    """How we get to somebody."""

    cold = 0
    acquainted = 1
    familiar = 2
    executive = 3
    introduced = 4
    mandate = 5


ACCOUNT_MANAGER = TEAM_ROLES.index("account_manager")
PRESALES = TEAM_ROLES.index("presales_engineer")
EXECUTIVE = TEAM_ROLES.index("executive_sponsor")


@compiled
def by_level(level: int, first: float, second: float, third: float, fourth: float) -> float:
    """The value for an organisational level; the fourth serves all below."""
    if level <= 1:
        return first
    if level == 2:
        return second
    return third if level == 3 else fourth


@compiled
def introducer(d: Deal, i: int) -> int:
    """A sponsor who can bring us to person i: tied to them and at most one level away; −1 when there is none."""
    for j in range(d.n):
        if d.sponsor[j] == 1 and j != i and d.can_introduce[j, i] == 1 and d.level[j] - d.level[i] <= 1:
            return j
    return -1


@compiled
def best_route(d: Deal, i: int, now: float, prepared: float, executive: bool) -> tuple[int, float]:
    """The most promising route to person i and its chance. Routes do not add up; a mandate wins back refusals."""
    cold = by_level(
        d.level[i], d.access_cold_level_1, d.access_cold_level_2, d.access_cold_level_3, d.access_cold_level_4
    )
    route = Route.cold + 0
    chance = cold * (d.access_unprepared + (1.0 - d.access_unprepared) * prepared)
    known = relationship(d, i, now)
    if known >= 3 and d.access_familiar > chance:
        route, chance = Route.familiar + 0, d.access_familiar
    elif known == 2 and d.access_acquainted > chance:
        route, chance = Route.acquainted + 0, d.access_acquainted
    if executive and d.level[i] <= 2 and d.access_peer_executive > chance:
        route, chance = Route.executive + 0, d.access_peer_executive
    if introducer(d, i) >= 0 and d.access_recommended > chance:
        route, chance = Route.introduced + 0, d.access_recommended
    if d.mandate[i] > 0.0:
        gained = (1.0 - chance) * d.access_mandate * d.mandate[i]
        if gained > chance:
            route = Route.mandate + 0
        chance += gained
    return route, chance


@compiled
def appointment_days(d: Deal, i: int, attempt: int) -> float:
    """Days until the slot: longer the higher the level."""
    mean = by_level(
        d.level[i], d.access_lead_level_1, d.access_lead_level_2, d.access_lead_level_3, d.access_lead_level_4
    )
    return mean * gamma(uniform(d.key, d.person_key[i], Purpose.lead, attempt), d.access_lead_shape)


@compiled
def _comes_from_below(d: Deal, i: int) -> bool:
    """Have we met somebody two or more levels below person i?"""
    for j in range(d.n):
        if d.met[j] == 1 and d.level[j] > d.level[i] + 1:
            return True
    return False


@compiled
def ask_for_meeting(d: Deal, tape: Any, i: int, now: float, prepared: float, executive: bool) -> float:
    """Ask person i for a meeting. Returns days until the slot, or −1 when refused.

    A refusal costs the effort of asking and closes the door for a while; pushing beyond what the person tolerates costs
    stance.
    """
    attempt = d.attempts_by[i]
    d.attempts_by[i] += 1
    effort = d.access_attempt
    d.unbooked_hours += effort
    route, chance = best_route(d, i, now, prepared, executive)
    invited = route == Route.introduced or route == Route.mandate
    if attempt == 0 and not invited and _comes_from_below(d, i):
        d.asked_from_below[i] = 1
    if uniform(d.key, d.person_key[i], Purpose.access, attempt) < chance:
        days = appointment_days(d, i, attempt)
        write(d, tape, now, EventKind.request_granted, i, route, chance, days, 0.0)
        return days
    d.refused += 1
    d.refused_by[i] += 1
    if d.level[i] == 1:
        d.refused_at_top += 1
    d.blocked_until[i] = now + d.access_retry
    if d.refused_by[i] > d.access_tolerated_attempts:
        d.stance[i] = max(-1.0, d.stance[i] - d.access_push_cost)
    write(d, tape, now, EventKind.request_refused, i, route, chance, float(d.refused_by[i]), 0.0)
    return -1.0
