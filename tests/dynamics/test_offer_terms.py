"""One offer: price, credit and delivery date, what they cost, who has to allow them, and what others make of them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from laboratory import (
    CHIEF,
    OFFICE,
    books,
    decider,
    degenerate,
    office,
    person,
    quantity,
    rival,
    run,
    shipped,
    step,
    written,
)

from engine.dynamics import moments
from engine.dynamics.mechanisms.after_sale import conceded_if_won, margin_if_won, revenue_if_won, settle_win
from engine.dynamics.mechanisms.offer_terms import remember_price, start_from_what_was_paid, terms_facts
from engine.dynamics.mechanisms.people import apply_criteria
from engine.dynamics.mechanisms.price_pressure import press_price, rivals_follow, rivals_seen
from engine.dynamics.mechanisms.terms_approval import answer_in_vain, answered
from engine.dynamics.state.person_values import DELIVERY, PAYMENT, PRICE
from engine.model.buying_centre import CriteriaWeights
from engine.model.rulebook import Rulebook
from engine.model.terms import BuyerStep, Outcome, TermsSettled
from engine.rules import load_book
from engine.simulation import Simulator

HANDED_IN = int(TermsSettled.handed_in)
ASKED, GRANTED, TOO_LATE = range(3)
EVERYBODY = range(len(OFFICE))


def dealing(**more: Any) -> Any:
    """An office that is about to decide, as a fresh project finds it."""
    bench = office(**more)
    bench.seller_active, bench.acts, bench.step = 1, 1, 0
    apply_criteria(*bench.records, 0.0)
    start_from_what_was_paid(*bench.records, 0.0)
    return bench


def give(bench: Any, price: float = 0.0, credit: float = 0.0, sooner: float = 0.0, now: float = 0.0) -> None:
    """Concede so much."""
    moments.terms_given(*bench.records, now, price, credit, sooner, HANDED_IN)


def approved(bench: Any, price: float = 0.0, credit: float = 0.0, sooner: float = 0.0, now: float = 10.0) -> int:
    """May so much be conceded at once?"""
    return int(moments.terms_approved(*bench.records, now, price, credit, sooner, 1))


def won(bench: Any) -> Any:
    """The same deal, won by a vote."""
    bench.outcome, bench.won = int(Outcome.won), 1.0
    settle_win(*bench.records, 10.0)
    return bench


class TestCriteria:
    def test_two_of_six_may_be_left_out(self) -> None:
        four = CriteriaWeights(price=1, technical=1, service=1, risk=1)
        assert four.normalised() == (0.25, 0.25, 0.25, 0.25, 0.0, 0.0)
        assert CriteriaWeights(price=0, technical=0, service=0, risk=0, payment=2).normalised()[PAYMENT] == 1.0

    def test_after_a_failure_the_date_leads_and_price_comes_last(self) -> None:
        usual = {"price": 4, "technical": 2, "service": 2, "risk": 2, "delivery": 1, "payment": 0}
        bench = dealing()
        weights = list(CriteriaWeights(**usual).normalised())
        for i in EVERYBODY:
            bench.account.criteria[i] = weights
        bench.urgency, bench.price_latitude = 0.95, 0.8
        apply_criteria(*bench.records, 0.0)
        found = dict(zip(usual, bench.deal.criteria[CHIEF], strict=True))
        assert max(found, key=lambda name: found[name]) == "delivery"
        assert min(found, key=lambda name: found[name] or math.inf) == "price"
        assert sum(found.values()) == pytest.approx(1.0)

    def test_while_nothing_presses_weights_are_as_stated(self) -> None:
        bench = dealing()
        bench.account.criteria[CHIEF] = stated = np.array([0.3, 0.2, 0.2, 0.1, 0.1, 0.1])
        bench.urgency, bench.price_latitude = 0.0, 0.0
        apply_criteria(*bench.records, 0.0)
        np.testing.assert_allclose(bench.deal.criteria[CHIEF], stated)


class TestOffers:
    def test_days_become_scores_by_what_is_wanted(self) -> None:
        edits: dict[str, Any] = {
            "accounts.0.offer.delivery": quantity(60, "days"),
            "accounts.0.offer.payment": quantity(1, "months"),
            "accounts.0.project.delivery_wanted": quantity(45, "days"),
            "accounts.0.project.credit_wanted": quantity(0, "days"),
        }
        bench = dealing(edits=edits)
        assert bench.account.offer[DELIVERY] == pytest.approx(45 / 60)
        assert bench.account.offer[PAYMENT] == 1.0
        assert bench.delivery_pace == pytest.approx(60 / 120)
        assert bench.more_credit == pytest.approx(365.25 / 12 - 60)

    def test_an_offer_that_says_nothing_is_the_usual_one(self) -> None:
        bench = dealing()
        assert bench.account.offer[DELIVERY] == pytest.approx(90 / 120)
        assert bench.account.offer[PAYMENT] == pytest.approx(60 / 90)
        assert (bench.delivery_pace, bench.more_credit, bench.haste, bench.terms_cost) == (1.0, 0.0, 1.0, 0.0)
        assert bench.price_conceded == 0.0

    def test_what_is_conceded_serves_the_criterion_better(self) -> None:
        bench = dealing()
        before = bench.deal.offer.copy()
        give(bench, 0.05, 15, 30)
        gained = bench.deal.offer - before
        price = 1 + 0.4 * (0.5 - bench.account.offer[PRICE])
        assert gained[PRICE] == pytest.approx(min(1 - before[PRICE], 0.05 * price / 0.4))
        assert gained[DELIVERY] == pytest.approx(1.0 - 0.75)
        assert gained[PAYMENT] == pytest.approx(15 / 90)
        assert np.all(np.delete(gained, [PRICE, DELIVERY, PAYMENT]) == 0.0)

    def test_nothing_is_taken_back(self) -> None:
        bench = dealing()
        give(bench, 0.05, 15, 30)
        give(bench, 0.02, 20, 0)
        assert (bench.given_price, bench.given_credit, bench.given_sooner) == (0.05, 20.0, 30.0)


class TestMoney:
    @given(
        price=st.floats(0, 0.3), credit=st.floats(0, 180), sooner=st.floats(0, 90), pressed=st.floats(0.5, 1),
        remembered=st.floats(0, 0.2), failed=st.sampled_from([0, 1]),
    )  # fmt: skip
    @settings(max_examples=60, deadline=None)
    def test_what_is_won_and_conceded_is_what_was_at_stake(
        self, price: float, credit: float, sooner: float, pressed: float, remembered: float, failed: int
    ) -> None:
        bench = dealing()
        bench.outcome, bench.won, bench.delivery_failed = int(Outcome.won), 1.0, failed
        before = margin_if_won(*bench.records, 0.0)
        bench.price_memory, bench.price_factor = remembered, pressed
        give(bench, price, credit, sooner)
        paid, off = revenue_if_won(*bench.records, 0.0), conceded_if_won(*bench.records, 0.0)
        assert paid + off == pytest.approx(bench.amount)
        assert margin_if_won(*bench.records, 0.0) <= before + 1e-6
        assert bench.price_conceded == pytest.approx(1 - (1 - remembered) * (1 - price))

    def test_a_lower_price_is_all_margin(self) -> None:
        bench = dealing()
        bench.outcome, bench.won = int(Outcome.won), 1.0
        before, paid = margin_if_won(*bench.records, 0.0), revenue_if_won(*bench.records, 0.0)
        give(bench, price=0.04)
        assert revenue_if_won(*bench.records, 0.0) == pytest.approx(0.96 * paid)
        assert before - margin_if_won(*bench.records, 0.0) == pytest.approx(0.04 * paid)

    def test_credit_costs_interest_and_haste_costs_overtime(self) -> None:
        bench = dealing()
        bench.outcome, bench.won = int(Outcome.won), 1.0
        bench.terms_capital, bench.terms_overtime = 0.0730500 / 365.25, 0.002
        before = margin_if_won(*bench.records, 0.0)
        give(bench, credit=50)
        assert before - margin_if_won(*bench.records, 0.0) == pytest.approx(0.01 * bench.amount)
        give(bench, sooner=5)
        assert before - margin_if_won(*bench.records, 0.0) == pytest.approx(0.02 * bench.amount)

    def test_credit_is_waited_for_and_haste_fails_more_often(self) -> None:
        paid, failed = [], []
        for terms in ({}, {"credit": 60.0}, {"sooner": 60.0}):
            bench, days, failures = dealing(), 0.0, 0
            bench.after_delivery_failure, bench.terms_haste = 0.2, 0.02
            give(bench, **terms)
            for key in range(400):
                bench.key = key
                won(bench)
                days += bench.paid_after_if_won / 400
                failures += bench.delivery_failed
            paid.append(days)
            failed.append(failures / 400)
        assert paid[1] > paid[0] + 40 and paid[2] < paid[0] - 40
        assert failed[1] == failed[0] and failed[2] > 1.6 * failed[0]


class TestApproval:
    def test_within_our_authority_nobody_is_asked(self) -> None:
        bench = dealing()
        assert approved(bench, 0.05, 30, 14) == 1
        assert written(bench, "terms_approval") == [] and bench.terms_approvals == 0

    @pytest.mark.parametrize("beyond", [(0.051, 0, 0), (0, 31, 0), (0, 0, 15)])
    def test_beyond_it_the_offer_stands_until_the_answer(self, beyond: tuple[float, float, float]) -> None:
        bench = dealing()
        assert approved(bench, *beyond) == 0
        assert (bench.given_price, bench.given_credit, bench.given_sooner) == (0.0, 0.0, 0.0)
        assert bench.unbooked_hours == bench.terms_approval_hours == 4.0
        assert bench.answer_on == 17.0
        answered(*bench.records, 17.0, 0)
        assert (bench.given_price, bench.given_credit, bench.given_sooner) == beyond
        assert [event.code for event in written(bench, "terms_approval")] == [ASKED, GRANTED]
        assert written(bench, "offer_terms")[-1].code == TermsSettled.approved
        assert math.isinf(bench.answer_on)

    def test_the_same_is_not_asked_for_twice_but_more_is(self) -> None:
        bench = dealing()
        approved(bench, 0.08)
        approved(bench, 0.07, now=12.0)
        assert bench.terms_approvals == 1 and bench.answer_on == 17.0
        approved(bench, 0.09, now=12.0)
        assert bench.terms_approvals == 2 and bench.answer_on == 19.0

    @pytest.mark.parametrize(
        ("at", "tender", "allowed"),
        [
            (BuyerStep.bidding, True, True),
            (BuyerStep.testing, True, False),
            (BuyerStep.purchase, True, False),
            (BuyerStep.purchase, False, True),
        ],
    )
    def test_bids_that_are_in_stay_as_they_are(self, at: BuyerStep, tender: bool, allowed: bool) -> None:
        bench = dealing()
        bench.papers = int(tender)
        approved(bench, 0.08)
        bench.step_code[0] = at
        answered(*bench.records, 17.0, 0)
        assert bench.given_price == (0.08 if allowed else 0.0)
        assert written(bench, "terms_approval")[-1].code == (GRANTED if allowed else TOO_LATE)

    def test_an_answer_after_the_end_is_too_late(self) -> None:
        bench = dealing()
        approved(bench, 0.08)
        answer_in_vain(*bench.records, 12.0)
        told = written(bench, "terms_approval")[-1]
        assert (told.code, told["days"]) == (TOO_LATE, 2.0)
        assert bench.given_price == 0.0 and math.isinf(bench.answer_on)


class TestAfterwards:
    def test_who_bought_expects_part_of_it_again(self) -> None:
        bench = dealing()
        give(bench, 0.1)
        bench.outcome = int(Outcome.won)
        remember_price(*bench.records, 50.0)
        assert bench.price_memory == pytest.approx(0.05)
        bench.given_price = 0.0
        start_from_what_was_paid(*bench.records, 100.0)
        assert bench.price_conceded == pytest.approx(0.05)
        assert bench.deal.offer[PRICE] == bench.account.offer[PRICE], "what is expected persuades nobody"
        assert written(bench, "offer_terms")[-1].code == TermsSettled.expected

    @pytest.mark.parametrize("outcome", [Outcome.lost, Outcome.no_decision, Outcome.withdrawn])
    def test_who_did_not_buy_remembers_nothing(self, outcome: Outcome) -> None:
        bench = dealing()
        give(bench, 0.1)
        bench.outcome = int(outcome)
        remember_price(*bench.records, 50.0)
        assert bench.price_memory == 0.0


class TestOthers:
    def test_a_rival_hears_from_those_whom_it_has_met(self) -> None:
        bench = dealing(rivals=[rival(reaction=1.0)])
        give(bench, 0.06)
        assert bench.rival_conceded[0] == 0.0, "nobody told"
        bench.rival_met[0, :] = 1
        bench.given_price = 0.0
        give(bench, 0.06)
        assert bench.rival_conceded[0] == pytest.approx(0.5 * 0.06)
        assert bench.deal.rival_offer[0, PRICE] > bench.account.rival_offer[0, PRICE]

    def test_it_hears_by_the_power_it_has_met(self) -> None:
        heard = 0
        bench = dealing(rivals=[rival(reaction=1.0)])
        power = bench.power[CHIEF] / sum(bench.power[i] for i in EVERYBODY)
        bench.rival_met[0, CHIEF] = 1
        for key in range(600):
            bench.key, bench.given_price, bench.rival_conceded[0], bench.prices_offered = key, 0.06, 0.0, 0
            rivals_follow(*bench.records, 0.0)
            heard += bench.rival_conceded[0] > 0.0
        assert abs(heard / 600 - power) < 4 * math.sqrt(power * (1 - power) / 600)

    @pytest.mark.parametrize(("reaction", "share"), [(0.0, 0.0), (0.5, 0.25), (2.0, 1.0), (5.0, 1.0)])
    def test_it_follows_by_its_reaction_and_never_beyond_us(self, reaction: float, share: float) -> None:
        bench = dealing(rivals=[rival(reaction=reaction)])
        bench.rival_met[0, :] = 1
        give(bench, 0.06)
        assert bench.rival_conceded[0] == pytest.approx(share * 0.06)

    def test_bids_are_sealed_and_who_is_not_asked_does_not_follow(self) -> None:
        for field in ("papers", "rival_listed"):
            bench = dealing(rivals=[rival(reaction=1.0)])
            bench.rival_met[0, :] = 1
            if field == "papers":
                bench.papers = 1
            else:
                bench.rival_listed[0] = 0
            give(bench, 0.06)
            assert bench.rival_conceded[0] == 0.0

    @pytest.mark.parametrize(("rivals", "left"), [(0, 1.0), (1, 1.0), (2, 0.99), (3, 0.99**2)])
    def test_more_than_two_suppliers_press_the_price(self, rivals: int, left: float) -> None:
        bench = dealing(rivals=[rival(id=f"rival_{n}") for n in range(rivals)])
        assert press_price(*bench.records, 30.0, -1) == -1
        assert bench.price_factor == pytest.approx(left)
        press_price(*bench.records, 40.0, -1)
        assert len(written(bench, "price_pressed")) == (left < 1.0)
        if rivals == 3:
            bench.rival_listed[:2] = 0
            press_price(*bench.records, 30.0, -1)
            assert bench.price_factor == 1.0


class TestFacts:
    def test_what_counts_is_what_those_whom_we_met_told(self) -> None:
        bench = dealing()
        for i in EVERYBODY:
            bench.deal.criteria[i] = [1, 0, 0, 0, 0, 0]
        terms_facts(*bench.records, 0.0)
        assert math.isnan(bench.fact_price_sought)
        bench.deal.criteria[CHIEF] = [0, 0, 0, 0, 0.75, 0.25]
        bench.met[CHIEF], bench.learnt[CHIEF] = 1, 0.5
        terms_facts(*bench.records, 0.0)
        found = (bench.fact_price_sought, bench.fact_delivery_sought, bench.fact_credit_sought)
        assert found == pytest.approx((0.0, 0.75, 0.25))

    def test_price_latitude_is_heard_from_inside_or_from_the_decider(self) -> None:
        bench = dealing()
        bench.price_latitude = 0.8
        bench.fact_told_from_inside, bench.fact_decider_met = 0.0, 0.0
        terms_facts(*bench.records, 0.0)
        assert math.isnan(bench.fact_price_latitude)
        bench.fact_decider_met = 1.0
        terms_facts(*bench.records, 0.0)
        assert bench.fact_price_latitude == 0.8

    def test_rivals_are_seen_by_those_whom_we_know(self) -> None:
        bench = dealing(rivals=[rival(), rival(id="other")])
        bench.fact_rivals_seen = math.nan
        bench.rival_met[0, CHIEF] = 1
        rivals_seen(*bench.records, 0.0)
        assert math.isnan(bench.fact_rivals_seen)
        bench.met[CHIEF] = 1
        rivals_seen(*bench.records, 0.0)
        assert bench.fact_rivals_seen == 1.0


def generous() -> dict[str, Rulebook]:
    """A book that always concedes eight per cent, and thirty days, beyond what we may do ourselves."""
    book = load_book("offer_terms")
    always = {"price_concession": 0.08, "credit_days": 30.0, "days_sooner": 0.0}
    rest = book.otherwise.model_copy(update={"then": always})
    return {**books(), "offer_terms": book.model_copy(update={"rules": (), "otherwise": rest, "cases": ()})}


def bought(strategy: str = "top_down", **edits: Any) -> Any:
    """Rows of deals that take long enough for an answer of our approver."""
    people = [decider(), person("user", 2, "chief", roles=["user"], identified=True)]
    steps = [step("sourcing", 60), step("purchase", 60)]
    scenario = degenerate(steps, people, edits)
    return Simulator(scenario, strategy, generous(), 1).run(0, 40).outcomes


class TestRuns:
    def test_the_last_round_brings_what_the_approver_allows(self) -> None:
        rows = bought()
        at_it = rows["decisions"] > 2
        allowed = np.isclose(rows["price_conceded"], 0.08)
        assert at_it.any() and allowed.any()
        assert np.all(allowed | (rows["price_conceded"] == 0.0))
        assert np.all(rows["terms_approvals"][allowed] == 1)
        np.testing.assert_allclose(rows["revenue_if_won"] + rows["conceded_if_won"], rows["revenue_if_won"].max())

    def test_an_answer_that_takes_too_long_is_no_answer(self) -> None:
        rows = bought(**{"behaviour.terms.approval_days": 10_000})
        assert rows["terms_approvals"].any() and not rows["price_conceded"].any()

    def test_who_does_nothing_hands_in_the_standard_offer(self) -> None:
        rows = bought("do_nothing")
        assert not rows["price_conceded"].any() and not rows["terms_approvals"].any()
        assert np.all(rows["conceded_if_won"] == 0.0)

    @pytest.mark.parametrize("mechanism", ["offer_terms", "terms_approval", "price_pressure"])
    def test_switched_off_it_does_nothing(self, mechanism: str) -> None:
        rows = bought(switched_off=["hearing", mechanism])
        if mechanism == "terms_approval":
            assert not rows["terms_approvals"].any() and rows["price_conceded"].any()
        elif mechanism == "offer_terms":
            assert not rows["price_conceded"].any() and np.all(rows["conceded_if_won"] == 0.0)


def test_a_run_of_shipped_rules_concedes_something() -> None:
    rows = run(shipped("keeping_up"), "bottom_up_sponsored", 40).outcomes
    assert rows["price_conceded"].max() > 0.0
    assert np.all((rows["price_conceded"] >= 0.0) & (rows["price_conceded"] <= 0.3))
