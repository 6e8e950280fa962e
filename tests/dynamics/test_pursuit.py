"""Whom to see next and what for: phases, order, pauses, and the kind of touch (MODEL §4)."""

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
    assert_mean_is,
    books,
    office,
)

from engine.dynamics.access import ACCOUNT_MANAGER
from engine.dynamics.people import TECHNICAL
from engine.dynamics.pursuit import choose_kind, choose_person, days_until_somebody, satisfied
from engine.dynamics.seller import request
from engine.engagement import STRATEGIES, Phase, Strategy
from engine.model.base import Text
from engine.model.terms import BuyerStep, Engagement, Play, Stage, TouchKind
from engine.rules import compile_book
from engine.simulation.packing import pack


def tables(*phases: Phase) -> Any:
    """Packed tables in which `top_down` has these phases."""
    own = Strategy("own", Text(en="own", zh="own"), Engagement.top_down, "a test", phases)
    strategies = tuple(own if shipped.number == own.number else shipped for shipped in STRATEGIES)
    return pack({role: compile_book(book).table for role, book in books().items()}, strategies)


def known(*people: int) -> Any:
    """A deal in which we know these people, all of equal power."""
    deal = office()
    deal.strategy, deal.step = int(Engagement.top_down), 0
    deal.identified[:] = 0
    deal.identified[list(people)] = 1
    deal.power[:6] = 0.5
    return deal


def order(deal: Any, packed: Any, now: float = 100.0) -> list[int]:
    """Everybody the strategy would see, in its order, each put in flight as soon as chosen."""
    found = []
    while True:
        person, _ = choose_person(deal, packed, now)
        if person < 0:
            return found
        found.append(person)
        deal.in_flight[person] = 1


def test_highest_first_and_lowest_first() -> None:
    deal = known(USER, CHIEF, MANAGER)
    assert order(deal, tables(Phase(highest_first=True))) == [CHIEF, MANAGER, USER]
    assert order(known(USER, CHIEF, MANAGER), tables(Phase(highest_first=False))) == [USER, MANAGER, CHIEF]


def test_within_a_level_the_more_powerful_come_first() -> None:
    for highest in (True, False):
        deal = known(MANAGER, SECRETARY, BUYER)
        deal.power[BUYER], deal.power[SECRETARY] = 0.9, 0.7
        assert order(deal, tables(Phase(highest_first=highest))) == [BUYER, SECRETARY, MANAGER]


def test_people_we_do_not_know_of_are_never_chosen() -> None:
    assert order(known(USER), tables(Phase(highest_first=True))) == [USER]


def test_levels_and_roles_limit_a_phase() -> None:
    everybody = range(6)
    assert order(known(*everybody), tables(Phase(highest_first=True, levels=(2, 2)))) == [MANAGER, SECRETARY, BUYER]
    assert order(known(*everybody), tables(Phase(highest_first=True, levels=(3, 99)))) == [ENGINEER, USER]
    technical = Phase(highest_first=True, roles=("technical_evaluator", "buyer"))
    assert order(known(*everybody), tables(technical)) == [BUYER, ENGINEER]


def test_introduced_only_needs_an_open_door_above_the_third_level() -> None:
    packed = tables(Phase(highest_first=True, introduced_only=True))
    assert order(known(*range(6)), packed) == [ENGINEER, USER]
    deal = known(*range(6))
    deal.sponsor[ENGINEER] = 1
    assert order(deal, packed) == [MANAGER, ENGINEER, USER], "a sponsor leads one step up"
    deal = known(*range(6))
    deal.mandate[BUYER], deal.bond[SECRETARY] = 0.5, 2.0
    deal.touch_bond_half_life = 1e12
    deal.bond[SECRETARY] = 2.5
    assert order(deal, packed) == [SECRETARY, BUYER, ENGINEER, USER], "a mandate, or somebody who is familiar"


