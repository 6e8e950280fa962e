"""The one catalogue of words: everything the program shows to people, in English and in Chinese."""

from __future__ import annotations

from enum import IntEnum

from engine.engagement import STRATEGIES
from engine.model.base import Text
from engine.model.vocabulary import KIND_OF_VALUE, ROLE, TERMS
from engine.report.labels.measures import BETTER, measure_label, short_label
from engine.report.labels.terms import (
    GROUP_CHOICE,
    INFLUENCE,
    ROUTES,
    TEAM_ROLE,
    TIE,
)
from engine.wording import told

__all__ = [
    "BETTER",
    "GROUP_CHOICE",
    "INFLUENCE",
    "KIND_OF_VALUE",
    "ROLE",
    "ROUTES",
    "TEAM_ROLE",
    "TERMS",
    "TIE",
    "listed",
    "measure_label",
    "say",
    "short_label",
    "strategy_label",
    "term",
]


def term(member: IntEnum, lang: str) -> str:
    """A member of one of the vocabularies in words."""
    return TERMS[type(member)][member].in_language(lang)


def strategy_label(name: str, lang: str) -> str:
    """A strategy in words; a strategy of the user's own keeps its name."""
    for strategy in STRATEGIES:
        if strategy.name == name:
            return told(strategy.label, lang)
    return name


def say(text: Text, lang: str, **values: object) -> str:
    """A phrase of the catalogue with its blanks filled in."""
    return text.in_language(lang).format(**values)


def listed(items: list[str] | tuple[str, ...], lang: str) -> str:
    """Several things as one enumeration: `a, b and c`.

    >>> listed(["a", "b", "c"], "en")
    'a, b and c'
    """
    if lang == "zh":
        return "、".join(items)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""
