"""What one meeting does to one person (MODEL §5)."""

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
    copy_of,
    office,
    rival,
    written,
)

from engine.dynamics.mechanisms.appointments import ANY_KIND, request
from engine.dynamics.mechanisms.meetings import touch
from engine.dynamics.mechanisms.preparation import learn_beforehand
from engine.dynamics.state.person_values import bond_now, fit, relationship
from engine.dynamics.state.relevant_message import message_for
from engine.dynamics.state.team_roles import ACCOUNT_MANAGER, PRESALES
from engine.model.terms import BuyerStep, Play, TouchKind

SITUATION, PROBLEM, IMPLICATION, PAYOFF = (
    TouchKind.situation,
    TouchKind.problem,
    TouchKind.implication,
    TouchKind.payoff,
)
EVIDENCE, PROPOSAL = TouchKind.evidence, TouchKind.proposal


def meet(bench: Any, person: int, kind: TouchKind, now: float = 1.0, role: int = ACCOUNT_MANAGER) -> float:
    """One meeting; the change of stance."""
    before = float(bench.stance[person])
    touch(*bench.records, now, person, int(kind), role)
    return float(bench.stance[person]) - before


def relevance(bench: Any, person: int, now: float) -> float:
    """How much of what we say concerns the person, 0–1."""
    return float(message_for(*bench.records, now, person))


def prepared(bench: Any, person: int, hours: float) -> float:
    """What so many hours of preparation uncover, 0–1."""
    return float(learn_beforehand(*bench.records, 0.0, person, hours, 0.0))


@pytest.mark.parametrize("kind", TouchKind)
def test_the_change_of_stance_is_the_formula(kind: TouchKind) -> None:
    """s += g · skill · m · (1 + c(k − 1)) · weight · (1 − s)."""
    bench = office()
    bench.stance[USER], bench.need[USER], bench.learnt[USER], bench.bond[USER] = 0.3, 0.5, 0.6, 2.5
    bench.touch_bond_half_life = 1e9
    bench.step, bench.step_code[0] = 0, int(BuyerStep.sourcing)
    weight = bench[f"touch_weight_{kind.name}"] * (0.5 if kind == PAYOFF else 1.0)
    message = 0.8 * (bench.touch_untaught + (1 - bench.touch_untaught) * 0.6)
    gain = bench.touch_stance_gain * bench.team_skill[ACCOUNT_MANAGER] * message * weight
    expected = gain * (1 + 2 * bench.touch_relationship_bonus) * (1 - 0.3)
    assert relevance(bench, USER, 1.0) == pytest.approx(message)
    assert meet(bench, USER, kind) == pytest.approx(expected, rel=1e-6)
    assert bench.anchor[USER] == pytest.approx(bench.touch_anchor_share * expected, rel=1e-6)


def test_a_meeting_without_relevance_does_harm() -> None:
    bench = office()
    bench.offer[:] = 0.0
    change = meet(bench, USER, SITUATION)
    assert change == pytest.approx(-bench.touch_harm * bench.touch_relevance_floor)
    assert bench.bond[USER] == 0.0, "nobody grows fond of a waste of time"
    assert bench.blocked_until[USER] == 0.0


def test_harm_grows_as_relevance_falls_and_stance_stays_in_bounds() -> None:
    changes = []
    for quality in (0.05, 0.1, 0.2):
        bench = office()
        bench.offer[:] = quality
        changes.append(meet(bench, USER, SITUATION))
    assert changes == sorted(changes)
    bench = office()
    bench.offer[:], bench.stance[USER] = 0.0, -0.999
    bench.touch_harm = 5.0
    meet(bench, USER, SITUATION)
    assert bench.stance[USER] == -1.0


@pytest.mark.parametrize(("person", "burnt"), [(CHIEF, True), (MANAGER, True), (ENGINEER, False)])
def test_a_wasted_first_meeting_closes_the_door_at_the_top(person: int, burnt: bool) -> None:
    bench = office()
    bench.offer[:] = 0.0
    meet(bench, person, SITUATION, now=10.0)
    assert (bench.blocked_until[person] == 10.0 + bench.access_burnt) == burnt
    bench = office()
    bench.offer[:], bench.met[person] = 0.0, 1
    meet(bench, person, SITUATION, now=10.0)
    assert bench.blocked_until[person] == 0.0, "only a first meeting burns the contact"


def test_preparation_makes_the_first_meeting_relevant() -> None:
    """Without preparation an offer that fits falls below the floor at the top; with it, not."""
    outcomes = {}
    for hours in (0.0, 8.0):
        bench = office()
        bench.offer[:] = 0.7
        bench.touch_untaught, bench.touch_floor_at_top = 0.45, 0.35
        bench.access_cold_level_1 = bench.access_unprepared = 1.0
        assert request(*bench.records, 0.0, 0, CHIEF, hours, False, ANY_KIND) >= 0.0
        outcomes[hours] = meet(bench, CHIEF, SITUATION)
    assert outcomes[0.0] < 0.0 < outcomes[8.0]


