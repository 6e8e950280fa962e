"""What it is worth to know something before choosing: the expected value of partial perfect information.

Without it, one would choose the alternative with the best mean; with it, the one that is best given what was learnt.
Means given the unknown come from regressions over the replications played (no others are needed). Choosing the best of
several on the same luck by which it is valued makes luck look like value. So choices for each eighth of the
replications rest on the others only, and are valued on it: what is found may be negative, and errs on the low side.
Reference: Strong, Oakley & Brennan, Medical Decision Making 34 (2014); cross-fitting as in Chernozhukov et al.,
Econometrics Journal 21 (2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import inf, sqrt

import numpy as np
import numpy.typing as npt

from engine.results.columns import Floats
from engine.statistics.intervals import effective_number, mean_interval

FOLDS = 8
LEAST_EFFECTIVE = 20.0
"""Effective number of replications in which another choice must make a difference before anything is told."""

STEPS = 20
"""Values of an unknown, by rank, at which the choice is read off."""


@dataclass(frozen=True)
class Choice:
    """The alternative to take, by its place, while an unknown lies between two values."""

    alternative: int
    above: float
    below: float


@dataclass(frozen=True)
class Worth:
    """What knowing is worth, per case.

    value, low, high: with its interval; lies low rather than high. p: how often luck alone would show as much.
    otherwise: share of cases in which another alternative than the usual one would be chosen.
    """

    value: float
    low: float
    high: float
    p: float
    otherwise: float


def worth_of(
    gains: Floats, usual: int, terms: Floats, replication: npt.NDArray[np.int64], widening: float = 1.0
) -> Worth:
    """What it is worth to know an unknown (see `unknown_shares.curves`) before choosing.

    gains: (cases, alternatives). usual: the place of the one to be taken without knowing. replication: of each case.
    Needs two replications.
    """
    fold, inputs = replication % FOLDS, np.column_stack([np.ones(len(terms)), terms])
    ahead = gains - gains[:, [usual]]
    sums = [_sums(inputs[fold == each], ahead[fold == each]) for each in range(FOLDS)]
    more = np.zeros(len(gains))
    otherwise = 0
    for each in range(FOLDS):
        here = np.flatnonzero(fold == each)
        chosen = _chosen(
            inputs[here], [every - own for every, own in zip(_total(sums), sums[each], strict=True)], usual
        )
        more[here] = ahead[here, chosen]
        otherwise += int(np.count_nonzero(chosen != usual))
    value, se, p = _mean(more, replication)
    count = len(np.unique(replication))
    low, high = mean_interval(value, se, count - 1, widening)
    return Worth(value, low, high, p, otherwise / len(gains))


def _sums(inputs: Floats, ahead: Floats) -> list[Floats]:
    """What a regression needs of some cases."""
    return [inputs.T @ inputs, inputs.T @ ahead, (ahead * ahead).sum(axis=0), np.array(float(len(inputs)))]


def _total(sums: list[list[Floats]]) -> list[Floats]:
    return [np.sum(each, axis=0) for each in zip(*sums, strict=True)]


def _chosen(inputs: Floats, sums: list[Floats], usual: int) -> npt.NDArray[np.intp]:
    """The alternative to take in each case, given the sums of others (see `_sums`).

    Another than the usual one is taken only where it is ahead by more than a standard error: luck is seldom followed.
    """
    squares, products, size, cases = sums
    inverse = np.linalg.pinv(squares, hermitian=True)
    slopes = inverse @ products
    left = np.maximum(size - (slopes * products).sum(axis=0), 0.0) / max(float(cases) - len(squares), 1.0)
    unsure = np.sqrt(np.outer(np.einsum("ij,jk,ik->i", inputs, inverse, inputs, optimize=True), left))
    sure = inputs @ slopes - unsure
    sure[:, usual] = 0.0
    chosen: npt.NDArray[np.intp] = sure.argmax(axis=1)
    chosen[sure[np.arange(len(sure)), chosen] <= 0.0] = usual
    return chosen


def _mean(more: Floats, replication: npt.NDArray[np.int64]) -> tuple[float, float, float]:
    """Mean over cases, its standard error over replications, and how often luck alone would give as much."""
    from scipy.special import stdtr

    _, place = np.unique(replication, return_inverse=True)
    sums: Floats = np.bincount(place, weights=more).astype(np.float64)
    cases = np.bincount(place)
    count, mean = len(sums), float(more.mean())
    apart = sums - cases * mean
    se = sqrt(float(apart @ apart) * count / (count - 1)) / len(more)
    if se <= 0.0 or effective_number(sums) < LEAST_EFFECTIVE:
        return mean, se, 1.0
    return mean, se, float(stdtr(count - 1, -mean / se))


def choices_by_value(gains: Floats, usual: int, values: Floats, terms: Floats) -> tuple[Choice, ...]:
    """Which alternative to take at each value of a score, as all cases have it, in the order of values."""
    inputs = np.column_stack([np.ones(len(terms)), terms])
    order = np.argsort(values, kind="stable")
    read = order[((np.arange(STEPS) + 0.5) / STEPS * len(order)).astype(np.intp)]
    best = _chosen(inputs[read], _sums(inputs, gains - gains[:, [usual]]), usual).tolist()
    turns = [place for place, (one, other) in enumerate(pairwise(best), 1) if one != other]
    cuts = [float(values[read[place - 1]] + values[read[place]]) / 2 for place in turns]
    starts = zip([0, *turns], pairwise([-inf, *cuts, inf]), strict=True)
    return tuple(Choice(best[place], above, below) for place, (above, below) in starts)
