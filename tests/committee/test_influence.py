"""I1–I3 of the anchors, and what the influence matrix promises."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from exact_influence import (
    NoFixedPoint,
    degroot_consensus,
    friedkin_johnsen_fixed_point,
    friedkin_johnsen_step,
    total_effects,
)
from hypothesis import given, settings, strategies as st

from engine.committee import influence_matrix
from engine.model.buying_centre import BuyingCentre

MakeCentre = Callable[..., BuyingCentre]
FRIEDKIN_JOHNSEN_1999 = np.array(
    [[0.220, 0.120, 0.360, 0.300], [0.147, 0.215, 0.344, 0.294], [0, 0, 1, 0], [0.090, 0.178, 0.446, 0.286]]
)


@pytest.mark.parametrize(
    ("weights", "power"),
    [
        ([[1 / 2, 1 / 2, 0], [1 / 3, 1 / 3, 1 / 3], [0, 1 / 2, 1 / 2]], [2 / 7, 3 / 7, 2 / 7]),
        ([[1 / 3, 1 / 3, 1 / 3], [1 / 2, 1 / 2, 0], [0, 1 / 4, 3 / 4]], [3 / 11, 4 / 11, 4 / 11]),
        ([[0, 1 / 2, 1 / 2], [1, 0, 0], [0, 1, 0]], [2 / 5, 2 / 5, 1 / 5]),
    ],
)
def test_social_power_of_the_anchors(weights: list[list[float]], power: list[float]) -> None:
    result = degroot_consensus(weights)
    assert result.converges and result.consensus and result.period == 1
    np.testing.assert_allclose(result.power, power, rtol=0, atol=1e-12)


def test_periodic_influence_is_reported_not_converged() -> None:
    result = degroot_consensus([[0, 1 / 2, 1 / 2], [1, 0, 0], [1, 0, 0]])
    assert (result.converges, result.consensus, result.period) == (False, False, 2)
    assert result.limit is None and result.power is None


def test_a_ring_of_three_repeats_every_three_meetings() -> None:
    assert degroot_consensus([[0, 1, 0], [0, 0, 1], [1, 0, 0]]).period == 3


def test_two_closed_groups_settle_apart() -> None:
    result = degroot_consensus([[1, 0, 0], [0, 1, 0], [0.25, 0.75, 0]])
    assert result.converges and not result.consensus
    np.testing.assert_allclose(result.limit, [[1, 0, 0], [0, 1, 0], [0.25, 0.75, 0]], atol=1e-12)


def test_opponents_end_in_two_camps() -> None:
    result = degroot_consensus([[0.5, -0.5], [-0.5, 0.5]])
    assert result.converges and not result.consensus
    np.testing.assert_allclose(result.limit, [[0.5, -0.5], [-0.5, 0.5]], atol=1e-12)


@pytest.mark.parametrize(
    ("anchors", "settled", "published"),
    [
        ((25, 25, 75, 85), (60.0208, 59.9840, 75, 74.9862), (60, 60, 75, 75)),
        ((25, 15, -50, 5), (-19.2896, -21.4829, -50, -23.1995), (-19.3, -21.5, -50, -23.2)),
    ],
)
def test_friedkin_johnsen_of_the_anchors(
    anchors: tuple[float, ...], settled: tuple[float, ...], published: tuple[float, ...]
) -> None:
    open_to_others = 1 - np.diag(FRIEDKIN_JOHNSEN_1999)
    found = friedkin_johnsen_fixed_point(FRIEDKIN_JOHNSEN_1999, open_to_others, anchors)
    np.testing.assert_allclose(found, settled, rtol=0, atol=5e-5)
    np.testing.assert_allclose(found, published, rtol=0, atol=0.05)
    again = friedkin_johnsen_step(FRIEDKIN_JOHNSEN_1999, open_to_others, anchors, found)
    np.testing.assert_allclose(again, found, rtol=0, atol=1e-12)


def test_first_step_of_friedkin_johnsen() -> None:
    anchors = (25, 25, 75, 85)
    step = friedkin_johnsen_step(FRIEDKIN_JOHNSEN_1999, 1 - np.diag(FRIEDKIN_JOHNSEN_1999), anchors, anchors)
    np.testing.assert_allclose(step, (53.0800, 52.3494, 75, 70.3344), rtol=0, atol=5e-5)


def test_nobody_anchored_is_degroot() -> None:
    weights = [[1 / 2, 1 / 2, 0], [1 / 3, 1 / 3, 1 / 3], [0, 1 / 2, 1 / 2]]
    settled = friedkin_johnsen_fixed_point(weights, np.ones(3), [7, 0, 0])
    np.testing.assert_allclose(settled, [2, 2, 2], atol=1e-12)
    other_start = friedkin_johnsen_fixed_point(weights, np.ones(3), [7, 0, 0], start=[0, 7, 0])
    np.testing.assert_allclose(other_start, [3, 3, 3], atol=1e-12)


def test_a_periodic_group_without_anchor_never_settles() -> None:
    with pytest.raises(NoFixedPoint, match="every 2 meetings"):
        friedkin_johnsen_fixed_point([[0, 1], [1, 0]], [1, 1], [1, 0])


def test_conflict_pushes_away() -> None:
    settled = friedkin_johnsen_fixed_point([[1, 0], [-1, 0]], [0, 0.5], [1, 0])
    np.testing.assert_allclose(settled, [1, -0.5], atol=1e-12)


@st.composite
def _influence_and_anchors(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    n = draw(st.integers(1, 7))
    seed = draw(st.integers(0, 2**32 - 1))
    generator = np.random.default_rng(seed)
    matrix = generator.random((n, n)) * (generator.random((n, n)) < 0.6) + np.eye(n) * 0.05
    matrix *= np.where((generator.random((n, n)) < draw(st.sampled_from([0.0, 0.3]))) & ~np.eye(n, dtype=bool), -1, 1)
    matrix /= np.abs(matrix).sum(axis=1, keepdims=True)
    return matrix, generator.random(n) * 0.95, generator.uniform(-1, 1, n)


@settings(max_examples=60, deadline=None)
@given(_influence_and_anchors())
def test_the_fixed_point_is_where_many_meetings_lead(case: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    matrix, openness, anchors = case
    settled = friedkin_johnsen_fixed_point(matrix, openness, anchors)
    opinions = anchors
    for _ in range(600):
        opinions = friedkin_johnsen_step(matrix, openness, anchors, opinions)
    np.testing.assert_allclose(settled, opinions, atol=1e-9)
    assert np.all(np.abs(settled) <= np.abs(anchors).max() + 1e-12)
    np.testing.assert_allclose(total_effects(matrix, openness) @ anchors, settled, atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(_influence_and_anchors())
def test_the_long_run_is_the_limit_of_powers(case: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    matrix, _, _ = case
    result = degroot_consensus(matrix)
    high_power = np.linalg.matrix_power(matrix, 1 << 20)
    assert result.limit is not None
    np.testing.assert_allclose(result.limit, high_power, atol=1e-7)


def test_attention_follows_the_lines(make_centre: MakeCentre) -> None:
    """Weights: self .4, boss .2, reports .1, advice .2, friendship .1; shares of missing kinds go back."""
    centre = make_centre(
        {"boss": (1, None), "ann": (2, "boss"), "bob": (2, "boss"), "alone": (2, None)},
        ties=(("ann", "boss", "advice", 0.5), ("ann", "bob", "advice", 1.0), ("bob", "ann", "friendship")),
    )
    np.testing.assert_allclose(
        influence_matrix(centre),
        [
            [0.4 / 0.5, 0.05 / 0.5, 0.05 / 0.5, 0],
            [(0.2 + 0.2 / 3) / 0.8, 0.4 / 0.8, (0.2 * 2 / 3) / 0.8, 0],
            [0.2 / 0.7, 0.1 / 0.7, 0.4 / 0.7, 0],
            [0, 0, 0, 1],
        ],
        atol=1e-12,
    )


def test_conflict_is_negative_and_rows_stay_of_size_one(make_centre: MakeCentre) -> None:
    centre = make_centre(
        {"boss": (1, None), "ann": (2, "boss"), "bob": (2, "boss")},
        ties=(("ann", "bob", "conflict"), ("ann", "bob", "friendship")),
        weights={"conflict": 0.3},
    )
    matrix = influence_matrix(centre)
    np.testing.assert_allclose(matrix[1], [0.2 / 0.8, 0.4 / 0.8, -0.2 / 0.8], atol=1e-12)
    np.testing.assert_allclose(np.abs(matrix).sum(axis=1), 1, atol=1e-12)


def test_a_row_that_cancels_listens_to_nobody(make_centre: MakeCentre) -> None:
    centre = make_centre(
        {"boss": (1, None), "ann": (2, None)},
        ties=(("ann", "boss", "conflict"), ("ann", "boss", "friendship")),
        weights={"self_weight": 0.0, "conflict": 0.1, "friendship": 0.1},
    )
    np.testing.assert_array_equal(influence_matrix(centre), np.eye(2))


def test_a_tie_listed_twice_counts_once(make_centre: MakeCentre) -> None:
    people = {"boss": (1, None), "ann": (2, None), "bob": (2, None)}
    once = make_centre(people, ties=(("ann", "boss", "advice", 0.8), ("ann", "bob", "advice", 0.2)))
    twice = make_centre(
        people,
        ties=(("ann", "boss", "advice", 0.3), ("ann", "bob", "advice", 0.2), ("ann", "boss", "advice", 0.8)),
    )
    np.testing.assert_array_equal(influence_matrix(once), influence_matrix(twice))


@pytest.mark.parametrize(
    "weights", [[[0.5, 0.4], [0, 1]], [[np.nan, 1], [0, 1]], [[1, 0]], []], ids=["sum", "nan", "shape", "empty"]
)
def test_a_bad_matrix_is_refused(weights: list[list[float]]) -> None:
    with pytest.raises(ValueError):
        degroot_consensus(weights)
