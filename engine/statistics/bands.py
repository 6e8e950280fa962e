"""Curves of estimates with bands that hold everywhere at once, and where such a band crosses zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from engine.results.columns import Floats
from engine.statistics.intervals import ERROR, t_quantile
from engine.statistics.multiplicity import largest_by_luck


@dataclass(frozen=True)
class Band:
    """Estimates and their band. reach: its half-width in standard errors."""

    value: Floats
    low: Floats
    high: Floats
    reach: float


def simultaneous_band(values: Floats, influences: Floats, unseen: Floats | float = 0.0, error: float = ERROR) -> Band:
    """Estimates ± what luck may do to the worst of them: with 1 − `error` all truths lie within their bands.

    The joint distribution is that of the groups of replications: estimates on the same luck move together, and the
    band is narrower than one for each of so many independent statements.

    influences: (estimates, groups), how much each group moves each.
    unseen:     standard error of what may happen although it was not seen, see `imagined`; what nothing moves is exact
                where there is none.
    """
    reach = largest_by_luck(influences, error) or t_quantile(max(influences.shape[1] - 1, 1))
    half = reach * np.sqrt((influences * influences).sum(axis=1) + np.square(unseen))
    return Band(values, values - half, values + half, reach)


def imagined(parted: float, cases: float) -> float:
    """Standard error that a paired difference has by four imagined cases, two for each side, that part completely.

    Where few cases or none came out differently, the variance seen is too small by luck; this keeps a difference of
    which nothing was seen from being taken for none.

    parted: by how much a case that parts completely changes the sum. cases: how many were seen.
    Reference: Agresti & Min, Statistics in Medicine 24 (2005); Bonett & Price (2012) imagine two.
    """
    return 2.0 * parted / cases if cases > 0 else float("inf")


class Crossing(NamedTuple):
    """Where a curve changes sign: at its estimate, and between which places it does so for all the band says."""

    at: float
    low: float
    high: float
    rising: bool


def crossings(
    places: Sequence[float],
    value: Sequence[float | None],
    low: Sequence[float | None],
    high: Sequence[float | None],
) -> list[Crossing]:
    """Where the band is on one side of zero and next on the other; straight lines are taken between the places.

    None for a place at which nothing can be said.
    """
    sides = [
        0 if a is None or b is None else 1 if a > 0 else -1 if b < 0 else 0 for a, b in zip(low, high, strict=True)
    ]
    found, before = [], None
    for place, side in enumerate(sides):
        if not side:
            continue
        if before is not None and sides[before] != side:
            rising = side > 0
            leaving, reaching = (high, low) if rising else (low, high)
            found.append(
                Crossing(
                    _first_zero(places, value, before, place),
                    _first_zero(places, leaving, before, place),
                    _last_zero(places, reaching, before, place),
                    rising,
                )
            )
        before = place
    return found


def _first_zero(places: Sequence[float], line: Sequence[float | None], start: int, stop: int) -> float:
    """Where a line first reaches zero between two places of opposite sign; the last place at which it is known."""
    for at in range(start, stop):
        a, b = line[at], line[at + 1]
        if a is None or b is None:
            return places[at]
        if (a > 0) != (b > 0):
            return places[at] + (places[at + 1] - places[at]) * a / (a - b)
    return places[stop]


def _last_zero(places: Sequence[float], line: Sequence[float | None], start: int, stop: int) -> float:
    for at in range(stop, start, -1):
        a, b = line[at - 1], line[at]
        if a is None or b is None:
            return places[at]
        if (a > 0) != (b > 0):
            return places[at - 1] + (places[at] - places[at - 1]) * a / (a - b)
    return places[start]
