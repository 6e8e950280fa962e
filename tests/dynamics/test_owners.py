"""Owners of steps, and the test of offers (MODEL §3, §13)."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from laboratory import (
    BUYER,
    CHIEF,
    ENGINEER,
    MANAGER,
    USER,
    assert_mean_is,
    copy_of,
    decider,
    degenerate,
    office,
    rival,
    simulator,
    step,
    written,
)

from engine.dynamics import moments
from engine.dynamics.mechanisms.buying_process import how_it_ends
from engine.dynamics.state.step_ends import StepEnd
from engine.model.terms import BuyerStep, Outcome

EVERYBODY = slice(0, 6)
share = st.floats(0, 1)


def hindrance(bench: Any, now: float = 0.0) -> float:
    """By what waiting and the odds against going on are multiplied in the step at hand."""
    return float(moments.step_hindrance(*bench.records, now, 1.0))


def at_step(code: BuyerStep, **more: Any) -> Any:
    """An office at a step, where everybody is indifferent and the exponent is 1.5."""
    bench = office(**more)
    bench.step, bench.step_code[0] = 0, code
    bench.owners_exponent, bench.owners_usual_pull = 1.5, 0.15
    bench.need[EVERYBODY], bench.worry[EVERYBODY] = 0.0, 0.0
    return bench


class TestPull:
    def test_it_is_need_less_worry_and_resentment_less_what_is_usual(self) -> None:
        bench = at_step(BuyerStep.need)
        bench.need[USER], bench.worry[USER], bench.resentment[USER] = 0.7, 0.2, 0.1
        assert hindrance(bench) == pytest.approx(math.exp(-1.5 * (0.7 - 0.2 - 0.1 - 0.15)))

    def test_a_slight_half_forgotten_hinders_half(self) -> None:
        bench = at_step(BuyerStep.need)
        bench.resentment[USER] = 0.4
        assert hindrance(bench, bench.chain_resentment_half_life) == pytest.approx(math.exp(1.5 * (0.2 + 0.15)))

    def test_owners_weigh_by_power(self) -> None:
        """The purchase belongs to the decider (power 1) and to purchasing (.5): (1 · .9 + .5 · −.6) / 1.5 − .15."""
        bench = at_step(BuyerStep.purchase)
        bench.need[CHIEF], bench.worry[BUYER], bench.worry[MANAGER] = 0.9, 0.6, 1.0
        assert hindrance(bench) == pytest.approx(math.exp(-1.5 * (0.4 - 0.15)))

    @pytest.mark.parametrize(
        ("code", "owner"),
        [
            (BuyerStep.need, USER),
            (BuyerStep.research, ENGINEER),
            (BuyerStep.analysis, ENGINEER),
            (BuyerStep.approval, USER),
            (BuyerStep.sourcing, BUYER),
            (BuyerStep.bidding, BUYER),
            (BuyerStep.testing, ENGINEER),
        ],
    )
    def test_a_step_belongs_to_its_role(self, code: BuyerStep, owner: int) -> None:
        bench = at_step(code)
        bench.worry[EVERYBODY] = 1.0
        bench.worry[owner] = 0.0
        assert hindrance(bench) == pytest.approx(math.exp(1.5 * 0.15))

    def test_where_nobody_holds_the_role_those_of_most_power_own_the_step(self) -> None:
        bench = at_step(BuyerStep.research)
        bench.roles[ENGINEER], bench.power[MANAGER] = 0, bench.power[CHIEF]
        bench.need[CHIEF], bench.need[MANAGER], bench.worry[ENGINEER] = 0.6, 0.2, 1.0
        assert hindrance(bench) == pytest.approx(math.exp(-1.5 * (0.4 - 0.15)))
        bench.present[ENGINEER] = bench.present[CHIEF] = 0
        assert hindrance(bench) == pytest.approx(math.exp(-1.5 * (0.2 - 0.15))), "an empty chair owns nothing"
        bench.present[EVERYBODY] = 0
        assert hindrance(bench) == 1.0

    def test_backing_from_above_counts_like_need(self) -> None:
        bench = at_step(BuyerStep.need)
        bench.mandate_given[MANAGER], bench.power[MANAGER], bench.stance[MANAGER] = 0.5, 1.0, 0.8
        assert hindrance(bench) == pytest.approx(math.exp(-1.5 * (0.5 - 0.15)))

    @given(share, share, share, share)
    def test_who_wants_it_speeds_it_up_and_who_fears_it_slows_it(
        self, need: float, worry: float, resentment: float, more: float
    ) -> None:
        bench = at_step(BuyerStep.need)
        bench.need[USER], bench.worry[USER], bench.resentment[USER] = need, worry, resentment
        before = hindrance(bench)
        for name, slower in (("need", False), ("worry", True), ("resentment", True)):
            other = copy_of(bench)
            other[name][USER] += more * (1.0 - other[name][USER])
            after = hindrance(other)
            assert after >= before * (1 - 1e-12) if slower else after <= before * (1 + 1e-12), name


class TestEnds:
    @staticmethod
    def end(u: float, factor: float, abandon: float = 0.1, repeat: float = 0.2) -> StepEnd:
        bench = office()
        bench.step_abandon[0], bench.step_repeat[0] = abandon, repeat
        return StepEnd(how_it_ends(bench.account, 0, u, factor, 1.0))

    def test_twice_the_odds_by_hand(self) -> None:
        """Dropped .1, again .2, on .7; with odds doubled .2 : .4 : .7, of 1.3."""
        for factor, dropped, stays in ((1.0, 0.1, 0.3), (2.0, 0.2 / 1.3, 0.6 / 1.3), (0.5, 0.05 / 0.85, 0.15 / 0.85)):
            assert self.end(dropped - 1e-9, factor) is StepEnd.dropped
            assert self.end(dropped + 1e-9, factor) is StepEnd.sent_back
            assert self.end(stays - 1e-9, factor) is StepEnd.sent_back
            assert self.end(stays + 1e-9, factor) is StepEnd.carried_on

    @given(st.floats(1e-9, 1 - 1e-9), share, share, st.lists(st.floats(0.01, 50), min_size=2, max_size=5))
    def test_the_more_it_is_hindered_the_worse_it_ends(
        self, u: float, stays: float, dropped: float, factors: list[float]
    ) -> None:
        ends = [self.end(u, factor, stays * dropped, stays * (1 - dropped)) for factor in sorted(factors)]
        assert all(before <= after for before, after in pairwise(ends))

    @pytest.mark.parametrize(("pull", "owner"), [(-1, BUYER), (1, CHIEF)], ids=["resists", "carries"])
    def test_the_owner_who_did_most_to_it_is_named(self, pull: int, owner: int) -> None:
        bench = at_step(BuyerStep.purchase)
        bench.chain_resentment_half_life = float("inf")
        bench.need[CHIEF], bench.need[BUYER] = (0.1, 0.0) if pull < 0 else (0.9, 0.3)
        bench.worry[BUYER], bench.resentment[BUYER] = (0.8, 0.3) if pull < 0 else (0.0, 0.0)
        moments.step_ends(*bench.records, 3.0, int(StepEnd.carried_on), int(StepEnd.carried_on))
        assert not written(bench), "who changed nothing is not told of"
        moments.step_ends(*bench.records, 4.0, int(StepEnd.carried_on), int(StepEnd.sent_back))
        (event,) = written(bench, "step_swayed")
        assert (event.person, event.code, event.day) == (owner, StepEnd.sent_back, 4.0)
        assert event["pull"] * pull > 0.0
        assert (event["worry"], event["resentment"]) == (bench.worry[owner], bench.resentment[owner])

    def test_what_is_told_of_owners_is_what_happens(self) -> None:
        """The step begins anew, or the project ends, on the same day."""
        steps = [step("need", 5, repeat=0.3, abandon=0.2), step("purchase", 5)]
        program = simulator(degenerate(steps, [decider(worry=1.0)], {"behaviour.owners.exponent": 1.5}))
        seen = {StepEnd.sent_back: 0, StepEnd.dropped: 0}
        for replication in range(25):
            events = program.trace(replication).events
            for at, event in enumerate(events):
                if event.kind != "step_swayed":
                    continue
                assert event["pull"] < 0.0, "as worried as can be"
                later = [each for each in events[at + 1 :] if each.kind in ("step", "outcome")]
                begun = [each for each in events[:at] if each.kind == "step"]
                seen[StepEnd(event.code)] += 1
                assert later[0].day == event.day
                if event.code == StepEnd.dropped:
                    assert (later[0].kind, later[0].code) == ("outcome", Outcome.no_decision)
                else:
                    assert (later[0].kind, later[0].code) == ("step", begun[-1].code)
        assert seen[StepEnd.sent_back] > 0 and seen[StepEnd.dropped] > 0


def report_of(bench: Any, end: StepEnd = StepEnd.carried_on) -> list[Any]:
    """The step of testing ends so."""
    moments.step_ends(*bench.records, 5.0, int(end), int(end))
    return written(bench, "offer_tested")


def in_the_test(**more: Any) -> Any:
    """We fit the engineer, who tests, by .8 and the rival by .6; our offer is in; tests do not scatter."""
    bench = at_step(BuyerStep.testing, rivals=[rival()], **more)
    bench.offer[:], bench.rival_offer[0] = 0.8, 0.6
    bench.rival_stance[0, EVERYBODY] = bench.rival_anchor[0, EVERYBODY] = 0.0
    bench.offer_submitted, bench.trial_scatter = 1, 0.0
    return bench


class TestOfOffers:
    def test_a_test_by_hand(self) -> None:
        """.8 + .3 · (.4 − .2) against .6 + .3 · .1: .86 and .63, each .115 from the mean; half of that moves people."""
        bench = in_the_test()
        bench.stance[ENGINEER], bench.resentment[ENGINEER], bench.rival_stance[0, ENGINEER] = 0.4, 0.2, 0.1
        bench.chain_resentment_half_life = float("inf")
        (event,) = report_of(bench)
        assert [event[name] for name in ("lead", "mood", "change")] == pytest.approx([0.115, 0.015, 0.0575])
        assert bench.stance[CHIEF] == pytest.approx(0.0575)
        assert bench.stance[ENGINEER] == pytest.approx(0.4575)
        assert bench.anchor[CHIEF] == pytest.approx(0.0575 * bench.touch_anchor_share)
        assert bench.rival_stance[0, CHIEF] == pytest.approx(-0.0575)
        assert bench.rival_anchor[0, CHIEF] == pytest.approx(-0.0575 * bench.touch_anchor_share)

    @pytest.mark.parametrize(
        ("field", "value", "end"),
        [
            ("listed", 0, StepEnd.carried_on),
            ("rounds_held", 1, StepEnd.carried_on),
            ("listed", 1, StepEnd.sent_back),
            ("listed", 1, StepEnd.dropped),
        ],
        ids=["one offer alone", "looked at again", "to be tested again", "dropped"],
    )
    def test_otherwise_there_is_no_report(self, field: str, value: int, end: StepEnd) -> None:
        bench = in_the_test()
        bench[field] = value
        assert not report_of(bench, end)
        assert np.all(bench.stance[EVERYBODY] == 0.0) and np.all(bench.rival_stance[0, EVERYBODY] == 0.0)

    def test_rivals_are_tested_against_each_other_where_we_were_not_asked(self) -> None:
        bench = at_step(BuyerStep.testing, rivals=[rival(), rival(id="other")])
        bench.trial_scatter, bench.listed = 0.0, 0
        bench.rival_stance[:, EVERYBODY], bench.rival_offer[0], bench.rival_offer[1] = 0.0, 0.5, 0.7
        assert not report_of(bench), "not a test of our offer"
        assert bench.rival_stance[:, CHIEF] == pytest.approx([-0.05, 0.05])
        assert np.all(bench.stance[EVERYBODY] == 0.0)

    @given(st.floats(-1, 1), share, share)
    def test_whoever_resents_us_or_likes_us_less_never_judges_us_better(
        self, stance: float, resentment: float, more: float
    ) -> None:
        leads = []
        for extra in (0.0, more):
            for name in ("stance", "resentment"):
                bench = in_the_test()
                bench.stance[ENGINEER] = stance - (extra if name == "stance" else 0.0) * (stance + 1.0)
                bench.resentment[ENGINEER] = resentment + (extra if name == "resentment" else 0.0) * (1 - resentment)
                leads.append(report_of(bench)[0]["lead"])
        assert max(leads[2:]) <= min(leads[:2]) + 1e-12

    def test_tests_scatter_as_they_are_said_to(self) -> None:
        """Half of the difference of two offers, each of which does better or worse by .1."""
        leads = []
        blank = in_the_test()
        blank.trial_scatter = 0.1
        for key in range(400):
            bench = copy_of(blank)
            bench.deal.key = key
            leads.append(report_of(bench)[0]["lead"])
        assert_mean_is(leads, 0.1, widest=0.016)
        assert_mean_is((np.array(leads) - 0.1) ** 2, 0.005, widest=0.0015)
