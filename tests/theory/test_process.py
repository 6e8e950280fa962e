"""P1, P3, P3b, P3d, P4, P5 and P7: the real simulator, set up as the process that theory solves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from invariants import check_records
from laboratory import (
    BROKEN,
    assert_mean_is,
    decider,
    degenerate,
    packed_with,
    person,
    plain,
    quantity,
    run,
    simulator,
    step,
)

from engine.dynamics import entry
from engine.dynamics.mechanisms.after_sale import lifetime_multiple
from engine.dynamics.mechanisms.keeping_up import bass_adoption, bass_time
from engine.engagement import strategy_named
from engine.model.quantity import DAYS_PER_MONTH
from engine.model.terms import Outcome, Trigger
from engine.results.measure import Derived
from engine.results.measures import MEASURES
from engine.simulation.desk import SharedDesk
from engine.simulation.slot import make_slots

ALL_BUT_CONSTANT = 1000.0
"""Gamma shape of work that scatters by 3 %, so that days in the process count its steps."""


def chain(moves: list[tuple[float, float, float]]) -> Any:
    """A buyer's process whose steps last a day: (stay, forward, lose) of each."""
    names = ["need", "research", "analysis", "approval", "sourcing", "bidding", "testing"][: len(moves) - 1]
    return degenerate(
        [
            step(name, 1.0, shape=ALL_BUT_CONSTANT, repeat=stay, abandon=lose)
            for name, (stay, _, lose) in zip([*names, "purchase"], moves, strict=True)
        ]
    )


