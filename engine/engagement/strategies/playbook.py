"""Playbook: the engagement rulebook chooses among all the others at every decision point."""

from __future__ import annotations

from engine.engagement.strategy import Strategy
from engine.wording import say

STRATEGY = Strategy(
    name="playbook",
    label=say("Playbook (rules choose)"),
    source=say("S12, S13: the rulebook `engagement_choice` matches opportunity to relationships as facts come in"),
    rules_choose=True,
    cultivation="rules",
    place=50,
    colour="#cc79a7",
    mark="s",
    dashes=(4, 1, 1, 1, 1, 1),
)
