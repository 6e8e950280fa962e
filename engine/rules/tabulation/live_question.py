"""A whole sentence put to durable_rules: in one piece, or in several where it is too large for one of its rulesets."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from engine.rules.language.conditions import All, Among, Any as AnyPart, Between, Condition, leaves, paths
from engine.rules.tabulation.live_engine import definition_of

MOST_WAYS, MOST_COMPARISONS, MOST_BRACKETS = 64, 500, 12
"""What one ruleset of the library takes: ways in which its rule can come true, comparisons, and brackets (measured on
2.0.28: error 113 after 14)."""


@dataclass(frozen=True)
class LiveQuestion:
    """A sentence as the definitions to ask for and how their answers are joined.

    definitions: each asked with the fields of all facts of the sentence. all_hold: must all be answered with yes, or is
    one enough. parts: questions in place of definitions.
    """

    definitions: tuple[str, ...]
    all_hold: bool = True
    parts: tuple[LiveQuestion, ...] = ()

    def asked(self) -> Iterator[str]:
        """Every definition to ask for, in the order in which `answered` takes the answers."""
        yield from self.definitions
        for part in self.parts:
            yield from part.asked()

    def answered(self, answers: Iterator[bool]) -> bool:
        """Does the sentence hold, by these answers? It takes exactly its own."""
        found = [*itertools.islice(answers, len(self.definitions)), *(part.answered(answers) for part in self.parts)]
        return all(found) if self.all_hold else any(found)


def question_of(condition: Condition) -> LiveQuestion:
    """The sentence in as few pieces as the library takes."""
    if _fits(condition):
        return LiveQuestion((definition_of(condition),))
    if isinstance(condition, Among):
        several = (condition.values[at : at + MOST_WAYS] for at in range(0, len(condition.values), MOST_WAYS))
        return LiveQuestion(tuple(definition_of(Among(condition.fact, some)) for some in several), all_hold=False)
    assert isinstance(condition, All | AnyPart), "a single comparison of another kind is never too large"
    return LiveQuestion((), isinstance(condition, All), tuple(question_of(part) for part in condition.parts))


def _fits(condition: Condition) -> bool:
    if paths(condition) > MOST_WAYS or sum(1 for _ in leaves(condition)) > MOST_COMPARISONS:
        return False
    return isinstance(condition, Among) or _brackets(condition) <= MOST_BRACKETS


def _brackets(condition: Condition) -> int:
    """Groups that the library sees: lists and ranges are groups too."""
    if isinstance(condition, All | AnyPart):
        return 1 + sum(map(_brackets, condition.parts))
    return int(isinstance(condition, Among | Between))
