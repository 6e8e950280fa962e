"""Which unknown facts would change a decision: one at a time, with every value that the book can tell apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.advice.account_facts import WHERE_TO_LOOK
from engine.advice.time_facts import TIME_ANSWERED
from engine.advice.value_facts import WHERE_OF_VALUE
from engine.errors import InputError
from engine.files.arguments import expect
from engine.model.rulebook import Rulebook, Value
from engine.rules.language.hit_policies import aggregates
from engine.rules.language.prose import fact_said
from engine.rules.language.spoken import label_of, said
from engine.rules.language.values import is_unknown, show
from engine.rules.proof.reaching import values_reaching
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.rules.tabulation.decision import Decision
from engine.rules.tabulation.fact_cells import DeclaredCells
from engine.wording import Joined, Said, say


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
    feeds, what that book asks about is tried. A value that makes a book contradict itself (`unique`, `any`) is left
    out.
    """
    expect("compiled", compiled, CompiledBook, say("a compiled book"))
    now = answer_of(compiled.decide(facts))
    found = []
    for name, book in facts_to_learn(compiled, facts).items():
        declared = book.book.facts[name]
        own = {each: facts[each] for each in book.askable if each in facts}
        would: dict[str, tuple[str, tuple[Said, Said]]] = {}
        for value in (*values_told_apart(book, name), *values_reaching(book, own, name)):
            try:
                then = answer_of(compiled.decide({**facts, name: value}))
            except InputError:
                continue
            if then != now:
                would.setdefault(in_words(then, now), (show(value), _told(name, value, then, now, compiled)))
        if would:
            meaning = label_of(name, declared)
            where = (fields or {}).get(name) or {**WHERE_TO_LOOK, **TIME_ANSWERED, **WHERE_OF_VALUE}.get(name, "")
            outcomes = tuple((value, outcome) for outcome, (value, _) in would.items())
            words = tuple(told for _, told in would.values())
            found.append(Gap(compiled.book.id, name, meaning, where, outcomes, words))
    return tuple(sorted(found, key=lambda gap: -gap.outcomes))


def facts_to_learn(compiled: CompiledBook, facts: Mapping[str, object]) -> dict[str, CompiledBook]:
    """Unknown facts that the book asks about, each with a book whose rules ask for it; those that other books feed are
    learnt through what these ask about."""
    asked, found = compiled.facts_asked, {}
    for name in compiled.book.given_facts:
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


Answer = Mapping[str, Value] | Mapping[str, tuple[Value, ...]]


def answer_of(decision: Decision) -> Answer:
    """What a book says: of one that keeps all hits, every value of each output, else the one value."""
    return decision.outputs if one_answer(decision.logic.book) else decision.collected


def one_answer(book: Rulebook) -> bool:
    """Does the book give one value of each output, and no list of all hits?"""
    return book.single_hit or aggregates(book)


def in_words(outputs: Answer, instead_of: Answer) -> str:
    """The first output that differs, as in `tier A`; of a list, what is new in it, else what is gone."""
    name, new, gone = _differs(outputs, instead_of)
    return f"{name} {', '.join(show(each) for each in new)}" if new else f"{name} without {show(gone[0])}"


def _differs(outputs: Answer, instead_of: Answer) -> tuple[str, tuple[Value, ...], tuple[Value, ...]]:
    name = next(name for name in outputs if outputs[name] != instead_of[name])
    then, now = outputs[name], instead_of[name]
    if not isinstance(then, tuple) or not isinstance(now, tuple):
        return name, (then,), ()  # type: ignore[return-value]
    return name, tuple(each for each in then if each not in now), tuple(each for each in now if each not in then)


def _told(fact: str, value: Value, then: Answer, now: Answer, compiled: CompiledBook) -> tuple[Said, Said]:
    name, new, gone = _differs(then, now)
    outcome: Said = Joined([said(name, each) for each in new], ", ")
    if not new:
        outcome = say("without {value}", value=said(name, gone[0]))
    elif not one_answer(compiled.book):
        outcome = say("also {value}", value=outcome)
    return said(fact, value), fact_said(name, outcome, compiled.book.outputs)
