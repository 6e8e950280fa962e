"""Accounts whose computed facts are right: not every combination of cells is one, for a computed fact has no choice.

Given a set of cells for each fact, an account in them is found or it is proved that there is none. What is known of
each given fact is tried in turn, formulas are taken apart into linear cases, and each case is solved exactly. What is
found is computed once more as the book does it; what is proved holds for numbers of up to twelve digits, as the book
computes with no more. A formula that is not linear is not seen through: an account may still be found by trying, and
that there is none may follow from the rest; else the question is left open.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from engine.model.rulebook import Value
from engine.rules.language.computed_facts import DerivedFacts
from engine.rules.language.values import code_of, value_of
from engine.rules.proof.formula_bounds import FormulaBounds, runs_of
from engine.rules.proof.linear import AtLeastZero, Linear, TooLarge, Values, at_least, at_most, solve
from engine.rules.tabulation.fact_cells import UNKNOWN, DeclaredCells, members

Point = tuple[int, ...]
"""One cell a fact, in the order of the book's facts: a whole class of accounts."""

_DISTANCE = "distance"
MOST_CASES = 5_000
MOST_TRIES = 400
_READABLE_DAY = Fraction(date(2026, 1, 1).toordinal())


class Unsettled(Exception):
    """A question was not settled."""


class NotSeenThrough(Unsettled):
    """A formula stood in the way: it is not linear, or there are too many cases."""


