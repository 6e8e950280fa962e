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
    SECRETARY,
    USER,
    assert_mean_is,
    bench_of,
    copy_of,
    degenerate,
    office,
    person,
    step,
    written,
)

from engine.dynamics import moments
from engine.dynamics.mechanisms.access import appointment_days, ask_for_meeting, best_route
from engine.dynamics.state.person_values import introducer, resentment_now
from engine.dynamics.state.routes import Route
from engine.dynamics.state.source import person_key
from engine.dynamics.state.team_roles import EXECUTIVE


def met_before(bench: Any, *people: int) -> Any:
    """We have met these people once each."""
    for place in people:
        bench.met[place], bench.touches_by[place] = 1, 1
    return bench


def friend(bench: Any, place: int) -> Any:
    """Somebody convinced who knows us well and always consents."""
    bench.stance[place], bench.bond[place] = 0.9, 3.0
    bench.chain_sponsor_consent = 1.0
    return bench


def after_meeting(bench: Any, place: int, now: float) -> None:
    """What follows from a meeting that has just been held."""
    moments.person_met(*bench.records, now, place)


def door(bench: Any, place: int, now: float, prepared: float, executive: bool) -> tuple[int, float]:
    """The best route to somebody, and its chance."""
    route, chance = best_route(*bench.records, now, place, prepared, executive)
    return int(route), float(chance)


def ask(bench: Any, place: int, now: float) -> float:
    """Ask for a meeting, as well prepared as can be, without an executive."""
    return float(ask_for_meeting(*bench.records, now, place, bench.touch_preparation_limit, False, 0.0))


def allow(bench: Any, giver: int, place: int) -> None:
    """`giver` is tied to somebody and could bring us to them."""
    bench.talks[giver] |= 1 << place


