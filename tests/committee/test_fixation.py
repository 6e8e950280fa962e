"""I4: who takes over when people copy one another."""

from __future__ import annotations

import numpy as np
import pytest
from exact_fixation import fixation_chain, fixation_probabilities
from hypothesis import given, settings, strategies as st

STAR = np.zeros((5, 5))
STAR[0, 1:] = STAR[1:, 0] = 1
PATH = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])


@pytest.mark.parametrize(
    ("graph", "model", "expected"),
    [
        (STAR, "voter", [1 / 2, 1 / 8, 1 / 8, 1 / 8, 1 / 8]),
        (STAR, "invasion", [1 / 17, 4 / 17, 4 / 17, 4 / 17, 4 / 17]),
        (STAR, "link", [1 / 5] * 5),
        (PATH, "voter", [1 / 4, 1 / 2, 1 / 4]),
        (PATH, "invasion", [2 / 5, 1 / 5, 2 / 5]),
    ],
)
def test_fixation_of_the_anchors(graph: np.ndarray, model: str, expected: list[float]) -> None:
    single = [1 << person for person in range(len(graph))]
    np.testing.assert_allclose(fixation_chain(graph, model)[single], expected, rtol=0, atol=1e-12)
    np.testing.assert_allclose(fixation_probabilities(graph, model), expected, rtol=0, atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 6), st.integers(0, 2**32 - 1), st.sampled_from(["voter", "invasion", "link"]))
def test_both_ways_of_solving_agree_for_every_set(n: int, seed: int, model: str) -> None:
    """The chain of all states knows nothing of the additivity that the small system rests on."""
    generator = np.random.default_rng(seed)
    attention = generator.random((n, n)) * (generator.random((n, n)) < 0.5)
    attention[np.arange(n), (np.arange(n) + 1) % n] = 1.0
    by_person = fixation_probabilities(attention, model)
    chain = fixation_chain(attention, model)
    sets = (np.arange(1 << n)[:, None] >> np.arange(n)) & 1
    np.testing.assert_allclose(chain, sets @ by_person, atol=1e-10)


def test_simulated_copying_agrees_with_the_invasion_chain() -> None:
    generator = np.random.default_rng(20240601)
    wins, runs = 0, 4000
    for _ in range(runs):
        supports = np.array([True, False, False])
        while supports.any() and not supports.all():
            speaker = generator.integers(3)
            supports[generator.choice(np.flatnonzero(PATH[speaker]))] = supports[speaker]
        wins += supports.all()
    assert abs(wins / runs - 2 / 5) < 4 * np.sqrt(0.4 * 0.6 / runs)


def test_the_one_nobody_can_sway_takes_over() -> None:
    np.testing.assert_allclose(fixation_probabilities([[1, 0], [0.5, 0.5]], "voter"), [1, 0], atol=1e-12)


@pytest.mark.parametrize(
    ("attention", "message"),
    [
        ([[1, 0], [0, 1]], "do not listen"),
        ([[0, -1], [1, 0]], "not negative"),
        ([[0, np.inf], [1, 0]], "finite"),
        ([[0, 1]], "square"),
    ],
)
def test_unanswerable_cases_are_refused(attention: list[list[float]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        fixation_probabilities(attention, "voter")


def test_the_chain_refuses_more_than_it_can_solve() -> None:
    with pytest.raises(ValueError, match="at most 12"):
        fixation_chain(np.ones((13, 13)), "voter")
    assert fixation_probabilities(np.ones((13, 13)), "voter") == pytest.approx(1 / 13)
