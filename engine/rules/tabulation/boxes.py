"""The tests of a rule as a union of boxes: `a or (b and c)` holds in the box of a, and in the box of b and c."""

from __future__ import annotations

from collections.abc import Iterable

from engine.model.rule_table import AllOf, CellTest, RuleTest

MOST_BOXES = 8

NamedBox = dict[str, int]
"""Sets of cells by the fact's name; facts not named are free."""


def boxes_of(test: RuleTest, most: int | None = None) -> list[NamedBox] | None:
    """Boxes that cover exactly the accounts for which the tests hold; None when it takes more than `most`."""
    most = MOST_BOXES if most is None else most
    if isinstance(test, CellTest):
        return [{test.fact: test.cells}]
    found: list[NamedBox] = [{}] if isinstance(test, AllOf) else []
    for part in test.parts:
        boxes = boxes_of(part, most)
        if boxes is None:
            return None
        found = _met(found, boxes) if isinstance(test, AllOf) else found + boxes
        if len(found) > most:
            return None
    return found


def possible(test: RuleTest) -> NamedBox:
    """One box around all accounts for which the tests hold."""
    if isinstance(test, CellTest):
        return {test.fact: test.cells}
    around = [possible(part) for part in test.parts]
    if isinstance(test, AllOf):
        return narrowed(around)
    shared = set.intersection(*map(set, around)) if around else set()
    return {fact: _either(box[fact] for box in around) for fact in sorted(shared)}


def _met(some: list[NamedBox], others: list[NamedBox]) -> list[NamedBox]:
    """The common parts of all pairs, but for those without an account."""
    both = (narrowed([one, other]) for one in some for other in others)
    return [box for box in both if all(box.values())]


def narrowed(boxes: Iterable[NamedBox]) -> NamedBox:
    """The common part of some boxes; a set of cells is empty where they have none."""
    found: NamedBox = {}
    for box in boxes:
        for fact, cells in box.items():
            found[fact] = found.get(fact, cells) & cells
    return found


def _either(sets: Iterable[int]) -> int:
    found = 0
    for cells in sets:
        found |= cells
    return found
