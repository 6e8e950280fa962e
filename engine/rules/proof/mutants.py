"""Small faults put into a book on purpose: what a slip of the pen would make of it, one slip a time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from engine.model.rulebook import OTHERWISE, Declaration, FactDeclaration, Value
from engine.rules.language.conditions import (
    Among,
    Any as AnyOf,
    Between,
    Compare,
    Condition,
    Known,
    Leaf,
    Operator,
    leaves,
    negated,
    sentence,
)
from engine.rules.language.logic import BookLogic
from engine.rules.language.rewriting import replaced
from engine.rules.language.spoken import rule_with_id
from engine.rules.language.values import show, value_of
from engine.rules.proof.declared_mutants import faulty_meanings, faulty_policy
from engine.rules.proof.formula_mutants import faulty_formulas, faulty_operands
from engine.rules.proof.mutant import Mutant, Slip
from engine.rules.tabulation.fact_cells import DeclaredCells
from engine.wording import Said, say

_NUDGE = 0.1
_OTHER_EDGE: dict[Operator, Operator] = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


def mutants_of(logic: BookLogic, fine: bool = False) -> Iterator[Mutant]:
    """Every mutant of a book, those of one rule together, none twice.

    Thresholds are nudged by one unit where facts count, else by a tenth (of the range, at 0); with `fine` also to the
    very next number either way. Operators gain or lose their edge; lists lose a value; comparisons are negated and
    dropped; outputs take another rule's value, the next of a choice, or a number one step off; rules are removed, and
    exchanged with the next where order matters. Unknown facts count as something else, formulas compute something else,
    and the hit policy is the one easily taken for it.
    """
    for place, rule in enumerate(logic.rules):
        for kind, condition, change in _faulty_conditions(logic, place, fine):
            conditions = (*logic.conditions[:place], condition, *logic.conditions[place + 1 :])
            yield Mutant(kind, place, rule.id, change, replace(logic, conditions=conditions))
        yield Mutant("removed", place, rule.id, say("rule removed"), without(logic, place))
        if logic.book.hit in ("first", "priority") and place + 1 < len(logic.rules):
            after = rule_with_id(logic.rules[place + 1].id, logic.book)
            change = say("exchanged with {rule}", rule=after)
            yield Mutant("order", place, rule.id, change, _exchanged(logic, place))
        yield from _faulty_outputs(logic, place, rule.id)
    yield from _faulty_outputs(logic, -1, OTHERWISE)
    yield from faulty_meanings(logic)
    yield from faulty_operands(logic)
    yield from faulty_formulas(logic)
    yield from faulty_policy(logic)


def without(logic: BookLogic, place: int) -> BookLogic:
    """The book without one rule."""
    return replace(
        logic,
        rules=logic.rules[:place] + logic.rules[place + 1 :],
        conditions=logic.conditions[:place] + logic.conditions[place + 1 :],
        rows=logic.rows[:place] + logic.rows[place + 1 :],
    )


def _exchanged(logic: BookLogic, place: int) -> BookLogic:
    order = list(range(len(logic.rules)))
    order[place], order[place + 1] = place + 1, place
    return replace(
        logic,
        rules=tuple(logic.rules[i] for i in order),
        conditions=tuple(logic.conditions[i] for i in order),
        rows=tuple(logic.rows[i] for i in order),
    )


def _faulty_outputs(logic: BookLogic, place: int, rule: str) -> Iterator[Mutant]:
    if logic.book.aggregate == "count":
        return
    rows = (*logic.rows, logic.otherwise)
    at = place % len(rows)
    for name, declared in logic.book.outputs.items():
        now = rows[at][name]
        used = [row[name] for row in rows[at + 1 :] + rows[:at]]
        others = [next((value for value in [*used, *_further(declared)] if value != now), now), *_beside(declared, now)]
        for other in dict.fromkeys(value for value in others if value != now):
            change = say("{output}: {new} instead of {old}", output=name, new=show(other), old=show(now))
            changed = (*rows[:at], {**rows[at], name: other}, *rows[at + 1 :])
            yield Mutant("output", place, rule, change, replace(logic, rows=changed[:-1], otherwise=changed[-1]))


def _beside(declared: Declaration, now: Value) -> list[Value]:
    """The next value of a choice, and a number one step lower and higher, as far as the declaration allows them."""
    if declared.type == "boolean":
        return []
    if declared.type == "choice":
        return [declared.values[(declared.values.index(str(now)) + 1) % len(declared.values)]]
    whole = declared.type == "integer"
    return [int(value) if whole else value for value in _nudged(float(now), declared, fine=False)]


def _further(declared: Declaration) -> list[Value]:
    """Values to fall back on where all rows say the same."""
    if declared.type == "boolean":
        return [True, False]
    if declared.type == "choice":
        return list(declared.values)
    if declared.range is None:
        return [0, 1]
    whole = declared.type == "integer"
    return [int(edge) if whole else edge for edge in declared.range]


def _faulty_conditions(logic: BookLogic, place: int, fine: bool) -> Iterator[tuple[Slip, Condition, Said]]:
    condition = logic.conditions[place]
    for at, leaf in enumerate(leaves(condition)):
        declared = logic.book.facts[leaf.fact]
        for kind, faulty in _distinct(leaf, declared, _faulty_leaves(leaf, declared, fine)):
            changed = replaced(condition, at, faulty)
            assert not isinstance(changed, bool)
            was, now = sentence(leaf), sentence(faulty)
            yield kind, changed, say("`{new}` instead of `{old}`", new=now, old=was)
        left = replaced(condition, at, None)
        if isinstance(left, bool):
            left = AnyOf((Known(leaf.fact), Known(leaf.fact, False)))
        yield "dropped", left, say("`{condition}` dropped", condition=sentence(leaf))


def _distinct(
    leaf: Leaf, declared: FactDeclaration, faults: Iterator[tuple[Slip, Leaf]]
) -> Iterator[tuple[Slip, Leaf]]:
    """The faults without those that hold for the same values as the comparison or as an earlier fault."""
    listed = list(faults)
    cells = DeclaredCells.by(leaf.fact, declared, [leaf, *(faulty for _, faulty in listed)], every=True)
    seen = {cells.where(leaf)[0]}
    for kind, faulty in listed:
        true = cells.where(faulty)[0]
        if true not in seen:
            seen.add(true)
            yield kind, faulty


def _faulty_leaves(leaf: Leaf, declared: FactDeclaration, fine: bool) -> Iterator[tuple[Slip, Leaf]]:
    if isinstance(leaf, Compare) and leaf.operator in _OTHER_EDGE:
        yield "operator", Compare(leaf.fact, _OTHER_EDGE[leaf.operator], leaf.value)
    if isinstance(leaf, Compare) and declared.type in ("number", "integer", "date"):
        for value in _nudged(float(leaf.value), declared, fine):
            constant = value_of(declared, value) if declared.type == "date" else value
            yield "threshold", Compare(leaf.fact, leaf.operator, constant)
    if isinstance(leaf, Between):
        for low in _nudged(leaf.low, declared, fine):
            if low <= leaf.high:
                yield "threshold", Between(leaf.fact, low, leaf.high, leaf.inside)
        for high in _nudged(leaf.high, declared, fine):
            if leaf.low <= high:
                yield "threshold", Between(leaf.fact, leaf.low, high, leaf.inside)
    if isinstance(leaf, Among) and len(leaf.values) > 1:
        for listed in leaf.values:
            yield "list", Among(leaf.fact, tuple(other for other in leaf.values if other != listed), leaf.inside)
    opposite = negated(leaf)
    assert isinstance(opposite, Compare | Among | Between | Known)
    yield "negated", opposite


def _nudged(constant: float, declared: Declaration, fine: bool) -> list[float]:
    """Constants a little off, as far as the declaration allows them."""
    if declared.type in ("integer", "date"):
        steps = [constant - 1, constant + 1]
    else:
        wide = declared.high - declared.low if declared.range else 1.0
        step = _NUDGE * (abs(constant) or wide)
        steps = [round(constant - step, 12), round(constant + step, 12)]
        if fine:
            steps += [math.nextafter(constant, -math.inf), math.nextafter(constant, math.inf)]
    return [value for value in steps if declared.low <= value <= declared.high]
