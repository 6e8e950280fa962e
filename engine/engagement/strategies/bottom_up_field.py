"""Bottom-up (被动, 从下至上), variant a: the field force works with users and engineers and does not climb."""

from __future__ import annotations

from engine.engagement.strategy import Phase, Strategy
from engine.wording import say

STRATEGY = Strategy(
    name="bottom_up_field",
    label=say("Bottom-up: field force"),
    source=say("S12 (a): rely on the field force only, which rarely gains the initiative"),
    phases=(Phase(highest_first=False, levels="low", preparation=1.0),),
    cultivation="bottom",
    place=20,
    colour="#e69f00",
    mark="o",
    dashes=(6, 2),
)
