"""How opinions settle in a group: what repeated talking leads to, solved exactly.

Sources: French (1956) and DeGroot (1974) as told by Proskurnikov & Tempo (2017); Friedkin & Johnsen (1999); Altafini
(2013) for opponents taken with the opposite sign. All matrices are n×n float64, row i holding the attention
that person i pays to each person, in the centre's order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

_UNIT_CIRCLE = 1e-9
_LONGEST_PERIOD = 2 * 5460
"""5460 is the largest order of a permutation of 32 people (Landau); opposite signs can double it."""


class NoFixedPoint(Exception):
    """Opinions go round for ever instead of settling."""


@dataclass(frozen=True)
class LongRun:
    """Where x(t+1) = W x(t) leads.

    period: 1 when opinions settle; p > 1 when they end up repeating every p meetings.
    limit:  n×n, the power W^t tends to; None when opinions do not settle.
    power:  n, the part each person's first opinion has in the common final one; None without a common one.
    """

    period: int
    limit: FloatArray | None
    power: FloatArray | None

    @property
    def converges(self) -> bool:
        """Do opinions settle, whatever they were at the start?"""
        return self.limit is not None

    @property
    def consensus(self) -> bool:
        """Do all end with one opinion, whatever they were at the start?"""
        return self.power is not None


def degroot_consensus(W: npt.ArrayLike) -> LongRun:
    """What becomes of opinions when everybody averages for ever (DeGroot), and each person's social power.

    W: n×n with Σⱼ|wᵢⱼ| = 1 per row; negative entries (conflict) are allowed.
    Periodic influence is an answer, not an error: `converges` is False and `period` says after how many meetings
    opinions repeat. With separate closed groups, or with camps that oppose each other, opinions settle without
    consensus: `limit` is given and `power` is None.

    >>> result = degroot_consensus([[1 / 2, 1 / 2, 0], [1 / 3, 1 / 3, 1 / 3], [0, 1 / 2, 1 / 2]])
    >>> [round(float(share) * 7, 9) for share in result.power]
    [2.0, 3.0, 2.0]
    """
    matrix = _influence(W)
    period, limit = _limit_of_powers(matrix)
    if limit is None or not np.allclose(limit, limit[0], rtol=0, atol=1e-9) or np.any(limit[0] < -1e-9):
        return LongRun(period, limit, None)
    power = limit.mean(axis=0)
    return LongRun(period, limit, power / power.sum() if power.sum() > 1e-9 else None)


def friedkin_johnsen_step(
    W: npt.ArrayLike, susceptibility: npt.ArrayLike, anchors: npt.ArrayLike, opinions: npt.ArrayLike
) -> FloatArray:
    """Opinions after one meeting: Λ W x + (I − Λ) u.

    susceptibility: n, the diagonal of Λ, 0 never sways … 1 only follows. anchors: n, the private u. opinions: n, x.
    """
    matrix, openness, private = _friedkin_johnsen_input(W, susceptibility, anchors)
    after: FloatArray = openness * (matrix @ np.asarray(opinions, dtype=np.float64)) + (1 - openness) * private
    return after


def friedkin_johnsen_fixed_point(
    W: npt.ArrayLike,
    susceptibility: npt.ArrayLike,
    anchors: npt.ArrayLike,
    start: npt.ArrayLike | None = None,
) -> FloatArray:
    """Where opinions settle when private anchors keep pulling (Friedkin & Johnsen 1999): n values.

    Solves x = Λ W x + (I − Λ) u. Where a closed group is wholly susceptible the answer also depends on the first
    opinions: `start`, or else the anchors. Raises NoFixedPoint when such a group goes round for ever.
    """
    matrix, openness, private = _friedkin_johnsen_input(W, susceptibility, anchors)
    follow = openness[:, None] * matrix
    if np.max(np.abs(np.linalg.eigvals(follow)), initial=0.0) < 1 - _UNIT_CIRCLE:
        settled = np.linalg.solve(np.eye(len(private)) - follow, (1 - openness) * private)
        return np.asarray(settled, dtype=np.float64)
    first = private if start is None else np.asarray(start, dtype=np.float64)
    n = len(private)
    joint = np.block([[follow, np.diag(1 - openness)], [np.zeros((n, n)), np.eye(n)]])
    period, limit = _limit_of_powers(joint)
    if limit is None:
        raise NoFixedPoint(f"opinions repeat every {period} meetings and never settle")
    return np.asarray((limit @ np.concatenate([first, private]))[:n], dtype=np.float64)


def total_effects(W: npt.ArrayLike, susceptibility: npt.ArrayLike) -> FloatArray:
    """How much of person j's anchor is found in person i's final opinion: n×n, row i, column j (Friedkin 1991)."""
    n = len(np.asarray(susceptibility))
    columns = [friedkin_johnsen_fixed_point(W, susceptibility, unit) for unit in np.eye(n)]
    return np.column_stack(columns)


def _influence(W: npt.ArrayLike) -> FloatArray:
    matrix = np.array(W, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or len(matrix) == 0:
        raise ValueError("W must be a square matrix with at least one person")
    if not np.all(np.isfinite(matrix)) or not np.allclose(np.abs(matrix).sum(axis=1), 1.0, rtol=0, atol=1e-6):
        raise ValueError("the absolute values of each row of W must sum to 1")
    return matrix


def _friedkin_johnsen_input(
    W: npt.ArrayLike, susceptibility: npt.ArrayLike, anchors: npt.ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    matrix = _influence(W)
    openness = np.asarray(susceptibility, dtype=np.float64)
    private = np.asarray(anchors, dtype=np.float64)
    if openness.shape != (len(matrix),) or private.shape != (len(matrix),):
        raise ValueError(f"susceptibility and anchors need one value per person, {len(matrix)}")
    if not np.all((openness >= 0) & (openness <= 1)):
        raise ValueError("susceptibility must lie between 0 and 1")
    return matrix, openness, private


def _limit_of_powers(matrix: FloatArray) -> tuple[int, FloatArray | None]:
    """(1, lim Mᵗ), or (period, None) when Mᵗ goes round. Needs Σⱼ|mᵢⱼ| ≤ 1.

    Then Mᵗ stays bounded, so eigenvalues of size one have full eigenspaces and the limit is the projector
    R (LᵀR)⁻¹ Lᵀ onto the right (R) and left (L) fixed vectors.
    """
    values = np.linalg.eigvals(matrix)
    lasting = values[np.abs(values) > 1 - _UNIT_CIRCLE]
    for period in range(1, _LONGEST_PERIOD + 1):
        if np.allclose(lasting**period, 1.0, rtol=0, atol=1e-6):
            break
    if period > 1:
        return period, None
    fixed = len(lasting)
    if fixed == 0:
        return 1, np.zeros_like(matrix)
    left_vectors, _, right_vectors = np.linalg.svd(matrix - np.eye(len(matrix)))
    right = right_vectors[-fixed:].T
    left = left_vectors[:, -fixed:]
    limit: FloatArray = right @ np.linalg.solve(left.T @ right, left.T)
    return 1, limit
