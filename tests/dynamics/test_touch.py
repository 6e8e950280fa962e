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
    NO_TAPE,
    SECRETARY,
    USER,
    copy_of,
    new_tape,
    office,
    written,
)

from engine.dynamics.access import ACCOUNT_MANAGER, PRESALES
from engine.dynamics.people import bond_now, fit, relationship
from engine.dynamics.seller import request
from engine.dynamics.touch import learn_beforehand, relevance, touch
from engine.model.events import EventKind
from engine.model.terms import Play, TouchKind

SITUATION, PROBLEM, IMPLICATION, PAYOFF = (
    TouchKind.situation,
    TouchKind.problem,
    TouchKind.implication,
    TouchKind.payoff,
)
EVIDENCE, PROPOSAL = TouchKind.evidence, TouchKind.proposal


def meet(deal: Any, person: int, kind: TouchKind, now: float = 1.0, role: int = ACCOUNT_MANAGER) -> float:
    """One meeting; the change of stance."""
    before = float(deal.stance[person])
    touch(deal, NO_TAPE, person, int(kind), role, now)
    return float(deal.stance[person]) - before


@pytest.mark.parametrize("kind", TouchKind)
def test_the_change_of_stance_is_the_formula(kind: TouchKind) -> None:
    """s += g · skill · m · (1 + c(k − 1)) · weight · (1 − s)."""
    deal = office()
    deal.stance[USER], deal.need[USER], deal.learnt[USER], deal.bond[USER] = 0.3, 0.5, 0.6, 2.5
    deal.touch_bond_half_life = 1e9
    weight = deal[f"touch_weight_{kind.name}"] * (0.5 if kind == PAYOFF else 1.0)
    message = 0.8 * (deal.touch_untaught + (1 - deal.touch_untaught) * 0.6)
    gain = deal.touch_stance_gain * deal.team_skill[ACCOUNT_MANAGER] * message * weight
    expected = gain * (1 + 2 * deal.touch_relationship_bonus) * (1 - 0.3)
    assert relevance(deal, USER, 1.0) == pytest.approx(message)
    assert meet(deal, USER, kind) == pytest.approx(expected, rel=1e-6)
    assert deal.anchor[USER] == pytest.approx(deal.touch_anchor_share * expected, rel=1e-6)


def test_a_meeting_without_relevance_does_harm() -> None:
    deal = office()
    deal.offer[:] = 0.0
    change = meet(deal, USER, SITUATION)
    assert change == pytest.approx(-deal.touch_harm * deal.touch_relevance_floor)
    assert deal.bond[USER] == 0.0, "nobody grows fond of a waste of time"
    assert deal.blocked_until[USER] == 0.0


def test_harm_grows_as_relevance_falls_and_stance_stays_in_bounds() -> None:
    changes = []
    for quality in (0.05, 0.1, 0.2):
        deal = office()
        deal.offer[:] = quality
        changes.append(meet(deal, USER, SITUATION))
    assert changes == sorted(changes)
    deal = office()
    deal.offer[:], deal.stance[USER] = 0.0, -0.999
    deal.touch_harm = 5.0
    meet(deal, USER, SITUATION)
    assert deal.stance[USER] == -1.0


@pytest.mark.parametrize(("person", "burnt"), [(CHIEF, True), (MANAGER, True), (ENGINEER, False)])
def test_a_wasted_first_meeting_closes_the_door_at_the_top(person: int, burnt: bool) -> None:
    deal = office()
    deal.offer[:] = 0.0
    meet(deal, person, SITUATION, now=10.0)
    assert (deal.blocked_until[person] == 10.0 + deal.access_burnt) == burnt
    deal = office()
    deal.offer[:], deal.met[person] = 0.0, 1
    meet(deal, person, SITUATION, now=10.0)
    assert deal.blocked_until[person] == 0.0, "only a first meeting burns the contact"


def test_preparation_makes_the_first_meeting_relevant() -> None:
    """Without preparation an average offer falls below the floor at the top; with it, not."""
    outcomes = {}
    for hours in (0.0, 8.0):
        deal = office()
        deal.offer[:] = 0.52
        deal.touch_untaught, deal.touch_relevance_floor = 0.45, 0.25
        deal.access_cold_level_1 = deal.access_unprepared = 1.0
        assert request(deal, NO_TAPE, 0.0, 0, CHIEF, hours, False) >= 0.0
        outcomes[hours] = meet(deal, CHIEF, SITUATION)
    assert outcomes[0.0] < 0.0 < outcomes[8.0]


