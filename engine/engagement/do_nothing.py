"""Answer the tender and do nothing else: the yardstick in every comparison."""

from __future__ import annotations

from engine.engagement.strategy import Strategy
from engine.model.terms import Engagement
from engine.wording import say

DO_NOTHING = Strategy(
    name="do_nothing",
    label=say("Do nothing"),
    number=Engagement.do_nothing,
    source="what every playbook has to beat: the customer's process, rivals and luck go on without us",
    phases=(),
)
