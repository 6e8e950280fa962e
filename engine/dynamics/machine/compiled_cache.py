"""Where compiled kernels are kept, so that every environment with the same sources finds them.

Numba's own place depends on the path of the source and on when it was written, which differ between two installations
of one version. Ours depends on what the sources say: the folder's name is their digest (see `settings`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from numba.core.caching import CacheImpl, CompileResultCacheImpl, FunctionCache, _CacheLocator

from engine.dynamics.machine.settings import ENGINE, config


class BySources(_CacheLocator):
    """The place of a function whose source the digest covers; Numba looks after all others."""

    def __init__(self, function: Callable[..., Any], source: Path) -> None:
        self._source = source
        self._line = function.__code__.co_firstlineno

    def get_cache_path(self) -> str:
        """One folder for each folder of sources: their files may have the same names."""
        return str(Path(config.CACHE_DIR) / "-".join(self._source.parent.parts))

    def get_source_stamp(self) -> str:
        """Nothing to compare: the name of the folder says which sources these are."""
        return ""

    def get_disambiguator(self) -> str:
        """Tells functions of one name apart."""
        return str(self._line)

    @classmethod
    def from_function(cls, py_func: Callable[..., Any], py_file: str) -> BySources | None:
        """The locator of a function below `engine`."""
        path = Path(py_file)
        return cls(py_func, path.relative_to(ENGINE)) if path.is_relative_to(ENGINE) else None


class _Results(CompileResultCacheImpl):
    _locator_classes = [BySources, *CacheImpl._locator_classes]  # noqa: RUF012  as it is in Numba


class KernelCache(FunctionCache):
    """What Numba asks for compiled code, and gives it to, for one function."""

    _impl_class = _Results
