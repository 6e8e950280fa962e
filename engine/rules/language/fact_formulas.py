"""What a formula says, after reading: numbers, dates and facts joined by operations of two, also in postfix order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engine.model import decimal_arithmetic as steps
from engine.model.rule_table import Program
from engine.rules.language.dates import IsoDate
from engine.rules.language.values import show

Comparison = Literal["<", "<=", ">", ">=", "==", "!="]
FormulaOperator = Literal["+", "-", "*", "/", "min", "max", "days", "<", "<=", ">", ">=", "==", "!="]
COMPARISONS: frozenset[str] = frozenset(["<", "<=", ">", ">=", "==", "!="])


@dataclass(frozen=True, slots=True)
class NumberWritten:
    """A number of the book; without a unit it takes that of what it is added to or compared with."""

    value: float
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class DateWritten:
    """A date of the book."""

    value: IsoDate


@dataclass(frozen=True, slots=True)
class FactRead:
    """The value of another fact."""

    fact: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Two parts put together; `days` counts from the left one to the right one."""

    operator: FormulaOperator
    left: Formula
    right: Formula


Formula = NumberWritten | DateWritten | FactRead | Operation


STEPS: dict[FormulaOperator, int] = {
    "+": steps.ADD,
    "-": steps.SUBTRACT,
    "*": steps.MULTIPLY,
    "/": steps.DIVIDE,
    "min": steps.LEAST,
    "max": steps.GREATEST,
    "days": steps.DAYS,
    "<": steps.BELOW,
    "<=": steps.AT_MOST,
    ">": steps.ABOVE,
    ">=": steps.AT_LEAST,
    "==": steps.EQUAL,
    "!=": steps.UNEQUAL,
}


def postfix(formula: Formula) -> Program:
    """The formula as steps for a stack: `number` with its value (a date as its day), `fact` with its name, else 0."""
    match formula:
        case NumberWritten(value):
            return ((steps.NUMBER, value),)
        case DateWritten(value):
            return ((steps.NUMBER, float(value)),)
        case FactRead(fact):
            return ((steps.FACT, fact),)
        case Operation(operator, left, right):
            return (*postfix(left), *postfix(right), (STEPS[operator], 0.0))


def nodes(formula: Formula) -> Iterator[Formula]:
    """The formula and all its parts, from left to right, a whole before its parts."""
    yield formula
    if isinstance(formula, Operation):
        yield from nodes(formula.left)
        yield from nodes(formula.right)


def facts_read(formula: Formula) -> tuple[str, ...]:
    """The facts in the formula, each once, in the order in which they stand there."""
    return tuple(dict.fromkeys(part.fact for part in nodes(formula) if isinstance(part, FactRead)))


def renamed(formula: Formula, names: dict[str, str]) -> Formula:
    """The formula about facts of other names; those not named stay."""
    if isinstance(formula, FactRead):
        return FactRead(names.get(formula.fact, formula.fact))
    if isinstance(formula, Operation):
        return Operation(formula.operator, renamed(formula.left, names), renamed(formula.right, names))
    return formula


_STRENGTH: dict[str, int] = {**dict.fromkeys(COMPARISONS, 1), "+": 2, "-": 2, "*": 3, "/": 3}
_ALONE = 4


def written(formula: Formula) -> str:
    """The formula as books write it; reading it gives the same formula.

    >>> written(Operation("*", Operation("-", FactRead("a"), FactRead("b")), NumberWritten(2.0)))
    '(a - b) * 2'
    """
    return _written(formula, 0)


def _written(formula: Formula, around: int) -> str:
    match formula:
        case NumberWritten(value, unit):
            text = show(value) if unit is None else f"{show(value)} {unit}"
            return f"({text})" if value < 0 and around else text
        case DateWritten(value):
            return value
        case FactRead(fact):
            return fact
        case Operation("min" | "max" | "days" as name):
            return f"{name}({', '.join(_written(part, 0) for part in parts_of(formula))})"
        case Operation(operator, left, right):
            own = _STRENGTH[operator]
            text = f"{_written(left, own)} {operator} {_written(right, own + 1)}"
            return f"({text})" if own < around else text


def parts_of(formula: Operation) -> tuple[Formula, ...]:
    """The parts of a least or greatest of many, which is kept as one of two within another; else the two parts."""
    left = formula.left
    if formula.operator in ("min", "max") and isinstance(left, Operation) and left.operator == formula.operator:
        return (*parts_of(left), formula.right)
    return (left, formula.right)
