"""What is supposed of somebody of whom a scenario does not say it: bell curves cut off where the scale ends.

A score is most likely at `centre`; `spread` is the standard deviation of the bell before its ends are cut off. Criteria
follow a Dirichlet distribution around what people of the same roles usually ask for (`model.role_criteria`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.dynamics.declarations import Constant, assumed
from engine.model.buying_centre import Stakeholder
from engine.model.chart import by_rank
from engine.model.quantity import Agreement, Score, StanceValue, canonical
from engine.model.terms import SCORES, Score as ScoreName
from engine.wording import say

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
USERS = frozenset({"user", "initiator"})
WHOLE_TURN = 2.0 * math.pi


@dataclass(frozen=True)
class Bell:
    """A bell curve cut off at both ends of a scale.

    centre: where it is highest, within the scale. spread: its standard deviation before it is cut off; 0: no doubt.
    """

    centre: float
    spread: float
    low: float = 0.0
    high: float = 1.0

    @property
    def mean(self) -> float:
        """The mean of what is left between the ends.

        >>> Bell(0.0, 0.25, -1.0, 1.0).mean
        0.0
        """
        if self.spread <= 0.0:
            return self.centre
        below, above = (self.low - self.centre) / self.spread, (self.high - self.centre) / self.spread
        inside = 0.5 * (math.erf(above / math.sqrt(2.0)) - math.erf(below / math.sqrt(2.0)))
        return self.centre + self.spread * (_density(below) - _density(above)) / inside


def bells(behaviour: Any, person: Stakeholder, rank: int, depth: int) -> Mapping[ScoreName, Bell]:
    """What is supposed of every score but criteria.

    behaviour: a scenario's constants. rank: counted from 1, the top, to `depth`.
    """
    says = {name: canonical(getattr(behaviour.unknown, name)) for name in type(behaviour.unknown).model_fields}
    first, second, third, fourth = (says[f"power_level_{level}"] for level in (1, 2, 3, 4))
    need = says["need_user"] if USERS & set(person.roles) else says["need"]
    return {
        "power": Bell(by_rank(rank, depth, first, second, third, fourth), says["power_spread"]),
        "susceptibility": Bell(says["susceptibility"], says["susceptibility_spread"]),
        "stance": Bell(says["stance"], says["stance_spread"], -1.0),
        "need": Bell(need, says["need_spread"]),
        "worry": Bell(says["worry"], says["worry_spread"]),
    }


def bit_of(score: ScoreName) -> int:
    """The bit of `account.unknown` that stands for this score."""
    return 1 << SCORES.index(score)


def _density(z: float) -> float:
    return math.exp(-0.5 * z * z) / math.sqrt(WHOLE_TURN)
