"""Reads a cell of a decision table: `[0.3..0.7)`, `< 5`, `>= 2`, `a, b`, `not(a)`, `known`, `unknown`, `-` for any.

    cell     := "-" | nothing                                  any value, known or not
              | tests | "not" "(" tests ")"
    tests    := test { "," test }                              one of them holds
    test     := constant | comparison constant | "known" | "unknown"
              | ( "[" | "(" ) number ".." number ( "]" | ")" )      a round bracket leaves the end out
    comparison := "<" | "<=" | ">" | ">=" | "=" | "==" | "!="

The value of a choice stands as it is, blanks and brackets included; one that holds a comma stands in double quotes, and
so does one that reads like a word of this grammar. Every error tells the character at which it was noticed.
"""

from __future__ import annotations

import re

from engine.files import is_known_word, is_unknown_word
from engine.model.rulebook import MAX_WHEN, FactDeclaration, Value
from engine.rules.language.conditions import All, Among, Any, Between, Compare, Condition, Known, compared, negated
from engine.rules.language.constants import constant_of
from engine.rules.language.parser import OPERATORS
from engine.rules.language.tokens import ConditionError, Token, between_commas, full_width, with_point
from engine.rules.language.values import as_said, show
from engine.wording import Message, nearest, say

MAX_TESTS = 200
_INTERVAL = re.compile(
    r"(?P<open>[\[(\]])\s*(?P<low>[^.,\s]*(?:\.[^.,\s]+)?)\s*\.\.\s*(?P<high>[^,\s]*?)\s*(?P<close>[\])\[])$"
)
_COMPARISON = re.compile(r"(?P<operator><=|>=|==|!=|<>|[<>=≤≥≠])\s*(?P<constant>.*)$")
_NOT = re.compile(r"not\s*\((?P<inner>.*)\)$", re.DOTALL)
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$")
_DOUBTFUL = re.compile(r"-?\d+,\d+")
_ANY = ("-", "")


def parse_cell(fact: str, declared: FactDeclaration, text: str) -> Condition | None:
    """The condition a cell puts on a fact; None when any value will do.

    Raises ConditionError with the character, counted from 1 within the cell.
    """
    if len(text) > MAX_WHEN:
        raise _too_large(MAX_WHEN + 1, say("the cell is longer than {most} characters", most=MAX_WHEN))
    return _Cell(fact, declared, text).condition()


