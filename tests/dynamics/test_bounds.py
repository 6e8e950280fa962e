"""Whatever is done to a deal in whatever order, what lies within bounds stays there (Hypothesis)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from laboratory import Bench, bench_of, degenerate, rival, role_bits, step
from made_up_committee import made_up

from engine.dynamics import moments
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.background import catch_up, wind_clocks
from engine.dynamics.machine.composition import CONSTANTS
from engine.dynamics.machine.fact_vector import deal_facts
from engine.dynamics.mechanisms.access import ask_for_meeting, best_route
from engine.dynamics.mechanisms.group_decision import committee_decides, utilities
from engine.dynamics.mechanisms.influence import set_meeting_rate
from engine.dynamics.mechanisms.meetings import touch
from engine.dynamics.state.group_rules import softmax
from engine.dynamics.state.person_values import fit, present, rival_fit, urgency_now
from engine.dynamics.state.vote_tallies import MAX_OPTIONS
from engine.model.buying_centre import BuyingCentre
from engine.model.facts import FACTS
from engine.model.scenario import Scenario
from engine.model.terms import CRITERIA, GROUP_MODELS, INFLUENCE_MODELS, ROLES, Outcome

SHARES = ("need", "implied_need", "worry", "learnt", "resentment", "mandate", "mandate_given", "experience")
STANCES = ("stance", "anchor", "seen_stance")


@kernel
def vacate(account: Any, deal: Any, desk: Any, now: float, i: int) -> None:
    """Nobody is on the seat any more, and an empty chair has no opinion."""
    if present(account, i):
        moments.person_leaves(account, deal, desk, now, i)
        account.present[i] = 0
        account.empty_seats += 1
        account.stance[i], account.anchor[i], account.need[i] = 0.0, 0.0, 0.0
        for j in range(account.rivals):
            account.rival_stance[j, i], account.rival_anchor[j, i] = 0.0, 0.0


@kernel
def play_through(account: Any, deal: Any, desk: Any, actions: Any, days: Any, chances: Any) -> None:
    """Do the actions one after the other: (what, person, kind)."""
    now = 0.0
    for at in range(len(days)):
        now += days[at]
        what, person, kind = actions[at, 0], actions[at, 1] % account.people, actions[at, 2]
        catch_up(account, deal, desk, now)
        if what == 0:
            if present(account, person):
                touch(account, deal, desk, now, person, kind % 7, kind % 3)
        elif what == 1:
            half = 0.5 * desk.touch_preparation_limit
            ask_for_meeting(account, deal, desk, now, person, half, kind % 2 == 0, 0.0)
        elif what == 2:
            deal.play = kind % 6
        elif what == 3:
            moments.buyer_moves(account, deal, desk, now)
            set_meeting_rate(account, deal, desk, now)
        elif what == 4:
            deal.frozen = kind % 2
        elif what == 5:
            committee_decides(account, deal, desk, now, -1)
        elif kind % 3 == 0:
            vacate(account, deal, desk, now, person)
        deal_facts(account, deal, desk, now)
        for option in range(MAX_OPTIONS):
            chances[at, option] = 0.0
        utilities(account, deal, desk, now, person, chances[at])
        softmax(chances[at], account.rivals + 2)


class Recipe(NamedTuple):
    """How to make a situation; small enough to read when Hypothesis prints one that fails."""

    seed: int
    people: int
    rivals: int
    actions: int
    extreme: bool


recipes = st.builds(
    Recipe, st.integers(0, 2**32 - 1), st.integers(5, 16), st.integers(0, 3), st.integers(1, 40), st.booleans()
)


def situation(recipe: Recipe) -> tuple[Bench, np.ndarray, np.ndarray]:
    """A generated committee, what is done to it, and the days between."""
    luck = np.random.default_rng(recipe.seed)
    rivals = [rival(id=f"r{j}") for j in range(recipe.rivals)]
    scenario = degenerate([step("need", 10), step("purchase", 10)], rivals=rivals)
    bench = bench_of(_with_centre(scenario, made_up(recipe.people, seed=recipe.seed % 1000)))
    n, many = bench.people, bench.rivals
    bench.criteria = luck.dirichlet(np.ones(len(CRITERIA)), n)
    bench.stance = bench.anchor = luck.uniform(-1, 1, n)
    bench.rival_stance = bench.rival_anchor = luck.uniform(-1, 1, (many, n))
    for name in ("need", "implied_need", "worry"):
        bench[name] = luck.choice([0.0, 1.0, luck.random()], n)
    bench.offer, bench.rival_offer = luck.random(len(CRITERIA)), luck.random((many, len(CRITERIA)))
    if recipe.extreme:
        for constant in CONSTANTS:
            spared = "half_life" in constant.name or constant.name == "luck"
            if constant.group in ("touch", "chain", "shaping", "influence") and not spared:
                bench[constant.field.name] = luck.choice([0.0, 1.0, luck.random()])
        bench.touch_stance_gain, bench.touch_implication_gain, bench.touch_harm = luck.uniform(0, 9, 3)
    bench.influence_model = luck.integers(len(INFLUENCE_MODELS))
    bench.group_model, bench.quota = luck.integers(len(GROUP_MODELS)), 2
    bench.surprises, bench.rival_rate = luck.uniform(0, 0.3), luck.uniform(0, 0.3, many)
    bench.rival_reaction, bench.rival_active = luck.uniform(0, 5, many), luck.integers(0, 2, many)
    bench.rival_sighting = luck.uniform(0, 200, many)
    bench.opened, bench.deadline, bench.urgency = 0.0, luck.choice([np.nan, 100.0]), luck.random()
    bench.asks_about_account = luck.integers(2)
    bench.deal.key = bench.account.key = recipe.seed
    wind_clocks(*bench.records, 0.0)
    set_meeting_rate(*bench.records, 0.0)
    actions = luck.integers(0, [7, n, 12], (recipe.actions, 3))
    return bench, actions, luck.exponential(luck.choice([1.0, 30.0]), recipe.actions)


def _with_centre(scenario: Scenario, centre: BuyingCentre) -> Scenario:
    """The scenario with other people in its only account."""
    account = scenario.accounts[0].model_copy(update={"buying_centre": centre})
    return scenario.model_copy(update={"accounts": (account,)})


@given(recipes)
@settings(max_examples=80)
def test_bounds_hold_whatever_happens(recipe: Recipe) -> None:
    bench, actions, days = situation(recipe)
    account, deal, now = bench.account, bench.deal, float(days.sum())
    chances = np.zeros((len(days), MAX_OPTIONS))
    play_through(*bench.records, actions, days, chances)
    for name in STANCES:
        assert np.all(np.abs(bench[name]) <= 1.0 + 1e-12), name
    assert np.all(np.abs(bench.rival_stance) <= 1.0 + 1e-12)
    for name in SHARES:
        assert np.all((bench[name] >= 0.0) & (bench[name] <= 1.0 + 1e-12)), name
    assert 0.0 <= bench.shaped <= 1.0
    assert np.all((bench.rival_shaped >= 0.0) & (bench.rival_shaped <= 1.0))
    assert np.all((bench.bond >= 0.0) & (bench.bond <= 4.5))
    np.testing.assert_allclose(deal.criteria.sum(axis=1), 1.0, rtol=0, atol=1e-9)
    assert np.all(deal.criteria >= 0.0)
    for person in range(account.people):
        assert 0.0 <= fit(account, deal, person) <= 1.0
        assert all(0.0 <= rival_fit(account, deal, j, person) <= 1.0 for j in range(account.rivals))
        assert 0.0 <= best_route(*bench.records, now, person, 0.3, True)[1] <= 1.0
    assert 0.0 <= urgency_now(deal, now) <= 1.0
    np.testing.assert_allclose(chances.sum(axis=1), 1.0, rtol=0, atol=1e-12)
    assert np.all(chances >= 0.0)
    assert bench.sponsors_won - bench.sponsors_lost == bench.sponsor.sum()
    assert account.empty_seats == (account.present == 0).sum()
    assert deal.now == pytest.approx(now)
    _facts_are_within_their_ranges(bench)


def _facts_are_within_their_ranges(bench: Bench) -> None:
    """What the rulebooks are shown lies where `model.facts` says, or is unknown."""
    for fact in FACTS:
        value = float(bench[f"fact_{fact.name}"])
        if np.isnan(value):
            continue
        if fact.low is not None and fact.high is not None:
            assert fact.low - 1e-9 <= value <= fact.high + 1e-9, f"{fact.name} is {value}"
        if fact.type == "boolean":
            assert value in (0.0, 1.0), fact.name
        if fact.type == "integer":
            assert value == round(value), fact.name
        if fact.type == "choice":
            assert value in range(len(fact.values)), fact.name


def test_nobody_is_left_out_of_the_roles_the_kernels_know() -> None:
    assert [role_bits(role) for role in ROLES] == [1 << place for place in range(len(ROLES))]
    assert Outcome.no_project == 0, "a fresh record of zeros has no outcome"
