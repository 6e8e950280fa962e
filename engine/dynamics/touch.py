"""What one meeting does to one person, and to the chain of command around them (MODEL §4, §5; S15)."""

from __future__ import annotations

from typing import Any

from engine.dynamics.chain import after_meeting
from engine.dynamics.chance import Purpose, lognormal, uniform
from engine.dynamics.compiled import compiled
from engine.dynamics.people import (
    CRITERIA_COUNT,
    bond_now,
    bounded,
    fit,
    relationship,
    resentment_now,
)
from engine.dynamics.record import Deal
from engine.dynamics.tape import write
from engine.model.events import EventKind
from engine.model.terms import Play, TouchKind


@compiled
def learn_beforehand(d: Deal, i: int, hours: float) -> float:
    """What preparation of so many hours uncovers about person i, 0–1 (diminishing)."""
    return d.touch_preparation_limit * (1.0 - 0.36787944117144233 ** (hours / d.touch_preparation))


@compiled
def relevance(d: Deal, i: int, now: float) -> float:
    """How well what we say meets person i: fit of the offer, what we have learnt, and whether they care to listen."""
    value = fit(d, i) * (d.touch_untaught + (1.0 - d.touch_untaught) * d.learnt[i])
    if d.play == Play.flanking:
        value *= 1.0 - d.shaping_flanking_cost
    return value * (1.0 - resentment_now(d, i, now))


@compiled
def _shift_criteria(d: Deal, i: int, effect: float) -> None:
    """Flanking: lead the person's criteria towards what we are best at (from X to X+1, or from X to Y)."""
    best, lead = 0, -2.0
    for c in range(CRITERIA_COUNT):
        margin = d.offer[c]
        for j in range(d.rivals):
            margin = min(margin, d.offer[c] - d.rival_offer[j, c])
        if margin > lead:
            best, lead = c, margin
    share = bounded(d.shaping_criteria_shift * effect, 0.0, 1.0)
    for c in range(CRITERIA_COUNT):
        target = 1.0 if c == best else 0.0
        d.criteria[i, c] += share * (target - d.criteria[i, c])


@compiled
def _kind_weight(d: Deal, i: int, kind: int) -> float:
    """Share of the full stance effect. A benefit is worth what the need is worth: payoff before need does little."""
    if kind == TouchKind.situation:
        return d.touch_weight_situation
    if kind == TouchKind.problem:
        return d.touch_weight_problem
    if kind == TouchKind.implication:
        return d.touch_weight_implication
    if kind == TouchKind.payoff:
        return d.touch_weight_payoff * d.need[i]
    if kind == TouchKind.evidence:
        return d.touch_weight_evidence
    return d.touch_weight_proposal


@compiled
def _questions(d: Deal, i: int, kind: int, effect: float) -> None:
    """What the questions themselves bring to light (SPIN)."""
    if kind == TouchKind.situation:
        d.situation_questions[i] += 1
        d.learnt[i] += d.touch_learning * (1.0 - d.learnt[i])
        if d.situation_questions[i] > d.touch_patience:
            d.stance[i] = max(-1.0, d.stance[i] - d.touch_tiring)
    elif kind == TouchKind.problem:
        d.implied_need[i] += bounded(d.touch_problem_gain * effect, 0.0, 1.0) * (1.0 - d.implied_need[i])
    elif kind == TouchKind.implication:
        raised = bounded(d.touch_implication_gain * effect * d.implied_need[i], 0.0, 1.0) * (1.0 - d.need[i])
        d.need[i] += raised
    elif kind == TouchKind.evidence:
        d.worry[i] -= bounded(d.touch_evidence_gain * effect, 0.0, 1.0) * d.worry[i]


@compiled
def _gossip(d: Deal, i: int) -> None:
    """People talk about those they work with: we hear who else has a say, and something about them."""
    for j in range(d.n):
        if j == i:
            continue
        close = d.advises[i, j] == 1 or d.boss[i] == j or d.boss[j] == i
        if close:
            d.identified[j] = 1
            d.learnt[j] += d.touch_gossip * (1.0 - d.learnt[j])


@compiled
def look_at(d: Deal, i: int, now: float) -> None:
    """The seller takes away how person i stands today; tomorrow it may be stale."""
    d.seen_stance[i] = d.stance[i]
    d.seen_need[i] = d.need[i]
    d.seen_implied[i] = d.implied_need[i]
    d.seen_worry[i] = d.worry[i]
    best = -1.0
    for j in range(d.rivals):
        best = max(best, d.rival_stance[j, i])
    d.seen_rival_stance[i] = best if d.rivals > 0 else 0.0
    d.last_touch[i] = now


@compiled
def touch(d: Deal, tape: Any, i: int, kind: int, role: int, now: float) -> None:
    """Meet person i. Stance, need, worry, relationship and what we know of them change."""
    occurrence = d.touches_by[i]
    d.touches_by[i] += 1
    d.touches += 1
    if d.first_touch != d.first_touch:
        d.first_touch = now
    first_meeting = d.met[i] == 0
    if first_meeting:
        d.met[i] = 1
        write(d, tape, now, EventKind.met, i, 0, float(d.level[i]), 0.0, 0.0)
    message = relevance(d, i, now)
    luck = lognormal(uniform(d.key, d.person_key[i], Purpose.touch_effect, occurrence), d.touch_luck)
    effect = d.team_skill[role] * message * luck
    before = d.stance[i]
    if message < d.touch_relevance_floor:
        d.stance[i] = max(-1.0, before - d.touch_harm * (d.touch_relevance_floor - message))
        if first_meeting and d.level[i] <= 2:
            d.blocked_until[i] = now + d.access_burnt
    else:
        closeness = 1.0 + d.touch_relationship_bonus * (relationship(d, i, now) - 1.0)
        gain = d.touch_stance_gain * effect * closeness * _kind_weight(d, i, kind)
        d.stance[i] = before + bounded(gain, 0.0, 1.0) * (1.0 - before)
        d.bond[i] = min(4.0, bond_now(d, i, now) + d.touch_bond_gain * message)
        d.bond_since[i] = now
        if d.play == Play.flanking:
            _shift_criteria(d, i, effect)
        if d.frozen == 0:
            d.shaped += d.shaping_fit_gain * bounded(effect, 0.0, 1.0) * (1.0 - d.shaped)
    change = d.stance[i] - before
    d.anchor[i] = bounded(d.anchor[i] + d.touch_anchor_share * change, -1.0, 1.0)
    _questions(d, i, kind, effect)
    _gossip(d, i)
    write(d, tape, now, EventKind.touch, i, kind, change, message, d.stance[i])
    after_meeting(d, tape, i, now)
    look_at(d, i, now)