class _Cell:
    """One cell and the fact it is about."""

    def __init__(self, fact: str, declared: FactDeclaration, text: str) -> None:
        self._fact, self._declared, self._text = fact, declared, text

    def condition(self) -> Condition | None:
        text = self._text.strip()
        if text in _ANY:
            return None
        start = self._text.index(text)
        inverse = None if text in self._declared.values else _NOT.match(text)
        if inverse is None:
            return self._tests(text, start)
        if not inverse["inner"].strip():
            hint = say("write what is not wanted between the brackets")
            raise ConditionError(start + 1, say("`not( )` is empty"), hint, "cell-grammar")
        return negated(self._tests(inverse["inner"], start + inverse.start("inner")))

    def _tests(self, text: str, start: int) -> Condition:
        if text.strip() in self._declared.values:
            return self._test(text, start)
        self._refuse_doubtful(text, start)
        parts = [(part, start + at) for part, at in between_commas(text)]
        if len(parts) > MAX_TESTS:
            what = say("{count} alternatives are too many, at most {most}", count=len(parts), most=MAX_TESTS)
            raise _too_large(start + 1, what)
        tests = [self._test(part, at) for part, at in parts]
        for place, test in enumerate(tests):
            if test in tests[:place]:
                what = say("the same stands in the list twice")
                raise ConditionError(parts[place][1] + 1, what, code="condition-twice")
        if len(tests) == 1:
            return tests[0]
        values = [
            t.value for t in tests if isinstance(t, Compare) and t.operator == "==" and not isinstance(t.value, bool)
        ]
        return Among(self._fact, tuple(values)) if len(values) == len(tests) else Any(tuple(tests))

    def _test(self, written: str, start: int) -> Condition:
        text = written.strip()
        at = start + (written.index(text) if text else len(written)) + 1
        if not text:
            what = say("a value is missing beside the comma")
            raise ConditionError(at, what, say("`-` alone means any value"), "cell-grammar")
        if text in self._declared.values and text not in ("known", "unknown"):
            return Compare(self._fact, "==", text)
        if text in self._declared.values:
            what = say("`{word}` is also a value of `{fact}`", word=text, fact=self._fact)
            raise ConditionError(at, what, say('write `"{word}"` for the value', word=text), "condition-open")
        if is_known_word(text) or (is_unknown_word(text) and text[0].isalpha()):
            return Known(self._fact, is_known_word(text))
        interval, comparison = _INTERVAL.match(text), _COMPARISON.match(text)
        if interval:
            return self._interval(interval, at)
        if comparison:
            constant = comparison["constant"].strip()
            return self._compare(comparison["operator"], constant, at, at + comparison.start("constant"))
        return Compare(self._fact, "==", self._constant(text, at))

    def _compare(self, sign: str, text: str, at: int, constant_at: int) -> Condition:
        operator = OPERATORS[sign]
        if operator not in ("==", "!=") and self._declared.type in ("boolean", "choice"):
            choice = self._declared.type == "choice"
            hint = say("write `a, b` or `not(a, b)`") if choice else say("write yes or no")
            what = say("`{fact}` has no order, so `{sign}` makes no sense", fact=self._fact, sign=sign)
            raise ConditionError(at, what, hint, "condition-order")
        if not text:
            raise ConditionError(constant_at, say("expected a value after `{sign}`", sign=sign), code="cell-grammar")
        return compared(self._fact, operator, self._constant(text, constant_at))

    def _interval(self, found: re.Match[str], at: int) -> Condition:
        if self._declared.type not in ("number", "integer"):
            what = say("`{fact}` is no number, so a range makes no sense", fact=self._fact)
            raise ConditionError(at, what, code="condition-order")
        for side in ("low", "high"):
            if not found[side]:
                hint = say("write `>= 3` or `< 7` where one end is open")
                raise ConditionError(at + found.start(side), say("the range lacks an end"), hint, "cell-grammar")
        low = float(self._constant(found["low"], at + found.start("low")))
        high = float(self._constant(found["high"], at + found.start("high")))
        with_low, with_high = found["open"] == "[", found["close"] == "]"
        if low > high:
            what = say("the range runs backwards: {low} is above {high}", low=low, high=high)
            line = f"{found['open']}{high:g}..{low:g}{found['close']}"
            raise ConditionError(at + found.start("high"), what, say("write `{line}`", line=line), "range-backwards")
        if low == high and not (with_low and with_high):
            hint = say("write `{range}`, or simply `{number}`", range=f"[{low:g}..{high:g}]", number=f"{low:g}")
            raise ConditionError(at, say("the range holds no number at all"), hint, "cell-grammar")
        if with_low and with_high:
            return Between(self._fact, low, high)
        below, above = ("<=" if with_high else "<"), (">=" if with_low else ">")
        return All((Compare(self._fact, OPERATORS[above], low), Compare(self._fact, OPERATORS[below], high)))

    def _constant(self, text: str, at: int) -> Value:
        quoted = len(text) > 1 and text.startswith('"') and text.endswith('"')
        if not quoted:
            self._refuse_strange(text, at)
        kind = "text" if quoted else "word"
        if self._declared.type in ("number", "integer"):
            meant = as_said(self._fact, self._declared, text)
            kind, number = "number", show(meant) if isinstance(meant, float) else text
            if not _NUMBER.match(number):
                raise self._no_number(text, at)
            text = number
        return constant_of(self._fact, self._declared, Token(kind, text, at))

    def _no_number(self, text: str, at: int) -> ConditionError:
        what = say("expected a number for `{fact}` but found `{text}`", fact=self._fact, text=text[:60])
        hint = say("as in `5`, `< 5`, `[0.3..0.7)`, `1, 2`, `not(3)`, `known`, `unknown` or `-`")
        return ConditionError(at, what, hint, "value-type")

    def _refuse_doubtful(self, text: str, start: int) -> None:
        """A comma between two digits, without a space, may part thousands, decimals or alternatives."""
        found = _DOUBTFUL.search(text) if self._declared.type in ("number", "integer") else None
        if found:
            raise ConditionError(start + found.start() + 1, *doubtful_comma(found.group()), "number-style")

    def _refuse_strange(self, text: str, at: int) -> None:
        """Signs of a Chinese keyboard, unclosed quotes and unknown values get a message of their own."""
        for place in range(len(text)):
            wrong = full_width(text, place)
            if wrong and not isinstance(as_said(self._fact, self._declared, text), float):
                raise ConditionError(at + place, *wrong, "full-width")
        if '"' in text:
            what = say("the quote is never closed or stands within a word")
            raise ConditionError(at + text.index('"'), what, code="cell-grammar")
        meant = as_said(self._fact, self._declared, text)
        if self._declared.type == "choice" and meant not in self._declared.values:
            what = say("`{fact}` has no value `{value}`", fact=self._fact, value=text[:60])
            hint = nearest(text, [*self._declared.values, "known", "unknown"])
            raise ConditionError(at, what, hint, "value-unknown")


def _too_large(position: int, what: Message) -> ConditionError:
    return ConditionError(position, what, say("split the row"), "condition-large")


def doubtful_comma(text: str) -> tuple[Message, Message]:
    """What is wrong with `1,000` or `0,5`, and what to write for either reading."""
    whole, part = text.split(",")
    one = with_point(text)
    what = say("`{text}` may be one number or two", text=text)
    return what, say("write `{one}` for one number, `{two}` for either of two", one=one, two=f"{whole}, {part}")