class TestSponsor:
    def test_a_convinced_friend_who_consents_stands_up_for_us(self) -> None:
        bench = met_before(friend(office(), MANAGER), MANAGER)
        after_meeting(bench, MANAGER, 5.0)
        assert (bench.sponsor[MANAGER], bench.sponsors_won) == (1, 1)
        assert [e.person for e in written(bench, "sponsor_won")] == [MANAGER]

    @pytest.mark.parametrize(
        ("field", "value"),
        [("stance", 0.1), ("bond", 0.5), ("consent", 0.0)],
        ids=["stance", "relationship", "consent"],
    )
    def test_without_one_of_the_three_nobody_does(self, field: str, value: float) -> None:
        bench = met_before(friend(office(), MANAGER), MANAGER)
        if field == "consent":
            bench.chain_sponsor_consent = value
        else:
            bench[field][MANAGER] = value
        after_meeting(bench, MANAGER, 5.0)
        assert bench.sponsor[MANAGER] == 0

    def test_who_never_consents_never_does_however_often_they_are_met(self) -> None:
        """The draw belongs to the person, not to the meeting: asking again does not help."""
        found = []
        blank = met_before(friend(office(), MANAGER), MANAGER)
        blank.chain_sponsor_consent = 0.5
        for key in range(400):
            bench = copy_of(blank)
            bench.account.key = key
            after_meeting(bench, MANAGER, 5.0)
            first = int(bench.sponsor[MANAGER])
            for week in range(3):
                after_meeting(bench, MANAGER, 12.0 + week)
            assert bench.sponsor[MANAGER] == first
            found.append(first)
        assert_mean_is(found, 0.5, widest=0.11)

    def test_a_sponsor_who_cools_down_stops(self) -> None:
        bench = met_before(friend(office(), MANAGER), MANAGER)
        after_meeting(bench, MANAGER, 5.0)
        moments.buyer_moves(*bench.records, 6.0)
        assert bench.sponsor[MANAGER] == 1
        bench.stance[MANAGER] = bench.chain_sponsor_lost - 0.01
        moments.buyer_moves(*bench.records, 7.0)
        assert (bench.sponsor[MANAGER], bench.sponsors_lost) == (0, 1)
        assert [e.day for e in written(bench, "sponsor_lost")] == [7.0]

    def test_any_tie_opens_the_way_and_none_does_not(self) -> None:
        bench = office()
        bench.sponsor[ENGINEER] = 1
        assert introducer(*bench.records, MANAGER) == ENGINEER
        assert introducer(*bench.records, CHIEF) == introducer(*bench.records, BUYER) == -1, "no tie, no way"
        assert introducer(*bench.records, ENGINEER) == -1, "nobody introduces themselves"
        allow(bench, ENGINEER, CHIEF)
        assert introducer(*bench.records, CHIEF) == ENGINEER, "a tie leads over any number of levels"

    @pytest.mark.parametrize("kind", ["advice", "friendship"])
    def test_a_tie_opens_the_way_in_both_directions(self, kind: str) -> None:
        bench = office({"accounts.0.buying_centre.ties": [{"from": "chief", "to": "user", "kind": kind}]})
        for sponsor, other in ((USER, CHIEF), (CHIEF, USER)):
            bench.sponsor[:] = 0
            bench.sponsor[sponsor] = 1
            assert introducer(*bench.records, other) == sponsor

    def test_whoever_brings_us_saves_most_of_the_wait(self) -> None:
        bench = office()
        usual = appointment_days(*bench.records, CHIEF, 0)
        bench.route = int(Route.introduced)
        assert appointment_days(*bench.records, CHIEF, 0) == pytest.approx(usual * bench.access_introduced_lead)

    @staticmethod
    def brought_to_the_manager(stance: float, share: float = 1.0) -> Any:
        """An engineer who sponsors us brings us to the manager, whom we then meet."""
        bench = office()
        bench.sponsor[ENGINEER], bench.access_recommended, bench.chain_pass_on = 1, 1.0, share
        bench.chain_mandate_stance = 1.0
        assert ask(bench, MANAGER, 1.0) > 0.0
        bench.stance[MANAGER] = stance
        after_meeting(met_before(bench, MANAGER), MANAGER, 5.0)
        return bench

    def test_whoever_we_were_brought_to_and_likes_it_passes_us_on(self) -> None:
        bench = self.brought_to_the_manager(0.1)
        assert bench.chain_pass_on_stance == pytest.approx(0.1)
        assert [event.person for event in written(bench, "passes_us_on")] == [MANAGER]
        assert introducer(*bench.records, CHIEF) == MANAGER
        assert bench.sponsor[MANAGER] == 0, "without standing up for us"
        after_meeting(bench, MANAGER, 12.0)
        assert len(written(bench, "passes_us_on")) == 1, "it is said once"
        bench.stance[MANAGER] = 0.05
        assert introducer(*bench.records, CHIEF) == -1, "and no longer once they have cooled"

    def test_whoever_is_not_won_or_not_the_kind_does_not(self) -> None:
        for stance, share in ((0.09, 1.0), (0.9, 0.0)):
            bench = self.brought_to_the_manager(stance, share)
            assert introducer(*bench.records, CHIEF) == -1 and not written(bench, "passes_us_on")

    def test_whom_we_asked_ourselves_does_not_pass_us_on(self) -> None:
        bench = office()
        bench.chain_pass_on, bench.stance[MANAGER] = 1.0, 0.9
        ask(bench, MANAGER, 1.0)
        after_meeting(met_before(bench, MANAGER), MANAGER, 5.0)
        assert introducer(*bench.records, CHIEF) == -1

    def test_how_many_pass_us_on_is_a_share_of_the_people(self) -> None:
        blank = self.brought_to_the_manager(0.0)
        blank.chain_pass_on, blank.stance[MANAGER] = 0.6, 0.5
        found = []
        for key in range(400):
            bench = copy_of(blank)
            bench.account.key = key
            for day in (6.0, 13.0):
                after_meeting(bench, MANAGER, day)
            found.append(introducer(*bench.records, CHIEF) == MANAGER)
        assert_mean_is(found, 0.6, widest=0.11)

    def test_conflict_closes_the_way_between_boss_and_report(self) -> None:
        conflict = [{"from": "engineer", "to": "manager", "kind": "conflict"}]
        bench = office({"accounts.0.buying_centre.ties": conflict})
        bench.sponsor[ENGINEER] = 1
        assert introducer(*bench.records, MANAGER) == -1


