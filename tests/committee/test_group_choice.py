"""G1–G6 of the anchors and the properties they name."""

from __future__ import annotations

from itertools import product

import exact_group_choice as choice
import numpy as np
import pytest
from exact_group_choice import Verdict
from hypothesis import given, settings, strategies as st

from engine.model.terms import VOTING_MODELS

EXECUTIVE, TECHNICAL, USER = (0.6, 0.3, 0.1), (0.2, 0.5, 0.3), (0.5, 0.4, 0.1)
MEMBERS = np.array([EXECUTIVE, TECHNICAL, USER])
WEIGHTS = (0.5, 0.3, 0.2)


def _near(found: object, expected: object) -> None:
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)


def test_g1_weighted_equal_and_autocratic() -> None:
    _near(choice.weighted(MEMBERS, WEIGHTS), (0.46, 0.38, 0.16))
    _near(choice.equiprobability(MEMBERS), (13 / 30, 2 / 5, 1 / 6))
    _near(choice.autocracy(MEMBERS, 0), EXECUTIVE)


def test_g2_votes() -> None:
    _near(choice.plurality(MEMBERS), (0.462, 0.412, 0.126))
    _near(choice.weighted_vote(MEMBERS, WEIGHTS), (0.551, 0.3505, 0.0985))


def test_g3_minimum_endorsement() -> None:
    chosen, none_agreed = choice.minimum_endorsement(MEMBERS, 2)
    _near(chosen, (0.400, 0.350, 0.064))
    _near(none_agreed, 0.186)


def test_g4_unanimity() -> None:
    _near(choice.unanimity(MEMBERS), (20 / 41, 20 / 41, 1 / 41))
    _near(choice.unanimity_raw(MEMBERS), (0.06, 0.06, 0.003))


def test_g5_preference_perturbation() -> None:
    ranks = [[1, 2, 3], [3, 1, 2], [1, 2, 3]]
    _near(choice.perturbations_needed(ranks), (2, 2, 5))
    _near(choice.preference_perturbation(ranks), (5 / 12, 5 / 12, 1 / 6))


def test_g5_from_probabilities_and_at_its_edges() -> None:
    """The members of G1–G4 rank ABC, BCA, ABC; what all rank first is certain; equal liking shares the rank."""
    _near(choice.ranks_of(MEMBERS), [[1, 2, 3], [3, 1, 2], [1, 2, 3]])
    _near(choice.preference_perturbation([[1, 2, 3], [1, 3, 2]]), (1, 0, 0))
    _near(choice.ranks_of([[0.4, 0.4, 0.2]]), [[1.5, 1.5, 3]])
    _near(choice.preference_perturbation([[1.5, 1.5, 3]]), (0.5 / 1.125, 0.5 / 1.125, 0.125 / 1.125))


@pytest.mark.parametrize(
    ("says", "verdict"),
    [
        ((0, 1, 1), Verdict.waiting),
        ((1, 0, 0), Verdict.may_close),
        ((1, -1, 1), Verdict.stopped),
        ((-1, 1, 1), Verdict.stopped),
        ((1, 1, -1), Verdict.may_close),
        ((0, 0, 0), Verdict.waiting),
    ],
)
def test_g6_miller_heiman(says: tuple[int, int, int], verdict: Verdict) -> None:
    """Economic buyer, technical evaluator, user: a technical yes with a silent buyer never closes; a veto stops."""
    economic_buyer, can_veto = (True, False, False), (False, True, False)
    assert choice.miller_heiman(says, economic_buyer, can_veto) is verdict


def test_g6_silence_may_be_allowed_but_a_veto_still_stops() -> None:
    economic_buyer, can_veto = (True, False, False), (False, True, False)
    assert choice.miller_heiman((0, 1, 0), economic_buyer, can_veto, False) is Verdict.may_close
    assert choice.miller_heiman((1, -1, 0), economic_buyer, can_veto, False) is Verdict.stopped


@st.composite
def committees(draw: st.DrawFn, most: int = 6) -> tuple[np.ndarray, np.ndarray]:
    n, m = draw(st.integers(1, most)), draw(st.integers(2, 4))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    members = generator.dirichlet(np.ones(m), size=n)
    if draw(st.booleans()):
        members = np.eye(m)[members.argmax(axis=1)]
    return members, generator.random(n) + 0.01


