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
    SECRETARY,
    USER,
    Bench,
    assert_mean_is,
    degenerate,
    office,
    packed_with,
    step,
)

from engine.dynamics.mechanisms.appointments import ANY_KIND, request
from engine.dynamics.mechanisms.pursuit import choose_kind, choose_person, days_until_somebody, satisfied
from engine.dynamics.state.person_values import TECHNICAL
from engine.dynamics.state.phases import PHASE_WORDS
from engine.dynamics.state.priors import POWER
from engine.dynamics.state.team_roles import ACCOUNT_MANAGER
from engine.engagement import Phase, Strategy
from engine.model.terms import BuyerStep, Play, Stage, TouchKind
from engine.simulation.desk import SharedDesk


def desk_with(*phases: Phase) -> Any:
    """A desk at which a strategy with these phases is followed."""
    own = Strategy("own", "own", "a test", phases)
    return SharedDesk(degenerate([step("purchase", 10)]), packed_with(own)).record


def known(*people: int, phases: tuple[Phase, ...] = ()) -> Bench:
    """A deal in which we know these people, all of equal power, and go about it in these phases if any are given."""
    bench = office()
    if phases:
        bench = Bench(bench.account, bench.deal, desk_with(*phases))
    bench.strategy, bench.step = bench.desk.strategy, 0
    bench.identified[:] = 0
    bench.identified[list(people)] = 1
    bench.power[:6] = 0.5
    return bench


def next_person(bench: Bench, now: float) -> int:
    """Whom the strategy would see next, −1 for nobody."""
    return int(choose_person(*bench.records, now, -1))


def order(bench: Bench, now: float = 100.0) -> list[int]:
    """Everybody the strategy would see, in its order, each put in flight as soon as chosen."""
    found = []
    while True:
        person = next_person(bench, now)
        if person < 0:
            return found
        found.append(person)
        bench.in_flight[person] = 1


def kind_for(bench: Bench, person: int) -> TouchKind:
    """What a meeting of our account manager with somebody would be for."""
    return TouchKind(choose_kind(*bench.records, 0.0, person, ACCOUNT_MANAGER, int(TouchKind.payoff)))


def wait(bench: Bench, now: float) -> float:
    """Days until there may be somebody to see."""
    return float(days_until_somebody(*bench.records, now, 0.0))


HIGHEST, LOWEST = Phase(highest_first=True), Phase(highest_first=False)


def test_highest_first_and_lowest_first() -> None:
    assert order(known(USER, CHIEF, MANAGER, phases=(HIGHEST,))) == [CHIEF, MANAGER, USER]
    assert order(known(USER, CHIEF, MANAGER, phases=(LOWEST,))) == [USER, MANAGER, CHIEF]


def test_within_a_level_the_more_powerful_come_first() -> None:
    for phase in (HIGHEST, LOWEST):
        bench = known(MANAGER, SECRETARY, BUYER, phases=(phase,))
        bench.power[BUYER], bench.power[SECRETARY] = 0.9, 0.7
        assert order(bench) == [BUYER, SECRETARY, MANAGER]


def test_where_power_is_unknown_the_order_follows_the_guess_until_people_are_met() -> None:
    bench = known(MANAGER, SECRETARY, BUYER, phases=(HIGHEST,))
    bench.unknown[:6] = 1 << POWER
    bench.supposed_power[:6], bench.supposed_power[SECRETARY] = 0.5, 0.6
    bench.power[BUYER], bench.power[SECRETARY] = 0.9, 0.1
    assert order(bench)[0] == SECRETARY
    bench.in_flight[:] = 0
    bench.met[BUYER], bench.last_touch[BUYER] = 1, -1000.0
    assert order(bench)[0] == BUYER


def test_people_we_do_not_know_of_are_never_chosen() -> None:
    assert order(known(USER, phases=(HIGHEST,))) == [USER]


def test_levels_and_roles_limit_a_phase() -> None:
    everybody = range(6)
    for levels, people in (((2, 2), sorted([MANAGER, SECRETARY, BUYER])), ((3, 99), sorted([ENGINEER, USER]))):
        assert order(known(*everybody, phases=(Phase(highest_first=True, levels=levels),))) == people
    technical = Phase(highest_first=True, roles=("technical_evaluator", "buyer"))
    assert order(known(*everybody, phases=(technical,))) == [BUYER, ENGINEER]


