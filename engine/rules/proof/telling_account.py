"""Tells a mutant from its book: an account that the book decides and the mutant decides otherwise, or none by proof."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace

from engine.rules.language.hit_policies import EXCLUSIVE, WINNING, aggregates
from engine.rules.language.logic import BookLogic
from engine.rules.proof.examined_book import ExaminedBook
from engine.rules.proof.fed_groups import facts_reached
from engine.rules.proof.mutant import Mutant
from engine.rules.proof.regions import Region, joint, region_of
from engine.rules.proof.solver import Deadline, find
from engine.rules.proof.space import Point, Space
from engine.rules.tabulation.fact_cells import UNKNOWN

_Question = tuple[Region, Iterable[int], Region]
"""A region, the rules that must not fire in it, and a region to stay out of."""


def telling(logic: BookLogic, mutant: Mutant, clock: Deadline) -> tuple[Point | None, ExaminedBook]:
    """The cells of an account that tells the mutant from its book, None when there is none; and what the cells mean.

    Accounts that the book itself refuses (`unique`, `any`) tell nothing. Raises OutOfTime.
    """
    declared = mutant.kind in ("unknown", "policy")
    both = logic if declared else replace(logic, conditions=(*logic.conditions, *mutant.logic.conditions))
    examined = ExaminedBook(both, clock)
    for region, silent, elsewhere in (_of_book if declared else _questions)(examined, logic, mutant):
        outside = [*examined.boxes(silent), *elsewhere]
        for box in region:
            point = find(examined.space, box, outside, clock)
            if point is not None:
                return point, examined
    return None, examined


def _questions(examined: ExaminedBook, logic: BookLogic, mutant: Mutant) -> Iterator[_Question]:
    """Where book and mutant can part. The examined book holds the book's rules first, then those of the mutant."""
    count, place = len(logic.rules), mutant.place
    if place < 0:
        yield ({},), range(count), ()
        return
    old = examined.regions[place]
    if mutant.kind == "order":
        yield tuple(examined.together(place, place + 1)), range(place), ()
    elif mutant.kind == "output" and examined.hit == "any":
        yield old, _disagreeing(logic, place), ()
    elif mutant.kind == "output" and aggregates(logic.book):
        yield old, [one for one in range(count) if one != place], ()
        yield old, (), ()
    elif mutant.kind in ("output", "removed"):
        yield old, _silencing(logic, place), ()
    else:
        new = examined.regions[count + place]
        yield old, _silencing(logic, place), new
        yield new, _silencing(logic, place), old
        yield from _clashes(examined, logic, place, old)


def _of_book(examined: ExaminedBook, logic: BookLogic, mutant: Mutant) -> Iterator[_Question]:
    """Where a book and one that declares something else can part; both have the same rules."""
    if mutant.fact is not None:
        yield from _where_unknown(examined, logic, mutant, mutant.fact)
        return
    count = len(logic.rules)
    at = {rule.id: place for place, rule in enumerate(mutant.logic.rules)}
    turned = [at[rule.id] for rule in logic.rules]
    for one, other in itertools.combinations(range(count), 2):
        if turned[other] > turned[one]:
            continue
        silent = [rule for rule in range(count) if rule < one or turned[rule] < turned[other]]
        yield tuple(examined.together(one, other)), silent if logic.book.single_hit else (), ()


def _where_unknown(examined: ExaminedBook, logic: BookLogic, mutant: Mutant, fact: str) -> Iterator[_Question]:
    """Where the book decides by one rule, or by none, while the fact is unknown, and the mutant does not."""
    space = Space(facts_reached(mutant.logic.book), logic.conditions, examined.reach)
    nobody: Region = ({space.place[fact]: UNKNOWN},)
    new = [joint(nobody, region_of(condition, space)) for condition in logic.conditions]
    was = [joint(nobody, region) for region in examined.regions]
    changed = [rule for rule, region in enumerate(new) if region != was[rule]]
    for one, old in enumerate(was):
        silent = _silencing(logic, one)
        if one in changed:
            yield old, silent, new[one]
        if not logic.book.single_hit:
            yield new[one], (), old
            continue
        for other in changed:
            if other < one or (other != one and logic.book.hit in EXCLUSIVE and _against(logic, one, other)):
                examined.clock.step()
                yield joint(old, new[other]), silent, ()
    for other in changed:
        yield new[other], range(len(new)), ()


def _against(logic: BookLogic, one: int, other: int) -> bool:
    """Is it an error that these two fire together?"""
    return logic.book.hit == "unique" or logic.rows[one] != logic.rows[other]


def _silencing(logic: BookLogic, place: int) -> list[int]:
    """The rules beside which this one, firing, does not decide."""
    if logic.book.hit in WINNING:
        return list(range(place))
    if logic.book.hit == "unique":
        return [one for one in range(len(logic.rules)) if one != place]
    if logic.book.hit == "any":
        return sorted({*_disagreeing(logic, place), *range(place)})
    return []


def _disagreeing(logic: BookLogic, place: int) -> list[int]:
    return [one for one in range(len(logic.rules)) if logic.rows[one] != logic.rows[place]]


def _clashes(examined: ExaminedBook, logic: BookLogic, place: int, old: Region) -> Iterator[_Question]:
    """Where the mutant's rule fires beside one that must not fire with it, and the book's does not."""
    if logic.book.hit not in ("unique", "any"):
        return
    others = [one for one in range(len(logic.rules)) if one != place]
    for other in others:
        if logic.book.hit == "any" and logic.rows[other] == logic.rows[place]:
            continue
        silent = [
            one
            for one in others
            if one != other and (logic.book.hit == "unique" or logic.rows[one] != logic.rows[other])
        ]
        yield tuple(examined.together(len(logic.rules) + place, other)), silent, old
