"""How single preferences become one decision (MODEL §7; G1–G6).

Options are numbered 0 for us, 1 … R for the rivals and R + 1 for buying nothing. Member i chooses with the softmax of
utilities; every member's own choice is drawn with their own keyed uniform, and the group's rule makes one of them.
Sources: Choffray & Lilien 1980; Lilien, Kotler & Moorthy 1992; Miller & Heiman on the silent economic buyer.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.dynamics.chance import Purpose, uniform
from engine.dynamics.compiled import compiled
from engine.dynamics.people import DECIDER, FINANCIAL, TECHNICAL, fit, relationship, rival_fit, urgency_now
from engine.dynamics.record import Deal
from engine.dynamics.tape import write
from engine.model.events import EventKind
from engine.model.terms import GROUP_MODELS, MAX_RIVALS

WEIGHTED = GROUP_MODELS.index("weighted")
EQUIPROBABILITY = GROUP_MODELS.index("equiprobability")
AUTOCRACY = GROUP_MODELS.index("autocracy")
PLURALITY = GROUP_MODELS.index("plurality")
WEIGHTED_VOTE = GROUP_MODELS.index("weighted_vote")
MINIMUM_ENDORSEMENT = GROUP_MODELS.index("minimum_endorsement")
UNANIMITY = GROUP_MODELS.index("unanimity")
PERTURBATION = GROUP_MODELS.index("preference_perturbation")
MAX_OPTIONS = MAX_RIVALS + 2


@compiled
def utilities(d: Deal, i: int, now: float, out: Any) -> None:
    """Utility of each option to person i, written to `out`."""
    nothing = d.rivals + 1
    unmet_budget = max(0.0, 1.0 - d.budget * d.budget_factor)
    out[0] = (
        d.decision_stance * d.stance[i]
        + d.decision_fit * fit(d, i)
        - d.decision_worry * d.worry[i]
        + d.decision_relationship * (relationship(d, i, now) - 1.0) / 4.0
        + d.decision_reputation * d.reputation
    )
    if d.offer_submitted == 0:
        out[0] -= d.decision_no_offer
    for j in range(d.rivals):
        out[1 + j] = (
            d.decision_stance * d.rival_stance[j, i]
            + d.decision_fit * rival_fit(d, j, i)
            - d.decision_worry * d.worry[i]
            + d.decision_relationship * (d.rival_relationship[j] - 1.0) / 4.0
            + d.decision_reputation * d.rival_reputation[j]
        )
    if d.incumbent >= 0:
        for option in range(nothing):
            if option == d.incumbent:
                out[option] += d.decision_incumbency
            else:
                leaving = d.scope if option == 0 else 1.0
                out[option] -= d.switching_cost * leaving
    out[nothing] = (
        d.decision_nothing
        + d.decision_need * (1.0 - d.need[i])
        + d.decision_indecision * d.worry[i]
        + d.decision_over_budget * unmet_budget * d.scope
        - d.decision_urgency * urgency_now(d, now)
    )


@compiled
def softmax(values: Any, count: int) -> None:
    """Turn utilities into probabilities, in place. At least one of them must be finite."""
    highest = -math.inf
    for option in range(count):
        highest = max(highest, values[option])
    total = 0.0
    for option in range(count):
        values[option] = math.exp(values[option] - highest)
        total += values[option]
    for option in range(count):
        values[option] /= total


@compiled
def pick(chances: Any, count: int, u: float) -> int:
    """The option a uniform falls on; chances need not sum to one."""
    total = 0.0
    for option in range(count):
        total += chances[option]
    left = u * total
    last = 0
    for option in range(count):
        if chances[option] > 0.0:
            last = option
            left -= chances[option]
            if left < 0.0:
                return option
    return last


@compiled
def _lead(scores: Any, count: int, u: float) -> int:
    """The option with the highest score; ties are split evenly by `u`."""
    highest = scores[0]
    for option in range(1, count):
        highest = max(highest, scores[option])
    tied = 0
    for option in range(count):
        if scores[option] >= highest - 1e-12:
            tied += 1
    wanted = int(u * tied)
    for option in range(count):
        if scores[option] >= highest - 1e-12:
            if wanted == 0:
                return option
            wanted -= 1
    return 0


@compiled
def reversals(chances: Any, members: int, count: int, option: int) -> int:
    """Preference perturbation: pairwise changes of order needed until every member puts `option` first."""
    total = 0
    for i in range(members):
        for other in range(count):
            if other != option and chances[i, other] > chances[i, option]:
                total += 1
    return total


@compiled
def _in_play(chances: Any, members: int, option: int) -> bool:
    """Does anybody give this option a chance? A vetoed one has none."""
    for i in range(members):
        if chances[i, option] > 0.0:
            return True
    return False


@compiled
def group_choice(
    model: int, chances: Any, votes: Any, weights: Any, members: int, count: int, quota: int, chief: int, u: Any
) -> int:
    """The group's option, or −1 when the rule brings none about.

    chances: members × count probabilities; votes: each member's own choice; weights: ≥ 0, not all zero;
    chief: the place of the member who decides alone under autocracy; u: two uniforms, for the spokesman and for ties.
    """
    scores = np.zeros(MAX_OPTIONS)
    if model == AUTOCRACY:
        return votes[chief]
    if model == WEIGHTED:
        return votes[pick(weights, members, u[0])]
    if model == EQUIPROBABILITY:
        return votes[min(members - 1, int(u[0] * members))]
    if model == PLURALITY or model == WEIGHTED_VOTE or model == MINIMUM_ENDORSEMENT:
        for i in range(members):
            scores[votes[i]] += weights[i] if model == WEIGHTED_VOTE else 1.0
        winner = _lead(scores, count, u[1])
        if model == MINIMUM_ENDORSEMENT and scores[winner] < quota:
            return -1
        return winner
    if model == UNANIMITY:
        for option in range(count):
            logs = 0.0
            for i in range(members):
                logs += math.log(max(chances[i, option], 1e-300))
            scores[option] = logs
        softmax(scores, count)
        return pick(scores, count, u[0])
    for option in range(count):
        if not _in_play(chances, members, option):
            continue
        changes = reversals(chances, members, count, option)
        if changes == 0:
            return option
        scores[option] = 1.0 / changes
    return pick(scores, count, u[0])


@compiled
def _vetoed(d: Deal, i: int, option: int) -> bool:
    """Technical evaluators and financial approvers can stop an option they are set against."""
    if (d.roles[i] & (TECHNICAL | FINANCIAL)) == 0:
        return False
    stance = d.stance[i] if option == 0 else d.rival_stance[option - 1, i]
    return bool(stance < d.veto_stance)


@compiled
def chief_of(d: Deal) -> int:
    """The decider; with several, the most powerful."""
    best = 0
    found = False
    for i in range(d.n):
        if (d.roles[i] & DECIDER) != 0 and (not found or d.power[i] > d.power[best]):
            best, found = i, True
    return best


@compiled
def committee_decides(d: Deal, tape: Any, now: float) -> int:
    """Hold the vote. Returns 0 for us, 1 … R for a rival, −1 when the group buys nothing or comes to no decision."""
    n, nothing = d.n, d.rivals + 1
    count = nothing + 1
    chances = np.zeros((n, MAX_OPTIONS))
    votes = np.zeros(n, np.int64)
    for i in range(n):
        utilities(d, i, now, chances[i])
    for option in range(nothing):
        for i in range(n):
            if _vetoed(d, i, option):
                write(d, tape, now, EventKind.veto, i, option, 0.0, 0.0, 0.0)
                for member in range(n):
                    chances[member, option] = -math.inf
                break
    for i in range(n):
        softmax(chances[i], count)
        votes[i] = pick(chances[i], count, uniform(d.key, d.person_key[i], Purpose.vote, d.rounds_held))
        write(d, tape, now, EventKind.vote, i, votes[i], chances[i, 0], chances[i, nothing], 0.0)
    u = np.empty(2)
    u[0] = uniform(d.key, 0, Purpose.spokesman, d.rounds_held)
    u[1] = uniform(d.key, 0, Purpose.tie, d.rounds_held)
    chief = chief_of(d)
    choice = group_choice(d.group_model, chances, votes, d.power, n, count, d.quota, chief, u)
    if choice == nothing or choice < 0:
        return -1
    if d.economic_buyer_must_act == 1 and votes[chief] == nothing:
        return -1
    return choice
