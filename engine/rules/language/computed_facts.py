"""Facts of a book that follow from others: read, put in order, and computed.

All values are numbers here, as truth tables are asked with them: a date is its day, yes is 1, no is 0, unknown is NaN.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isnan, nan

from engine.model import decimal_arithmetic as steps
from engine.model.rule_table import Program
from engine.model.rulebook import Declaration, FactDeclaration, Value
from engine.rules.language.fact_formulas import Formula, facts_read, postfix
from engine.rules.language.formula_parser import parse_formula
from engine.rules.language.values import code_of, stand_in_value, value_of
from engine.wording import Message, quoted, say


@dataclass(frozen=True)
class DerivedFacts:
    """The computed facts of a book.

    facts:    all facts of the book.
    formulas: in an order in which each stands behind those that it is computed from.
    """

    facts: Mapping[str, FactDeclaration]
    formulas: Mapping[str, Formula]

    @cached_property
    def _programs(self) -> Mapping[str, Program]:
        return {name: tuple(self._with_stand_ins(formula)) for name, formula in self.formulas.items()}

    def _with_stand_ins(self, formula: Formula) -> Iterator[tuple[int, float | str]]:
        for step, argument in postfix(formula):
            yield step, argument
            if step == steps.FACT and not isnan(self._stand_ins[str(argument)]):
                yield steps.STAND_IN, self._stand_ins[str(argument)]

    def program(self, name: str) -> Program:
        """The steps that compute a fact from given ones alone."""
        found: list[tuple[int, float | str]] = []
        for step, argument in self._programs[name]:
            inner = step == steps.FACT and argument in self.formulas
            found += self.program(str(argument)) if inner else [(step, argument)]
        return tuple(found)

    @cached_property
    def _stand_ins(self) -> Mapping[str, float]:
        values = {name: stand_in_value(name, declared) for name, declared in self.facts.items()}
        return {name: nan if value is None else code_of(self.facts[name], value) for name, value in values.items()}

    @cached_property
    def _rests_on(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for name, formula in self.formulas.items():
            parts = (found.get(part, frozenset([part])) for part in facts_read(formula))
            found[name] = frozenset[str]().union(*parts)
        return found

    def __bool__(self) -> bool:
        return bool(self.formulas)

    def rests_on(self, name: str) -> frozenset[str]:
        """The given facts that a computed fact is computed from in the end."""
        return self._rests_on[name]

    def given_behind(self, names: Iterable[str]) -> frozenset[str]:
        """These facts, with those that are given in the place of those that are computed from them."""
        return frozenset[str]().union(*(self._rests_on.get(name, frozenset([name])) for name in names))

    def needs(self, name: str) -> bool:
        """Is something computed from this fact?"""
        return any(name in facts_read(formula) for formula in self.formulas.values())

    @property
    def roots(self) -> frozenset[str]:
        """All given facts that something is computed from."""
        return frozenset[str]().union(*map(self.rests_on, self.formulas))

    def stand_in_code(self, name: str) -> float:
        """What an unknown fact counts as, NaN for nothing."""
        return self._stand_ins[name]

    def compute(self, codes: Mapping[str, float]) -> dict[str, float]:
        """Every computed fact, from the given ones as numbers; those not named are unknown."""
        known = dict(codes)
        for name, program in self._programs.items():
            known[name] = _computed(program, known)
        return {name: known[name] for name in self._programs}

    def completed(self, values: Mapping[str, Value | None]) -> tuple[dict[str, Value | None], dict[str, float]]:
        """The given values with those of every computed fact, and all that is known of them as numbers.

        What was there of computed facts is left aside.
        """
        facts, computed = self.facts, self.formulas
        given = {name: value for name, value in values.items() if name not in computed}
        codes = {name: code_of(facts[name], value) for name, value in given.items() if value is not None}
        for name, code in (self.compute(codes) if computed else {}).items():
            codes[name] = code
            given[name] = None if isnan(code) else value_of(facts[name], code)
        return given, codes

    def open_to_change(self, unknown: Iterable[str]) -> frozenset[str]:
        """The computed facts that could become another value once these given facts are known."""
        missing = frozenset(unknown)
        return frozenset(name for name in self.formulas if self.rests_on(name) & missing)


def _computed(program: Program, known: Mapping[str, float]) -> float:
    stack: list[float] = []
    for step, argument in program:
        if step == steps.NUMBER:
            stack.append(float(argument))
        elif step == steps.FACT:
            stack.append(known.get(str(argument), nan))
        elif step == steps.STAND_IN:
            stack[-1] = float(argument) if isnan(stack[-1]) else stack[-1]
        else:
            right = stack.pop()
            stack.append(steps.worked(step, stack.pop(), right))
    return stack.pop()


def read_formulas(facts: Mapping[str, FactDeclaration]) -> Iterator[tuple[str, Formula]]:
    """Each computed fact with its formula. Raises ConditionError as `parse_formula` does."""
    for name, declared in facts.items():
        if declared.formula is not None:
            yield name, parse_formula(declared.formula, facts)


def in_order(formulas: Mapping[str, Formula]) -> tuple[dict[str, Formula], tuple[str, ...]]:
    """The formulas, each behind those that it needs, and the first circle of facts that need each other, if any."""
    done: dict[str, Formula] = {}

    def circle(name: str, path: tuple[str, ...]) -> tuple[str, ...]:
        if name in path:
            return (*path[path.index(name) :], name)
        for part in facts_read(formulas[name]) if name not in done else ():
            found = circle(part, (*path, name)) if part in formulas else ()
            if found:
                return found
        done.setdefault(name, formulas[name])
        return ()

    for name in formulas:
        found = circle(name, ())
        if found:
            return done, found
    return done, ()


def not_given(name: str, facts: Mapping[str, Declaration]) -> tuple[Message, Message] | None:
    """What is wrong with a value given for a computed fact, and what to give; None for a fact that can be given."""
    own = facts[name]
    formula = own.formula if isinstance(own, FactDeclaration) else None
    if formula is None:
        return None
    known = {each: declared for each, declared in facts.items() if isinstance(declared, FactDeclaration)}
    what = say("`{fact}` is computed and cannot be given: {formula}", fact=name, formula=formula)
    return what, say("give {names}", names=quoted(facts_read(parse_formula(formula, known))))


def derived_of(facts: Mapping[str, FactDeclaration]) -> DerivedFacts:
    """The computed facts of a checked book."""
    return DerivedFacts(facts, in_order(dict(read_formulas(facts)))[0])
