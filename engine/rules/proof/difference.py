"""Every kind of account that two books decide differently, proved to be all, each with an example.

Rule by rule: where a rule of the one book decides and a rule of the other, and they say different things, there is an
account or a proof that there is none. What holds where no rule fires counts as a last rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.errors import InputError, Problem
from engine.model.rulebook import FactDeclaration, Value
from engine.rules.language.feeding import askable
from engine.rules.language.hit_policies import EXCLUSIVE
from engine.rules.language.logic import BookLogic
from engine.rules.language.prose import account_said
from engine.rules.proof.chain_difference import fed_alike, fed_to_one, parting_along, reach_of_both
from engine.rules.proof.real_accounts import NotSeenThrough
from engine.rules.proof.regions import EVERYWHERE, Region, joint, regions_of
from engine.rules.proof.solver import Deadline, OutOfTime, find_in
from engine.rules.proof.space import Point, Space
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.rules.tabulation.decision import Decision
from engine.rules.tabulation.fact_cells import UNKNOWN, Box
from engine.wording import Cell, Column, Document, Message, Paragraph, Part, Shown, Table, counted, listed, say

SECONDS = 60.0


@dataclass(frozen=True)
class DecidedOtherwise:
    """Accounts that the one book decides by one rule, the other by another, to different ends.

    before, after: the decisions of both about `account`, the example with the fewest known facts that the search met.
    """

    before: Decision
    after: Decision
    account: Mapping[str, Value]


@dataclass(frozen=True)
class BookDifference(Shown):
    """What two books decide differently.

    kinds:   pairs of rules by which some account is decided differently, in the winning order of the first book.
    settled: False when the time was over before all pairs were looked at, or a formula left some of them open.
    seen_through: False in the second case: a formula that is not linear cannot be seen through.
    """

    before: CompiledBook
    after: CompiledBook
    kinds: tuple[DecidedOtherwise, ...]
    settled: bool = True
    seen_through: bool = True

    @property
    def same(self) -> bool | None:
        """Do both decide every account alike? None when that was not settled in time."""
        return False if self.kinds else True if self.settled else None

    @property
    def verdict(self) -> Message:
        """In a sentence whether, and in how many ways, they differ."""
        if self.same is None and not self.seen_through:
            if self.before.book.feeders or self.after.book.feeders:
                return say(
                    "No difference was found; facts computed along a chain of books leave it open whether there is one."
                )
            return say("No difference was found; a formula that is not linear leaves it open whether there is one.")
        if self.same is None:
            return say("No difference was found in the time given; that there is none was not proved.")
        if self.same:
            return say("Both books decide every account alike; this is proved over all facts and their ranges.")
        said = counted(
            "{n} kind of account is decided differently",
            "{n} kinds of account are decided differently",
            len(self.kinds),
        )
        if self.settled:
            return say("{what}; that there is no other is proved.", what=said)
        if not self.seen_through:
            return say("{what}; there may be others: a formula that is not linear is not seen through.", what=said)
        return say("{what}; there may be others: the time was over.", what=said)

    def document(self) -> Document:
        """The verdict, and a line for every kind of account: the rules, what they say, an example."""
        parts: list[Part] = [Paragraph(self.verdict)]
        given = fed_to_one(self.before.book, self.after.book)
        if given:
            facts = listed(f"`{name}`" for name in given)
            told = say(
                "Compared where it is given, for only one of the books has it from another: {facts}.", facts=facts
            )
            parts.append(Paragraph(told))
        if self.kinds:
            columns = [
                Column(say("before", context="books")),
                Column(say("after", context="books")),
                Column(say("for example")),
            ]
            rows = [
                [
                    Cell(kind.before.decided, self.before.book.title_of(kind.before.rule)),
                    Cell(kind.after.decided, self.after.book.title_of(kind.after.rule)),
                    Cell(account_said(kind.account, self._facts)),
                ]
                for kind in self.kinds
            ]
            parts.append(Table(columns, rows))
        return Document(parts)

    @property
    def _facts(self) -> dict[str, FactDeclaration]:
        return {**askable(self.after.book), **askable(self.before.book)}

    def as_data(self) -> dict[str, object]:
        """Everything as plain data."""
        return {
            "before": self.before.book.id,
            "after": self.after.book.id,
            "same": self.same,
            "settled": self.settled,
            "kinds": [
                {"account": dict(kind.account), "before": kind.before.outline(), "after": kind.after.outline()}
                for kind in self.kinds
            ],
        }


def difference(before: CompiledBook, after: CompiledBook, seconds: float = SECONDS) -> BookDifference:
    """Every pair of rules by which some account is decided differently.

    Facts that only one of the books knows are unknown to the other. Raises InputError for books with several hits, and
    where the two declare a fact in different ways or give different outputs: such books cannot be compared.
    """
    for book in (before, after):
        book.single_hit_table  # noqa: B018  refuses several hits
    _refuse_strangers(before, after)
    clock = Deadline(seconds)
    kinds: list[DecidedOtherwise] = []
    seen_through = True
    alike = fed_alike(before.book, after.book)
    try:
        for account in (_apart if alike else parting_along)(before, after, clock):
            if account is None:
                seen_through = False
                continue
            kinds.append(DecidedOtherwise(_decided(before, account), _decided(after, account), account))
    except NotSeenThrough:
        seen_through = False
    except OutOfTime:
        return BookDifference(before, after, tuple(kinds), settled=False)
    return BookDifference(before, after, tuple(kinds), settled=seen_through, seen_through=seen_through)


def _decided(book: CompiledBook, account: Mapping[str, Value]) -> Decision:
    return book.decide({name: value for name, value in account.items() if name in book.askable})


def _apart(before: CompiledBook, after: CompiledBook, clock: Deadline) -> Iterator[dict[str, Value] | None]:
    """An account for every pair of rules that decides it differently, of books that are fed alike; None where a formula
    leaves it open."""
    facts, reach = reach_of_both(before.book, after.book)
    space = Space(facts, [*before.logic.conditions, *after.logic.conditions], reach)
    space.forbidden += tuple({space.place[name]: UNKNOWN} for name in fed_to_one(before.book, after.book))
    one, other = (_Side(book.logic, space) for book in (before, after))
    return (None if point is None else space.account(point) for point in _parting(one, other, space, clock))


class _Side:
    """One book over the facts of both: where each rule fires, what it says, and what must not fire for it to decide."""

    def __init__(self, logic: BookLogic, space: Space) -> None:
        self.regions: tuple[Region, ...] = (*regions_of(logic.conditions, space, logic.rules), EVERYWHERE)
        self.rows = (*logic.rows, logic.otherwise)
        self.exclusive, self.any = logic.book.hit in EXCLUSIVE, logic.book.hit == "any"

    def against(self, rule: int) -> list[Box]:
        """Boxes outside which this rule decides where it fires; the last is what holds where none does."""
        last = len(self.regions) - 1
        others = range(last) if self.exclusive and rule < last else range(rule)
        hindering = (at for at in others if at < rule or (at > rule and not self._agrees(at, rule)))
        return [box for other in hindering for box in self.regions[other]]

    def _agrees(self, one: int, other: int) -> bool:
        """May two rules fire together? Under `any` where they say the same."""
        return self.any and self.rows[one] == self.rows[other]


def _parting(one: _Side, other: _Side, space: Space, clock: Deadline) -> Iterator[Point | None]:
    """An account for every pair of rules that decides it differently; None where a formula leaves it open."""
    for mine in range(len(one.regions)):
        avoid = one.against(mine)
        for theirs in range(len(other.regions)):
            if one.rows[mine] == other.rows[theirs]:
                continue
            without = [*avoid, *other.against(theirs)]
            boxes = joint(one.regions[mine], other.regions[theirs])
            try:
                point = find_in(space, boxes, without, clock)
            except NotSeenThrough:
                yield None
                continue
            if point is not None:
                yield point


def _refuse_strangers(before: CompiledBook, after: CompiledBook) -> None:
    where = say("rulebook {book}", book=after.book.id)
    hint = say("compare two versions of one book")
    if before.book.outputs.keys() != after.book.outputs.keys():
        what = say(
            "decides {mine}, while `{other}` decides {theirs}",
            mine=list(after.book.outputs),
            other=before.book.id,
            theirs=list(before.book.outputs),
        )
        raise InputError(Problem(where, what, hint, "books-apart"))
    problems = [
        Problem(where, say("declares the fact `{fact}` in another way than `{other}`", fact=name, other=before.book.id),
                hint, "fact-differs")
        for name, declared in after.book.facts.items()
        if (known := before.book.facts.get(name)) is not None and not _alike(known, declared)
    ]  # fmt: skip
    if problems:
        raise InputError(*problems)


def _alike(one: FactDeclaration, other: FactDeclaration) -> bool:
    """Are they the same but for what they mean in words, and what feeds them?"""
    apart = {"meaning": None, "fed_by": None}
    return one.model_copy(update=apart) == other.model_copy(update=apart)
