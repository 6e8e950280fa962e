"""The nearest change of facts where some are computed from others: the given ones change, the computed ones follow.

The cells of the given facts are searched as in other books, the cheapest first. For each combination of them it is
worked out exactly how near an account can come in which the computed facts are right and the decision is as wanted.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from engine.errors import InputError
from engine.model.rulebook import Value
from engine.rules.language.values import code_of, is_unknown, read_value
from engine.rules.proof.examined_book import ExaminedBook
from engine.rules.proof.linear import exact
from engine.rules.proof.nearest_account import Change, Cost, Flip, Search, Wanted, value_in
from engine.rules.proof.real_accounts import NotSeenThrough, Part, RealAccounts
from engine.rules.proof.solver import search
from engine.rules.proof.space import Point
from engine.rules.proof.tied_facts import TiedFacts
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.rules.tabulation.fact_cells import Box, members

_Account = dict[str, Value]


class ComputedSearch(Search):
    """The search in a book with computed facts."""

    def __init__(
        self, compiled: CompiledBook, facts: Mapping[str, object], wanted: Wanted, examined: ExaminedBook
    ) -> None:
        super().__init__(compiled, facts, wanted, examined)
        self._groups: dict[tuple[object, ...], tuple[int, Fraction, Part] | None] = {}

    def found(self, start: Sequence[int], learning: bool = False) -> Flip | None:
        """The nearest of these accounts that is decided as wanted. Raises OutOfTime and NotSeenThrough."""
        order = itertools.count()
        seen: set[tuple[tuple[int, ...], int]] = set()
        heap: list[tuple[Cost, int, tuple[int, ...], Point, int, _Account | None]] = []
        roots = list(self._roots())
        open_ = False

        def push(domain: tuple[int, ...], root: int) -> None:
            if all(domain) and (domain, root) not in seen:
                seen.add((domain, root))
                cost, point = self._cheapest(domain)
                heapq.heappush(heap, (cost, next(order), domain, point, root, None))

        for number, (box, _) in enumerate(roots):
            push(tuple(cells & box.get(place, cells) for place, cells in enumerate(start)), number)
        while heap:
            self._clock.step()
            cost, _, domain, point, root, account = heapq.heappop(heap)
            if account is not None:
                return self._flip_to(account, cost[1])
            avoid = roots[root][1]
            try:
                best = self._best(domain, point, avoid, learning)
            except NotSeenThrough:
                open_, best = True, None
            if best is not None:
                heapq.heappush(heap, (best[0], next(order), domain, point, root, best[1]))
            for place in self._movable(roots[root][0], avoid):
                push((*domain[:place], domain[place] & ~(1 << point[place]), *domain[place + 1 :]), root)
        if open_:
            raise NotSeenThrough
        return None

    @property
    def _real(self) -> RealAccounts:
        real = self._examined.space.real
        assert real is not None
        return real

    def _given_places(self) -> list[int]:
        facts = self._examined.space.facts
        return [place for place, fact in enumerate(facts) if fact.declared.formula is None]

    def _movable(self, box: Box, avoid: Sequence[Box]) -> list[int]:
        """The given facts on which it can depend whether an account is as wanted."""
        space = self._examined.space
        tied = {space.place[name] for name in space.derived.roots}
        named = {place for each in (box, *avoid) for place in each}
        if not self._compiled.book.single_hit:
            named = {place for region in self._examined.regions for each in region for place in each}
        return [place for place in self._given_places() if place in tied | named]

    def _best(
        self, domain: tuple[int, ...], point: Point, avoid: Sequence[Box], learning: bool
    ) -> tuple[Cost, _Account] | None:
        """The nearest account with the given facts in these cells."""
        given = set(self._given_places())
        cells = [1 << point[place] if place in given else each for place, each in enumerate(domain)]
        best: tuple[Cost, _Account] | None = None
        for leaf in self._leaves(cells, avoid):
            found = self._in_leaf(leaf, point, learning)
            if found is not None and (best is None or found[0] < best[0]) and self._is_wanted(found[1]):
                best = found
        return best

    def _leaves(self, cells: list[int], avoid: Sequence[Box]) -> Iterator[Sequence[int]]:
        """The cells of computed facts that stay clear of what is to be avoided."""
        if self._compiled.book.single_hit:
            yield from search(cells, list(avoid), self._clock)
            return
        for combination in itertools.product(*(members(each) for each in cells)):
            self._clock.step()
            yield [1 << cell for cell in combination]

    def _in_leaf(self, leaf: Sequence[int], point: Point, learning: bool) -> tuple[Cost, _Account] | None:
        """The nearest account in these cells; None when there is none."""
        facts = self._examined.space.facts
        cells = {fact.fact: each for fact, each in zip(facts, leaf, strict=True)}
        tied = {name for each in self._real.tied for name in each.given}
        changed, distance, account = 0, 0.0, _Account()
        for place in self._given_places():
            fact, here, there = facts[place], self._here[place], point[place]
            if here != there and not (here and there and fact.fact in tied):
                changed += 1
                distance += self._costs[place][there][1]
            if fact.fact not in tied:
                raw = self._given.get(fact.fact)
                value = value_in(fact, there, raw) if here != there else None if is_unknown(raw) else raw
                if value is not None:
                    account[fact.fact] = read_value(fact.fact, fact.declared, value)
        for group in self._real.tied:
            found = self._in_group(group, cells, point, learning)
            if found is None:
                return None
            changed, distance = changed + found[0], distance + float(found[1])
            account |= {name: value for name, value in found[2].items() if value is not None}
        return (changed, round(distance, 12), 0), account

    def _in_group(
        self, tied: TiedFacts, cells: Mapping[str, int], point: Point, learning: bool
    ) -> tuple[int, Fraction, Part] | None:
        """Of facts that are tied together, as few as can be changed as little as can be: how many, by how much."""
        key = (tied.given, learning, *(cells[name] for name in (*tied.given, *tied.computed)))
        if key not in self._groups:
            self._groups[key] = self._searched(tied, cells, point, learning)
        return self._groups[key]

    def _searched(
        self, tied: TiedFacts, cells: Mapping[str, int], point: Point, learning: bool
    ) -> tuple[int, Fraction, Part] | None:
        space = self._examined.space
        held: dict[str, Fraction] = {}
        moving: list[str] = []
        for name in tied.given:
            place = space.place[name]
            if self._here[place] and point[place]:
                declared = space.facts[place].declared
                held[name] = exact(code_of(declared, read_value(name, declared, self._given[name])))
                moving += [name] if self._here[place] != point[place] else []
        staying = [name for name in held if name not in moving]
        for more in range(1 if learning else len(staying) + 1):
            best: tuple[Fraction, Part] | None = None
            for freed in itertools.combinations(staying, more):
                steps = {name: self._weight(name) for name in (*moving, *freed)}
                found = self._real.nearest(tied, cells, held, steps, self._clock.step)
                if found is not None and (best is None or found[0] < best[0]):
                    best = found
            if best is not None:
                return len(moving) + more, *best
        return None

    def _weight(self, name: str) -> Fraction:
        """What a change by 1 counts: against the range of the fact, or its size where it has none."""
        declared = self._examined.space.facts[self._examined.space.place[name]].declared
        if declared.range:
            span = exact(declared.high) - exact(declared.low)
        else:
            span = max(abs(exact(code_of(declared, read_value(name, declared, self._given[name])))), Fraction(1))
        return 1 / (span or Fraction(1))

    def _is_wanted(self, account: Mapping[str, Value]) -> bool:
        try:
            return self._wanted.accepts(self._compiled.decide(account))
        except InputError:
            return False

    def _flip_to(self, account: Mapping[str, Value], distance: float) -> Flip:
        changes = []
        for place in self._given_places():
            fact = self._examined.space.facts[place]
            raw = self._given.get(fact.fact)
            before = None if is_unknown(raw) else read_value(fact.fact, fact.declared, raw)
            after = account.get(fact.fact)
            if before != after:
                changes.append(Change(fact.fact, before, after))
        return Flip(self._compiled.decide(account), tuple(changes), distance)