def test_introduced_only_needs_an_open_door_above_the_third_level() -> None:
    phases = (Phase(highest_first=True, introduced_only=True),)
    assert order(known(*range(6), phases=phases)) == sorted([ENGINEER, USER])
    bench = known(*range(6), phases=phases)
    bench.sponsor[ENGINEER] = 1
    assert order(bench) == [MANAGER, *sorted([ENGINEER, USER])], "a sponsor leads one step up"
    bench = known(*range(6), phases=phases)
    bench.mandate[BUYER], bench.bond[SECRETARY] = 0.5, 2.0
    bench.touch_bond_half_life = 1e12
    bench.bond[SECRETARY] = 2.5
    assert order(bench) == [*sorted([SECRETARY, BUYER]), *sorted([ENGINEER, USER])], (
        "a mandate, or somebody who is familiar"
    )


def test_a_phase_that_is_over_is_left_for_good() -> None:
    first = Phase(highest_first=False, levels=(3, 99), until="people_met", value=2)
    bench = known(*range(6), phases=(first, HIGHEST))
    assert next_person(bench, 1.0) == min(ENGINEER, USER)
    bench.fact_people_met = 2.0
    assert next_person(bench, 1.0) == CHIEF
    bench.fact_people_met = 0.0
    assert next_person(bench, 1.0) == CHIEF


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
    bench = known(USER, CHIEF, phases=(Phase(highest_first=False, until=until, value=value), HIGHEST))
    assert next_person(bench, 1.0) == USER
    for name, number in fields.items():
        bench[name] = number
    assert next_person(bench, 1.0) == CHIEF


def test_when_the_present_phase_has_nobody_earlier_ones_are_asked() -> None:
    """And the words of the phase that somebody was chosen under say how to go about it."""
    early = Phase(highest_first=False, levels=(3, 99), until="people_met", value=1)
    bench = known(USER, CHIEF, phases=(early, Phase(highest_first=True, levels=(1, 1))))
    assert next_person(bench, 1.0) == USER
    under_the_first = bench.phase_at
    bench.fact_people_met = 1.0
    assert next_person(bench, 1.0) == CHIEF
    assert bench.phase_at == under_the_first + PHASE_WORDS
    bench.in_flight[CHIEF] = 1
    assert next_person(bench, 1.0) == USER
    assert bench.phase_at == under_the_first


def test_nobody_is_seen_twice_within_the_pause() -> None:
    bench = known(CHIEF, phases=(HIGHEST,))
    bench.met[CHIEF], bench.last_touch[CHIEF] = 1, 50.0
    pause = float(bench.pursuit_pause)
    assert next_person(bench, 50.0 + 0.5 * pause) == -1
    assert next_person(bench, 50.0 + pause) == CHIEF
    assert wait(bench, 50.0) == pytest.approx(pause)


def test_who_is_content_is_left_in_peace_for_longer() -> None:
    bench = known(CHIEF)
    bench.met[CHIEF], bench.last_touch[CHIEF] = 1, 50.0
    bench.seen_stance[CHIEF] = bench.seen_need[CHIEF] = 1.0
    assert satisfied(bench.account, bench.desk, CHIEF)
    assert wait(bench, 50.0) == pytest.approx(bench.pursuit_revisit)


def test_developing_for_the_future_slows_the_pace() -> None:
    bench = known(CHIEF)
    bench.met[CHIEF], bench.last_touch[CHIEF], bench.play = 1, 50.0, int(Play.develop)
    assert wait(bench, 50.0) == pytest.approx(bench.pursuit_pause / bench.shaping_develop_pace)


def test_a_closed_door_and_too_many_refusals_keep_us_away() -> None:
    bench = known(CHIEF, phases=(HIGHEST,))
    bench.blocked_until[CHIEF] = 60.0
    assert next_person(bench, 59.0) == -1
    assert next_person(bench, 60.0) == CHIEF
    bench.refusals[CHIEF] = 100
    assert next_person(bench, 60.0) == CHIEF, "refusals of earlier projects are over"
    bench.refused_now[CHIEF] = int(bench.pursuit_most_attempts)
    assert next_person(bench, 60.0) == -1
    assert wait(bench, 60.0) == pytest.approx(bench.pursuit_revisit), "look again now and then"


def test_the_kind_of_touch_follows_what_is_known() -> None:
    bench = known(USER)
    bench.team_discipline[ACCOUNT_MANAGER] = 1.0
    bench.met[USER] = 1
    seen = []
    for field, value in (("learnt", 1), ("seen_implied", 1), ("seen_need", 1), ("seen_worry", 0), ("seen_stance", 1)):
        if field == "learnt":
            bench.seen_worry[USER] = 1.0
        seen.append(kind_for(bench, USER))
        bench[field][USER] = value
    assert seen == [TouchKind.situation, TouchKind.problem, TouchKind.implication, TouchKind.evidence, TouchKind.payoff]


