"""The cache of compiled code must be keyed by every source that shapes it."""

from __future__ import annotations

import ast
from pathlib import Path

from engine.dynamics.compiled import SHAPING


def imported_modules(source: Path) -> set[str]:
    """Modules of this project that a file imports, as paths below `engine/`."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return {name.removeprefix("engine.").replace(".", "/") + ".py" for name in names if name.startswith("engine.")}


def test_every_source_that_kernels_import_is_in_the_digest(repository: Path) -> None:
    engine = repository / "engine"
    kernels = [*(engine / "dynamics").glob("*.py"), engine / "simulation" / "summary.py"]
    outside = {name for kernel in kernels for name in imported_modules(kernel) if not name.startswith("dynamics/")}
    assert outside <= set(SHAPING)


def test_the_digest_names_only_files_that_exist(repository: Path) -> None:
    assert [name for name in SHAPING if not (repository / "engine" / name).is_file()] == []
