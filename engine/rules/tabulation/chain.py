"""Facts that other books supply: asked of them where they are not given, with the same facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from engine.errors import InputError, Problem
from engine.model.rulebook import FactDeclaration, Rulebook
from engine.rules.language.feeding import source_of
from engine.rules.language.values import as_said, is_unknown
from engine.rules.tabulation.decision import Decision
from engine.wording import nearest, say


class Asked(Protocol):
    """A book ready to decide."""

    @property
    def askable(self) -> Mapping[str, FactDeclaration]: ...

    def decide(self, facts: Mapping[str, object]) -> Decision: ...

    def check_again(self, facts: Mapping[str, object], fed: Mapping[str, Decision]) -> None: ...


@dataclass(frozen=True)
class Feed:
    """The book behind a fed fact, ready to decide, and which of its outputs the fact is."""

    book: Asked
    output: str


def feeds_of(book: Rulebook, compiled: Callable[[Rulebook], Asked]) -> dict[str, Feed]:
    """By fed fact what feeds it."""
    return {name: Feed(compiled(feeder), source_of(book.facts[name])[1]) for name, feeder in book.feeders.items()}


def value_fed(decision: Decision, output: str) -> object:
    """What a decision is as a fact of the next book: None, nobody knows, where it hangs on facts that nobody knows."""
    return None if decision.undetermined else decision.outputs[output]


def completed(
    book: Rulebook, feeds: Mapping[str, Feed], facts: Mapping[str, object], place: Callable[[], str]
) -> tuple[dict[str, object], dict[str, Decision]]:
    """The facts of this book, those not given filled in by the books that feed them, and what those books decided.

    A given value wins. Facts of feeding books go to them alone. Raises InputError for names that no book of the chain
    knows, and as those books do.
    """
    known = {name for feed in feeds.values() for name in feed.book.askable} | book.facts.keys()
    strange = [name for name in facts if name not in known]
    if strange:
        raise InputError(
            *(Problem(place(), say("no fact is called {name}", name=f"`{name}`"), nearest(str(name), known),
                      "fact-unknown") for name in strange)
        )  # fmt: skip
    own = {name: facts[name] for name in book.facts if name in facts}
    asked: dict[str, Decision] = {}
    answers: dict[int, Decision] = {}
    for name, feed in feeds.items():
        if not is_unknown(as_said(name, book.facts[name], own.get(name))):
            continue
        decision = answers.get(id(feed.book))
        if decision is None:
            decision = feed.book.decide({each: facts[each] for each in feed.book.askable if each in facts})
            answers[id(feed.book)] = decision
        asked[name] = decision
        own[name] = value_fed(decision, feed.output)
    return own, asked
