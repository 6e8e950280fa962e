"""Values of facts and outputs: reading them against their declaration, coding them as numbers, showing them."""

from __future__ import annotations

import math
from enum import Enum
from numbers import Integral, Real

from engine.errors import suggest
from engine.model.rulebook import Declaration, FactDeclaration, UnknownAs, Value

BOOLEANS: dict[object, bool] = {True: True, False: False, "yes": True, "no": False, "true": True, "false": False}


class BadValue(ValueError):
    """A value that does not fit its declaration: `what` is wrong and a `hint`."""

    def __init__(self, what: str, hint: str = "") -> None:
        self.what, self.hint = what, hint
        super().__init__(f"{what} ({hint})" if hint else what)


def read_value(name: str, declared: Declaration, raw: object) -> Value:
    """`raw` as the declared type: float, int, bool or one of the values.

    Raises BadValue when the type differs or the value is outside the declared range or values.
    """
    if declared.type == "boolean":
        return _read_boolean(name, raw)
    if declared.type == "choice":
        return _read_choice(name, declared, raw)
    if isinstance(raw, bool) or not isinstance(raw, Real):
        raise BadValue(f"`{name}` is {_a(declared.type)} and cannot be {show(raw)}", "give a number without quotes")
    number = float(raw)
    if not declared.low <= number <= declared.high:
        raise BadValue(
            f"`{name}` cannot be {show(number)}", f"its range is {show(declared.low)} to {show(declared.high)}"
        )
    if declared.type == "number":
        return number
    if not (isinstance(raw, Integral) or number.is_integer()):
        raise BadValue(f"`{name}` counts whole numbers and cannot be {show(number)}")
    return int(number)


def _read_boolean(name: str, raw: object) -> bool:
    try:
        if not isinstance(raw, Real) or isinstance(raw, bool):
            return BOOLEANS[raw]
    except (KeyError, TypeError):
        pass
    raise BadValue(f"`{name}` is yes or no and cannot be {show(raw)}")


def _read_choice(name: str, declared: Declaration, raw: object) -> str:
    text = raw.name if isinstance(raw, Enum) else raw
    if not isinstance(text, str):
        raise BadValue(f"`{name}` is one of its values and cannot be {show(raw)}", suggest("", declared.values))
    if text not in declared.values:
        raise BadValue(f"`{name}` has no value `{text[:60]}`", suggest(text, declared.values))
    return text


def is_unknown(raw: object) -> bool:
    """None and NaN both say: nobody knows."""
    return raw is None or (isinstance(raw, float) and math.isnan(raw))


def stand_in(declared: FactDeclaration) -> object | None:
    """What an unknown fact counts as; None when conditions on it simply fail."""
    return declared.unknown.value if isinstance(declared.unknown, UnknownAs) else None


def code_of(declared: Declaration, value: Value) -> float:
    """The value as a number: a choice by its position, a boolean as 0 or 1."""
    if declared.type == "choice":
        return float(declared.values.index(str(value)))
    return float(value)


def value_of(declared: Declaration, code: float) -> Value:
    """The value behind a code; the reverse of `code_of`."""
    if declared.type == "choice":
        return declared.values[int(code)]
    if declared.type == "boolean":
        return bool(code)
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
    if isinstance(value, str):
        return value if len(value) <= 60 else value[:59] + "…"
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeio" else f"a {kind}"
