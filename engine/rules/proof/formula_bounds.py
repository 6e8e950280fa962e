"""What must hold of the given facts so that the computed ones lie in given sets of cells, case by case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import isnan

from engine.rules.language.computed_facts import DerivedFacts
from engine.rules.language.fact_formulas import facts_read
from engine.rules.proof.formula_cases import Cases, Nobody, NotLinear, Quotient, Worth
from engine.rules.proof.linear import AtLeastZero, Linear, at_least, at_most, exact
from engine.rules.tabulation.fact_cells import UNKNOWN, DeclaredCells, members


class FormulaBounds:
    """The formulas of a book as bounds on given facts. facts: all of them, as conditions cut them."""

    def __init__(self, facts: Mapping[str, DeclaredCells], derived: DerivedFacts) -> None:
        self._facts, self._derived = facts, derived
        ends = {name: (exact(facts[name].declared.low), exact(facts[name].declared.high)) for name in derived.roots}
        self._cases = Cases(ends)

    def needed(self, asked: Sequence[str]) -> list[str]:
        """The computed facts that these rest on, and they themselves, in the order in which they are computed."""
        wanted = set(asked)
        for name in reversed(list(self._derived.formulas)):
            if name in wanted:
                wanted |= {part for part in facts_read(self._derived.formulas[name]) if part in self._derived.formulas}
        return [name for name in self._derived.formulas if name in wanted]

    def cases(
        self,
        cells: Mapping[str, int],
        needed: Sequence[str],
        state: Mapping[str, bool],
        fixed: Mapping[str, Fraction],
    ) -> Iterator[tuple[list[AtLeastZero], bool]]:
        """The cases of all computed facts together: what must hold of the given facts that are known, and whether a
        formula was not seen through.

        cells: of every fact. needed: computed facts, in order. state: given facts, and whether they are known.
        fixed: those of which the value is known, which must lie in its cell.
        """
        start: dict[str, Worth] = {
            name: Linear.unknown(name) if known else self._stand_in(name) for name, known in state.items()
        }
        start |= {name: Linear(value) for name, value in fixed.items()}
        free = (name for name, known in state.items() if known and name not in fixed)
        ends = [bound for name in free for bound in self._hull(name, cells)]

        def taken(
            at: int, worth: Mapping[str, Worth], bounds: list[AtLeastZero], inexact: bool
        ) -> Iterator[tuple[list[AtLeastZero], bool]]:
            if at == len(needed):
                yield bounds, inexact
                return
            name = needed[at]
            for case in self._cases.of(self._derived.formulas[name], worth):
                for more, open_ in self._in_cells(name, cells[name], case.worth):
                    value = self._stand_in(name) if isinstance(case.worth, Nobody) else case.worth
                    joined = [*bounds, *case.bounds, *more]
                    yield from taken(at + 1, {**worth, name: value}, joined, inexact or open_)

        yield from taken(0, start, ends, False)

    def _stand_in(self, name: str) -> Worth:
        code = self._derived.stand_in_code(name)
        return Nobody() if isnan(code) else Linear.of(code)

    def _hull(self, name: str, cells: Mapping[str, int]) -> list[AtLeastZero]:
        known = list(members(cells[name] & ~UNKNOWN))
        return self.between(Linear.unknown(name), name, known[0], known[-1])

    def between(self, worth: Linear | Quotient, name: str, first: int, last: int) -> list[AtLeastZero]:
        """The value lies in one of neighbouring cells of a fact, from the first to the last."""
        low, high = self._facts[name].cell(first), self._facts[name].cell(last)
        zero = Fraction(0)
        if isinstance(worth, Quotient):
            over, under = worth.plus(-exact(low.low)).top, worth.plus(-exact(high.high)).top
            return [at_least(over, zero, low.open_low), at_most(under, zero, high.open_high)]
        return [
            at_least(worth, exact(low.low), low.open_low),
            at_most(worth, exact(high.high), high.open_high),
        ]

    def _in_cells(self, name: str, cells: int, worth: Worth) -> Iterator[tuple[list[AtLeastZero], bool]]:
        """What it takes for a computed fact to lie in one of these cells; nothing where it cannot."""
        fact = self._facts[name]
        if cells == fact.full:
            yield [], False
        elif isinstance(worth, NotLinear):
            yield [], True
        elif isinstance(worth, Nobody):
            if cells & UNKNOWN:
                yield [], False
        else:
            for first, last in runs_of(fact, cells & ~UNKNOWN):
                yield self.between(worth, name, first, last), False


def runs_of(fact: DeclaredCells, cells: int) -> Iterator[tuple[int, int]]:
    """First and last of neighbouring cells, those that do not exist being skipped."""
    begun: int | None = None
    last = 0
    for index in members(fact.known):
        if cells >> index & 1:
            begun = index if begun is None else begun
            last = index
        elif begun is not None:
            yield begun, last
            begun = None
    if begun is not None:
        yield begun, last
