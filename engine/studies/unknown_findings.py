"""Which findings about unknowns may be told, when there are many of them and most are luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from engine.model.terms import Score
from engine.results.columns import Floats
from engine.statistics.multiplicity import discoveries
from engine.statistics.unknown_shares import Moved
from engine.statistics.worth_knowing import Worth
from engine.studies.unknowns import Choice

WORTH = "worth"
Key = tuple[int, str, Score | None, str]
"""Place of the account, person, score (None: all of that person), and the measure or WORTH: something to be told."""


@dataclass(frozen=True)
class Finding:
    """One score, or all that are unknown of a person (score None), before it is judged. moved: by measure."""

    place: int
    person: str
    score: Score | None
    terms: Floats
    moved: Mapping[str, Moved]
    worth: Worth
    choices: tuple[Choice, ...]

    def key(self, what: str) -> Key:
        """The name of what may be told of it."""
        return self.place, self.person, self.score, what

    def p(self, what: str) -> float:
        """How often luck alone would show as much."""
        return self.worth.p if what == WORTH else self.moved[what].p


@dataclass(frozen=True)
class Person:
    """All that is unknown of one person, and each score of it."""

    whole: Finding
    scores: tuple[Finding, ...]

    def p(self, what: str) -> float:
        """How often luck alone would show as much, in all scores together or in any of them."""
        if len(self.scores) == 1:
            return self.whole.p(what)
        return min(1.0, 2 * min(self.whole.p(what), len(self.scores) * min(each.p(what) for each in self.scores)))


def told(people: Sequence[Person], measures: Sequence[str], error: float) -> set[Key]:
    """What may be told, so that of all that is told on measures, and of all on worth, one in twenty is luck at most.

    Scores are looked at only in people of whom something may be told already.
    Reference: Yekutieli, JASA 103 (2008).
    """
    found: set[Key] = set()
    for family in (tuple(measures), (WORTH,)):
        asked = [(person, what) for person in people for what in family]
        chosen = _believed(asked, error)
        found |= {person.whole.key(what) for person, what in chosen}
        found |= {score.key(what) for person, what in chosen if len(person.scores) == 1 for score in person.scores}
        within = [(score, what) for person, what in chosen for score in person.scores]
        found |= {score.key(what) for score, what in _believed(within, error)}
    return found


Asked = TypeVar("Asked", Person, Finding)


def _believed(asked: Sequence[tuple[Asked, str]], error: float) -> list[tuple[Asked, str]]:
    """Those of these that may be told."""
    found = discoveries(np.array([each.p(what) for each, what in asked]), error)
    return [pair for pair, yes in zip(asked, found.tolist(), strict=True) if yes]
