"""Sponsors, mandates, people who feel passed over, and doors that open (MODEL §4; S12)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laboratory import (
    BUYER,
    CHIEF,
    ENGINEER,
    MANAGER,
    NO_TAPE,
    SECRETARY,
    USER,
    assert_mean_is,
    copy_of,
    new_tape,
    office,
    written,
)

from engine.dynamics.access import EXECUTIVE, Route, appointment_days, ask_for_meeting, best_route, introducer
from engine.dynamics.chain import after_meeting, check_sponsors
from engine.dynamics.people import resentment_now
from engine.model.events import EventKind


def met_before(deal: Any, *people: int) -> Any:
    """We have met these people once each."""
    for place in people:
        deal.met[place], deal.touches_by[place] = 1, 1
    return deal


def friend(deal: Any, place: int) -> Any:
    """Somebody convinced who knows us well and always consents."""
    deal.stance[place], deal.bond[place] = 0.9, 3.0
    deal.chain_sponsor_consent = 1.0
    return deal


class TestSponsor:
    def test_a_convinced_friend_who_consents_stands_up_for_us(self) -> None:
        deal, tape = met_before(friend(office(), MANAGER), MANAGER), new_tape()
        after_meeting(deal, tape, MANAGER, 5.0)
        assert (deal.sponsor[MANAGER], deal.sponsors_won) == (1, 1)
        assert [e.person for e in written(deal, tape, EventKind.sponsor_won)] == [MANAGER]

    @pytest.mark.parametrize(
        ("field", "value"),
        [("stance", 0.1), ("bond", 0.5), ("consent", 0.0)],
        ids=["stance", "relationship", "consent"],
    )
    def test_without_one_of_the_three_nobody_does(self, field: str, value: float) -> None:
        deal = met_before(friend(office(), MANAGER), MANAGER)
        if field == "consent":
            deal.chain_sponsor_consent = value
        else:
            deal[field][MANAGER] = value
        after_meeting(deal, NO_TAPE, MANAGER, 5.0)
        assert deal.sponsor[MANAGER] == 0

    def test_who_never_consents_never_does_however_often_they_are_met(self) -> None:
        """The draw belongs to the person, not to the meeting: asking again does not help."""
        found = []
        blank = met_before(friend(office(), MANAGER), MANAGER)
        blank.chain_sponsor_consent = 0.5
        for key in range(400):
            deal = copy_of(blank)
            deal.key = key
            after_meeting(deal, NO_TAPE, MANAGER, 5.0)
            first = int(deal.sponsor[MANAGER])
            for week in range(3):
                after_meeting(deal, NO_TAPE, MANAGER, 12.0 + week)
            assert deal.sponsor[MANAGER] == first
            found.append(first)
        assert_mean_is(found, 0.5, widest=0.11)

    def test_a_sponsor_who_cools_down_stops(self) -> None:
        deal, tape = met_before(friend(office(), MANAGER), MANAGER), new_tape()
        after_meeting(deal, tape, MANAGER, 5.0)
        check_sponsors(deal, tape, 6.0)
        assert deal.sponsor[MANAGER] == 1
        deal.stance[MANAGER] = deal.chain_sponsor_lost - 0.01
        check_sponsors(deal, tape, 7.0)
        assert (deal.sponsor[MANAGER], deal.sponsors_lost) == (0, 1)
        assert [e.day for e in written(deal, tape, EventKind.sponsor_lost)] == [7.0]

    def test_introductions_go_one_step_at_a_time(self) -> None:
        deal = office()
        deal.sponsor[ENGINEER] = 1
        assert introducer(deal, MANAGER) == ENGINEER
        assert introducer(deal, CHIEF) == -1, "an engineer cannot bring us to the chief, two levels up"
        deal.can_introduce[ENGINEER, CHIEF] = 1
        assert introducer(deal, CHIEF) == -1, "nor by being friends with them"
        deal.sponsor[MANAGER] = 1
        assert introducer(deal, CHIEF) == MANAGER

    def test_a_sponsor_introduces_only_where_there_is_a_tie(self) -> None:
        deal = office()
        deal.sponsor[ENGINEER] = 1
        assert introducer(deal, BUYER) == -1
        deal.can_introduce[ENGINEER, BUYER] = 1
        assert introducer(deal, BUYER) == ENGINEER
        assert introducer(deal, ENGINEER) == -1, "nobody introduces themselves"

    def test_conflict_closes_the_way_between_boss_and_report(self) -> None:
        conflict = [{"from": "engineer", "to": "manager", "kind": "conflict"}]
        deal = office({"accounts.0.buying_centre.ties": conflict})
        deal.sponsor[ENGINEER] = 1
        assert introducer(deal, MANAGER) == -1


class TestMandate:
    @staticmethod
    def given(stance: float = 1.0, power: float = 1.0, **constants: float) -> Any:
        deal = met_before(office(), CHIEF)
        deal.stance[CHIEF], deal.power[CHIEF] = stance, power
        for name, value in constants.items():
            deal[name] = value
        return deal

    def test_it_loses_force_at_every_level(self) -> None:
        deal = self.given(0.8)
        after_meeting(deal, NO_TAPE, CHIEF, 5.0)
        assert deal.mandate_given[CHIEF] == pytest.approx(0.8)
        np.testing.assert_allclose(deal.mandate[[MANAGER, SECRETARY, BUYER]], 0.8)
        np.testing.assert_allclose(deal.mandate[[ENGINEER, USER]], 0.8 * deal.chain_mandate_transmission)
        assert deal.mandate[CHIEF] == 0.0

    def test_it_flows_down_the_formal_lines_only(self) -> None:
        deal = met_before(office(), MANAGER)
        deal.stance[MANAGER], deal.power[MANAGER] = 1.0, 1.0
        after_meeting(deal, NO_TAPE, MANAGER, 5.0)
        assert [place for place in range(6) if deal.mandate[place] > 0] == [ENGINEER, USER]

    def test_private_convictions_move_towards_the_superior_in_proportion(self) -> None:
        deal = self.given(0.8)
        after_meeting(deal, NO_TAPE, CHIEF, 5.0)
        assert deal.anchor[MANAGER] == pytest.approx(deal.chain_mandate_anchor * 0.8 * 0.8)
        assert 0 < deal.anchor[ENGINEER] < deal.anchor[MANAGER]
        assert deal.stance[MANAGER] == 0.0, "stances follow at the next internal meetings, not by decree"

    def test_below_the_threshold_nobody_says_anything(self) -> None:
        deal = self.given(0.3, chain_mandate_stance=0.35)
        after_meeting(deal, NO_TAPE, CHIEF, 5.0)
        assert np.all(deal.mandate == 0.0)

    def test_a_strong_word_offends_nobody(self) -> None:
        deal, tape = self.given(1.0, chain_weak_mandate=0.5, chain_mandate_transmission=0.9), new_tape()
        after_meeting(deal, tape, CHIEF, 5.0)
        assert not written(deal, tape, EventKind.resentment)
        assert [e.b for e in written(deal, tape, EventKind.mandate)] == [5.0]

    def test_a_weak_word_offends_those_we_have_not_met(self) -> None:
        deal, tape = self.given(0.4, 0.5, chain_weak_mandate=0.5), new_tape()
        met_before(deal, BUYER)
        deal.susceptibility[SECRETARY] = 1.0
        after_meeting(deal, tape, CHIEF, 5.0)
        told = {e.person: e.a for e in written(deal, tape, EventKind.resentment) if e.a > 0}
        assert set(told) == {MANAGER, ENGINEER, USER}, "not the one we know, nor the one who goes along with everything"
        assert told[ENGINEER] > told[MANAGER], "the weaker it arrives, the worse"
        assert all(e.code == 1 for e in written(deal, tape, EventKind.resentment))
        assert resentment_now(deal, MANAGER, 5.0) == pytest.approx(told[MANAGER])

    def test_saying_it_twice_offends_once(self) -> None:
        deal, tape = self.given(0.4, 0.5), new_tape()
        after_meeting(deal, tape, CHIEF, 5.0)
        first = len(written(deal, tape, EventKind.resentment))
        deal.touches_by[CHIEF] = 2
        deal.stance[CHIEF] = 0.6
        after_meeting(deal, tape, CHIEF, 9.0)
        assert len(written(deal, tape, EventKind.mandate)) == 2, "a stronger word is passed on"
        assert len(written(deal, tape, EventKind.resentment)) == first

    def test_it_opens_doors_below(self) -> None:
        deal = self.given(1.0)
        _, closed = best_route(deal, MANAGER, 5.0, 1.0, False)
        after_meeting(deal, NO_TAPE, CHIEF, 5.0)
        route, opened = best_route(deal, MANAGER, 5.0, 1.0, False)
        assert opened == pytest.approx(closed + (1 - closed) * deal.access_mandate)
        assert opened <= 1.0
        assert route in (Route.cold, Route.mandate)


class TestPassedOver:
    @staticmethod
    def leap(stance: float, *met: int, asked_at_first: bool = False) -> tuple[Any, list[Any]]:
        """We met these people, then meet the chief for the first time; we asked the chief after them, or before."""
        deal, tape = office(), new_tape()
        if asked_at_first:
            ask_for_meeting(deal, NO_TAPE, CHIEF, 1.0, 1.0, False)
        met_before(deal, *met)
        ask_for_meeting(deal, NO_TAPE, CHIEF, 9.0, 1.0, False)
        met_before(deal, CHIEF)
        deal.chain_mandate_stance = 1.0
        deal.stance[CHIEF] = stance
        after_meeting(deal, tape, CHIEF, 30.0)
        return deal, [e for e in written(deal, tape, EventKind.resentment) if e.code == 2]

    def test_a_manager_skipped_from_below_and_the_gatekeeper_turn(self) -> None:
        deal, told = self.leap(0.0, ENGINEER)
        assert {e.person for e in told} == {MANAGER, SECRETARY}
        for place in (MANAGER, SECRETARY):
            assert deal.stance[place] == deal.anchor[place] == pytest.approx(-deal.chain_backlash)
            assert resentment_now(deal, place, 30.0) == pytest.approx(deal.chain_backlash)
        assert deal.stance[BUYER] == 0.0, "who stood beside the way was not passed over"

    def test_who_was_met_on_the_way_is_not_passed_over(self) -> None:
        _, told = self.leap(0.0, ENGINEER, MANAGER)
        assert {e.person for e in told} == {SECRETARY}

    def test_coming_from_above_or_one_level_below_passes_nobody_over(self) -> None:
        for met in ((), (MANAGER,), (BUYER, MANAGER)):
            assert not self.leap(0.0, *met)[1]

    def test_a_slow_calendar_at_the_top_is_no_leap(self) -> None:
        assert self.leap(0.0, ENGINEER)[1]
        assert not self.leap(0.0, ENGINEER, asked_at_first=True)[1]

    def test_a_boss_who_is_won_makes_it_forgiven(self) -> None:
        blows = [float(-self.leap(stance, USER)[0].stance[MANAGER]) for stance in (-0.5, 0.0, 0.5, 1.0)]
        deal = office()
        expected = [deal.chain_backlash * (1 - deal.chain_backlash_forgiven * won) for won in (0.0, 0.0, 0.5, 1.0)]
        np.testing.assert_allclose(blows, expected)

    def test_it_happens_once(self) -> None:
        deal, _ = self.leap(0.0, USER)
        before = deal.stance[:6].copy()
        deal.touches_by[CHIEF] = 2
        after_meeting(deal, NO_TAPE, CHIEF, 60.0)
        np.testing.assert_array_equal(deal.stance[:6], before)


class TestDoors:
    def test_the_higher_the_colder(self) -> None:
        deal = office()
        chances = [best_route(deal, place, 0.0, 1.0, False)[1] for place in (CHIEF, MANAGER, ENGINEER)]
        assert chances == [deal.access_cold_level_1, deal.access_cold_level_2, deal.access_cold_level_3]
        assert chances == sorted(chances)

    def test_without_preparation_a_cold_call_is_worth_less(self) -> None:
        deal = office()
        assert best_route(deal, CHIEF, 0.0, 0.0, False)[1] == pytest.approx(
            deal.access_cold_level_1 * deal.access_unprepared
        )

    @pytest.mark.parametrize(("bond", "route"), [(0.0, Route.cold), (1.0, Route.acquainted), (2.0, Route.familiar)])
    def test_who_knows_us_receives_us(self, bond: float, route: Route) -> None:
        deal = office()
        deal.bond[CHIEF] = bond
        assert best_route(deal, CHIEF, 0.0, 1.0, False)[0] == route
        assert best_route(deal, CHIEF, 20 * deal.touch_bond_half_life, 1.0, False)[0] == Route.cold, "and forgets us"

    def test_an_executive_of_ours_opens_doors_at_the_top_only(self) -> None:
        deal = office()
        deal.access_peer_executive = 0.99
        assert best_route(deal, CHIEF, 0.0, 1.0, True) == (Route.executive, 0.99)
        assert best_route(deal, ENGINEER, 0.0, 1.0, True)[0] == Route.cold
        assert deal.team_here[EXECUTIVE] == 1

    def test_a_refusal_costs_effort_and_time_and_pushing_costs_stance(self) -> None:
        deal, tape = office(), new_tape()
        deal.access_cold_level_1, deal.access_tolerated_attempts = 0.0, 2.0
        stances = []
        for attempt in range(4):
            assert ask_for_meeting(deal, tape, CHIEF, 20.0 * attempt, 1.0, False) == -1.0
            stances.append(float(deal.stance[CHIEF]))
        np.testing.assert_allclose(stances, [0, 0, -deal.access_push_cost, -2 * deal.access_push_cost])
        assert deal.blocked_until[CHIEF] == 60.0 + deal.access_retry
        assert deal.unbooked_hours == pytest.approx(4 * deal.access_attempt)
        assert (deal.refused, deal.refused_at_top, deal.refused_by[CHIEF]) == (4, 4, 4)
        assert [e.b for e in written(deal, tape, EventKind.request_refused)] == [1.0, 2.0, 3.0, 4.0]

    @pytest.mark.parametrize(
        ("place", "field"), [(CHIEF, "lead_level_1"), (MANAGER, "lead_level_2"), (USER, "lead_level_3")]
    )
    def test_the_slot_is_further_away_the_higher_the_person(self, place: int, field: str) -> None:
        deal = office()
        mean = float(deal[f"access_{field}"])
        days = [appointment_days(deal, place, attempt) for attempt in range(600)]
        assert_mean_is(days, mean, widest=0.15 * mean)
        assert min(days) > 0.0
