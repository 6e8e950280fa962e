"""Whom to see next and what for: an engagement strategy is a list of phases, read here (MODEL §4; S12).

Words of a phase in the packed tables, in order: see the constants below. A phase names who may be seen, in which order,
with how much preparation, and when it is over.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.dynamics.access import introducer
from engine.dynamics.chance import Purpose, uniform
from engine.dynamics.compiled import compiled
from engine.dynamics.people import relationship
from engine.dynamics.record import Deal
from engine.model.terms import BuyerStep, Outcome, Play, Stage, TouchKind

PHASE_WORDS = 9
ORDER = 0  # −1 lowest level first, +1 highest first
ROLE_MASK = 1  # only people with one of these roles; 0 anybody
MIN_LEVEL = 2  # nobody above this level (1 is the top)
MAX_LEVEL = 3  # nobody below this level
INTRODUCED = 4  # 1: people above `BASE_LEVEL` only when a sponsor, a mandate or familiarity opens the door
PREPARATION = 5  # hours before a first meeting
EXECUTIVE = 6  # 1: our executive goes to levels 1 and 2
UNTIL = 7  # what ends the phase
UNTIL_VALUE = 8
BASE_LEVEL = 3

NEVER = 0
PEOPLE_MET = 1
DECIDER_SEEN = 2
SPONSOR_WON = 3
REFUSED_AT_TOP = 4
NOBODY = -1


@compiled
def phases_of(tables: Any, strategy: int) -> tuple[int, int]:
    """How many phases a strategy has (0 for doing nothing) and the place of the first one's words, in the tables."""
    numbers = tables.view(np.int64)
    at = numbers[numbers[1 + numbers[0]] + strategy]
    return numbers[at], at + 1


@compiled
def satisfied(d: Deal, i: int) -> bool:
    """Does the seller believe that person i needs no more convincing?"""
    return bool(
        d.met[i] == 1
        and d.seen_stance[i] >= d.pursuit_target_stance
        and d.seen_need[i] >= d.pursuit_target_need
        and d.seen_worry[i] <= d.pursuit_target_worry
    )


@compiled
def _phase_over(d: Deal, words: Any, at: int) -> bool:
    until, value = int(words[at + UNTIL]), words[at + UNTIL_VALUE]
    if until == PEOPLE_MET:
        return bool(d.fact_people_met >= value)
    if until == DECIDER_SEEN:
        return bool(d.fact_decider_met == 1.0 or d.refused_at_top >= value)
    if until == SPONSOR_WON:
        return bool(d.fact_has_sponsor == 1.0)
    if until == REFUSED_AT_TOP:
        return bool(d.refused_at_top >= value)
    return False


@compiled
def _pause(d: Deal, i: int) -> float:
    """Days to leave person i alone after a meeting: longer once they are content, or while we develop for later."""
    if satisfied(d, i):
        return d.pursuit_revisit
    return d.pursuit_pause / max(0.05, d.shaping_develop_pace) if d.play == Play.develop else d.pursuit_pause


@compiled
def _available(d: Deal, i: int, now: float) -> bool:
    """Known, not already being met, not closed to us, not seen a moment ago, and not content for the time being."""
    if d.identified[i] == 0 or d.in_flight[i] == 1 or now < d.blocked_until[i] - 1e-9:
        return False
    if d.refused_by[i] >= d.pursuit_most_attempts:
        return False
    if d.met[i] == 0:
        return True
    return bool(now - d.last_touch[i] >= _pause(d, i) - 1e-9)


@compiled
def _allowed(d: Deal, words: Any, at: int, i: int, now: float) -> bool:
    """Does the phase let us see person i?"""
    mask = int(words[at + ROLE_MASK])
    if mask != 0 and (d.roles[i] & mask) == 0:
        return False
    if d.level[i] < words[at + MIN_LEVEL] or d.level[i] > words[at + MAX_LEVEL]:
        return False
    if words[at + INTRODUCED] == 1.0 and d.level[i] < BASE_LEVEL and d.met[i] == 0:
        return bool(introducer(d, i) >= 0 or d.mandate[i] > 0.0 or relationship(d, i, now) >= 3)
    return True


@compiled
def _first_in_order(d: Deal, words: Any, at: int, now: float) -> int:
    """The person to see under one phase: by level, then by power, then in the order of the file."""
    best, best_score = NOBODY, 0.0
    for i in range(d.n):
        if _available(d, i, now) and _allowed(d, words, at, i, now):
            score = -words[at + ORDER] * d.level[i] + 0.5 * d.power[i]
            if best == NOBODY or score > best_score:
                best, best_score = i, score
    return best


@compiled
def choose_person(d: Deal, tables: Any, now: float) -> tuple[int, int]:
    """Whom to see next and under which phase's rules (its place); NOBODY when there is nobody to see.

    Phases that are over are left for good. When the present phase has nobody to offer, earlier ones are asked.
    """
    words = tables.view(np.float64)
    count, first = phases_of(tables, d.strategy)
    if count == 0:
        return NOBODY, 0
    while d.phase < count - 1 and _phase_over(d, words, first + d.phase * PHASE_WORDS):
        d.phase += 1
    for back in range(d.phase + 1):
        at = first + (d.phase - back) * PHASE_WORDS
        person = _first_in_order(d, words, at, now)
        if person != NOBODY:
            return person, at
    return NOBODY, 0


@compiled
def days_until_somebody(d: Deal, now: float) -> float:
    """Days until a closed door or a pause ends for anybody we know; 0 when that is already so."""
    soonest = math.inf
    for i in range(d.n):
        if d.identified[i] == 1 and d.in_flight[i] == 0 and d.refused_by[i] < d.pursuit_most_attempts:
            free = d.blocked_until[i]
            if d.met[i] == 1:
                free = max(free, d.last_touch[i] + _pause(d, i))
            soonest = min(soonest, free)
    return max(0.0, soonest - now) if soonest < math.inf else d.pursuit_revisit


@compiled
def _right_kind(d: Deal, i: int) -> int:
    """The touch that person i needs most, as far as we know: learn, then needs, then worries, then benefits."""
    if d.learnt[i] < 0.5 and d.situation_questions[i] < d.touch_patience:
        return TouchKind.situation + 0
    if d.seen_implied[i] < 0.5:
        return TouchKind.problem + 0
    if d.seen_need[i] < d.pursuit_target_need:
        return TouchKind.implication + 0
    if d.seen_worry[i] > d.pursuit_target_worry:
        return TouchKind.evidence + 0
    return TouchKind.payoff + 0


@compiled
def choose_kind(d: Deal, i: int, role: int) -> int:
    """What the meeting is for. Less disciplined sellers jump to praising benefits before there is a need."""
    ready = d.stage >= Stage.propose and d.met[i] == 1
    late = d.step_code[max(0, d.step)] >= BuyerStep.bidding
    if ready and d.offer_submitted == 0 and (d.play != Play.develop or late):
        return TouchKind.proposal + 0
    kind = _right_kind(d, i)
    if kind == TouchKind.problem or kind == TouchKind.implication:
        slip = uniform(d.key, d.person_key[i], Purpose.question, d.touches_by[i])
        if slip >= d.team_discipline[role]:
            return TouchKind.payoff + 0
    return kind


@compiled
def is_over(d: Deal) -> bool:
    """Has the project ended?"""
    return bool(d.outcome != Outcome.no_project)
