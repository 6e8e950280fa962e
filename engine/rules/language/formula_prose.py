"""Formulas as people say them."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.rulebook import FactDeclaration
from engine.rules.language.fact_formulas import (
    COMPARISONS,
    DateWritten,
    FactRead,
    Formula,
    NumberWritten,
    Operation,
    parts_of,
)
from engine.rules.language.spoken import label_of
from engine.rules.language.values import show
from engine.wording import Said, listed, say, unit_said

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷", "<=": "≤", ">=": "≥", "==": "=", "!=": "≠", "<": "<", ">": ">"}
_STRENGTH = {**dict.fromkeys(COMPARISONS, 1), "+": 2, "-": 2, "*": 3, "/": 3}


def formula_said(formula: Formula, facts: Mapping[str, FactDeclaration], around: int = 0) -> Said:
    """The formula in words: `our price − rival price`, `the days from last contact to today`."""
    match formula:
        case NumberWritten(value, None):
            return show(value)
        case NumberWritten(value, unit):
            return say("{value} {unit}", value=show(value), unit=unit_said(str(unit)))
        case DateWritten(day):
            return str(day)
        case FactRead(fact):
            return label_of(fact, facts[fact])
        case Operation("days", left, right):
            start, end = formula_said(left, facts), formula_said(right, facts)
            return say("the days from {start} to {end}", start=start, end=end)
        case Operation("min"):
            return say("the least of {parts}", parts=listed(formula_said(part, facts, 1) for part in parts_of(formula)))
        case Operation("max"):
            each = listed(formula_said(part, facts, 1) for part in parts_of(formula))
            return say("the greatest of {parts}", parts=each)
        case Operation(operator, left, right):
            own = _STRENGTH[operator]
            whole = say(
                "{left} {sign} {right}",
                left=formula_said(left, facts, own),
                sign=_SIGNS[operator],
                right=formula_said(right, facts, own + 1),
            )
            return say("({condition})", condition=whole) if own < around else whole
