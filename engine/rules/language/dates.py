"""Dates as values of facts: text as ISO 8601 writes them, and days that can be counted."""

from __future__ import annotations

import re
from datetime import date, datetime, time

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
LAST_DAY = date.max.toordinal()


class IsoDate(str):
    """A date as text, `2026-01-31`; as a number it is its day, counted from 1 January of the year 1.

    >>> float(IsoDate("2026-01-31")) - float(IsoDate("2026-01-01"))
    30.0
    """

    __slots__ = ()

    def __float__(self) -> float:
        return float(date.fromisoformat(self).toordinal())

    @classmethod
    def of_day(cls, day: float) -> IsoDate:
        """The date of a day."""
        return cls(date.fromordinal(int(day)).isoformat())


def date_of(raw: object) -> IsoDate | None:
    """The date that a text or a date of Python means; None for anything else, and for a time within a day."""
    if isinstance(raw, IsoDate):
        return raw
    if isinstance(raw, datetime):
        return IsoDate(raw.date().isoformat()) if raw.time() == time() else None
    if isinstance(raw, date):
        return IsoDate(raw.isoformat())
    found = _YEAR_FIRST.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    try:
        return IsoDate(date(year, month, day).isoformat())
    except ValueError:
        return None