@settings(max_examples=60, deadline=None)
@given(committees())
def test_every_model_gives_probabilities(case: tuple[np.ndarray, np.ndarray]) -> None:
    members, weights = case
    for model in VOTING_MODELS:
        if model == "unanimity" and not choice.unanimity_raw(members).any():
            continue
        chosen, none_agreed = choice.group_probabilities(model, members, weights, leader=0, quota=len(members) // 2 + 1)
        assert np.all(chosen >= 0)
        assert chosen.sum() + none_agreed == pytest.approx(1, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(committees(), st.integers(0, 5))
def test_all_weight_on_one_is_autocracy(case: tuple[np.ndarray, np.ndarray], leader: int) -> None:
    members, _ = case
    leader %= len(members)
    weights = np.eye(len(members))[leader]
    _near(choice.weighted(members, weights), choice.autocracy(members, leader))
    np.testing.assert_allclose(choice.weighted_vote(members, weights), members[leader], atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(committees())
def test_a_quota_of_all_is_the_product_of_the_members(case: tuple[np.ndarray, np.ndarray]) -> None:
    members, _ = case
    chosen, none_agreed = choice.minimum_endorsement(members, len(members))
    np.testing.assert_allclose(chosen, choice.unanimity_raw(members), atol=1e-12)
    assert none_agreed == pytest.approx(1 - chosen.sum(), abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(committees(), st.randoms(use_true_random=False))
def test_the_order_of_members_does_not_matter(case: tuple[np.ndarray, np.ndarray], shuffler: object) -> None:
    members, weights = case
    order = list(range(len(members)))
    shuffler.shuffle(order)  # type: ignore[attr-defined]
    for model in VOTING_MODELS:
        if model == "unanimity" and not choice.unanimity_raw(members).any():
            continue
        before = choice.group_probabilities(model, members, weights, leader=0, quota=1)
        after = choice.group_probabilities(model, members[order], weights[order], leader=order.index(0), quota=1)
        np.testing.assert_allclose(before[0], after[0], atol=1e-9)
        assert before[1] == pytest.approx(after[1], abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(committees(most=5))
def test_votes_agree_with_listing_every_ballot(case: tuple[np.ndarray, np.ndarray]) -> None:
    members, weights = case
    n, m = members.shape
    plural, heavy = np.zeros(m), np.zeros(m)
    for ballots in product(range(m), repeat=n):
        chance = np.prod([members[i, ballot] for i, ballot in enumerate(ballots)])
        for total, worth in ((plural, np.ones(n)), (heavy, weights)):
            tally = np.bincount(ballots, weights=worth, minlength=m)
            best = tally > tally.max() - 1e-9
            total += chance * best / best.sum()
    np.testing.assert_allclose(choice.plurality(members), plural, atol=1e-9)
    np.testing.assert_allclose(choice.weighted_vote(members, weights), heavy, atol=1e-5)


def test_ties_between_unequal_weights_are_split() -> None:
    """.5 against .3 + .2 is a tie although the sum is not exact in floating point."""
    certain = [[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]
    _near(choice.weighted_vote(certain, WEIGHTS), (0.5, 0.5))
    _near(choice.weighted_vote([[1, 0], [0, 1], [0, 1], [0, 1]], (3, 1, 1, 1)), (0.5, 0.5))


def test_thirty_two_members_against_theory() -> None:
    """Identical members and two options: the vote is a binomial; equal weights vote like no weights."""
    from scipy.stats import binom

    members = np.tile((0.55, 0.45), (32, 1))
    expected = binom.sf(16, 32, 0.55) + binom.pmf(16, 32, 0.55) / 2
    assert choice.plurality(members)[0] == pytest.approx(expected, abs=1e-12)
    assert choice.weighted_vote(members, np.full(32, 0.7))[0] == pytest.approx(expected, abs=1e-12)
    chosen, none_agreed = choice.minimum_endorsement(members, 20)
    assert chosen[0] == pytest.approx(binom.sf(19, 32, 0.55), abs=1e-12)
    assert none_agreed == pytest.approx(1 - binom.sf(19, 32, 0.55) - binom.sf(19, 32, 0.45), abs=1e-12)


def test_thirty_two_members_of_different_weight_and_five_options() -> None:
    """Too many tallies to list: drawn instead, the same each time and as near as promised to independent draws."""
    generator = np.random.default_rng(3)
    members, weights = generator.dirichlet(np.ones(5), size=32), generator.random(32)
    found = choice.weighted_vote(members, weights)
    np.testing.assert_array_equal(found, choice.weighted_vote(members, weights))
    votes = (generator.random((50_000, 32, 1)) > members.cumsum(axis=1)[None, :, :-1]).sum(axis=2)
    tally = np.stack([(weights * (votes == option)).sum(axis=1) for option in range(5)], axis=1)
    np.testing.assert_allclose(found, np.bincount(tally.argmax(axis=1), minlength=5) / 50_000, atol=0.0115)


def test_unanimity_of_many_does_not_underflow() -> None:
    members = np.tile((1e-20, 2e-20, 1 - 3e-20), (32, 1))
    _near(choice.unanimity(members), (0, 0, 1))
    members[0], members[1] = (0.5, 0.5, 0.0), (1.0, 0.0, 0.0)
    _near(choice.unanimity(members), (1, 0, 0))


@pytest.mark.parametrize(
    "call",
    [
        lambda: choice.plurality([[0.5, 0.6]]),
        lambda: choice.plurality([[np.nan, 1.0]]),
        lambda: choice.plurality([]),
        lambda: choice.weighted([[1.0]], [-1]),
        lambda: choice.weighted([[1.0]], [0]),
        lambda: choice.weighted([[1.0]], [1, 1]),
        lambda: choice.minimum_endorsement([[1.0]], 2),
        lambda: choice.minimum_endorsement([[1.0]], 0),
        lambda: choice.unanimity([[1.0, 0.0], [0.0, 1.0]]),
        lambda: choice.preference_perturbation([[1, 1, 1]]),
        lambda: choice.miller_heiman([1], [True, False], [False]),
    ],
)
def test_bad_input_is_refused(call: object) -> None:
    with pytest.raises(ValueError):
        call()  # type: ignore[operator]
