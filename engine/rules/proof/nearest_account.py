"""The search for the nearest account that is decided otherwise: best first over boxes of cells.

An account moves from cell to cell; the search takes the cheapest account not yet ruled out, and where a rule stands in
its way leaves that rule through each of its facts in turn. A bound never falls on the way, so the first account that is
as wanted is the nearest of all.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.errors import InputError
from engine.model.rulebook import FactDeclaration, Value
from engine.rules.language.hit_policies import EXCLUSIVE, aggregates
from engine.rules.language.prose import typed_fact
from engine.rules.language.spoken import label_of, said
from engine.rules.language.values import code_of, is_unknown, read_value, show
from engine.rules.proof.examined_book import ExaminedBook
from engine.rules.proof.regions import inside
from engine.rules.proof.space import Point
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.rules.tabulation.decision import Decision
from engine.rules.tabulation.fact_cells import Box, DeclaredCells, members, readable
from engine.wording import Said, say

Cost = tuple[int, float, int]
"""Facts changed, sum of the changes relative to the ranges, changes that only come near an edge they cannot reach."""


@dataclass(frozen=True)
class Change:
    """One fact and what it would have to be; None is unknown."""

    fact: str
    before: Value | None
    after: Value | None

    def __str__(self) -> str:
        return f"{self.fact}: {show(self.before)} → {show(self.after)}"

    def words(self, facts: Mapping[str, FactDeclaration]) -> Said:
        """The change in words, and as it is typed."""
        return say(
            "{fact}: {before} → {after} (`{typed}`)",
            fact=label_of(self.fact, facts[self.fact]),
            before=said(self.fact, self.before),
            after=said(self.fact, self.after),
            typed=typed_fact(self.fact, self.after),
        )


@dataclass(frozen=True)
class Flip:
    """The nearest account with another decision.

    changes:  what would have to change, in the order of the book's facts.
    distance: sum of the changes, each relative to its declared range (to its size where there is none); a choice, a
              yes/no and a fact not known before count 1.
    """

    after: Decision
    changes: tuple[Change, ...]
    distance: float


@dataclass(frozen=True)
class Wanted:
    """What the other decision must be: these outputs, or any but those of the decision at hand."""

    compiled: CompiledBook
    outputs: Mapping[str, Value] | None
    now: Mapping[str, tuple[Value, ...]] | None

    def accepts(self, decision: Decision) -> bool:
        """Is the decision as wanted?"""
        if self.outputs is None:
            return result_of(decision) != self.now
        several = not (decision.logic.book.single_hit or aggregates(decision.logic.book))
        if several:
            return all(value in decision.collected[name] for name, value in self.outputs.items())
        return all(decision.outputs[name] == value for name, value in self.outputs.items())

    def fired_fits(self, fired: tuple[int, ...]) -> bool:
        """Would it be as wanted if these rules fired?"""
        return self.accepts(Decision(self.compiled.logic, fired, {}))

    def row_fits(self, row: Mapping[str, Value]) -> bool:
        """Would a single rule with these outputs do?"""
        if self.outputs is not None:
            return all(row[name] == value for name, value in self.outputs.items())
        return self.now is None or {name: (value,) for name, value in row.items()} != self.now


def result_of(decision: Decision) -> Mapping[str, tuple[Value, ...]]:
    """What was decided, all hits of each output."""
    if aggregates(decision.logic.book):
        return {name: (value,) for name, value in decision.outputs.items()}
    return dict(decision.collected)


class Search:
    """Best first over boxes of cells, each with the cheapest account in it. examined: the book, laid out once."""

    def __init__(
        self, compiled: CompiledBook, facts: Mapping[str, object], wanted: Wanted, examined: ExaminedBook
    ) -> None:
        self._compiled, self._given, self._wanted = compiled, facts, wanted
        self._examined, self._clock = examined, examined.clock
        self._here = self._examined.space.point(facts)
        self._costs = [
            costs_of(fact, facts.get(fact.fact), here)
            for fact, here in zip(self._examined.space.facts, self._here, strict=True)
        ]

    def anything(self) -> tuple[int, ...]:
        """All accounts: the cells that each fact may move to."""
        return self._examined.space.full

    def still_known(self) -> tuple[int, ...]:
        """Accounts in which what is known has some value still."""
        return self._where(lambda fact, here: fact.known if here else fact.full)

    def learnt(self) -> tuple[int, ...]:
        """Accounts in which what is known stays as it is; the rest may be learnt, whatever it turns out to be."""
        return self._where(lambda fact, here: 1 << here if here else fact.full)

    def _where(self, allowed: Callable[[DeclaredCells, int], int]) -> tuple[int, ...]:
        facts = zip(self._examined.space.facts, self._here, strict=True)
        return tuple(fact.full if fact.declared.formula else allowed(fact, here) for fact, here in facts)

    def found(self, start: Sequence[int], learning: bool = False) -> Flip | None:
        """The nearest of these accounts that is decided as wanted. Raises OutOfTime.

        learning: what is known keeps its very value, as it does in `learnt` accounts.
        """
        point = self.nearest(start)
        return None if point is None else self.flip(point)

    def nearest(self, start: Sequence[int]) -> Point | None:
        """The cells of the nearest of these accounts that is decided as wanted. Raises OutOfTime."""
        order = itertools.count()
        seen: set[tuple[tuple[int, ...], int]] = set()
        heap: list[tuple[Cost, int, tuple[int, ...], Point, int]] = []
        roots = list(self._roots())

        def push(domain: tuple[int, ...], root: int) -> None:
            if all(domain) and (domain, root) not in seen:
                seen.add((domain, root))
                cost, point = self._cheapest(domain)
                heapq.heappush(heap, (cost, next(order), domain, point, root))

        for number, (box, _) in enumerate(roots):
            push(tuple(cells & box.get(place, cells) for place, cells in enumerate(start)), number)
        while heap:
            self._clock.step()
            _, _, domain, point, root = heapq.heappop(heap)
            blocking = next((box for box in roots[root][1] if inside(box, point)), None)
            if blocking is None and self._fits(point):
                return point
            leave = {place: 1 << cell for place, cell in enumerate(point)} if blocking is None else blocking
            for place, cells in leave.items():
                push((*domain[:place], domain[place] & ~cells, *domain[place + 1 :]), root)
        return None

    def _roots(self) -> Iterator[tuple[Box, Sequence[Box]]]:
        """Boxes in which the wanted decisions lie, each with the boxes that must be avoided on the way."""
        examined, rows = self._examined, self._examined.logic.rows
        rules = range(examined.count)
        if not self._compiled.book.single_hit:
            yield {}, ()
            return
        fits = [self._wanted.row_fits(rows[rule]) for rule in rules]
        for rule in (rule for rule in rules if fits[rule]):
            if examined.hit in EXCLUSIVE:
                against = [
                    one
                    for one in rules
                    if one != rule and not (examined.hit == "any" and examined.same_outputs(one, rule))
                ]
            else:
                against = [one for one in range(rule) if not fits[one]]
            avoid = examined.boxes(against)
            for box in examined.regions[rule]:
                yield box, avoid
        if self._wanted.row_fits(self._examined.logic.otherwise):
            yield {}, examined.boxes(rules)

    def _fits(self, point: Point) -> bool:
        try:
            return self._wanted.accepts(self._compiled.decide(self._moved(point)))
        except InputError:
            return False

    def _cheapest(self, domain: Sequence[int]) -> tuple[Cost, Point]:
        best = [
            min((costs[cell], cell) for cell in members(cells))
            for costs, cells in zip(self._costs, domain, strict=True)
        ]
        changed, distance, open_edges = zip(*(cost for cost, _ in best), strict=True)
        return (sum(changed), round(sum(distance), 12), sum(open_edges)), tuple(cell for _, cell in best)

    def _moved(self, point: Point) -> dict[str, object]:
        """The account given, with the facts that change cell moved as little as they must."""
        moved = dict(self._given)
        for fact, here, there in zip(self._examined.space.facts, self._here, point, strict=True):
            if here != there:
                moved[fact.fact] = value_in(fact, there, self._given.get(fact.fact))
        return moved

    def flip(self, point: Point) -> Flip:
        """The flip that leads to these cells."""
        moved = self._moved(point)
        changes = []
        for fact, here, there in zip(self._examined.space.facts, self._here, point, strict=True):
            if here != there:
                raw, after = self._given.get(fact.fact), moved[fact.fact]
                before = None if is_unknown(raw) else read_value(fact.fact, fact.declared, raw)
                changes.append(
                    Change(fact.fact, before, None if after is None else read_value(fact.fact, fact.declared, after))
                )
        distance = sum(costs[cell][1] for costs, cell in zip(self._costs, point, strict=True))
        return Flip(self._compiled.decide(moved), tuple(changes), distance)


def costs_of(fact: DeclaredCells, raw: object, here: int) -> Mapping[int, Cost]:
    """What it costs to move this fact into each of its cells; nothing for one that follows others."""
    found: dict[int, Cost] = {}
    if fact.declared.formula is not None:
        return dict.fromkeys(members(fact.full), (0, 0.0, 0))
    for index in members(fact.full):
        if index == here:
            found[index] = (0, 0.0, 0)
        elif not here or not index or not fact.ordered:
            found[index] = (1, 1.0, 0)
        else:
            cell = fact.cell(index)
            code = code_of(fact.declared, read_value(fact.fact, fact.declared, raw))
            span = fact.declared.high - fact.declared.low if fact.declared.range else max(abs(code), 1.0)
            edge = cell.nearest(code)
            unreached = (edge == cell.low and cell.open_low) or (edge == cell.high and cell.open_high)
            found[index] = (1, abs(edge - code) / (span or 1.0), int(unreached))
    return found


def value_in(fact: DeclaredCells, index: int, raw: object) -> Value | None:
    """A value in the cell close to the old one; beyond an edge that cannot be reached, the next readable number."""
    cell = fact.cell(index)
    if index == 0 or is_unknown(raw) or not fact.ordered or cell.is_point:
        return cell.sample
    code = code_of(fact.declared, read_value(fact.fact, fact.declared, raw))
    edge = cell.nearest(code)
    if fact.declared.type == "integer":
        return int(edge)
    return readable(cell.low, cell.high, cell.open_low, cell.open_high, near=edge)
