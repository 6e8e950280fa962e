"""Helping the buyer: whose work, when it is allowed, and what it does to the file (MODEL §3)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from invariants import check_records
from laboratory import BUYER, CHIEF, ENGINEER, USER, by_tender, office, run, shipped, written

from engine.dynamics import moments
from engine.dynamics.mechanisms.buying_process import how_it_ends
from engine.dynamics.mechanisms.meetings import touch
from engine.dynamics.mechanisms.pursuit import choose_kind
from engine.dynamics.state.owners import owner_weights, owns
from engine.dynamics.state.relevant_message import message_for
from engine.dynamics.state.signing import SIGNERS
from engine.dynamics.state.step_ends import ENTER, SIGNING, WORKING, StepEnd
from engine.dynamics.state.team_roles import ACCOUNT_MANAGER
from engine.model.terms import BuyerStep, TouchKind

HELP, EVIDENCE, PAYOFF = int(TouchKind.help), int(TouchKind.evidence), int(TouchKind.payoff)
EVERY_STEP = range(int(BuyerStep.purchase) + 1)


def at_work(step: BuyerStep = BuyerStep.need, met: int = USER, **more: Any) -> Any:
    """The file is with its owners for ten more days of work and four of waiting; we know one of them well."""
    bench = office(**more)
    bench.step, bench.step_code[0], bench.step_phase = 0, step, WORKING
    bench.step_visits[0], bench.step_due, bench.wait_now, bench.value_days = 1, 14.0, 4.0, 12.0
    bench.met[met], bench.learnt[met], bench.need[met], bench.worry[met] = 1, 1.0, 0.7, 0.4
    bench.seen_implied[met] = bench.seen_need[met] = 0.7
    bench.team_discipline[:] = 1.0
    return bench


def kind_for(bench: Any, person: int = USER) -> int:
    """What a meeting with the person would be for."""
    return int(choose_kind(*bench.records, 0.0, person, ACCOUNT_MANAGER, PAYOFF))


def help_out(bench: Any, person: int = USER, now: float = 0.0) -> float:
    """One contribution. Returns how much it added to the file."""
    before = float(bench.helped)
    touch(*bench.records, now, person, HELP, ACCOUNT_MANAGER)
    return float(bench.helped) - before


class TestWhenItIsChosen:
    def test_for_whoever_owns_the_step_and_wants_it_moved(self) -> None:
        assert kind_for(at_work()) == HELP
        assert kind_for(at_work(met=ENGINEER), ENGINEER) == PAYOFF, "it is not their step"
        assert kind_for(at_work(BuyerStep.analysis, ENGINEER), ENGINEER) == HELP

    @pytest.mark.parametrize("phase", [ENTER, SIGNING])
    def test_only_while_the_file_is_worked_on(self, phase: int) -> None:
        bench = at_work()
        bench.step_phase = phase
        assert kind_for(bench) == PAYOFF

    def test_questions_come_first(self) -> None:
        for field, kind in (("learnt", 0), ("seen_implied", 1), ("seen_need", 2)):
            bench = at_work()
            bench[field][USER] = 0.3
            assert kind_for(bench) == kind, field

    def test_not_without_an_explicit_need_however_early_we_praise(self) -> None:
        bench = at_work()
        bench.team_discipline[:], bench.seen_need[USER] = 0.0, 0.39
        assert kind_for(bench) == PAYOFF
        bench.seen_need[USER] = 0.41
        assert kind_for(bench) == HELP

    def test_not_once_the_file_is_sound_enough(self) -> None:
        bench = at_work()
        bench.helped, bench.help_enough = 0.6, 0.6
        assert kind_for(bench) == PAYOFF

    def test_not_with_strangers(self) -> None:
        bench = at_work()
        bench.met[USER] = 0
        assert kind_for(bench) != HELP

    @pytest.mark.parametrize("step", list(BuyerStep)[:8])
    def test_nobody_is_helped_once_tender_papers_are_out(self, step: BuyerStep) -> None:
        owner = {"need": USER, "approval": USER, "sourcing": BUYER, "bidding": BUYER, "purchase": CHIEF}
        person = owner.get(step.name, ENGINEER)
        bench = at_work(step, person)
        assert kind_for(bench, person) == HELP, "outside a tender every step has work to help with"
        by_tender(bench)
        assert (kind_for(bench, person) == HELP) == (step < BuyerStep.bidding)
        before = copy_of_file(bench)
        if step >= BuyerStep.bidding:
            help_out(bench, person)
            assert copy_of_file(bench) == before
        bench.rounds_held = 1
        assert kind_for(bench, person) != HELP, "and a round without decision takes no papers back"

    def test_a_meeting_agreed_for_help_is_for_something_else_when_the_file_has_gone_on(self) -> None:
        bench = at_work()
        bench.seen_worry[USER] = 0.9
        assert int(moments.turns_out(*bench.records, 0.0, USER, ACCOUNT_MANAGER, HELP)) == HELP
        bench.step_code[0] = BuyerStep.analysis
        assert int(moments.turns_out(*bench.records, 0.0, USER, ACCOUNT_MANAGER, HELP)) == EVIDENCE
        assert int(moments.turns_out(*bench.records, 0.0, USER, ACCOUNT_MANAGER, PAYOFF)) == PAYOFF


def copy_of_file(bench: Any) -> tuple[float, float, float]:
    """What help could change in the file."""
    return float(bench.helped), float(bench.step_due), float(bench.value_days)


@pytest.mark.parametrize("step", EVERY_STEP)
@pytest.mark.parametrize("gone", [(), (USER,), (ENGINEER, BUYER, CHIEF)])
def test_who_owns_a_step_is_who_has_a_weight_in_it(step: int, gone: tuple[int, ...]) -> None:
    bench = office()
    for person in gone:
        bench.present[person] = 0
    weights = np.zeros(40)
    owner_weights(bench.account, step, weights)
    assert [bool(owns(bench.account, step, i)) for i in range(6)] == [weight > 0 for weight in weights[:6]]


class TestWhatItDoes:
    def test_the_formula(self) -> None:
        bench = at_work()
        effect = bench.team_skill[ACCOUNT_MANAGER] * float(message_for(*bench.records, 0.0, USER))
        gain = bench.help_gain * effect
        worry, felt = float(bench.worry[USER]), float(bench.experience[USER])
        assert help_out(bench) == pytest.approx(gain)
        assert bench.step_due == pytest.approx(4.0 + 10.0 * (1.0 - bench.help_work * gain)), "the waiting stays"
        assert bench.buyer_due == bench.step_due
        assert bench.value_days == pytest.approx(12.0 - 10.0 * bench.help_work * gain)
        assert bench.worry[USER] == pytest.approx(worry * (1.0 - bench.help_worry * gain))
        assert bench.experience[USER] > felt
        (event,) = written(bench, "helped")
        assert (event.person, event["helped"]) == (USER, pytest.approx(gain))
        assert event["saved_days"] == pytest.approx(bench.days_saved)

    def test_each_contribution_adds_less(self) -> None:
        bench = at_work()
        gains = [help_out(bench) for _ in range(4)]
        assert gains == sorted(gains, reverse=True) and gains[0] > 1.5 * gains[3] > 0.0
        assert bench.helped == pytest.approx(1.0 - (1.0 - gains[0]) ** 4, rel=0.02)

    def test_it_is_worth_what_we_know_of_them(self) -> None:
        well, badly = at_work(), at_work()
        badly.learnt[USER] = 0.0
        assert help_out(badly) < 0.6 * help_out(well)

    def test_rework_that_is_saved_was_waste(self) -> None:
        bench = at_work()
        bench.step_visits[0], bench.waste_days = 2, 12.0
        help_out(bench)
        assert bench.waste_days == pytest.approx(12.0 - bench.days_saved) and bench.value_days == 12.0

    def test_work_that_is_done_cannot_be_saved_but_its_faults_can(self) -> None:
        bench = at_work()
        assert help_out(bench, now=11.0) > 0.0
        assert bench.step_due == 14.0 and bench.days_saved == 0.0

    def test_the_next_step_begins_without_it(self) -> None:
        bench = at_work()
        help_out(bench)
        moments.step_begins(*bench.records, 0.0)
        assert bench.helped == 0.0

    def test_faults_fall_and_only_those(self) -> None:
        bench = at_work()
        bench.helped, bench.help_faults = 0.5, 1.5
        assert float(moments.file_faults(*bench.records, 0.0, 1.0)) == pytest.approx(math.exp(-0.75))
        bench.step_repeat[0], bench.step_abandon[0] = 0.3, 0.1
        ends = [StepEnd(how_it_ends(bench.account, 0, (k + 0.5) / 40_000, 1.0, 0.5)) for k in range(40_000)]
        shares = [np.mean([end == which for end in ends]) for which in StepEnd]
        assert shares == pytest.approx([0.6 / 0.85, 0.15 / 0.85, 0.1 / 0.85], abs=1e-4)

    def test_a_signer_refuses_a_file_made_sound_less_often(self) -> None:
        refused = []
        for helped in (0.0, 0.9):
            bench = at_work()
            bench.helped, bench.sign_refusal, bench.sign_sway = helped, 0.5, 0.0
            bench.step_sign_off[bench.step], bench.file_at = 1, SIGNERS
            for request in range(2_000):
                bench.sign_requests[CHIEF], bench.signer = request, CHIEF
                bench.tape_at = 0
                moments.signature_given(*bench.records, 0.0, -1.0)
            refused.append(bench.sign_offs_refused / 2_000)
        odds = math.exp(-1.5 * 0.9)
        assert refused[0] == pytest.approx(0.5, abs=0.05)
        assert refused[1] == pytest.approx(odds / (1.0 + odds), abs=0.05)


@pytest.mark.parametrize("name", ["keeping_up", "team_portfolio"])
def test_deals_are_whole_with_it_and_what_it_takes_is_booked(name: str) -> None:
    count = 30 if name == "keeping_up" else 3
    records = run(shipped(name), "bottom_up_sponsored", count)
    rows = records.outcomes
    check_records(shipped(name), records, count)
    assert rows["helps"].sum() > 10 and rows["days_saved"].sum() > 10
    assert np.all(rows["helps"] <= rows["touches"])
