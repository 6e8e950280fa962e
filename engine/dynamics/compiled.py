"""Numba's compiler behind a typed decorator. `NUMBA_DISABLE_JIT=1` runs the same source interpreted."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numpy as np
from numba import config, njit

P = ParamSpec("P")
R = TypeVar("R")

if config.DISABLE_JIT:
    np.seterr(over="ignore", divide="ignore", invalid="ignore")  # keys wrap round, as compiled integers do


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile on first call and keep the result on disk. Division by zero gives inf or NaN, as in NumPy."""
    result: Callable[P, R] = njit(cache=True, error_model="numpy")(function)
    return result
