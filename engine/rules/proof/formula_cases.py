"""Formulas as linear sums, case by case: which of two is the smaller, whether a comparison holds, what is unknown.

A quotient of two sums is seen through as far as it is only compared with numbers, after adding numbers to it or
multiplying it by them: `a / b > 2` is `a > 2 b` where b is above 0. Any other formula that multiplies or divides by
what is not fixed is not linear: its value is left open, and nobody must conclude from it that an account exists.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from engine.model.decimal_arithmetic import LARGEST
from engine.rules.language.fact_formulas import (
    COMPARISONS,
    DateWritten,
    FactRead,
    Formula,
    NumberWritten,
    Operation,
    parts_of,
)
from engine.rules.proof.linear import AtLeastZero, Linear, at_least, at_most


@dataclass(frozen=True)
class Nobody:
    """An unknown value."""


@dataclass(frozen=True)
class Quotient:
    """One sum divided by another, which is above 0."""

    top: Linear
    bottom: Linear

    def plus(self, number: Fraction) -> Quotient:
        """This and a number."""
        return Quotient(self.top.plus(self.bottom, number), self.bottom)

    def times(self, factor: Fraction) -> Quotient:
        """So many times this."""
        return Quotient(self.top.times(factor), self.bottom)


@dataclass(frozen=True)
class NotLinear:
    """A value that is no linear sum; it may be anything, unknown included."""


Worth = Linear | Quotient | Nobody | NotLinear
_LARGEST = Fraction(int(LARGEST))


@dataclass(frozen=True)
class FormulaCase:
    """Under these bounds a formula is worth so much."""

    worth: Worth
    bounds: tuple[AtLeastZero, ...] = ()

    def under(self, *bounds: AtLeastZero) -> FormulaCase:
        """The same under more bounds."""
        return replace(self, bounds=(*self.bounds, *bounds))


class Cases:
    """Takes formulas apart. ends: the least and greatest value that each unknown may have."""

    def __init__(self, ends: Mapping[str, tuple[Fraction, Fraction]]) -> None:
        self._ends = ends

    def of(self, formula: Formula, known: Mapping[str, Worth]) -> Iterator[FormulaCase]:
        """The cases of a formula; together they hold every account. known: what each fact in it is worth."""
        match formula:
            case NumberWritten(value) | DateWritten(value):
                yield FormulaCase(Linear.of(float(value)))
            case FactRead(fact):
                yield FormulaCase(known[fact])
            case Operation("min" | "max" as operator):
                for parts in itertools.product(*(list(self.of(part, known)) for part in parts_of(formula))):
                    bounds = tuple(bound for part in parts for bound in part.bounds)
                    for case in _chosen(operator, [part.worth for part in parts]):
                        yield FormulaCase(case.worth, (*bounds, *case.bounds))
            case Operation(operator, left, right):
                for one in self.of(left, known):
                    for other in self.of(right, known):
                        bounds = (*one.bounds, *other.bounds)
                        for case in self._joined(operator, one.worth, other.worth):
                            yield FormulaCase(case.worth, (*bounds, *case.bounds))

    def _joined(self, operator: str, left: Worth, right: Worth) -> Iterator[FormulaCase]:
        if isinstance(left, Nobody) or isinstance(right, Nobody):
            yield FormulaCase(Nobody())
        elif isinstance(left, NotLinear) or isinstance(right, NotLinear):
            yield FormulaCase(NotLinear())
        elif isinstance(left, Quotient) or isinstance(right, Quotient):
            yield from self._of_quotient(operator, left, right)
        elif operator in COMPARISONS:
            yield from self._compared(operator, left.minus(right))
        elif operator == "/" and right.weights:
            yield from self._divided(left, right)
        else:
            yield from self._within_numbers(self._computed(operator, left, right))

    def _divided(self, top: Linear, bottom: Linear) -> Iterator[FormulaCase]:
        """The quotient where what is divided by is above 0, and below; unknown at 0."""
        zero = Fraction(0)
        yield FormulaCase(Nobody()).under(at_least(bottom, zero), at_most(bottom, zero))
        for sign in (Fraction(1), Fraction(-1)):
            quotient = Quotient(top.times(sign), bottom.times(sign))
            for case in self._within(quotient):
                yield case.under(at_least(quotient.bottom, zero, strict=True))

    def _within(self, quotient: Quotient) -> Iterator[FormulaCase]:
        """The quotient, and apart from it where it lies beyond all numbers of a book, which is unknown."""
        most, least = quotient.plus(-_LARGEST).top, quotient.plus(_LARGEST).top
        yield FormulaCase(quotient).under(at_most(most, Fraction(0)), at_least(least, Fraction(0)))
        yield FormulaCase(Nobody()).under(at_least(most, Fraction(0), strict=True))
        yield FormulaCase(Nobody()).under(at_most(least, Fraction(0), strict=True))

    def _of_quotient(self, operator: str, left: Linear | Quotient, right: Linear | Quotient) -> Iterator[FormulaCase]:
        """A quotient beside a number; beside anything else it is not linear."""
        quotient = left if isinstance(left, Quotient) else right
        other = right if isinstance(left, Quotient) else left
        if not isinstance(quotient, Quotient) or not isinstance(other, Linear) or other.weights:
            yield FormulaCase(NotLinear())
            return
        number, first = other.constant, quotient is left
        if operator in COMPARISONS:
            apart = quotient.plus(-number).top
            yield from self._compared(operator, apart if first else apart.times(Fraction(-1)))
        elif operator == "+":
            yield from self._within(quotient.plus(number))
        elif operator == "-":
            own = quotient if first else quotient.times(Fraction(-1))
            yield from self._within(own.plus(-number if first else number))
        elif operator == "*":
            yield from self._within(quotient.times(number))
        elif operator == "/" and first and number:
            yield from self._within(quotient.times(1 / number))
        else:
            yield FormulaCase(Nobody() if operator == "/" and first else NotLinear())

    def _computed(self, operator: str, left: Linear, right: Linear) -> Worth:
        if operator in ("+", "-"):
            return left.plus(right) if operator == "+" else left.minus(right)
        if operator == "days":
            return right.minus(left)
        if operator == "*" and not right.weights:
            return left.times(right.constant)
        if operator == "*" and not left.weights:
            return right.times(left.constant)
        if operator == "/" and not right.weights:
            return left.times(1 / right.constant) if right.constant else Nobody()
        return NotLinear()

    def _within_numbers(self, worth: Worth) -> Iterator[FormulaCase]:
        """The sum, and apart from it where it may lie beyond all numbers of a book, which is unknown."""
        if not isinstance(worth, Linear) or self._reach(worth) <= _LARGEST:
            yield FormulaCase(worth)
            return
        yield FormulaCase(worth).under(at_least(worth, -_LARGEST), at_most(worth, _LARGEST))
        yield FormulaCase(Nobody()).under(at_least(worth, _LARGEST, strict=True))
        yield FormulaCase(Nobody()).under(at_most(worth, -_LARGEST, strict=True))

    def _reach(self, worth: Linear) -> Fraction:
        """A number that the sum, with either sign, does not exceed."""
        return abs(worth.constant) + sum(
            (abs(weight) * max(map(abs, self._ends[name])) for name, weight in worth.weights.items()), Fraction(0)
        )

    def _compared(self, operator: str, apart: Linear) -> Iterator[FormulaCase]:
        zero, yes, no = Fraction(0), Linear(Fraction(1)), Linear(Fraction(0))
        below, above = at_most(apart, zero, strict=True), at_least(apart, zero, strict=True)
        level = (at_least(apart, zero), at_most(apart, zero))
        match operator:
            case "<" | ">=":
                yield FormulaCase(yes if operator == "<" else no).under(below)
                yield FormulaCase(no if operator == "<" else yes).under(level[0])
            case ">" | "<=":
                yield FormulaCase(yes if operator == ">" else no).under(above)
                yield FormulaCase(no if operator == ">" else yes).under(level[1])
            case _:
                yield FormulaCase(yes if operator == "==" else no).under(*level)
                for side in (below, above):
                    yield FormulaCase(no if operator == "==" else yes).under(side)


def _chosen(operator: str, parts: Sequence[Worth]) -> Iterator[FormulaCase]:
    """The least or the greatest of several: each in turn, where it is; of equals the first."""
    if any(isinstance(part, Nobody) for part in parts):
        yield FormulaCase(Nobody())
        return
    sign = Fraction(1 if operator == "min" else -1)
    apart = {
        (one, other): _apart(parts[one], parts[other]) for one, other in itertools.combinations(range(len(parts)), 2)
    }
    if any(each is None for each in apart.values()):
        yield FormulaCase(NotLinear())
        return
    for place, part in enumerate(parts):
        bounds = [
            at_most(sum_.times(sign), Fraction(0)) if one == place else at_least(sum_.times(sign), Fraction(0), True)
            for (one, other), sum_ in apart.items()
            if place in (one, other) and sum_ is not None
        ]
        yield FormulaCase(part, tuple(bounds))


def _apart(left: Worth, right: Worth) -> Linear | None:
    """A sum with the sign of the difference; None where there is no linear one."""
    if isinstance(left, Linear) and isinstance(right, Linear):
        return left.minus(right)
    if isinstance(left, Quotient) and isinstance(right, Linear) and not right.weights:
        return left.plus(-right.constant).top
    if isinstance(right, Quotient) and isinstance(left, Linear) and not left.weights:
        return right.plus(-left.constant).top.times(Fraction(-1))
    return None
