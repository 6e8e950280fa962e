"""What must hold in every run, whoever sells to whom: every deal ends once, hours are not invented, time runs on."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from invariants import check_records, check_story
from laboratory import NAMES, books, build, degenerate, plain, quantity, rival, run, shipped, simulator, step

from engine.engagement import STRATEGIES
from engine.model.terms import TEAM_ROLES
from engine.results.columns import littles_law_gap
from engine.results.records import Records
from engine.simulation import BOOKS

EVERY_STRATEGY = [strategy.name for strategy in STRATEGIES]


@cache
def records(name: str, strategy: str) -> Records:
    """Twenty replications of a shipped scenario."""
    return run(shipped(name), strategy, 20)


@pytest.mark.parametrize("strategy", EVERY_STRATEGY)
@pytest.mark.parametrize("name", NAMES)
def test_records_add_up(name: str, strategy: str) -> None:
    check_records(shipped(name), records(name, strategy), 20)


@pytest.mark.parametrize("strategy", EVERY_STRATEGY)
@pytest.mark.parametrize("name", NAMES)
def test_stories_run_on_and_end_once(name: str, strategy: str) -> None:
    teller = simulator(shipped(name), strategy)
    rows = records(name, strategy).outcomes
    for replication in range(3):
        for row in rows[rows["replication"] == replication]:
            check_story(shipped(name), teller.trace(replication, int(row["deal"])), row)


@pytest.mark.parametrize("name", NAMES)
def test_little_s_law_is_exact(name: str) -> None:
    """The program's own measure of the gap, over all strategies."""
    for strategy in EVERY_STRATEGY:
        assert max(littles_law_gap(records(name, strategy).team)) < 1e-9


@pytest.mark.parametrize("strategy", EVERY_STRATEGY)
def test_every_decision_is_counted(strategy: str) -> None:
    """With one project per account no decision can fall between two rows."""
    for name in NAMES:
        if all(account.max_projects == 1 for account in shipped(name).accounts):
            found = records(name, strategy)
            assert sum(counts.sum() for counts in found.rule_counts.values()) == found.outcomes["decisions"].sum()


def test_counts_have_a_place_for_every_rule_and_for_none() -> None:
    found = records("keeping_up", "playbook").rule_counts
    assert tuple(found) == BOOKS
    for role, counts in found.items():
        assert len(counts) == len(books()[role].rules) + 1
        assert np.all(counts >= 0)


def test_a_team_at_its_limit_is_never_booked_beyond_it() -> None:
    """One account manager for ten deals: meetings wait, and the hours booked stay within the hours there are."""
    tree = plain("team_portfolio")
    for member in tree["team"]["members"]:
        member["count"], member["hours_per_week"] = 1, quantity(1, "hours")
    found = run(build(tree), "bottom_up_field", 10)
    check_records(build(tree), found, 10)
    manager = found.team[found.team["role"] == TEAM_ROLES.index("account_manager")]
    assert np.all(manager["hours_worked"] <= manager["hours_capacity"] + 1e-9)
    assert manager["hours_worked"].mean() > 0.5 * manager["hours_capacity"].mean()
    assert np.all(manager["wait_days"] > 0)
    assert max(littles_law_gap(found.team)) < 1e-9


def test_key_accounts_wait_less_when_the_team_is_short() -> None:
    """The same accounts, once with one priority for all and once with the first one before the others."""
    tree = plain("team_portfolio")
    for member in tree["team"]["members"]:
        member["count"], member["hours_per_week"] = 1, quantity(4, "hours")
    waits = {}
    for favoured in (True, False):
        for place, account in enumerate(tree["accounts"]):
            account["priority"] = 1 if (place == 0) == favoured else 5
        rows = run(build(tree), "bottom_up_field", 40).outcomes
        first = rows[rows["account"] == 0]
        waits[favoured] = first["team_wait_days"].sum() / first["touches"].sum()
    assert waits[True] < 0.7 * waits[False]


