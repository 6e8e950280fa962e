"""Truth tables: what durable_rules answers in every one of the finitely many cases a condition can tell apart.

A condition compares its facts with constants only. So a number is either unknown, or equal to one of the constants, or
in one of the open intervals between them; a choice or a yes/no fact is unknown or one of its values. One question per
combination fills the table for good. A case in which no value can lie (between 2 and 3 for a count) never fires.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.model.rule_table import FactCells, RuleCells
from engine.model.rulebook import FactDeclaration, Value
from engine.rules.language.conditions import Among, Between, Compare, Condition, Known, leaves
from engine.rules.language.values import BadValue, code_of, stand_in_value, value_of
from engine.rules.tabulation.live_engine import definition_of, field_text, known_field, live_engine
from engine.wording import say

MAX_CASES, MAX_CELLS, MAX_CASES_A_BOOK = 20_000, 1_000_000, 400_000
ASKED_AT_ONCE = 500
"""Questions for which Ctrl-C waits."""


def fields_of(name: str, declared: FactDeclaration, value: Value | None, asks_known: bool) -> str:
    """One fact as the engine gets it: with the stand-in for unknown, and whether it is known if that is asked."""
    parts: list[str] = []
    shown = stand_in_value(name, declared) if value is None else value
    if shown is not None:
        parts.append(field_text(name, shown))
    if asks_known:
        parts.append(field_text(known_field(name), value is not None))
    return ",".join(parts)


def facts_asked(condition: Condition) -> dict[str, bool]:
    """The facts a condition looks at, and whether it asks if they are known."""
    found: dict[str, bool] = {}
    for leaf in leaves(condition):
        found[leaf.fact] = found.get(leaf.fact, False) or isinstance(leaf, Known)
    return found


@dataclass(frozen=True, slots=True)
class Axis:
    """One fact of a condition: where it is cut, and per cell the fields to ask with (None: no value lies there)."""

    fact: str
    cuts: tuple[float, ...]
    samples: tuple[str | None, ...]


def axes_of(condition: Condition, facts: Mapping[str, FactDeclaration]) -> tuple[Axis, ...]:
    """The axes of a condition's table, in the order in which the book declares the facts."""
    asked = facts_asked(condition)
    cuts: dict[str, set[float]] = {fact: set() for fact in asked}
    for leaf in leaves(condition):
        declared = facts[leaf.fact]
        match leaf:
            case Compare(_, _, value):
                cuts[leaf.fact].add(1.0 if declared.type == "boolean" else code_of(declared, value))
            case Among(_, values, _):
                cuts[leaf.fact].update(code_of(declared, value) for value in values)
            case Between(_, low, high, _):
                cuts[leaf.fact].update((low, high))
            case Known():
                pass
    return tuple(
        _axis(name, declared, tuple(sorted(cuts[name])), asked[name])
        for name, declared in facts.items()
        if name in asked
    )


def _axis(name: str, declared: FactDeclaration, cuts: tuple[float, ...], asks_known: bool) -> Axis:
    samples: list[str | None] = [fields_of(name, declared, None, asks_known)]
    edges = (-math.inf, *cuts, math.inf)
    for low, high in itertools.pairwise(edges):
        for code in (_between(declared, low, high), high if high < math.inf else None):
            value = None if code is None else value_of(declared, code)
            samples.append(None if value is None else fields_of(name, declared, value, asks_known))
    return Axis(name, cuts, tuple(samples[: 2 * len(cuts) + 2]))


def _between(declared: FactDeclaration, low: float, high: float) -> float | None:
    """A value strictly between two cuts, or None when the type has none."""
    if declared.type == "choice":
        inside = [code for code in range(len(declared.values)) if low < code < high]
        return float(inside[0]) if inside else None
    if declared.type == "boolean":
        return next((code for code in (0.0, 1.0) if low < code < high), None)
    if math.isinf(low) and math.isinf(high):
        return 0.0
    if math.isinf(low):
        return math.floor(high) - 1.0
    if math.isinf(high):
        return math.ceil(low) + 1.0
    if declared.type == "integer":
        return math.floor(low) + 1.0 if math.floor(low) + 1 < high else None
    middle = low / 2 + high / 2
    return middle if low < middle < high else None


def table_of(
    rule: str, axes: tuple[Axis, ...], condition: Condition, facts: Mapping[str, FactDeclaration]
) -> RuleCells:
    """The filled table of one rule, over the axes that `axes_of` gave."""
    places = {name: index for index, name in enumerate(facts)}
    fires = np.frombuffer(_fill(condition, axes), dtype=np.bool_)
    return RuleCells(rule, tuple(FactCells(places[a.fact], np.array(a.cuts, dtype=np.float64)) for a in axes), fires)


def cases_of(axes: tuple[Axis, ...]) -> int:
    """How many questions fill a table over these axes. Raises BadValue when they are too many."""
    cells = math.prod(len(axis.samples) for axis in axes)
    cases = math.prod(sum(sample is not None for sample in axis.samples) for axis in axes)
    if cases > MAX_CASES or cells > MAX_CELLS:
        what = say(
            "the rule can tell {cases} cases apart, at most {most} can be tabulated",
            cases=f"{cases:,}",
            most=f"{MAX_CASES:,}",
        )
        raise BadValue(what, say("split it, or compute several facts into one"), "condition-large")
    return cases


@lru_cache(maxsize=20_000)
def _fill(condition: Condition, axes: tuple[Axis, ...]) -> bytes:
    """The engine's answers in C order; equal conditions on equal axes are asked once per process."""
    definition, engine = definition_of(condition), live_engine()
    cells = itertools.product(*(axis.samples for axis in axes))
    answers = bytearray()
    while batch := list(itertools.islice(cells, ASKED_AT_ONCE)):
        possible = [None not in samples for samples in batch]
        questions = (",".join(filter(None, samples)) for samples in itertools.compress(batch, possible))
        replies = iter(engine.hold((definition, fields) for fields in questions))
        answers += bytes(can_be and next(replies) for can_be in possible)
    return bytes(answers)


def cell_of(cuts: tuple[float, ...], code: float) -> int:
    """The cell of a coded value: 0 unknown, odd open intervals, even exact points."""
    if code != code:
        return 0
    place = bisect_left(cuts, code)
    return 2 * place + (2 if place < len(cuts) and cuts[place] == code else 1)
