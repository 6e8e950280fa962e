"""Tells a mutant from its book: an account that the book decides and the mutant decides otherwise, or none by proof."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from engine.model.rulebook import Value
from engine.rules.language.conditions import truth
from engine.rules.language.hit_policies import EXCLUSIVE, WINNING, aggregates
from engine.rules.language.logic import BookLogic
from engine.rules.proof.case_values import values_seen
from engine.rules.proof.computed_otherwise import ComputedOtherwise
from engine.rules.proof.examined_book import ExaminedBook
from engine.rules.proof.fed_groups import facts_reached
from engine.rules.proof.mutant import Mutant
from engine.rules.proof.real_accounts import NotSeenThrough
from engine.rules.proof.regions import Region, joint, region_of
from engine.rules.proof.solver import Deadline, find_in
from engine.rules.proof.space import Space
from engine.rules.tabulation.fact_cells import UNKNOWN

_Question = tuple[Region, Iterable[int], Region]
"""A region, the rules that must not fire in it, and a region to stay out of."""


def telling(logic: BookLogic, mutant: Mutant, clock: Deadline) -> Mapping[str, Value] | None:
    """An account that tells the mutant from its book, None when there is none.

    Accounts that the book itself refuses (`unique`, `any`) tell nothing. Raises OutOfTime, and NotSeenThrough where
    that is left open.
    """
    if mutant.fact is not None and (mutant.kind == "formula" or logic.derived.needs(mutant.fact)):
        return _of_computed(logic, mutant, clock)
    declared = mutant.kind in ("unknown", "policy")
    both = logic if declared else replace(logic, conditions=(*logic.conditions, *mutant.logic.conditions))
    examined = ExaminedBook(both, clock)
    for region, silent, elsewhere in (_of_book if declared else _questions)(examined, logic, mutant):
        point = find_in(examined.space, region, [*examined.boxes(silent), *elsewhere], clock)
        if point is not None:
            return examined.account(point)
    return None


def _of_computed(logic: BookLogic, mutant: Mutant, clock: Deadline) -> Mapping[str, Value] | None:
    """The same where facts are computed otherwise: an account of those at hand, else by proof."""
    if logic.book.feeders:
        return _of_fed_and_computed(logic, mutant, clock)
    for each in (logic, mutant.logic):
        examined = ExaminedBook(each, clock)
        for point in examined.pool:
            account = examined.account(point)
            was, now = fired_on(logic, account), fired_on(mutant.logic, account)
            if not _refused(logic, was) and (_refused(logic, now) or _deciding(logic, was) != _deciding(logic, now)):
                return account
    return ComputedOtherwise(logic, mutant, clock).account()


def _of_fed_and_computed(logic: BookLogic, mutant: Mutant, clock: Deadline) -> Mapping[str, Value] | None:
    """The same of a book that others feed, by proof alone. What others feed is given, for a given value wins."""
    account = ComputedOtherwise(logic, mutant, clock).account()
    if account is not None and not logic.book.feeders.keys() <= account.keys():
        raise NotSeenThrough
    return account


def fired_on(logic: BookLogic, account: Mapping[str, object]) -> tuple[int, ...]:
    """The rules that fire on an account, by the evaluator behind explanations."""
    values, unknown = values_seen(logic, account)
    held = (truth(condition, values, unknown) is True for condition in logic.conditions)
    return tuple(place for place, holds in enumerate(held) if holds)


def _refused(logic: BookLogic, fired: tuple[int, ...]) -> bool:
    return logic.book.hit in EXCLUSIVE and any(
        _against(logic, one, other) for one, other in itertools.combinations(fired, 2)
    )


def _deciding(logic: BookLogic, fired: tuple[int, ...]) -> tuple[int, ...]:
    return fired[:1] if logic.book.single_hit else fired


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
