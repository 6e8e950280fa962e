"""Answer the tender and do nothing else: the yardstick in every comparison."""

from __future__ import annotations

from engine.engagement.strategy import Strategy
from engine.wording import say

STRATEGY = Strategy(
    name="do_nothing",
    label=say("Do nothing"),
    source=say("what every playbook has to beat: the customer's process, rivals and luck go on without us"),
    place=1000,
    colour="#7a7a7a",
    mark="x",
    dashes=(1, 2),
)