def steps_and_wins(scenario: Any, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Number of steps and whether it was won, per deal."""
    deals = run(scenario, count=count).outcomes
    days = deals["closed"] - deals["opened"]
    steps = np.rint(days)
    assert np.abs(days - steps).max() < 0.45
    assert set(np.unique(deals["outcome"])) <= {Outcome.won, Outcome.no_decision}
    return steps, deals["outcome"] == Outcome.won


def exact_chain(moves: list[tuple[float, float, float]]) -> tuple[float, float]:
    """Chance of winning and expected steps of the absorbing chain, by the fundamental matrix."""
    n = len(moves)
    inner = np.diag([stay for stay, _, _ in moves]) + np.diag([forward for _, forward, _ in moves[:-1]], 1)
    fundamental = np.linalg.inv(np.eye(n) - inner)
    return float(fundamental[0, -1] * moves[-1][1]), float(fundamental[0].sum())


def test_p1_absorbing_chain() -> None:
    moves = [(0.2, 0.5, 0.3), (0.3, 0.4, 0.3), (0.4, 0.35, 0.25)]
    assert exact_chain(moves) == pytest.approx((0.2083333333, 2.7380952381), abs=1e-9)
    steps, won = steps_and_wins(chain(moves), 6000)
    assert_mean_is(won, 0.2083333333, widest=0.025)
    assert_mean_is(steps, 2.7380952381, widest=0.12)


def test_p3b_absorbing_chain_with_losses() -> None:
    moves = [(0.4, 0.5, 0.1), (0.5, 0.4, 0.1), (0.4, 0.5, 0.1), (0.5, 0.3, 0.2)]
    assert exact_chain(moves) == pytest.approx((1 / 3, 50 / 9), abs=1e-9)
    steps, won = steps_and_wins(chain(moves), 6000)
    assert_mean_is(won, 1 / 3, widest=0.03)
    assert_mean_is(steps, 50 / 9, widest=0.2)
    assert_mean_is(steps[won], 22 / 3, widest=0.3)
    assert_mean_is((steps - 50 / 9) ** 2, 3.0832**2, widest=1.2)


def test_p3b_with_losses_as_a_hazard_a_day() -> None:
    """The same chain in continuous time: losing is a race of the day's hazard against every visit of a step.

    A visit of mean m is lost with chance hm/(1 + hm), so m = l/((1 − l)h); otherwise it is repeated or goes forward.
    """
    moves, hazard = [(0.4, 0.5, 0.1), (0.5, 0.4, 0.1), (0.4, 0.5, 0.1), (0.5, 0.3, 0.2)], 0.01
    steps = [
        step(name, lose / (1 - lose) / hazard, repeat=stay / (1 - lose))
        for name, (stay, _, lose) in zip(["need", "research", "analysis", "purchase"], moves, strict=True)
    ]
    edits = {"accounts.0.market.reorganisations": quantity(hazard, "per day"), "behaviour.influence.need_spread": 0}
    nobody_wants_it = person("chief", roles=["decider"], power=1.0, identified=True, need=0.0)
    scenario = degenerate(steps, people=[nobody_wants_it], edits=edits)
    records = run(scenario, count=8000)
    check_records(scenario, records, 8000)
    deals = records.outcomes
    won = deals["outcome"] == Outcome.won
    assert np.all(won | (deals["outcome"] == Outcome.no_decision)), "without a rival nobody else signs"
    assert_mean_is(won, 1 / 3, widest=0.022)
    assert_mean_is(deals["closed"] - deals["opened"], (2 / 3) / hazard, widest=3.0)


def test_p3d_race_of_an_early_signature_and_the_decision() -> None:
    """The decider signs with the one they want after 30 days on average, the committee decides after 20."""
    rival = plain("keeping_up")["accounts"][0]["rivals"][0] | {"touches": quantity(0, "per day")}
    edits = {
        "accounts.0.project.early_signature": quantity(1 / 30, "per day"),
        "accounts.0.project.rival_sighting": quantity(1e-6, "days"),
    }
    chief = decider(rival_stance={rival["id"]: 1.0})
    scenario = degenerate([step("purchase", 20)], people=[chief], edits=edits, rivals=[rival])
    records = run(scenario, count=8000)
    check_records(scenario, records, 8000)
    deals = records.outcomes
    early = deals["rounds"] == 0
    assert np.all(deals["outcome"][early] == Outcome.lost)
    assert np.all(deals["lost"][early] == 1.0)
    assert np.all(deals["lost"][~early] < 1.0), "the committee would have bought from us half of the time"
    assert np.all(deals["winner"][early] == 0)
    assert_mean_is(early, 0.4, widest=0.022)
    assert_mean_is(deals["closed"] - deals["opened"], 12.0, widest=0.6)


def test_a_reorganisation_spares_what_is_wanted() -> None:
    """Half of the power wants it fully, the other half not at all: every second one ends it."""
    edits = {"accounts.0.market.reorganisations": quantity(0.1, "per day"), "behaviour.influence.need_spread": 0}
    people = [
        person("chief", roles=["decider"], power=1.0, identified=True, need=0.0),
        person("user", roles=["user"], power=1.0, need=1.0),
    ]
    scenario = degenerate([step("purchase", 20)], people=people, edits=edits)
    deals = run(scenario, count=8000).outcomes
    assert_mean_is(deals["outcome"] == Outcome.no_decision, 0.05 / (0.05 + 1 / 20), widest=0.023)


def test_nobody_signs_early_with_a_rival_whom_the_decider_does_not_prefer() -> None:
    rival = plain("keeping_up")["accounts"][0]["rivals"][0] | {"touches": quantity(0, "per day")}
    edits = {
        "accounts.0.project.early_signature": quantity(1, "per day"),
        "accounts.0.project.rival_sighting": quantity(1e-6, "days"),
    }
    chief = decider(stance=0.4, rival_stance={rival["id"]: 0.4})
    deals = run(degenerate([step("purchase", 20)], people=[chief], edits=edits, rivals=[rival]), count=400).outcomes
    assert np.all(deals["rounds"] == 1)


def test_p3_phase_type() -> None:
    scenario = degenerate([step("need", 30), step("approval", 60), step("purchase", 90)])
    deals = run(scenario, count=8000).outcomes
    days = deals["closed"] - deals["opened"]
    assert np.all(deals["outcome"] == Outcome.won)
    assert_mean_is(days, 180.0, widest=6.0)
    assert_mean_is((days - 180.0) ** 2, 12_600.0, widest=1500.0)


def test_waiting_and_work_add_up_to_the_lead_time() -> None:
    waiting = {"waiting": quantity(7, "days")}
    scenario = degenerate([step("need", 5, shape=4.0) | waiting, step("purchase", 3) | waiting])
    deals = run(scenario, count=3000).outcomes
    lead = deals["value_days"] + deals["necessary_days"] + deals["waste_days"]
    np.testing.assert_allclose(deals["closed"] - deals["opened"], lead, rtol=0, atol=1e-9)
    assert_mean_is(deals["value_days"], 8.0, widest=0.3)
    assert_mean_is(deals["waste_days"], 14.0, widest=0.8)


def test_p3d_race_of_two_offers() -> None:
    """A rival sees the need after 30 days on average, we after 20: who is first, and when?"""
    rival = plain("keeping_up")["accounts"][0]["rivals"][0]
    edits = {"accounts.0.project.our_sighting": 20, "accounts.0.project.rival_sighting": 30}
    received_at_once = {"cold_level_1": 1, "unprepared": 1, "acquainted": 1, "familiar": 1, "lead_level_1": 1e-6}
    edits |= {f"behaviour.access.{name}": value for name, value in received_at_once.items()}
    edits |= {"behaviour.rivals.hours": 1e4}
    scenario = degenerate([step("need", 500, shape=100.0), step("purchase", 1)], edits=edits, rivals=[rival])
    desk = SharedDesk(scenario, packed_with(strategy_named("do_nothing")))
    (slot,) = make_slots(scenario, desk)
    seen = np.empty((6000, 2))
    for replication in range(len(seen)):
        slot.begin(1, replication)
        assert entry.enter_next_trigger(slot.memory, desk.memory, 0.0) == 0.0
        assert entry.enter_trigger(slot.memory, desk.memory, 0.0) == 1
        seen[replication] = slot.deal.rival_sighting[0], slot.deal.our_sighting
    assert_mean_is(seen[:, 0], 30.0, widest=1.6)
    assert_mean_is(seen[:, 1], 20.0, widest=1.1)
    assert_mean_is(seen[:, 0] < seen[:, 1], 0.4, widest=0.026)
    assert_mean_is(seen.min(axis=1), 12.0, widest=0.65)


def test_the_race_decides_what_the_seller_is_told() -> None:
    """The same race in a run: whom we know from before tells us whether the rival called on them first.

    The rival calls a fifth of a day after seeing the need, on average.
    """
    rival = plain("keeping_up")["accounts"][0]["rivals"][0]
    edits = {"accounts.0.project.our_sighting": 20, "accounts.0.project.rival_sighting": 30}
    received_at_once = {"cold_level_1": 1, "unprepared": 1, "acquainted": 1, "familiar": 1, "lead_level_1": 1e-6}
    edits |= {f"behaviour.access.{name}": value for name, value in received_at_once.items()}
    edits |= {"behaviour.rivals.hours": 1e4}
    rival["touches"], rival["reaction"] = quantity(5, "per day"), 0.0
    steps = [step("need", 500, shape=100.0), step("purchase", 1)]
    scenario = degenerate(steps, [decider(relationship=5)], edits=edits, rivals=[rival])
    scenario = scenario.model_copy(update={"switched_off": ("hearing",)})
    teller = simulator(scenario)
    told = [
        event["rival_first"]
        for replication in range(1500)
        for event in teller.trace(replication).events
        if event.kind == "origin"
    ]
    assert len(told) == 1500
    assert_mean_is(told, 0.4 / (1 + 0.2 / 20), widest=0.052)


def account_life(age_months: float, failure_months: float, projects: int) -> Any:
    """An account whose only asset is replaced in no time, when it fails or on plan."""
    asset = {
        **BROKEN,
        "failed": False,
        "service_life": quantity(age_months, "months"),
        "failure": {"shape": quantity(1, "coefficient"), "scale": quantity(failure_months, "months")},
    }
    return degenerate([step("purchase", 0)], assets=[asset], max_projects=projects)


def test_p4_age_replacement() -> None:
    projects = 50
    deals = run(account_life(36, 60, projects), count=120).outcomes
    assert len(deals) == 120 * projects
    assert np.all(deals["outcome"] == Outcome.won)
    planned = deals["trigger"] == Trigger.scheduled_renewal
    assert set(np.unique(deals["trigger"])) == {Trigger.scheduled_renewal, Trigger.unexpected_replacement}
    assert_mean_is(planned, np.exp(-0.6), widest=0.027)
    opened = deals["opened"].reshape(-1, projects)
    cycles = np.diff(opened, axis=1, prepend=0.0) / DAYS_PER_MONTH
    assert_mean_is(cycles.ravel(), 60 * (1 - np.exp(-0.6)), widest=0.65)
    np.testing.assert_allclose(cycles.ravel()[planned], 36.0, rtol=0, atol=1e-6)
    assert cycles.ravel()[~planned].max() < 36.0


def test_an_asset_that_never_fails_is_renewed_on_the_day() -> None:
    asset = {**BROKEN, "failed": False, "age": quantity(2, "years"), "service_life": quantity(5, "years")}
    asset["renewal_lead"] = quantity(100, "days")
    deals = run(degenerate([step("purchase", 0)], assets=[asset], max_projects=3), count=2).outcomes
    years = (deals["opened"] + 100) / 365.25
    first, second = 3.0, 3.0 - 100 / 365.25 + 5
    np.testing.assert_allclose(years.reshape(2, 3), [[first, second, second + 5 - 100 / 365.25]] * 2, atol=1e-9)


BASS_PEAK = np.log(0.38 / 0.03) / (0.38 + 0.03)
"""Years until most adopt at once, for the coefficients that Bass (1969) found on average."""


def test_p5_bass_adoption() -> None:
    p, q = 0.03, 0.38
    assert bass_adoption(p, q, BASS_PEAK) == pytest.approx(0.4605, abs=5e-4)
    for share in (0.01, 0.2, 0.4605, 0.9, 0.999):
        assert bass_adoption(p, q, bass_time(p, q, share)) == pytest.approx(share, abs=1e-12)
    rates = np.gradient([bass_adoption(p, q, year) for year in np.arange(0, 15, 0.001)])
    assert np.argmax(rates) * 0.001 == pytest.approx(6.193, abs=2e-3)


def keeping_up(threshold: float, since: float, **more: float) -> Any:
    """An account that moves when peers' adoption passes its threshold."""
    market = plain("keeping_up")["accounts"][0]["market"]
    market["surprises"] = quantity(0, "per year")
    values = {"threshold": (threshold, "share"), "since": (since, "years"), "budget_blocked": (0, "probability")}
    values |= {name: (value, "probability") for name, value in more.items()}
    market["keeping_up"] |= {name: quantity(*value) for name, value in values.items()}
    return degenerate([step("purchase", 1)], assets=[], market=market)


def test_p5_an_account_moves_at_the_peak_when_its_threshold_is_the_peak_share() -> None:
    peak = bass_adoption(0.03, 0.38, BASS_PEAK)
    for since in (0.0, 2.5):
        deals = run(keeping_up(peak, since), count=3).outcomes
        assert np.all(deals["trigger"] == Trigger.keeping_up)
        np.testing.assert_allclose(deals["opened"] / 365.25 + since, BASS_PEAK, rtol=0, atol=1e-6)


def test_a_blocked_budget_holds_the_account_back_until_a_year_that_is_free() -> None:
    deals = run(keeping_up(0.3, 10.0, budget_blocked=0.5), count=3000).outcomes
    years = np.floor(deals["opened"] / 365.25)
    assert_mean_is(years == 0, 0.5, widest=0.04)
    assert_mean_is(years, 1.0, widest=0.11)
    assert np.all(deals["trigger"] == Trigger.keeping_up)


def test_p7_lifetime_value_of_a_won_deal() -> None:
    assert lifetime_multiple(0.8, 0.10) == pytest.approx(2.6666666667, abs=1e-9)
    edits: dict[str, Any] = {
        "behaviour.after.retention_satisfied": 0.8,
        "behaviour.after.retention_unsatisfied": 0.8,
        "behaviour.after.discount": 0.10,
        "behaviour.after.delivery_failure": 0,
        "accounts.0.project.yearly_follow_on": 1.0,
        "accounts.0.project.margin": 0.25,
        "accounts.0.project.amount": 400,
    }
    (deal,) = run(degenerate([step("purchase", 1)], edits=edits), count=1).outcomes
    assert deal["revenue_if_won"] == 4_000_000
    assert deal["margin_if_won"] == 1_000_000
    assert deal["lifetime_value_if_won"] - deal["margin_if_won"] == pytest.approx(1_000_000 * 8 / 3, abs=1e-3)


def test_p6_pipeline_velocity_as_the_comparison_works_it_out() -> None:
    velocity = MEASURES["pipeline_velocity"]
    assert isinstance(velocity, Derived)
    means = {
        "deals_mean": 100.0,
        "revenue": 2.5 * 50_000,
        "won": 2.5,
        "finished": 10.0,
        "cycle_days": 270,
        "decided": 3,
    }
    assert velocity.formula(means) == pytest.approx(13_888.888889, abs=1e-6)
