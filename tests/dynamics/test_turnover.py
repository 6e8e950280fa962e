"""People leave and are replaced: the hazard, what goes with somebody, what a successor is, and that it is off."""

from __future__ import annotations

import numpy as np
import pytest
from laboratory import (
    BUYER,
    CHIEF,
    ENGINEER,
    MANAGER,
    USER,
    Bench,
    assert_mean_is,
    edited,
    office,
    run,
    shipped,
    simulator,
    written,
)
from scipy import stats

from engine.dynamics import moments
from engine.dynamics.machine.background import between_projects, catch_up
from engine.dynamics.machine.chance import join_keys
from engine.dynamics.machine.composition import ACCOUNT, DEAL
from engine.dynamics.mechanisms.access import best_route
from engine.dynamics.mechanisms.group_decision import committee_decides
from engine.dynamics.mechanisms.turnover import change
from engine.dynamics.state.person_values import bond_now, relationship

YEAR = 365.25
YEARLY = {"behaviour.turnover.leaving": 0.5}


def staffed(seed: int = 1, leaving: float = 0.5 / YEAR, **more: float) -> Bench:
    """The office on its first day, with people who leave."""
    bench = office()
    bench.account.key = join_keys(np.uint64(7), seed)
    bench.turnover_leaving = leaving
    for name, value in more.items():
        bench[f"turnover_{name}"] = value
    moments.account_begins(*bench.records, 0.0)
    return bench


def let_go(bench: Bench, person: int, now: float = 50.0) -> None:
    """The person leaves on this day, and nobody else does before."""
    bench.changes_on[:] = np.inf
    bench.changes_on[person] = bench.next_change = now
    change(*bench.records, now, 0)


def replace(bench: Bench, person: int, now: float = 90.0) -> None:
    """The successor arrives on this day."""
    bench.changes_on[person] = bench.next_change = now
    change(*bench.records, now, 0)


def test_without_a_hazard_nobody_ever_leaves() -> None:
    bench = staffed(leaving=0.0)
    assert bench.next_change == np.inf
    between_projects(*bench.records, 1e6)
    assert bench.present.sum() == bench.people


def test_switched_off_it_draws_nothing_and_changes_nothing() -> None:
    """Vacancy and spread are never looked at while nobody leaves."""
    off = run(shipped("keeping_up"), "playbook", 6)
    other = run(
        edited("keeping_up", {"behaviour.turnover.vacancy": 1, "behaviour.turnover.stance_spread": 1}), "playbook", 6
    )
    assert off.outcomes.tobytes() == other.outcomes.tobytes()


def test_people_stay_exponentially_long() -> None:
    stays = np.concatenate([staffed(seed).changes_on for seed in range(400)])
    assert stats.kstest(stays, "expon", args=(0, 2 * YEAR)).pvalue > 1e-3


def test_seats_change_at_the_hazard_and_stand_empty_for_the_vacancy() -> None:
    """A seat that is empty v days after every stay of mean m is taken m/(m + v) of the time."""
    taken = []
    for seed in range(250):
        bench = staffed(seed, vacancy=100.0)
        between_projects(*bench.records, 40 * YEAR)
        assert bench.empty_seats == (bench.present == 0).sum()
        taken.append(bench.present.mean())
    assert_mean_is(taken, 2 * YEAR / (2 * YEAR + 100), widest=0.05)


def test_everything_personal_goes_and_the_seat_stays() -> None:
    bench = staffed()
    for record in (bench.account, bench.deal):
        for field in record.layout.fields:
            if "people" in field.per and not field.over and field.name not in ("boss", "heard", "present"):
                record[field.name] = 1
    let_go(bench, USER)
    for layout, record in ((ACCOUNT, bench.account), (DEAL, bench.deal)):
        for field in layout.fields:
            if "people" not in field.per or field.name in ("boss", "heard", "present", "changes_on"):
                continue
            held = np.asarray(record[field.name])
            axis = field.per.index("people")
            theirs, others = held.take(USER, axis), held.take(ENGINEER, axis)
            gone = field.start if field.newcomer is None else field.newcomer
            assert np.all(theirs == (1 if field.of_seat else gone)), field.path
            if field.name not in ("mandate",):
                assert np.all(others == 1), field.path
    assert bench.present[USER] == 0 and bench.empty_seats == 1 and bench.people_left == 1


def test_a_sponsor_who_leaves_is_gone() -> None:
    bench = staffed()
    bench.sponsor[USER], bench.stance[USER] = 1, 0.9
    let_go(bench, USER)
    assert bench.sponsor[USER] == 0 and bench.sponsors_lost == 1
    assert [event.kind for event in written(bench)] == ["sponsor_lost", "person_left"]