def test_preparation_has_diminishing_returns() -> None:
    deal = office()
    learnt = [learn_beforehand(deal, CHIEF, hours) for hours in (0.0, 4.0, 8.0, 1000.0)]
    assert learnt[0] == 0.0
    assert learnt[1] > learnt[2] - learnt[1] > 0.0
    assert learnt[3] == pytest.approx(deal.touch_preparation_limit)
    at_scale = learn_beforehand(deal, CHIEF, deal.touch_preparation)
    assert at_scale == pytest.approx(deal.touch_preparation_limit * (1 - np.exp(-1)))


def test_payoff_before_need_does_little() -> None:
    deal = office()
    deal.need[USER] = 0.0
    assert meet(deal, USER, PAYOFF) == 0.0
    deal = office()
    deal.need[USER] = 1.0
    assert meet(deal, USER, PAYOFF) > meet(office(), USER, SITUATION) > 0.0


def test_implication_without_an_implied_need_raises_nothing() -> None:
    deal = office()
    deal.need[USER] = deal.implied_need[USER] = 0.0
    meet(deal, USER, IMPLICATION)
    assert deal.need[USER] == 0.0
    meet(deal, USER, PROBLEM)
    assert deal.need[USER] == 0.0, "problem questions bring out an implied need, not an explicit one"
    assert deal.implied_need[USER] > 0.0
    meet(deal, USER, IMPLICATION)
    assert deal.need[USER] > 0.0


def test_spin_in_order_beats_four_payoffs_and_the_same_questions_backwards() -> None:
    def stance_after(kinds: list[TouchKind]) -> float:
        deal = office()
        deal.need[USER] = deal.implied_need[USER] = 0.05
        for week, kind in enumerate(kinds):
            meet(deal, USER, kind, now=7.0 * week)
        return float(deal.stance[USER])

    in_order = [SITUATION, PROBLEM, PROBLEM, IMPLICATION, IMPLICATION, PAYOFF, PAYOFF]
    assert stance_after(in_order) > stance_after(in_order[::-1]) > stance_after([PAYOFF] * 7)


def test_too_many_situation_questions_tire() -> None:
    deal = office()
    deal.touch_patience, deal.touch_weight_situation, deal.touch_tiring = 3.0, 0.0, 0.05
    changes = [meet(deal, USER, SITUATION, now=7.0 * week) for week in range(5)]
    assert changes[:3] == [0.0, 0.0, 0.0]
    assert changes[3:] == pytest.approx([-0.05, -0.05])
    assert 0.0 < deal.learnt[USER] < 1.0


@pytest.mark.parametrize("kind", TouchKind)
def test_only_evidence_takes_worry_away(kind: TouchKind) -> None:
    deal = office()
    before = float(deal.worry[USER])
    meet(deal, USER, kind)
    assert (deal.worry[USER] < before) == (kind == EVIDENCE)


def test_evidence_never_takes_more_than_all_worry() -> None:
    deal = office()
    deal.touch_evidence_gain = 1.0
    deal.team_skill[PRESALES] = 1.0
    deal.offer[:] = deal.learnt[USER] = 1.0
    meet(deal, USER, EVIDENCE, role=PRESALES)
    assert deal.worry[USER] == pytest.approx(0.0, abs=1e-15)


def test_skill_and_trust_make_a_meeting_worth_more() -> None:
    deal = office()
    deal.team_skill[ACCOUNT_MANAGER], deal.team_skill[PRESALES] = 0.3, 0.9
    assert meet(copy_of(deal), USER, EVIDENCE, role=PRESALES) == pytest.approx(3 * meet(deal, USER, EVIDENCE))
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
        deal = copy_of(blank)
        deal.key = key
        changes.append(meet(deal, USER, PROBLEM))
    half = 4 * np.std(changes) / np.sqrt(len(changes))
    assert np.mean(changes) == pytest.approx(plain_change, abs=half)
    assert half < 0.1 * plain_change
    assert min(changes) > 0.0


