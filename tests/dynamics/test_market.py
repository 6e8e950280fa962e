"""Assets, peers' adoption and planning seasons: when something may open a project (MODEL §1)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laboratory import BROKEN, assert_mean_is, bench_of, build, decider, degenerate, put, quantity, run, simulator, step
from scipy import stats

from engine.dynamics.mechanisms.staying_ahead import in_season
from engine.model.terms import Outcome, Trigger

PURCHASE = [step("purchase", 0)]


def asset(**more: Any) -> dict[str, Any]:
    """An asset in order, of endless life unless said otherwise."""
    return {**BROKEN, "failed": False, **more}


def failing(age: float, shape: float, scale: float) -> dict[str, Any]:
    """An asset that is `age` years old and fails by Weibull's law (scale in years)."""
    law = {"shape": quantity(shape, "coefficient"), "scale": quantity(scale, "years")}
    return asset(age=quantity(age, "years"), failure=law)


def ambitious(
    ambition: float, first: float, every: float, length: float = 30.0, days: float = 0.0, **account: Any
) -> Any:
    """An account that wants to lead, with planning seasons, and buys within so many days."""
    market = {
        "surprises": quantity(0, "per year"),
        "staying_ahead": {
            "ambition": quantity(ambition, "score"),
            "first_season": quantity(first, "days"),
            "every": quantity(every, "days"),
            "season_length": quantity(length, "days"),
        },
    }
    return degenerate([step("purchase", days, shape=100)], **{"assets": [], "market": market, **account})


@pytest.mark.parametrize(("age", "shape", "scale"), [(0, 2.5, 8), (6, 2.5, 8), (12, 1.0, 5), (3, 0.8, 4)])
def test_the_residual_life_of_an_asset_is_weibull_given_its_age(age: float, shape: float, scale: float) -> None:
    deals = run(degenerate(PURCHASE, assets=[failing(age, shape, scale)]), count=1500).outcomes
    assert np.all(deals["trigger"] == Trigger.unexpected_replacement)
    life = stats.weibull_min(shape, scale=scale)
    lived = 1 - life.sf(age + deals["opened"] / 365.25) / life.sf(age)
    assert stats.kstest(lived, "uniform").pvalue > 1e-3


def test_what_comes_first_opens_the_project() -> None:
    soon = asset(id="soon", service_life=quantity(200, "days"))
    late = asset(id="late", service_life=quantity(300, "days"))
    deals = run(degenerate(PURCHASE, assets=[late, soon], max_projects=2), count=2).outcomes
    np.testing.assert_allclose(deals["opened"], [200.0, 300.0] * 2)
    assert np.all(deals["trigger"] == Trigger.scheduled_renewal)


def test_seasons_come_round_without_rounding_one_away() -> None:
    """These starts are no binary fractions: the remainder of the first day may fall a hair short of a whole season."""
    for first, every in ((146.8, 365.25), (97.9, 182.625), (171.4, 90.0), (62.8, 90.0), (0.1, 182.625), (0.0, 365.25)):
        deals = run(ambitious(1.0, first, every, 20.0, max_projects=12, days=1), count=1).outcomes
        np.testing.assert_allclose(deals["opened"], first + every * np.arange(12), rtol=0, atol=1e-6)


def test_a_season_begins_and_ends() -> None:
    account = bench_of(ambitious(1.0, 100.0, 365.0)).account
    days = {99.0: False, 100.0: True, 129.9: True, 131.0: False, 464.0: False, 465.0: True, 496.0: False}
    assert {day: bool(in_season(account, day)) for day in days} == days


def test_ambition_is_the_chance_that_a_season_brings_the_idea_up() -> None:
    deals = run(ambitious(0.7, 10.0, 365.25), count=3000).outcomes
    seasons = np.rint((deals["opened"] - 10.0) / 365.25)
    for season in range(3):
        assert_mean_is(seasons == season, 0.7 * 0.3**season, widest=0.04)


def test_too_little_ambition_never_opens_anything() -> None:
    scenario = ambitious(0.5, 10.0, 365.25)
    scenario = build(put(scenario.model_dump(mode="json", by_alias=True), {"horizon": quantity(20, "years")}))
    deals = run(scenario, count=5).outcomes
    assert np.all(deals["outcome"] == Outcome.no_project)
    assert np.all(np.isnan(deals["opened"]))
    assert np.all(deals["decisions"] > 0), "the rulebook was asked and said no"


def test_a_shelved_project_comes_up_again_after_the_account_s_own_time() -> None:
    edits = {"behaviour.decision.nothing": 100, "accounts.0.buying_centre.group_choice.rounds": 1}
    again = {"retry_after": quantity(200, "days"), "max_projects": 2}
    deals = run(degenerate([step("purchase", 5)], [decider()], edits, **again), count=50).outcomes
    assert np.all(deals["outcome"] == Outcome.no_decision)
    first, second = deals[deals["deal"] == 0], deals[deals["deal"] == 1]
    np.testing.assert_allclose(second["opened"] - first["closed"], 200.0)
    never = run(degenerate([step("purchase", 5)], [decider()], edits, max_projects=2), count=5).outcomes
    assert len(never) == 5


def test_what_was_bought_for_does_not_call_for_another_purchase() -> None:
    """Having caught up with its peers, or led in this season, an account does not buy the same again at once."""
    seasons = run(ambitious(1.0, 40.0, 365.25, max_projects=3), count=1).outcomes
    np.testing.assert_allclose(seasons["opened"], 40.0 + 365.25 * np.arange(3), atol=1e-6)
    market = {
        "surprises": quantity(0, "per year"),
        "keeping_up": {
            "innovation": quantity(0.03, "coefficient"),
            "imitation": quantity(0.38, "coefficient"),
            "since": quantity(0, "years"),
            "threshold": quantity(0.3, "share"),
            "budget_blocked": quantity(0, "probability"),
        },
    }
    caught_up = run(degenerate(PURCHASE, assets=[], market=market, max_projects=3), count=1).outcomes
    assert len(caught_up) == 1
    assert caught_up["outcome"][0] == Outcome.won


def test_the_winner_is_the_incumbent_of_the_next_project() -> None:
    """Won, shelved, then again: what was won stays ours until somebody else sells the successor."""
    machine = asset(service_life=quantity(50, "days"))
    won = degenerate(PURCHASE, assets=[machine], max_projects=3)
    sim = simulator(won)
    sim.run(0, 1)
    assert sim._slots[0].about.incumbent == 0


def test_renewal_has_a_deadline_and_an_emergency_has_none() -> None:
    renewal = asset(service_life=quantity(400, "days"), renewal_lead=quantity(150, "days"))
    for machine, deadline in ((renewal, 150.0), (BROKEN, np.nan)):
        events = simulator(degenerate(PURCHASE, assets=[machine])).trace(0).events
        (opened,) = [event for event in events if event.kind == "trigger"]
        assert opened["deadline_days"] == pytest.approx(deadline, nan_ok=True)
