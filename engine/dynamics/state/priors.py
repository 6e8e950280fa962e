"""What is supposed of somebody of whom a scenario does not say it: bell curves cut off where the scale ends.

A score is most likely at its centre; its spread is the standard deviation of the bell before the ends are cut off.
Criteria follow a Dirichlet distribution around what people of the same roles usually ask for (`model.role_criteria`).
"""

from __future__ import annotations

from engine.dynamics.declarations import Constant, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.state.derived import by_rank
from engine.dynamics.state.kernel_arguments import Account, Desk
from engine.dynamics.state.person_values import INITIATOR, USER, depth, has_role
from engine.model.quantity import Agreement, Score, StanceValue
from engine.model.terms import SCORES
from engine.wording import say

POWER, SUSCEPTIBILITY, CRITERIA, STANCE, NEED, WORRY = range(len(SCORES))
"""Places in SCORES."""

PRIORS: tuple[Constant, ...] = (
    Constant(
        "unknown.power_level_1",
        Score,
        "most likely power at the top of the chart",
        assumed(0.95, "score", 0.8, 1, say("who stands at the top is seldom overruled")),
    ),
    Constant(
        "unknown.power_level_2",
        Score,
        "… one level below, in a chart of four",
        assumed(0.68, "score", 0.55, 0.8, say("vice presidents carry most projects of their field")),
    ),
    Constant(
        "unknown.power_level_3",
        Score,
        "… two levels below",
        assumed(0.45, "score", 0.3, 0.6, say("department heads are heard, and can be outvoted")),
    ),
    Constant(
        "unknown.power_level_4",
        Score,
        "… at the bottom",
        assumed(0.2, "score", 0.1, 0.3, say("who works with it is asked, not followed")),
    ),
    Constant(
        "unknown.power_spread",
        Score,
        "spread of power around that",
        assumed(0.12, "score", 0.05, 0.2, say("rank says a good deal of power, not all: advice goes its own ways")),
    ),
    Constant(
        "unknown.susceptibility",
        Score,
        "most likely susceptibility",
        assumed(0.5, "score", 0.35, 0.65, say("half of what people think they think by themselves")),
    ),
    Constant(
        "unknown.susceptibility_spread",
        Score,
        "spread of susceptibility around that",
        assumed(0.12, "score", 0.05, 0.2, say("people differ, and nobody is all stone or all echo")),
    ),
    Constant(
        "unknown.criteria_agreement",
        Agreement,
        "how closely people keep to what their roles usually ask for: concentration of the Dirichlet distribution",
        assumed(
            20, "coefficient", 8, 50, say("a weight of a quarter lies between a sixth and a third in two of three")
        ),
    ),
    Constant(
        "unknown.stance",
        StanceValue,
        "most likely stance towards us",
        assumed(0, "stance", -0.1, 0.1, say("of whom we know nothing, we may hope as much as fear")),
    ),
    Constant(
        "unknown.stance_spread",
        Score,
        "spread of stances around that",
        assumed(0.25, "score", 0.1, 0.4, say("as little is known of them as of a successor: the same as turnover's")),
    ),
    Constant(
        "unknown.need",
        Score,
        "most likely explicit need of who neither uses it nor began it",
        assumed(0.2, "score", 0.1, 0.4, say("other people's equipment is on nobody's mind")),
    ),
    Constant(
        "unknown.need_user",
        Score,
        "most likely explicit need of users and initiators",
        assumed(0.4, "score", 0.3, 0.55, say("largest where the work is done")),
    ),
    Constant(
        "unknown.need_spread",
        Score,
        "spread of needs around that",
        assumed(0.15, "score", 0.05, 0.25, say("work differs from desk to desk")),
    ),
    Constant(
        "unknown.worry",
        Score,
        "most likely worry",
        assumed(0.35, "score", 0.25, 0.45, say("every purchase of this size worries somebody a little")),
    ),
    Constant(
        "unknown.worry_spread",
        Score,
        "spread of worries around that",
        assumed(0.1, "score", 0.05, 0.2, say("most share the same doubts")),
    ),
)


@kernel
def is_unknown(account: Account, i: int, score: int) -> bool:
    """Did nobody state this score of person i?"""
    return ((account.unknown[i] >> score) & 1) == 1


@kernel
def centre_of(account: Account, desk: Desk, i: int, score: int) -> float:
    """Where this score of person i most likely lies; criteria apart."""
    if score == POWER:
        return by_rank(
            int(account.level[i]),
            depth(account),
            desk.unknown_power_level_1,
            desk.unknown_power_level_2,
            desk.unknown_power_level_3,
            desk.unknown_power_level_4,
        )
    if score == SUSCEPTIBILITY:
        return desk.unknown_susceptibility
    if score == STANCE:
        return desk.unknown_stance
    if score == NEED:
        return desk.unknown_need_user if has_role(account, i, USER | INITIATOR) else desk.unknown_need
    return desk.unknown_worry


@kernel
def spread_of(desk: Desk, score: int) -> float:
    """How far this score lies from there, as a standard deviation; criteria apart."""
    if score == POWER:
        return desk.unknown_power_spread
    if score == SUSCEPTIBILITY:
        return desk.unknown_susceptibility_spread
    if score == STANCE:
        return desk.unknown_stance_spread
    if score == NEED:
        return desk.unknown_need_spread
    return desk.unknown_worry_spread


@kernel
def lowest_of(score: int) -> float:
    """The lower end of this score's scale; the upper is 1."""
    return -1.0 if score == STANCE else 0.0


@kernel
def give(account: Account, i: int, score: int, value: float) -> None:
    """Person i has this score from the start, with all that rests on it; criteria apart."""
    if score == POWER:
        account.power[i] = value
    elif score == SUSCEPTIBILITY:
        account.susceptibility[i] = value
    elif score == STANCE:
        account.stance[i] = value
        account.anchor[i] = value
    elif score == NEED:
        account.need[i] = value
        account.implied_need[i] = value
        account.need_at_rest[i] = value
    else:
        account.worry[i] = value
        account.worry_at_rest[i] = value
