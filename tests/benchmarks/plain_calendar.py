"""When the plain program's people work: on the first days of each week, in office hours, and no holidays.

Working time runs so much the faster that a week has seven days of it.
"""

from __future__ import annotations

import math

from engine.model.account import Account
from engine.model.working_calendar import PLAIN_WEEKS

WEEK, ROUNDING = 7, 1e-9


class Weeks:
    """The weeks of an account, whose project opens on a day; day 0 is a Monday. Times are days since it opened."""

    def __init__(self, account: Account, opened: float) -> None:
        calendar = account.calendar or PLAIN_WEEKS
        if calendar.has_dates:
            raise ValueError("the plain program knows weeks, but no holidays and no seasons")
        self.kept, self.opened = account.process.working_days_only, opened
        self.workdays = calendar.working_days
        self.opens, self.closes = calendar.office_hours.opens / 24, calendar.office_hours.closes / 24
        self.hours = self.closes - self.opens

    def until_work(self, now: float, days: float) -> float:
        """Days until then, or until the next office hour: of the night, its share of the office day that follows."""
        day, hour = divmod(self.opened + now + days, 1.0)
        at_night = not self.opens - ROUNDING <= hour <= self.closes + ROUNDING
        if not self.kept or (day % WEEK < self.workdays and not at_night):
            return days
        if at_night:
            day += hour > self.closes
            hour = self.opens + (hour - self.closes) % 1.0 / (1.0 - self.hours) * self.hours
        if day % WEEK >= self.workdays:
            day += WEEK - day % WEEK
        return max(0.0, day + hour - self.opened - now)

    def until_worked(self, now: float, days: float) -> float:
        """Days until so many days of working time have passed."""
        if not self.kept:
            return days
        week, day = divmod(self.opened + now, WEEK)
        done = min(self.workdays, math.floor(day))
        if day < self.workdays:
            done += min(1.0, max(0.0, (day % 1.0 - self.opens) / self.hours))
        worked = (week + days / WEEK) * self.workdays + done
        whole = math.floor(worked + ROUNDING)
        weeks, rest = divmod(whole, self.workdays)
        then = WEEK * weeks + rest + self.opens + self.hours * max(0.0, worked - whole)
        return max(0.0, then - self.opened - now)