def test_nobody_waits_for_a_team_that_is_large_enough() -> None:
    tree = plain("team_portfolio")
    for member in tree["team"]["members"]:
        member["count"] = 50
    found = run(build(tree), "bottom_up_field", 5)
    assert np.all(found.team["wait_days"] == 0.0)
    assert np.all(found.outcomes["team_wait_days"] == 0.0)


def per_replication(rows: Any, column: str) -> Any:
    """Sums over the rows of each replication."""
    return np.bincount(rows["replication"], weights=rows[column])


@pytest.mark.parametrize("strategy", ["top_down", "bottom_up_field", "playbook"])
@pytest.mark.parametrize("hours", [1.0, 4.0, 400.0])
def test_hours_and_waits_of_deals_are_those_of_the_team(strategy: str, hours: float) -> None:
    """Whether meetings begin at once, after a wait, on Monday, beyond the horizon, or never."""
    tree = plain("team_portfolio")
    for member in tree["team"]["members"]:
        member["count"], member["hours_per_week"] = 1, quantity(hours, "hours")
    found = run(build(tree), strategy, 10)
    for deals, team in (("hours", "hours_booked"), ("team_wait_days", "wait_days")):
        theirs, ours = per_replication(found.outcomes, deals), per_replication(found.team, team)
        np.testing.assert_allclose(theirs, ours, rtol=1e-12, atol=1e-9)
    waited = found.team["wait_days"].sum() > 100
    assert waited == (hours < 400.0), "the smaller team is waited for"
    if waited:
        assert np.any(found.team["hours_worked"] < found.team["hours_booked"]), "some hours lie beyond the horizon"
        unserved = found.outcomes["team_wait_days"][found.outcomes["touches"] == 0]
        assert hours > 1.0 or unserved.sum() > 0, "and who was never served has waited too"


def test_a_thread_that_is_held_by_its_meeting_holds_fewer() -> None:
    """Hours and waits add up as ever, also of meetings whose project ends before their hours are over."""
    tree = plain("team_portfolio")
    found = {}
    for holds in (False, True):
        tree["team"]["meetings_hold_thread"] = holds
        tree["behaviour"]["touch"]["hours_spread"] = quantity(0.5, "coefficient")
        found[holds] = run(build(tree), "bottom_up_field", 10)
        check_records(build(tree), found[holds], 10)
    assert 0 < found[True].outcomes["touches"].sum() < found[False].outcomes["touches"].sum()
    story = simulator(build(tree), "bottom_up_field").trace(0)
    days = [event.day for event in story.events if event.kind == "touch"]
    assert days and not [day for day in days if int(day) % 7 >= 5], "on working days"


def test_meetings_fall_on_working_days_even_after_a_wait() -> None:
    tree = plain("team_portfolio")
    for member in tree["team"]["members"]:
        member["count"], member["hours_per_week"] = 1, quantity(4, "hours")
    teller = simulator(build(tree), "bottom_up_field")
    days = [event.day for deal in range(10) for event in teller.trace(1, deal).events if event.kind == "touch"]
    assert len(days) > 20
    assert [day for day in days if int(day) % 7 >= 5] == []


def test_a_count_may_become_large() -> None:
    """A rival who is received every day of a project that takes centuries: no count runs over and begins again."""
    daily = rival(touches=quantity(1, "per day"))
    always = {"cold_level_1": 1, "unprepared": 1, "lead_level_1": 0}
    edits = {"behaviour.rivals.hours": 1000, **{f"behaviour.access.{name}": value for name, value in always.items()}}
    slow = degenerate([step("need", 200 * 365.25), step("purchase", 1)], edits=edits, rivals=[daily])
    rows = run(slow, count=6, first=300).outcomes
    days = rows["closed"] - rows["opened"]
    assert days.max() > 70_000
    assert np.all(np.abs(rows["rival_touches"] - days) < 5 * np.sqrt(days))
