"""Numba's compiler behind a typed decorator. `NUMBA_DISABLE_JIT=1` runs the same source interpreted.

What was compiled is kept in the user's cache folder, under a digest of the sources that shape the record: Numba by
itself notices only changes in the file of a function, not in the layout it was compiled for.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numba
import numpy as np
from numba import njit
from numba.extending import intrinsic
from numba.np import arrayobj

P = ParamSpec("P")
R = TypeVar("R")


SHAPING = (
    "model/behaviour.py",
    "model/events.py",
    "model/facts.py",
    "model/rival.py",
    "model/terms.py",
    "results/records.py",
    "simulation/summary.py",
)
"""Sources outside this folder that compiled code is shaped by."""


def _digest() -> str:
    engine = Path(__file__).parent.parent
    sources = [*sorted((engine / "dynamics").glob("*.py")), *(engine / source for source in SHAPING)]
    digest = hashlib.blake2b(digest_size=8)
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _cache_folder() -> str:
    """`KAM_CACHE`, else the user's cache folder, else a temporary one that is not kept."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or str(Path.home() / ".cache")
    folder = Path(os.environ.get("KAM_CACHE") or Path(home) / "kam-sandbox") / _digest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return str(folder)
    except OSError:
        return tempfile.mkdtemp(prefix="kam-sandbox-")


settings: Any = numba.config
if settings.DISABLE_JIT:
    np.seterr(over="ignore", divide="ignore", invalid="ignore")  # keys wrap round, as compiled integers do
else:
    settings.CACHE_DIR = _cache_folder()


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile on first call and keep the result on disk. Division by zero gives inf or NaN, as in NumPy."""
    result: Callable[P, R] = njit(cache=True, error_model="numpy")(function)
    return result


def ready(function: Callable[P, R], *example: P.args, **named: P.kwargs) -> Callable[P, R]:
    """The machine code of a compiled function for arguments of these types, to be called with no others.

    It is compiled now, if need be, and costs half as much to call: Numba does not look at the arguments again.
    """
    if settings.DISABLE_JIT:
        return function
    dispatcher: Any = function
    types = tuple(map(dispatcher.typeof_pyval, example))
    dispatcher.compile(types)
    code: Callable[P, R] = dispatcher.overloads[types].entry_point
    return code


numba_arrays: Any = arrayobj


def _borrow(_: Any, array: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        old = context.make_array(signature.args[0])(context, builder, arguments[0])
        new = context.make_array(signature.return_type)(context, builder)
        numba_arrays.populate_array(
            new, data=old.data, shape=old.shape, strides=old.strides, itemsize=old.itemsize, meminfo=None
        )
        return new._getvalue()

    return array(array), generate


def _as_it_is(array: Any) -> Any:
    return array


lent: Any = _as_it_is if settings.DISABLE_JIT else intrinsic(_borrow)
"""The same array, to be used while the caller holds it.

Compiled code counts an array's users up and down wherever it is handed on, and these atomic steps were a third of the
kernels' time. An array that is lent has no owner and no count.
"""
