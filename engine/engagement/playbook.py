"""Playbook: the engagement rulebook chooses among all the others at every decision point."""

from __future__ import annotations

from engine.engagement.strategy import Strategy
from engine.model.terms import Engagement
from engine.wording import say

PLAYBOOK = Strategy(
    name="playbook",
    label=say("Playbook (rules choose)"),
    number=Engagement.playbook,
    source="S12, S13: the rulebook `engagement_choice` matches opportunity to relationships as facts come in",
    phases=(),
)