class TestMandate:
    @staticmethod
    def given(stance: float = 1.0, power: float = 1.0, **constants: float) -> Any:
        bench = met_before(office(), CHIEF)
        bench.stance[CHIEF], bench.power[CHIEF] = stance, power
        for name, value in constants.items():
            bench[name] = value
        return bench

    def test_it_loses_force_at_every_level(self) -> None:
        bench = self.given(0.8)
        after_meeting(bench, CHIEF, 5.0)
        assert bench.mandate_given[CHIEF] == pytest.approx(0.8)
        np.testing.assert_allclose(bench.mandate[[MANAGER, SECRETARY, BUYER]], 0.8)
        np.testing.assert_allclose(bench.mandate[[ENGINEER, USER]], 0.8 * bench.chain_mandate_transmission)
        assert bench.mandate[CHIEF] == 0.0

    def test_it_flows_down_the_formal_lines_only(self) -> None:
        bench = met_before(office(), MANAGER)
        bench.stance[MANAGER], bench.power[MANAGER] = 1.0, 1.0
        after_meeting(bench, MANAGER, 5.0)
        assert [place for place in range(6) if bench.mandate[place] > 0] == sorted([ENGINEER, USER])

    def test_private_convictions_move_towards_the_superior_in_proportion(self) -> None:
        bench = self.given(0.8)
        after_meeting(bench, CHIEF, 5.0)
        assert bench.anchor[MANAGER] == pytest.approx(bench.chain_mandate_anchor * 0.8 * 0.8)
        assert 0 < bench.anchor[ENGINEER] < bench.anchor[MANAGER]
        assert bench.stance[MANAGER] == 0.0, "stances follow at the next internal meetings, not by decree"

    def test_below_the_threshold_nobody_says_anything(self) -> None:
        bench = self.given(0.3, chain_mandate_stance=0.35)
        after_meeting(bench, CHIEF, 5.0)
        assert np.all(bench.mandate == 0.0)

    def test_a_strong_word_offends_nobody(self) -> None:
        bench = self.given(1.0, chain_weak_mandate=0.5, chain_mandate_transmission=0.9)
        after_meeting(bench, CHIEF, 5.0)
        assert not written(bench, "ordered_about", "passed_over")
        assert [e["reached"] for e in written(bench, "mandate")] == [5.0]

    def test_a_weak_word_offends_those_we_have_not_met(self) -> None:
        bench = self.given(0.4, 0.5, chain_weak_mandate=0.5)
        met_before(bench, BUYER)
        bench.susceptibility[SECRETARY] = 1.0
        after_meeting(bench, CHIEF, 5.0)
        told = {e.person: e["resentment"] for e in written(bench, "ordered_about") if e["resentment"] > 0}
        assert set(told) == {MANAGER, ENGINEER, USER}, "not the one we know, nor the one who goes along with everything"
        assert told[ENGINEER] > told[MANAGER], "the weaker it arrives, the worse"
        assert not written(bench, "passed_over")
        assert resentment_now(bench.account, bench.desk, MANAGER, 5.0) == pytest.approx(told[MANAGER])

    def test_a_word_too_weak_turns_people_away(self) -> None:
        """By hand: who is half swayed asks for half of .5; .2 arrives, .05 is missing and costs .8 of it."""
        bench = self.given(0.4, 0.5, chain_weak_mandate=0.5, chain_resentment=0.8)
        bench.anchor[MANAGER] = 0.1
        after_meeting(bench, CHIEF, 5.0)
        assert bench.anchor[MANAGER] == pytest.approx(0.1 - 0.8 * 0.05)
        assert resentment_now(bench.account, bench.desk, MANAGER, 5.0) == pytest.approx(0.8 * 0.05)
        assert bench.mandate[MANAGER] == pytest.approx(0.2), "they have heard it all the same"

    def test_who_was_heard_first_is_neither_moved_nor_offended_by_it(self) -> None:
        bench = met_before(self.given(0.4, 0.5), MANAGER)
        after_meeting(bench, CHIEF, 5.0)
        assert bench.anchor[MANAGER] == bench.resentment[MANAGER] == 0.0

    def test_a_word_that_grows_strong_moves_in_full_and_reconciles(self) -> None:
        bench = self.given(0.4, 0.5, chain_weak_mandate=0.5, chain_resentment_half_life=float("inf"))
        after_meeting(bench, CHIEF, 5.0)
        conviction, offended = float(bench.anchor[MANAGER]), float(bench.resentment[MANAGER])
        bench.power[CHIEF], bench.stance[CHIEF] = 1.0, 0.9
        after_meeting(bench, CHIEF, 9.0)
        moved = bench.chain_mandate_anchor * 0.9 * (0.9 - conviction)
        assert bench.anchor[MANAGER] == pytest.approx(conviction + moved)
        assert bench.resentment[MANAGER] == pytest.approx(0.7 * offended)

    def test_backing_is_real_while_the_superior_stands_behind_a_word_that_moves(self) -> None:
        """By hand: .8 was said, .7 of it reaches the user, who needs half of .5."""
        bench = self.given(0.8, chain_mandate_transmission=0.7, chain_weak_mandate=0.5)
        after_meeting(bench, CHIEF, 5.0)
        found = []
        for stance in (0.8, 1.0, 0.5, 0.3):
            bench.stance[CHIEF] = stance
            found.append(float(moments.backing(*bench.records, 6.0, USER, 0.0)))
        assert found == pytest.approx([0.56, 0.56, 0.35, 0.0]), "a third of the power behind it moves nobody"
        assert float(moments.backing(*bench.records, 6.0, CHIEF, 0.0)) == 0.0

    def test_saying_it_twice_offends_once(self) -> None:
        bench = self.given(0.4, 0.5)
        after_meeting(bench, CHIEF, 5.0)
        first = len(written(bench, "ordered_about", "passed_over"))
        bench.touches_by[CHIEF] = 2
        bench.stance[CHIEF] = 0.6
        after_meeting(bench, CHIEF, 9.0)
        assert len(written(bench, "mandate")) == 2, "a stronger word is passed on"
        assert len(written(bench, "ordered_about", "passed_over")) == first

    def test_it_opens_doors_below(self) -> None:
        bench = self.given(1.0)
        _, closed = door(bench, MANAGER, 5.0, 1.0, False)
        after_meeting(bench, CHIEF, 5.0)
        route, opened = door(bench, MANAGER, 5.0, 1.0, False)
        assert opened == pytest.approx(closed + (1 - closed) * bench.access_mandate)
        assert opened <= 1.0
        assert route in (Route.cold, Route.mandate)


