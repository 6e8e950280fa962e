"""Who sways whom in a buying centre: how much attention each person pays to each other one."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from engine.committee.graph import tie_weights
from engine.model.buying_centre import BuyingCentre

FloatArray = npt.NDArray[np.float64]


def influence_matrix(centre: BuyingCentre) -> FloatArray:
    """How much attention each person pays to each other one: n×n, Σⱼ|wᵢⱼ| = 1 in every row.

    With the centre's `influence_weights` (ω) and, for person i, the kinds K of line i really has (self always counts):

        wᵢⱼ = Σ_{k∈K} ± (ω_k / Σ_{m∈K} ω_m) · share_k(i, j)

    `boss` goes to the superior; `reports` is shared equally among direct subordinates; `advice`, `friendship` and
    `conflict` are shared among the people i names, by tie weight. The sign is − for conflict, + otherwise. The part of
    a missing kind thus goes back to the others in proportion. Where conflict and another line meet on one pair they
    cancel, and the row is scaled so that its absolute values sum to one again. Who has no line at all listens to
    nobody: wᵢᵢ = 1.
    """
    weights = centre.influence_weights
    place = {person.id: index for index, person in enumerate(centre.people)}
    n = len(place)
    shares = {kind: np.zeros((n, n)) for kind in ("boss", "reports", "advice", "friendship", "conflict")}
    for person in centre.people:
        if person.reports_to is not None:
            shares["boss"][place[person.id], place[person.reports_to]] = 1.0
            shares["reports"][place[person.reports_to], place[person.id]] = 1.0
    for kind in ("advice", "friendship", "conflict"):
        for (source, target), weight in tie_weights(centre, kind).items():
            shares[kind][place[source], place[target]] = weight
    attention = weights.self_weight * np.eye(n)
    total = np.full(n, weights.self_weight)
    for kind, share in shares.items():
        named = _row_sums(share)
        has = named > 0
        strength = float(getattr(weights, kind))
        signed = -strength if kind == "conflict" else strength
        attention[has] += signed * share[has] / named[has, None]
        total[has] += strength
    return _unit_rows(attention, total)


def _row_sums(matrix: FloatArray) -> FloatArray:
    """Sums to the last bit, so that somebody without a line adds nothing, not even rounding, to other people's."""
    return np.array([math.fsum(row) for row in matrix])


def _unit_rows(attention: FloatArray, total: FloatArray) -> FloatArray:
    """Rows scaled to Σ|w| = 1; a row in which (nearly) everything cancelled becomes pure self-attention."""
    size = _row_sums(np.abs(attention))
    empty = size <= 1e-12 * np.maximum(total, 1e-300)
    result = attention / np.where(empty, 1.0, size)[:, None]
    result[empty] = np.eye(len(attention))[empty]
    return np.asarray(result, dtype=np.float64)