def test_relationship_rises_with_good_meetings_and_halves_with_neglect() -> None:
    deal = office()
    levels = []
    for week in range(12):
        meet(deal, USER, PROBLEM, now=7.0 * week)
        levels.append(relationship(deal, USER, 7.0 * week))
    assert levels == sorted(levels)
    assert 2 <= levels[-1] <= 5
    last = 7.0 * 11
    bond = bond_now(deal, USER, last)
    for halves in (1, 2, 5):
        later = last + halves * deal.touch_bond_half_life
        assert bond_now(deal, USER, later) == pytest.approx(bond / 2**halves)
    assert relationship(deal, USER, last + 20 * deal.touch_bond_half_life) == 1
    for week in range(300):
        meet(deal, USER, PROBLEM, now=last + 7.0 * week)
    assert relationship(deal, USER, last + 7.0 * 299) == 5


def test_resentment_makes_people_deaf_and_fades() -> None:
    deal = office()
    deal.resentment[USER], deal.resentment_since[USER] = 0.8, 0.0
    calm = relevance(office(), USER, 0.0)
    assert relevance(deal, USER, 0.0) == pytest.approx(0.2 * calm)
    assert relevance(deal, USER, deal.chain_resentment_half_life) == pytest.approx(0.6 * calm)


def test_people_talk_about_those_they_work_with() -> None:
    deal = office()
    deal.identified[:] = 0
    deal.advises[ENGINEER, BUYER] = 1
    meet(deal, ENGINEER, SITUATION)
    known = [place for place in range(6) if deal.identified[place]]
    assert known == [MANAGER, BUYER], "the superior, and whom the engineer asks for advice"
    assert deal.learnt[MANAGER] == deal.learnt[BUYER] == pytest.approx(deal.touch_gossip)
    assert deal.learnt[SECRETARY] == deal.learnt[CHIEF] == deal.learnt[USER] == 0.0


def test_the_seller_sees_only_whom_they_meet() -> None:
    deal = office()
    deal.stance[:6], deal.need[:6] = 0.4, 0.7
    meet(deal, ENGINEER, SITUATION)
    assert deal.seen_stance[ENGINEER] == deal.stance[ENGINEER]
    assert deal.seen_need[ENGINEER] == 0.7
    assert np.all(deal.seen_stance[[CHIEF, MANAGER, USER]] == 0.0)
    deal.stance[ENGINEER] = -0.5
    assert deal.seen_stance[ENGINEER] > 0.0, "what was seen grows stale"


def test_early_meetings_shape_the_need_and_late_ones_cannot() -> None:
    early, late = office(), office()
    late.frozen = 1
    before = fit(early, CHIEF)
    meet(early, USER, PROBLEM)
    meet(late, USER, PROBLEM)
    assert fit(early, CHIEF) > before == fit(late, CHIEF)


def test_flanking_moves_criteria_to_where_we_lead() -> None:
    deal = office()
    deal.rivals = 1
    deal.offer[:] = 0.7, 0.6, 0.5, 0.4
    deal.rival_offer[0] = 0.9, 0.6, 0.1, 0.4  # we lead most in service
    deal.play, deal.learnt[USER] = int(Play.flanking), 1.0
    before = deal.criteria[USER].copy()
    meet(deal, USER, PROBLEM)
    after = deal.criteria[USER]
    assert after[2] > before[2]
    assert np.all(after[[0, 1, 3]] < before[[0, 1, 3]])
    assert after.sum() == pytest.approx(1.0)
    untouched = office()
    meet(untouched, USER, PROBLEM)
    np.testing.assert_array_equal(untouched.criteria[USER], before)


def test_a_flanking_message_is_less_relevant_to_start_with() -> None:
    deal = office()
    plain_message = relevance(deal, USER, 0.0)
    deal.play = int(Play.flanking)
    assert relevance(deal, USER, 0.0) == pytest.approx(plain_message * (1 - deal.shaping_flanking_cost))


def test_a_first_meeting_is_told_once() -> None:
    deal, tape = office(), new_tape()
    touch(deal, tape, USER, int(SITUATION), ACCOUNT_MANAGER, 3.0)
    touch(deal, tape, USER, int(SITUATION), ACCOUNT_MANAGER, 9.0)
    assert [(e.day, e.person) for e in written(deal, tape, EventKind.met)] == [(3.0, USER)]
    assert [e.day for e in written(deal, tape, EventKind.touch)] == [3.0, 9.0]
    assert (deal.first_touch, deal.touches, deal.touches_by[USER]) == (3.0, 2, 2)
