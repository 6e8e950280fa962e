"""Group rules (G1–G6): many members' chances and choices become the choice of the group. Pure numbers.

Options are numbered 0 for us, 1 … R for the rivals and R + 1 for buying nothing.
Sources: Choffray & Lilien 1980; Lilien, Kotler & Moorthy 1992.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.dynamics.kernels import kernel
from engine.model.terms import GROUP_MODELS, MAX_RIVALS

WEIGHTED = GROUP_MODELS.index("weighted")
EQUIPROBABILITY = GROUP_MODELS.index("equiprobability")
AUTOCRACY = GROUP_MODELS.index("autocracy")
PLURALITY = GROUP_MODELS.index("plurality")
WEIGHTED_VOTE = GROUP_MODELS.index("weighted_vote")
MINIMUM_ENDORSEMENT = GROUP_MODELS.index("minimum_endorsement")
UNANIMITY = GROUP_MODELS.index("unanimity")
MAX_OPTIONS = MAX_RIVALS + 2


@kernel
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


@kernel
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


@kernel
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


@kernel
def reversals(chances: Any, members: int, count: int, option: int) -> int:
    """Preference perturbation: pairwise changes of order needed until every member puts `option` first."""
    total = 0
    for i in range(members):
        for other in range(count):
            if other != option and chances[i, other] > chances[i, option]:
                total += 1
    return total


@kernel
def _in_play(chances: Any, members: int, option: int) -> bool:
    """Does anybody give this option a chance? A vetoed one has none."""
    for i in range(members):
        if chances[i, option] > 0.0:
            return True
    return False


@kernel
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
