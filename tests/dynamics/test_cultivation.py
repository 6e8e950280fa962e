"""Contact without a project: who is visited, what it costs, what fades, and that nothing else is counted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from laboratory import (
    Bench,
    bench_of,
    build,
    decider,
    degenerate,
    edited,
    plain,
    put,
    quantity,
    run,
    shipped,
    simulator,
    step,
)

from engine.dynamics import entry  # noqa: F401  kernels can be called
from engine.dynamics.machine.background import between_projects
from engine.dynamics.mechanisms.access import best_route
from engine.dynamics.mechanisms.cultivation import live_through_the_time_before
from engine.dynamics.state.person_values import bond_now, relationship
from engine.dynamics.state.routes import Route
from engine.dynamics.state.source import in_record_order
from engine.dynamics.state.team_roles import ACCOUNT_MANAGER, EXECUTIVE
from engine.engagement import strategy_named
from engine.model.terms import TEAM_ROLES, Cultivation, Outcome
from engine.simulation.lowering import WHOM

YEAR = 365.0


def prepared(name: str, whom: str, edits: dict[str, Any] | None = None) -> Bench:
    """The records of an account after the year before day 0."""
    bench = bench_of(edited(name, edits or {}))
    bench.cultivation = WHOM[whom]
    live_through_the_time_before(*bench.records, 0.0)
    between_projects(*bench.records, 0.0)
    return bench


def people(name: str) -> Any:
    return in_record_order(shipped(name).accounts[0]).buying_centre.people


def chosen(name: str, bench: Bench) -> set[str]:
    return {each.id for place, each in enumerate(people(name)) if bench.cultivated[place]}


def test_the_top_or_the_lower_part_is_visited() -> None:
    assert chosen("keeping_up", prepared("keeping_up", "top")) == {"president", "vp_production", "cio"}
    assert chosen("keeping_up", prepared("keeping_up", "bottom")) == {"process_engineer", "it_architect", "dispatcher"}
    assert chosen("keeping_up", prepared("keeping_up", "nobody")) == set()


def test_only_people_we_know_of_are_visited() -> None:
    """A clerk, and the chairman of whom everybody knows; nobody else is known there."""
    assert chosen("reactive_tender", prepared("reactive_tender", "top")) >= {"chairman", "tender_clerk"}


def test_in_a_chart_of_one_level_whoever_is_there_is_top_and_bottom() -> None:
    bench = bench_of(
        degenerate(
            [step("purchase", 1)],
            [decider()],
            {"behaviour.cultivation": plain("keeping_up")["behaviour"]["cultivation"]},
        )
    )
    for whom in ("bottom", "top"):
        bench.cultivation = WHOM[whom]
        live_through_the_time_before(*bench.records, 0.0)
        between_projects(*bench.records, 0.0)
        assert bench.contact_hours > 0.0


@pytest.mark.parametrize("whom", ["top", "bottom"])
def test_a_year_takes_the_hours_that_are_set_aside(whom: str) -> None:
    bench = prepared("keeping_up", whom)
    assert 48.0 - 9.0 <= bench.contact_hours <= 48.0 + 1e-9
    assert bench.contact_early == bench.contact_hours
    assert bench.contact_role == (EXECUTIVE if whom == "top" else ACCOUNT_MANAGER)
    least = 4.0 * bench.contact_visits
    assert least <= bench.contact_hours <= least + 0.5 * bench.contact_visits + 2.0 * 3 + 0.5 * bench.visits_asked.sum()


def test_nobody_met_is_asked_cold_again_and_relations_that_are_kept_grow() -> None:
    bench, alone = prepared("keeping_up", "bottom"), prepared("keeping_up", "nobody")
    for place in range(len(people("keeping_up"))):
        kept, left = (bond_now(each.account, each.desk, place, 0.0) for each in (bench, alone))
        assert bench.met[place] == bench.cultivated[place]
        assert kept > left if bench.cultivated[place] else kept == left
        route, _ = best_route(*bench.records, 0.0, place, 0.0, False)
        assert not bench.met[place] or route in (Route.acquainted, Route.familiar)


def test_relations_that_are_not_kept_fade_in_that_year() -> None:
    """Level 3 of an engineer is the middle of its band a year ago; two half-lives of 180 days later it is level 1."""
    bench = prepared("keeping_up", "nobody")
    places = [place for place, each in enumerate(people("keeping_up")) if each.relationship == 3]
    assert places
    for place in places:
        assert relationship(bench.account, bench.desk, place, -YEAR + 1.0) == 3
        assert relationship(bench.account, bench.desk, place, 0.0) == 1


def test_a_stated_level_holds_the_next_day() -> None:
    tree = plain("keeping_up")
    for place, each in enumerate(tree["accounts"][0]["buying_centre"]["people"]):
        each["relationship"] = 1 + place % 5
    scenario = build(tree)
    bench = bench_of(scenario)
    for place, each in enumerate(in_record_order(scenario.accounts[0]).buying_centre.people):
        assert relationship(bench.account, bench.desk, place, 1.0) == each.relationship


def test_a_team_that_has_little_time_sets_less_aside() -> None:
    few = prepared("keeping_up", "bottom", {"team.members.0.hours_per_week": 1})
    assert 0.0 < few.contact_hours <= 0.25 * 1.0 * YEAR / 7.0


def test_the_hours_are_in_the_row_of_the_project_and_on_the_teams_account() -> None:
    """Half of them an executive's: rows hold them once, with their price, and so does the team."""
    scenario = shipped("keeping_up")
    for name, role in (("do_nothing+top", EXECUTIVE), ("do_nothing+bottom", ACCOUNT_MANAGER)):
        found = run(scenario, strategy_named(name), 20)
        rows, team = found.outcomes, found.team
        assert np.all(rows["contact_hours"] > 30.0)
        np.testing.assert_allclose(rows["hours"], rows["contact_hours"])
        cost = next(m.cost.value for m in scenario.team.members if m.role == TEAM_ROLES[role])
        np.testing.assert_allclose(rows["cost"], rows["contact_hours"] * cost)
        assert team["hours_booked"][team["role"] == role].sum() == pytest.approx(rows["hours"].sum())
        within = team["hours_worked"][team["role"] == role].sum()
        assert 0.0 <= within < team["hours_booked"][team["role"] == role].sum() - 20 * 30.0, "a year was before day 0"


