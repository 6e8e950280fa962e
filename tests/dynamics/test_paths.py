"""Paths of a purchase (S08): who may win, how many must bid, what wins, by hand arithmetic and in whole runs."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any, get_args

import numpy as np
import pytest
from laboratory import (
    BUYER,
    CHIEF,
    CONTENT,
    ENGINEER,
    USER,
    build,
    by_tender,
    decider,
    degenerate,
    office,
    path,
    person,
    plain,
    project_by,
    quantity,
    rival,
    run,
    step,
    written,
)

from engine.dynamics import moments
from engine.dynamics.mechanisms.lowest_price import chance_to_meet, lowest_that_meets
from engine.dynamics.mechanisms.path_rules import in_frame
from engine.dynamics.mechanisms.qualification import is_qualified
from engine.dynamics.mechanisms.sign_offs import who_asked
from engine.dynamics.state.group_rules import TENDER
from engine.dynamics.state.owners import owns
from engine.dynamics.state.scoring import MAX_BIDS, chances_of_lowest
from engine.dynamics.state.step_ends import StepEnd
from engine.dynamics.state.talks import NEVER, talks_closed
from engine.model.faults import Unfit
from engine.model.terms import BuyerStep, Outcome, PathKind, PathName

STEPS = [step("need", 1), step("sourcing", 1), step("bidding", 1), step("purchase", 1)]
EVERYBODY = slice(0, 6)
TWO = [rival(id="one"), rival(id="two")]
KINDS = get_args(PathName)
CHIEF_OF_ALL = {**decider(), "roles": ["decider", "initiator", "user"]}
ALL_VALID = {"behaviour.tender.invalid": 0.0, "behaviour.qualification.check": 0}
INPUTS: dict[str, dict[str, Any]] = {"frame_contract": {"frame": ["us", "one"]}}
"""What a scenario has to add to a shipped path."""


def buying(kind: str, people: Sequence[Any] = (), edits: dict[str, Any] | None = None, **more: Any) -> Any:
    """One account with a decider, two rivals and a path; a rule of papers where the path goes by them."""
    told = project_by(kind, **{**INPUTS.get(kind, {}), **more})
    papers = told["path"]["award"] in ("points", "lowest_price")
    rule = {"accounts.0.buying_centre.group_choice.model": "tender"} if papers else {}
    members = list(people) or [CHIEF_OF_ALL]
    return degenerate(STEPS, members, {**rule, **(edits or {})}, project=told, rivals=TWO)


def shares(scenario: Any, count: int = 200, strategy: str = "do_nothing") -> tuple[float, float, float]:
    """Shares won, lost and without decision."""
    rows = run(scenario, strategy, count=count).outcomes
    return float(rows["won"].mean()), float(rows["lost"].mean()), float(rows["no_decision"].mean())


class TestEveryPath:
    @pytest.mark.parametrize("kind", KINDS)
    def test_it_can_be_gone_and_somebody_wins(self, kind: str) -> None:
        won, lost, _ = shares(buying(kind, edits=ALL_VALID), 60)
        assert won + lost > 0.5

    @pytest.mark.parametrize("kind", KINDS)
    def test_bids_are_open_as_long_as_the_path_says(self, kind: str) -> None:
        calm = {"switched_off": ["hearing", "early_signature"]}
        rows = run(buying(kind, edits=calm, least_days=quantity(400, "days")), count=20).outcomes
        assert np.all(rows["closed"] - rows["opened"] >= 400)
        rows = run(buying(kind, edits=calm, least_days=quantity(0, "days")), count=20).outcomes
        assert np.any(rows["closed"] - rows["opened"] < 400)

    @pytest.mark.parametrize(
        ("kind", "code", "others", "evaluator"),
        [
            ("open_tender", BuyerStep.bidding, True, True),
            ("invited_tender", BuyerStep.testing, True, True),
            ("competitive_negotiation", BuyerStep.bidding, False, True),
            ("enquiry", BuyerStep.purchase, False, True),
            ("open_tender", BuyerStep.sourcing, False, False),
            *((kind, BuyerStep.bidding, False, False) for kind in KINDS if path(kind)["contact_ends"] == "none"),
        ],
    )
    def test_who_may_be_called_on(self, kind: str, code: BuyerStep, others: bool, evaluator: bool) -> None:
        bench, ends = office(rivals=TWO), path(kind)["contact_ends"]
        bench.path, bench.formal_tender = PathKind[kind], int(kind in ("open_tender", "invited_tender"))
        bench.contact_ends = NEVER if ends == "none" else BuyerStep[ends]
        bench.step, bench.step_code[0] = 0, code
        shut = [moments.move_wanted(*bench.records, 0.0, 0, who, 0) == 2 for who in (CHIEF, ENGINEER)]
        assert shut == [others, evaluator]
        assert talks_closed(bench.account, bench.deal) == evaluator
        moments.facts_of_deal(*bench.records, 0.0)
        assert (bench.fact_purchase_path, bench.fact_talks_closed) == (PathKind[kind], evaluator)


class TestWhoMayWin:
    def test_an_invited_tender_has_no_strangers_and_needs_three(self) -> None:
        sure = {"behaviour.tender.invalid": 0.0, "behaviour.sourcing.reputation": 1.0, "accounts.0.reputation": 1.0}
        rows = run(buying("invited_tender", edits=sure, qualified=False), count=60).outcomes
        assert np.all(rows["winner"] < 2), "no strangers"
        two = {**sure, "accounts.0.process.suppliers_asked": quantity(2, "count")}
        with pytest.raises(ValueError, match="2 suppliers can bid at most"):
            buying("invited_tender", edits=two)

    def test_where_three_have_to_bid_the_market_is_searched_for_three(self) -> None:
        unknown = {
            "behaviour.sourcing.reputation": 0.0,
            "behaviour.sourcing.liking": 0.0,
            "accounts.0.process.suppliers_asked": quantity(3, "count"),
        }
        assert np.all(run(buying("invited_tender", edits=unknown), count=20).outcomes["listed"] == 1)
        assert np.any(run(buying("free_purchase", edits=unknown), count=20).outcomes["listed"] == 0)

    def test_whoever_is_not_asked_hands_in_nothing_that_counts(self) -> None:
        bench = office(rivals=TWO)
        assert [moments.bid_stands(*bench.records, 0.0, option, 1) for option in range(3)] == [1, 1, 1]
        bench.listed, bench.rival_listed[0] = 0, 0
        assert [moments.bid_stands(*bench.records, 0.0, option, 1) for option in range(3)] == [0, 0, 1]

    def test_one_supplier_wins_a_single_source_and_the_one_in_place_comes_first(self) -> None:
        for incumbent, winner in (("us", Outcome.won), ("one", Outcome.lost)):
            scenario = buying("single_source")
            account = scenario.accounts[0].model_copy(update={"incumbent": incumbent})
            rows = run(scenario.model_copy(update={"accounts": (account,)}), count=30).outcomes
            assert np.all(rows["outcome"] == winner)
            assert len(set(rows["winner"].tolist())) == 1

    def test_whom_they_know_best_is_asked_where_nobody_is_in_place(self) -> None:
        def asked(**fields: Any) -> list[int]:
            bench = office(rivals=TWO, project=project_by("single_source"))
            bench.step, bench.step_code[0], bench.incumbent = 0, BuyerStep.bidding, -1
            for name, value in fields.items():
                bench[name] = value
            moments.step_begins(*bench.records, 0.0)
            assert bench.list_drawn == 1
            return [int(bench.listed), *map(int, bench.rival_listed[:2])]

        assert asked(rival_relationship=np.array([1.0, 3.0])) == [0, 0, 1]
        bonds = np.zeros(6)
        bonds[[BUYER, ENGINEER]] = 3.5
        assert asked(rival_relationship=np.array([1.0, 3.0]), bond=bonds) == [1, 0, 0]

    def test_nobody_outside_the_frame_ever_wins(self) -> None:
        rows = run(buying("frame_contract", frame=["one"]), "top_down", count=60).outcomes
        assert np.all(rows["won"] == 0.0)
        lost = rows[rows["outcome"] == Outcome.lost]
        assert len(set(lost["winner"].tolist())) == 1
        ours, theirs, _ = shares(buying("frame_contract", frame=["us"]), 60)
        assert ours > 0.9 and theirs == 0.0
        bench = office(rivals=TWO)
        assert all(in_frame(bench.account, option) for option in range(3))
        bench.has_frame, bench.in_frame = 1, 1
        assert [moments.bid_stands(*bench.records, 0.0, option, 1) for option in range(3)] == [1, 0, 0]
        assert moments.stays_away(*bench.records, 0.0, 0) == 0
        bench.in_frame = 0
        assert moments.stays_away(*bench.records, 0.0, 0) == 1

    def test_users_and_purchasing_decide_a_call_off(self) -> None:
        bench = office(rivals=[], project=project_by("frame_contract", frame=["us"]))
        moments.group_votes(*bench.records, 0.0, -1)
        assert {event.person for event in written(bench, "vote")} == {USER, BUYER}
        bench = office(rivals=[])
        moments.group_votes(*bench.records, 0.0, -1)
        assert len(written(bench, "vote")) == 6


class TestLowestPrice:
    def test_by_hand(self) -> None:
        """Prices .9, 1.0 and 1.1; the cheapest is found fit every second time, the next for certain."""
        first = np.zeros(MAX_BIDS)
        chances_of_lowest(np.array([1.1, 1.0, 0.9]), np.array([1.0, 1.0, 0.5]), 3, first)
        assert first[:3] == pytest.approx([0.0, 0.5, 0.5], abs=1e-15)
        chances_of_lowest(np.array([1.1, 1.0, 0.9]), np.array([0.8, 0.5, 0.5]), 3, first)
        assert first[:3] == pytest.approx([0.8 * 0.25, 0.25, 0.5], abs=1e-15)

    def test_equal_prices_share_what_none_below_takes(self) -> None:
        first = np.zeros(MAX_BIDS)
        chances_of_lowest(np.ones(3), np.ones(3), 3, first)
        assert first[:3] == pytest.approx([1 / 3] * 3, abs=1e-15)
        chances_of_lowest(np.ones(2), np.array([1.0, 0.5]), 2, first)
        assert first[:2] == pytest.approx([0.75, 0.25], abs=1e-15)

    def test_the_requirement_is_judged_with_scatter(self) -> None:
        assert chance_to_meet(0.6, 0.6, 0.1) == pytest.approx(0.5)
        assert chance_to_meet(0.7, 0.6, 0.1) == pytest.approx(1 / (1 + np.exp(-np.pi / np.sqrt(3))))
        assert (chance_to_meet(0.6, 0.6, 0.0), chance_to_meet(0.59, 0.6, 0.0)) == (1.0, 0.0)

    def award(self, bench: Any) -> int:
        return int(moments.group_votes(*bench.records, 0.0, -1))

    def test_the_lowest_of_those_that_meet_it_wins(self) -> None:
        assert self.award(self.ready()) == 2, "the cheapest does not meet it, ours is dearer"
        assert self.award(self.ready(requirement=0.5)) == 1, "now the cheapest does"
        bench = self.ready(requirement=0.74)
        bench.rival_offer[1, :CONTENT] = [0.5, 0.7, 0.7, 0.7]
        bench.spec_shaped = 0.2
        assert self.award(bench) == 0, "ours alone meets it"
        assert (bench.won, bench.lost) == pytest.approx((1.0, 0.0), abs=1e-12)

    def ready(self, **fields: Any) -> Any:
        bench = by_tender(office(rivals=TWO))
        bench.group_model, bench.evaluators, bench.lowest_price, bench.requirement = TENDER, 4.0, 1, 0.65
        bench.announced, bench.tender_invalid, bench.tender_scatter, bench.tender_challenge = 0, 0.0, 0.0, 0.0
        bench.tender_pressure, bench.tender_price_spread = 0.0, 0.4
        bench.criteria[EVERYBODY, :CONTENT], bench.criteria[EVERYBODY, CONTENT:] = 0.25, 0.0
        bench.offer[:CONTENT] = [0.25, 0.9, 0.6, 0.6]
        bench.rival_offer[0, :CONTENT] = [0.75, 0.6, 0.6, 0.6]
        bench.rival_offer[1, :CONTENT] = [0.5, 0.75, 0.75, 0.75]
        bench.rival_shaped[:2], bench.rival_met[:2, EVERYBODY], bench.incumbent, bench.opened = 0.0, 0, -1, 0.0
        for name, value in fields.items():
            bench[name] = value
        return bench

    def test_where_none_meets_it_the_purchase_stops(self) -> None:
        bench = self.ready(requirement=0.95)
        assert self.award(bench) == -1
        (event,) = written(bench, "tender_stopped")
        assert event.code == 3 and event["chance"] == pytest.approx(1.0)
        assert bench.no_decision == pytest.approx(1.0)

    def test_two_valid_bids_of_three_stop_it_too(self) -> None:
        bench = self.ready(listed=0)
        assert self.award(bench) == -1
        (event,) = written(bench, "tender_stopped")
        assert event.code == 0

    def test_after_talks_everybody_comes_down_and_in_an_enquiry_nobody_does(self) -> None:
        bench = self.ready(requirement=0.0)
        self.award(bench)
        assert bench.price_factor == 1.0
        bench = self.ready(requirement=0.0, last_price=1, negotiation_concession=0.05)
        keys, valid, first = np.arange(MAX_BIDS, dtype=np.uint64), np.ones(MAX_BIDS, np.bool_), np.zeros(MAX_BIDS + 1)
        lowest_that_meets(*bench.records, 0.0, 3, keys, valid, first)
        assert 0.9 < bench.price_factor < 1.0
        (event,) = written(bench, "prices_compared")
        assert event["ours"] == pytest.approx(1.1 * bench.price_factor)


class TestQualification:
    def waiting(self, **fields: Any) -> Any:
        bench = by_tender(office(rivals=TWO))
        bench.qualifies, bench.step, bench.incumbent = 1, 0, -1
        bench.rival_active[:2], bench.rival_sighting[:2] = 0, inf
        bench.rival_relationship[:2], bench.rival_met[:2, EVERYBODY] = 1.0, 0
        for name, value in fields.items():
            bench[name] = value
        return bench

    def begin(self, bench: Any, code: BuyerStep, now: float) -> Any:
        bench.step_code[0] = code
        moments.step_begins(*bench.records, now)
        return bench

    def test_from_sourcing_on_papers_of_whoever_acts_are_taken(self) -> None:
        bench = self.waiting(seller_active=1, our_sighting=3.0)
        self.begin(bench, BuyerStep.approval, 5.0)
        assert bench.qualified_on == inf
        self.begin(bench, BuyerStep.sourcing, 9.0)
        assert 9.0 < bench.qualified_on < inf
        assert bench.unbooked_hours == bench.qualification_hours
        assert bench.rival_qualified_on[0] == inf
        moments.buyer_moves(*bench.records, 12.0)
        assert bench.unbooked_hours == bench.qualification_hours, "once"

    def test_somebody_who_knows_us_takes_them_before(self) -> None:
        bench = self.waiting(seller_active=1, our_sighting=3.0)
        bench.met[BUYER] = 1
        self.begin(bench, BuyerStep.research, 5.0)
        assert 5.0 < bench.qualified_on < inf

    def test_rivals_go_by_the_same_law_from_the_day_they_saw_it(self) -> None:
        bench = self.waiting()
        self.begin(bench, BuyerStep.sourcing, 9.0)
        bench.rival_active[1], bench.rival_sighting[1] = 1, 11.0
        moments.buyer_moves(*bench.records, 20.0)
        assert bench.rival_qualified_on[1] > 11.0 and bench.rival_qualified_on[0] == inf
        (event,) = written(bench, "papers_handed_in")
        assert (event.code, event["waited_days"]) == (2, 9.0)

    def test_whoever_does_nothing_hands_them_in_with_the_papers_of_the_purchase(self) -> None:
        bench = self.waiting(acts=0)
        self.begin(bench, BuyerStep.sourcing, 9.0)
        assert bench.qualified_on == inf
        self.begin(bench, BuyerStep.bidding, 30.0)
        assert 30.0 < bench.qualified_on < inf and bench.unbooked_hours == 0.0
        assert all(30.0 < day < inf for day in bench.rival_qualified_on[:2])

    def test_who_is_late_is_left_out_until_papers_go_out_once_more(self) -> None:
        bench = self.waiting()
        bench.qualified_on, bench.rival_qualified_on[:2] = 40.0, [10.0, 41.0]
        bench.step_code[0] = BuyerStep.bidding
        moments.step_ends(*bench.records, 40.5, StepEnd.carried_on + 0, StepEnd.carried_on + 0)
        assert [is_qualified(bench.account, bench.deal, 90.0, option) for option in range(3)] == [True, True, False]
        assert [moments.bid_stands(*bench.records, 90.0, option, 1) for option in range(3)] == [1, 1, 0]
        assert moments.utility(*bench.records, 90.0, CHIEF, 2, 1.0) == -inf
        (event,) = written(bench, "not_qualified")
        assert (event.code, event["days"]) == (2, pytest.approx(0.5))
        moments.step_ends(*bench.records, 80.0, StepEnd.carried_on + 0, StepEnd.carried_on + 0)
        assert is_qualified(bench.account, bench.deal, 90.0, 2)

    def test_the_one_in_place_and_those_in_the_frame_are_qualified_already(self) -> None:
        scenario = buying("frame_contract", frame=["us", "two"])
        account = scenario.accounts[0].model_copy(update={"incumbent": "us"})
        rows = run(scenario.model_copy(update={"accounts": (account,)}), count=20).outcomes
        assert np.all(rows["won"] + rows["lost"] > 0.9)

    def test_switched_off_nobody_is_late(self) -> None:
        slow = {"behaviour.qualification.check": quantity(4000, "days"), "behaviour.tender.strangers": 8}
        late = shares(buying("open_tender", edits=slow), 60)[0]
        free = shares(buying("open_tender", edits={**slow, "switched_off": ["hearing", "qualification"]}), 60)[0]
        assert late < free / 2


class TestReciprocal:
    def test_what_a_supplier_buys_speaks_for_it_with_those_who_weigh_price(self) -> None:
        bench = office(rivals=TWO)
        bench.criteria[CHIEF], bench.criteria[CHIEF, :CONTENT] = 0.0, [0.6, 0.2, 0.1, 0.1]
        before = [moments.utility(*bench.records, 0.0, CHIEF, option, 0.0) for option in range(4)]
        bench.bought, bench.rival_bought[1], bench.reciprocity_worth = 0.5, 0.25, 2.0
        after = [moments.utility(*bench.records, 0.0, CHIEF, option, 0.0) for option in range(4)]
        gained = np.array(after) - np.array(before)
        assert gained == pytest.approx([0.5 * 2.0 * 0.6, 0.0, 0.25 * 2.0 * 0.6, 0.0], abs=1e-12)

    def test_it_is_asked_for_an_offer_for_certain(self) -> None:
        unknown = {
            "behaviour.sourcing.reputation": 0.0,
            "behaviour.sourcing.liking": 0.0,
            "accounts.0.process.suppliers_asked": quantity(3, "count"),
        }
        bought = [{"id": "us", "yearly": quantity(0.1, "share")}]
        rows = run(buying("reciprocal", edits=unknown, bought=bought), count=40).outcomes
        assert np.all(rows["listed"] == 1)
        assert np.any(run(buying("reciprocal", edits=unknown), count=40).outcomes["listed"] == 0)


class TestLeasing:
    def test_the_yearly_rent_needs_the_budget_and_the_lessor_keeps_a_share(self) -> None:
        lease = {"years": quantity(5, "count"), "lessor_share": quantity(0.05, "share")}
        bench = office(project={**project_by("leasing", lease=lease), "budget": quantity(0.1, "share")})
        bench.decision_over_budget = 1.0
        assert moments.utility(*bench.records, 0.0, CHIEF, 1, 0.0) == pytest.approx(0.5), "half of a fifth is there"
        plainly = office(project={**project_by("free_purchase"), "budget": quantity(0.1, "share")})
        plainly.decision_over_budget = 1.0
        assert moments.utility(*plainly.records, 0.0, CHIEF, 1, 0.0) == pytest.approx(0.9)
        assert plainly.margin - bench.margin == pytest.approx(0.05)

    def test_fewer_people_sign_for_a_rent(self) -> None:
        def signatures(kind: str) -> float:
            tree = plain("keeping_up")
            tree["accounts"][0]["project"]["path"] = path(kind)
            tree["accounts"][0]["process"]["sign_offs"]["midpoint"] = quantity(120, "10k CNY")
            return float(run(build(tree), count=60).outcomes["sign_offs"].mean())

        assert signatures("leasing") < signatures("free_purchase")


class TestPeopleOutside:
    def with_institute(self, **more: Any) -> Any:
        institute = {**person("institute", 2), "power": 0, "outside": True, **more}
        return [CHIEF_OF_ALL, institute]

    def bench(self) -> Any:
        bench = office()
        bench.outsider[ENGINEER], bench.power[ENGINEER], bench.roles[ENGINEER] = 1, 0.0, 1 << 2
        return bench

    def test_they_have_no_vote(self) -> None:
        bench = self.bench()
        moments.group_votes(*bench.records, 0.0, -1)
        assert ENGINEER not in {event.person for event in written(bench, "vote")}
        assert len(written(bench, "vote")) == 5

    def test_they_sign_nothing_own_no_step_and_ask_for_nothing(self) -> None:
        bench = self.bench()
        bench.roles[:6], bench.level[ENGINEER] = 1 << 2, 9
        assert who_asked(bench.account) != ENGINEER
        bench.power[:6] = 0.0
        assert not any(owns(bench.account, code, ENGINEER) for code in range(8))
        assert owns(bench.account, 0, CHIEF)

    def test_they_are_not_counted_and_can_be_visited(self) -> None:
        scenario = buying("free_purchase", self.with_institute(identified=True, level=1))
        rows = run(scenario, "bottom_up_field", count=20).outcomes
        assert np.all(rows["people"] == 1) and np.all(rows["people_met"] <= 1)
        bench = self.bench()
        bench.identified[ENGINEER] = 1
        assert moments.may_be_asked(*bench.records, 0.0, ENGINEER, 1) == 1

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ({"power": 0.3}, "has no vote"),
            ({"roles": ["technical_evaluator"]}, "owns no step"),
            ({"reports_to": "chief"}, "reports to nobody"),
        ],
    )
    def test_what_they_cannot_be_is_refused(self, more: dict[str, Any], said: str) -> None:
        with pytest.raises((ValueError, Unfit), match=said):
            degenerate(STEPS, [decider(), {**person("law_firm", power=0, outside=True), **more}])

    def test_nobody_reports_to_them(self) -> None:
        people = [decider(), person("firm", power=0, outside=True), person("clerk", 2, "firm")]
        with pytest.raises((ValueError, Unfit), match="reports to somebody from outside"):
            degenerate(STEPS, people)


def test_more_have_to_agree_than_vote() -> None:
    rule = "accounts.0.buying_centre.group_choice"
    edits = {f"{rule}.model": "minimum_endorsement", f"{rule}.quota": quantity(2, "count")}
    people = [decider(), person("user", 2, "chief", roles=["user"])]
    with pytest.raises((ValueError, Unfit), match="1 have a vote on this path, fewer than have to agree"):
        buying("frame_contract", people, edits)
    assert buying("free_purchase", people, edits)


@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [
        ("frame_contract", {"frame": []}, "who is in the frame is not said"),
        ("free_purchase", {"frame": ["us"]}, "suppliers outside it are asked"),
        ("frame_contract", {"frame": ["somebody"]}, "neither `us` nor a rival's id"),
        ("single_source", {"award": "vote"}, "go together"),
        ("leasing", {"lease": None}, "a leasing path says"),
        ("enquiry", {"bidders_needed": quantity(4, "count")}, "3 suppliers can bid at most"),
        ("free_purchase", {"bidders_needed": quantity(2, "count")}, "here the group votes"),
        ("free_purchase", {"bought": [{"id": "us", "yearly": quantity(1, "share")}]}, "`reciprocal` only"),
        ("single_source", {"last_price": True}, "a last price is handed in"),
        ("open_tender", {"award": "vote"}, "bids are judged where the path awards"),
    ],
)
def test_what_is_wrong_with_a_path_is_said(kind: str, more: dict[str, Any], said: str) -> None:
    edits = {"accounts.0.buying_centre.group_choice.model": "tender"} if kind == "open_tender" else {}
    with pytest.raises((ValueError, Unfit), match=said):
        buying(kind, edits=edits, **more)
