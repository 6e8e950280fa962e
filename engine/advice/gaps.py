"""Which unknown facts would change a decision: one at a time, with every value that the book can tell apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.advice.account_facts import WHERE_TO_LOOK
from engine.errors import InputError
from engine.files.arguments import expect
from engine.model.rulebook import Value
from engine.rules.language.prose import fact_said
from engine.rules.language.spoken import label_of, said
from engine.rules.language.values import is_unknown, show
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.rules.tabulation.fact_cells import DeclaredCells
from engine.wording import Said, say


@dataclass(frozen=True)
class Gap:
    """An unknown fact worth finding out.

    fields: where its answer belongs in the dossier.
    would:  for each other outcome, a value that brings it about: (value, outcome) in words. An outcome is the first
            output that differs.
    """

    book: str
    fact: str
    meaning: Said
    fields: str
    would: tuple[tuple[str, str], ...]
    told: tuple[tuple[Said, Said], ...]

    @property
    def outcomes(self) -> int:
        """How many other outcomes the answer could bring."""
        return len(self.would)

    def changes(self, output: str) -> bool:
        """Could the answer change this output, and not only one that follows it?"""
        return any(outcome.startswith(f"{output} ") for _, outcome in self.would)


def gaps_of(
    compiled: CompiledBook, facts: Mapping[str, object], fields: Mapping[str, str] | None = None
) -> tuple[Gap, ...]:
    """The unknown facts that could change what the book decides, those with the most other outcomes first.

    Facts are tried alone: two that would change the decision only together are not found. Of a fact that another book
    feeds, what that book asks about is tried. A value that makes a book
    contradict itself (`unique`, `any`) is left out.
    """
    expect("compiled", compiled, CompiledBook, say("a compiled book"))
    now = compiled.decide(facts).outputs
    found = []
    for name, book in facts_to_learn(compiled, facts).items():
        declared = book.book.facts[name]
        would: dict[str, tuple[str, tuple[Said, Said]]] = {}
        for value in values_told_apart(book, name):
            try:
                then = compiled.decide({**facts, name: value}).outputs
            except InputError:
                continue
            if then != now:
                would.setdefault(in_words(then, now), (show(value), _told(name, value, then, now, compiled)))
        if would:
            meaning = label_of(name, declared)
            where = (fields or {}).get(name) or WHERE_TO_LOOK.get(name, "")
            outcomes = tuple((value, outcome) for outcome, (value, _) in would.items())
            words = tuple(told for _, told in would.values())
            found.append(Gap(compiled.book.id, name, meaning, where, outcomes, words))
    return tuple(sorted(found, key=lambda gap: -gap.outcomes))


def facts_to_learn(compiled: CompiledBook, facts: Mapping[str, object]) -> dict[str, CompiledBook]:
    """Unknown facts that the book asks about, each with a book whose rules ask for it; those that other books feed are
    learnt through what these ask about."""
    asked, found = compiled.table.asked(), {}
    for name in compiled.book.facts:
        if is_unknown(facts.get(name)) and name in asked and name not in compiled.feeds:
            found[name] = compiled
    for name, feed in compiled.feeds.items():
        if is_unknown(facts.get(name)) and name in asked and isinstance(feed.book, CompiledBook):
            found = {**facts_to_learn(feed.book, facts), **found}
    return found


def values_told_apart(compiled: CompiledBook, name: str) -> tuple[Value, ...]:
    """A value of each kind that the book tells apart of this fact."""
    declared = compiled.book.facts[name]
    return declared.values or DeclaredCells(name, compiled.table.facts[name].cuts, declared).examples()


def in_words(outputs: Mapping[str, Value], instead_of: Mapping[str, Value]) -> str:
    """The first output that differs, as in `tier A`."""
    name = next(name for name in outputs if outputs[name] != instead_of[name])
    return f"{name} {show(outputs[name])}"


def _told(
    fact: str, value: Value, then: Mapping[str, Value], now: Mapping[str, Value], compiled: CompiledBook
) -> tuple[Said, Said]:
    name = next(name for name in then if then[name] != now[name])
    return said(fact, value), fact_said(name, said(name, then[name]), compiled.book.outputs)
