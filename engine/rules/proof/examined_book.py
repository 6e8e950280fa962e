"""A book laid out for questions: its cells, where every rule fires, and a pool of accounts that settles most pairs."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, cached_property, reduce
from operator import or_

from engine.model.rulebook import Value
from engine.rules.language.logic import BookLogic
from engine.rules.language.spoken import rules_with_ids
from engine.rules.proof.fed_groups import facts_reached, reach_of
from engine.rules.proof.real_accounts import NotSeenThrough
from engine.rules.proof.regions import Region, inside, meet, regions_of
from engine.rules.proof.solver import Deadline, find, find_in
from engine.rules.proof.space import Point, Space
from engine.rules.tabulation.fact_cells import UNKNOWN, Box, members
from engine.wording import Said

_DRAWS_A_RULE, _BOXES_A_RULE = 6, 4


class ExaminedBook:
    """One book under examination. Rules are named by their place in winning order."""

    def __init__(self, logic: BookLogic, clock: Deadline) -> None:
        self.logic, self.clock = logic, clock
        self.reach = reach_of(logic.book)
        self.space = Space(facts_reached(logic.book), logic.conditions, self.reach)
        self._known: dict[int, int] = {}
        self.left_open: list[tuple[str, ...]] = []
        """Rules about which a formula left a question open, since somebody last looked."""
        self.doubtful: set[int] = set()
        """Rules of which it is open whether they can fire at all."""

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """Where each rule fires. Raises OutOfTime for a rule that can come true in too many ways."""
        found = regions_of(self.logic.conditions, self.space, self.logic.rules)
        return tuple(self._reached(rule, region) for rule, region in enumerate(found))

    def _reached(self, rule: int, region: Region) -> Region:
        """The boxes in which there may be an account: where facts are computed or fed, not all need hold one."""
        if self.space.real is None and not self.space.forbidden:
            return region
        kept, certain = [], False
        for box in region:
            try:
                if find(self.space, box, (), self.clock) is None:
                    continue
                certain = True
            except NotSeenThrough:
                pass
            kept.append(box)
        if kept and not certain:
            self.doubtful.add(rule)
        return tuple(kept)

    def known_cells(self, place: int) -> int:
        """The cells of a fact, unknown left out, in which an account can lie."""
        known = self.space.facts[place].known
        if self.space.facts[place].declared.formula is None:
            return known
        if place not in self._known:
            self._known[place] = sum(1 << cell for cell in members(known) if self._may_hold({place: 1 << cell}))
        return self._known[place]

    def _may_hold(self, box: Box) -> bool:
        try:
            return find(self.space, box, (), self.clock) is not None
        except NotSeenThrough:
            return True

    @contextmanager
    def seen_through(self, *rules: int) -> Iterator[None]:
        """Notes that a formula leaves a question about these rules open, and goes on behind it."""
        try:
            yield
        except NotSeenThrough:
            self.left_open.append(self.names(rules))

    @property
    def hit(self) -> str:
        """The book's hit policy."""
        return self.logic.book.hit

    @property
    def count(self) -> int:
        """How many rules there are."""
        return len(self.logic.conditions)

    def name(self, rule: int) -> str:
        """The id of a rule."""
        return self.logic.rules[rule].id

    def names(self, rules: Iterable[int]) -> tuple[str, ...]:
        """The ids of some rules."""
        return tuple(self.name(rule) for rule in rules)

    def said(self, rules: Iterable[int]) -> Said:
        """Some rules as whoever edits the book needs them."""
        return rules_with_ids(self.names(rules), self.logic.book)

    def same_outputs(self, one: int, other: int) -> bool:
        """Do two rules say the same?"""
        return self.logic.rows[one] == self.logic.rows[other]

    def as_otherwise(self, rule: int) -> bool:
        """Does a rule say what holds when none fires?"""
        return self.logic.rows[rule] == self.logic.otherwise

    def boxes(self, rules: Iterable[int]) -> list[Box]:
        """All boxes of some rules."""
        return [box for rule in rules for box in self.regions[rule]]

    def find(self, region: Region, without: Iterable[int]) -> Point | None:
        """A point of the region where none of these rules fires. Raises as `solver.find` does."""
        return find_in(self.space, region, self.boxes(without), self.clock)

    def within(self, small: int, large: int) -> bool:
        """Does `large` fire wherever `small` fires?"""
        if self.fires[small] & ~self.fires[large]:
            return False
        return self.find(self.regions[small], [large]) is None

    def together(self, one: int, other: int) -> Iterator[Box]:
        """The boxes in which both rules fire."""
        for a in self.regions[one]:
            for b in self.regions[other]:
                self.clock.step()
                if (box := meet(a, b)) is not None:
                    yield box

    def account(self, point: Point) -> Mapping[str, Value]:
        """An account at this point."""
        return self.space.account(point)

    @cached_property
    def pool(self) -> tuple[Point, ...]:
        """Accounts of every rule, drawn from its boxes: what they show need not be searched for."""
        chance = random.Random(0)
        listed = cache(lambda cells: tuple(members(cells)))
        points: dict[Point, None] = {}
        for region in self.regions:
            for box in region[:_BOXES_A_RULE]:
                if self.space.real is not None:
                    points |= dict.fromkeys(self._drawn(box))
                    continue
                for draw in range(_DRAWS_A_RULE):
                    allowed = [box.get(place, full) for place, full in enumerate(self.space.full)]
                    known = ((cells & ~UNKNOWN) or cells if draw % 2 else cells for cells in allowed)
                    points[tuple(chance.choice(listed(cells)) for cells in known)] = None
        return tuple(point for point in points if not any(inside(box, point) for box in self.space.forbidden))

    def _drawn(self, box: Box) -> Iterator[Point]:
        """Accounts of a box where facts are computed: with as little known as can be, and with all known."""
        for known in (False, True):
            cells = {place: full & ~UNKNOWN for place, full in enumerate(self.space.full)} if known else {}
            narrowed = meet(box, cells)
            try:
                point = None if narrowed is None else find(self.space, narrowed, (), self.clock)
            except NotSeenThrough:
                continue
            if point is not None:
                yield point

    @cached_property
    def fires(self) -> tuple[int, ...]:
        """Per rule the set of the pool's accounts for which it fires, as bits."""
        at = [[0] * full.bit_length() for full in self.space.full]
        for index, point in enumerate(self.pool):
            for place, cell in enumerate(point):
                at[place][cell] |= 1 << index

        def held(box: Box) -> int:
            accounts = (1 << len(self.pool)) - 1
            for place, cells in box.items():
                accounts &= reduce(or_, (at[place][cell] for cell in members(cells)))
            return accounts

        return tuple(reduce(or_, map(held, region), 0) for region in self.regions)

    @cached_property
    def decides(self) -> tuple[int, ...]:
        """Per rule the set of the pool's accounts for which it is the first to fire, as bits."""
        taken, found = 0, []
        for fired in self.fires:
            found.append(fired & ~taken)
            taken |= fired
        return tuple(found)

    def pooled(self, accounts: int) -> Point | None:
        """The first of a set of the pool's accounts."""
        return next((self.pool[index] for index in members(accounts)), None)
