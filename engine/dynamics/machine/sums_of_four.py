"""Four weighted sums at a time, which a processor does in one go."""

from __future__ import annotations

from typing import Any

from engine.dynamics.kernels import primitive
from engine.dynamics.state.flat_records import BLOCK


@primitive
def sums_of_four(weights: Any, block: int, opinions: Any, heard: Any, n: int, unsigned: bool) -> None:
    """heard[4·block + k] = Σ_j weights[block, j, k] · opinions[j] for k = 0 … 3, j rising from 0 to n − 1.

    weights:  blocks × n × 4, in C order. opinions: n numbers at any distance. heard: at least 4 · blocks numbers.
    unsigned: take every weight by its size.
    """
    for k in range(BLOCK):
        total = 0.0
        for j in range(n):
            weight = weights[block, j, k]
            total += (abs(weight) if unsigned else weight) * opinions[j]
        heard[block * BLOCK + k] = total