def test_preparation_has_diminishing_returns() -> None:
    bench = office()
    learnt = [prepared(bench, CHIEF, hours) for hours in (0.0, 4.0, 8.0, 1000.0)]
    assert learnt[0] == 0.0
    assert learnt[1] > learnt[2] - learnt[1] > 0.0
    assert learnt[3] == pytest.approx(bench.touch_preparation_limit)
    at_scale = prepared(bench, CHIEF, bench.touch_preparation)
    assert at_scale == pytest.approx(bench.touch_preparation_limit * (1 - np.exp(-1)))


def test_payoff_before_need_does_little() -> None:
    bench = office()
    bench.need[USER] = 0.0
    assert meet(bench, USER, PAYOFF) == 0.0
    bench = office()
    bench.need[USER] = 1.0
    assert meet(bench, USER, PAYOFF) > meet(office(), USER, SITUATION) > 0.0


def test_implication_without_an_implied_need_raises_nothing() -> None:
    bench = office()
    bench.need[USER] = bench.implied_need[USER] = 0.0
    meet(bench, USER, IMPLICATION)
    assert bench.need[USER] == 0.0
    meet(bench, USER, PROBLEM)
    assert bench.need[USER] == 0.0, "problem questions bring out an implied need, not an explicit one"
    assert bench.implied_need[USER] > 0.0
    meet(bench, USER, IMPLICATION)
    assert bench.need[USER] > 0.0


def test_spin_in_order_beats_four_payoffs_and_the_same_questions_backwards() -> None:
    def stance_after(kinds: list[TouchKind]) -> float:
        bench = office()
        bench.need[USER] = bench.implied_need[USER] = 0.05
        for week, kind in enumerate(kinds):
            meet(bench, USER, kind, now=7.0 * week)
        return float(bench.stance[USER])

    in_order = [SITUATION, PROBLEM, PROBLEM, IMPLICATION, IMPLICATION, PAYOFF, PAYOFF]
    assert stance_after(in_order) > stance_after(in_order[::-1]) > stance_after([PAYOFF] * 7)


def test_too_many_situation_questions_tire() -> None:
    bench = office()
    bench.touch_patience, bench.touch_weight_situation, bench.touch_tiring = 3.0, 0.0, 0.05
    changes = [meet(bench, USER, SITUATION, now=7.0 * week) for week in range(5)]
    assert changes[:3] == [0.0, 0.0, 0.0]
    assert changes[3:] == pytest.approx([-0.05, -0.05])
    assert 0.0 < bench.learnt[USER] < 1.0


@pytest.mark.parametrize("kind", TouchKind)
def test_only_evidence_takes_worry_away(kind: TouchKind) -> None:
    bench = office()
    before = float(bench.worry[USER])
    meet(bench, USER, kind)
    assert (bench.worry[USER] < before) == (kind == EVIDENCE)


def test_evidence_never_takes_more_than_all_worry() -> None:
    bench = office()
    bench.touch_evidence_gain = 1.0
    bench.team_skill[PRESALES] = 1.0
    bench.offer[:] = bench.learnt[USER] = 1.0
    meet(bench, USER, EVIDENCE, role=PRESALES)
    assert bench.worry[USER] == pytest.approx(0.0, abs=1e-15)


def test_skill_and_trust_make_a_meeting_worth_more() -> None:
    bench = office()
    bench.team_skill[ACCOUNT_MANAGER], bench.team_skill[PRESALES] = 0.3, 0.9
    assert meet(copy_of(bench), USER, EVIDENCE, role=PRESALES) == pytest.approx(3 * meet(bench, USER, EVIDENCE))
    close, stranger = office(), office()
    close.bond[USER] = 3.0
    assert meet(close, USER, PROBLEM) > meet(stranger, USER, PROBLEM)


def test_luck_has_mean_one() -> None:
    """Over many draws a lucky and an unlucky meeting even out to the formula."""
    plain_change = meet(office(), USER, PROBLEM)
    blank = office()
    blank.touch_luck = 0.4
    changes = []
    for key in range(800):
        bench = copy_of(blank)
        bench.key = key
        changes.append(meet(bench, USER, PROBLEM))
    half = 4 * np.std(changes) / np.sqrt(len(changes))
    assert np.mean(changes) == pytest.approx(plain_change, abs=half)
    assert half < 0.1 * plain_change
    assert min(changes) > 0.0


