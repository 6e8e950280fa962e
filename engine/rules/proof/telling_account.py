"""Tells a mutant from its book: an account that the book decides and the mutant decides otherwise, or none by proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from engine.rules.language.logic import BookLogic
from engine.rules.proof.examined_book import WINNING, ExaminedBook
from engine.rules.proof.mutants import Mutant
from engine.rules.proof.regions import Region
from engine.rules.proof.solver import Deadline, find
from engine.rules.proof.space import Point

_Question = tuple[Region, Iterable[int], Region]
"""A region, the rules that must not fire in it, and a region to stay out of."""


def telling(logic: BookLogic, mutant: Mutant, clock: Deadline) -> tuple[Point | None, ExaminedBook]:
    """The cells of an account that tells the mutant from its book, None when there is none; and what the cells mean.

    Accounts that the book itself refuses (`unique`, `any`) tell nothing. Raises OutOfTime.
    """
    both = replace(logic, conditions=(*logic.conditions, *mutant.logic.conditions))
    examined = ExaminedBook(both, clock)
    for region, silent, elsewhere in _questions(examined, logic, mutant):
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
    elif mutant.kind in ("output", "removed"):
        yield old, _silencing(logic, place), ()
    else:
        new = examined.regions[count + place]
        yield old, _silencing(logic, place), new
        yield new, _silencing(logic, place), old
        yield from _clashes(examined, logic, place, old)


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
