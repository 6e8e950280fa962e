"""Scoring bids: points for price, who is first, and with which chance. Pure numbers.

The evaluators' scatter is Gumbel on a bidder's total, so that the chance to be first is a softmax (McFadden 1974);
without scatter the bid with most points is first.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.dynamics.kernels import kernel

MAX_STRANGERS = 8
MAX_BIDS = 12
"""We, three rivals, and strangers."""


@kernel
def gumbel_scale(deviation: float) -> float:
    """Scale of a Gumbel distribution with this standard deviation."""
    return deviation * math.sqrt(6.0) / math.pi


@kernel
def logistic_scale(deviation: float) -> float:
    """Scale of a logistic distribution with this standard deviation."""
    return deviation * math.sqrt(3.0) / math.pi


@kernel
def poisson(u: float, mean: float, most: int) -> int:
    """Quantile of the Poisson distribution, `most` at most."""
    chance = math.exp(-mean)
    left, found = u - chance, 0
    while left > 0.0 and found < most:
        found += 1
        chance *= mean / found
        left -= chance
    return found


@kernel
def price_points(prices: Any, valid: Any, count: int, out: Any) -> None:
    """Points 0–1 of every valid bid: the lowest price ÷ its own."""
    lowest = math.inf
    for bid in range(count):
        if valid[bid]:
            lowest = min(lowest, prices[bid])
    for bid in range(count):
        out[bid] = lowest / prices[bid] if valid[bid] else 0.0


@kernel
def chances_of_lowest(prices: Any, meets: Any, count: int, out: Any) -> None:
    """Chance of every bid to have the lowest price among those that meet the requirement; equal ones share it.

    meets: the chance of each to be found to meet it, independently. What is missing to 1 is that none does.
    """
    alike = np.zeros(MAX_BIDS + 1)
    for bid in range(count):
        chance = meets[bid]
        alike[:] = 0.0
        alike[0] = 1.0
        for other in range(count):
            if other == bid:
                continue
            if prices[other] < prices[bid]:
                chance *= 1.0 - meets[other]
            elif prices[other] == prices[bid]:
                for n in range(count, -1, -1):
                    met = alike[n - 1] * meets[other] if n > 0 else 0.0
                    alike[n] = alike[n] * (1.0 - meets[other]) + met
        share = 0.0
        for n in range(count + 1):
            share += alike[n] / (n + 1.0)
        out[bid] = chance * share


@kernel
def chances_to_be_first(totals: Any, valid: Any, count: int, scale: float, out: Any) -> None:
    """Chance of every bid to have most points, 0 for one that is not valid; without scatter equal ones share it."""
    highest = -math.inf
    for bid in range(count):
        if valid[bid]:
            highest = max(highest, totals[bid])
    total = 0.0
    for bid in range(count):
        out[bid] = 0.0
        if valid[bid]:
            behind = highest - totals[bid]
            out[bid] = math.exp(-behind / scale) if scale > 0.0 else 1.0 if behind == 0.0 else 0.0
        total += out[bid]
    for bid in range(count):
        out[bid] /= total