def test_a_phase_that_is_over_is_left_for_good() -> None:
    packed = tables(Phase(highest_first=False, levels=(3, 99), until="people_met", value=2), Phase(highest_first=True))
    deal = known(*range(6))
    assert choose_person(deal, packed, 1.0)[0] == ENGINEER
    deal.fact_people_met = 2.0
    assert choose_person(deal, packed, 1.0)[0] == CHIEF
    deal.fact_people_met = 0.0
    assert choose_person(deal, packed, 1.0)[0] == CHIEF


@pytest.mark.parametrize(
    ("until", "value", "fields"),
    [
        ("decider_seen", 3, {"fact_decider_met": 1.0}),
        ("decider_seen", 3, {"refused_at_top": 3}),
        ("sponsor_won", 0, {"fact_has_sponsor": 1.0}),
        ("refused_at_top", 2, {"refused_at_top": 2}),
    ],
)
def test_what_ends_a_phase(until: Any, value: float, fields: dict[str, float]) -> None:
    packed = tables(Phase(highest_first=False, until=until, value=value), Phase(highest_first=True))
    deal = known(USER, CHIEF)
    assert choose_person(deal, packed, 1.0)[0] == USER
    for name, number in fields.items():
        deal[name] = number
    assert choose_person(deal, packed, 1.0)[0] == CHIEF


def test_when_the_present_phase_has_nobody_earlier_ones_are_asked() -> None:
    packed = tables(
        Phase(highest_first=False, levels=(3, 99), until="people_met", value=1),
        Phase(highest_first=True, levels=(1, 1)),
    )
    deal = known(USER, CHIEF)
    deal.fact_people_met, deal.in_flight[CHIEF] = 1.0, 1
    assert choose_person(deal, packed, 1.0)[0] == USER


def test_nobody_is_seen_twice_within_the_pause() -> None:
    packed = tables(Phase(highest_first=True))
    deal = known(CHIEF)
    deal.met[CHIEF], deal.last_touch[CHIEF] = 1, 50.0
    pause = float(deal.pursuit_pause)
    assert choose_person(deal, packed, 50.0 + 0.5 * pause)[0] == -1
    assert choose_person(deal, packed, 50.0 + pause)[0] == CHIEF
    assert days_until_somebody(deal, 50.0) == pytest.approx(pause)


def test_who_is_content_is_left_in_peace_for_longer() -> None:
    deal = known(CHIEF)
    deal.met[CHIEF], deal.last_touch[CHIEF] = 1, 50.0
    deal.seen_stance[CHIEF] = deal.seen_need[CHIEF] = 1.0
    assert satisfied(deal, CHIEF)
    assert days_until_somebody(deal, 50.0) == pytest.approx(deal.pursuit_revisit)


def test_developing_for_the_future_slows_the_pace() -> None:
    deal = known(CHIEF)
    deal.met[CHIEF], deal.last_touch[CHIEF], deal.play = 1, 50.0, int(Play.develop)
    assert days_until_somebody(deal, 50.0) == pytest.approx(deal.pursuit_pause / deal.shaping_develop_pace)


def test_a_closed_door_and_too_many_refusals_keep_us_away() -> None:
    packed = tables(Phase(highest_first=True))
    deal = known(CHIEF)
    deal.blocked_until[CHIEF] = 60.0
    assert choose_person(deal, packed, 59.0)[0] == -1
    assert choose_person(deal, packed, 60.0)[0] == CHIEF
    deal.refused_by[CHIEF] = int(deal.pursuit_most_attempts)
    assert choose_person(deal, packed, 60.0)[0] == -1
    assert days_until_somebody(deal, 60.0) == pytest.approx(deal.pursuit_revisit), "look again now and then"


