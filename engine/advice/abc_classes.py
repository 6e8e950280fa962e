"""Classes A, B and C of accounts ranked by a figure (S02)."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

TOP_SHARE, MIDDLE_SHARE = 0.2, 0.5


def letters_of(figures: Sequence[float]) -> tuple[str, ...]:
    """The class of each figure, in their order. A: the largest fifth of them, B: down to half, C: the others.

    Equal figures share a class, the better one.

    >>> letters_of([10, 50, 40, 50, 20])
    ('C', 'A', 'B', 'A', 'C')
    """
    top, middle = math.ceil(TOP_SHARE * len(figures)), math.ceil(MIDDLE_SHARE * len(figures))
    return tuple("A" if ahead < top else "B" if ahead < middle else "C" for ahead in larger(figures, figures))


def larger(figures: Sequence[float], than: Sequence[float]) -> list[int]:
    """How many of these figures are larger, for each figure of the second list.

    >>> larger([10, 50, 40, 50], [40, 50, 9])
    [2, 0, 4]
    """
    rising = sorted(figures)
    return [len(rising) - bisect_right(rising, figure) for figure in than]
