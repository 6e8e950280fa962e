"""Working days and office hours for everybody: our meetings, rivals, internal meetings, signatures (MODEL §3)."""

from __future__ import annotations

from typing import Any

from engine.dynamics.declarations import Field, Mechanism, ShownIn
from engine.dynamics.state.calendar_table import YEAR_OF_WEEKS, calendar_table
from engine.dynamics.state.source import Source
from engine.model.quantity import canonical
from engine.model.working_calendar import DAYS_A_WEEK, HOURS_A_DAY, PLAIN_WEEKS
from engine.wording import say

DAYS = ("calendar_days",)


def lower(source: Source, account: Any, deal: Any) -> None:
    """Every day as a table has it."""
    calendar, table = source.account.calendar or PLAIN_WEEKS, calendar_table(source.scenario, source.account)
    hours, workdays = calendar.office_hours, table.workdays
    account.keeps_hours = source.account.process.working_days_only
    account.opens = hours.opens / HOURS_A_DAY
    account.office_share = (hours.closes - hours.opens) / HOURS_A_DAY
    account.days_from = table.first
    account.days_a_workday = DAYS_A_WEEK / calendar.working_days
    account.workdays_early, account.workdays_known = table.early, len(workdays)
    account.workdays_a_year = int(table.works[-YEAR_OF_WEEKS:].sum())
    account.workdays_before = table.before
    account.workday_on[: len(workdays)] = workdays
    account.books_closed, account.budget_season = table.books_closed, table.budget_season
    if calendar.budget_season is not None:
        account.season_delay = canonical(calendar.budget_season.delay)


MECHANISM = Mechanism(
    name="calendar",
    title=say("Working days and office hours"),
    sentence=say(
        "Nobody meets, works on a file or signs outside office hours or on a holiday; in budget season the budget "
        "owner takes longer, and once the year's books are closed signs nothing."
    ),
    source="S08; MODEL §3",
    shown_in=ShownIn("resentful_middle", "multi_level", "net_margin_per_deal", "up"),
    fields=(
        Field("account.keeps_hours", "whole", "1 when people meet and work in office hours only"),
        Field("account.opens", "number", "office opens, as a share of a day"),
        Field("account.office_share", "number", "office hours ÷ day", start=1),
        Field("account.days_from", "whole", "first day of the tables"),
        Field("account.days_a_workday", "number", "days that a working day stands for", start=1),
        Field("account.workdays_early", "whole", "working days in the tables before day 0"),
        Field("account.workdays_known", "whole", "working days in the tables"),
        Field("account.workdays_a_year", "whole", "working days in their last 364 days", start=1),
        Field("account.workdays_before", "whole", "working days from day 0 to each day", DAYS),
        Field("account.workday_on", "whole", "day of each working day", DAYS),
        Field("account.books_closed", "whole", "days until budgets are signed for again", DAYS),
        Field("account.budget_season", "whole", "1 while next year's budgets are made", DAYS),
        Field("account.season_delay", "number", "a budget owner's wait is multiplied by this meanwhile", start=1),
    ),
    lower=lower,
)
