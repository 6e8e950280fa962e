"""A book and a mutant that computes facts otherwise, laid out over one space: do they ever decide differently?

Every fact that the two read differently stands there twice, under a name for each of them: a fact with another formula
and all that is computed from it; or a fact whose unknown counts as something else, which is then itself computed from
the fact as it is given, and all that is computed from it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.model.rulebook import FactDeclaration, Value
from engine.rules.language.conditions import All, Any as AnyOf, Condition
from engine.rules.language.fact_formulas import FactRead, facts_read, renamed, written
from engine.rules.language.hit_policies import EXCLUSIVE
from engine.rules.language.logic import BookLogic
from engine.rules.proof.mutant import Mutant
from engine.rules.proof.real_accounts import NotSeenThrough
from engine.rules.proof.regions import EVERYWHERE, Region, joint, regions_of
from engine.rules.proof.solver import Deadline, find_in
from engine.rules.proof.space import Space
from engine.rules.tabulation.fact_cells import Box

_WAS, _IS = "__was", "__is"
"""Behind the name of a fact as the book and as the mutant reads it; no fact of a book is called so."""
_Question = tuple[Region, list[Box]]
"""A region, and boxes to stay out of."""


class ComputedOtherwise:
    """The search for an account that tells the two apart."""

    def __init__(self, logic: BookLogic, mutant: Mutant, clock: Deadline) -> None:
        self._logic, self._clock = logic, clock
        before, after = _names(logic, mutant.fact, _WAS), _names(mutant.logic, mutant.fact, _IS)
        common = {name: declared for name, declared in logic.book.facts.items() if name not in before}
        if mutant.kind != "formula" and mutant.fact is not None:
            common[mutant.fact] = logic.book.facts[mutant.fact].model_copy(update={"unknown": "no_match"})
        facts = {**common, **_read(logic, mutant, before), **_read(mutant.logic, mutant, after)}
        was = [_about(condition, before) for condition in logic.conditions]
        conditions = [_about(condition, after) for condition in mutant.logic.conditions]
        self._space = Space(facts, [*was, *conditions])
        self._was = list(regions_of(was, self._space, logic.rules))
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


def _names(logic: BookLogic, fact: str | None, ending: str) -> dict[str, str]:
    """The facts that are read differently, each with its name for this reading."""
    names = {} if fact is None else {fact: f"{fact}{ending}"}
    for name, formula in logic.derived.formulas.items():
        if names.keys() & set(facts_read(formula)):
            names[name] = f"{name}{ending}"
    return names


def _read(logic: BookLogic, mutant: Mutant, names: Mapping[str, str]) -> dict[str, FactDeclaration]:
    """The facts of these names as the book or the mutant reads them."""
    formulas = {name: renamed(formula, dict(names)) for name, formula in logic.derived.formulas.items()}
    if mutant.kind != "formula" and mutant.fact is not None:
        formulas[mutant.fact] = FactRead(mutant.fact)
    return {
        other: logic.book.facts[name].model_copy(update={"formula": written(formulas[name])})
        for name, other in names.items()
    }


def _about(condition: Condition, names: Mapping[str, str]) -> Condition:
    if isinstance(condition, All | AnyOf):
        return replace(condition, parts=tuple(_about(part, names) for part in condition.parts))
    return replace(condition, fact=names.get(condition.fact, condition.fact))
