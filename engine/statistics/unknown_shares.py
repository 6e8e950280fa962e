"""What of a figure's spread over cases is due to what nobody knows, unknown by unknown, with the luck taken off.

Every unknown is drawn by itself, apart from all other luck. So the variance of an outcome is the sum of what each
unknown moves by itself (the variance of the outcome's mean given the unknown: its first-order share), of what unknowns
move together only, and of luck. The mean given an unknown is taken as a curve with one bend over the unknown's ranks.
A regression finds some share in pure luck as well; what it would find there on average is taken off, so that an
estimate may be negative, and nothing is chosen for being large.
Reference: Saltelli et al., Global Sensitivity Analysis (2008), 1.2; adjusted R² as in Ezekiel (1930).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, erfc, sqrt
from statistics import NormalDist

import numpy as np

from engine.results.columns import Floats
from engine.statistics.intervals import ERROR

RANK_DEFICIENT = 1e-8
"""A term whose part that the others lack is below this share of its own size says nothing of its own."""

POWER_OF_TEST = 0.8
"""Chance with which something is told that is as large as said."""

_WALD_FROM = 2_000.0
"""A χ² above this is as good as normal, and its non-central distribution takes long to add up."""

_HALVINGS = 60
_TWO_SIDED = NormalDist().inv_cdf(1 - ERROR / 2)


@dataclass(frozen=True)
class Moved:
    """What an unknown, or several, move by themselves.

    variance: of the outcome's mean given them, bias taken off; may be negative.
    low, high: its interval; 0 where it may be nothing.
    p: how often luck alone would show as much.
    """

    variance: float
    low: float
    high: float
    p: float


def curves(values: Floats) -> Floats:
    """(cases, terms): curves over an unknown's ranks, with mean 0, mean square 1 and no correlation among them.

    values: (cases,) of a score: a slope and a bend; (cases, parts) of weights that sum to one: a slope for each but
    one. What does not vary has no terms.
    """
    if values.ndim == 1:
        slope = _ranks(values)
        return independent(np.stack([slope, slope * slope], axis=1))
    varying = values[:, np.ptp(values, axis=0) > 0.0]
    return independent(np.stack([_ranks(each) for each in varying.T[:-1]] or [np.zeros(len(values))], axis=1))


def _ranks(values: Floats) -> Floats:
    """Ranks between −1 and 1; equal values share the middle of theirs."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(count) - count / 2
    found: Floats = 2 * middle[place] / len(values) - 1
    return found


def independent(terms: Floats) -> Floats:
    """(cases, terms): the same terms with mean 0, mean square 1 and no correlation; without those that add nothing."""
    found: list[Floats] = []
    for term in (terms - terms.mean(axis=0)).T:
        size = sqrt(float(term @ term))
        rest = term.copy()
        for _ in range(2):  # the second time for what rounding left
            for each in found:
                rest -= (each @ rest / len(rest)) * each
        left = sqrt(float(rest @ rest))
        if left > RANK_DEFICIENT * max(size, RANK_DEFICIENT):
            found.append(rest * (sqrt(len(rest)) / left))
    return np.stack(found, axis=1) if found else np.zeros((len(terms), 0))


def moved_by(outcome: Floats, terms: Floats, widening: float = 1.0) -> Moved:
    """What these terms (see `curves`) move of an outcome. Needs three more cases than terms."""
    explained, noise = _explained(outcome, terms)
    count = terms.shape[1]
    if count == 0 or noise <= 0.0:
        return Moved(0.0, 0.0, 0.0, 1.0)
    from scipy.special import fdtrc  # takes a fifth of a second to load, which workers have better use for

    p = float(fdtrc(count, len(outcome) - count - 1, explained / (count * noise)))
    low, high = _interval(explained, noise, count, widening)
    return Moved(explained - count * noise, low, high, p)


def moved_by_all(outcome: Floats, unknowns: Sequence[Floats], widening: float = 1.0) -> Moved:
    """What unknowns move, each by itself, added up: at least so much, for what they move together only is left out.

    p is that of the sum.
    """
    parts = [(*_explained(outcome, terms), terms.shape[1]) for terms in unknowns if terms.shape[1]]
    count = sum(each for _, _, each in parts)
    noise = sum(noise * each for _, noise, each in parts) / max(count, 1)
    if noise <= 0.0:
        return Moved(0.0, 0.0, 0.0, 1.0)
    from scipy.special import chdtrc

    explained = sum(each for each, _, _ in parts)
    low, high = _interval(explained, noise, count, widening)
    return Moved(explained - count * noise, low, high, float(chdtrc(count, explained / noise)))


def error_left(widening: float) -> float:
    """How often an interval may miss that is so much wider than one that misses once in twenty."""
    return erfc(widening * _TWO_SIDED / sqrt(2))


def _explained(outcome: Floats, terms: Floats) -> tuple[float, float]:
    """The variance that the terms seem to move, and how much of it each term would show on pure luck."""
    cases, count = terms.shape
    apart = outcome - outcome.mean()
    slopes = terms.T @ apart / cases
    explained = float(slopes @ slopes)
    left = max(float(apart @ apart) / cases - explained, 0.0)
    return explained, left / (cases - count - 1)


def _interval(explained: float, noise: float, count: int, widening: float) -> tuple[float, float]:
    """Interval of the variance that is moved: explained ÷ noise has a non-central χ² distribution around it."""
    ratio, tail = explained / noise, error_left(widening) / 2
    if ratio > _WALD_FROM:
        half = widening * _TWO_SIDED * sqrt(4 * ratio - 2 * count)
        return max((ratio - count - half) * noise, 0.0), (ratio - count + half) * noise
    from scipy.special import chdtri

    by_luck = float(chdtri(count, 0.5))  # where less than that shows, luck has hidden something: no less may be there
    return _excess(ratio, count, 1 - tail) * noise, _excess(max(ratio, by_luck), count, tail) * noise


def _excess(ratio: float, count: int, chance: float) -> float:
    """The non-centrality under which a χ² stays below `ratio` with this chance; 0 where it does so less often."""
    from scipy.special import chdtrc, chndtr

    if 1 - float(chdtrc(count, ratio)) <= chance:
        return 0.0
    low, high = 0.0, 1.0
    while float(chndtr(ratio, count, high)) > chance:
        low, high = high, 2 * high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if float(chndtr(ratio, count, middle)) > chance else (low, middle)
    return (low + high) / 2


def cases_needed(spread: float, moves: float, count: int, tests: int) -> int:
    """Cases from which an unknown is told that moves the outcome by `moves`, in four of five such studies.

    spread: standard deviation of the outcome over cases. moves: that of its mean given the unknown. count: terms of the
    unknown. tests: unknowns looked at, for all of which together no more than one study in twenty may err.
    """
    from scipy.special import chdtri, chndtr

    least = float(chdtri(count, ERROR / tests))
    low, high = 0.0, 1.0
    while float(chndtr(least, count, high)) > 1 - POWER_OF_TEST:
        low, high = high, 2 * high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if float(chndtr(least, count, middle)) > 1 - POWER_OF_TEST else (low, middle)
    return ceil(high * max(spread * spread - moves * moves, 0.0) / (moves * moves))
