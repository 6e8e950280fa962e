"""Facts that formulas tie together, group by group, and values to try for formulas that nothing sees through."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.model.rulebook import Value
from engine.rules.language.computed_facts import DerivedFacts
from engine.rules.language.values import code_of, value_of
from engine.rules.tabulation.fact_cells import UNKNOWN, DeclaredCells, members

_READABLE = (1.0, 2.0, 10.0, 100.0)


@dataclass(frozen=True)
class TiedFacts:
    """Given facts and all that is computed from them and from nothing else, in the order in which it is computed."""

    given: tuple[str, ...]
    computed: tuple[str, ...]


def tied_facts(derived: DerivedFacts) -> tuple[TiedFacts, ...]:
    """The groups of facts of which nothing is computed from two of them."""
    groups: list[tuple[set[str], list[str]]] = []
    for name in derived.formulas:
        given, computed = set(derived.rests_on(name)), [name]
        apart = []
        for group in groups:
            if group[0] & given:
                given |= group[0]
                computed = [*group[1], *computed]
            else:
                apart.append(group)
        groups = [*apart, (given, computed)]
    order = list(derived.formulas)
    return tuple(
        TiedFacts(
            tuple(name for name in derived.facts if name in given), tuple(name for name in order if name in computed)
        )
        for given, computed in groups
    )


def drawn_values(
    facts: Mapping[str, DeclaredCells], cells: Mapping[str, int], most: int
) -> Iterator[Mapping[str, Value]]:
    """Readable values of these facts in known cells, and after these, values drawn from the cells."""
    listed = [list(_samples(fact, cells[name])) for name, fact in facts.items()]
    for values in itertools.islice(itertools.product(*listed), most):
        yield dict(zip(facts, values, strict=True))
    chance = random.Random(0)
    for _ in range(most):
        yield {name: _drawn(fact, cells[name], chance) for name, fact in facts.items()}


def _drawn(fact: DeclaredCells, cells: int, chance: random.Random) -> Value:
    """A value of few digits, in one of the cells or at its edge."""
    cell = fact.cell(chance.choice(list(members(cells & ~UNKNOWN))))
    code = chance.uniform(cell.low, cell.high)
    rounded = round(code, 2) if fact.declared.type == "number" else math.floor(code)
    return value_of(fact.declared, min(max(rounded, cell.low), cell.high))


def _samples(fact: DeclaredCells, cells: int) -> Iterator[Value]:
    for index in members(cells & ~UNKNOWN):
        cell = fact.cell(index)
        assert cell.sample is not None
        codes = (code_of(fact.declared, cell.sample), cell.low, cell.high, *_READABLE)
        inside = (code for code in codes if fact.cell_of(code) == index and cell.low <= code <= cell.high)
        yield from dict.fromkeys(value_of(fact.declared, code) for code in inside)
