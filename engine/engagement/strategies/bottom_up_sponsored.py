"""Bottom-up, variant c: win a sponsor, then be introduced upward one step at a time."""

from __future__ import annotations

from engine.engagement.strategy import Phase, Strategy
from engine.wording import say

STRATEGY = Strategy(
    name="bottom_up_sponsored",
    label=say("Bottom-up: sponsored"),
    source=say("S12 (c): find a way to the top, where method and tactics decide: a sponsor introduces you"),
    phases=(
        Phase(highest_first=False, levels="low", preparation=1.0, until="sponsor_won"),
        Phase(highest_first=True, introduced_only=True, preparation=4.0),
    ),
    cultivation="bottom",
    place=40,
    colour="#009e73",
    mark="^",
    dashes=(8, 2, 2, 2),
)
