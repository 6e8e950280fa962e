"""Faults in formulas: what a slip of the pen would make of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.model.rulebook import FactDeclaration, UnknownAs, Value
from engine.rules.language.dates import IsoDate
from engine.rules.language.fact_formulas import DateWritten, Formula, FormulaOperator, NumberWritten, Operation, written
from engine.rules.language.formula_units import check_formula
from engine.rules.language.logic import BookLogic
from engine.rules.language.values import BadValue, show, stand_in_value
from engine.rules.proof.mutant import Mutant
from engine.wording import say

_TAKEN_FOR: dict[FormulaOperator, tuple[FormulaOperator, ...]] = {
    "+": ("-",),
    "-": ("+",),
    "*": ("/",),
    "/": ("*",),
    "min": ("max",),
    "max": ("min",),
    "days": (),
    "<": ("<=", ">"),
    "<=": ("<", ">="),
    ">": (">=", "<"),
    ">=": (">", "<="),
    "==": ("!=",),
    "!=": ("==",),
}
_TURNED = ("-", "/", "days")
_NUDGE = 0.1


def faulty_formulas(logic: BookLogic) -> Iterator[Mutant]:
    """Every formula with an operation taken for another, the two sides exchanged where that matters, or a number a
    little off; none that would not fit the units."""
    for name, formula in logic.derived.formulas.items():
        declared = logic.book.facts[name]
        seen = {written(formula)}
        for faulty in _faulty(formula):
            text = written(faulty)
            if text in seen or not _fits(name, declared, faulty, logic):
                continue
            seen.add(text)
            facts = {**logic.book.facts, name: declared.model_copy(update={"formula": text})}
            book = logic.book.model_copy(update={"facts": facts})
            change = say("`{fact}` computed as `{new}` instead of `{old}`", fact=name, new=text, old=written(formula))
            yield Mutant("formula", -1, "", change, replace(logic, book=book), name)


def _fits(name: str, declared: FactDeclaration, formula: Formula, logic: BookLogic) -> bool:
    try:
        check_formula(name, declared, formula, logic.book.facts)
    except BadValue:
        return False
    return True


def _faulty(formula: Formula) -> Iterator[Formula]:
    if isinstance(formula, NumberWritten):
        step = _NUDGE * (abs(formula.value) or 1.0)
        for value in (formula.value - step, formula.value + step):
            yield NumberWritten(float(f"{value:.12g}"), formula.unit)
    if isinstance(formula, DateWritten):
        for day in (-1.0, 1.0):
            yield DateWritten(IsoDate.of_day(float(formula.value) + day))
    if not isinstance(formula, Operation):
        return
    for operator in _TAKEN_FOR[formula.operator]:
        yield replace(formula, operator=operator)
    if formula.operator in _TURNED:
        yield replace(formula, left=formula.right, right=formula.left)
    for left in _faulty(formula.left):
        yield replace(formula, left=left)
    for right in _faulty(formula.right):
        yield replace(formula, right=right)


def faulty_operands(logic: BookLogic) -> Iterator[Mutant]:
    """Facts of which others are computed and about which no rule asks: their unknown taken for a value, or for none."""
    asked = logic.asked
    for name in sorted(logic.derived.roots - asked, key=list(logic.book.facts).index):
        declared = logic.book.facts[name]
        now = stand_in_value(name, declared)
        other = None if now is not None else _some_value(declared)
        unknown = "no_match" if other is None else UnknownAs(value=other)
        facts = {**logic.book.facts, name: declared.model_copy(update={"unknown": unknown})}
        book = logic.book.model_copy(update={"facts": facts})
        if other is None:
            change = say("unknown `{fact}` matches nothing instead of counting as {old}", fact=name, old=show(now))
        else:
            change = say("unknown `{fact}` counts as {new} instead of matching nothing", fact=name, new=show(other))
        yield Mutant("unknown", -1, "", change, replace(logic, book=book), name)


def _some_value(declared: FactDeclaration) -> Value:
    """What an unknown fact is most easily taken for: 0, or what comes closest."""
    if declared.type == "date":
        return IsoDate("2026-01-01")
    nearest = min(max(0.0, declared.low), declared.high)
    return int(nearest) if declared.type == "integer" else nearest
