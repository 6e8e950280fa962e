"""A book and the same book with one formula changed, laid out over one space: do they ever decide differently?

The changed fact, and every fact that is computed from it, stands there twice, under its own name and under another.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.model.rulebook import FactDeclaration, Value
from engine.rules.language.conditions import All, Any as AnyOf, Condition
from engine.rules.language.fact_formulas import facts_read, renamed, written
from engine.rules.language.logic import BookLogic
from engine.rules.proof.examined_book import EXCLUSIVE
from engine.rules.proof.mutant import Mutant
from engine.rules.proof.real_accounts import NotSeenThrough
from engine.rules.proof.regions import EVERYWHERE, Region, joint, regions_of
from engine.rules.proof.solver import Deadline, find_in
from engine.rules.proof.space import Space
from engine.rules.tabulation.fact_cells import Box

_OTHERWISE = "__otherwise"
"""Behind the name of a fact that is computed otherwise; no fact of a book is called so."""
_Question = tuple[Region, list[Box]]
"""A region, and boxes to stay out of."""


class ComputedOtherwise:
    """The search for an account that tells the two apart."""

    def __init__(self, logic: BookLogic, mutant: Mutant, clock: Deadline) -> None:
        self._logic, self._clock = logic, clock
        names = _names(mutant)
        facts = {**logic.book.facts, **_copies(mutant, names)}
        conditions = [_about(condition, names) for condition in mutant.logic.conditions]
        self._space = Space(facts, [*logic.conditions, *conditions])
        self._was = list(regions_of(logic.conditions, self._space, logic.rules))
        self._is = list(regions_of(conditions, self._space, logic.rules))

    def account(self) -> Mapping[str, Value] | None:
        """An account that the book decides and that is decided otherwise; None when there is none.

        Raises OutOfTime, and NotSeenThrough where a formula leaves it open.
        """
        open_ = False
        for region, outside in self._questions():
            try:
                point = find_in(self._space, region, outside, self._clock)
            except NotSeenThrough:
                open_ = True
                continue
            if point is not None:
                return self._space.account(point)
        if open_:
            raise NotSeenThrough
        return None

    def _questions(self) -> Iterator[_Question]:
        if not self._logic.book.single_hit:
            for was, is_ in zip(self._was, self._is, strict=True):
                yield was, list(is_)
                yield is_, list(was)
            return
        last = len(self._was)
        for one, region in enumerate([*self._was, EVERYWHERE]):
            avoid = self._hindering(self._was, one)
            for other, new in enumerate([*self._is, EVERYWHERE]):
                if one != other:
                    yield joint(region, new), [*avoid, *self._hindering(self._is, other)]
            pairs = itertools.combinations(range(last), 2) if self._logic.book.hit in EXCLUSIVE else ()
            for first, second in pairs:
                if self._refused(first, second):
                    yield joint(region, joint(self._is[first], self._is[second])), avoid

    def _hindering(self, regions: list[Region], rule: int) -> list[Box]:
        """Outside these boxes the rule decides where it fires; the last is what holds where none does."""
        after = range(rule + 1, len(regions)) if self._logic.book.hit in EXCLUSIVE and rule < len(regions) else ()
        others = (*range(rule), *(other for other in after if self._refused(rule, other)))
        return [box for other in others for box in regions[other]]

    def _refused(self, one: int, other: int) -> bool:
        return self._logic.book.hit == "unique" or self._logic.rows[one] != self._logic.rows[other]


def _names(mutant: Mutant) -> dict[str, str]:
    """The facts that are computed otherwise, each with its other name."""
    names: dict[str, str] = {}
    for name, formula in mutant.logic.derived.formulas.items():
        if name == mutant.fact or names.keys() & set(facts_read(formula)):
            names[name] = f"{name}{_OTHERWISE}"
    return names


def _copies(mutant: Mutant, names: Mapping[str, str]) -> dict[str, FactDeclaration]:
    formulas = mutant.logic.derived.formulas
    return {
        other: mutant.logic.book.facts[name].model_copy(
            update={"formula": written(renamed(formulas[name], dict(names)))}
        )
        for name, other in names.items()
    }


def _about(condition: Condition, names: Mapping[str, str]) -> Condition:
    if isinstance(condition, All | AnyOf):
        return replace(condition, parts=tuple(_about(part, names) for part in condition.parts))
    return replace(condition, fact=names.get(condition.fact, condition.fact))
