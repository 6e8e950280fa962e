"""Faults in what a book declares: what an unknown fact counts as, and which rule decides when several fire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import get_args

from engine.model.rulebook import FactDeclaration, HitPolicy, UnknownAs, Value
from engine.rules.language.conditions import Known, Leaf, leaves, truth
from engine.rules.language.logic import BookLogic
from engine.rules.language.values import show, stand_in_value
from engine.rules.proof.mutant import Mutant
from engine.rules.tabulation.fact_cells import DeclaredCells, members
from engine.wording import Said, say

*_, _RULE_ORDER, _OUTPUT_ORDER = get_args(HitPolicy)
_OTHER_POLICIES: dict[HitPolicy, HitPolicy] = {
    "first": "priority",
    "priority": "first",
    "collect": _OUTPUT_ORDER,
    _RULE_ORDER: _OUTPUT_ORDER,
    _OUTPUT_ORDER: _RULE_ORDER,
}
"""Policies that differ in the order of the rules alone; the others accept no account on which they would differ."""


def faulty_meanings(logic: BookLogic) -> Iterator[Mutant]:
    """Every fact that rules compare, its unknown taken for something that its comparisons can tell from what it is.

    Of a number these are the least and the greatest kind of value, and those beside the one it counts as.
    """
    for name, declared in logic.book.facts.items():
        asked = [leaf for condition in logic.conditions for leaf in leaves(condition) if leaf.fact == name]
        compared = [leaf for leaf in asked if not isinstance(leaf, Known)]
        if not compared:
            continue
        now = stand_in_value(name, declared)
        seen = {_reading(name, now, compared)}
        for value in _meanings(name, declared, compared, now):
            reading = _reading(name, value, compared)
            if reading in seen:
                continue
            seen.add(reading)
            unknown = "no_match" if value is None else UnknownAs(value=value)
            facts = {**logic.book.facts, name: declared.model_copy(update={"unknown": unknown})}
            book = logic.book.model_copy(update={"facts": facts})
            yield Mutant("unknown", -1, "", _told(name, now, value), replace(logic, book=book), name)


def _meanings(name: str, declared: FactDeclaration, compared: Sequence[Leaf], now: Value | None) -> list[Value | None]:
    cells = DeclaredCells.by(name, declared, compared)
    known = list(members(cells.known))
    if cells.ordered:
        ends = [known[0], known[-1]]
        if now is not None:
            at = known.index(cells.cell_of_value(now))
            ends += known[max(at - 1, 0) : at + 2]
        known = list(dict.fromkeys(ends))
    return [None, *(cells.cell(index).sample for index in known)]


def _reading(fact: str, value: Value | None, compared: Sequence[Leaf]) -> tuple[bool, ...]:
    """Which comparisons hold when the fact is unknown and counts as this value, or as none."""
    values = {} if value is None else {fact: value}
    return tuple(truth(leaf, values, frozenset([fact])) is True for leaf in compared)


def _told(fact: str, now: Value | None, value: Value | None) -> Said:
    if value is None:
        return say("unknown `{fact}` matches nothing instead of counting as {old}", fact=fact, old=show(now))
    if now is None:
        return say("unknown `{fact}` counts as {new} instead of matching nothing", fact=fact, new=show(value))
    return say("unknown `{fact}` counts as {new} instead of {old}", fact=fact, new=show(value), old=show(now))


def faulty_policy(logic: BookLogic) -> Iterator[Mutant]:
    """The book under the policy that is easily taken for its own, where the rules then win in another order."""
    other = _OTHER_POLICIES.get(logic.book.hit)
    if other is None or logic.book.aggregate not in (None, "list"):
        return
    book = logic.book.model_copy(update={"hit": other})
    places = {rule.id: place for place, rule in enumerate(logic.rules)}
    order = [places[rule.id] for rule in book.winning_order()]
    if order == sorted(order):
        return
    change = say("hit policy `{new}` instead of `{old}`", new=other, old=logic.book.hit)
    turned = replace(
        logic,
        book=book,
        rules=tuple(logic.rules[place] for place in order),
        conditions=tuple(logic.conditions[place] for place in order),
        rows=tuple(logic.rows[place] for place in order),
    )
    yield Mutant("policy", -1, "", change, turned)
