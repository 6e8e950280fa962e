"""Numba's compiler behind the mark `kernel`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from numba import njit, types
from numba.extending import typeof_impl

from engine.dynamics.kernels import Kernel, Primitive
from engine.dynamics.machine import (
    record_type as _records,  # noqa: F401  the compiler has to know records
    vector_code as _vectors,  # noqa: F401  … and primitives
)
from engine.dynamics.machine.compiled_cache import KernelCache
from engine.dynamics.machine.settings import INTERPRETED, config
from engine.dynamics.moments import Moment

P = ParamSpec("P")
R = TypeVar("R")


@cache
def dispatcher(kernel: Kernel[..., Any]) -> Any:
    """Numba's dispatcher of a kernel. Division by zero gives inf or NaN, as in NumPy.

    Composed functions have no file, so nothing of them is kept by themselves; whoever calls them keeps them.
    """
    if isinstance(kernel, Moment):
        return njit(error_model="numpy")(kernel.composed(dispatcher))
    made: Any = njit(error_model="numpy")(kernel.function)
    if not INTERPRETED:
        made._cache = KernelCache(kernel.function)
    _MADE.append(made)
    return made


_MADE: list[Any] = []


def kernels_missed() -> int:
    """How often this process has met a kernel that was not compiled yet."""
    return sum(sum(made.stats.cache_misses.values()) for made in _MADE) if not INTERPRETED else 0


def compiled_before() -> bool:
    """Are compiled kernels on the disk?"""
    return INTERPRETED or any(Path(config.CACHE_DIR).rglob("*.nbi"))


def runnable(kernel: Kernel[P, R]) -> Callable[P, R]:
    """The kernel as Python calls it."""
    if INTERPRETED:
        return _interpreted(kernel)
    found: Callable[P, R] = dispatcher(kernel)
    return found


@cache
def _interpreted(kernel: Kernel[..., Any]) -> Any:
    return kernel.composed(_interpreted) if isinstance(kernel, Moment) else kernel.function


Kernel.run = runnable


def ready(kernel: Callable[P, R], *example: P.args, **named: P.kwargs) -> Callable[P, R]:
    """The machine code of a kernel for arguments of these types, to be called with no others.

    It is compiled now, if need be, and costs half as much to call: Numba does not look at the arguments again.
    """
    if INTERPRETED:
        return kernel
    assert isinstance(kernel, Kernel)
    found = dispatcher(kernel)
    signature = tuple(map(found.typeof_pyval, example))
    found.compile(signature)
    code: Callable[P, R] = found.overloads[signature].entry_point
    return code


@typeof_impl.register(Kernel)
def _type_of_kernel(kernel: Kernel[..., Any], _: Any) -> Any:
    """What a kernel is to code that calls it. Primitives are found by themselves."""
    return None if isinstance(kernel, Primitive) else types.Dispatcher(dispatcher(kernel))
