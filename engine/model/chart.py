"""High and low in a chart: levels are counted within the chart itself, 1 the top, without gaps.

Plain numbers in and out: what kernels, strategies and tests mean by high and low is defined once, here.
"""

from __future__ import annotations

from collections.abc import Sequence

TOP = 1
MAX_LEVELS = 9


def ranks(levels: Sequence[int], outside: Sequence[bool] = ()) -> list[int]:
    """The levels counted within their own chart: the highest is 1, the next below 2, whatever their numbers.

    outside: who is not of the house; they stand beside the chart, never at its top.
    """
    others = outside or [False] * len(levels)
    there = sorted({level for level, other in zip(levels, others, strict=True) if not other})
    lowest = len(there)
    return [
        min(lowest, max(TOP + 1, 1 + sum(higher < level for higher in there))) if other else there.index(level) + 1
        for level, other in zip(levels, others, strict=True)
    ]


def low_part(depth: int) -> int:
    """The rank at which the lower part begins in a chart of so many levels.

    The top does not belong to it, but where there is one level only: then whoever is there is both.
    """
    return min(depth, max(2, depth // 2 + 1))


def shielded_levels(depth: int, most: float) -> float:
    """How many levels from the top are shielded: `most`, but never the lowest of several."""
    return min(most, max(1.0, depth - 1.0))


def by_rank(rank: int, depth: int, first: float, second: float, third: float, fourth: float) -> float:
    """The value for a rank: the fourth serves all below, and a short chart spans from the first to the fourth."""
    if rank <= 1:
        return first
    at = float(rank) if depth >= 4 else 1.0 + 3.0 * (rank - 1.0) / (depth - 1.0)
    if at >= 4.0:
        return fourth
    if at <= 2.0:
        return first + (second - first) * (at - 1.0)
    if at <= 3.0:
        return second + (third - second) * (at - 2.0)
    return third + (fourth - third) * (at - 3.0)
