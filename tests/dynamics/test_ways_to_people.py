"""Rank against rank, balance, events, reference visits, seminars, figures for the budget (MODEL §4; S12, S14)."""

from __future__ import annotations

import pytest
from laboratory import CHIEF, ENGINEER, MANAGER, USER, Bench, office, written

from engine.dynamics import moments
from engine.dynamics.mechanisms.access import best_route
from engine.dynamics.mechanisms.balance import LEFT_SILENT
from engine.dynamics.mechanisms.channels import after_channel, note_channel
from engine.dynamics.mechanisms.pursuit import _available
from engine.dynamics.mechanisms.selling import BUDGETARY_QUOTE, submit_offer
from engine.dynamics.mechanisms.seminars import SEMINAR, hold_seminar, seminar_day
from engine.dynamics.state.routes import Route
from engine.dynamics.state.team_roles import ACCOUNT_MANAGER, EXECUTIVE, PRESALES
from engine.engagement import Phase
from engine.model.terms import BuyerStep, TouchKind

EVERY_CHANNEL = Phase(highest_first=True, every_channel=True)


def left(bench: Bench, place: int, kind: TouchKind, role: int) -> float:
    """What part of a talk's effect is left."""
    return float(moments.standing(*bench.records, 10.0, place, int(kind), role, 1.0))


def test_each_level_below_costs_part_of_a_talk_but_not_of_evidence() -> None:
    bench = office()
    bench.rank_loss, bench.rank_account_manager, bench.rank_presales, bench.rank_executive = 0.2, 0.5, 1.0, 0.0
    assert left(bench, CHIEF, TouchKind.payoff, ACCOUNT_MANAGER) == pytest.approx(0.8), "one level up of three"
    assert left(bench, CHIEF, TouchKind.payoff, PRESALES) == pytest.approx(0.64)
    assert left(bench, CHIEF, TouchKind.payoff, EXECUTIVE) == 1.0
    assert left(bench, MANAGER, TouchKind.situation, ACCOUNT_MANAGER) == 1.0
    assert left(bench, USER, TouchKind.problem, EXECUTIVE) == 1.0, "coming from above costs nothing"
    assert left(bench, CHIEF, TouchKind.evidence, PRESALES) == 1.0


def silent(bench: Bench, place: int, since: float) -> Bench:
    """Somebody who knows us and has not seen us since then."""
    bench.met[place], bench.last_touch[place] = 1, since
    return bench


def test_who_is_left_silent_cools_when_we_see_the_superior() -> None:
    bench = silent(office(), MANAGER, 0.0)
    before, settled = float(bench.stance[MANAGER]), float(bench.anchor[MANAGER])
    moments.person_met(*bench.records, float(bench.balance_silence), CHIEF)
    assert bench.stance[MANAGER] == before, "not so long yet"
    moments.person_met(*bench.records, float(bench.balance_silence) + 1.0, CHIEF)
    assert bench.stance[MANAGER] == pytest.approx(before - bench.balance_cooling)
    assert bench.anchor[MANAGER] == pytest.approx(settled - bench.touch_anchor_share * bench.balance_cooling)
    assert [event.person for event in written(bench, LEFT_SILENT.name)] == [MANAGER]


def test_a_call_keeps_them_and_costs_time() -> None:
    bench = silent(office(), MANAGER, 0.0)
    bench.keeps_balance, before, late = 1, float(bench.stance[MANAGER]), float(bench.balance_silence) + 1.0
    moments.person_met(*bench.records, late, CHIEF)
    moments.person_met(*bench.records, late + 1.0, CHIEF)
    assert bench.stance[MANAGER] == before
    assert bench.calls == 1 and bench.unbooked_hours == pytest.approx(bench.balance_call), "one call will do"


def route(bench: Bench, place: int, now: float) -> tuple[Route, float]:
    """The best way to somebody whom nobody prepared us for."""
    way, chance = best_route(*bench.records, now, place, 0.0, False)
    return Route(way), float(chance)


def test_other_channels_lead_to_the_top_where_they_promise_more() -> None:
    bench = office()
    bench.access_cold_level_1, bench.reputation = 0.1, 0.6
    bench.channels_event_access, bench.channels_reference_access = 0.0, 0.5
    assert route(bench, CHIEF, 10.0) == (Route.cold, pytest.approx(0.1 * bench.access_unprepared))
    bench.every_channel = 1
    assert route(bench, CHIEF, 10.0) == (Route.reference, pytest.approx(0.3))
    bench.reputation = 0.0
    assert route(bench, CHIEF, 10.0)[0] is Route.cold
    assert route(bench, USER, 10.0)[0] is Route.cold, "users are visited"


def test_who_was_asked_by_a_channel_is_not_asked_by_it_again_at_once() -> None:
    bench = office()
    bench.every_channel, bench.reputation, bench.channels_event_access = 1, 1.0, 0.0
    bench.access_cold_level_1, bench.channels_reference_access = 0.1, 0.5
    assert route(bench, CHIEF, 10.0)[0] is Route.reference
    note_channel(*bench.records, 10.0, CHIEF)
    assert route(bench, CHIEF, 10.0 + bench.access_retry - 1.0)[0] is Route.cold
    assert route(bench, CHIEF, 10.0 + bench.access_retry)[0] is Route.reference


def test_another_channel_leads_past_a_shut_door() -> None:
    bench = office()
    bench.every_channel, bench.reputation, bench.channels_event_access = 1, 1.0, 0.0
    bench.identified[CHIEF], bench.blocked_until[CHIEF] = 1, 100.0
    assert best_route(*bench.records, 10.0, CHIEF, 1.0, True) == (Route.reference, bench.channels_reference_access)
    assert _available(*bench.records, 10.0, CHIEF, True) and not _available(*bench.records, 10.0, CHIEF, False)
    bench.every_channel = 0
    assert best_route(*bench.records, 10.0, CHIEF, 1.0, True)[1] == 0.0, "the door is shut to a visit"


