"""Accounts whose computed facts are right: not every combination of cells is one, for a computed fact has no choice.

Given a set of cells for each fact, an account in them is found or it is proved that there is none. Facts that formulas
tie together are looked at by themselves: what is known of each given one is tried in turn, formulas are taken apart
into linear cases, and each case is solved exactly. What is found is computed once more as the book does it; what is
proved holds for numbers of up to twelve digits, as the book computes with no more. A formula that is not linear is not
seen through: an account may still be found by trying, and that there is none may follow from the rest; else the
question is left open.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from engine.model.rulebook import Value
from engine.rules.language.computed_facts import DerivedFacts
from engine.rules.language.values import code_of, value_of
from engine.rules.proof.formula_bounds import FormulaBounds, runs_of
from engine.rules.proof.linear import AtLeastZero, Linear, TooLarge, Values, at_least, at_most, solve
from engine.rules.proof.tied_facts import TiedFacts, drawn_values, tied_facts
from engine.rules.tabulation.fact_cells import UNKNOWN, DeclaredCells

Point = tuple[int, ...]
"""One cell a fact, in the order of the book's facts: a whole class of accounts."""

_DISTANCE = "distance"
MOST_CASES = 5_000
MOST_TRIES = 400
_READABLE_DAY = Fraction(date(2026, 1, 1).toordinal())
Part = dict[str, Value | None]
"""Given facts that are tied together, with their values; None is unknown."""
Step = Callable[[], None]
"""Called before each piece of work; it ends the search when the time is over."""


class Unsettled(Exception):
    """A question was not settled."""


class NotSeenThrough(Unsettled):
    """A formula stood in the way: it is not linear, or there are too many cases."""