class TestPassedOver:
    @staticmethod
    def leap(stance: float, *met: int, asked_at_first: bool = False) -> tuple[Any, list[Any]]:
        """We met these people, then meet the chief for the first time; we asked the chief after them, or before."""
        bench = office()
        if asked_at_first:
            ask(bench, CHIEF, 1.0)
        met_before(bench, *met)
        ask(bench, CHIEF, 9.0)
        met_before(bench, CHIEF)
        bench.chain_mandate_stance = 1.0
        bench.stance[CHIEF] = stance
        after_meeting(bench, CHIEF, 30.0)
        return bench, written(bench, "passed_over")

    def test_a_manager_skipped_from_below_and_the_gatekeeper_turn(self) -> None:
        bench, told = self.leap(0.0, ENGINEER)
        assert {e.person for e in told} == {MANAGER, SECRETARY}
        for place in (MANAGER, SECRETARY):
            assert bench.stance[place] == bench.anchor[place] == pytest.approx(-bench.chain_backlash)
            assert resentment_now(bench.account, bench.desk, place, 30.0) == pytest.approx(bench.chain_backlash)
        assert bench.stance[BUYER] == 0.0, "who stood beside the way was not passed over"

    def test_who_was_met_on_the_way_is_not_passed_over(self) -> None:
        _, told = self.leap(0.0, ENGINEER, MANAGER)
        assert {e.person for e in told} == {SECRETARY}

    def test_coming_from_above_or_one_level_below_passes_nobody_over(self) -> None:
        for met in ((), (MANAGER,), (BUYER, MANAGER)):
            assert not self.leap(0.0, *met)[1]

    def test_a_slow_calendar_at_the_top_is_no_leap(self) -> None:
        assert self.leap(0.0, ENGINEER)[1]
        assert not self.leap(0.0, ENGINEER, asked_at_first=True)[1]

    def test_to_ask_whom_we_have_visited_without_a_project_is_no_leap(self) -> None:
        bench = office()
        met_before(bench, ENGINEER, CHIEF)
        ask(bench, CHIEF, 9.0)
        after_meeting(bench, CHIEF, 30.0)
        assert not written(bench, "passed_over")

    def test_a_boss_who_is_won_makes_it_forgiven(self) -> None:
        blows = [float(-self.leap(stance, USER)[0].stance[MANAGER]) for stance in (-0.5, 0.0, 0.5, 1.0)]
        bench = office()
        expected = [bench.chain_backlash * (1 - bench.chain_backlash_forgiven * won) for won in (0.0, 0.0, 0.5, 1.0)]
        np.testing.assert_allclose(blows, expected)

    def test_it_weighs_more_the_more_levels_are_passed_over(self) -> None:
        """From the fifth level to the first three are passed over, from the third one; so much worse it is."""
        names = ["first", "second", "third", "fourth", "fifth"]
        line = [person(name, rank, names[rank - 2] if rank > 1 else None) for rank, name in enumerate(names, 1)]
        line[0]["roles"] = ["decider"]
        blows = []
        for met in ("third", "fourth", "fifth"):
            bench = bench_of(degenerate([step("need", 10), step("purchase", 10)], line), tape=4_000)
            places = {name: place for place, name in enumerate(sorted(names, key=person_key))}
            met_before(bench, places[met])
            ask(bench, places["first"], 1.0)
            met_before(bench, places["first"])
            after_meeting(bench, places["first"], 5.0)
            blows.append(float(-bench.stance[places["second"]]))
            told = written(bench, "passed_over")
            assert {e["levels"] for e in told} == {float(len(told))}, "everybody on the way, and nobody else"
        backlash, more = bench.chain_backlash, bench.chain_backlash_per_level
        np.testing.assert_allclose(blows, [backlash, backlash * (1 + more), backlash * (1 + 2 * more)])

    def test_it_happens_once(self) -> None:
        bench, _ = self.leap(0.0, USER)
        before = bench.stance[:6].copy()
        bench.touches_by[CHIEF] = 2
        after_meeting(bench, CHIEF, 60.0)
        np.testing.assert_array_equal(bench.stance[:6], before)


