"""Does a decision stand whatever the unknown facts turn out to be? If not: what would have to be learnt, to what end.

Exact over the declared ranges: what is known stays as it is, and every other decision that the book can reach from
there by learning unknown facts is found with the fewest of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from engine.model.rulebook import Value
from engine.rules.language.feeding import askable
from engine.rules.language.prose import typed_fact
from engine.rules.language.spoken import label_of, said
from engine.rules.proof.chain_flip import ChainSearch
from engine.rules.proof.examined_book import ExaminedBook
from engine.rules.proof.flip import SECONDS, Flip, Wanted, search_in
from engine.rules.proof.real_accounts import NotSeenThrough
from engine.rules.proof.solver import Deadline, OutOfTime
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.rules.tabulation.decision import Decision
from engine.wording import Column, Document, Joined, Message, Paragraph, Part, Said, Shown, Table, say


@dataclass(frozen=True)
class Standing(Shown):
    """Whether a decision stands.

    others:  every other decision that learning unknown facts can bring, those that need fewest facts first; each with
             the facts that bring it. More facts may lead to the same end.
    settled: False when the time was over before every possible decision was looked at, or a formula left one open.
    seen_through: False in the second case: a formula that is not linear is not seen through.
    """

    decision: Decision
    others: tuple[Flip, ...]
    settled: bool = True
    seen_through: bool = True

    @property
    def stands(self) -> bool | None:
        """Is it the same whatever the unknowns turn out to be? None when that was not settled."""
        return False if self.others else True if self.settled else None

    @property
    def ask(self) -> tuple[str, ...]:
        """The unknown facts to find out, those first that can change the decision alone and to the most others."""
        weight: dict[str, list[int]] = {}
        for other in self.others:
            for change in other.changes:
                weight.setdefault(change.fact, []).append(len(other.changes))
        return tuple(sorted(weight, key=lambda fact: (min(weight[fact]), -len(weight[fact]))))

    @property
    def verdict(self) -> Message:
        """In a sentence whether the decision stands."""
        decided = self.decision.decided
        if self.stands is None and not self.seen_through:
            what = (
                say("facts computed along a chain of books are not seen through")
                if self.decision.logic.book.feeders
                else say("a formula that is not linear is not seen through")
            )
            return say("{decided}: whether it stands cannot be told; {why}.", decided=decided, why=what)
        if self.stands is None:
            return say("{decided}: whether it stands was not settled within the time given.", decided=decided)
        if self.stands:
            return say("{decided}: it stands, whatever the unknown facts turn out to be.", decided=decided)
        return say("{decided}, as far as is known: what is not known could change it.", decided=decided)

    def document(self) -> Document:
        """The verdict, and what would have to be learnt for each other decision."""
        parts: list[Part] = [Paragraph(self.verdict)]
        if self.others:
            columns = [
                Column(say("If it turns out that")),
                Column(say("then", context="column")),
                Column(say("because", context="column")),
            ]
            rows = [[self._learnt(other), other.after.decided, other.after.because] for other in self.others]
            parts.append(Table(columns, rows))
        return Document(parts)

    def _learnt(self, other: Flip) -> Said:
        facts = askable(other.after.logic.book)
        named = (
            say(
                "{fact}: {value} (`{typed}`)",
                fact=label_of(change.fact, facts[change.fact]),
                value=said(change.fact, change.after),
                typed=typed_fact(change.fact, change.after),
            )
            for change in other.changes
        )
        return Joined(named, ", ")

    def as_data(self) -> dict[str, object]:
        """Everything as plain data."""
        return {
            **self.decision.outline(),
            "stands": self.stands,
            "settled": self.settled,
            "ask": list(self.ask),
            "others": [
                {"learnt": {change.fact: change.after for change in other.changes}, "to": other.after.outline()}
                for other in self.others
            ],
        }


def standing_of(compiled: CompiledBook, facts: Mapping[str, object], seconds: float = SECONDS) -> Standing:
    """Whether the decision about these facts stands whatever the unknown ones turn out to be.

    Raises InputError for facts the book does not know, and for a book that gives several hits: its answers are too many
    to tell apart one by one.
    """
    compiled.single_hit_table  # noqa: B018  refuses such a policy
    facts = compiled.values_of(facts)
    decision, clock = compiled.decide(facts), Deadline(seconds)
    found: list[Flip] = []
    seen_through = True
    try:
        nearest = _nearest_along(compiled, facts, clock) if compiled.feeds else _nearest(compiled, facts, clock)
        for row in _rows(compiled):
            if row == dict(decision.outputs):
                continue
            try:
                other = nearest(Wanted(compiled, row, None))
            except NotSeenThrough:
                seen_through = False
                continue
            if other is not None:
                found.append(other)
    except NotSeenThrough:
        seen_through = False
    except OutOfTime:
        return Standing(decision, _fewest_first(found), settled=False)
    return Standing(decision, _fewest_first(found), settled=seen_through, seen_through=seen_through)


def _nearest(compiled: CompiledBook, facts: Mapping[str, object], clock: Deadline) -> Callable[[Wanted], Flip | None]:
    examined = ExaminedBook(compiled.logic, clock)

    def nearest(wanted: Wanted) -> Flip | None:
        search = search_in(compiled, facts, wanted, examined)
        return search.found(search.learnt(), learning=True)

    return nearest


def _nearest_along(
    compiled: CompiledBook, facts: Mapping[str, object], clock: Deadline
) -> Callable[[Wanted], Flip | None]:
    search = ChainSearch(compiled, facts, clock)
    return lambda wanted: search.nearest(wanted, search.learnt())


def _rows(compiled: CompiledBook) -> Iterable[dict[str, Value]]:
    """Everything that the book can say, each once."""
    known: list[dict[str, Value]] = []
    for row in (*compiled.logic.rows, compiled.logic.otherwise):
        if dict(row) not in known:
            known.append(dict(row))
    return known


def _fewest_first(found: Iterable[Flip]) -> tuple[Flip, ...]:
    return tuple(sorted(found, key=lambda flip: len(flip.changes)))
