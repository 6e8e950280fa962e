"""A calendar day by day, worked out once, when records are made."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from engine.model.account import Account
from engine.model.quantity import canonical
from engine.model.scenario import Scenario
from engine.model.working_calendar import DAYS_A_WEEK, PLAIN_WEEKS, Calendar, Season

YEAR_OF_WEEKS = 364
"""Days after which the same days of the week come again."""
SOME_MONDAY = date(2024, 1, 1)
"""Day 0 where a scenario gives it no date."""
BEYOND, AT_LEAST, AT_MOST = YEAR_OF_WEEKS, 30, 7_300


@dataclass(frozen=True)
class CalendarTable:
    """Days of an account from day `first` on.

    works:         is it a working day?
    books_closed:  days until budgets are signed for again; 0 on all days on which they are.
    budget_season: 1 while next year's budgets are made.
    """

    first: int
    works: Any
    books_closed: Any
    budget_season: Any

    @property
    def early(self) -> int:
        """Working days before day 0."""
        return int(self.works[: -self.first].sum())

    @property
    def before(self) -> Any:
        """Working days from day 0 to each day; before day 0 below zero."""
        return np.cumsum(self.works) - self.works - self.early

    @property
    def workdays(self) -> Any:
        """The working days."""
        return self.first + np.flatnonzero(self.works)


def span_of(scenario: Scenario) -> tuple[int, int]:
    """The first day of the tables, and how many there are: from the time before day 0 to a year past the horizon."""
    cultivation: Any = getattr(scenario.behaviour, "cultivation", None)
    ahead = math.ceil(canonical(cultivation.ahead)) if cultivation is not None else 0
    first = -min(AT_MOST, ahead + AT_LEAST)
    return first, min(AT_MOST, math.ceil(canonical(scenario.horizon))) + BEYOND - first


def first_day(scenario: Scenario) -> date:
    """The date of day 0."""
    return SOME_MONDAY if scenario.begins is None else date.fromisoformat(scenario.begins)


def calendar_table(scenario: Scenario, customer: Account) -> CalendarTable:
    """The calendar of an account, day by day."""
    calendar = customer.calendar or PLAIN_WEEKS
    first, count = span_of(scenario)
    begin = first_day(scenario) + timedelta(days=first)
    numbers = np.arange(count)
    works = (begin.weekday() + numbers) % DAYS_A_WEEK < calendar.working_days
    for day in calendar.days_off(begin, begin + timedelta(days=count - 1)):
        works[(day - begin).days] = False
    season = _holds(calendar.budget_season, begin, count)
    return CalendarTable(first, works, _until_open(calendar, begin, count), season.astype(np.int16))


def _holds(season: Season | None, begin: date, count: int) -> Any:
    if season is None:
        return np.zeros(count, np.bool_)
    return np.array([season.holds(begin + timedelta(days=number)) for number in range(count)])


def _until_open(calendar: Calendar, begin: date, count: int) -> Any:
    """Days from each day to the next on which books are open."""
    closed = _holds(calendar.year_end, begin, count)
    days = np.zeros(count, np.int16)
    left = 0
    for place in range(count - 1, -1, -1):
        left = left + 1 if closed[place] else 0
        days[place] = left
    return days
