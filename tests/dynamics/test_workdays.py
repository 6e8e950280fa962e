"""When people can be met: calendars by hand, and what holds of any moment under any calendar (MODEL §3)."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from laboratory import Bench, bench_of, degenerate, quantity, step

from engine.dynamics.state.calendar_table import calendar_table, first_day, span_of
from engine.dynamics.state.workdays import (
    days_of_work,
    in_budget_season,
    moment_worked,
    next_working_moment,
    time_worked,
    when_books_are_open,
)
from engine.model.working_calendar import Calendar

NINE, HALF_PAST_FIVE = 9 / 24, 17.5 / 24
FESTIVAL = {"id": "festival", "name": {"en": "Festival", "zh": "节"}, "from": "2026-02-16", "days": 8}
YEARLY = {"id": "yearly", "name": {"en": "Founders", "zh": "厂庆"}, "from": "10-01", "days": 7}
PLAN = {
    "provenance": {"assumption": "set by a test"},
    "office_hours": {"opens": 9.0, "closes": 17.5},
    "holidays": [FESTIVAL, YEARLY],
    "budget_season": {"from": "10-15", "until": "12-10", "delay": quantity(2, "coefficient")},
    "year_end": {"from": "12-26", "until": "01-03"},
}


def house(begins: str = "2026-02-09", **more: Any) -> Bench:
    """An account that keeps the calendar; day 0 is a Monday unless said otherwise."""
    steps = [step("need", 10), step("purchase", 10)]
    edits = {"begins": begins, "accounts.0.process.working_days_only": True, "horizon": quantity(500, "days")}
    return bench_of(degenerate(steps, edits=edits, calendar={**PLAN, **more}))


@pytest.fixture(scope="module")
def kept() -> Bench:
    return house()


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (1 + NINE + 0.1, 1 + NINE + 0.1),
        (5 + 0.5, 15 + 0.5),
        (7 + 0.5, 15 + 0.5),
        (14 + 0.5, 15 + 0.5),
        (15 + 0.5, 15 + 0.5),
        (20 + 0.5, 21 + 0.5),
        (0 + HALF_PAST_FIVE, 0 + HALF_PAST_FIVE),
    ],
    ids=["in hours", "weekend before the festival", "in it", "its last day", "after it", "a weekend", "at the close"],
)
def test_a_moment_in_hours_stays_and_another_comes_at_the_same_hour(
    kept: Bench, moment: float, expected: float
) -> None:
    """Day 0 is Monday, 9 February 2026; the festival takes the 16th to the 23rd, days 7 to 14."""
    assert next_working_moment(kept.account, moment) == pytest.approx(expected, abs=1e-9)


def test_hours_after_closing_stand_for_office_hours(kept: Bench) -> None:
    """From half past five to nine there are 15.5 hours: the middle of them is the middle of the working day."""
    middle = (NINE + HALF_PAST_FIVE) / 2
    assert next_working_moment(kept.account, 1 + HALF_PAST_FIVE + 15.5 / 48) == pytest.approx(2 + middle)
    assert next_working_moment(kept.account, 1 + NINE - 1e-6) == pytest.approx(1 + HALF_PAST_FIVE, abs=1e-5)


def test_waits_run_in_working_time(kept: Bench) -> None:
    """A usual week has seven days of it: five working days of 8.5 hours."""
    account = kept.account
    assert days_of_work(account, NINE, 7.0) == pytest.approx(15.0), "five workdays, and the festival behind them"
    assert days_of_work(account, NINE, 1.4 * 0.5) == pytest.approx(8.5 / 48)
    assert days_of_work(account, 15 + NINE, 1.4) == pytest.approx(1.0)
    assert days_of_work(account, 18 + NINE + 8.5 / 48, 1.4) == pytest.approx(3.0), "over a weekend"


def test_a_house_that_keeps_no_hours_works_round_the_clock() -> None:
    bench = bench_of(degenerate([step("purchase", 1)]))
    for moment in (0.0, 5.9, 6.3, 400.123):
        assert next_working_moment(bench.account, moment) == moment
        assert days_of_work(bench.account, moment, 3.7) == 3.7


@given(moment=st.floats(-20, 2_000), days=st.floats(0, 300))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_holds_of_any_moment(kept: Bench, moment: float, days: float) -> None:
    """It is not earlier, in office hours, on no day off, and itself when asked again; working time adds up."""
    account = kept.account
    found = next_working_moment(account, moment)
    assert found >= moment - 1e-9
    assert next_working_moment(account, found) == pytest.approx(found, abs=1e-9)
    assert NINE - 1e-9 <= found - math.floor(found + 1e-9) <= HALF_PAST_FIVE + 1e-9
    assert not is_off(math.floor(found + 1e-9))
    if moment >= 0:
        later = moment + days_of_work(account, moment, days)
        assert later >= moment
        assert time_worked(account, later) - time_worked(account, moment) == pytest.approx(days, abs=1e-6)
        assert not is_off(math.floor(later + 1e-9)) or days < 1e-6
        assert moment_worked(account, time_worked(account, found)) >= found - 1e-9


def is_off(day: int) -> bool:
    """Weekend, or a day of a holiday where the tables know of them."""
    when = date(2026, 2, 9) + timedelta(days=day)
    known = when < date(2026, 2, 9) + timedelta(days=500)
    festival = date(2026, 2, 16) <= when <= date(2026, 2, 23)
    return when.weekday() >= 5 or (known and (festival or (when.month == 10 and when.day <= 7)))


def test_books_are_closed_at_the_end_of_the_year_and_plans_are_made_before() -> None:
    bench = house("2026-12-21")
    account = bench.account
    assert when_books_are_open(account, 1.5) == 1.5
    assert when_books_are_open(account, 7.5) == 14.5, "Monday the 28th waits for Monday, 4 January"
    assert when_books_are_open(account, 13.5) == 14.5
    assert not in_budget_season(account, 0.5)
    assert in_budget_season(house("2026-11-02").account, 0.5)


def test_beyond_the_tables_their_last_year_comes_again(kept: Bench) -> None:
    scenario = degenerate([step("purchase", 1)], edits={"begins": "2026-02-09", "horizon": quantity(500, "days")})
    first, count = span_of(scenario)
    last = first + count
    for day in (last, last + 1, last + 100, last + 363, last + 5 * 364 + 17):
        seen = next_working_moment(kept.account, day + 0.5) - day
        assert seen == next_working_moment(kept.account, day - 364 * math.ceil((day - last + 1) / 364) + 0.5) - (
            day - 364 * math.ceil((day - last + 1) / 364)
        )


def test_the_table_is_the_calendar_day_by_day() -> None:
    scenario = degenerate(
        [step("purchase", 1)], edits={"begins": "2026-02-11", "horizon": quantity(800, "days")}, calendar=PLAN
    )
    table = calendar_table(scenario, scenario.accounts[0])
    off = {
        first_day(scenario) + timedelta(days=table.first + place)
        for place, works in enumerate(table.works)
        if not works
    }
    assert date(2026, 2, 23) in off and date(2026, 2, 24) not in off
    assert {date(2026, 10, day) for day in range(1, 8)} | {date(2027, 10, day) for day in range(1, 8)} <= off
    assert all(day.weekday() >= 5 or day.month in (2, 10) for day in off)


def test_a_season_may_run_over_the_turn_of_the_year() -> None:
    calendar = Calendar.model_validate(PLAN)
    assert calendar.year_end is not None
    assert [calendar.year_end.holds(date(2026, 12, day)) for day in (25, 26, 31)] == [False, True, True]
    assert [calendar.year_end.holds(date(2027, 1, day)) for day in (1, 3, 4)] == [True, True, False]
