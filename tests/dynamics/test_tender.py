"""The formal tender as a process (MODEL §3): what freezes when, who may be called on, what a bid costs, what stops."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laboratory import (
    CHIEF,
    MANAGER,
    assert_mean_is,
    build,
    by_tender,
    decider,
    degenerate,
    office,
    path,
    plain,
    project_by,
    quantity,
    rival,
    run,
    shipped,
    step,
    written,
)

from engine.dynamics import moments
from engine.dynamics.mechanisms.rivals import requests
from engine.dynamics.state.step_ends import StepEnd
from engine.dynamics.state.talks import NEVER
from engine.model.faults import Unfit
from engine.model.terms import BuyerStep, Outcome, Ownership, PathKind

EVERYBODY = slice(0, 6)
VISITED = -1


def tendering(step_code: BuyerStep, **more: Any) -> Any:
    """An office that buys by tender, at the beginning of a step."""
    bench = office(rivals=[rival()], **more)
    by_tender(bench)
    bench.step, bench.step_code[0] = 0, step_code
    bench.fact_people_met = bench.fact_decider_met = bench.fact_has_sponsor = 0.0
    return bench


def at(bench: Any, code: BuyerStep) -> Any:
    """The same office where this step begins."""
    bench.step_code[0] = code
    moments.step_begins(*bench.records, 0.0)
    return bench


class TestFreezing:
    def test_a_bounded_share_of_what_was_shaped_enters_the_papers(self) -> None:
        bench = tendering(BuyerStep.approval)
        bench.shaped, bench.rival_shaped[0], bench.tender_shaping_share = 0.5, 0.4, 0.3
        at(bench, BuyerStep.analysis)
        assert bench.spec_frozen == 0
        at(bench, BuyerStep.approval)
        assert (bench.spec_shaped, bench.spec_rival_shaped[0]) == pytest.approx((0.15, 0.12))
        bench.shaped = 1.0
        assert at(bench, BuyerStep.bidding).spec_shaped == pytest.approx(0.15), "what is bought stays fixed"

    @pytest.mark.parametrize(("incumbent", "ours", "theirs"), [(-1, 0.0, 0.0), (0, 0.3, 0.0), (1, 0.0, 0.3), (2, 0, 0)])
    def test_the_supplier_in_place_may_have_written_part_of_them(
        self, incumbent: int, ours: float, theirs: float
    ) -> None:
        bench = tendering(BuyerStep.approval)
        bench.old_supplier, bench.incumbent = 0.3, incumbent
        at(bench, BuyerStep.approval)
        assert (bench.spec_shaped, bench.spec_rival_shaped[0]) == pytest.approx((ours, theirs))


class TestClosedDoors:
    @pytest.mark.parametrize(
        ("public", "code", "shut"),
        [
            (0, BuyerStep.sourcing, 0),
            (0, BuyerStep.bidding, 1),
            (0, BuyerStep.purchase, 1),
            (1, BuyerStep.approval, 0),
            (1, BuyerStep.sourcing, 1),
        ],
    )
    def test_from_bidding_on_and_with_public_bodies_from_sourcing(
        self, public: int, code: BuyerStep, shut: int
    ) -> None:
        bench = tendering(code)
        bench.ownership = Ownership.public_body if public else Ownership.private
        assert at(bench, code).no_visits == shut
        assert len(written(bench, "visits_closed")) == shut

    def test_we_call_on_nobody_and_no_rival_does(self) -> None:
        bench = tendering(BuyerStep.sourcing)
        bench.rival_active[0], bench.rival_rate[0] = 1, 0.1
        assert moments.next_contact(*bench.records, 0.0, VISITED) == CHIEF
        assert moments.may_be_asked(*bench.records, 0.0, CHIEF, 1) == 1
        assert requests(*bench.records, 0.0, 0) > 0.0
        at(bench, BuyerStep.bidding)
        assert moments.next_contact(*bench.records, 0.0, VISITED) == -1
        assert moments.may_be_asked(*bench.records, 0.0, CHIEF, 1) == 0
        assert moments.next_chance(*bench.records, 0.0, 0.0) == bench.pursuit_revisit
        assert requests(*bench.records, 0.0, 0) == 0.0
        moments.facts_of_deal(*bench.records, 0.0)
        assert bench.fact_visits_allowed == 0.0

    def test_a_meeting_arranged_before_does_not_take_place(self) -> None:
        bench = tendering(BuyerStep.bidding)
        bench.thread_person[0], bench.thread_key[0], bench.in_flight[MANAGER] = MANAGER, bench.person_key[MANAGER], 1
        at(bench, BuyerStep.bidding)
        moments.meeting_comes(*bench.records, 5.0, 0)
        assert (bench.met[MANAGER], bench.in_flight[MANAGER], bench.meetings_held) == (0, 0, 0)

    def test_nobody_minds_that_we_would_have_been_late_for_it(self) -> None:
        bench = tendering(BuyerStep.bidding)
        last = bench.people - 1
        bench.thread_person[0], bench.thread_key[0], bench.in_flight[last] = last, bench.person_key[last], 1
        at(bench, BuyerStep.bidding)
        bench.thread_late[0], felt = bench.experience_grace + 1.0, bench.experience.tolist()
        moments.meeting_comes(*bench.records, 5.0, 0)
        assert bench.in_flight[last] == 0 and bench.experience.tolist() == felt

    def test_where_nothing_is_tendered_doors_stay_open(self) -> None:
        bench = tendering(BuyerStep.bidding)
        bench.path, bench.formal_tender, bench.papers, bench.contact_ends = PathKind.free_purchase, 0, 0, NEVER
        assert at(bench, BuyerStep.bidding).no_visits == 0


class TestBid:
    def handed_in(self, **fields: Any) -> Any:
        bench = tendering(BuyerStep.bidding)
        bench.seller_active, bench.learnt[EVERYBODY] = 1, 0.5
        for name, value in fields.items():
            bench[name] = value
        moments.step_ends(*bench.records, 0.0, StepEnd.carried_on + 0, StepEnd.carried_on + 0)
        return bench

    def test_it_takes_hours_and_uses_what_was_learnt(self) -> None:
        bench = self.handed_in()
        assert bench.bid_tailored == pytest.approx(0.5 * bench.shaping_tailoring)
        assert bench.unbooked_hours == bench.touch_proposal
        assert bench.offer_submitted == 1
        assert len(written(bench, "offer_submitted")) == 1

    def test_whoever_does_nothing_answers_as_they_are(self) -> None:
        for bench in (self.handed_in(acts=0), self.handed_in(seller_active=0)):
            assert (bench.bid_tailored, bench.unbooked_hours, bench.offer_submitted) == (0.0, 0.0, 0)


STEPS = [step("need", 1), step("bidding", 1), step("purchase", 1)]


def scored(edits: dict[str, Any] | None = None, **account: Any) -> Any:
    """A scenario with one decider whose purchase is a scored tender between us and two rivals."""
    project = project_by("open_tender", qualified=False, least_days=quantity(0, "days"))
    rivals = [rival(id="one"), rival(id="two")]
    more = {"accounts.0.buying_centre.group_choice.model": "tender", **(edits or {})}
    return degenerate(STEPS, [decider()], more, project=project, rivals=rivals, **account)


class TestAward:
    def test_the_shares_are_the_chances_of_what_is_drawn(self) -> None:
        rows = run(scored(), count=3000).outcomes
        for name, outcome in (("won", Outcome.won), ("lost", Outcome.lost), ("no_decision", Outcome.no_decision)):
            assert_mean_is((rows["outcome"] == outcome) - rows[name], 0.0, widest=0.04)
        assert 0.1 < rows["won"].mean() < 0.9, "a tender that is open"

    def test_a_deal_lost_to_a_stranger_is_lost(self) -> None:
        rows = run(scored({"behaviour.tender.stranger_fit": 1.0, "behaviour.tender.scatter": 0.0}), count=200).outcomes
        lost = rows[rows["outcome"] == Outcome.lost]
        assert len(lost) > 150
        assert np.mean(lost["winner"] == 2) > 0.9, "one place behind the last rival"

    def test_too_few_bids_take_time(self) -> None:
        alone = {"behaviour.tender.strangers": 0, "behaviour.tender.invalid": 1.0}
        rows = run(scored(alone), count=50).outcomes
        assert np.all(rows["outcome"] == Outcome.no_decision)
        assert np.all(rows["rounds"] == 3)

    def test_switched_off_the_group_votes_and_nobody_is_turned_away(self) -> None:
        on = shipped("staying_ahead_tender")
        off = on.model_copy(update={"switched_off": ("tender", "bids", "compliance")})
        before, after = (run(each, "top_down", count=60).outcomes for each in (on, off))
        assert np.all(before["listed"] == -1)
        assert np.any(after["listed"] >= 0), "without an announcement some are asked"
        assert np.all(after["winner"] < 2)


def project(**edits: Any) -> dict[str, Any]:
    tree = plain("reactive_tender")
    tree["accounts"][0]["project"].update(edits)
    return tree


def judged(**evaluation: Any) -> dict[str, Any]:
    return project(path=path("open_tender", evaluation=evaluation))


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        (project(path=path("free_purchase")), "bids are judged where the path awards"),
        (project(path=path("free_purchase", evaluation={})), "nobody judges bids on this path"),
        (project(formal_tender=False), "said by its path"),
        (project(tender={}), "who judges the bids is said by the path"),
        (judged(evaluators=quantity(6, "count"), outside=quantity(0.7, "share")), "odd number"),
        (
            judged(evaluators=quantity(5, "count"), outside=quantity(0.4, "share")),
            "two thirds of the evaluators come from outside",
        ),
        (judged(public_body=True), "said of the account"),
    ],
)
def test_what_is_wrong_is_said(tree: dict[str, Any], said: str) -> None:
    with pytest.raises((ValueError, Unfit), match=said):
        build(tree)


def test_a_tender_without_bids_is_refused() -> None:
    tree = plain("reactive_tender")
    process = tree["accounts"][0]["process"]
    process["steps"] = [each for each in process["steps"] if each["step"] != "bidding"]
    with pytest.raises(ValueError, match="the step `bidding` is missing"):
        build(tree)
