"""When the plain program's people work: Monday to Friday at any hour, so much the faster that a week has seven days."""

from __future__ import annotations

import math

from engine.model.account import Account

WORKDAYS, WEEK = 5, 7


class Weeks:
    """The weeks of an account, whose project opens on a day; day 0 is a Monday. Times are days since it opened."""

    def __init__(self, account: Account, opened: float) -> None:
        self.kept, self.opened = account.process.working_days_only, opened
        if account.calendar is not None:
            raise ValueError("the plain program knows plain weeks only, no calendar of an account")

    def until_work(self, now: float, days: float) -> float:
        """Days until then, moved past a weekend to the same hour of Monday."""
        weekday = math.floor(self.opened + now + days) % WEEK
        return days + WEEK - weekday if self.kept and weekday >= WORKDAYS else days

    def until_worked(self, now: float, days: float) -> float:
        """Days until so many days of working time have passed."""
        if not self.kept:
            return days
        week, day = divmod(self.opened + now, WEEK)
        weeks, rest = divmod(min(day, WORKDAYS) / WORKDAYS * WEEK + days, WEEK)
        return max(0.0, WEEK * (week + weeks) + rest / WEEK * WORKDAYS - self.opened - now)
