"""Whatever is done to a deal in whatever order, what lies within bounds stays there (Hypothesis)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laboratory import NO_TAPE, bytes_of, deal_of, degenerate, rival, role_bits, step

from engine.committee import generate
from engine.dynamics.access import ask_for_meeting, best_route
from engine.dynamics.background import catch_up, set_meeting_rate, wind_clocks
from engine.dynamics.chain import check_sponsors
from engine.dynamics.choice import MAX_OPTIONS, committee_decides, softmax, utilities
from engine.dynamics.compiled import compiled
from engine.dynamics.facts import deal_facts
from engine.dynamics.people import fit, rival_fit, urgency_now
from engine.dynamics.record import CONSTANT_FIELDS, DEAL
from engine.dynamics.touch import touch
from engine.model.buying_centre import BuyingCentre
from engine.model.facts import FACTS
from engine.model.scenario import Scenario
from engine.model.terms import GROUP_MODELS, INFLUENCE_MODELS, ROLES, Outcome

SHARES = ("need", "implied_need", "worry", "learnt", "resentment", "mandate", "mandate_given")
STANCES = ("stance", "anchor", "seen_stance")


@compiled
def play_through(view: Any, tape: Any, actions: Any, days: Any, chances: Any) -> None:
    """Do the actions one after the other: (what, person, kind)."""
    deal = view.view(DEAL)[0]
    now = 0.0
    for at in range(len(days)):
        now += days[at]
        what, person, kind = actions[at, 0], actions[at, 1] % deal.n, actions[at, 2]
        catch_up(deal, tape, now)
        if what == 0:
            touch(deal, tape, person, kind % 6, kind % 3, now)
        elif what == 1:
            ask_for_meeting(deal, tape, person, now, 0.5, kind % 2 == 0)
        elif what == 2:
            deal.play = kind % 6
        elif what == 3:
            check_sponsors(deal, tape, now)
            set_meeting_rate(deal, now)
        elif what == 4:
            deal.frozen = kind % 2
        else:
            committee_decides(deal, tape, now)
        deal_facts(deal, now)
        for option in range(MAX_OPTIONS):
            chances[at, option] = 0.0
        utilities(deal, person, now, chances[at])
        softmax(chances[at], deal.rivals + 2)


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


def situation(recipe: Recipe) -> tuple[Any, np.ndarray, np.ndarray]:
    """A generated committee, what is done to it, and the days between."""
    luck = np.random.default_rng(recipe.seed)
    rivals = [rival(id=f"r{j}") for j in range(recipe.rivals)]
    scenario = degenerate([step("need", 10), step("purchase", 10)], rivals=rivals)
    deal = deal_of(_with_centre(scenario, generate(recipe.people, seed=recipe.seed % 1000)))
    n = int(deal.n)
    deal.criteria[:n] = luck.dirichlet(np.ones(4), n)
    deal.stance[:n] = deal.anchor[:n] = luck.uniform(-1, 1, n)
    deal.rival_stance[:, :n] = deal.rival_anchor[:, :n] = luck.uniform(-1, 1, (3, n))
    for name in ("need", "implied_need", "worry"):
        deal[name][:n] = luck.choice([0.0, 1.0, luck.random()], n)
    deal.offer[:], deal.rival_offer[:] = luck.random(4), luck.random((3, 4))
    if recipe.extreme:
        for group, name in CONSTANT_FIELDS:
            if group in ("touch", "chain", "shaping", "influence") and "half_life" not in name and name != "luck":
                deal[f"{group}_{name}"] = luck.choice([0.0, 1.0, luck.random()])
        deal.touch_stance_gain, deal.touch_implication_gain, deal.touch_harm = luck.uniform(0, 9, 3)
    deal.influence_model = luck.integers(len(INFLUENCE_MODELS))
    deal.group_model, deal.quota = luck.integers(len(GROUP_MODELS)), 2
    deal.surprises, deal.rival_rate[:] = luck.uniform(0, 0.3), luck.uniform(0, 0.3, 3)
    deal.rival_reaction[:], deal.rival_active[:] = luck.uniform(0, 5, 3), luck.integers(0, 2, 3)
    deal.rival_sighting[:] = luck.uniform(0, 200, 3)
    deal.opened, deal.deadline, deal.urgency = 0.0, luck.choice([np.nan, 100.0]), luck.random()
    deal.key = recipe.seed
    wind_clocks(deal)
    set_meeting_rate(deal, 0.0)
    actions = luck.integers(0, [6, n, 12], (recipe.actions, 3))
    return deal, actions, luck.exponential(luck.choice([1.0, 30.0]), recipe.actions)


def _with_centre(scenario: Scenario, centre: BuyingCentre) -> Scenario:
    """The scenario with other people in its only account."""
    account = scenario.accounts[0].model_copy(update={"buying_centre": centre})
    return scenario.model_copy(update={"accounts": (account,)})


@given(recipes)
@settings(max_examples=80)
def test_bounds_hold_whatever_happens(recipe: Recipe) -> None:
    deal, actions, days = situation(recipe)
    chances = np.zeros((len(days), MAX_OPTIONS))
    play_through(bytes_of(deal), NO_TAPE, actions, days, chances)
    n, rivals, now = int(deal.n), int(deal.rivals), float(days.sum())
    for name in STANCES:
        assert np.all(np.abs(deal[name][:n]) <= 1.0 + 1e-12), name
    assert np.all(np.abs(deal.rival_stance[:rivals, :n]) <= 1.0 + 1e-12)
    for name in SHARES:
        assert np.all((deal[name][:n] >= 0.0) & (deal[name][:n] <= 1.0 + 1e-12)), name
    assert 0.0 <= deal.shaped <= 1.0
    assert np.all((deal.rival_shaped >= 0.0) & (deal.rival_shaped <= 1.0))
    assert np.all((deal.bond[:n] >= 0.0) & (deal.bond[:n] <= 4.0))
    np.testing.assert_allclose(deal.criteria[:n].sum(axis=1), 1.0, rtol=0, atol=1e-9)
    assert np.all(deal.criteria[:n] >= 0.0)
    for person in range(n):
        assert 0.0 <= fit(deal, person) <= 1.0
        assert all(0.0 <= rival_fit(deal, j, person) <= 1.0 for j in range(rivals))
        assert 0.0 <= best_route(deal, person, now, 0.3, True)[1] <= 1.0
    assert 0.0 <= urgency_now(deal, now) <= 1.0
    np.testing.assert_allclose(chances.sum(axis=1), 1.0, rtol=0, atol=1e-12)
    assert np.all(chances >= 0.0)
    assert deal.sponsors_won - deal.sponsors_lost == deal.sponsor[:n].sum()
    assert deal.now == pytest.approx(now)
    _facts_are_within_their_ranges(deal)


def _facts_are_within_their_ranges(deal: Any) -> None:
    """What the rulebooks are shown lies where `model.facts` says, or is unknown."""
    for fact in FACTS:
        value = float(deal[f"fact_{fact.name}"])
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
