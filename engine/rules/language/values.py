"""Values of facts and outputs: reading them against their declaration, coding them as numbers, showing them."""

from __future__ import annotations

import math
import re
from enum import Enum
from numbers import Integral, Real

import numpy as np

from engine.files import answer, folded, is_unknown_word, role_meant
from engine.model.rulebook import Declaration, FactDeclaration, UnknownAs, Value
from engine.model.vocabulary import FORMER_WORDS, KIND_OF_VALUE, TERMS
from engine.rules.language.dates import IsoDate, date_of
from engine.wording import Message, either, nearest, say, told

_FIGURE = re.compile(r"(?P<number>-?(?:\d+\.?\d*|\.\d+))\s*(?P<percent>%?)")


class BadValue(ValueError):
    """A value that does not fit its declaration: `what` is wrong and a `hint`; `code` names the kind of finding."""

    def __init__(self, what: str, hint: str = "", code: str = "") -> None:
        self.what, self.hint, self.code = what, hint, code
        super().__init__(f"{what} ({hint})" if hint else what)


def read_value(name: str, declared: Declaration, raw: object) -> Value:
    """`raw` as the declared type: float, int, bool, one of the values, or a date as text.

    Raises BadValue when the type differs or the value is outside the declared range or values.
    """
    if declared.type == "boolean":
        return _read_boolean(name, raw)
    if declared.type == "choice":
        return _read_choice(name, declared, raw)
    if declared.type == "date":
        return _read_date(name, raw)
    if isinstance(raw, bool) or not isinstance(raw, Real):
        raise BadValue(*_no_number(name, declared, raw), "value-type")
    number = float(raw)
    if not declared.low <= number <= declared.high:
        limits = say("its range is {low} to {high}", low=show(declared.low), high=show(declared.high))
        raise BadValue(say("`{name}` cannot be {value}", name=name, value=show(number)), limits, "value-range")
    if declared.type == "number":
        return number
    if not (isinstance(raw, Integral) or number.is_integer()):
        what = say("`{name}` counts whole numbers and cannot be {value}", name=name, value=show(number))
        raise BadValue(what, code="value-whole")
    return int(number)


def _no_number(name: str, declared: Declaration, raw: object) -> tuple[Message, Message]:
    percent = _FIGURE.fullmatch(folded(raw)) if isinstance(raw, str) else None
    if percent and percent["percent"]:
        number = float(percent["number"])
        fitting = [f"`{each:.15g}`" for each in (number / 100, number) if declared.low <= each <= declared.high]
        what = say("`{name}` is no share of one and cannot be {value}", name=name, value=show(raw))
        return what, say("write {numbers}", numbers=either(fitting)) if fitting else say("write a number")
    if declared.type == "integer":
        what = say("`{name}` is a whole number and cannot be {value}", name=name, value=show(raw))
    else:
        what = say("`{name}` is a number and cannot be {value}", name=name, value=show(raw))
    return what, say("give a number without quotes")


def _read_boolean(name: str, raw: object) -> bool:
    said = bool(raw) if isinstance(raw, bool | np.bool_) else _answered(raw)
    if said is None:
        what = say("`{name}` is yes or no and cannot be {value}", name=name, value=show(raw))
        raise BadValue(what, say("write yes or no"), "value-type")
    return said


def _answered(raw: object) -> bool | None:
    """Yes or no as a word; a rulebook takes no figure for an answer."""
    return None if not isinstance(raw, str) or raw.strip()[:1].isdigit() else answer(raw)


def _read_date(name: str, raw: object) -> IsoDate:
    found = date_of(raw)
    if found is None:
        what = say("`{name}` is a date and cannot be {value}", name=name, value=show(raw))
        raise BadValue(what, say("write it as in 2026-01-31"), "value-type")
    return found


def _read_choice(name: str, declared: Declaration, raw: object) -> str:
    text = raw.name if isinstance(raw, Enum) else raw
    if not isinstance(text, str):
        what = say("`{name}` is one of its values and cannot be {value}", name=name, value=show(raw))
        raise BadValue(what, nearest("", declared.values), "value-type")
    if text not in declared.values:
        what = say("`{name}` has no value `{value}`", name=name, value=text[:60])
        raise BadValue(what, nearest(text, declared.values), "value-unknown")
    return text


def as_said(name: str, declared: Declaration, raw: object) -> object:
    """What a word of people stands for: 未知 for None, 97% for 0.97, 决策者 for `decider`; others stay as they are.

    The declared values of a choice come first: a book may call one of them `unknown`.
    """
    if not isinstance(raw, str) or raw in declared.values:
        return raw
    if raw.strip() and is_unknown_word(raw):
        return None
    if declared.type == "choice":
        return _choice_meant(name, declared, raw)
    if declared.type == "date":
        return date_of(raw) or raw
    if declared.type == "boolean":
        said = _answered(raw)
        return raw if said is None else said
    return _number_meant(declared, raw)


def _choice_meant(name: str, declared: Declaration, raw: str) -> str:
    word, kind, role = folded(raw), KIND_OF_VALUE.get(name), role_meant(raw)[0]
    terms = TERMS[kind].items() if kind else ()
    meant = [member.name for member, term in terms if word in (folded(told(term, lang)) for lang in ("en", "zh"))]
    meant += [FORMER_WORDS[word].name] if word in FORMER_WORDS and isinstance(FORMER_WORDS[word], kind or ()) else []
    meant += [value for value in declared.values if folded(value) == word]
    meant += [role] if role else []
    return next((value for value in meant if value in declared.values), raw)


def _number_meant(declared: Declaration, raw: str) -> object:
    """The number of `97%` where shares are meant, and of full-width digits."""
    found = _FIGURE.fullmatch(folded(raw))
    share = (declared.unit or "").startswith("share") or declared.range == (0, 1)
    if not found or (raw.isascii() and not found["percent"]) or (found["percent"] and not share):
        return raw
    number = float(found["number"])
    return float(f"{number / 100:.15g}") if found["percent"] else number


def is_unknown(raw: object) -> bool:
    """None and NaN both say: nobody knows."""
    return raw is None or (isinstance(raw, float) and math.isnan(raw))


def stand_in(declared: FactDeclaration) -> object | None:
    """What an unknown fact counts as; None when conditions on it simply fail."""
    return declared.unknown.value if isinstance(declared.unknown, UnknownAs) else None


def stand_in_value(name: str, declared: FactDeclaration) -> Value | None:
    """The declared stand-in for unknown, read as the fact's type."""
    raw = stand_in(declared)
    return None if raw is None else read_value(name, declared, raw)


def without_range(declared: FactDeclaration) -> FactDeclaration:
    """The fact with every number allowed: rules are tabulated for all of them."""
    return declared.model_copy(update={"range": None})


def code_of(declared: Declaration, value: Value) -> float:
    """The value as a number: a choice by its position, a boolean as 0 or 1, a date as its day."""
    if declared.type == "choice":
        return float(declared.values.index(str(value)))
    return float(value)


def value_of(declared: Declaration, code: float) -> Value:
    """The value behind a code; the reverse of `code_of`."""
    if declared.type == "choice":
        return declared.values[int(code)]
    if declared.type == "boolean":
        return bool(code)
    if declared.type == "date":
        return IsoDate.of_day(code)
    return int(code) if declared.type == "integer" else float(code)


def show(value: object) -> str:
    """A value as people write it: yes, 0.9, 12, a word.

    >>> show(True), show(12.0), show(None)
    ('yes', '12', 'unknown')
    """
    if is_unknown(value):
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(float(value))
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"
