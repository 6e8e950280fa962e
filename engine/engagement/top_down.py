"""Top-down (主动, 从上至下): the highest identified person first, well prepared; then down the formal lines."""

from __future__ import annotations

from engine.engagement.strategy import Phase, Strategy
from engine.model.base import Text
from engine.model.terms import Engagement

TOP_DOWN = Strategy(
    name="top_down",
    label=Text(en="Top-down", zh="自上而下"),
    number=Engagement.top_down,
    source="S12: contact the highest level identified, prepare fully, use every available channel",
    phases=(Phase(highest_first=True, preparation=8.0, with_executive=True),),
)
