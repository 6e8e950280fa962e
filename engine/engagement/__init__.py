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
from engine.errors import InputError, suggest

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
    raise InputError.at("strategy", f"there is no strategy `{name}`", suggest(name, [s.name for s in STRATEGIES]))


__all__ = ["STRATEGIES", "Chooser", "ContactView", "Phase", "Strategy", "strategy_named", "strategy_words"]
