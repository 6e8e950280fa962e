"""Conservation over calendars: nobody meets, signs or sits in a body on a day off or outside office hours."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from invariants import check_records, check_story
from laboratory import build, plain, quantity, run, simulator

AT_WORK = ("touch", "meeting", "rival_touch", "sign_off", "formal_check", "body_meets", "seminar", "group_choice")
"""What falls in office hours of the account, whoever does it."""
SPREAD = 1e-9


def house(luck: np.random.Generator) -> dict[str, Any]:
    """A calendar with office hours, yearly and single holidays, a budget season and a year end, all made up."""
    opens = float(luck.uniform(0, 12))
    return {
        "provenance": {"assumption": "made up"},
        "working_days": int(luck.integers(3, 8)),
        "office_hours": {"opens": opens, "closes": float(luck.uniform(opens + 1.5, 24))},
        "holidays": [
            {"id": f"h{n}", "name": {"en": "H", "zh": "假"}, "days": int(luck.integers(1, 40)), "from": first}
            for n, first in enumerate([f"{luck.integers(1, 13):02}-15", "02-29", "2026-10-01", "2027-02-05"])
        ],
        "budget_season": {"from": "11-01", "until": "12-10", "delay": quantity(1.7, "coefficient")},
        "year_end": {"from": "12-20", "until": "01-06"},
    }


def scenario_with(seed: int, name: str) -> Any:
    tree = plain(name)
    luck = np.random.default_rng(seed)
    tree["begins"] = (date(2026, 1, 1) + timedelta(days=int(luck.integers(0, 365)))).isoformat()
    for account in tree["accounts"]:
        account["calendar"] = house(luck)
    return build(tree)


@pytest.mark.parametrize("strategy", ["top_down", "bottom_up_field", "playbook"])
@pytest.mark.parametrize("name", ["keeping_up", "reactive_tender", "resentful_middle", "team_portfolio"])
@pytest.mark.parametrize("seed", [1, 2])
def test_nobody_meets_on_a_holiday(seed: int, name: str, strategy: str) -> None:
    scenario = scenario_with(10 * seed + len(name), name)
    teller, rows = simulator(scenario, strategy), run(scenario, strategy, 2)
    check_records(scenario, rows, 2)
    seen = set()
    for row in rows.outcomes:
        story = teller.trace(int(row["replication"]), int(row["deal"]))
        check_story(scenario, story, row)
        calendar = scenario.accounts[row["account"]].calendar
        assert calendar is not None and scenario.begins is not None
        day_0 = date.fromisoformat(scenario.begins)
        off = calendar.days_off(day_0, day_0 + timedelta(days=2000))
        hours = calendar.office_hours
        for event in story.events:
            if event.kind in AT_WORK and event.day > row["opened"]:
                seen.add(event.kind)
                number = int(event.day + SPREAD)
                hour = 24 * (event.day - number)
                when = day_0 + timedelta(days=number)
                assert when not in off and when.weekday() < calendar.working_days, (event.kind, when)
                assert hours.opens - 1e-5 <= hour <= hours.closes + 1e-5, (event.kind, hour)
    assert {"meeting", "sign_off", "formal_check"} <= seen


def test_budget_owners_sign_nothing_while_books_are_closed() -> None:
    """Files that come to them at the end of December lie until the year's books are open again."""
    tree = plain("keeping_up")
    account = tree["accounts"][0]
    account["calendar"] = house(np.random.default_rng(5)) | {"working_days": 7, "holidays": []}
    account["calendar"]["year_end"] = {"from": "04-01", "until": "09-30"}
    teller = simulator(build(tree), "do_nothing")
    for replication in range(12):
        story = teller.trace(replication)
        owner = story.people.index("cfo")
        for event in story.events:
            if event.kind == "sign_off" and event.person == owner:
                when = date(2026, 3, 2) + timedelta(days=int(event.day + SPREAD))
                assert not date(when.year, 4, 1) <= when <= date(when.year, 9, 30)


def test_other_hours_change_when_things_happen_and_not_what_comes_of_each_draw() -> None:
    """A house that is open an hour later has the same luck: the same signers sign, in the same order."""
    tree = plain("unexpected_replacement")
    signers = []
    for opens in (8.0, 9.0):
        tree["accounts"][0]["calendar"]["office_hours"] = {"opens": opens, "closes": opens + 8}
        story = simulator(build(tree), "do_nothing").trace(1)
        signers.append([event.person for event in story.events if event.kind == "sign_off"])
    assert signers[0][:2] == signers[1][:2]
