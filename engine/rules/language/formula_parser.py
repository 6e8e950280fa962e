"""Reads the formula of a fact: `(our_price - rival_price) / rival_price`, `days(last_contact, today)`, `a < b`.

    formula    := sum [ comparison sum ]                     a comparison gives yes or no
    sum        := product { ( "+" | "-" ) product }
    product    := factor { ( "*" | "/" ) factor }
    factor     := [ "-" ] ( number [ unit ] | date | fact | "(" sum ")" | call )
    call       := ( "min" | "max" ) "(" sum "," sum { "," sum } ")"  |  "days" "(" date or fact "," date or fact ")"
    comparison := "<" | "<=" | ">" | ">=" | "=" | "==" | "!="

`×`, `÷` and `−` do as well. A unit is one that the book declares, as in `5 10k CNY`. Every error tells the character at
which it was noticed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.files import folded
from engine.model.rulebook import MAX_FORMULA, FactDeclaration
from engine.rules.language.dates import date_of
from engine.rules.language.fact_formulas import (
    COMPARISONS,
    Comparison,
    DateWritten,
    FactRead,
    Formula,
    FormulaOperator,
    NumberWritten,
    Operation,
    nodes,
)
from engine.rules.language.tokens import ConditionError, Cursor, Token, full_width
from engine.wording import nearest, say

MAX_OPERATIONS, MAX_DEPTH = 50, 20
CALLS = ("min", "max", "days")
_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<date>\d{4}-\d{1,2}-\d{1,2}(?![\w.-]))
      | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.]))
      | (?P<word>[^\W\d]\w*)
      | (?P<compare><=|>=|==|!=|<>|[<>=≤≥≠])
      | (?P<mark>[()+\-*/,×÷−])""",
    re.VERBOSE,
)
_SIGNS: dict[str, FormulaOperator] = {"×": "*", "÷": "/", "−": "-", "+": "+", "-": "-", "*": "*", "/": "/"}
_COMPARED: dict[str, Comparison] = {
    "<": "<", "<=": "<=", "≤": "<=", ">": ">", ">=": ">=", "≥": ">=",
    "=": "==", "==": "==", "!=": "!=", "<>": "!=", "≠": "!=",
}  # fmt: skip


def parse_formula(text: str, facts: Mapping[str, FactDeclaration]) -> Formula:
    """The formula that a text expresses about the declared facts.

    Raises ConditionError at the first character that makes no sense, and for a formula that is too large.
    """
    units = {declared.unit for declared in facts.values() if declared.unit} | {"days"}
    parser = _Parser(_tokens(text, sorted(units, key=len, reverse=True)), facts)
    formula = parser.formula()
    operations = sum(isinstance(part, Operation) for part in nodes(formula))
    if operations > MAX_OPERATIONS or len(text) > MAX_FORMULA:
        what = say("{count} operations are too many, at most {most}", count=operations, most=MAX_OPERATIONS)
        raise _wrong(1, what, say("declare a part of it as a fact of its own"), "formula-large")
    return formula


def _wrong(position: int, what: str, hint: str = "", code: str = "formula-grammar") -> ConditionError:
    return ConditionError(position, what, hint, code)


def _tokens(text: str, units: list[str]) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(text):
        if found and found[-1].kind == "number":
            unit = _unit_at(text, at, units)
            if unit:
                begun = text.index(unit, at)
                found.append(Token("unit", unit, begun + 1))
                at = begun + len(unit)
                continue
        match = _TOKEN.match(text, at)
        if match is None:
            raise _stranger(text, at)
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match.group(), at + 1))
        at = match.end()
    return [*found, Token("end", "", len(text) + 1)]


def _unit_at(text: str, at: int, units: list[str]) -> str:
    """The longest unit of the book that stands here, behind blanks; empty where none does."""
    rest = text[at:].lstrip()
    if len(rest) == len(text[at:]):
        return ""
    return next((unit for unit in units if re.match(rf"{re.escape(unit)}(?!\w)", rest)), "")


def _stranger(text: str, at: int) -> ConditionError:
    wrong = full_width(text, at)
    if wrong:
        return _wrong(at + 1, *wrong, code="full-width")
    run = re.match(r"[\w.]+", text[at:])
    what = say("`{text}` does not belong here", text=run.group()[:30] if run else text[at])
    if text[at] in "%％":
        return _wrong(at + 1, what, say("write a share, as in 0.05"))
    if text[at] in "\"'":
        return _wrong(at + 1, what, say("a formula computes with numbers and dates, not with words"))
    return _wrong(at + 1, what, say("a formula has + - * / min max days, brackets and one comparison"))