def test_relationship_rises_with_good_meetings_and_halves_with_neglect() -> None:
    bench = office()
    levels = []
    for week in range(12):
        meet(bench, USER, PROBLEM, now=7.0 * week)
        levels.append(relationship(bench.account, bench.desk, USER, 7.0 * week))
    assert levels == sorted(levels)
    assert 2 <= levels[-1] <= 5
    last = 7.0 * 11
    bond = bond_now(bench.account, bench.desk, USER, last)
    for halves in (1, 2, 5):
        later = last + halves * bench.touch_bond_half_life
        assert bond_now(bench.account, bench.desk, USER, later) == pytest.approx(bond / 2**halves)
    assert relationship(bench.account, bench.desk, USER, last + 20 * bench.touch_bond_half_life) == 1
    for week in range(300):
        meet(bench, USER, PROBLEM, now=last + 7.0 * week)
    assert relationship(bench.account, bench.desk, USER, last + 7.0 * 299) == 5


def test_resentment_makes_people_deaf_and_fades() -> None:
    bench = office()
    bench.resentment[USER], bench.resentment_since[USER] = 0.8, 0.0
    calm = relevance(office(), USER, 0.0)
    assert relevance(bench, USER, 0.0) == pytest.approx(0.2 * calm)
    assert relevance(bench, USER, bench.chain_resentment_half_life) == pytest.approx(0.6 * calm)


def test_a_good_meeting_makes_up_for_part_of_a_slight() -> None:
    bench = office()
    bench.resentment[USER], bench.learnt[USER], bench.chain_resentment_half_life = 0.4, 1.0, float("inf")
    meet(bench, USER, PROBLEM)
    assert bench.resentment[USER] == pytest.approx(0.4 * 0.7)
    bench.offer[:] = 0.0
    meet(bench, USER, PROBLEM, now=7.0)
    assert bench.resentment[USER] == pytest.approx(0.4 * 0.7), "one that wasted their time does not"


def test_people_talk_about_those_they_work_with() -> None:
    bench = office()
    bench.identified[:] = 0
    bench.advises[ENGINEER] |= 1 << BUYER
    meet(bench, ENGINEER, SITUATION)
    known = [place for place in range(6) if bench.identified[place]]
    assert known == sorted([MANAGER, BUYER]), "the superior, and whom the engineer asks for advice"
    assert bench.learnt[MANAGER] == bench.learnt[BUYER] == pytest.approx(bench.touch_gossip)
    assert bench.learnt[SECRETARY] == bench.learnt[CHIEF] == bench.learnt[USER] == 0.0


def test_the_seller_sees_only_whom_they_meet() -> None:
    bench = office()
    bench.stance[:6], bench.need[:6] = 0.4, 0.7
    meet(bench, ENGINEER, SITUATION)
    assert bench.seen_stance[ENGINEER] == bench.stance[ENGINEER]
    assert bench.seen_need[ENGINEER] == 0.7
    assert np.all(bench.seen_stance[[CHIEF, MANAGER, USER]] == 0.0)
    bench.stance[ENGINEER] = -0.5
    assert bench.seen_stance[ENGINEER] > 0.0, "what was seen grows stale"


def test_early_meetings_shape_the_need_and_late_ones_cannot() -> None:
    early, late = office(), office()
    late.frozen = 1
    before = fit(early.account, early.deal, CHIEF)
    meet(early, USER, PROBLEM)
    meet(late, USER, PROBLEM)
    assert fit(early.account, early.deal, CHIEF) > before == fit(late.account, late.deal, CHIEF)


def test_flanking_moves_criteria_to_where_we_lead() -> None:
    bench = office(rivals=[rival()])
    bench.account.offer[:] = 0.7, 0.6, 0.5, 0.4, 1.0, 1.0
    bench.account.rival_offer[0] = 0.9, 0.6, 0.1, 0.4, 0.0, 0.0  # we lead most in service, of what they ask about
    bench.play, bench.learnt[USER] = int(Play.flanking), 1.0
    before = bench.criteria[USER].copy()
    meet(bench, USER, PROBLEM)
    after = bench.criteria[USER]
    assert after[2] > before[2]
    assert np.all(after[[0, 1, 3]] < before[[0, 1, 3]])
    assert after.sum() == pytest.approx(1.0)
    untouched = office()
    meet(untouched, USER, PROBLEM)
    np.testing.assert_array_equal(untouched.criteria[USER], before)


def test_a_flanking_message_is_less_relevant_to_start_with() -> None:
    bench = office()
    plain_message = relevance(bench, USER, 0.0)
    bench.play = int(Play.flanking)
    assert relevance(bench, USER, 0.0) == pytest.approx(plain_message * (1 - bench.shaping_flanking_cost))


def test_a_first_meeting_is_told_once() -> None:
    bench = office()
    touch(*bench.records, 3.0, USER, int(SITUATION), ACCOUNT_MANAGER)
    touch(*bench.records, 9.0, USER, int(SITUATION), ACCOUNT_MANAGER)
    assert [(e.day, e.person) for e in written(bench, "met")] == [(3.0, USER)]
    assert [e.day for e in written(bench, "touch")] == [3.0, 9.0]
    assert (bench.first_touch, bench.touches_by[USER]) == (3.0, 2)
