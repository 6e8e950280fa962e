"""The layers, the library homes and the tools of tests, checked on the code and, so that the check is known to bite, on
copies of it with one forbidden import planted."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LAYERS = "Imports point downwards, never sideways"
ROOMS = "Between the rooms of engine.rules imports go one way"
PLANTED = [
    ("engine/errors.py", "import engine.model", LAYERS),
    ("engine/wording/message.py", "import engine.model", LAYERS),
    ("engine/model/terms.py", "import engine.files", LAYERS),
    ("engine/files/__init__.py", "import engine.committee", LAYERS),
    ("engine/model/terms.py", "import engine.committee", LAYERS),
    ("engine/committee/__init__.py", "import engine.dynamics", LAYERS),
    ("engine/dynamics/__init__.py", "import engine.rules", LAYERS),
    ("engine/engagement/__init__.py", "import engine.committee", LAYERS),
    ("engine/situation/__init__.py", "import engine.simulation", LAYERS),
    ("engine/results/__init__.py", "import engine.situation", LAYERS),
    ("engine/results/__init__.py", "import engine.advice", LAYERS),
    ("engine/rules/language/values.py", "import engine.rules.tabulation.lookup", ROOMS),
    ("engine/rules/exchange/book_csv.py", "import engine.rules.proof.verify", ROOMS),
    ("engine/rules/book.py", "import durable.engine", "Only the live engine of engine.rules knows durable_rules"),
    ("engine/model/base.py", "import durable.engine", "Only the live engine of engine.rules knows durable_rules"),
    ("engine/model/base.py", "import networkx", "Only engine.committee knows NetworkX"),
    ("engine/dynamics/__init__.py", "import simpy", "Only engine.simulation knows SimPy"),
    ("engine/results/__init__.py", "import matplotlib.pyplot", "Only engine.report knows Matplotlib"),
    ("engine/results/__init__.py", "import concurrent.futures", "Only engine.execution knows about processes"),
    ("engine/results/__init__.py", "import multiprocessing", "Only engine.execution knows about processes"),
    ("engine/results/__init__.py", "from dask import delayed", "Only engine.execution knows about processes"),
    ("engine/results/__init__.py", "import pandas", "Nothing of the program knows pm4py"),
    ("engine/a_new_package/__init__.py", "", LAYERS),
]


def lint_imports(folder: Path) -> tuple[int, str]:
    """Exit code and output of the import linter run on the package in a folder."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    ran = subprocess.run([*command, "--no-logo", "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


def test_every_contract_is_kept(repository: Path) -> None:
    code, output = lint_imports(repository)
    assert code == 0, output
    assert "8 kept, 0 broken" in output


def imported_by(path: Path, modules: dict[str, Path]) -> set[str]:
    """Modules of ours that a file imports anywhere, under TYPE_CHECKING or inside a function too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name in modules else node.module for name in names}
    return found & modules.keys()


def circles(folder: Path) -> list[list[str]]:
    """Modules that import each other, directly or through others; one list a circle."""
    paths = sorted((folder / "engine").rglob("*.py"))
    modules = {
        ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__"): path for path in paths
    }
    reach = {name: imported_by(path, modules) - {name} for name, path in modules.items()}
    grown = True
    while grown:
        wider = {name: there.union(*(reach[other] for other in there)) for name, there in reach.items()}
        grown = wider != reach
        reach = wider
    together = {
        frozenset({name, *(o for o in there if name in reach[o])}) for name, there in reach.items() if name in there
    }
    return sorted(sorted(circle) for circle in together)


def test_no_two_modules_import_each_other(repository: Path) -> None:
    assert circles(repository) == []


def test_a_circle_is_found(copy_of_engine: Path) -> None:
    path = copy_of_engine / "engine/errors.py"
    path.write_text(
        path.read_text(encoding="utf-8") + "\n\ndef f():\n    import engine.wording.message\n", encoding="utf-8"
    )
    (found,) = circles(copy_of_engine)
    assert {"engine.errors", "engine.wording.message"} <= set(found)


@pytest.fixture
def copy_of_engine(repository: Path, tmp_path: Path) -> Path:
    shutil.copy(repository / "pyproject.toml", tmp_path)
    shutil.copytree(repository / "engine", tmp_path / "engine", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.mark.parametrize(("module", "planted", "contract"), PLANTED)
def test_a_forbidden_import_is_found(copy_of_engine: Path, module: str, planted: str, contract: str) -> None:
    path = copy_of_engine / module
    path.parent.mkdir(exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{before}\n{planted}\n", encoding="utf-8")
    code, output = lint_imports(copy_of_engine)
    assert code == 1
    broken = [line for line in output.splitlines() if " BROKEN" in line]
    assert len(broken) == 1 and broken[0].startswith(contract), output


def test_a_lower_package_cannot_climb_through_the_public_face(copy_of_engine: Path) -> None:
    (copy_of_engine / "engine/__init__.py").write_text("import engine.rules\n", encoding="utf-8")
    with (copy_of_engine / "engine/model/terms.py").open("a", encoding="utf-8") as terms:
        terms.write("\nimport engine\n")
    code, output = lint_imports(copy_of_engine)
    assert code == 1
    assert f"{LAYERS} BROKEN" in output
