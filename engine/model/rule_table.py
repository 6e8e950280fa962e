"""A rulebook as flat tables, so that compiled code can decide without asking the rule engine again.

Facts are numbers here: booleans are 0 and 1, a choice is the position of its value, unknown is NaN. A rule compares its
facts with constants only, so each fact falls into one of finitely many cells: 0 for unknown; with cuts c₀ < c₁ < …,
cell 1 + 2i is the open interval below cᵢ (and above cᵢ₋₁), cell 2 + 2i is exactly cᵢ, and the last is above all cuts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from engine.model.decimal_arithmetic import FACT


@dataclass(frozen=True)
class FactCells:
    """How constants cut one fact: `cuts` rise strictly. A set of its cells is an integer with one bit a cell."""

    fact: str
    cuts: tuple[float, ...]

    @property
    def count(self) -> int:
        """How many cells there are."""
        return 2 * len(self.cuts) + 2

    def cell_of(self, code: float) -> int:
        """The cell of a number; NaN is unknown."""
        if code != code:
            return 0
        place = bisect_left(self.cuts, code)
        return 2 * place + (2 if place < len(self.cuts) and self.cuts[place] == code else 1)

    def around(self, finer: FactCells) -> list[int]:
        """For each cell of a finer cut of the same fact, the cell in which it lies here."""
        found = [0, 1]
        for cut in finer.cuts:
            found += [self.cell_of(cut), 2 * bisect_right(self.cuts, cut) + 1]
        return found


@dataclass(frozen=True, slots=True)
class CellTest:
    """A fact lies in one of these cells, a set of them as bits."""

    fact: str
    cells: int


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; without parts always."""

    parts: tuple[RuleTest, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; without parts never."""

    parts: tuple[RuleTest, ...]


RuleTest = CellTest | AllOf | AnyOf
"""When a rule fires: tests of single facts joined by and/or. Its size is that of the sentence."""

ALWAYS, NEVER = AllOf(()), AnyOf(())


def all_of(parts: Iterable[RuleTest]) -> RuleTest:
    """Every part holds: brackets within brackets opened, tests of the same fact made one."""
    facts: dict[str, int] = {}
    others: list[RuleTest] = []
    for part in _opened(AllOf, parts):
        if isinstance(part, CellTest):
            facts[part.fact] = facts.get(part.fact, part.cells) & part.cells
        else:
            others.append(part)
    if NEVER in others or 0 in facts.values():
        return NEVER
    return _joined(AllOf, facts, others)


def any_of(parts: Iterable[RuleTest]) -> RuleTest:
    """At least one part holds, with as few tests as `all_of` leaves."""
    facts: dict[str, int] = {}
    others: list[RuleTest] = []
    for part in _opened(AnyOf, parts):
        if isinstance(part, CellTest):
            facts[part.fact] = facts.get(part.fact, 0) | part.cells
        else:
            others.append(part)
    return ALWAYS if ALWAYS in others else _joined(AnyOf, facts, others)


def _opened(kind: type[AllOf] | type[AnyOf], parts: Iterable[RuleTest]) -> Iterator[RuleTest]:
    for part in parts:
        yield from part.parts if isinstance(part, kind) else (part,)


def _joined(kind: type[AllOf] | type[AnyOf], facts: Mapping[str, int], others: Iterable[RuleTest]) -> RuleTest:
    tests: list[RuleTest] = [CellTest(fact, cells) for fact, cells in facts.items()]
    tests += dict.fromkeys(others)
    return tests[0] if len(tests) == 1 else kind(tuple(tests))


def single_tests(test: RuleTest) -> Iterator[CellTest]:
    """All tests of single facts, from left to right."""
    if isinstance(test, CellTest):
        yield test
    else:
        for part in test.parts:
            yield from single_tests(part)


@dataclass(frozen=True)
class RuleCells:
    """When one rule fires: tests over the cells into which the whole book cuts each fact."""

    rule: str
    when: RuleTest

    def fires(self, cells: Mapping[str, int]) -> bool:
        """Does the rule fire for an account in these cells, one a fact?"""
        return _holds(self.when, cells)


def _holds(test: RuleTest, cells: Mapping[str, int]) -> bool:
    if isinstance(test, CellTest):
        return bool(test.cells >> cells[test.fact] & 1)
    held = (_holds(part, cells) for part in test.parts)
    return all(held) if isinstance(test, AllOf) else any(held)


Program = tuple[tuple[int, float | str], ...]
"""A formula in postfix order, as steps of `decimal_arithmetic`: each with its number, its fact or, else, 0."""


@dataclass(frozen=True)
class RuleTable:
    """A compiled book: rules in the order in which they win, outputs as numbers.

    book:    the book's id.
    facts:   how the rules together cut each fact that the book declares.
    rules:   winning order first; the first that fires decides.
    outputs: of each output a number a rule; the last is what the book says when no rule fires.
    choices: of each output the words that its numbers stand for; none where they are numbers.
    computed: of each fact with a formula the steps that compute it from given ones.
    """

    book: str
    facts: Mapping[str, FactCells]
    rules: tuple[RuleCells, ...]
    outputs: Mapping[str, npt.NDArray[np.float64]]
    choices: Mapping[str, tuple[str, ...]]
    computed: Mapping[str, Program] = field(default_factory=dict)

    def asked(self) -> tuple[str, ...]:
        """The facts that some rule asks about, in the order in which the book declares them."""
        asked = {test.fact for rule in self.rules for test in single_tests(rule.when)}
        return tuple(name for name in self.facts if name in asked)

    def read(self) -> tuple[str, ...]:
        """The given facts that are read where the rules are asked: those of formulas in place of what they compute."""
        found: dict[str, None] = {}
        for name in self.asked():
            program = self.computed.get(name, ((FACT, name),))
            found |= dict.fromkeys(str(argument) for step, argument in program if step == FACT)
        return tuple(found)
