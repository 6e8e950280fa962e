"""What a seller does next: one small file per strategy of engaging the decision chain (S12).

A file in `strategies/` is a strategy; nothing else names it. Strategies of a user's own are read by `engagement.own`.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from engine.engagement import strategies
from engine.engagement.cultivating import cultivating, cultivation_in, label_with, parts_of
from engine.engagement.strategy import Contact, Counsel, Counsellor, Phase, Strategy, Touch
from engine.errors import InputError, Problem
from engine.wording import Said, nearest, say


def _in_the_folder() -> tuple[Strategy, ...]:
    homes = [import_module(f"{strategies.__name__}.{found.name}") for found in iter_modules(strategies.__path__)]
    shipped: list[Strategy] = [home.STRATEGY for home in homes]
    return tuple(sorted(shipped, key=lambda strategy: (strategy.place, strategy.name)))


STRATEGIES: tuple[Strategy, ...] = _in_the_folder()
"""The shipped strategies, in the order of tables."""

OWN = "own"
"""What facts call a strategy that is none of these."""
BASELINE = next(strategy.name for strategy in STRATEGIES if not strategy.acts)
"""The strategy that does nothing: the yardstick in every comparison."""


def strategy_named(name: str) -> Strategy:
    """The shipped strategy of this name, which may say another cultivation: `top_down+bottom`.

    Raises InputError with the nearest names.
    """
    base, whom = parts_of(name)
    if base != name:
        return cultivating(strategy_named(base), whom)
    for strategy in STRATEGIES:
        if strategy.name == name:
            return strategy
    hint = nearest(name, [strategy.name for strategy in STRATEGIES])
    raise InputError(Problem("strategies", say("there is no strategy `{name}`", name=name), hint, "strategy-unknown"))


def known_as(name: str) -> str:
    """What a strategy is called in the fact `present_engagement`: a shipped one by its name, any other `own`.

    >>> known_as("top_down+bottom"), known_as("climb")
    ('top_down', 'own')
    """
    base = parts_of(name)[0] if cultivation_in(name) else name
    return base if any(base == strategy.name for strategy in STRATEGIES) else OWN


def strategy_label(name: str) -> Said:
    """A shipped strategy in words; any other name stays as it is."""
    if name == OWN:
        return say("a way of our own")
    if cultivation_in(name):
        base, whom = parts_of(name)
        return label_with(strategy_label(base), whom)
    return next((strategy.label for strategy in STRATEGIES if strategy.name == name), name)


__all__ = [
    "BASELINE",
    "STRATEGIES",
    "Contact",
    "Counsel",
    "Counsellor",
    "Phase",
    "Strategy",
    "Touch",
    "cultivating",
    "known_as",
    "parts_of",
    "strategy_label",
    "strategy_named",
]
