"""Classes A, B and C of accounts ranked by a figure (S02)."""

from __future__ import annotations

import math
from collections.abc import Sequence

TOP_SHARE, MIDDLE_SHARE = 0.2, 0.5


def letters_of(figures: Sequence[float]) -> tuple[str, ...]:
    """The class of each figure, in their order. A: the largest fifth of them, B: down to half, C: the others.

    Equal figures share a class, the better one.

    >>> letters_of([10, 50, 40, 50, 20])
    ('C', 'A', 'B', 'A', 'C')
    """
    top, middle = math.ceil(TOP_SHARE * len(figures)), math.ceil(MIDDLE_SHARE * len(figures))
    ahead = [sum(other > figure for other in figures) for figure in figures]
    return tuple("A" if place < top else "B" if place < middle else "C" for place in ahead)