class RealAccounts:
    """The accounts of a book with computed facts. facts: all of them, as its conditions cut them."""

    def __init__(self, facts: Sequence[DeclaredCells], derived: DerivedFacts) -> None:
        self._facts = {cells.fact: cells for cells in facts}
        self._place = {cells.fact: place for place, cells in enumerate(facts)}
        self._derived = derived
        self._bounds = FormulaBounds(self._facts, derived)
        self._whole = frozenset(
            name for name in derived.roots if self._facts[name].declared.type in ("integer", "date")
        )
        self._near = {name: _READABLE_DAY for name in derived.roots if self._facts[name].declared.type == "date"}
        self._kept: dict[Point, dict[str, Value]] = {}

    def within(self, domain: Sequence[int], step: Callable[[], None]) -> Point | None:
        """An account in these sets of cells, as unknown as can be; None when there is none.

        step: called before each piece of work. Raises NotSeenThrough where a formula leaves it open.
        """
        asked = [name for name in self._derived.formulas if domain[self._place[name]] != self._facts[name].full]
        if not asked:
            return self._as_found(domain, {}, {})
        needed, cells = self._bounds.needed(asked), dict(zip(self._facts, domain, strict=True))
        roots = sorted(frozenset[str]().union(*map(self._derived.rests_on, asked)), key=self._place.__getitem__)
        unsettled, cases = False, 0
        for known in itertools.product(*(self._states(domain[self._place[name]]) for name in roots)):
            state = dict(zip(roots, known, strict=True))
            for bounds, inexact in self._bounds.cases(cells, needed, state, {}):
                step()
                cases += 1
                if cases > MOST_CASES:
                    raise NotSeenThrough
                try:
                    found = self._solved(domain, state, bounds, step)
                except TooLarge:
                    unsettled = True
                    continue
                if found is None:
                    continue
                point = self._as_found(domain, state, found)
                point = point or (self._tried(domain, state) if inexact else None)
                if point is not None:
                    return point
                unsettled = True
        if unsettled:
            raise NotSeenThrough
        return None

    def nearest(
        self,
        domain: Sequence[int],
        base: Mapping[str, Value],
        held: Mapping[str, Fraction],
        steps: Mapping[str, Fraction],
        step: Callable[[], None],
    ) -> tuple[Fraction, dict[str, Value]] | None:
        """Of the accounts in these cells the one with the least distance from where it was, and this distance; None
        when there is none.

        base: the values of facts from which nothing is computed. held: known facts and the values that they keep or
        leave. steps: of those that may leave them, what a change by 1 counts. Raises NotSeenThrough.
        """
        state = {name: bool(domain[self._place[name]] & ~UNKNOWN) for name in self._derived.roots}
        needed, cells = list(self._derived.formulas), dict(zip(self._facts, domain, strict=True))
        far, pulls = Linear.unknown(_DISTANCE), []
        for name, weight in steps.items():
            away = Linear.unknown(f"{_DISTANCE} of {name}")
            off = Linear.unknown(name).minus(Linear(held[name]))
            pulls += [at_least(away.minus(off), Fraction(0)), at_least(away.plus(off), Fraction(0))]
            far = far.plus(away, -weight)
        pulls.append(at_least(far, Fraction(0)))
        kept = {name: value for name, value in held.items() if name not in steps}
        best: tuple[Fraction, dict[str, Value]] | None = None
        near = {**self._near, **held, _DISTANCE: Fraction(0)}
        open_ = False
        for bounds, inexact in self._bounds.cases(cells, needed, state, kept):
            step()
            try:
                found = self._closest([*bounds, *pulls], near, steps)
            except TooLarge:
                open_ = True
                continue
            if found is None:
                continue
            values = {**found, **kept}
            account = {**base, **{name: self._value(name, values) for name, known in state.items() if known}}
            if self._if_inside(domain, account) is None or inexact:
                open_ = True
            else:
                far_off = sum((abs(found[name] - held[name]) * weight for name, weight in steps.items()), Fraction(0))
                if best is None or far_off < best[0]:
                    best = far_off, account
        if open_:
            raise NotSeenThrough
        return best

    def _closest(
        self, bounds: Sequence[AtLeastZero], near: Mapping[str, Fraction], steps: Mapping[str, Fraction]
    ) -> Values | None:
        """The values of the least distance. Where facts count, a value may still come closer than the first found."""
        order, far = (_DISTANCE, *steps), Linear.unknown(_DISTANCE)
        found = solve(bounds, self._whole, near, order)
        if not self._whole.intersection(steps):
            return found
        best, closer = found, Fraction(1, 10**9 if self._whole.issuperset(steps) else 10**6)
        for _ in range(MOST_TRIES):
            if found is None:
                return best
            best = found
            now = sum((abs(found[name] - near[name]) * weight for name, weight in steps.items()), Fraction(0))
            found = solve([*bounds, at_most(far, now - closer)], self._whole, near, order)
        raise TooLarge

    def _value(self, name: str, found: Mapping[str, Fraction]) -> Value:
        return value_of(self._facts[name].declared, float(found[name]))

    def account(self, point: Point) -> dict[str, Value]:
        """The given facts of an account at this point, which must be one that was found."""
        if point not in self._kept:
            found = self.within([1 << cell for cell in point], lambda: None)
            assert found == point, "there is no account at this point"
        return self._kept[point]

    def point_of(self, account: Mapping[str, Value]) -> Point:
        """The cells of an account of which the given facts are named; others are unknown."""
        codes = {name: code_of(self._facts[name].declared, value) for name, value in account.items()}
        codes |= self._derived.compute(
            {name: code for name, code in codes.items() if self._facts[name].declared.type != "choice"}
        )
        point = tuple(cells.cell_of(codes.get(name, math.nan)) for name, cells in self._facts.items())
        self._kept.setdefault(point, dict(account))
        return point

    @staticmethod
    def _states(cells: int) -> Iterator[bool]:
        """May the fact be unknown, and may it be known?"""
        if cells & UNKNOWN:
            yield False
        if cells & ~UNKNOWN:
            yield True

    def _solved(
        self, domain: Sequence[int], state: Mapping[str, bool], bounds: list[AtLeastZero], step: Callable[[], None]
    ) -> Values | None:
        """Values of the given facts that are known, each in one of its cells."""
        untried = [bounds]
        while untried:
            step()
            tried = untried.pop()
            found = solve(tried, self._whole, self._near)
            if found is None:
                continue
            outside = next((name for name, known in state.items() if known and self._hole(name, domain, found)), None)
            if outside is None:
                return found
            runs = list(runs_of(self._facts[outside], domain[self._place[outside]] & ~UNKNOWN))
            untried += [
                [*tried, *self._bounds.between(Linear.unknown(outside), outside, *run)] for run in reversed(runs)
            ]
        return None

    def _hole(self, name: str, domain: Sequence[int], found: Values) -> bool:
        """Does the value lie between the cells that are allowed, in none of them?"""
        cells = domain[self._place[name]] & ~UNKNOWN
        if name not in found or len(list(runs_of(self._facts[name], cells))) < 2:
            return False
        return not cells >> self._facts[name].cell_of(float(found[name])) & 1

    def _as_found(
        self, domain: Sequence[int], state: Mapping[str, bool], found: Mapping[str, Fraction]
    ) -> Point | None:
        """The account with these values, others as unknown as can be; None where it lies elsewhere after all."""
        account: dict[str, Value] = {}
        for name, cells in self._facts.items():
            if name in self._derived.formulas or not state.get(name, True):
                continue
            if name in found:
                account[name] = value_of(cells.declared, float(found[name]))
                continue
            allowed = domain[self._place[name]] & (~UNKNOWN if name in state else ~0)
            sample = None if allowed & UNKNOWN else cells.cell((allowed & -allowed).bit_length() - 1).sample
            if sample is not None:
                account[name] = sample
        return self._if_inside(domain, account)

    def _if_inside(self, domain: Sequence[int], account: dict[str, Value]) -> Point | None:
        point = self.point_of(account)
        inside = all(cells >> cell & 1 for cells, cell in zip(domain, point, strict=True))
        if inside:
            self._kept[point] = account
        return point if inside else None

    def _tried(self, domain: Sequence[int], state: Mapping[str, bool]) -> Point | None:
        """An account in these cells found by trying readable values, for formulas that are not linear."""
        base = {
            name: sample
            for name, cells in self._facts.items()
            if name not in self._derived.formulas and name not in state
            for allowed in [domain[self._place[name]]]
            if not allowed & UNKNOWN
            for sample in [cells.cell((allowed & -allowed).bit_length() - 1).sample]
            if sample is not None
        }
        known = [name for name, is_known in state.items() if is_known]
        listed = [list(self._samples(name, domain)) for name in known]
        chance = random.Random(0)
        drawn = ([self._drawn(name, domain, chance) for name in known] for _ in range(MOST_TRIES))
        for values in itertools.chain(itertools.islice(itertools.product(*listed), MOST_TRIES), drawn):
            point = self._if_inside(domain, {**base, **dict(zip(known, values, strict=True))})
            if point is not None:
                return point
        return None

    def _drawn(self, name: str, domain: Sequence[int], chance: random.Random) -> Value:
        """A value of few digits, in one of the cells or close by."""
        fact = self._facts[name]
        cell = fact.cell(chance.choice(list(members(domain[self._place[name]] & ~UNKNOWN))))
        code = chance.uniform(cell.low, cell.high)
        rounded = round(code, 2) if fact.declared.type == "number" else math.floor(code)
        return value_of(fact.declared, min(max(rounded, cell.low), cell.high))

    def _samples(self, name: str, domain: Sequence[int]) -> Iterator[Value]:
        fact = self._facts[name]
        for index in members(domain[self._place[name]] & ~UNKNOWN):
            cell = fact.cell(index)
            assert cell.sample is not None
            codes = [code_of(fact.declared, cell.sample), cell.low, cell.high, 1.0, 2.0, 10.0, 100.0]
            inside = [code for code in codes if fact.cell_of(code) == index and cell.low <= code <= cell.high]
            yield from dict.fromkeys(value_of(fact.declared, code) for code in inside)
