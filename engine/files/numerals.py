"""One figure as people write it: its readings where a point stands for decimals, and where a comma does.

`1,234.5` and `0.5` have a point for decimals, `1.234,5` and `0,5` a comma; `1,234` may be either, and only its column
tells. Thousands may be parted by a space, an apostrophe or `_`. A figure may carry a sign, brackets for a minus, a
currency, a percent sign and 万, 亿 or 元; digits may be full-width or Chinese.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from engine.files.word_lists import word_list

Style = Literal["point", "comma"]
STYLES: tuple[Style, ...] = ("point", "comma")

_FIGURE = r"""(?P<open>\()? \s* (?P<before>[-+])? \s* (?P<currency>{currencies})? \s* (?P<sign>[-+])? \s*
    (?P<body>[0-9.,'_\ ]*[0-9][0-9.,'_\ ]*) (?P<power>[eE][-+]?[0-9]{{1,3}})? \s*
    (?P<percent>%)? \s* (?P<unit>{units})? \s* (?P<close>\))?"""
_CHINESE = {"零": "0", "两": "2"} | {
    digit: str(n) for n, digit in enumerate(["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"])
}
_SIGNS = str.maketrans({"−": "-", "–": "-", "﹣": "-", "\u2009": " ", "’": "'", "，": ",", "．": "."})
_MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    r"\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?|月)?|\d{1,2}月\d{1,2}日?|\d{1,2}/\d{1,2}(/\d{2,4})?"
    rf"|\d{{1,2}}[-/ ]?{_MONTH}([-/ ]?\d{{2,4}})?|{_MONTH}[-/ ]\d{{1,4}}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Numeral:
    """A figure and what it may be worth.

    values:   its worth with a point, and with a comma, for decimals; one alone where only that reading is well formed.
    percent:  does a percent sign follow? The values are not divided yet.
    unit:     千, 万, 百万, 亿, 元 or nothing. currency: the sign in front, or nothing.
    """

    values: dict[Style, float]
    percent: bool = False
    unit: str = ""
    currency: str = ""

    @property
    def is_plain(self) -> bool:
        """Is it worth the same in every style?"""
        return len(self.values) == 2 and len(set(self.values.values())) == 1


def numeral(text: str) -> Numeral | None:
    """The figure in a text; None when it is none."""
    plain = unicodedata.normalize("NFKC", text.translate(_SIGNS)).strip()
    plain = _CHINESE.get(plain, plain)
    found = _pattern().fullmatch(plain)
    if not found or bool(found["open"]) != bool(found["close"]) or (found["before"] and found["sign"]):
        return None
    sign = -1.0 if found["open"] or "-" in (found["before"], found["sign"]) else 1.0
    if found["open"] and (found["before"] or found["sign"]):
        return None
    values: dict[Style, float] = {}
    for style in STYLES:
        number = _number(found["body"].strip(), style)
        if number is not None:
            values[style] = sign * float(number + (found["power"] or ""))
    unit = money_unit(found["unit"] or "")
    return Numeral(values, bool(found["percent"]), unit, found["currency"] or "") if values else None


def money_unit(word: str) -> str:
    """A unit of money in its short form: 万元 as 万; other words stay as they are."""
    return next((unit for unit, known in _units().items() if word in known["words"]), word)


def money_worth(unit: str) -> float | None:
    """What one unit of money, in its short form, is worth in 10k CNY; None for other words."""
    return _units()[unit]["worth"] if unit in _units() else None


def is_date(text: str) -> bool:
    """Does the text look like a date, as spreadsheets make of `1-2`?"""
    return bool(_DATE.fullmatch(unicodedata.normalize("NFKC", text).strip()))


def _units() -> Mapping[str, Any]:
    """What is known of each unit of money, by its short form."""
    units: Mapping[str, Any] = word_list("engine.files")["money"]
    return units


@cache
def _pattern() -> re.Pattern[str]:
    """A whole figure; what begins with digits is a unit in headers only, for behind a figure it would run into it."""
    words = [word for unit in _units().values() for word in unit["words"] if not word[0].isdigit()]
    currencies = [r"\$", *"¥€£", *(word for word in _units()["元"]["words"] if len(word) > 1)]
    units = sorted(words, key=len, reverse=True)
    return re.compile(_FIGURE.format(currencies="|".join(currencies), units="|".join(units)), re.VERBOSE)


def _number(body: str, style: Style) -> str | None:
    """The digits in Python's writing; None where they are not well formed in this style."""
    decimal, other = (".", ",") if style == "point" else (",", ".")
    whole, point, part = body.partition(decimal)
    if point and not part.isdecimal() and part:
        return None
    for mark in (other, " ", "'", "_"):
        if mark in whole:
            groups = whole.split(mark)
            size = 4 if mark == "," and len(groups[1]) == 4 else 3  # 1,0000: by ten thousands, as some write in China
            sound = 1 <= len(groups[0]) <= size and all(len(group) == size for group in groups[1:])
            if not sound or groups[0].startswith("0") or not all(group.isdecimal() for group in groups):
                return None
            whole = "".join(groups)
            break
    if (whole and not whole.isdecimal()) or not (whole or part):
        return None
    return f"{whole or '0'}.{part or '0'}"