def test_the_kind_of_touch_follows_what_is_known() -> None:
    deal = known(USER)
    deal.team_discipline[ACCOUNT_MANAGER] = 1.0
    deal.met[USER] = 1
    seen = []
    for field, value in (("learnt", 1), ("seen_implied", 1), ("seen_need", 1), ("seen_worry", 0), ("seen_stance", 1)):
        if field == "learnt":
            deal.seen_worry[USER] = 1.0
        seen.append(TouchKind(choose_kind(deal, USER, ACCOUNT_MANAGER)))
        deal[field][USER] = value
    assert seen == [TouchKind.situation, TouchKind.problem, TouchKind.implication, TouchKind.evidence, TouchKind.payoff]


def test_situation_questions_stop_where_patience_ends() -> None:
    deal = known(USER)
    deal.team_discipline[ACCOUNT_MANAGER] = 1.0
    deal.situation_questions[USER] = int(deal.touch_patience)
    assert choose_kind(deal, USER, ACCOUNT_MANAGER) == TouchKind.problem


@pytest.mark.parametrize("discipline", [0.0, 0.3, 1.0])
def test_undisciplined_sellers_praise_benefits_instead_of_asking(discipline: float) -> None:
    deal = known(USER)
    deal.learnt[USER], deal.team_discipline[ACCOUNT_MANAGER] = 1.0, discipline
    asked = []
    for meeting in range(600):
        deal.touches_by[USER] = meeting
        asked.append(choose_kind(deal, USER, ACCOUNT_MANAGER) == TouchKind.problem)
    assert abs(np.mean(asked) - discipline) < 0.08
    if 0.0 < discipline < 1.0:
        assert_mean_is(asked, discipline, widest=0.09)


def test_the_offer_is_due_from_the_proposal_stage_on() -> None:
    deal = known(USER)
    deal.met[USER], deal.stage = 1, int(Stage.propose)
    assert choose_kind(deal, USER, ACCOUNT_MANAGER) == TouchKind.proposal
    deal.play = int(Play.develop)
    assert choose_kind(deal, USER, ACCOUNT_MANAGER) != TouchKind.proposal, "while developing it can wait"
    deal.step_code[0] = int(BuyerStep.bidding)
    assert choose_kind(deal, USER, ACCOUNT_MANAGER) == TouchKind.proposal, "but not beyond the tender"
    deal.offer_submitted = 1
    assert choose_kind(deal, USER, ACCOUNT_MANAGER) != TouchKind.proposal
    deal.offer_submitted, deal.met[USER] = 0, 0
    assert choose_kind(deal, USER, ACCOUNT_MANAGER) != TouchKind.proposal, "nobody gets an offer at a first meeting"


def test_preparation_takes_its_own_time_before_a_first_meeting_only() -> None:
    deal = known(USER)
    deal.access_cold_level_3 = deal.access_unprepared = 1.0
    deal.access_lead_level_3 = 0.0
    deal.working_days_only = 0
    week = float(deal.team_week[ACCOUNT_MANAGER])
    assert request(deal, NO_TAPE, 0.0, 0, USER, 10.0, False) == pytest.approx(10.0 / week * 7.0)
    assert deal.hours_needed == pytest.approx(10.0 + deal.touch_visit + deal.access_attempt)
    deal.in_flight[USER], deal.met[USER] = 0, 1
    assert request(deal, NO_TAPE, 30.0, 0, USER, 10.0, False) == 0.0


def test_meetings_fall_on_working_days() -> None:
    deal = known(USER)
    deal.access_cold_level_3, deal.access_unprepared, deal.access_lead_level_3 = 1.0, 1.0, 0.0
    deal.working_days_only = 1
    for now, expected in ((4.5, 0.0), (5.25, 2.0), (6.75, 1.0), (7.0, 0.0), (12.0, 2.0)):
        deal.in_flight[USER] = 0
        assert request(deal, NO_TAPE, now, 0, USER, 0.0, False) == pytest.approx(expected), f"day {now}"
    assert deal.roles[ENGINEER] & TECHNICAL
