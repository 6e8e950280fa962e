"""Numbers as people write them: shares in per cent, money in thousands or 万, days and counts, in both languages."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from engine.wording.message import Message, say
from engine.wording.words import Both, told

MISSING = "–"
_CURRENCIES = {"CNY": say("CNY"), "EUR": say("EUR"), "USD": say("USD")}
_UNITS = {
    "days": say("days"),
    "weeks": say("weeks"),
    "hours": say("hours"),
    "points": say("points"),
    "per_100": say("per 100"),
}


class Ranged(Protocol):
    """Anything with a value and an interval."""

    @property
    def value(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...


@dataclass(frozen=True)
class Writing:
    """How the numbers of one row, column or sentence are written in one language, all alike.

    number × factor, rounded to `digits`, followed by `unit` where the unit is not said elsewhere.
    """

    factor: float
    digits: int
    unit: str
    word: str = " – "

    def number(self, value: float | None) -> str:
        """`438`, without unit."""
        return MISSING if _absent(value) else _clean(f"{value * self.factor:,.{self.digits}f}")  # type: ignore[operator]

    def signed(self, value: float | None) -> str:
        """`+6.9` or `−6.9`, without unit; 0 has no sign."""
        if _absent(value):
            return MISSING
        text = f"{value * self.factor:+,.{self.digits}f}"  # type: ignore[operator]
        return text[1:] if not text.strip("+-0.,") else _clean(text)

    def span(self, low: float | None, high: float | None) -> str:
        """`356–567`, without unit."""
        ends = self.number(low), self.number(high)
        if MISSING in ends:
            return MISSING
        return f"{ends[0]}{self.word}{ends[1]}" if "−" in "".join(ends) else f"{ends[0]}–{ends[1]}"

    def signed_span(self, low: float | None, high: float | None) -> str:
        """`−1.2 to +1.9`, without unit."""
        ends = self.signed(low), self.signed(high)
        return MISSING if MISSING in ends else f"{ends[0]}{self.word}{ends[1]}"

    def full(self, value: float | None) -> str:
        """`438k CNY`."""
        return MISSING if _absent(value) else self.number(value) + self.unit

    def full_signed(self, value: float | None) -> str:
        """`+6.9 points`."""
        return MISSING if _absent(value) else self.signed(value) + self.unit

    @property
    def heading(self) -> str:
        """The unit for a column head."""
        return self.unit.strip()


@dataclass(frozen=True)
class Scale:
    """How the numbers of one row, column or sentence are written, in both languages: 万 where English has k."""

    en: Writing
    zh: Writing

    def number(self, value: float | None) -> Both:
        """`438`, without unit."""
        return self._in_both(lambda writing: writing.number(value))

    def signed(self, value: float | None) -> Both:
        """`+6.9` or `−6.9`, without unit; 0 has no sign."""
        return self._in_both(lambda writing: writing.signed(value))

    def span(self, low: float | None, high: float | None) -> Both:
        """`356–567`, without unit."""
        return self._in_both(lambda writing: writing.span(low, high))

    def signed_span(self, low: float | None, high: float | None) -> Both:
        """`−1.2 to +1.9`, without unit."""
        return self._in_both(lambda writing: writing.signed_span(low, high))

    def full(self, value: float | None) -> Both:
        """`438k CNY`."""
        return self._in_both(lambda writing: writing.full(value))

    def full_signed(self, value: float | None) -> Both:
        """`+6.9 points`."""
        return self._in_both(lambda writing: writing.full_signed(value))

    @property
    def heading(self) -> Both:
        """The unit for a column head."""
        return self._in_both(lambda writing: writing.heading)

    def writing(self, lang: str) -> Writing:
        """How the numbers are written in one language, for whoever draws them."""
        return self.zh if lang == "zh" else self.en

    def _in_both(self, written: Callable[[Writing], str]) -> Both:
        return Both(written(self.en), written(self.zh))


def scale_for(unit: str, numbers: Iterable[float | None], currency: str = "", difference: bool = False) -> Scale:
    """How to write these numbers of one measure: enough digits for the largest, one unit for all.

    unit: `share`, `days`, `weeks`, `hours`, `count`, `per_100` (a share of cases as a count in a hundred), `currency`,
    `currency per day`. Differences of shares are percentage points.
    """
    kept = tuple(numbers)
    return Scale(*(_writing(unit, kept, lang, currency, difference) for lang in ("en", "zh")))


def scale_about(found: Ranged, unit: str, currency: str = "", difference: bool = False) -> Scale:
    """How to write one value with its interval."""
    return scale_for(unit, (found.value, found.low, found.high), currency, difference)


def _writing(unit: str, numbers: tuple[float | None, ...], lang: str, currency: str, difference: bool) -> Writing:
    largest = max((abs(number) for number in numbers if number is not None and math.isfinite(number)), default=0.0)
    word = {"zh": " 至 ", "en": " to "}[lang]
    if unit == "per_100":
        return Writing(100.0, 1 if largest >= 0.01 else 2, _word(unit, lang), word)
    if unit == "share":
        return Writing(100.0, 1, _word("points", lang) if difference else "%", word)
    if unit.startswith("currency"):
        return _money(largest, unit, lang, currency, word)
    return Writing(1.0, _digits(largest), _word(unit, lang), word)


def _money(largest: float, unit: str, lang: str, currency: str, word: str) -> Writing:
    per_day = {"zh": "/天", "en": "/day"}[lang] if unit.endswith("day") else ""
    if lang == "zh":
        name = told(_CURRENCIES.get(currency, currency), lang)
        large = largest >= 1e4
        return Writing(
            1e-4 if large else 1.0,
            _digits(largest / 1e4) if large else 0,
            f" {'万' if large else ''}{name}{per_day}",
            word,
        )
    step, letter = (1e6, "m") if largest >= 1e7 else (1e3, "k") if largest >= 1e4 else (1.0, "")
    return Writing(1 / step, _digits(largest / step) if letter else 0, f"{letter} {currency}{per_day}", word)


def share(value: float, digits: int = 1) -> str:
    """A share in per cent: `31.2%`."""
    return _clean(f"{100 * value:.{digits}f}%")


def part(some: int, whole: int) -> str:
    """A share of a whole number of cases; what is there is never shown as nothing."""
    if some and some < whole / 1000:
        return "<0.1%"
    return share(some / whole) if whole else MISSING


def level(confidence: float) -> str:
    """A confidence, as in `95%` or `99.44%`."""
    return f"{round(100 * confidence, 2):g}%"


def stance(value: float) -> str:
    """A stance or its change: always signed, two decimals."""
    return Writing(1.0, 2, "").signed(value)


def days(value: float) -> str:
    """Whole days; one decimal below three days."""
    return _clean(f"{value:.0f}" if abs(value) >= 3 or value == 0 else f"{value:.1f}")


def count(value: int) -> str:
    """A whole number with separators: `10,000`."""
    return f"{value:,}"


def deal_said(replication: int, deal: int) -> Message:
    """A deal of a run: counted from 1 as people count, and as options and data name it, from 0.

    >>> deal_said(7, 0)
    'replication 8, deal 1 (`--replication 7 --deal 0`)'
    """
    return say(
        "replication {nth}, deal {which} (`--replication {replication} --deal {deal}`)",
        nth=replication + 1,
        which=deal + 1,
        replication=replication,
        deal=deal,
    )


def _word(name: str, lang: str) -> str:
    return f" {told(_UNITS[name], lang)}" if name in _UNITS else ""


def _digits(largest: float) -> int:
    return 0 if largest >= 100 else 1 if largest >= 10 else 2


def _absent(value: float | None) -> bool:
    return value is None or not math.isfinite(value)


def _clean(text: str) -> str:
    text = text.replace("-", "−")
    return text[1:] if text.startswith("−") and not text.strip("−0.,%") else text
