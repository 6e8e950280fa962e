"""Top-down (主动, 从上至下): the highest identified person first, well prepared; then down the formal lines."""

from __future__ import annotations

from engine.engagement.strategy import Phase, Strategy
from engine.wording import say

STRATEGY = Strategy(
    name="top_down",
    label=say("Top-down"),
    source=say("S12: contact the highest level identified, prepare fully, use every available channel"),
    phases=(Phase(highest_first=True, preparation=8.0, with_executive=True, every_channel=True, keeps_balance=True),),
    cultivation="top",
    place=10,
    colour="#0072b2",
    mark="v",
    dashes=(),
)
