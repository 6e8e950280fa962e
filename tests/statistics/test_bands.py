"""Bands that hold everywhere at once, and where they cross zero."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from engine.statistics.bands import Crossing, crossings, imagined, simultaneous_band

REPEATS, POINTS, GROUPS = 600, 9, 256


@pytest.mark.parametrize("alike", [0.0, 0.6, 0.99])
def test_all_truths_lie_within_the_band_in_95_per_cent(alike: float) -> None:
    """Estimates are means of correlated normals, as neighbours on the same luck are; the truth is known."""
    rng = np.random.default_rng(20261130)
    truth = np.linspace(-1, 1, POINTS)
    held = 0
    for _ in range(REPEATS):
        shared = rng.normal(size=(GROUPS, 1))
        drawn = truth + np.sqrt(alike) * shared + np.sqrt(1 - alike) * rng.normal(size=(GROUPS, POINTS))
        mean = drawn.mean(axis=0)
        influences = (drawn - mean).T / np.sqrt(GROUPS * (GROUPS - 1))
        band = simultaneous_band(mean, influences)
        held += bool(((band.low <= truth) & (truth <= band.high)).all())
    low, high = stats.binom.ppf([0.0005, 0.9995], REPEATS, 0.95)
    assert low <= held <= high, f"{held} of {REPEATS}"


def test_what_moves_together_needs_no_wider_band_than_one_statement() -> None:
    influence = np.random.default_rng(1).normal(size=GROUPS)
    together = simultaneous_band(np.zeros(20), np.tile(influence, (20, 1)))
    apart = simultaneous_band(np.zeros(20), np.linalg.qr(np.random.default_rng(2).normal(size=(GROUPS, 20)))[0].T)
    assert together.reach == pytest.approx(stats.t.ppf(0.975, GROUPS - 1), abs=0.06)
    assert apart.reach == pytest.approx(stats.t.ppf(1 - (1 - 0.95 ** (1 / 20)) / 2, GROUPS - 1), abs=0.08)


def test_what_nothing_moves_is_exact() -> None:
    band = simultaneous_band(np.array([0.0, 1.0]), np.array([np.zeros(GROUPS), np.ones(GROUPS)]))
    assert (band.low[0], band.high[0]) == (0.0, 0.0) and band.low[1] < 1.0 < band.high[1]
    assert len(simultaneous_band(np.zeros(0), np.zeros((0, GROUPS))).value) == 0


def test_nothing_seen_is_not_taken_for_nothing() -> None:
    """Of 400 cases none came out differently: a difference in one of a hundred would have been seen."""
    band = simultaneous_band(np.zeros(1), np.zeros((1, GROUPS)), imagined(1.0, 400.0))
    assert band.high[0] == pytest.approx(stats.t.ppf(0.975, GROUPS - 1) * 2 / 400)
    assert 0.99**400 < 0.05 and band.high[0] < 0.01
    assert imagined(1.0, 0.0) == float("inf")


def test_crossings_by_hand() -> None:
    """A line through 1.5 with a band of ± 0.5, rising by one a step."""
    places, value = [0.0, 1.0, 2.0, 3.0], [-1.5, -0.5, 0.5, 1.5]
    low, high = [each - 0.75 for each in value], [each + 0.75 for each in value]
    assert crossings(places, value, low, high) == [Crossing(1.5, 0.75, 2.25, True)]
    falling = crossings(places, [-each for each in value], [-each for each in high], [-each for each in low])
    assert falling == [Crossing(1.5, 0.75, 2.25, False)]


def test_no_crossing_is_told_that_the_band_does_not_tell() -> None:
    places, value = [0.0, 1.0, 2.0], [-0.5, 0.1, 0.5]
    assert crossings(places, value, [-1.0, -0.5, -0.1], [-0.1, 0.6, 1.0]) == []
    assert crossings(places, value, [None, -0.5, 0.1], [None, 0.6, 1.0]) == []
    gap = crossings(places, [-0.5, None, 0.5], [-0.6, None, 0.4], [-0.4, None, 0.6])
    assert gap == [Crossing(0.0, 0.0, 2.0, True)], "through a place of which nothing is known, all between may be it"
