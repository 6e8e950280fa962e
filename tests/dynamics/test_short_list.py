"""The short list (MODEL §3, §13): who comes to mind, who is asked, and what follows for those who are not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laboratory import (
    BUYER,
    CHIEF,
    ENGINEER,
    MANAGER,
    assert_mean_is,
    decider,
    degenerate,
    edited,
    office,
    person,
    quantity,
    rival,
    run,
    step,
    written,
)

from engine.dynamics import moments
from engine.dynamics.mechanisms.short_list import chance_to_be_asked
from engine.dynamics.state.owners import role_weights
from engine.dynamics.state.person_values import BUYER as PURCHASING, TECHNICAL
from engine.model.terms import BuyerStep, Outcome

US, RIVAL = 0, 1
EVERYBODY = slice(0, 6)


def unknown_to_all(**more: Any) -> Any:
    """An office where nobody knows or likes anybody, and names are worth nothing; the buyer asks two suppliers."""
    bench = office(rivals=[rival(id="one"), rival(id="two")], **more)
    bench.reputation, bench.rival_reputation[:2] = 0.0, 0.0
    bench.stance[EVERYBODY], bench.rival_stance[:2, EVERYBODY] = 0.0, 0.0
    bench.rival_relationship[:2] = 1
    bench.incumbent, bench.suppliers_asked = -1, 2
    bench.step, bench.step_code[0] = 0, BuyerStep.bidding
    return bench


def chance(bench: Any, option: int = US) -> float:
    """The chance that a supplier comes to mind."""
    weights = np.zeros(40)
    role_weights(bench.account, PURCHASING | TECHNICAL, weights)
    return float(chance_to_be_asked(*bench.records, 0.0, weights, option))


class TestComingToMind:
    def test_nothing_speaks_for_a_stranger(self) -> None:
        bench = unknown_to_all()
        assert chance(bench) == chance(bench, RIVAL) == 0.0

    def test_ways_add_up_as_chances_of_independent_things(self) -> None:
        """Name .5, one of the two who draw up the list met, the other for us by .4: 1 − (1 − .35)(1 − .15)(1 − .2)."""
        bench = unknown_to_all()
        bench.reputation, bench.met[BUYER], bench.stance[ENGINEER] = 0.5, 1, 0.4
        assert chance(bench) == pytest.approx(1 - 0.65 * 0.85 * 0.8)

    def test_the_same_law_holds_for_a_rival(self) -> None:
        bench = unknown_to_all()
        bench.rival_reputation[0], bench.rival_met[0, BUYER], bench.rival_stance[0, ENGINEER] = 0.5, 1, 0.4
        assert chance(bench, RIVAL) == pytest.approx(1 - 0.65 * 0.85 * 0.8)
        assert chance(bench) == 0.0

    def test_only_those_who_draw_up_the_list_count(self) -> None:
        bench = unknown_to_all()
        bench.met[MANAGER], bench.stance[MANAGER] = 1, 0.9
        assert chance(bench) == 0.0

    def test_dislike_is_no_better_than_nothing(self) -> None:
        bench = unknown_to_all()
        bench.stance[BUYER] = -0.8
        assert chance(bench) == 0.0

    def test_whoever_is_in_place_is_hardly_forgotten(self) -> None:
        bench = unknown_to_all()
        bench.incumbent = RIVAL
        assert chance(bench, RIVAL) == pytest.approx(0.95)
        assert chance(bench) == 0.0

    def test_a_sponsor_counts_by_power(self) -> None:
        bench = unknown_to_all()
        bench.sponsor[MANAGER] = 1
        assert chance(bench) == pytest.approx(0.8 * 0.5)

    def test_a_decider_who_is_for_somebody_backs_whom_they_know(self) -> None:
        bench = unknown_to_all()
        bench.stance[CHIEF] = bench.rival_stance[0, CHIEF] = 0.5
        assert chance(bench) == chance(bench, RIVAL) == 0.0, "a stranger of whom the decider has heard well"
        bench.met[CHIEF] = bench.rival_met[0, CHIEF] = 1
        assert chance(bench) == pytest.approx(0.8)
        assert chance(bench, RIVAL) == pytest.approx(0.8)


def drawn(bench: Any) -> tuple[int, int, int]:
    """Draw up the list; who is on it."""
    moments.step_begins(*bench.records, 0.0)
    return int(bench.listed), *(int(on) for on in bench.rival_listed[:2])


class TestWhoIsAsked:
    def test_a_name_known_to_all_is_asked(self) -> None:
        bench = unknown_to_all()
        bench.sourcing_reputation, bench.reputation, bench.rival_reputation[1] = 1.0, 1.0, 1.0
        assert drawn(bench) == (1, 0, 1)
        (event,) = written(bench, "short_list")
        assert (event.code, event["chance_us"], event["knew_us"], event["drew"]) == (0b101, 1.0, 0.0, 2.0)

    def test_no_more_than_usual_are_asked(self) -> None:
        bench = unknown_to_all()
        bench.sourcing_reputation, bench.reputation, bench.rival_reputation[:2] = 1.0, 1.0, 1.0
        assert sum(drawn(bench)) == 2

    def test_where_nobody_comes_to_mind_one_is_searched_for(self) -> None:
        assert sum(drawn(unknown_to_all())) == 1

    def test_it_is_settled_once_and_after_sourcing(self) -> None:
        bench = unknown_to_all()
        bench.step_code[0] = BuyerStep.sourcing
        moments.step_begins(*bench.records, 0.0)
        assert not written(bench, "short_list")
        bench.step_code[0] = BuyerStep.bidding
        first = drawn(bench)
        assert drawn(bench) == first
        assert len(written(bench, "short_list")) == 1

    def test_everybody_has_an_offer_where_no_number_is_said(self) -> None:
        bench = unknown_to_all()
        bench.suppliers_asked = 0
        assert drawn(bench) == (1, 1, 1)
        assert not written(bench, "short_list")

    def test_two_of_three_equals_are_asked_alike_often(self) -> None:
        """One decider who knows nobody; names come to mind with certainty, and two of three may come."""
        people = [decider(), person("buyer", 2, "chief", roles=["buyer"])]
        edits = {
            "behaviour.sourcing.reputation": 1.0,
            "accounts.0.process.suppliers_asked": quantity(2, "count"),
            "accounts.0.reputation": 1.0,
        }
        rivals = [rival(id="one", reputation=1.0), rival(id="two", reputation=1.0)]
        rows = run(degenerate([step("purchase", 1)], people, edits, rivals=rivals), count=4000).outcomes
        assert_mean_is(rows["listed"], 2 / 3, widest=0.04)


class TestLetIn:
    def left_out(self) -> Any:
        bench = unknown_to_all()
        bench.list_drawn, bench.listed = 1, 0
        return bench

    def test_a_sponsor_with_full_power_opens_the_door_while_bids_are_open(self) -> None:
        bench = self.left_out()
        bench.sourcing_backer, bench.power[MANAGER], bench.sponsor[MANAGER], bench.stance[MANAGER] = 1.0, 1.0, 1, 0.5
        bench.step_code[0] = BuyerStep.testing
        moments.buyer_moves(*bench.records, 0.0)
        assert bench.listed == 0
        bench.step_code[0] = BuyerStep.bidding
        moments.buyer_moves(*bench.records, 0.0)
        assert bench.listed == 1
        (event,) = written(bench, "let_in")
        assert (event.person, event.code) == (MANAGER, US)

    def test_nobody_does_it_unasked(self) -> None:
        bench = self.left_out()
        bench.met[EVERYBODY] = 1
        moments.buyer_moves(*bench.records, 0.0)
        assert bench.listed == 0

    def test_a_rival_may_be_let_in_by_the_same_law(self) -> None:
        bench = unknown_to_all()
        bench.list_drawn, bench.rival_listed[0] = 1, 0
        bench.sourcing_backer, bench.rival_met[0, CHIEF], bench.rival_stance[0, CHIEF] = 1.0, 1, 0.9
        moments.buyer_moves(*bench.records, 0.0)
        assert bench.rival_listed[0] == 1


class TestLeftOut:
    def test_nobody_who_was_not_asked_wins(self) -> None:
        scenario = edited("resentful_middle", {})
        rows = run(scenario, "do_nothing", count=400).outcomes
        out = rows[(rows["listed"] == 0) & (rows["won"] + rows["lost"] + rows["no_decision"] > 0)]
        assert len(out) > 10
        assert np.all(out["won"] == 0.0)
        assert np.mean(out["outcome"] == Outcome.lost) > 0.5

    def test_we_call_on_nobody_once_it_is_too_late(self) -> None:
        bench = unknown_to_all()
        bench.list_drawn, bench.listed, bench.fact_people_met = 1, 0, 0.0
        bench.fact_decider_met = bench.fact_has_sponsor = 0.0
        assert moments.next_contact(*bench.records, 0.0, -1) == CHIEF
        bench.step_code[0] = BuyerStep.testing
        assert moments.next_contact(*bench.records, 0.0, -1) == -1
        assert moments.next_chance(*bench.records, 0.0, 0.0) == bench.pursuit_revisit

    def test_the_fact_is_unknown_before(self) -> None:
        bench = unknown_to_all()
        moments.facts_of_deal(*bench.records, 0.0)
        assert np.isnan(bench.fact_on_short_list)
        drawn(bench)
        moments.facts_of_deal(*bench.records, 0.0)
        assert bench.fact_on_short_list == bench.listed
