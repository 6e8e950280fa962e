"""Many statements at once: what the largest of many differences may be by luck, and how many findings are false.

Luck is drawn from the joint distribution of all estimates, as the groups of replications show it: each draw weighs the
groups' influences with normal numbers and divides by a common scale with the degrees of freedom (multivariate t).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from engine.results.columns import Floats

DRAWS = 5_000
"""Draws of luck; an adjusted p of 0.05 is then known to ± 0.006."""

_KEY = 20_260_101


@lru_cache(maxsize=2)
def _luck(groups: int) -> Floats:
    """(draws, groups) numbers with mean 0 and variance 1, alike in all groups but for a common scale in each draw."""
    chance = np.random.Generator(np.random.Philox(_KEY))
    normal = chance.standard_normal((DRAWS, groups))
    df = max(groups - 1, 1)
    found: Floats = normal / np.sqrt(chance.chisquare(df, (DRAWS, 1)) / df)
    return found


def step_down(sizes: Floats, influences: Floats) -> Floats:
    """Adjusted p of each statement: the chance that luck makes any of the rest as large, taken from the largest on.

    sizes: |difference| ÷ standard error. influences: (statements, groups).
    Reference: Westfall & Young, Resampling-Based Multiple Testing (1993); Romano & Wolf, Econometrica 73 (2005).
    """
    if not len(sizes):
        return np.zeros(0)
    order = np.argsort(-sizes, kind="stable")
    each = influences[order]
    each = each / np.sqrt((each * each).sum(axis=1, keepdims=True))
    by_luck = np.abs(_luck(each.shape[1]) @ each.T)
    largest_of_rest = np.maximum.accumulate(by_luck[:, ::-1], axis=1)[:, ::-1]
    exceeded = 1 + (largest_of_rest >= sizes[order]).sum(axis=0)
    adjusted = np.empty(len(sizes))
    adjusted[order] = np.maximum.accumulate(exceeded / (DRAWS + 1))
    return adjusted


def largest_by_luck(influences: Floats, error: float) -> float:
    """How many standard errors the largest of all estimates is away from its truth, at most, but for a share `error`.

    influences: (estimates, groups); those that nothing moves are left out.
    Reference: Hothorn, Bretz & Westfall, Biometrical Journal 50 (2008), max-t.
    """
    sizes = np.sqrt((influences * influences).sum(axis=1, keepdims=True))
    moved = sizes[:, 0] > 0
    if not moved.any():
        return 0.0
    each = influences[moved] / sizes[moved]
    return float(np.quantile(np.abs(_luck(each.shape[1]) @ each.T).max(axis=1), 1 - error))


def discoveries(p: Floats, rate: float) -> np.ndarray:
    """Which statements to believe so that on average at most this share of them is false, however they hang together.

    Reference: Benjamini & Yekutieli, Annals of Statistics 29 (2001).
    """
    count = len(p)
    order = np.argsort(p, kind="stable")
    allowed = rate * np.arange(1, count + 1) / (count * (1.0 / np.arange(1, count + 1)).sum()) if count else p
    believed = np.flatnonzero(p[order] <= allowed)
    found = np.zeros(count, bool)
    found[order[: believed[-1] + 1 if len(believed) else 0]] = True
    return found


def best_by_luck(influences: Floats) -> float:
    """By how much the best of several equal alternatives reads too high on average, because it was chosen for it."""
    return float((_luck(influences.shape[1]) @ influences.T).max(axis=1).mean())
