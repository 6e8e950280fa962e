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

from engine.errors import suggest
from engine.model.rulebook import MAX_WHEN, FactDeclaration, Value
from engine.rules.conditions import All, Among, Any, Between, Compare, Condition, Known, negated
from engine.rules.parser import OPERATORS, constant_of
from engine.rules.tokens import ConditionError, Token, with_point
from engine.wording import Message, say

MAX_TESTS = 64
_PART = re.compile(r'"[^"]*"|(?P<comma>,)|[^",]+|"')
_INTERVAL = re.compile(
    r"(?P<open>[\[(\]])\s*(?P<low>[^.,\s]*(?:\.[^.,\s]+)?)\s*\.\.\s*(?P<high>[^,\s]*?)\s*(?P<close>[\])\[])$"
)
_COMPARISON = re.compile(r"(?P<operator><=|>=|==|!=|<>|[<>=≤≥≠])\s*(?P<constant>.*)$")
_NOT = re.compile(r"not\s*\((?P<inner>.*)\)$", re.DOTALL)
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$")
_DOUBTFUL = re.compile(r"-?\d+,\d+")
_FULL_WIDTH = {
    "，": ",",
    "、": ",",
    "（": "(",
    "）": ")",
    "【": "[",
    "】": "]",
    "“": '"',
    "”": '"',
    "－": "-",
    "—": "-",
}
_ANY = ("-", "")


def parse_cell(fact: str, declared: FactDeclaration, text: str) -> Condition | None:
    """The condition a cell puts on a fact; None when any value will do.

    Raises ConditionError with the character, counted from 1 within the cell.
    """
    if len(text) > MAX_WHEN:
        raise ConditionError(MAX_WHEN + 1, f"the cell is longer than {MAX_WHEN} characters", "split the row")
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
            raise ConditionError(start + 1, "`not( )` is empty", "write what is not wanted between the brackets")
        return negated(self._tests(inverse["inner"], start + inverse.start("inner")))

    def _tests(self, text: str, start: int) -> Condition:
        if text.strip() in self._declared.values:
            return self._test(text, start)
        self._refuse_doubtful(text, start)
        parts = _parts(text, start)
        if len(parts) > MAX_TESTS:
            raise ConditionError(
                start + 1, f"{len(parts)} alternatives are too many, at most {MAX_TESTS}", "split the row"
            )
        tests = [self._test(part, at) for part, at in parts]
        for place, test in enumerate(tests):
            if test in tests[:place]:
                raise ConditionError(parts[place][1] + 1, "the same stands in the list twice")
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
            raise ConditionError(at, "a value is missing beside the comma", "`-` alone means any value")
        if text in self._declared.values and text not in ("known", "unknown"):
            return Compare(self._fact, "==", text)
        if text in ("known", "unknown"):
            if text in self._declared.values:
                raise ConditionError(at, f"`{text}` is also a value of `{self._fact}`", f'write "{text}" for the value')
            return Known(self._fact, text == "known")
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
            hint = "write `a, b` or `not(a, b)`" if self._declared.type == "choice" else "write yes or no"
            raise ConditionError(at, f"`{self._fact}` has no order, so `{sign}` makes no sense", hint)
        if not text:
            raise ConditionError(constant_at, f"expected a value after `{sign}`")
        value = self._constant(text, constant_at)
        if isinstance(value, bool):
            return Compare(self._fact, "==", value if operator == "==" else not value)
        return Compare(self._fact, operator, value)

    def _interval(self, found: re.Match[str], at: int) -> Condition:
        if self._declared.type not in ("number", "integer"):
            raise ConditionError(at, f"`{self._fact}` is no number, so a range makes no sense")
        for side in ("low", "high"):
            if not found[side]:
                hint = "write `>= 3` or `< 7` where one end is open"
                raise ConditionError(at + found.start(side), "the range lacks an end", hint)
        low = float(self._constant(found["low"], at + found.start("low")))
        high = float(self._constant(found["high"], at + found.start("high")))
        with_low, with_high = found["open"] == "[", found["close"] == "]"
        if low > high:
            raise ConditionError(
                at + found.start("high"), f"the range runs backwards: {low:g} is above {high:g}", "swap them"
            )
        if low == high and not (with_low and with_high):
            raise ConditionError(at, "the range holds no number at all", f"`[{low:g}..{high:g}]`, or simply `{low:g}`")
        if with_low and with_high:
            return Between(self._fact, low, high)
        below, above = ("<=" if with_high else "<"), (">=" if with_low else ">")
        return All((Compare(self._fact, OPERATORS[above], low), Compare(self._fact, OPERATORS[below], high)))

    def _constant(self, text: str, at: int) -> Value:
        quoted = len(text) > 1 and text.startswith('"') and text.endswith('"')
        if not quoted:
            self._refuse_strange(text, at)
        numeric = self._declared.type in ("number", "integer")
        if numeric and not _NUMBER.match(text):
            raise ConditionError(at, f"expected a number for `{self._fact}` but found `{text[:60]}`", _HINT)
        return constant_of(
            self._fact, self._declared, Token("number" if numeric else "text" if quoted else "word", text, at)
        )

    def _refuse_doubtful(self, text: str, start: int) -> None:
        """A comma between two digits, without a space, may part thousands, decimals or alternatives."""
        found = _DOUBTFUL.search(text) if self._declared.type in ("number", "integer") else None
        if found:
            raise ConditionError(start + found.start() + 1, *doubtful_comma(found.group()))

    def _refuse_strange(self, text: str, at: int) -> None:
        """Signs of a Chinese keyboard, unclosed quotes and unknown values get a message of their own."""
        for place, letter in enumerate(text):
            if letter in _FULL_WIDTH:
                hint = f"write `{_FULL_WIDTH[letter]}` from the English keyboard"
                raise ConditionError(at + place, f"`{letter}` does not belong here", hint)
        if '"' in text:
            raise ConditionError(at + text.index('"'), "the quote is never closed or stands within a word")
        if self._declared.type == "choice" and text not in self._declared.values:
            hint = suggest(text, [*self._declared.values, "known", "unknown"])
            raise ConditionError(at, f"`{self._fact}` has no value `{text[:60]}`", hint)


_HINT = "as in `5`, `< 5`, `[0.3..0.7)`, `1, 2`, `not(3)`, `known`, `unknown` or `-`"


def doubtful_comma(text: str) -> tuple[Message, Message]:
    """What is wrong with `1,000` or `0,5`, and what to write for either reading."""
    whole, part = text.split(",")
    one = with_point(text)
    what = say("`{text}` may be one number or two", text=text)
    return what, say("write `{one}` for one number, `{two}` for either of two", one=one, two=f"{whole}, {part}")


def _parts(text: str, start: int) -> list[tuple[str, int]]:
    """The tests of a list and where each begins; commas within double quotes do not part."""
    found: list[tuple[str, int]] = []
    begun = 0
    for piece in _PART.finditer(text):
        if piece["comma"]:
            found.append((text[begun : piece.start()], start + begun))
            begun = piece.end()
    return [*found, (text[begun:], start + begun)]
