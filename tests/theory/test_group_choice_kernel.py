"""G1–G6 through the kernels that let a group decide, exactly and by drawn votes."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from exact_group_choice import Verdict, group_probabilities, miller_heiman
from hypothesis import given, settings, strategies as st
from laboratory import Bench, bench_of, decider, degenerate, person, plain, role_bits, step

from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import join_keys
from engine.dynamics.mechanisms.group_decision import committee_decides
from engine.dynamics.state.group_rules import MAX_OPTIONS, group_choice
from engine.model.terms import GROUP_MODELS

US, RIVAL, NOTHING = 0, 1, 2
PREFERENCES = np.array([[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.5, 0.4, 0.1]])
WEIGHTS = np.array([0.5, 0.3, 0.2])
ANCHORS = {
    "weighted": (0.46, 0.38, 0.16),
    "equiprobability": (13 / 30, 2 / 5, 1 / 6),
    "autocracy": (0.6, 0.3, 0.1),
    "plurality": (0.462, 0.412, 0.126),
    "weighted_vote": (0.551, 0.3505, 0.0985),
    "minimum_endorsement": (0.400, 0.350, 0.064),
    "unanimity": (20 / 41, 20 / 41, 1 / 41),
}
STEEPNESS = 20.0


def shares(model: str, preferences: np.ndarray, weights: np.ndarray, quota: int = 2) -> np.ndarray:
    """Exact chances of the kernel: every combination of votes, and its two uniforms on a grid that splits evenly."""
    members, count = preferences.shape
    padded = np.zeros((members, MAX_OPTIONS))
    padded[:, :count] = preferences
    found = np.zeros(count)
    for votes in product(range(count), repeat=members):
        chance = np.prod(preferences[np.arange(members), votes])
        for first, second in _uniforms(model):
            u = np.array([first, second])
            place = GROUP_MODELS.index(model)  # type: ignore[arg-type]
            choice = group_choice(place, padded, np.array(votes), weights, members, count, quota, 0, u)
            if choice >= 0:
                found[choice] += chance / len(_uniforms(model))
    return found


def _uniforms(model: str) -> list[tuple[float, float]]:
    """Midpoints: enough of the first for weights and normalised chances, six of the second for two or three tied."""
    if model in ("plurality", "weighted_vote", "minimum_endorsement", "autocracy"):
        return [(0.5, (k + 0.5) / 6) for k in range(6)]
    steps = {"weighted": 10, "equiprobability": 3, "unanimity": 41, "preference_perturbation": 12}[model]
    return [((k + 0.5) / steps, 0.5) for k in range(steps)]


@pytest.mark.parametrize("model", ANCHORS)
def test_the_kernel_gives_the_published_chances(model: str) -> None:
    found = shares(model, PREFERENCES, WEIGHTS)
    np.testing.assert_allclose(found, ANCHORS[model], rtol=0, atol=1e-9)
    theory, nothing = group_probabilities(model, PREFERENCES, WEIGHTS, 0, 2)  # type: ignore[arg-type]
    np.testing.assert_allclose(found, theory, rtol=0, atol=1e-9)
    assert found.sum() + nothing == pytest.approx(1.0, abs=1e-9)


def test_preference_perturbation_counts_swaps() -> None:
    orders = np.array([[0.5, 0.3, 0.2], [0.2, 0.5, 0.3], [0.5, 0.3, 0.2]])  # ABC, BCA, ABC
    found = shares("preference_perturbation", orders, WEIGHTS)
    np.testing.assert_allclose(found, (5 / 12, 5 / 12, 1 / 6), rtol=0, atol=1e-9)


@given(st.integers(2, 5), st.integers(0, 2**32 - 1))
@settings(max_examples=25)
def test_all_weight_on_one_member_is_autocracy(members: int, seed: int) -> None:
    luck = np.random.default_rng(seed)
    preferences = luck.dirichlet(np.ones(3), members)
    weights = np.zeros(members)
    weights[0] = 1.0
    for model in ("weighted", "weighted_vote"):
        np.testing.assert_allclose(shares(model, preferences, weights), preferences[0], rtol=0, atol=1e-12)


@given(st.integers(2, 5), st.integers(0, 2**32 - 1))
@settings(max_examples=25)
def test_a_quota_of_everybody_is_the_product_of_the_members(members: int, seed: int) -> None:
    preferences = np.random.default_rng(seed).dirichlet(np.ones(3), members)
    found = shares("minimum_endorsement", preferences, np.ones(members), quota=members)
    np.testing.assert_allclose(found, preferences.prod(axis=0), rtol=0, atol=1e-12)


@pytest.mark.parametrize("model", ["equiprobability", "plurality", "minimum_endorsement", "unanimity"])
def test_equal_members_may_change_places(model: str) -> None:
    equal = np.full(3, 1 / 3)
    for order in ([0, 1, 2], [2, 0, 1], [1, 0, 2]):
        found = shares(model, PREFERENCES[order], equal)
        np.testing.assert_allclose(found, ANCHORS[model], rtol=0, atol=1e-9)


def room(preferences: np.ndarray, weights: np.ndarray, model: str, quota: int = 2) -> Bench:
    """A deal in which everybody's softmax of utilities gives these preferences among us, one rival and nothing."""
    members = len(preferences)
    rival = plain("keeping_up")["accounts"][0]["rivals"][0]
    centre = {"accounts.0.buying_centre.group_choice.economic_buyer_must_act": False}
    people = [decider(), *(person(f"p{i}") for i in range(1, members))]
    bench = bench_of(degenerate([step("purchase", 1)], people, centre, rivals=[rival]))
    odds = np.log(preferences[:, :2] / preferences[:, 2:]) / STEEPNESS
    assert np.abs(odds).max() <= 1
    bench.decision_stance, bench.decision_nothing = STEEPNESS, 0.0
    bench.stance[:members], bench.rival_stance[0, :members] = odds[:, 0], odds[:, 1]
    bench.power[:members] = weights
    bench.roles[:members], bench.roles[0] = 0, role_bits("decider")
    bench.group_model, bench.quota, bench.veto_stance = GROUP_MODELS.index(model), quota, -1.0  # type: ignore[arg-type]
    return bench