def test_a_declined_invitation_shuts_no_door() -> None:
    bench = office()
    bench.every_channel, bench.reputation, bench.access_cold_level_1 = 1, 1.0, 0.0
    bench.channels_event_access, bench.channels_reference_access = 0.0, 1e-9
    assert moments.meeting_asked(*bench.records, 10.0, CHIEF, 0.0, False, 0.0) < 0.0
    assert bench.refused == 1 and bench.refusals[CHIEF] == 0 and bench.blocked_until[CHIEF] == 0.0


def test_a_partner_speaks_for_us_to_those_they_know_and_wants_to_be_told() -> None:
    bench = office()
    bench.every_channel, bench.channels_partner_willing, bench.channels_partner_access = 1, 1.0, 0.9
    assert route(bench, USER, 10.0)[0] is Route.cold
    bench.partner_knows[USER] = 1
    assert route(bench, USER, 10.0) == (Route.partner, pytest.approx(0.9))
    note_channel(*bench.records, 10.0, USER)
    assert bench.unbooked_hours == pytest.approx(bench.channels_partner_hours)
    assert route(bench, USER, 11.0)[0] is Route.cold, "not every day"
    bench.partner_asked[USER], bench.channels_partner_willing = -1e6, 0.0
    assert route(bench, USER, 10.0)[0] is Route.cold, "if they care to"


def test_an_event_is_on_its_day_and_invitations_go_out_in_time() -> None:
    bench = office()
    bench.every_channel, bench.channels_event_access, bench.channels_reference_access = 1, 0.9, 0.0
    bench.channels_event_every, bench.channels_event_notice, bench.channels_event_ahead = 60.0, 14.0, 35.0
    days, open_days = set(), 0
    for now in range(120):
        if route(bench, CHIEF, float(now))[0] is Route.event:
            ahead = float(moments.appointment(*bench.records, float(now), CHIEF, 5.0))
            assert 14.0 <= ahead <= 35.0
            days.add(round(now + ahead, 6))
            open_days += 1
    assert open_days == pytest.approx(2 * 21, abs=2)
    first, *others = sorted(days)
    assert all((day - first) % 60.0 == pytest.approx(0.0) for day in others)


def test_a_reference_visit_calms_and_takes_a_day() -> None:
    bench = office()
    bench.came_by[CHIEF], bench.touches_by[CHIEF], bench.worry[CHIEF] = int(Route.reference), 1, 0.5
    after_channel(*bench.records, 10.0, CHIEF, int(TouchKind.situation), ACCOUNT_MANAGER)
    assert bench.worry[CHIEF] == pytest.approx(0.5 * (1.0 - bench.channels_reference_calms))
    assert bench.unbooked_hours == pytest.approx(bench.channels_reference_hours)
    bench.touches_by[CHIEF] = 2
    after_channel(*bench.records, 20.0, CHIEF, int(TouchKind.situation), ACCOUNT_MANAGER)
    assert bench.reference_visits == 1, "the second meeting is at home"


def host(bench: Bench) -> Bench:
    """The chief likes us, and our strategy uses every channel."""
    bench.every_channel, bench.stance[CHIEF], bench.step = 1, 0.5, 0
    bench.step_code[0] = int(BuyerStep.analysis)
    return bench


def test_a_seminar_reaches_everybody_below_the_host() -> None:
    bench = host(office())
    moments.person_met(*bench.records, 10.0, CHIEF)
    day = float(seminar_day(*bench.records, 10.0, 0))
    assert day == pytest.approx(10.0 + bench.seminars_notice)
    before = bench.stance[USER], bench.implied_need[USER]
    hold_seminar(*bench.records, day, 0)
    (event,) = written(bench, SEMINAR.name)
    assert (event.person, event["guests"]) == (CHIEF, 5.0)
    assert bench.met[[MANAGER, USER, ENGINEER]].tolist() == [1, 1, 1] and bench.met[CHIEF] == 0
    assert bench.stance[USER] > before[0] and bench.implied_need[USER] > before[1]
    assert bench.unbooked_hours == pytest.approx(bench.seminars_hours)


def test_no_seminar_for_strangers_for_few_or_too_late() -> None:
    for change in ({"every_channel": 0}, {"seminars_guests": 6.0}, {"seminars_stance": 0.6}, {"next_seminar": 11.0}):
        bench = host(office())
        for name, value in change.items():
            bench[name] = value
        moments.person_met(*bench.records, 10.0, CHIEF)
        assert seminar_day(*bench.records, 10.0, 0) == float("inf"), change
    bench = host(office())
    moments.person_met(*bench.records, 10.0, CHIEF)
    bench.step_code[0] = int(BuyerStep.bidding)
    hold_seminar(*bench.records, 24.0, 0)
    assert bench.seminars == 0 and bench.unbooked_hours == 0.0


def test_an_offer_before_suppliers_are_sought_is_a_figure_for_the_budget() -> None:
    bench = office()
    bench.step, bench.step_code[0] = 0, int(BuyerStep.approval)
    submit_offer(*bench.records, 10.0, USER, int(TouchKind.proposal), ACCOUNT_MANAGER)
    assert (bench.budgetary_quotes, bench.offer_submitted) == (1, 0)
    assert [event.kind for event in written(bench)] == [BUDGETARY_QUOTE.name]
    bench.step_code[0] = int(BuyerStep.sourcing)
    submit_offer(*bench.records, 20.0, USER, int(TouchKind.proposal), ACCOUNT_MANAGER)
    assert bench.offer_submitted == 1
