"""The one place that knows when people of an account can be met, and how much they get done in a span of time.

Times are days, 0.375 being nine in the morning. Working time is counted so that a usual week has seven days of it: a
wait or a rate stated in days holds on average over usual weeks, and longer where holidays lie in it. Tables of whole
days come from the calendar (`state.calendar_table`); beyond them their last year comes again and again.
"""

from __future__ import annotations

import math

from engine.dynamics.kernels import kernel
from engine.dynamics.state.calendar_table import YEAR_OF_WEEKS
from engine.dynamics.state.kernel_arguments import Account

ROUNDING = 1e-9


@kernel
def _place(account: Account, day: int) -> int:
    """Where the tables hold a day, or the day of their last year that stands for it."""
    place = day - account.days_from
    if place >= account.calendar_days:
        place -= ((place - account.calendar_days) // YEAR_OF_WEEKS + 1) * YEAR_OF_WEEKS
    return max(0, place)


@kernel
def _workdays_before(account: Account, day: int) -> int:
    """Working days from day 0 to this day, itself not counted."""
    place = _place(account, day)
    years = (day - account.days_from - place) // YEAR_OF_WEEKS
    return int(account.workdays_before[place]) + years * account.workdays_a_year


@kernel
def _workday(account: Account, number: int) -> int:
    """The day of the working day with this number; 0 has the first from day 0 on."""
    place = max(0, number + account.workdays_early)
    years = 0
    if place >= account.workdays_known:
        years = (place - account.workdays_known) // account.workdays_a_year + 1
    return int(account.workday_on[place - years * account.workdays_a_year]) + years * YEAR_OF_WEEKS


@kernel
def next_working_moment(account: Account, moment: float) -> float:
    """The moment itself in office hours, else the same hour on the next working day.

    The hours from closing to opening stand for office hours one by one, so that what is agreed on at any hour does not
    all fall on the opening.
    """
    day = int(math.floor(moment))
    if account.keeps_hours == 0 or day < account.days_from:
        return moment
    hour = moment - day
    closes = account.opens + account.office_share
    later = day
    if hour < account.opens - ROUNDING:
        hour = account.opens + account.office_share * (hour + 1.0 - closes) / (1.0 - account.office_share)
    elif hour > closes + ROUNDING:
        later += 1
        hour = account.opens + account.office_share * (hour - closes) / (1.0 - account.office_share)
    else:
        workday = _workday(account, _workdays_before(account, day))
        return moment if workday == day else workday + hour
    return _workday(account, _workdays_before(account, later)) + hour


@kernel
def time_worked(account: Account, moment: float) -> float:
    """Working time up to this moment; the moment itself where no hours are kept."""
    if account.keeps_hours == 0:
        return moment
    day = int(math.floor(moment))
    number = _workdays_before(account, day)
    part = 0.0
    if _workday(account, number) == day:
        part = min(1.0, max(0.0, (moment - day - account.opens) / account.office_share))
    return (number + part) * account.days_a_workday


@kernel
def moment_worked(account: Account, worked: float) -> float:
    """The moment at which so much working time has passed."""
    if account.keeps_hours == 0:
        return worked
    days = worked / account.days_a_workday
    number = int(math.floor(days + ROUNDING))
    part = max(0.0, days - number)
    return _workday(account, number) + account.opens + account.office_share * part


@kernel
def days_of_work(account: Account, now: float, days: float) -> float:
    """Calendar days from now until so many days of working time have passed."""
    if account.keeps_hours == 0:
        return days
    return max(0.0, moment_worked(account, time_worked(account, now) + days) - now)


@kernel
def in_budget_season(account: Account, moment: float) -> bool:
    """Are next year's budgets being made?"""
    return bool(account.keeps_hours == 1 and account.budget_season[_place(account, int(math.floor(moment)))] == 1)


@kernel
def when_books_are_open(account: Account, moment: float) -> float:
    """The moment itself, or the first at which budgets are signed for again when the year's books are closed."""
    if account.keeps_hours == 0:
        return moment
    closed = account.books_closed[_place(account, int(math.floor(moment)))]
    return moment if closed == 0 else next_working_moment(account, moment + closed)
