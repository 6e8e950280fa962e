"""Where two rulebooks part: the first decision of a deal that they answer differently on the same facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.model.base import Frozen, Text
from engine.model.facts import FACTS, OWN_FACTS
from engine.model.rulebook import Rulebook, Value
from engine.model.terms import Outcome
from engine.results.deal_trace import Event, Trace
from engine.rules import CompiledBook, Decision, compile_book
from engine.rules.language.conditions import leaves
from engine.simulation import BOOK_OUTPUTS, BOOKS
from engine.simulation.packed_phases import OF_ACCOUNT, OF_DEAL, OF_MEMORY

MOST_EXAMPLES = 5
AFTER_THE_END = ("delivered", "paid")


class Answer(Frozen):
    """What one book decided, by which rule and why, and how its deal ended.

    rule: None where no rule fired. ended_on: day of the observation; the last day watched where the deal stayed open.
    """

    rule: str | None
    outputs: dict[str, Value]
    because: Text
    outcome: str
    ended_on: float


class Example(Frozen):
    """A deal at which the books part.

    day: of the observation; since_opening: days since the project opened.
    facts: those that the deciding rules ask about.
    """

    replication: int
    deal: int
    account: str
    day: float
    since_opening: float
    facts: dict[str, Value | None]
    champion: Answer
    challenger: Answer


class Pair(Frozen):
    """A rule of the champion and the rule of the challenger that answers differently in its place."""

    champion: str | None
    challenger: str | None
    champion_says: dict[str, Value]
    challenger_says: dict[str, Value]
    deals: int


class Partings(Frozen):
    """What was seen in the deals whose every decision was followed.

    replications: the first so many; deals: projects opened in them under either book.
    parted:       deals in which the books' first difference is a decision of theirs; `pairs` adds up to it.
    affected:     deals that went differently although the books never differed on the same facts: other deals of the
                  team had parted before.
    ended_apart:  parted or affected deals with another outcome.
    """

    replications: int
    deals: int
    parted: int
    affected: int
    ended_apart: int
    pairs: tuple[Pair, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Parting:
    """One deal that went differently; the example is None where other deals of the team made it so."""

    example: Example | None
    ended_apart: bool


@dataclass
class Seen:
    """Partings counted over replications; keeps two examples per pair of rules, whatever the number of deals."""

    replications: int = 0
    deals: int = 0
    affected: int = 0
    ended_apart: int = 0
    pairs: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    kept: dict[tuple[str | None, str | None], list[tuple[bool, Example]]] = field(default_factory=dict)

    def add(self, deals: int, partings: Sequence[Parting]) -> None:
        """The next replication: projects opened in it, and those that went differently."""
        self.replications += 1
        self.deals += deals
        for parting in partings:
            self.ended_apart += parting.ended_apart
            if parting.example is None:
                self.affected += 1
                continue
            pair = (parting.example.champion.rule, parting.example.challenger.rule)
            self.pairs[pair] += 1
            kept = self.kept.setdefault(pair, [])
            if not kept or (parting.ended_apart and not any(apart for apart, _ in kept)):
                kept.append((parting.ended_apart, parting.example))

    def conclude(self) -> Partings:
        """What was seen; an example of each of the commonest pairs, one that ended apart where there is one."""
        ranked = sorted(self.pairs, key=lambda pair: (-self.pairs[pair], pair[0] or "", pair[1] or ""))
        examples = [max(self.kept[pair], key=lambda each: each[0])[1] for pair in ranked]
        return Partings(
            replications=self.replications,
            deals=self.deals,
            parted=self.pairs.total(),
            affected=self.affected,
            ended_apart=self.ended_apart,
            pairs=tuple(
                Pair(
                    champion=pair[0],
                    challenger=pair[1],
                    champion_says=example.champion.outputs,
                    challenger_says=example.challenger.outputs,
                    deals=self.pairs[pair],
                )
                for pair, example in zip(ranked, examples, strict=True)
            ),
            examples=tuple(examples[:MOST_EXAMPLES]),
        )


_ON_DEMAND = np.array(
    [fact.name in OF_MEMORY or fact.name in OF_ACCOUNT - OF_DEAL for fact in FACTS] + [False] * OWN_FACTS
)
"""Facts that are looked up only where a book asks for them: unknown to one side, they say nothing of a difference."""


class Comparer:
    """Finds where the stories of a deal part; two books by the same purpose."""

    def __init__(self, purpose: str, champion: Rulebook, challenger: Rulebook) -> None:
        self._code = BOOKS.index(purpose)
        self._outputs = BOOK_OUTPUTS[purpose]
        self._books = compile_book(champion), compile_book(challenger)

    def part(self, first: Trace, second: Trace) -> Parting | None:
        """Where the champion's story (first) and the challenger's part; None where they are the same."""
        apart = _ending(first)[0] != _ending(second)[0]
        for a, b in zip(first.events, second.events, strict=False):
            if not self._asked_alike(a, b):
                if not _same(a, b):
                    return Parting(None, apart)
                continue
            said = self._decision(0, a, first), self._decision(1, b, second)
            outputs = [{name: each.outputs[name] for name in self._outputs} for each in said]
            if outputs[0] != outputs[1]:
                return Parting(self._example(first, second, a, said, outputs), apart)
        return None if len(first.events) == len(second.events) else Parting(None, apart)

    def _asked_alike(self, a: Event, b: Event) -> bool:
        """Was this book asked about the same facts on the same day?"""
        here = a.kind == b.kind == "decision" and a.code == b.code == self._code
        return here and a.day == b.day and _same_facts(a, b)

    def _decision(self, side: int, event: Event, trace: Trace) -> Decision:
        assert event.facts is not None
        return self._books[side].decision_from_codes(int(event["rule_place"]), event.facts, trace.own_facts)

    def _example(
        self,
        first: Trace,
        second: Trace,
        event: Event,
        said: tuple[Decision, Decision],
        outputs: Sequence[Mapping[str, Value]],
    ) -> Example:
        opened = next((each.day for each in first.events if each.kind == "trigger"), event.day)
        asked = dict.fromkeys(name for book, each in zip(self._books, said, strict=True) for name in _asked(book, each))
        facts = {**_plain(said[1].facts), **_plain(said[0].facts)}
        return Example(
            replication=first.replication,
            deal=first.deal,
            account=first.account,
            day=event.day,
            since_opening=event.day - opened,
            facts={name: facts[name] for name in asked},
            champion=_answer(said[0], outputs[0], first),
            challenger=_answer(said[1], outputs[1], second),
        )


def _plain(facts: Mapping[str, object]) -> dict[str, Value | None]:
    return {name: value if isinstance(value, bool | int | float | str) else None for name, value in facts.items()}


def _asked(book: CompiledBook, decision: Decision) -> list[str]:
    """The facts that the deciding rule asks about."""
    if not decision.fired:
        return []
    return [leaf.fact for leaf in leaves(book.logic.conditions[decision.fired[0]])]


def _answer(decision: Decision, outputs: Mapping[str, Value], trace: Trace) -> Answer:
    outcome, day = _ending(trace)
    return Answer(
        rule=decision.rule,
        outputs=dict(outputs),
        because=decision.because,
        outcome=outcome.name,
        ended_on=day,
    )


def _ending(trace: Trace) -> tuple[Outcome, float]:
    for event in trace.events:
        if event.kind == "outcome":
            return Outcome(event.code), event.day
    days = [event.day for event in trace.events if event.kind not in AFTER_THE_END]
    opened = any(event.kind == "trigger" for event in trace.events)
    return (Outcome.open if opened else Outcome.no_project), max(days, default=0.0)


def _same(a: Event, b: Event) -> bool:
    """Are two events alike in everything?"""
    plain = (a.day, a.kind, a.person, a.code) == (b.day, b.kind, b.person, b.code)
    return plain and np.array_equal([*a.numbers.values()], [*b.numbers.values()], equal_nan=True) and _same_facts(a, b)


def _same_facts(a: Event, b: Event) -> bool:
    if a.facts is None or b.facts is None:
        return a.facts is b.facts
    if len(a.facts) != len(b.facts):
        return False
    unknown = np.isnan(a.facts), np.isnan(b.facts)
    same = (a.facts == b.facts) | (unknown[0] & unknown[1]) | (_ON_DEMAND[: len(a.facts)] & (unknown[0] | unknown[1]))
    return bool(same.all())