class TestDoors:
    def test_the_higher_the_colder(self) -> None:
        bench = office()
        chances = [door(bench, place, 0.0, 1.0, False)[1] for place in (CHIEF, MANAGER, ENGINEER)]
        middle = (bench.access_cold_level_2 + bench.access_cold_level_3) / 2
        assert chances == pytest.approx([bench.access_cold_level_1, middle, bench.access_cold_level_4])
        assert chances == sorted(chances)

    def test_without_preparation_a_cold_call_is_worth_less(self) -> None:
        bench = office()
        assert door(bench, CHIEF, 0.0, 0.0, False)[1] == pytest.approx(
            bench.access_cold_level_1 * bench.access_unprepared
        )

    @pytest.mark.parametrize(("bond", "route"), [(0.0, Route.cold), (1.0, Route.acquainted), (2.0, Route.familiar)])
    def test_who_knows_us_receives_us(self, bond: float, route: Route) -> None:
        bench = office()
        bench.bond[CHIEF] = bond
        assert door(bench, CHIEF, 0.0, 1.0, False)[0] == route
        assert door(bench, CHIEF, 20 * bench.touch_bond_half_life, 1.0, False)[0] == Route.cold, "and forgets us"

    @pytest.mark.parametrize("place", [CHIEF, MANAGER, ENGINEER])
    def test_nobody_met_is_asked_as_a_stranger_again(self, place: int) -> None:
        bench = met_before(office(), place)
        cold = door(office(), place, 0.0, 1.0, False)[1]
        route, chance = door(bench, place, 20 * bench.touch_bond_half_life, 1.0, False)
        assert (route, chance) == (Route.acquainted, max(cold, bench.access_acquainted))

    def test_an_executive_of_ours_opens_doors_at_the_top_only(self) -> None:
        bench = office()
        bench.access_peer_executive = 0.99
        assert door(bench, CHIEF, 0.0, 1.0, True) == (Route.executive, 0.99)
        assert door(bench, ENGINEER, 0.0, 1.0, True)[0] == Route.cold
        assert bench.team_here[EXECUTIVE] == 1

    def test_a_refusal_costs_effort_and_time_and_pushing_costs_stance(self) -> None:
        bench = office()
        bench.access_cold_level_1, bench.access_tolerated_attempts = 0.0, 2.0
        stances = []
        for attempt in range(4):
            assert ask(bench, CHIEF, 20.0 * attempt) == -1.0
            stances.append(float(bench.stance[CHIEF]))
        np.testing.assert_allclose(stances, [0, 0, -bench.access_push_cost, -2 * bench.access_push_cost])
        assert bench.blocked_until[CHIEF] == 60.0 + bench.access_retry
        assert bench.unbooked_hours == pytest.approx(4 * bench.access_attempt)
        assert (bench.refused, bench.refused_at_top) == (4, 4)
        assert (bench.attempts[CHIEF], bench.refusals[CHIEF], bench.refused_now[CHIEF]) == (4, 4, 4)
        assert [e["refusals"] for e in written(bench, "request_refused")] == [1.0, 2.0, 3.0, 4.0]

    @pytest.mark.parametrize(("place", "fields"), [(CHIEF, (1, 1)), (MANAGER, (2, 3)), (USER, (4, 4))])
    def test_the_slot_is_further_away_the_higher_the_person(self, place: int, fields: tuple[int, int]) -> None:
        """Three levels span from the first to the fourth wait."""
        bench = office()
        mean = float(np.mean([bench[f"access_lead_level_{level}"] for level in fields]))
        days = [appointment_days(*bench.records, place, attempt) for attempt in range(600)]
        assert_mean_is(days, mean, widest=0.15 * mean)
        assert min(days) > 0.0
