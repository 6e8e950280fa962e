"""Bottom-up, variant b: after the first contacts straight over everybody's head to the boss."""

from __future__ import annotations

from engine.engagement.strategy import Phase, Strategy
from engine.wording import say

STRATEGY = Strategy(
    name="bottom_up_leapfrog",
    label=say("Bottom-up: leapfrog"),
    source=say("S12 (b): go straight over their heads to the boss, which is very risky"),
    phases=(
        Phase(highest_first=False, levels="low", preparation=1.0, until="people_met", value=2.0),
        Phase(highest_first=True, levels=(1, 1), preparation=2.0, until="decider_seen", value=4.0),
        Phase(highest_first=False, preparation=1.0),
    ),
    cultivation="bottom",
    place=30,
    colour="#d55e00",
    mark="D",
    dashes=(2, 2),
)
