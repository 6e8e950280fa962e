"""What a seller does next: one small file per strategy of engaging the decision chain (S12)."""

from __future__ import annotations

from engine.engagement.bottom_up_field import BOTTOM_UP_FIELD
from engine.engagement.bottom_up_leapfrog import BOTTOM_UP_LEAPFROG
from engine.engagement.bottom_up_sponsored import BOTTOM_UP_SPONSORED
from engine.engagement.do_nothing import DO_NOTHING
from engine.engagement.packing import strategy_words
from engine.engagement.playbook import PLAYBOOK
from engine.engagement.strategy import Chooser, ContactView, Phase, Strategy
from engine.engagement.top_down import TOP_DOWN
from engine.errors import InputError, Problem
from engine.wording import Said, nearest, say

STRATEGIES: tuple[Strategy, ...] = (
    DO_NOTHING,
    TOP_DOWN,
    BOTTOM_UP_FIELD,
    BOTTOM_UP_LEAPFROG,
    BOTTOM_UP_SPONSORED,
    PLAYBOOK,
)
"""In the order of their codes."""


def strategy_named(name: str) -> Strategy:
    """The strategy of this name. Raises InputError with the nearest names."""
    for strategy in STRATEGIES:
        if strategy.name == name:
            return strategy
    hint = nearest(name, [strategy.name for strategy in STRATEGIES])
    raise InputError(Problem("strategy", say("there is no strategy `{name}`", name=name), hint, "strategy-unknown"))


def label_of(name: str) -> Said:
    """A strategy in words; a strategy of the user's own keeps its name."""
    return next((strategy.label for strategy in STRATEGIES if strategy.name == name), name)


__all__ = [
    "STRATEGIES",
    "Chooser",
    "ContactView",
    "Phase",
    "Strategy",
    "label_of",
    "strategy_named",
    "strategy_words",
]
