"""The buyer's own process: steps, signatures up the line, and the vote (MODEL §3, §7)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laboratory import (
    CHIEF,
    ENGINEER,
    MANAGER,
    USER,
    assert_mean_is,
    decider,
    degenerate,
    edited,
    office,
    person,
    plain,
    quantity,
    rival,
    run,
    simulator,
    step,
)

from engine.dynamics import moments
from engine.dynamics.machine.composition import CONSTANTS
from engine.dynamics.state.person_values import INITIATOR, chief_of
from engine.dynamics.state.vote_tallies import MAX_OPTIONS
from engine.model.terms import BuyerStep, Outcome

LINE = [
    person("chief", 1, roles=["decider"], power=1.0, identified=True),
    person("head", 2, "chief"),
    person("lead", 3, "head"),
    person("user", 4, "lead", roles=["user", "initiator"]),
]


def signed(amount: float, count: int = 600, **signs: float) -> Any:
    """Deals of a line of four with one signature round, by the amount in 10k CNY."""
    values: dict[str, Any] = {"wait": 2, "wait_shape": 1, "refusal": 0, "refusal_sway": 0, "midpoint": 100, "slope": 8}
    values |= {"per_level": 0, **signs}
    edits = {f"accounts.0.process.sign_offs.{name}": value for name, value in values.items()}
    edits["accounts.0.project.amount"] = amount
    return run(degenerate([step("approval", 1) | {"sign_off": True}, step("purchase", 1)], LINE, edits), count=count)


def signers_of(process: Any, people: Any, edits: Any) -> list[str]:
    """Who signs, in order."""
    story = simulator(degenerate(process, people, edits)).trace(0)
    return [story.people[event.person] for event in story.events if event.kind == "sign_off"]


class TestSignatures:
    def test_small_amounts_stop_at_the_first_superior(self) -> None:
        assert np.all(signed(1).outcomes["sign_offs"] == 1)

    def test_large_amounts_climb_to_the_top(self) -> None:
        assert np.all(signed(10_000).outcomes["sign_offs"] == 3)

    def test_at_the_midpoint_half_climb_at_every_signature(self) -> None:
        signs = signed(100, 3000).outcomes["sign_offs"]
        for count, expected in ((1, 0.5), (2, 0.25), (3, 0.25)):
            assert_mean_is(signs == count, expected, widest=0.04)

    def test_the_curve_is_logistic_in_the_amount(self) -> None:
        """Twice the midpoint: the log-odds of climbing on are 8·log10(2)."""
        climb = 1 / (1 + 2 ** (-8 / np.log(10)))
        assert_mean_is(signed(200, 3000).outcomes["sign_offs"] == 1, 1 - climb, widest=0.03)

    def test_earlier_signatures_may_calm_the_next(self) -> None:
        calmed = signed(100, 3000, per_level=2).outcomes["sign_offs"]
        assert_mean_is(calmed == 1, 0.5, widest=0.04)
        assert_mean_is(calmed[calmed > 1] == 2, 1 - 1 / (1 + np.exp(2)), widest=0.05)

    def test_a_refusal_sends_the_file_back_and_costs_time(self) -> None:
        deals = signed(1, 3000, refusal=0.3).outcomes
        assert_mean_is(deals["sign_offs_refused"], 0.3 / 0.7, widest=0.07)
        assert np.all(deals["sign_offs"] == 1)
        assert np.all(deals["outcome"] == Outcome.won)
        again = deals["sign_offs_refused"] > 0
        assert np.all(deals["waste_days"][again] > 0.0), "work done again is waste"
        assert np.all(deals["waste_days"][~again] == 0.0)

    def test_worried_signers_who_see_no_need_refuse_more(self) -> None:
        shares = []
        for worry, need in ((0.0, 1.0), (0.5, 0.5), (1.0, 0.0)):
            people = [{**who, "worry": worry, "need": need} for who in LINE]
            edits = {"accounts.0.process.sign_offs.refusal": 0.1, "accounts.0.process.sign_offs.refusal_sway": 1.5}
            edits["accounts.0.project.amount"] = 1
            process = [step("approval", 1) | {"sign_off": True}, step("purchase", 1)]
            deals = run(degenerate(process, people, edits), count=2500).outcomes
            shares.append(deals["sign_offs_refused"].sum() / (deals["sign_offs_refused"] + deals["sign_offs"]).sum())
        odds = np.array(shares) / (1 - np.array(shares))
        assert shares == sorted(shares)
        # Enthusiasm about a failure adds need everywhere, so the middle case is only near the stated chance.
        assert odds[2] / odds[0] > 3
        assert shares[1] == pytest.approx(0.1, abs=0.04)

    def test_the_wait_is_gamma_and_necessary(self) -> None:
        deals = signed(1, 4000, wait=3, wait_shape=0.56).outcomes
        assert_mean_is(deals["necessary_days"], 3.0, widest=0.35)
        assert_mean_is((deals["necessary_days"] - 3.0) ** 2, 9 / 0.56, widest=5.0)

    def test_the_file_starts_with_the_initiator_s_superior(self) -> None:
        process = [step("approval", 1) | {"sign_off": True}, step("purchase", 1)]
        edits = {"accounts.0.project.amount": 100_000, "accounts.0.process.sign_offs.refusal": 0}
        story = simulator(degenerate(process, LINE, edits)).trace(0)
        signers = [event.person for event in story.events if event.kind == "sign_off"]
        assert [story.people[place] for place in signers] == ["lead", "head", "chief"]

    def test_nobody_signs_a_request_of_their_own(self) -> None:
        process = [step("approval", 1) | {"sign_off": True}, step("purchase", 1)]
        edits = {"accounts.0.project.amount": 100_000, "accounts.0.process.sign_offs.refusal": 0}
        alone = simulator(degenerate(process, [decider()], edits)).trace(0)
        assert [event.person for event in alone.events if event.kind == "sign_off"] == []
        people = [{**who, "roles": ["initiator"]} if who["id"] == "head" else who for who in LINE]
        assert signers_of(process, people, edits) == ["lead", "chief"]

    def test_the_owner_of_the_budget_signs_first_and_once(self) -> None:
        process = [step("approval", 1) | {"sign_off": True}, step("purchase", 1)]
        edits = {"accounts.0.project.amount": 100_000, "accounts.0.process.sign_offs.refusal": 0}
        finance = person("finance", 2, "chief", roles=["financial_approver"], power=0.4)
        lesser = person("accountant", 3, "finance", roles=["financial_approver"], power=0.2)
        assert signers_of(process, [*LINE, finance, lesser], edits) == ["finance", "lead", "head", "chief"]
        in_line = [{**who, "roles": ["financial_approver"]} if who["id"] == "head" else who for who in LINE]
        assert signers_of(process, in_line, edits) == ["head", "lead", "chief"]
        own = [{**finance, "roles": ["financial_approver", "initiator"]}, *LINE]
        assert signers_of(process, own, edits) == ["lead", "head", "chief"], "not of their own request"
        small = edits | {"accounts.0.project.amount": 1}
        assert signers_of(process, [*LINE, finance], small) == ["finance", "lead"]


class TestSteps:
    def test_an_emergency_leaves_out_what_can_be_left_out(self) -> None:
        slow = step("research", 50, shape=100) | {"skipped_when_urgent": True}
        scenario = degenerate([step("need", 1), slow, step("purchase", 1)])
        story = simulator(scenario).trace(0)
        codes = [event.code for event in story.events if event.kind == "step"]
        assert codes == [BuyerStep.need, BuyerStep.purchase]
        renewal = plain("keeping_up")["accounts"][0]["market"]
        market = {**renewal, "surprises": quantity(0, "per year")}
        market["keeping_up"] |= {"budget_blocked": quantity(0, "probability")}
        calm = degenerate([step("need", 1), slow, step("purchase", 1)], assets=[], market=market)
        codes = [event.code for event in simulator(calm).trace(0).events if event.kind == "step"]
        assert codes == [BuyerStep.need, BuyerStep.research, BuyerStep.purchase]

    def test_the_need_freezes_when_analysis_is_over(self) -> None:
        names = ("need", "analysis", "approval", "purchase")
        story = simulator(degenerate([step(name, 5) for name in names])).trace(0)
        frozen = [event.day for event in story.events if event.kind == "need_frozen"]
        entered = {event.code: event.day for event in story.events if event.kind == "step"}
        assert frozen == [entered[BuyerStep.approval]]

    def test_a_group_that_cannot_decide_comes_back_and_then_shelves(self) -> None:
        edits = {
            "behaviour.decision.nothing": 100,
            "accounts.0.buying_centre.group_choice.rounds": 3,
        }
        scenario = degenerate([step("need", 1), step("testing", 1), step("purchase", 1)], edits=edits)
        (deal,) = run(scenario, count=1).outcomes
        assert (deal["outcome"], deal["rounds"]) == (Outcome.no_decision, 3)
        events = simulator(scenario).trace(0).events
        codes = [event.code for event in events if event.kind == "step"]
        assert codes == [
            BuyerStep.need,
            *[BuyerStep.testing, BuyerStep.purchase] * 3,
        ], "without a decision the file goes one step back"
        assert [e["round"] for e in events if e.kind == "round_without_decision"] == [1.0, 2.0]

    def test_dropping_the_project_is_no_decision(self) -> None:
        deals = run(degenerate([step("need", 1, abandon=0.4), step("purchase", 1)]), count=2000).outcomes
        assert_mean_is(deals["outcome"] == Outcome.no_decision, 0.4, widest=0.05)
        assert np.all(deals["rounds"][deals["outcome"] == Outcome.no_decision] == 0)

    def test_losing_names_the_rival(self) -> None:
        edits = {"behaviour.decision.stance": 50}
        rivals = [rival(), rival(id="other")]
        people = [decider(rival_stance={"other": 1.0})]
        deals = run(degenerate([step("purchase", 1)], people, edits, rivals=rivals), count=20).outcomes
        assert np.all(deals["outcome"] == Outcome.lost)
        assert np.all(deals["winner"] == 1)


def utility(bench: Any, person: int = CHIEF, now: float = 0.0) -> np.ndarray:
    """Utilities of us, each rival, nothing."""
    out = np.zeros(MAX_OPTIONS)
    moments.all_weighed(*bench.records, now, person, out)
    return out[: bench.rivals + 2]


def weighing() -> Any:
    """A deal with a rival in which every coefficient of the decision is one, and everything else zero."""
    bench = office(rivals=[rival()])
    for constant in CONSTANTS:
        if constant.group == "decision":
            bench[constant.field.name] = 1.0
    for name in ("offer", "rival_offer", "worry", "reputation", "rival_reputation", "switching_cost"):
        bench[name] = 0.0
    bench.rival_relationship[0] = 1.0
    bench.need[:6], bench.offer_submitted, bench.budget, bench.incumbent, bench.decision_nothing = 1.0, 1, 1.0, -1, 0.0
    bench.opened = 0.0
    return bench


class TestUtility:
    def test_an_empty_balance_is_zero(self) -> None:
        np.testing.assert_allclose(utility(weighing()), [0.0, 0.0, 0.0], atol=1e-15)

    @pytest.mark.parametrize(
        ("field", "place", "value", "expected"),
        [
            ("stance", CHIEF, 0.5, (0.5, 0, 0)),
            ("rival_stance", (0, CHIEF), -0.5, (0, -0.5, 0)),
            ("worry", CHIEF, 0.4, (-0.4, -0.4, 0.4)),
            ("bond", CHIEF, 4.0, (1.0, 0, 0)),
            ("need", CHIEF, 0.25, (0, 0, 0.75)),
            ("offer", slice(None), 0.6, (0.6, 0, 0)),
            ("rival_offer", 0, 0.6, (0, 0.6, 0)),
            ("rival_relationship", 0, 3.0, (0, 0.5, 0)),
            ("reputation", None, 0.7, (0.7, 0, 0)),
            ("rival_reputation", 0, 0.7, (0, 0.7, 0)),
            ("offer_submitted", None, 0, (0, 0, 0)),
            ("budget", None, 0.8, (0, 0, 0.2)),
            ("urgency", None, 0.3, (0, 0, -0.3)),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_each_part_weighs_where_it_should(self, field: str, place: Any, value: Any, expected: Any) -> None:
        bench = weighing()
        bench.budget_factor = 1.0
        if place is None:
            bench[field] = value
        else:
            bench[field][place] = value
        np.testing.assert_allclose(utility(bench), expected, atol=1e-12)

    def test_leaving_the_incumbent_costs_and_staying_is_easy(self) -> None:
        bench = weighing()
        bench.switching_cost, bench.incumbent = 0.5, 1
        np.testing.assert_allclose(utility(bench), [-0.5, 1.0, 0.0])
        bench.incumbent = 0
        np.testing.assert_allclose(utility(bench), [1.0, -0.5, 0.0])

    def test_who_gives_us_a_part_has_the_rest_from_the_best_rival(self) -> None:
        bench = weighing()
        bench.scope = 0.4
        bench.stance[CHIEF], bench.rival_stance[0, CHIEF] = -0.5, 0.5
        np.testing.assert_allclose(utility(bench), [0.4 * -0.5 + 0.6 * 0.5, 0.5, 0.0])
        bench.rival_listed[0] = 0
        np.testing.assert_allclose(utility(bench), [-0.5, -np.inf, 0.0])

    def test_a_smaller_scope_fits_a_short_budget_better(self) -> None:
        bench = weighing()
        bench.budget = 0.5
        whole = utility(bench)[2]
        bench.scope = 0.4
        assert utility(bench)[2] == pytest.approx(0.4 * whole)

    def test_a_deadline_makes_doing_nothing_ever_worse(self) -> None:
        bench = weighing()
        bench.deadline, bench.urgency = 100.0, 0.2
        doing_nothing = [utility(bench, now=day)[2] for day in (0.0, 50.0, 100.0)]
        assert doing_nothing == pytest.approx([-0.2, -0.6, -1.0])

    def test_the_chief_is_the_most_powerful_decider(self) -> None:
        bench = office()
        assert chief_of(bench.account) == CHIEF
        bench.roles[MANAGER] |= bench.roles[CHIEF]
        bench.power[MANAGER] = 1.5
        assert chief_of(bench.account) == MANAGER
        assert bench.roles[USER] & INITIATOR and not bench.roles[ENGINEER] & INITIATOR


def test_the_tape_says_what_the_record_counts() -> None:
    """One deal with everything in it: signatures, votes and steps of the story add up to the row."""
    scenario = edited("staying_ahead_tender", {"accounts.0.process.working_days_only": False})
    (row,) = run(scenario, "top_down", count=1, first=5).outcomes[:1]
    events = simulator(scenario, "top_down").trace(5).events
    signs = [event for event in events if event.kind == "sign_off"]
    assert sum(event.code == 1 for event in signs) == row["sign_offs"]
    assert sum(event.code == 0 for event in signs) == row["sign_offs_refused"]
    assert sum(event.kind == "touch" for event in events) == row["touches"]
    assert sum(event.kind == "decision" for event in events) == row["decisions"]
    assert sum(event.kind == "meeting" for event in events) == row["meetings"]
    work = sum(event["work_days"] for event in events if event.kind == "step")
    waiting = sum(event["waiting_days"] for event in events if event.kind == "step")
    spent = row["value_days"] + row["waste_days"] + row["days_saved"]
    assert work + waiting == pytest.approx(spent)
