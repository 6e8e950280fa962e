"""The calendar of an account: office hours, holidays, budget season and year end. One for everybody who meets there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from engine.model.base import Frozen, Identifier, Text
from engine.model.faults import Fault, Unfit, unfit_if
from engine.model.quantity import PositiveCoefficient, Provenance, canonical
from engine.wording import say

HOURS_A_DAY, DAYS_A_WEEK = 24, 7
SOME_LEAP_YEAR = 2024


def _dated(text: str) -> str:
    """Raises Unfit unless the text is a day, as 2026-03-02."""
    try:
        date.fromisoformat(text)
    except ValueError:
        what, hint = say("`{day}` is no day of any year", day=text), say("write a day as `2026-03-02`")
        raise Unfit(Fault("calendar-day", what, (), hint)) from None
    return text


def _dated_or_yearly(text: str) -> str:
    """Raises Unfit unless the text is a day, as 2026-03-02, or one of every year, as 03-02."""
    try:
        _first_of(text, SOME_LEAP_YEAR)
    except ValueError:
        what = say("`{day}` is no day of the year", day=text)
        hint = say("write `10-01` for every year, or `2026-02-16` for one")
        raise Unfit(Fault("calendar-day", what, (), hint)) from None
    return text


def _first_of(text: str, year: int) -> date:
    if len(text) == len("10-01"):
        return date.fromisoformat(f"{year:04}-{text}")
    return date.fromisoformat(text)


Day = Annotated[str, AfterValidator(_dated)]
"""A day, as 2026-03-02."""
DayOrYearly = Annotated[str, AfterValidator(_dated_or_yearly)]
"""A day, as 2026-03-02, or one of every year, as 03-02."""


class Hours(Frozen):
    """Office hours, the same on every working day."""

    opens: float = Field(default=9.0, ge=0, lt=HOURS_A_DAY, description="hour of the day, 0–24")
    closes: float = Field(default=18.0, gt=0, le=HOURS_A_DAY, description="hour of the day, 0–24")

    @model_validator(mode="after")
    def _some(self) -> Hours:
        if self.closes - self.opens < 1:
            what = say("office hours end at {closes} and begin at {opens}", closes=self.closes, opens=self.opens)
            hint = say("an hour at least must lie between `opens` and `closes`")
            raise Unfit(Fault("calendar-hours", what, ("closes",), hint))
        return self


class Holiday(Frozen):
    """Days on which nobody works, of one year or of every year."""

    id: Identifier
    name: Text
    first: DayOrYearly = Field(alias="from", description="first day: `10-01` every year, `2026-02-16` once")
    days: int = Field(default=1, ge=1, le=60)

    def begins(self, years: range) -> Iterator[date]:
        """Its first day in each of these years."""
        for year in [date.fromisoformat(self.first).year] if len(self.first) > len("10-01") else years:
            try:
                yield _first_of(self.first, year)
            except ValueError:  # the 29th of February
                continue


class Season(Frozen):
    """A span of every year, such as the weeks in which budgets are made."""

    first: DayOrYearly = Field(alias="from")
    until: DayOrYearly

    @model_validator(mode="after")
    def _every_year(self) -> Season:
        faults = []
        for key, text in (("from", self.first), ("until", self.until)):
            if len(text) != len("10-01"):
                what, hint = say("a season comes every year"), say("write it without a year, as `{day}`", day=text[5:])
                faults.append(Fault("calendar-season", what, (key,), hint))
        unfit_if(faults)
        return self

    def holds(self, day: date) -> bool:
        """Does the day lie in it? A season may run over the turn of the year."""
        text = f"{day.month:02}-{day.day:02}"
        if self.first <= self.until:
            return self.first <= text <= self.until
        return text >= self.first or text <= self.until


class BudgetSeason(Season):
    """The weeks in which whoever holds the budget sits over next year's plan."""

    delay: PositiveCoefficient = Field(description="by what the budget owner's wait for a file is multiplied")


class Calendar(Frozen):
    """When people of an account can be met, and when those who hold a budget sign."""

    provenance: Provenance
    working_days: int = Field(default=5, ge=1, le=7, description="days of a week on which people work, from Monday on")
    office_hours: Hours = Hours()
    holidays: tuple[Holiday, ...] = Field(default=(), max_length=100)
    budget_season: BudgetSeason | None = None
    year_end: Season | None = Field(
        default=None, description="books are closed: the budget owner signs nothing until they are open again"
    )

    @model_validator(mode="after")
    def _consistent(self) -> Calendar:
        faults = []
        names = [each.id for each in self.holidays]
        for place, name in enumerate(names):
            if name in names[:place]:
                what = say("two holidays have the id `{id}`", id=name)
                faults.append(
                    Fault("holiday-twice", what, ("holidays", place, "id"), "", ("holidays", names.index(name), "id"))
                )
        if self.budget_season is not None and canonical(self.budget_season.delay) < 1:
            what, hint = say("in budget season files lie longer, not shorter"), say("write 1 or more")
            faults.append(Fault("calendar-delay", what, ("budget_season", "delay"), hint))
        open_days = sum(not self.year_end.holds(day) for day in _days_of_a_year()) if self.year_end else 1
        if open_days == 0:
            what = say("the year end takes the whole year: nobody would ever sign")
            faults.append(Fault("calendar-year-end", what, ("year_end",)))
        unfit_if(faults)
        return self

    @property
    def has_dates(self) -> bool:
        """Does it say anything for which one has to know what day it is?"""
        return bool(self.holidays) or self.budget_season is not None or self.year_end is not None

    def days_off(self, first: date, last: date) -> dict[date, Holiday]:
        """Every day of a holiday in this span, both ends included."""
        found: dict[date, Holiday] = {}
        for holiday in self.holidays:
            for begin in holiday.begins(range(first.year - 1, last.year + 1)):
                for number in range(holiday.days):
                    day = begin + timedelta(days=number)
                    if first <= day <= last:
                        found.setdefault(day, holiday)
        return found


def _days_of_a_year() -> Iterator[date]:
    day = date(SOME_LEAP_YEAR, 1, 1)
    while day.year == SOME_LEAP_YEAR:
        yield day
        day += timedelta(days=1)


EVERY_HOUR = Hours(opens=0.0, closes=float(HOURS_A_DAY))
PLAIN_WEEKS = Calendar(
    provenance=Provenance(assumption=say("Monday to Friday at any hour, without holidays")), office_hours=EVERY_HOUR
)
"""What holds where an account has no calendar of its own."""