class _Parser(Cursor):
    """Recursive descent over the tokens, one method per line of the grammar."""

    def __init__(self, tokens: list[Token], facts: Mapping[str, FactDeclaration]) -> None:
        super().__init__(tokens)
        self._facts, self._depth = facts, 0

    def _took(self, *signs: str) -> str:
        if self._now.kind == "mark" and self._now.text in signs:
            return self._take().text
        return ""

    def formula(self) -> Formula:
        found = self._sum()
        if self._now.kind == "compare":
            found = Operation(_COMPARED[self._take().text], found, self._sum())
        if self._now.kind == "compare":
            hint = say("declare two facts, and join them by `and` in a rule")
            raise _wrong(
                self._now.position, say("comparisons cannot be chained at {found}", found=self._now.said), hint
            )
        if self._now.kind != "end":
            raise _wrong(self._now.position, say("expected an operation before {found}", found=self._now.said))
        return found

    def _sum(self) -> Formula:
        found = self._product()
        while sign := self._took("+", "-", "−"):
            found = Operation(_SIGNS[sign], found, self._product())
        return found

    def _product(self) -> Formula:
        found = self._factor()
        while sign := self._took("*", "/", "×", "÷"):
            found = Operation(_SIGNS[sign], found, self._factor())
        return found

    def _factor(self) -> Formula:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            what = say("nested deeper than {most}", most=MAX_DEPTH)
            raise _wrong(self._now.position, what, say("declare a part of it as a fact of its own"), "formula-large")
        found = self._negative() if self._took("-", "−") else self._plain()
        self._depth -= 1
        return found

    def _negative(self) -> Formula:
        inner = self._factor()
        if isinstance(inner, NumberWritten):
            return NumberWritten(0.0 - inner.value, inner.unit)
        return Operation("*", NumberWritten(-1.0), inner)

    def _plain(self) -> Formula:
        token = self._take()
        if token.kind == "number":
            unit = self._take().text if self._now.kind == "unit" else None
            return NumberWritten(float(token.text), unit)
        if token.kind == "date":
            return self._date(token)
        if token.kind == "mark" and token.text == "(":
            return self._bracket(token)
        if token.kind != "word":
            what = say("expected a fact or a number but found {found}", found=token.said)
            raise _wrong(token.position, what)
        if token.text in CALLS and self._now.kind == "mark" and self._now.text == "(":
            return self._call(token)
        if token.text not in self._facts:
            word = folded(token.text)
            what = say("no fact is called {name}", name=token.said)
            raise _wrong(token.position, what, nearest(word, [*self._facts, *CALLS]), "fact-unknown")
        return FactRead(token.text)

    def _date(self, token: Token) -> DateWritten:
        day = date_of(token.text)
        if day is None:
            raise _wrong(token.position, say("there is no such day: {found}", found=token.said))
        return DateWritten(day)

    def _bracket(self, opening: Token) -> Formula:
        found = self._sum()
        if self._now.kind == "compare":
            what = say("a comparison stands within brackets")
            hint = say("a formula has one comparison, outside of all brackets; declare a fact of its own for this one")
            raise _wrong(self._now.position, what, hint)
        self._close(opening)
        return found

    def _close(self, opening: Token) -> None:
        if not self._took(")"):
            what = say("expected `)` before {found}", found=self._now.said)
            raise _wrong(self._now.position, what, say("it closes the bracket at character {at}", at=opening.position))

    def _call(self, name: Token) -> Formula:
        opening = self._take()
        parts = [self._sum()]
        while self._took(","):
            parts.append(self._sum())
        self._close(opening)
        if name.text == "days" and len(parts) != 2:
            what = say("`days` counts from one date to another, and {n} stand here", n=len(parts))
            raise _wrong(name.position, what, say("write `days(from, to)`"))
        if len(parts) < 2:
            what = say("`{name}` needs at least two parts", name=name.text)
            raise _wrong(name.position, what, say("write `{name}(a, b)`", name=name.text))
        operator: FormulaOperator = "min" if name.text == "min" else "max" if name.text == "max" else "days"
        found = Operation(operator, parts[0], parts[1])
        for part in parts[2:]:
            found = Operation(operator, found, part)
        return found


def compares(formula: Formula) -> bool:
    """Does the formula give yes or no?"""
    return isinstance(formula, Operation) and formula.operator in COMPARISONS