def test_the_word_of_a_boss_who_leaves_is_forgotten_and_another_boss_s_word_stays() -> None:
    bench = staffed()
    bench.mandate_given[CHIEF], bench.mandate_given[MANAGER] = 0.8, 0.3
    bench.mandate[[MANAGER, USER, BUYER]] = 0.8, 0.56, 0.8
    let_go(bench, CHIEF)
    assert bench.mandate_given[CHIEF] == 0.0
    np.testing.assert_allclose(bench.mandate[[MANAGER, USER, BUYER]], [0.0, 0.3, 0.0])


def test_a_successor_knows_nobody_and_has_a_stance_of_their_own() -> None:
    bench = staffed(stance_spread=0.25)
    key = int(bench.person_key[USER])
    bench.stance[USER], bench.bond[USER], bench.met[USER], bench.learnt[USER] = 0.9, 3.0, 1, 0.8
    bench.need[USER], bench.worry[USER] = 0.9, 0.9
    bench.need_at_rest[USER], bench.worry_at_rest[USER] = 0.2, 0.3
    let_go(bench, USER)
    replace(bench, USER)
    assert bench.present[USER] == 1 and bench.empty_seats == 0
    assert int(bench.person_key[USER]) != key
    assert relationship(bench.account, bench.desk, USER, 91.0) == 1
    assert bond_now(bench.account, bench.desk, USER, 91.0) == 0.0
    assert (bench.met[USER], bench.learnt[USER]) == (0, 0.0)
    assert (bench.need[USER], bench.worry[USER]) == (0.2, 0.3)
    assert bench.stance[USER] == bench.anchor[USER] != 0.9
    assert bench.changes_on[USER] > 90.0
    assert bench.power[USER] == 0.5 and bench.boss[USER] == MANAGER


def test_successors_stances_scatter_around_neutral() -> None:
    stances = []
    for seed in range(500):
        bench = staffed(seed, stance_spread=0.25)
        let_go(bench, USER)
        replace(bench, USER)
        stances.append(float(bench.stance[USER]))
    assert stats.kstest(stances, "norm", args=(0, 0.25)).pvalue > 1e-3
    assert len(set(stances)) == len(stances)


def test_a_meeting_with_somebody_who_left_does_not_take_place_but_costs_its_hours() -> None:
    scenario = edited("keeping_up", {"behaviour.turnover.leaving": 3.0})
    teller = simulator(scenario, "top_down")
    for replication in range(12):
        story = teller.trace(replication)
        gone: set[int] = set()
        for event in story.events:
            gone = gone | {event.person} if event.kind == "person_left" else gone
            gone = gone - {event.person} if event.kind == "successor" else gone
            if event.kind in ("touch", "vote", "veto", "surprise", "sponsor_won", "mandate", "rival_touch"):
                assert event.person not in gone, (replication, event)


def test_who_is_not_there_has_no_vote_and_an_empty_chair_of_the_decider_never_closes() -> None:
    bench = staffed()
    bench.decision_nothing = -100.0
    assert committee_decides(*bench.records, 10.0, -1) == 0
    let_go(bench, CHIEF, now=20.0)
    assert committee_decides(*bench.records, 30.0, -1) == -1
    voters = {event.person for event in written(bench, "vote") if event.day == 30.0}
    assert voters == set(range(bench.people)) - {CHIEF}


def test_nobody_is_introduced_by_a_sponsor_who_left() -> None:
    bench = staffed()
    bench.sponsor[MANAGER] = 1
    _, with_sponsor = best_route(*bench.records, 10.0, CHIEF, 0.0, False)
    assert with_sponsor == pytest.approx(bench.access_recommended)
    let_go(bench, MANAGER, now=20.0)
    _, without = best_route(*bench.records, 30.0, CHIEF, 0.0, False)
    assert without < with_sponsor


def test_changes_come_in_their_own_time_however_often_somebody_looks() -> None:
    often, once = staffed(3, leaving=5 / YEAR), staffed(3, leaving=5 / YEAR)
    for bench in (often, once):
        bench.opened = bench.now = 0.0
    for day in range(1, 401):
        catch_up(*often.records, float(day))
    catch_up(*once.records, 400.0)
    assert [(e.day, e.kind, e.person) for e in written(often, "person_left", "successor")] == [
        (e.day, e.kind, e.person) for e in written(once, "person_left", "successor")
    ]
    assert once.people_left > 5


def test_people_leave_between_projects_too() -> None:
    records = run(edited("team_portfolio", YEARLY), "top_down", 3)
    plain = run(shipped("team_portfolio"), "top_down", 3)
    assert records.outcomes["people_left"].sum() > 20
    assert plain.outcomes["people_left"].sum() == 0


def test_turnover_costs_the_sponsored_climb_its_sponsors() -> None:
    lasting = run(shipped("scheduled_renewal"), "bottom_up_sponsored", 60).outcomes
    leaving = run(edited("scheduled_renewal", {"behaviour.turnover.leaving": 1.5}), "bottom_up_sponsored", 60).outcomes
    assert leaving["sponsors_lost"].sum() > lasting["sponsors_lost"].sum()
