"""G1–G6 through the kernels that let a group decide, exactly and by drawn votes."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from exact_group_choice import Verdict, group_probabilities, miller_heiman
from hypothesis import given, settings, strategies as st
from laboratory import Bench, role_bits
from voting_room import held, room

from engine.dynamics.state.group_rules import group_chances, voices
from engine.dynamics.state.vote_tallies import MAX_OPTIONS
from engine.model.terms import VOTING_MODELS

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


def shares(
    model: str,
    preferences: np.ndarray,
    weights: np.ndarray,
    quota: int = 2,
    silent: int = -1,
    ballots: np.ndarray | None = None,
) -> np.ndarray:
    """The kernel's chances of all options. ballots: votes that are cast, an option per member; else all there are."""
    members, count = preferences.shape
    chances, cast = np.zeros((2, members, MAX_OPTIONS))
    chances[:, :count] = preferences
    cast[:, :count] = preferences if ballots is None else np.eye(count)[ballots]
    words, out = np.zeros(members), np.zeros(MAX_OPTIONS)
    place = VOTING_MODELS.index(model)  # type: ignore[arg-type]
    voices(place, weights, members, 0, words)
    assert group_chances(place, chances, cast, words, members, count, quota, silent, out)
    return out[:count]


@pytest.mark.parametrize("model", ANCHORS)
def test_the_kernel_gives_the_published_chances(model: str) -> None:
    found = shares(model, PREFERENCES, WEIGHTS)
    theory, none_agreed = group_probabilities(model, PREFERENCES, WEIGHTS, 0, 2)  # type: ignore[arg-type]
    np.testing.assert_allclose(theory, ANCHORS[model], rtol=0, atol=1e-12)
    theory[NOTHING] += none_agreed
    np.testing.assert_allclose(found, theory, rtol=0, atol=1e-12)
    assert found.sum() == pytest.approx(1.0, abs=1e-15)


def test_preference_perturbation_counts_swaps() -> None:
    orders = np.array([[0.5, 0.3, 0.2], [0.2, 0.5, 0.3], [0.5, 0.3, 0.2]])  # ABC, BCA, ABC
    found = shares("preference_perturbation", orders, WEIGHTS)
    np.testing.assert_allclose(found, (5 / 12, 5 / 12, 1 / 6), rtol=0, atol=1e-12)


def test_preference_perturbation_splits_ties_among_all_who_are_tied() -> None:
    tied = np.array([[0.4, 0.4, 0.2]])
    np.testing.assert_allclose(shares("preference_perturbation", tied, np.ones(1)), (4 / 9, 4 / 9, 1 / 9), atol=1e-12)


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
    np.testing.assert_allclose(found[:NOTHING], preferences.prod(axis=0)[:NOTHING], rtol=0, atol=1e-12)


@pytest.mark.parametrize("model", ["equiprobability", "plurality", "minimum_endorsement", "unanimity"])
def test_equal_members_may_change_places(model: str) -> None:
    equal = np.full(3, 1 / 3)
    for order in ([0, 1, 2], [2, 0, 1], [1, 0, 2]):
        found = shares(model, PREFERENCES[order], equal)
        np.testing.assert_allclose(found[:NOTHING], ANCHORS[model][:NOTHING], rtol=0, atol=1e-12)


@st.composite
def committees(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Chances with vetoed options and ties among them, and weights of which some are equal and some are nil."""
    members, count = draw(st.integers(1, 6)), draw(st.integers(2, 5))
    luck = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    preferences = luck.dirichlet(np.ones(count), members)
    if draw(st.booleans()):
        preferences = np.ceil(4 * preferences)
    preferences[:, : count - 1] *= luck.random(count - 1) < 0.8
    weights = np.round(luck.random(members), 1) + (np.arange(members) == 0)
    return preferences / preferences.sum(axis=1, keepdims=True), weights


@pytest.mark.parametrize("model", VOTING_MODELS)
@given(committees())
@settings(max_examples=60, deadline=None)
def test_the_kernel_agrees_with_the_reference(model: Any, committee: tuple[np.ndarray, np.ndarray]) -> None:
    preferences, weights = committee
    quota = len(preferences) // 2 + 1
    theory, none_agreed = group_probabilities(model, preferences, weights, 0, quota)
    if model == "preference_perturbation":  # the reference knows of no vetoes: without what nobody wants
        wanted = preferences.any(axis=0)
        theory[:] = 0.0
        theory[wanted], _ = group_probabilities(model, preferences[:, wanted], weights)
    theory[-1] += none_agreed
    np.testing.assert_allclose(shares(model, preferences, weights, quota), theory, rtol=0, atol=1e-9)


@pytest.mark.parametrize("model", VOTING_MODELS)
@given(committees(), st.booleans())
@settings(max_examples=40, deadline=None)
def test_chances_are_those_of_all_ballots_there_are(
    model: Any, committee: tuple[np.ndarray, np.ndarray], must_act: bool
) -> None:
    """What single ballots come to, ties split, weighed with their chances: the decider's silence within."""
    preferences, weights = committee
    members, count = preferences[:4].shape
    preferences, weights, silent = preferences[:4], weights[:4], 0 if must_act else -1
    total = np.zeros(count)
    for ballots in product(range(count), repeat=members):
        chance = preferences[np.arange(members), ballots].prod()
        if chance > 0:
            cast = shares(model, preferences, weights, 2, silent, np.array(ballots))
            assert not must_act or ballots[0] != count - 1 or cast[-1] == 1.0
            total += chance * cast
    np.testing.assert_allclose(shares(model, preferences, weights, 2, silent), total, rtol=0, atol=1e-12)


def decisions(bench: Bench, draws: int) -> np.ndarray:
    """What the committee decides, many times."""
    return held(bench, draws)[0]


@pytest.mark.parametrize("model", VOTING_MODELS)
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
@pytest.mark.parametrize("model", VOTING_MODELS)
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
