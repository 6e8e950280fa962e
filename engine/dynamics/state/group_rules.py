"""Group rules (G1–G6): many members' chances and choices become the choice of the group. Pure numbers.

Options are numbered 0 for us, 1 … R for the rivals and R + 1 for buying nothing.
Sources: Choffray & Lilien 1980; Lilien, Kotler & Moorthy 1992.
"""

from __future__ import annotations

import math
from typing import Any

from engine.dynamics.kernels import kernel
from engine.dynamics.state.vote_tallies import count_votes
from engine.model.terms import GROUP_MODELS

WEIGHTED = GROUP_MODELS.index("weighted")
EQUIPROBABILITY = GROUP_MODELS.index("equiprobability")
AUTOCRACY = GROUP_MODELS.index("autocracy")
PLURALITY = GROUP_MODELS.index("plurality")
WEIGHTED_VOTE = GROUP_MODELS.index("weighted_vote")
MINIMUM_ENDORSEMENT = GROUP_MODELS.index("minimum_endorsement")
UNANIMITY = GROUP_MODELS.index("unanimity")
TENDER = GROUP_MODELS.index("tender")


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
def swaps(chances: Any, members: int, count: int, option: int) -> float:
    """Preference perturbation: swaps of neighbours until every member puts `option` first; a tie is half a swap."""
    total = 0.0
    for i in range(members):
        for other in range(count):
            if chances[i, other] > chances[i, option]:
                total += 1.0
            elif other != option and chances[i, other] == chances[i, option]:
                total += 0.5
    return total


@kernel
def _in_play(chances: Any, members: int, option: int) -> bool:
    """Does anybody give this option a chance? A vetoed one has none."""
    for i in range(members):
        if chances[i, option] > 0.0:
            return True
    return False


@kernel
def _agree(model: int, chances: Any, members: int, count: int, out: Any) -> None:
    """Rules under which members talk until they agree: the chances of what they agree on."""
    for option in range(count):
        if not _in_play(chances, members, option):
            out[option] = -math.inf
        elif model == UNANIMITY:
            for i in range(members):
                out[option] += math.log(max(chances[i, option], 1e-300))
        else:
            needed = swaps(chances, members, count, option)
            out[option] = -math.log(needed) if needed > 0.0 else math.inf
    for option in range(count):
        if out[option] == math.inf:  # all put it first already
            for other in range(count):
                out[other] = 0.0 if other == option else -math.inf
            break
    softmax(out, count)


@kernel
def is_counted(model: int) -> bool:
    """Do votes count under this rule? Else somebody speaks for the group, or members talk until they agree."""
    return bool(model == PLURALITY or model == WEIGHTED_VOTE or model == MINIMUM_ENDORSEMENT)


@kernel
def is_spoken(model: int) -> bool:
    """Does one member speak for the group under this rule?"""
    return bool(model == WEIGHTED or model == EQUIPROBABILITY or model == AUTOCRACY)


@kernel
def voices(model: int, weights: Any, members: int, chief: int, out: Any) -> None:
    """What each member's word is worth under this rule: shares that sum to one, or what a vote adds to a tally.

    weights: ≥ 0; where nobody has any, all count the same. chief: the place of who decides alone under autocracy.
    """
    total = 0.0
    for i in range(members):
        total += weights[i]
    for i in range(members):
        weight = weights[i] if total > 0.0 else 1.0
        if model == WEIGHTED:
            out[i] = weight / (total if total > 0.0 else members)
        elif model == WEIGHTED_VOTE:
            out[i] = weight
        elif model == AUTOCRACY:
            out[i] = 1.0 if i == chief else 0.0
        else:
            out[i] = 1.0 / members if model == EQUIPROBABILITY else 1.0


@kernel
def group_chances(
    model: int, chances: Any, ballots: Any, words: Any, members: int, count: int, quota: int, silent: int, out: Any
) -> bool:
    """Fill `out` with the chance of every option; the last, nothing, takes in that the rule brings none about.

    The same code gives the chances beforehand and, from ballots that are cast, the choice: then only ties are open.

    chances: members × options, probabilities of each member's own choice.
    ballots: the same, or 1 for what each member has chosen. words: see `voices`, or 1 for who speaks.
    quota:   votes needed under minimum endorsement.
    silent:  the member whose own wish to buy nothing stops the group; −1 for none.
    False, and nothing is known, when the votes are too many to be counted.
    """
    nothing = count - 1
    for option in range(count):
        out[option] = 0.0
    if is_counted(model):
        needed = quota if model == MINIMUM_ENDORSEMENT else 0
        if not count_votes(ballots, words, members, count, needed, silent, out):
            return False
    elif is_spoken(model):
        for i in range(members):
            heard = words[i] if silent < 0 or i == silent else words[i] * (1.0 - ballots[silent, nothing])
            for option in range(nothing):
                out[option] += heard * ballots[i, option]
    else:
        _agree(model, chances, members, count, out)
        if silent >= 0:
            for option in range(nothing):
                out[option] *= 1.0 - ballots[silent, nothing]
    closes = 0.0
    for option in range(nothing):
        closes += out[option]
    out[nothing] = max(0.0, 1.0 - closes)
    return True
