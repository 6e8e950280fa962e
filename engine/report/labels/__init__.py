"""The one catalogue of words: everything the program shows to people, in English and in Chinese."""

from __future__ import annotations

from enum import IntEnum

from engine.engagement import STRATEGIES
from engine.model.vocabulary import KIND_OF_VALUE, ROLE, TERMS
from engine.report.labels.measures import BETTER, SHORT, short_label
from engine.report.labels.terms import GROUP_CHOICE, INFLUENCE, ROUTES, TEAM_ROLE, TIE
from engine.results.measures import MEASURES
from engine.wording import Message, Said, say, told

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
    "quoted_strategy",
    "short_label",
    "short_words",
    "strategy_label",
    "strategy_words",
    "term",
]


def strategy_words(name: str) -> Said:
    """A strategy in words; a strategy of the user's own keeps its name."""
    return next((strategy.label for strategy in STRATEGIES if strategy.name == name), name)


def quoted_strategy(name: str) -> Message:
    """A strategy as it is named in a sentence."""
    return say("“{name}”", name=strategy_words(name))


def short_words(measure: str) -> Said:
    """A measure in words that fit a column head."""
    return SHORT.get(measure, MEASURES[measure].label)


def term(member: IntEnum, lang: str) -> str:
    """A member of one of the vocabularies in words."""
    return TERMS[type(member)][member].in_language(lang)


def strategy_label(name: str, lang: str) -> str:
    """A strategy in words; a strategy of the user's own keeps its name."""
    for strategy in STRATEGIES:
        if strategy.name == name:
            return told(strategy.label, lang)
    return name
