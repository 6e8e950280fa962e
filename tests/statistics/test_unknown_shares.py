"""What unknowns move: known answers, no discoveries in luck, and intervals that hold."""

from math import sqrt

import numpy as np
import pytest
from scipy import stats

from engine.results.columns import Floats
from engine.statistics.multiplicity import discoveries
from engine.statistics.unknown_shares import cases_needed, curves, error_left, independent, moved_by, moved_by_all

SLOPE = 1 / sqrt(3)
"""Standard deviation of a number between −1 and 1."""
BEND = sqrt(1 / 5 - 1 / 9)
"""… and of its square."""


def uniforms(rng: np.random.Generator, cases: int, unknowns: int) -> list[Floats]:
    return list(rng.uniform(-1, 1, (unknowns, cases)))


def test_terms_are_independent_and_have_one_size() -> None:
    rng = np.random.default_rng(1)
    for values in (rng.normal(size=200), rng.dirichlet([5, 3, 0.5, 1], 200), rng.integers(0, 3, 200).astype(float)):
        terms = curves(values)
        assert terms.shape[1] == (2 if values.ndim == 1 else 3)
        np.testing.assert_allclose(terms.T @ terms / 200, np.eye(terms.shape[1]), atol=1e-12)
        np.testing.assert_allclose(terms.mean(axis=0), 0, atol=1e-12)


def test_what_does_not_vary_has_no_terms() -> None:
    still = curves(np.full(50, 0.3))
    assert still.shape == (50, 0) and curves(np.tile([0.5, 0.5], (50, 1))).shape == (50, 0)
    outcome = np.random.default_rng(2).normal(size=50)
    assert moved_by(outcome, still).variance == 0.0 and moved_by(outcome, still).p == 1.0
    assert moved_by_all(outcome, [still]).high == 0.0
    two = np.random.default_rng(3).normal(size=(50, 2))
    assert independent(np.column_stack([two, two.sum(axis=1)])).shape == (50, 2)


def test_a_yes_or_no_has_one_term() -> None:
    assert curves(np.array([0.0, 1.0] * 30)).shape == (60, 1)


def test_the_parts_of_a_sum_are_found() -> None:
    """y = 2 a + 3 b² + luck: the shares follow from the variances of a uniform number and of its square."""
    rng = np.random.default_rng(4)
    known = np.array([(2 * SLOPE) ** 2, (3 * BEND) ** 2, 0.0])
    found = []
    for _ in range(200):
        unknown = uniforms(rng, 400, 3)
        outcome = 2 * unknown[0] + 3 * unknown[1] ** 2 + rng.normal(0, 2, 400)
        terms = [curves(each) for each in unknown]
        parts = [moved_by(outcome, each).variance for each in terms]
        whole = moved_by_all(outcome, terms).variance
        assert whole == pytest.approx(sum(parts), abs=1e-9)
        found.append(parts)
    error = np.std(found, axis=0) / sqrt(len(found))
    assert (np.abs(np.mean(found, axis=0) - known) < 4 * error).all(), "unbiased, the one that does nothing too"
    assert (np.array(found)[:, 2] < 0).any()


def test_several_scores_of_a_person_are_moved_together() -> None:
    rng = np.random.default_rng(5)
    unknown = uniforms(rng, 5_000, 4)
    outcome = unknown[0] + unknown[1] + rng.normal(0, 1, 5_000)
    person = moved_by(outcome, independent(np.hstack([curves(each) for each in unknown[:2]])))
    assert person.variance == pytest.approx(2 * SLOPE**2, rel=0.1) and person.low > 0
    assert moved_by(outcome, independent(np.hstack([curves(each) for each in unknown[2:]]))).low == 0.0


def test_luck_is_no_discovery() -> None:
    """Seventy unknowns that do nothing: in one study of twenty at most is any of them told, and p is uniform."""
    rng = np.random.default_rng(6)
    wrong, lowest = 0, []
    for _ in range(200):
        outcome = (rng.random(150) < 0.4).astype(float)
        p = np.array([moved_by(outcome, curves(each)).p for each in uniforms(rng, 150, 70)])
        wrong += bool(discoveries(p, error_left(1.0)).any())
        lowest.append(p[0])
    assert wrong <= stats.binom.ppf(0.999, 200, 0.05)
    assert stats.kstest(lowest, "uniform").pvalue > 1e-3


@pytest.mark.parametrize("size", [0.0, 0.1, 0.4])
@pytest.mark.parametrize("chance", [False, True])
def test_intervals_of_the_spread_hold(size: float, chance: bool) -> None:
    """Of one unknown and of all, for outcomes that are numbers and for those that are won or lost."""
    rng = np.random.default_rng(7)
    runs, held = 300, np.zeros(2)
    for _ in range(runs):
        unknown = uniforms(rng, 250, 12)
        mean = size * (unknown[0] + unknown[1] / 2) * (0.8 if chance else 2)
        outcome = (rng.random(250) < 0.4 + mean).astype(float) if chance else mean + rng.normal(0, 1, 250)
        scale = size * (0.8 if chance else 2) * SLOPE
        terms = [curves(each) for each in unknown]
        for place, (found, truth) in enumerate(
            ((moved_by(outcome, terms[0]), scale**2), (moved_by_all(outcome, terms), 1.25 * scale**2))
        ):
            assert found.low <= max(found.variance, 0.0) <= found.high
            held[place] += found.low <= truth + 1e-12 and truth <= found.high
    assert (held >= stats.binom.ppf(1e-4, runs, 0.95)).all(), held / runs


def test_wider_intervals_err_less() -> None:
    assert error_left(1.0) == pytest.approx(0.05) and error_left(1.3) == pytest.approx(
        2 * stats.norm.sf(1.3 * 1.959964)
    )
    rng = np.random.default_rng(8)
    unknown, luck = rng.uniform(-1, 1, 300), rng.normal(size=300)
    narrow, wide = (moved_by(unknown + luck, curves(unknown), widening) for widening in (1.0, 1.3))
    assert wide.low < narrow.low < narrow.variance < narrow.high < wide.high


def test_large_and_small_take_the_same_interval() -> None:
    """Where the χ² is taken as normal, nothing jumps."""
    rng = np.random.default_rng(9)
    unknown, luck = rng.uniform(-1, 1, 1_000), rng.normal(size=1_000)
    ends = [
        (found.low / found.variance, found.high / found.variance)
        for found in (moved_by(factor * unknown + luck, curves(unknown)) for factor in (2.4, 2.5))
    ]
    np.testing.assert_allclose(ends[0], ends[1], rtol=0.02)


def test_from_so_many_cases_an_unknown_is_told() -> None:
    rng = np.random.default_rng(10)
    luck, moves, tests, runs, told = 0.45, 0.1, 40, 300, 0
    needed = cases_needed(sqrt(luck**2 + moves**2), moves, 2, tests)
    for _ in range(runs):
        unknown = rng.uniform(-1, 1, needed)
        outcome = moves / SLOPE * unknown + rng.normal(0, luck, needed)
        told += moved_by(outcome, curves(unknown)).p <= 0.05 / tests
    assert abs(told / runs - 0.8) < 4 * sqrt(0.8 * 0.2 / runs)
    assert cases_needed(0.45, 0.05, 2, 40) > 3 * cases_needed(0.45, 0.1, 2, 40)