class RealAccounts:
    """The accounts of a book with computed facts. facts: all of them, as its conditions cut them."""

    def __init__(self, facts: Sequence[DeclaredCells], derived: DerivedFacts) -> None:
        self._facts = {cells.fact: cells for cells in facts}
        self._derived = derived
        self._bounds = FormulaBounds(self._facts, derived)
        types = {name: self._facts[name].declared.type for name in derived.roots}
        self._whole = frozenset(name for name, kind in types.items() if kind in ("integer", "date"))
        self._near = {name: _READABLE_DAY for name, kind in types.items() if kind == "date"}
        self._kept: dict[Point, dict[str, Value]] = {}
        self._parts: dict[tuple[object, ...], Part | NotSeenThrough | None] = {}
        self.tied = tied_facts(derived)

    def within(self, domain: Sequence[int], step: Step) -> Point | None:
        """An account in these sets of cells, as unknown as can be; None when there is none.

        Raises NotSeenThrough where a formula leaves it open.
        """
        cells = dict(zip(self._facts, domain, strict=True))
        found: Part = {}
        open_ = False
        for tied in self.tied:
            if all(cells[name] == self._facts[name].full for name in tied.computed):
                continue
            try:
                part = self._part(tied, cells, step)
            except NotSeenThrough:
                open_ = True
                continue
            if part is None:
                return None
            found |= part
        if open_:
            raise NotSeenThrough
        for name in self._facts.keys() - found.keys() - self._derived.formulas.keys():
            allowed = cells[name]
            found[name] = None if allowed & UNKNOWN else self._sample(name, allowed)
        account = {name: value for name in self._facts if (value := found.get(name)) is not None}
        point = self.point_of(account)
        if not all(each >> cell & 1 for each, cell in zip(domain, point, strict=True)):
            raise NotSeenThrough
        self._kept[point] = account
        return point

    def _sample(self, name: str, cells: int) -> Value | None:
        return self._facts[name].cell((cells & -cells).bit_length() - 1).sample

    def account(self, point: Point) -> dict[str, Value]:
        """The given facts of an account at this point, which must be one that was found."""
        if point not in self._kept:
            found = self.within([1 << cell for cell in point], lambda: None)
            assert found == point, "there is no account at this point"
        return self._kept[point]

    def point_of(self, account: Mapping[str, Value]) -> Point:
        """The cells of an account of which the given facts are named; others are unknown."""
        codes = {name: code_of(self._facts[name].declared, value) for name, value in account.items()}
        codes |= self._derived.compute(codes)
        point = tuple(cells.cell_of(codes.get(name, math.nan)) for name, cells in self._facts.items())
        self._kept.setdefault(point, dict(account))
        return point

    def holds(self, tied: TiedFacts, cells: Mapping[str, int], step: Step) -> bool:
        """Do these cells of facts that are tied together hold any values? Raises NotSeenThrough."""
        return self._part(tied, cells, step) is not None

    def _part(self, tied: TiedFacts, cells: Mapping[str, int], step: Step) -> Part | None:
        """Values of facts that are tied together; None when there are none. What was found once is kept."""
        key = (tied.given, *(cells[name] for name in (*tied.given, *tied.computed)))
        if key not in self._parts:
            try:
                self._parts[key] = self._searched(tied, cells, step)
            except NotSeenThrough as unseen:
                self._parts[key] = unseen
        found = self._parts[key]
        if isinstance(found, NotSeenThrough):
            raise NotSeenThrough
        return found

    def _searched(self, tied: TiedFacts, cells: Mapping[str, int], step: Step) -> Part | None:
        asked = [name for name in tied.computed if cells[name] != self._facts[name].full]
        needed = self._bounds.needed(asked)
        behind = self._derived.given_behind(asked)
        given = [name for name in tied.given if name in behind]
        unsettled, cases = False, 0
        for known in itertools.product(*(_states(cells[name]) for name in given)):
            state = dict(zip(given, known, strict=True))
            for bounds, inexact in self._bounds.cases(cells, needed, state, {}):
                step()
                cases += 1
                if cases > MOST_CASES:
                    raise NotSeenThrough
                try:
                    found = self._solved(cells, state, bounds, step)
                    if found is None:
                        continue
                    part = self._fitting(found, cells, state, bounds, asked, step)
                except TooLarge:
                    unsettled = True
                    continue
                if part is not None:
                    return part
                tried = self._tried(state, cells, asked) if inexact else None
                if tried is not None:
                    return tried
                unsettled = True
        if unsettled:
            raise NotSeenThrough
        return None

    def _fitting(
        self,
        found: Values,
        cells: Mapping[str, int],
        state: Mapping[str, bool],
        bounds: list[AtLeastZero],
        asked: Sequence[str],
        step: Step,
    ) -> Part | None:
        """Values that the book, which keeps twelve digits, computes with as wanted: those found, or others with one
        fact after the other chosen first, so that it has few digits. None where none of them do."""
        for first in ((), *((name,) for name, known in state.items() if known)):
            values = self._solved(cells, state, bounds, step, first) if first else found
            part = None if values is None else self._as_part(state, values)
            if part is not None and self._fits(part, asked, cells):
                return part
        return None

    def _as_part(self, state: Mapping[str, bool], found: Mapping[str, Fraction]) -> Part:
        return {
            name: value_of(self._facts[name].declared, float(found[name])) if known else None
            for name, known in state.items()
        }

    def _fits(self, part: Part, asked: Sequence[str], cells: Mapping[str, int]) -> bool:
        """Do these facts, and what is computed from them, lie in their cells?"""
        codes = {name: code_of(self._facts[name].declared, value) for name, value in part.items() if value is not None}
        codes |= self._derived.compute(codes)
        return all(cells[name] >> self._facts[name].cell_of(codes.get(name, math.nan)) & 1 for name in (*part, *asked))

    def _tried(self, state: Mapping[str, bool], cells: Mapping[str, int], asked: Sequence[str]) -> Part | None:
        """Values found by trying, for formulas that are not linear."""
        known = {name: self._facts[name] for name, is_known in state.items() if is_known}
        for values in drawn_values(known, cells, MOST_TRIES):
            part: Part = {name: values.get(name) for name in state}
            if self._fits(part, asked, cells):
                return part
        return None

    def _solved(
        self,
        cells: Mapping[str, int],
        state: Mapping[str, bool],
        bounds: list[AtLeastZero],
        step: Step,
        first: Sequence[str] = (),
    ) -> Values | None:
        """Values of the given facts that are known, each in one of its cells. first: whose value is chosen first."""
        untried = [bounds]
        while untried:
            step()
            tried = untried.pop()
            found = solve(tried, self._whole, self._near, first)
            if found is None:
                continue
            outside = next((name for name, known in state.items() if known and self._hole(name, cells, found)), None)
            if outside is None:
                return found
            runs = list(runs_of(self._facts[outside], cells[outside] & ~UNKNOWN))
            unknown = Linear.unknown(outside)
            untried += [[*tried, *self._bounds.between(unknown, outside, *run)] for run in reversed(runs)]
        return None

    def _hole(self, name: str, cells: Mapping[str, int], found: Values) -> bool:
        """Does the value lie between the cells that are allowed, in none of them?"""
        known = cells[name] & ~UNKNOWN
        if name not in found or len(list(runs_of(self._facts[name], known))) < 2:
            return False
        return not known >> self._facts[name].cell_of(float(found[name])) & 1

    def nearest(
        self,
        tied: TiedFacts,
        cells: Mapping[str, int],
        held: Mapping[str, Fraction],
        steps: Mapping[str, Fraction],
        step: Step,
    ) -> tuple[Fraction, Part] | None:
        """Of the values in these cells those with the least distance from where they were, and this distance; None
        when there are none.

        held: facts that are known and stay so, with the values that they keep or leave. steps: of those that may leave
        them, what a change by 1 counts. Raises NotSeenThrough.
        """
        state = {name: bool(cells[name] & ~UNKNOWN) for name in tied.given}
        far, pulls = Linear.unknown(_DISTANCE), []
        for name, weight in steps.items():
            away = Linear.unknown(f"{_DISTANCE} of {name}")
            off = Linear.unknown(name).minus(Linear(held[name]))
            pulls += [at_least(away.minus(off), Fraction(0)), at_least(away.plus(off), Fraction(0))]
            far = far.plus(away, -weight)
        pulls.append(at_least(far, Fraction(0)))
        kept = {name: value for name, value in held.items() if name not in steps}
        near = {**self._near, **held, _DISTANCE: Fraction(0)}
        best: tuple[Fraction, Part] | None = None
        for number, (bounds, inexact) in enumerate(self._bounds.cases(cells, tied.computed, state, kept)):
            step()
            if number >= MOST_CASES:
                raise NotSeenThrough
            try:
                found = self._closest([*bounds, *pulls], near, steps)
            except TooLarge:
                raise NotSeenThrough from None
            if found is None:
                continue
            part = self._as_part(state, {**found, **kept})
            if inexact or not self._fits(part, tied.computed, cells):
                raise NotSeenThrough
            far_off = _distance(found, held, steps)
            if best is None or far_off < best[0]:
                best = far_off, part
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
            nearer = at_most(far, _distance(found, near, steps) - closer)
            found = solve([*bounds, nearer], self._whole, near, order)
        raise TooLarge


def _states(cells: int) -> Iterator[bool]:
    """May the fact be unknown, and may it be known?"""
    if cells & UNKNOWN:
        yield False
    if cells & ~UNKNOWN:
        yield True


def _distance(found: Values, start: Mapping[str, Fraction], steps: Mapping[str, Fraction]) -> Fraction:
    return sum((abs(found[name] - start[name]) * weight for name, weight in steps.items()), Fraction(0))