def test_where_no_project_opens_contact_costs_all_the_same() -> None:
    scenario = edited("keeping_up", {"accounts.0.market.keeping_up.threshold": 1.0})
    rows = run(scenario, strategy_named("top_down"), 5).outcomes
    assert np.all(rows["outcome"] == Outcome.no_project)
    assert np.all(rows["contact_hours"] > 3 * 40.0), "a year before, and two within the horizon"
    assert np.all(rows["touches"] == 0)


def test_waiting_for_a_project_that_does_not_come_is_put_to_the_last_one() -> None:
    """Who may come back is visited until the horizon, who may not is not."""
    hours = {}
    for most in (1, 2):
        tree = put(plain("staying_ahead_tender"), {"horizon": 3650, "accounts.0.max_projects": most})
        tree["accounts"][0]["market"]["staying_ahead"]["every"] = quantity(5000, "days")
        tree["accounts"][0]["retry_after"] = quantity(3500, "days")
        found = run(build(tree), strategy_named("do_nothing+bottom"), 10)
        one = found.outcomes[found.outcomes["outcome"] != Outcome.no_project]
        assert np.all(one["deal"] == 0)
        np.testing.assert_allclose(one["hours"], one["contact_hours"])
        assert found.team["hours_booked"].sum() == pytest.approx(found.outcomes["hours"].sum())
        hours[most] = one["hours"].mean()
    assert hours[2] > hours[1] + 200.0


def test_nothing_but_cost_counts_it() -> None:
    """Visits of the year before are no meetings of the project, and nothing is on its record before it opens."""
    rows = run(shipped("keeping_up"), strategy_named("do_nothing+top"), 20).outcomes
    for name in ("touches", "refused", "people_met", "sponsors_won", "rival_touches"):
        calm = run(shipped("keeping_up"), "do_nothing", 20).outcomes
        assert name == "rival_touches" or np.all(rows[name] == 0)
        np.testing.assert_array_equal(rows["opened"], calm["opened"])
        assert np.all(rows["trigger"] == calm["trigger"])
    story = simulator(shipped("keeping_up"), strategy_named("top_down")).trace(0)
    assert min(event.day for event in story.events) >= rows["opened"][0] or story.events[0].kind == "decision"
    (kept,) = [event for event in story.events if event.kind == "kept_contact"]
    assert (kept.code, kept["people"]) == (Cultivation.top, pytest.approx(3, abs=2))


def test_switched_off_it_is_as_if_there_had_been_no_time_before() -> None:
    off = edited("resentful_middle", {"switched_off": ["cultivation"]})
    none = edited("resentful_middle", {"behaviour.cultivation.ahead": 0, "behaviour.cultivation.hours": 0})
    for name in ("top_down", "bottom_up_field", "do_nothing"):
        assert run(off, name, 10).outcomes.tobytes() == run(none, name, 10).outcomes.tobytes()
    for name in ("top_down+nobody", "top_down+bottom"):
        assert run(off, strategy_named(name), 10).outcomes.tobytes() == run(off, "top_down", 10).outcomes.tobytes()


def test_the_rules_choose_by_the_cause_that_is_in_sight() -> None:
    for name, whom in (
        ("staying_ahead_tender", Cultivation.top),
        ("keeping_up", Cultivation.bottom),
        ("scheduled_renewal", Cultivation.bottom),
    ):
        story = simulator(shipped(name), "playbook").trace(0)
        (kept,) = [event for event in story.events if event.kind == "kept_contact"]
        assert kept.code == whom, name


def test_a_strategy_plays_as_it_cultivates_whatever_it_is_called() -> None:
    own = replace(strategy_named("top_down"), name="mine", cultivation="bottom")
    ours = run(shipped("keeping_up"), own, 10).outcomes
    assert ours.tobytes() == run(shipped("keeping_up"), strategy_named("top_down+bottom"), 10).outcomes.tobytes()
    assert ours.tobytes() != run(shipped("keeping_up"), "top_down", 10).outcomes.tobytes()


def test_an_empty_seat_is_not_visited() -> None:
    bench = bench_of(shipped("keeping_up"))
    bench.cultivation = WHOM["top"]
    live_through_the_time_before(*bench.records, 0.0)
    (president,) = [place for place, each in enumerate(people("keeping_up")) if each.id == "president"]
    bench.present[president] = 0
    between_projects(*bench.records, 0.0)
    assert bench.cultivated[president] == 0
    assert bench.cultivated.sum() == 3