def test_situation_questions_stop_where_patience_ends() -> None:
    bench = known(USER)
    bench.team_discipline[ACCOUNT_MANAGER] = 1.0
    bench.situation_questions[USER] = int(bench.touch_patience)
    assert kind_for(bench, USER) == TouchKind.problem


@pytest.mark.parametrize("discipline", [0.0, 0.3, 1.0])
def test_undisciplined_sellers_praise_benefits_instead_of_asking(discipline: float) -> None:
    bench = known(USER)
    bench.learnt[USER], bench.team_discipline[ACCOUNT_MANAGER] = 1.0, discipline
    asked = []
    for meeting in range(600):
        bench.touches_by[USER] = meeting
        asked.append(kind_for(bench, USER) == TouchKind.problem)
    assert abs(np.mean(asked) - discipline) < 0.08
    if 0.0 < discipline < 1.0:
        assert_mean_is(asked, discipline, widest=0.09)


def test_the_offer_is_due_from_the_proposal_stage_on() -> None:
    bench = known(USER)
    bench.met[USER], bench.stage = 1, int(Stage.propose)
    assert kind_for(bench, USER) == TouchKind.proposal
    bench.offer_submitted = 1
    assert kind_for(bench, USER) != TouchKind.proposal
    bench.offer_submitted, bench.met[USER] = 0, 0
    assert kind_for(bench, USER) != TouchKind.proposal, "nobody gets an offer at a first meeting"


def test_preparation_takes_its_own_time_before_a_first_meeting_only() -> None:
    bench = known(USER)
    bench.access_cold_level_4 = bench.access_unprepared = 1.0
    bench.access_lead_level_4 = 0.0
    bench.keeps_hours = 0
    week = float(bench.team_week[ACCOUNT_MANAGER])
    assert request(*bench.records, 0.0, 0, USER, 10.0, False, ANY_KIND) == pytest.approx(10.0 / week * 7.0)
    assert bench.hours_needed == pytest.approx(10.0 + bench.touch_visit + bench.access_attempt)
    bench.in_flight[USER], bench.met[USER] = 0, 1
    assert request(*bench.records, 30.0, 0, USER, 10.0, False, ANY_KIND) == 0.0


def test_meetings_fall_on_working_days() -> None:
    bench = known(USER)
    bench.access_cold_level_4, bench.access_unprepared, bench.access_lead_level_4 = 1.0, 1.0, 0.0
    bench.keeps_hours = 1
    for now, expected in ((4.5, 0.0), (5.25, 2.0), (6.75, 1.0), (7.0, 0.0), (12.0, 2.0)):
        bench.in_flight[USER] = 0
        assert request(*bench.records, now, 0, USER, 0.0, False, ANY_KIND) == pytest.approx(expected), f"day {now}"
    assert bench.roles[ENGINEER] & TECHNICAL


def test_every_rank_in_turn() -> None:
    bench = known(CHIEF, MANAGER, USER, ENGINEER, phases=(Phase(highest_first=True, every_rank=True),))
    seen = []
    for day in range(6):
        person = int(choose_person(*bench.records, 100.0 + day, -1))
        seen.append(int(bench.level[person]))
        bench.met[person], bench.last_touch[person] = 1, 100.0 + day
        if len(seen) == 3:
            bench.pursuit_pause = 0.0
    assert seen == [1, 2, 3, 1, 2, 3]


def kind_at(step: BuyerStep, quotes: int = 0) -> TouchKind:
    """What a meeting is for in the proposal stage, with the buyer at this step."""
    bench: Any = known(USER)
    bench.met[USER], bench.stage, bench.budgetary_quotes = 1, int(Stage.propose), quotes
    bench.step_code[0] = int(step)
    return TouchKind(choose_kind(*bench.records, 0.0, USER, ACCOUNT_MANAGER, int(TouchKind.payoff)))


def test_a_gate_that_opens_early_is_good_for_one_figure_for_the_budget() -> None:
    assert kind_at(BuyerStep.analysis) is TouchKind.proposal
    assert kind_at(BuyerStep.analysis, quotes=1) is not TouchKind.proposal, "one will do"
    assert kind_at(BuyerStep.sourcing, quotes=1) is TouchKind.proposal
