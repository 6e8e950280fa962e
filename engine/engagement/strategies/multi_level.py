"""Multi-level (尽可能地接触每一位决策参与者): each rank is worked by its counterpart, all of them at once."""

from __future__ import annotations

from engine.engagement.strategy import Phase, Strategy
from engine.wording import say

STRATEGY = Strategy(
    name="multi_level",
    label=say("Multi-level"),
    source=say("S12: see everybody who has a part in the decision, each rank by its counterpart; costs the most hours"),
    phases=(
        Phase(
            highest_first=True,
            every_rank=True,
            preparation=4.0,
            with_executive=True,
            every_channel=True,
            keeps_balance=True,
        ),
    ),
    cultivation="top",
    place=45,
    colour="#882255",
    mark="P",
    dashes=(10, 2),
)