@kernel
def decide_often(account: Any, deal: Any, desk: Any, root: int, found: Any) -> None:
    """Fill `found` with what the committee decides on fresh luck: 0 us, 1 the rival, −1 nothing."""
    for draw in range(len(found)):
        deal.key = join_keys(root, draw)
        found[draw] = committee_decides(account, deal, desk, 0.0, -1)


def decisions(bench: Bench, draws: int) -> np.ndarray:
    """What the committee decides, many times."""
    found = np.empty(draws, np.int64)
    decide_often(*bench.records, 1980, found)
    return found


@pytest.mark.parametrize("model", GROUP_MODELS)
def test_the_vote_of_a_deal_follows_the_model(model: Any) -> None:
    draws = 20_000
    found = decisions(room(PREFERENCES, WEIGHTS, model), draws)
    theory, _ = group_probabilities(model, PREFERENCES, WEIGHTS, 0, 2)
    for option, expected in ((0, theory[US]), (1, theory[RIVAL]), (-1, 1 - theory[US] - theory[RIVAL])):
        half = 4 * np.sqrt(max(expected * (1 - expected), 1e-4) / draws)
        assert abs(np.mean(found == option) - expected) < half, option


def test_a_technical_yes_with_a_silent_economic_buyer_never_closes() -> None:
    sure_of_us, silent = [0.98, 0.01, 0.01], [1e-8, 1e-8, 1 - 2e-8]
    bench = room(np.array([silent, sure_of_us, sure_of_us]), np.array([0.01, 0.5, 0.49]), "plurality")
    bench.roles[:3] = role_bits("decider"), role_bits("technical_evaluator"), role_bits("user")
    assert np.mean(decisions(bench, 300) == 0) > 0.9
    bench.economic_buyer_must_act = 1
    assert np.all(decisions(bench, 300) == -1)
    assert miller_heiman([0, 1, 1], [True, False, False], [False, True, False]) == Verdict.waiting


@pytest.mark.parametrize("veto", ["technical_evaluator", "financial_approver"])
@pytest.mark.parametrize("model", GROUP_MODELS)
def test_a_veto_stops_whatever_the_model(veto: str, model: str) -> None:
    all_for_us = np.array([[0.90, 0.06, 0.04], [0.90, 0.04, 0.06], [0.90, 0.06, 0.04]])
    bench = room(all_for_us, WEIGHTS, model)
    bench.roles[:3] = role_bits("decider"), role_bits(veto), role_bits("user")
    assert np.mean(decisions(bench, 200) == 0) > 0.5
    bench.veto_stance = -0.2
    bench.stance[1] = -0.21
    found = decisions(bench, 400)
    assert not np.any(found == 0)
    assert np.any(found == 1)
    bench.roles[1] = role_bits("user")
    assert np.any(decisions(bench, 200) == 0), "without the role a refusal is one voice among others"
    assert miller_heiman([1, -1, 1], [True, False, False], [False, True, False]) == Verdict.stopped
