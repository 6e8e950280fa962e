"""What a scenario says of calendars and bodies: what is refused is told with its place and what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import InputError
from engine.model.working_calendar import Calendar
from engine.situation import read_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHIPPED = SCENARIOS / "keeping_up.yaml"
ACCOUNT = "accounts.parts_group"


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        ("body: management_meeting", "body: managment_meeting", "body:", "names a body `managment_meeting`"),
        ("members: [president,", "members: [presidnt,", "members:", "has unknown member `presidnt`"),
        ('begins: "2026-03-02"\n', "", "calendar:", "needs to know what day it is on day 0"),
        ('begins: "2026-03-02"', 'begins: "2026-02-30"', "begins:", "`2026-02-30` is no day of any year"),
        (
            "every: {value: 28, unit: days, range: [14, 28]",
            "every: {value: 0.5, unit: days, range: [0.1, 28]",
            "every:",
            "a body cannot meet more than once a day",
        ),
    ],
    ids=["unknown body", "unknown member", "no date", "no such date", "every hour"],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, old: str, new: str, where: str, said: str) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as wrong:
        read_scenario(path)
    problems = [problem for problem in wrong.value.problems if said in str(problem.what)]
    assert problems
    line = int(problems[0].where.removeprefix(f"{path}:").split(":")[0])
    assert where in path.read_text(encoding="utf-8").splitlines()[line - 1]


@pytest.mark.parametrize(
    ("calendar", "said"),
    [
        ("{office_hours: {opens: 18, closes: 9}}", "office hours end at 9 and begin at 18"),
        ('{holidays: [{id: x, name: {en: X, zh: X}, from: "02-30"}]}', "`02-30` is no day of the year"),
        ('{holidays: [{id: x, name: {en: X, zh: X}, from: "13-01"}]}', "`13-01` is no day of the year"),
        (
            '{holidays: [{id: x, name: {en: X, zh: X}, from: "05-01"}, {id: x, name: {en: Y, zh: Y}, from: "06-01"}]}',
            "two holidays have the id `x`",
        ),
        ('{year_end: {from: "2026-12-20", until: "12-31"}}', "a season comes every year"),
        ('{year_end: {from: "01-01", until: "12-31"}}', "nobody would ever sign"),
        (
            "{budget_season: {delay: {value: 0.5, unit: coefficient, assumption: a test}}}",
            "in budget season files lie longer",
        ),
    ],
    ids=["reversed", "no such day", "no such month", "twice", "dated season", "whole year", "shorter"],
)
def test_calendars_that_cannot_be_are_refused(tmp_path: Path, calendar: str, said: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(f"extends: kam:keeping_up\naccounts: {{parts_group: {{calendar: {calendar}}}}}\n", encoding="utf-8")
    with pytest.raises(InputError) as wrong:
        read_scenario(path)
    assert any(said in str(problem.what) for problem in wrong.value.problems), wrong.value.problems


def test_a_scenario_without_a_calendar_keeps_plain_weeks(tmp_path: Path) -> None:
    """Files written before calendars came are read as they were: Monday to Friday, at any hour."""
    path = tmp_path / "mine.yaml"
    path.write_text(
        "extends: kam:keeping_up\nbegins: null\naccounts: {parts_group: {calendar: null}}\n", encoding="utf-8"
    )
    scenario = read_scenario(path)
    assert scenario.accounts[0].calendar is None and scenario.begins is None


def test_a_body_keeps_those_members_whom_tables_bring_under_the_same_id(tmp_path: Path) -> None:
    centre = read_scenario(SHIPPED).accounts[0].buying_centre
    fewer = tuple(person for person in centre.people if person.id not in ("cio",) and person.reports_to != "cio")
    here = {person.id for person in fewer}
    fewer = tuple(person for person in fewer if person.reports_to is None or person.reports_to in here)
    names = {person.id for person in fewer}
    ties = tuple(tie for tie in centre.ties if tie.source in names and tie.target in names)
    changed = centre.model_copy(update={"people": fewer, "ties": ties})
    account = read_scenario(SHIPPED, buying_centre=changed).accounts[0]
    assert account.process.bodies[0].members == ("president", "vp_production", "cfo")


def test_the_shipped_calendar_knows_the_spring_festival() -> None:
    calendar = read_scenario(SHIPPED).accounts[0].calendar
    assert isinstance(calendar, Calendar)
    names = {holiday.id for holiday in calendar.holidays}
    assert {"national_day", "spring_festival_2027"} <= names
