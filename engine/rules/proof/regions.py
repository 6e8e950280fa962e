"""Where a condition holds, as a union of boxes: per box and fact a set of cells.

Truth in Kleene's logic needs no complements here: negation stands on the comparisons already, and a joint condition is
true exactly where all parts are true.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby

from engine.model.rulebook import Rule, Value
from engine.rules.language.conditions import (
    All,
    Among,
    Any as AnyOf,
    Compare,
    Condition,
    Known,
    Leaf,
    Operator,
    within,
)
from engine.rules.proof.solver import TooManyWays
from engine.rules.proof.space import Space
from engine.rules.tabulation.fact_cells import UNKNOWN, Box, DeclaredCells, members

Region = tuple[Box, ...]
"""A union of boxes; empty when nothing fits."""

EVERYWHERE: Region = ({},)
MOST_WAYS = 4096
"""Ways in which a rule may come true and still be proved about."""


def regions_of(conditions: Sequence[Condition], space: Space, rules: Sequence[Rule]) -> tuple[Region, ...]:
    """Where each condition is true. Raises TooManyWays, with the rule's id, for more than `MOST_WAYS` boxes."""
    for place, condition in enumerate(conditions):
        if _ways(condition) > MOST_WAYS:
            raise TooManyWays(rules[place].id)
    return tuple(region_of(condition, space) for condition in conditions)


def _ways(condition: Condition) -> int:
    """Boxes, at most: alternatives add, joint conditions multiply."""
    if isinstance(condition, All):
        return math.prod(map(_ways, condition.parts))
    return sum(map(_ways, condition.parts)) if isinstance(condition, AnyOf) else 1


def region_of(condition: Condition, space: Space) -> Region:
    """The accounts for which the condition is true."""
    return _where(condition, space, 0)


def maybe_region(condition: Condition, space: Space) -> Region:
    """The accounts of which what is known does not rule the condition out, whatever counts for what is not known.

    Two comparisons of one unknown fact are taken apart, as `left_open` takes them.
    """
    return _where(condition, space, UNKNOWN)


def _where(condition: Condition, space: Space, also: int) -> Region:
    """Where each comparison is true, or its fact lies in the cells `also`."""
    if isinstance(condition, All):
        region: Region = EVERYWHERE
        for part in condition.parts:
            region = joint(region, _where(part, space, also))
        return region
    if isinstance(condition, AnyOf):
        return _absorbed([box for part in condition.parts for box in _where(part, space, also)])
    place, (true, _) = space.place[condition.fact], space.where(condition)
    cells = (true | also) & space.full[place]
    if cells == space.full[place]:
        return EVERYWHERE
    return ({place: cells},) if cells else ()


def joint(one: Region, other: Region) -> Region:
    """Where both hold."""
    boxes = (meet(a, b) for a in one for b in other)
    return _absorbed([box for box in boxes if box is not None])


def meet(one: Box, other: Box) -> Box | None:
    """The common part of two boxes, None when there is none."""
    both = dict(one)
    for place, cells in other.items():
        cells &= both.get(place, cells)
        if not cells:
            return None
        both[place] = cells
    return both


def inside(box: Box, point: Sequence[int]) -> bool:
    """Does the point lie in the box?"""
    return all(cells >> point[place] & 1 for place, cells in box.items())


def _absorbed(boxes: list[Box]) -> Region:
    """The boxes without those that lie inside another; a fact that a box does not name is free there."""
    kept: list[Box] = []
    for box in sorted(boxes, key=len):
        if not any(all(p in box and not box[p] & ~cells for p, cells in large.items()) for large in kept):
            kept.append(box)
    return tuple(kept)


def condition_of(box: Box, space: Space) -> Condition | None:
    """The box as a condition that can be written into a book; None when it holds everywhere."""
    parts = [_condition(space.facts[place], cells) for place, cells in sorted(box.items())]
    return _joined(All, [part for part in parts if part is not None])


def _condition(fact: DeclaredCells, cells: int) -> Condition | None:
    """One fact's part: a range or a list for the known cells, and what it takes to get `unknown` right."""
    if cells == fact.full:
        return None
    plain = _known_part(fact, cells & fact.known)
    if plain is None:
        return Known(fact.fact, cells != UNKNOWN)
    covers_unknown = bool(_true_in(plain, fact) & UNKNOWN)
    if covers_unknown == bool(cells & UNKNOWN):
        return plain
    return AnyOf((plain, Known(fact.fact, False))) if cells & UNKNOWN else All((plain, Known(fact.fact, True)))


def _true_in(condition: Condition, fact: DeclaredCells) -> int:
    if isinstance(condition, All):
        found = fact.full
        for part in condition.parts:
            found &= _true_in(part, fact)
        return found
    if isinstance(condition, AnyOf):
        found = 0
        for part in condition.parts:
            found |= _true_in(part, fact)
        return found
    return fact.where(condition)[0]


def _known_part(fact: DeclaredCells, cells: int) -> Condition | None:
    """What the known cells have in common; None when it is nothing or everything."""
    if not cells or cells == fact.known:
        return None
    if not fact.ordered:
        values = [_sample(fact, index) for index in members(cells)]
        others = [_sample(fact, index) for index in members(fact.known & ~cells)]
        if len(values) == 1:
            return Compare(fact.fact, "==", values[0])
        if len(others) == 1:
            return Compare(fact.fact, "!=", others[0])
        return Among(fact.fact, tuple(values)) if len(values) <= len(others) else Among(fact.fact, tuple(others), False)
    holes = list(runs(fact, fact.known & ~cells))
    if len(holes) == 1 and fact.known.bit_count() > 2:
        first, last = (fact.cell(index) for index in holes[0])
        if first.low == last.high:
            return Compare(fact.fact, "!=", fact.constant(first.low))
    return _joined(AnyOf, [_run(fact, first, last) for first, last in runs(fact, cells)])


def _sample(fact: DeclaredCells, index: int) -> Value:
    value = fact.cell(index).sample
    assert value is not None
    return value


def runs(fact: DeclaredCells, cells: int) -> Iterator[tuple[int, int]]:
    """The first and last of neighbouring cells that are chosen."""
    for chosen, run in groupby(members(fact.full), lambda index: cells >> index & 1):
        neighbours = list(run)
        if chosen:
            yield neighbours[0], neighbours[-1]


def _run(fact: DeclaredCells, first: int, last: int) -> Condition:
    """Neighbouring cells of a number as one range."""
    low, high = fact.cell(first), fact.cell(last)
    if low.low == high.high:
        return Compare(fact.fact, "==", fact.constant(low.low))
    lower: Operator = ">" if low.open_low else ">="
    upper: Operator = "<" if high.open_high else "<="
    if fact.known & ((1 << first) - 1) == 0:
        return Compare(fact.fact, upper, fact.constant(high.high))
    if fact.known >> (last + 1) == 0:
        return Compare(fact.fact, lower, fact.constant(low.low))
    if lower == ">=" and upper == "<=":
        return within(fact.fact, fact.constant(low.low), fact.constant(high.high))
    bounds: tuple[Leaf, ...] = (
        Compare(fact.fact, lower, fact.constant(low.low)),
        Compare(fact.fact, upper, fact.constant(high.high)),
    )
    return All(bounds)


def _joined(kind: type[All] | type[AnyOf], parts: Sequence[Condition]) -> Condition | None:
    """The parts joined, those of the same kind opened up; None without parts."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))]
    return None if not flat else flat[0] if len(flat) == 1 else kind(tuple(flat))
