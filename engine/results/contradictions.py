"""Decisions that undo earlier ones of the same deal: what counts as such is declared here, book by book.

Two shapes cover them. `Undone`: one book said something, and a later decision, of the same book or of another, says
the opposite. `Reversed`: a book whose answer holds until it gives another one (how to engage, how to compete) returns
to an answer it had already left. A stage gate that was passed stays passed in this model, so gates cannot fall back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import inf
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from engine.model.rulebook import Value
from engine.results.columns import Rows
from engine.results.firing_file import Names
from engine.rules.language.logic import BookLogic
from engine.wording import Message, say

Kind = Literal["opened_then_withdrawn", "backed_then_withdrawn", "engagement_reversed", "play_reversed"]
Bools = npt.NDArray[np.bool_]
A_FEW_WEEKS = 28.0


class Decided(NamedTuple):
    """One decision of a deal: the day, the book by its purpose, and the deciding rule; None when none fired."""

    day: float
    book: str
    rule: str | None


Answers = Mapping[tuple[str, str | None], Mapping[str, Value]]
"""What each rule of each book answers: by (book, rule), the outputs by name."""


@dataclass(frozen=True)
class Says:
    """An answer of a book: `value` of an output, or anything but it when `other`.

    by_rule: only what a rule says counts, not the answer for the case that none fires.
    """

    book: str
    output: str
    value: str
    other: bool = False
    by_rule: bool = False

    def is_said(self, event: Decided, answers: Answers) -> bool:
        """Does this decision say it?"""
        if event.book != self.book or (self.by_rule and event.rule is None):
            return False
        return (answers[event.book, event.rule].get(self.output) == self.value) is not self.other


@dataclass(frozen=True)
class Undone:
    """`then` after `first`, at most so many days later; the latest `first` counts."""

    kind: Kind
    label: Message
    first: Says
    then: Says
    within: float = inf

    def pairs(self, events: Sequence[Decided], answers: Answers) -> Iterator[tuple[Decided, Decided]]:
        """Every decision of a deal that is undone, with the one that undoes it. `events` in the order of time."""
        undone: Decided | None = None
        for event in events:
            if undone is not None and self.then.is_said(event, answers) and event.day - undone.day <= self.within:
                yield undone, event
                undone = None
            elif self.first.is_said(event, answers):
                undone = event


@dataclass(frozen=True)
class Reversed:
    """A, then B, then A again: the decision for B is undone by the one that returns."""

    kind: Kind
    label: Message
    book: str
    output: str

    def pairs(self, events: Sequence[Decided], answers: Answers) -> Iterator[tuple[Decided, Decided]]:
        """Every decision of a deal that is undone, with the one that undoes it. `events` in the order of time."""
        held: list[tuple[Value | None, Decided]] = []
        for event in events:
            if event.book == self.book:
                answer = answers[event.book, event.rule].get(self.output)
                if not held or held[-1][0] != answer:
                    held.append((answer, event))
        for place, ((_, undone), (answer, event)) in enumerate(pairwise(held)):
            if answer in [earlier for earlier, _ in held[:place]]:
                yield undone, event


CONTRADICTIONS: tuple[Undone | Reversed, ...] = (
    Undone(
        "opened_then_withdrawn",
        say("opened, then withdrawn"),
        Says("purchase_triggers", "trigger", "none", other=True),
        Says("withdraw_continue", "continuation", "withdraw"),
    ),
    Undone(
        "backed_then_withdrawn",
        say("a rule to carry on, then withdrawn within four weeks"),
        Says("withdraw_continue", "continuation", "carry_on", by_rule=True),
        Says("withdraw_continue", "continuation", "withdraw"),
        within=A_FEW_WEEKS,
    ),
    Reversed(
        "engagement_reversed",
        say("engagement changed and changed back"),
        "engagement_choice",
        "engagement",
    ),
    Reversed(
        "play_reversed",
        say("competitive strategy changed and changed back"),
        "competitive_strategy",
        "play",
    ),
)
"""All contradictions looked for, in the order of tables."""

LABELS: Mapping[Kind, Message] = {each.kind: each.label for each in CONTRADICTIONS}


class Found(NamedTuple):
    """One contradiction in one deal: the decision undone and the one that undid it."""

    kind: Kind
    undone: Decided
    by: Decided
    replication: int
    deal: int

    @property
    def days(self) -> float:
        """Days from the one to the other."""
        return self.by.day - self.undone.day


def answers_of(logics: Mapping[str, BookLogic]) -> Answers:
    """What each rule answers; `logics` of books by purpose."""
    answers: dict[tuple[str, str | None], Mapping[str, Value]] = {}
    for purpose, logic in logics.items():
        answers[(purpose, None)] = logic.otherwise
        answers |= {(purpose, rule.id): row for rule, row in zip(logic.rules, logic.rows, strict=True)}
    return answers


def contradictions(firings: Rows, names: Names, answers: Answers) -> list[Found]:
    """All contradictions in these FIRING rows, deal by deal; `answers` as `answers_of` gives them."""
    found: list[Found] = []
    kept = firings[_telling(firings, names, answers)]
    columns = [kept[name].tolist() for name in ("replication", "deal", "day", "book", "rule")]
    for (replication, deal), rows in groupby(zip(*columns, strict=True), key=lambda row: row[:2]):
        events = [Decided(day, names[book][0], names[book][1][rule]) for _, _, day, book, rule in rows]
        found += [
            Found(each.kind, undone, by, replication, deal)
            for each in CONTRADICTIONS
            for undone, by in each.pairs(events, answers)
        ]
    return found


def _telling(firings: Rows, names: Names, answers: Answers) -> Bools:
    """The rows that can be part of a contradiction; most decisions of a deal repeat the one before."""
    deals = deal_keys(firings)
    telling = np.zeros(len(firings), np.bool_)
    for each in CONTRADICTIONS:
        if isinstance(each, Undone):
            first, then = (_said(firings, names, answers, says) for says in (each.first, each.then))
            telling |= (first | then) & np.isin(deals, deals[then])
        else:
            asked = np.flatnonzero(_of(firings, names, each.book))
            answer = _codes(firings[asked], names, answers, each.book, each.output)
            changed = np.ones(len(asked), np.bool_)
            changed[1:] = (deals[asked][1:] != deals[asked][:-1]) | (answer[1:] != answer[:-1])
            telling[asked[changed]] = True
    return telling


def deal_keys(firings: Rows) -> npt.NDArray[np.int64]:
    """One number for each deal of a replication."""
    deals: npt.NDArray[np.int64] = firings["deal"].astype(np.int64)
    keys: npt.NDArray[np.int64] = firings["replication"] * (deals.max(initial=0) + 1) + deals
    return keys


def _of(firings: Rows, names: Names, book: str) -> Bools:
    places = [place for place, (name, _) in enumerate(names) if name == book]
    return np.isin(firings["book"], places)


def _said(firings: Rows, names: Names, answers: Answers, says: Says) -> Bools:
    """The rows that say it."""
    said = np.zeros(len(firings), np.bool_)
    for place, (book, rules) in enumerate(names):
        if book == says.book:
            by_rule = np.array([says.is_said(Decided(0.0, book, rule), answers) for rule in rules])
            mine = firings["book"] == place
            said[mine] = by_rule[firings["rule"][mine]]
    return said


def _codes(rows: Rows, names: Names, answers: Answers, book: str, output: str) -> npt.NDArray[np.intp]:
    """A number for each row's answer, the same for the same answer; all rows are of this book."""
    rules = next((rules for name, rules in names if name == book), ())
    said = [answers[book, rule].get(output) for rule in rules]
    by_rule = np.array([said.index(each) for each in said], np.intp)
    return np.take(by_rule, rows["rule"])  # no rule, −1, is the last
