"""What the clock on the wall shows: days of a run become moments in office hours, in an order that sorting keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from math import floor

from engine.dynamics.state.calendar_table import first_day
from engine.model.account import Account
from engine.model.scenario import Scenario
from engine.model.working_calendar import HOURS_A_DAY, PLAIN_WEEKS, Hours

USUAL_HOURS = Hours(opens=9.0, closes=17.5)
"""What a whole day is laid into where an account keeps no hours of its own."""
_A_DAY, _AN_HOUR, _A_MINUTE = 86_400_000, 3_600_000, 60_000
"""Milliseconds."""
_LAST = 86_399_999


class OfficeClock:
    """Stamps of one account: milliseconds since day 0 began.

    Where its calendar has office hours, what happens outside them is stamped with the hour they begin or end; else the
    day from midnight to midnight is laid into 9:00–17:30. The calendar day is never changed: what falls on a day off,
    such as a failure or a payment, keeps it.
    """

    def __init__(self, scenario: Scenario, account: Account) -> None:
        hours = (account.calendar or PLAIN_WEEKS).office_hours
        keeps = account.process.working_days_only and "calendar" not in scenario.switched_off
        self._laid_in = not keeps or hours.closes - hours.opens >= HOURS_A_DAY
        kept = USUAL_HOURS if self._laid_in else hours
        self._opens, self._closes = round(kept.opens * _AN_HOUR), min(_LAST, round(kept.closes * _AN_HOUR))

    def stamp(self, day: float) -> int:
        """The stamp of a moment; later moments never have earlier stamps."""
        whole = floor(day)
        part = day - whole
        if self._laid_in:
            return whole * _A_DAY + self._opens + floor(part * (self._closes - self._opens))
        # a minute is left at the end of the day for what is put one after the other
        return whole * _A_DAY + min(max(floor(part * _A_DAY), self._opens), self._closes - _A_MINUTE)

    def spread(self, days: Iterable[float]) -> Iterator[int]:
        """Stamps of moments in order, each a millisecond at least after the one before it."""
        last = None
        for day in days:
            stamp = self.stamp(day)
            last = stamp if last is None else max(stamp, last + 1)
            yield last


class StampText:
    """Writes stamps as ISO 8601 with milliseconds; the hour is that of the customer, whatever the zone."""

    def __init__(self, scenario: Scenario) -> None:
        begins = first_day(scenario)
        self._day_0 = datetime(begins.year, begins.month, begins.day, tzinfo=UTC)
        self._dates: dict[int, str] = {}

    def __call__(self, stamp: int) -> str:
        day, rest = divmod(stamp, _A_DAY)
        date = self._dates.get(day)
        if date is None:
            date = self._dates[day] = f"{self._day_0 + timedelta(days=day):%Y-%m-%d}"
        seconds, milliseconds = divmod(rest, 1000)
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        return f"{date}T{hour:02}:{minute:02}:{second:02}.{milliseconds:03}+00:00"
