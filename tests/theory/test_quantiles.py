"""The quantile functions of chance against SciPy, the hash against its published vector, the uniforms' uniformity."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats

from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import (
    exponential,
    gamma,
    join_keys,
    lognormal,
    mix,
    normal,
    uniform,
    weibull_residual,
)
from engine.dynamics.machine.composition import DRAWS
from engine.dynamics.mechanisms.group_decision import OWN_VOTE, TIE

LEVELS = [1e-12, 1e-9, 1e-6, 1e-3, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1 - 1e-6, 1 - 1e-9]
SHAPES = [0.05, 0.3, 0.56, 1.0, 1.5, 2.0, 3.0, 4.0, 10.0, 100.0, 2500.0, 1e6]
MIDPOINTS = (np.arange(200_000) + 0.5) / 200_000
probabilities = st.floats(1e-15, 1 - 1e-15)


@pytest.mark.parametrize("shape", SHAPES)
def test_gamma(shape: float) -> None:
    expected = stats.gamma.ppf(LEVELS, shape) / shape
    found = [gamma(u, shape) for u in LEVELS]
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-250)


@given(probabilities, probabilities, st.floats(0.2, 50))
def test_gamma_rises(u: float, v: float, shape: float) -> None:
    low, high = sorted((u, v))
    assert 0 <= gamma(low, shape) <= gamma(high, shape) * (1 + 1e-9)


def test_normal() -> None:
    np.testing.assert_allclose([normal(u) for u in LEVELS], stats.norm.ppf(LEVELS), rtol=1e-13, atol=1e-14)
    assert normal(0.5) == 0.0
    assert normal(1e-300) == pytest.approx(stats.norm.ppf(1e-300), rel=1e-12)


@given(probabilities)
def test_exponential(u: float) -> None:
    assert exponential(u) == pytest.approx(stats.expon.ppf(u), rel=1e-12)


@given(probabilities, st.floats(0.01, 1.5))
def test_lognormal(u: float, sigma: float) -> None:
    expected = stats.lognorm.ppf(u, sigma, scale=math.exp(-(sigma**2) / 2))
    assert lognormal(u, sigma) == pytest.approx(expected, rel=1e-11)


@given(probabilities, st.floats(0.5, 5), st.floats(10, 5000), st.floats(0, 8000))
def test_weibull_residual(u: float, shape: float, scale: float, age: float) -> None:
    """Of those that live at `age`, a share of 1 − u lives longer than the residual."""
    life = age + weibull_residual(u, shape, scale, age)
    hazard = (life / scale) ** shape - (age / scale) ** shape
    tolerance = 1e-9 * max(1.0, (age / scale) ** shape) / max(-math.log1p(-u), 1e-300)
    assert hazard == pytest.approx(-math.log1p(-u), rel=max(1e-9, tolerance))


@pytest.mark.parametrize(
    ("quantile", "argument", "mean", "variance"),
    [
        (gamma, 0.56, 1.0, 1 / 0.56),
        (gamma, 2.0, 1.0, 1 / 2),
        (gamma, 3.0, 1.0, 1 / 3),
        (lognormal, 0.4, 1.0, math.exp(0.16) - 1),
    ],
)
def test_mean_and_variance(quantile, argument: float, mean: float, variance: float) -> None:  # type: ignore[no-untyped-def]
    values = np.array([quantile(u, argument) for u in MIDPOINTS])
    assert values.mean() == pytest.approx(mean, abs=2e-4)
    assert values.var() == pytest.approx(variance, rel=5e-3)


def test_the_hash_is_splitmix64() -> None:
    """First outputs of the reference implementation for seed 0 (Vigna, splitmix64.c)."""
    golden = 0x9E3779B97F4A7C15
    published = [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]
    assert [int(np.uint64(join_keys(0, part))) for part in range(3)] == published
    assert int(np.uint64(mix(np.uint64(golden)))) == published[0]


@kernel
def draw(root, first, count, entity, purpose, by_key):  # type: ignore[no-untyped-def]
    """Uniforms of consecutive keys, or of one key with consecutive occurrences."""
    found = np.empty(count)
    for k in range(count):
        if by_key:
            found[k] = uniform(join_keys(root, first + k), entity, purpose, 0)
        else:
            found[k] = uniform(root, entity, purpose, first + k)
    return found


@pytest.mark.parametrize("by_key", [True, False])
def test_uniforms_are_uniform_and_independent(by_key: bool) -> None:
    count = 100_000
    first = draw(17, 0, count, 5, OWN_VOTE, by_key)
    assert 0.0 < first.min() < first.max() < 1.0
    assert stats.kstest(first, "uniform").pvalue > 1e-3
    cells = np.histogram(first, 1000, (0, 1))[0]
    assert stats.chisquare(cells).pvalue > 1e-3
    others = [
        first[1:],
        draw(17, 0, count, 6, OWN_VOTE, by_key),
        draw(17, 0, count, 5, TIE, by_key),
        draw(18, 0, count, 5, OWN_VOTE, by_key),
    ]
    for other in others:
        pairs = np.histogram2d(first[: len(other)], other, 30, [(0, 1), (0, 1)])[0]
        assert stats.chisquare(pairs.ravel()).pvalue > 1e-3


def test_neighbouring_keys_share_nothing() -> None:
    """Seed, entity, purpose and occurrence one apart give numbers as far apart as any."""
    base = uniform(1, 1, 1, 1)
    near = [uniform(2, 1, 1, 1), uniform(1, 2, 1, 1), uniform(1, 1, 2, 1), uniform(1, 1, 1, 2)]
    assert len({base, *near}) == 5
    assert min(abs(base - other) for other in near) > 1e-4


NUMBERS = {
    1: "failure of an asset",
    2: "budget blocked in a planning year",
    3: "does a planning season bring the idea up",
    4: "our sighting of the need",
    5: "a rival's sighting of the need",
    6: "work of a step",
    7: "waiting at a step",
    8: "how a step ends",
    9: "wait for a signature",
    10: "does the file climb further",
    11: "does a signer refuse",
    12: "time between internal meetings",
    13: "who speaks",
    14: "who listens",
    15: "time between surprises",
    16: "whom a surprise worries",
    17: "time between a rival's requests",
    18: "whom a rival asks for a meeting",
    19: "how a rival's visit goes",
    20: "does somebody receive a caller",
    21: "wait for an appointment",
    22: "how a meeting goes",
    23: "does a seller ask the question that is due",
    24: "is somebody the kind of person who sponsors",
    25: "a member's own choice",
    26: "who speaks for the group",
    27: "how a tie is split, or what members agree on who talk on",
    28: "does the delivery fail",
    29: "time from signature to acceptance",
    30: "time from acceptance to payment",
    31: "start of a copy",
}


def test_draws_are_never_renumbered() -> None:
    """Their numbers are part of the published behaviour: old runs must replay."""
    found = {int(draw): draw.label for draw in DRAWS}
    assert {number: found.get(number) for number in NUMBERS} == NUMBERS
    assert sorted(found) == list(range(1, len(found) + 1)), "no number is left out"
