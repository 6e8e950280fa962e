"""Rivals under our law of access: who receives them and when, how often they come, and what they can see of us."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laboratory import CHIEF, ENGINEER, MANAGER, USER, assert_mean_is, copy_of, edited, office, rival, run, written

from engine.dynamics import moments
from engine.dynamics.machine.background import catch_up, wind_clocks
from engine.dynamics.machine.seats import vacate
from engine.dynamics.mechanisms.rivals import requests, share_seen
from engine.dynamics.state.rival_values import rival_level
from engine.dynamics.state.routes import Route
from engine.model.quantity import DAYS_PER_MONTH

WEEKLY = {"value": 1, "unit": "per week", "assumption": "for a test"}
FIRST = 0


def courted(key: int = 1, **fields: Any) -> Any:
    """An open project and one rival at work on it; nothing else goes on."""
    bench = office(rivals=[rival(touches=WEEKLY)])
    bench.opened, bench.key = 0.0, key
    bench.surprises, bench.influence_meetings = 0.0, 0.0
    bench.rival_active[FIRST], bench.rival_reaction[FIRST] = 1, 0.0
    for name, value in fields.items():
        bench[name] = value
    wind_clocks(*bench.records, 0.0)
    return bench


def on_other_luck(blank: Any, key: int) -> Any:
    bench = copy_of(blank)
    bench.key = key
    wind_clocks(*bench.records, 0.0)
    return bench


def chance(bench: Any, person: int) -> float:
    bench.rival_route = int(Route.cold)
    return float(moments.rival_way_in(*bench.records, 0.0, FIRST, person, 1.0))


# --- who receives them ------------------------------------------------------------------------------------------------


def test_a_stranger_is_received_by_rank_and_as_far_as_their_skill_prepares_them() -> None:
    bench = courted()
    bench.rival_skill[FIRST] = 0.4
    left = bench.access_unprepared + (1.0 - bench.access_unprepared) * 0.4
    between = 0.5 * (bench.access_cold_level_2 + bench.access_cold_level_3)
    wanted = {CHIEF: bench.access_cold_level_1, MANAGER: between, USER: bench.access_cold_level_4}
    for person, cold in wanted.items():
        assert chance(bench, person) == pytest.approx(cold * left)


def test_whom_they_know_or_have_met_receives_them_as_we_are_received() -> None:
    bench = courted()
    bench.rival_met[FIRST, CHIEF] = 1
    assert chance(bench, CHIEF) == bench.access_acquainted
    bench.rival_bond[FIRST, CHIEF] = 2.0
    assert chance(bench, CHIEF) == bench.access_familiar
    assert chance(bench, MANAGER) < bench.access_acquainted, "what holds with one is not what holds with another"
    bench.rival_relationship[FIRST] = 2
    assert chance(bench, MANAGER) == bench.access_acquainted, "the level in the account holds for everybody"


def test_meetings_bring_them_closer_and_neglect_takes_it_back() -> None:
    bench = courted(touch_bond_gain=0.5, touch_bond_half_life=100.0)
    for _ in range(2):
        moments.rival_received(*bench.records, 0.0, FIRST, USER, 1.0)
    assert [rival_level(bench.account, bench.desk, FIRST, USER, day) for day in (0.0, 1.0)] == [2, 1]
    for _ in range(40):
        moments.rival_received(*bench.records, 0.0, FIRST, USER, 1.0)
    assert rival_level(bench.account, bench.desk, FIRST, USER, 0.0) == 5
    assert rival_level(bench.account, bench.desk, FIRST, ENGINEER, 0.0) == 1


def test_who_stands_up_for_them_inside_brings_them_to_people() -> None:
    bench = courted(chain_sponsor_consent=1.0)
    bench.rival_stance[FIRST, MANAGER] = bench.chain_sponsor_stance
    assert chance(bench, CHIEF) < bench.access_recommended, "nobody sponsors a stranger"
    bench.rival_bond[FIRST, MANAGER] = bench.chain_sponsor_relationship - 1.0
    assert chance(bench, CHIEF) == bench.access_recommended
    assert bench.rival_route == Route.introduced
    bench.chain_sponsor_consent = 0.0
    assert chance(bench, CHIEF) < bench.access_recommended


def test_requests_are_granted_as_often_as_the_law_says() -> None:
    """Met or not, nobody comes closer: the chance stays what it was, by person."""
    blank = courted(touch_bond_gain=0.0, access_tolerated_attempts=1e9)
    blank.rival_relationship[FIRST] = 2
    granted = []
    for key in range(60):
        bench = on_other_luck(blank, key)
        catch_up(*bench.records, 200.0)
        granted += [event.kind == "rival_touch" for event in written(bench, "rival_touch", "rival_refused")]
        pending = int((bench.rival_meeting_on[FIRST, :6] < np.inf).sum())
        assert bench.rival_touches[FIRST] + bench.rivals_refused + pending <= bench.rival_requests[FIRST]
    cold = blank.access_cold_level_4 * (blank.access_unprepared + (1 - blank.access_unprepared) * 0.6)
    assert cold < blank.access_acquainted < 1.0
    assert_mean_is(granted, blank.access_acquainted, widest=0.06)


def test_a_refusal_keeps_them_away_for_a_while_and_enough_of_them_for_good() -> None:
    shut = {f"access_cold_level_{level}": 0.0 for level in range(1, 5)}
    bench = courted(access_tolerated_attempts=2.0, access_retry=30.0, rivals_hours=1e9, **shut)
    bench.rival_rate[FIRST] = 1.0
    catch_up(*bench.records, 400.0)
    assert bench.rival_touches[FIRST] == 0 < bench.rival_requests[FIRST]
    for person in range(6):
        days = [event.day for event in written(bench, "rival_refused") if event.person == person]
        assert len(days) == 2 and days[1] - days[0] >= 30.0
    assert bench.rivals_refused == 12


# --- when -------------------------------------------------------------------------------------------------------------


def test_a_meeting_waits_for_the_calendar_of_whoever_receives_them() -> None:
    """Days until the slot have the mean of the rank of the person, less where somebody brings them."""
    bench = courted()
    for route, share in ((Route.cold, 1.0), (Route.introduced, bench.access_introduced_lead)):
        bench.rival_route = int(route)
        for person, mean in ((CHIEF, bench.access_lead_level_1), (USER, bench.access_lead_level_4)):
            days = []
            for request in range(2000):
                bench.rival_requests[FIRST] = request
                days.append(moments.rival_slot(*bench.records, 0.0, FIRST, person, 0.0))
            assert_mean_is(days, share * mean, widest=0.1 * share * mean)


@pytest.mark.parametrize("working_days_only", [True, False])
def test_visits_fall_on_working_days_where_the_account_has_no_others(working_days_only: bool) -> None:
    bench = courted(keeps_hours=int(working_days_only))
    bench.rival_relationship[FIRST] = 3
    catch_up(*bench.records, 600.0)
    days = [event.day for event in written(bench, "rival_touch")]
    assert len(days) > 40
    assert any(int(day) % 7 >= 5 for day in days) != working_days_only


def test_nobody_is_asked_again_while_a_meeting_is_agreed_on() -> None:
    bench = courted(access_lead_level_1=1000.0, access_lead_level_2=1000.0, access_lead_level_3=1000.0)
    bench.access_lead_level_4, bench.rival_relationship[FIRST] = 1000.0, 3
    bench.access_lead_shape = 1000.0
    catch_up(*bench.records, 700.0)
    assert (bench.rival_meeting_on[FIRST, :6] < np.inf).all()
    assert bench.rival_touches[FIRST] == 0 and bench.rival_requests[FIRST] > 60


def test_somebody_who_leaves_is_not_met() -> None:
    bench = courted()
    bench.rival_meeting_on[FIRST, USER], bench.rival_meeting_on[FIRST, CHIEF] = 20.0, 30.0
    bench.rival_next[FIRST], bench.rival_rate[FIRST] = 20.0, 0.0
    bench.rival_met[FIRST, USER], bench.rival_bond[FIRST, USER] = 1, 1.0
    vacate(*bench.records, 0.0, USER)
    catch_up(*bench.records, 50.0)
    assert [(event.person, event.day) for event in written(bench, "rival_touch")] == [(CHIEF, 30.0)]
    assert bench.rival_met[FIRST, USER] == 0 == bench.rival_bond[FIRST, USER]
    assert bench.rival_next[FIRST] == np.inf


# --- how often --------------------------------------------------------------------------------------------------------


def test_they_react_only_to_what_they_can_see() -> None:
    bench = courted(rivals_hours=1e9, rivals_least_attention=0.0)
    bench.rival_reaction[FIRST] = 2.0
    bench.power[:6] = 0.5
    usual = float(bench.rival_rate[FIRST])

    def rate() -> float:
        return float(requests(*bench.records, 0.0, FIRST))

    bench.met[:6] = 1
    assert rate() == usual, "nobody tells them whom they do not know"
    bench.rival_met[FIRST, CHIEF] = bench.rival_met[FIRST, USER] = 1
    assert rate() == pytest.approx(usual * (1 + 2.0 * 2 / 6))
    bench.met[USER] = 0
    assert rate() == pytest.approx(usual * (1 + 2.0 * 1 / 6)), "only one of those has met us"
    bench.met[USER] = 1
    moments.seen_with_us(*bench.records, 0.0, ENGINEER)
    moments.seen_with_us(*bench.records, 0.0, USER)
    assert share_seen(bench.account, bench.desk, FIRST) == pytest.approx(3 / 6), "in public, or by whom they met"


def test_they_have_no_more_hours_than_they_have() -> None:
    bench = courted(rivals_hours=24.0, touch_visit=4.0)
    bench.rival_reaction[FIRST] = 5.0
    bench.rival_rate[FIRST] = 4.0 / DAYS_PER_MONTH
    assert requests(*bench.records, 0.0, FIRST) == pytest.approx(4.0 / DAYS_PER_MONTH)
    bench.met[:6] = bench.rival_met[FIRST, :6] = 1
    assert requests(*bench.records, 0.0, FIRST) == pytest.approx(6.0 / DAYS_PER_MONTH), "24 hours, 4 each"
    bench.rivals_hours = 0.0
    assert requests(*bench.records, 0.0, FIRST) == 0.0


@pytest.mark.parametrize("hours", [8.0, 24.0])
def test_hours_bound_the_visits_of_a_month(hours: float) -> None:
    blank = courted(rivals_hours=hours, touch_visit=4.0)
    blank.rival_relationship[FIRST], blank.rival_rate[FIRST] = 3, 1.0
    visits = []
    for key in range(40):
        bench = on_other_luck(blank, key)
        catch_up(*bench.records, 12 * DAYS_PER_MONTH)
        visits.append(bench.rival_touches[FIRST] / 12)
    assert np.mean(visits) < hours / 4.0
    assert np.mean(visits) > 0.7 * hours / 4.0


# --- in whole runs ----------------------------------------------------------------------------------------------------


def test_order_of_rivals_and_people_in_the_file_changes_nothing() -> None:
    scenario = edited("reactive_tender", {})
    (account,) = scenario.accounts
    centre = account.buying_centre.model_copy(update={"people": account.buying_centre.people[::-1]})
    turned = account.model_copy(update={"rivals": account.rivals[::-1], "buying_centre": centre})
    other = scenario.model_copy(update={"accounts": (turned,)})
    before, after = run(scenario, "top_down", 30).outcomes, run(other, "top_down", 30).outcomes
    assert before["rival_touches"].sum() > 0 and before["rival_refusals"].sum() > 0
    for column in before.dtype.names:
        if column != "winner":
            np.testing.assert_array_equal(before[column], after[column], err_msg=column)


def test_switched_off_nobody_visits_and_nobody_is_refused() -> None:
    scenario = edited("reactive_tender", {}).model_copy(update={"switched_off": ("rivals",)})
    rows = run(scenario, "top_down", 20).outcomes
    assert rows["rival_touches"].sum() == 0 == rows["rival_refusals"].sum()
    assert rows["touches"].sum() > 0
