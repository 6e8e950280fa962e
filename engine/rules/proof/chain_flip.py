"""The nearest change of given facts that flips a decision at the end of a chain of books, or leads to a wanted one.

Exact over the facts that can be given to any book of the chain. The cheapest account not yet ruled out is decided all
along the chain; where it is not as wanted, the whole kind of accounts around it that is decided alike is left, through
each of its facts in turn.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Mapping, Sequence

from engine.model.rulebook import Value
from engine.rules.language.values import is_unknown, read_value
from engine.rules.proof.chain_cells import ChainCells
from engine.rules.proof.flip import SECONDS, wanted_of
from engine.rules.proof.nearest_account import Change, Cost, Flip, Wanted, costs_of, value_in
from engine.rules.proof.solver import Deadline
from engine.rules.proof.space import Point
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.rules.tabulation.fact_cells import UNKNOWN, DeclaredCells, members


def nearest_flip_along(
    compiled: CompiledBook,
    facts: Mapping[str, object],
    to: Mapping[str, object] | None = None,
    seconds: float = SECONDS,
) -> Flip | None:
    """As `nearest_flip`, for a book that others feed: what is changed are facts given, down to those of the first book.

    Raises InputError for facts or outputs that no book knows, OutOfTime when the search takes too long, and
    NotSeenThrough where a book of the chain computes facts.
    """
    facts = compiled.values_of(facts)
    wanted = wanted_of(compiled, facts, to)
    search = ChainSearch(compiled, facts, Deadline(seconds))
    return search.nearest(wanted, search.still_known()) or search.nearest(wanted, search.anything())


class ChainSearch:
    """Accounts around one that is given, nearest first; a fed fact that is given stays so."""

    def __init__(self, compiled: CompiledBook, facts: Mapping[str, object], clock: Deadline) -> None:
        self._compiled, self._given, self._clock = compiled, facts, clock
        fed_but_given = [
            name for other in (compiled, *_feeding(compiled)) for name in other.feeds if not is_unknown(facts.get(name))
        ]
        self._chain = ChainCells([compiled], fed_but_given)
        self._space = self._chain.space
        self._free = self._chain.free
        here = [0] * len(self._space.full)
        for place in self._free:
            here[place] = self._space.facts[place].cell_of_value(facts.get(self._space.facts[place].fact))
        self._here = tuple(here)
        self._costs = {
            place: costs_of(self._space.facts[place], facts.get(self._space.facts[place].fact), here[place])
            for place in self._free
        }

    def anything(self) -> tuple[int, ...]:
        """All accounts: the cells that each fact may move to."""
        return self._where(lambda fact, here: fact.full)

    def still_known(self) -> tuple[int, ...]:
        """Accounts in which what is known has some value still."""
        return self._where(lambda fact, here: fact.known if here else fact.full)

    def learnt(self) -> tuple[int, ...]:
        """Accounts in which what is known stays as it is; the rest may be learnt, whatever it turns out to be."""
        return self._where(lambda fact, here: 1 << here if here else fact.full)

    def _where(self, allowed: Callable[[DeclaredCells, int], int]) -> tuple[int, ...]:
        found = list(self._space.full)
        for place in self._free:
            fact = self._space.facts[place]
            found[place] = allowed(fact, self._here[place])
            if fact.fact in self._chain.given:
                found[place] &= ~UNKNOWN
        return tuple(found)

    def nearest(self, wanted: Wanted, start: Sequence[int]) -> Flip | None:
        """The nearest of these accounts that is decided as wanted. Raises OutOfTime."""
        order = itertools.count()
        seen: set[tuple[int, ...]] = set()
        heap: list[tuple[Cost, int, tuple[int, ...], Point]] = []

        def push(domain: tuple[int, ...]) -> None:
            if all(domain[place] for place in self._free) and domain not in seen:
                seen.add(domain)
                cost, point = self._cheapest(domain)
                heapq.heappush(heap, (cost, next(order), domain, point))

        push(tuple(start))
        top = self._chain.tops[0]
        while heap:
            self._clock.step()
            _, _, domain, point = heapq.heappop(heap)
            at, outcomes, refused = self._chain.decided(point)
            if refused is None and wanted.fired_fits(outcomes[top].fired):
                return self._flip(at, wanted)
            for place, cells in self._chain.around(at, outcomes, refused, room=domain, sought=wanted.row_fits).items():
                push((*domain[:place], domain[place] & ~cells, *domain[place + 1 :]))
        return None

    def _cheapest(self, domain: Sequence[int]) -> tuple[Cost, Point]:
        changed, distance, unreached = 0, 0.0, 0
        point = [0] * len(domain)
        for place in self._free:
            costs = self._costs[place]
            best, cell = min((costs[cell], cell) for cell in members(domain[place]))
            changed, distance, unreached = changed + best[0], distance + best[1], unreached + best[2]
            point[place] = cell
        return (changed, round(distance, 12), unreached), tuple(point)

    def _flip(self, point: Point, wanted: Wanted) -> Flip:
        moved: dict[str, object] = dict(self._given)
        changes, distance = [], 0.0
        for place in self._free:
            fact, here, there = self._space.facts[place], self._here[place], point[place]
            if here == there:
                continue
            raw = self._given.get(fact.fact)
            after: Value | None = value_in(fact, there, raw)
            moved[fact.fact] = after
            before = None if is_unknown(raw) else read_value(fact.fact, fact.declared, raw)
            changes.append(Change(fact.fact, before, after))
            distance += self._costs[place][there][1]
        decision = self._compiled.decide(moved)
        assert wanted.accepts(decision), "cells and tables decide alike"
        return Flip(decision, tuple(changes), distance)


def _feeding(compiled: CompiledBook) -> list[CompiledBook]:
    found: list[CompiledBook] = []
    for feed in compiled.feeds.values():
        assert isinstance(feed.book, CompiledBook)
        found += [feed.book, *_feeding(feed.book)]
    return found
