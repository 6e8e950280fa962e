"""What a word of YAML means where no quotes stand around it, and which words are refused because readers disagree."""

from __future__ import annotations

import re

Scalar = str | int | float | bool | None

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]{1,300}")
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(_[0-9]{3})+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_UNCLEAR = re.compile(r"[-+]?(0[0-9_]+|0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+)")


def plain_value(raw: str) -> Scalar:
    """The value of an unquoted word by YAML 1.2: `no` and `1:30` are text, `.5` and `1e3` numbers, `1_000` is 1000.

    >>> plain_value("no"), plain_value(".5"), plain_value("1_000")
    ('no', 0.5, 1000)
    """
    if raw in _WORDS:
        return _WORDS[raw]
    if _INTEGER.fullmatch(raw) or _GROUPED.fullmatch(raw):
        return int(raw)
    if _FLOAT.fullmatch(raw):
        return float(raw)
    if _NOT_FINITE.fullmatch(raw):
        return float(raw.replace(".", "").lower())
    return raw


def is_unclear(raw: str) -> bool:
    """Do programs that read YAML disagree about this word? `010` is 8, 10 or a text; `0x10` is 16 or a text."""
    return bool(_UNCLEAR.fullmatch(raw))


def number_meant(raw: str) -> str:
    """The unclear number as it can be written in figures: `010` as 10, `0x10` as 16."""
    plain = raw.replace("_", "")
    return str(int(plain, 0) if plain.lstrip("+-")[1:2].isalpha() else int(plain))
