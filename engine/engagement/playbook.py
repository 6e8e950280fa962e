"""Playbook: the engagement rulebook chooses among all the others at every decision point."""

from __future__ import annotations

from engine.engagement.strategy import Strategy
from engine.model.base import Text
from engine.model.terms import Engagement

PLAYBOOK = Strategy(
    name="playbook",
    label=Text(en="Playbook (rules choose)", zh="打法手册（规则选择）"),
    number=Engagement.playbook,
    source="S12, S13: the rulebook `engagement_choice` matches opportunity to relationships as facts come in",
    phases=(),
)
