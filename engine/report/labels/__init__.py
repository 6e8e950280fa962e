"""The one catalogue of words: everything the program shows to people, in English and in Chinese."""

from __future__ import annotations

from engine import engagement
from engine.model.vocabulary import KIND_OF_VALUE, ROLE, TERMS
from engine.report.labels.measures import BETTER, SHORT
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
    "short_words",
    "strategy_label",
]


def quoted_strategy(name: str) -> Message:
    """A strategy as it is named in a sentence."""
    return say("“{name}”", name=engagement.strategy_label(name))


def short_words(measure: str) -> Said:
    """A measure in words that fit a column head."""
    return SHORT.get(measure, MEASURES[measure].label)


def strategy_label(name: str, lang: str) -> str:
    """A strategy in words; a strategy of the user's own keeps its name."""
    return told(engagement.strategy_label(name), lang)
