"""Stamps lie in office hours on the day that the run says, and keep the order of what happened."""

from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from engine.model.scenario import Scenario
from engine.model.working_calendar import Hours
from engine.results.office_clock import OfficeClock, StampText
from engine.situation import read_scenario

REPOSITORY = Path(__file__).parents[2]
SCENARIO = read_scenario(REPOSITORY / "scenarios" / "keeping_up.yaml")
DAYS = st.floats(0, 2000)


def clock(hours: Hours | None, off: tuple[str, ...] = ()) -> tuple[OfficeClock, Scenario]:
    """The clock of an account with these hours, or without a calendar, and its scenario."""
    account = SCENARIO.accounts[0]
    calendar = account.calendar.model_copy(update={"office_hours": hours}) if hours and account.calendar else None
    scenario = SCENARIO.model_copy(update={"switched_off": off})
    return OfficeClock(scenario, account.model_copy(update={"calendar": calendar})), scenario


@pytest.mark.parametrize(
    ("hours", "day", "stamp"),
    [
        (Hours(opens=9, closes=18), 2.5, "12:00:00.000"),
        (Hours(opens=9, closes=18), 2.1, "09:00:00.000"),
        (Hours(opens=9, closes=18), 2.9, "17:59:00.000"),
        (None, 2.0, "09:00:00.000"),
        (None, 2.5, "13:15:00.000"),
        (None, 2.999, "17:29:29.400"),
    ],
)
def test_what_happens_outside_office_hours_is_stamped_within(hours: Hours | None, day: float, stamp: str) -> None:
    found, scenario = clock(hours)
    assert StampText(scenario)(found.stamp(day)).split("T")[1] == f"{stamp}+00:00"


def test_where_no_hours_are_kept_the_day_is_laid_into_usual_ones() -> None:
    found, scenario = clock(Hours(opens=9, closes=18), off=("calendar",))
    assert "T13:15:00.000" in StampText(scenario)(found.stamp(2.5))


@pytest.mark.parametrize("hours", [None, Hours(opens=8, closes=17), Hours(opens=0, closes=24)])
@given(days=st.lists(DAYS, min_size=2, max_size=60))
def test_order_is_kept_and_no_two_stamps_are_the_same(hours: Hours | None, days: list[float]) -> None:
    stamps = list(clock(hours)[0].spread(sorted(days)))
    assert all(earlier < later for earlier, later in pairwise(stamps))


@given(day=DAYS)
def test_the_calendar_day_is_the_run_s(day: float) -> None:
    for hours in (None, Hours(opens=8, closes=17)):
        found, scenario = clock(hours)
        moment = datetime.fromisoformat(StampText(scenario)(found.stamp(day)))
        assert (moment.date() - datetime.fromisoformat(str(scenario.begins)).date()).days == int(day)
        assert 8 <= moment.hour + moment.minute / 60 <= 17.5


def test_ties_stay_close_together() -> None:
    stamps = list(clock(None)[0].spread([5.0] * 100 + [5.1]))
    assert stamps[99] - stamps[0] == 99 and stamps[100] == clock(None)[0].stamp(5.1)
