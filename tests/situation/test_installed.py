"""What a user has who only installs the package: everything works in an empty folder, far from the sources."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def installed(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel is installed, without what it depends on."""
    folder = tmp_path_factory.mktemp("installed")
    leave = shutil.ignore_patterns("__pycache__", ".*", "build", "*.egg-info", "runs", "tests", "notebooks")
    source = Path(shutil.copytree(repository, folder / "source", ignore=leave))
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    alone = ["--no-deps", "--no-index"]
    subprocess.run([*pip, "wheel", *alone, "--no-build-isolation", "--wheel-dir", folder, source], check=True)
    (wheel,) = folder.glob("kam_sandbox-*.whl")
    shutil.rmtree(source)
    subprocess.run([*pip, "install", *alone, "--no-compile", "--target", folder / "site", wheel], check=True)
    return folder / "site"


@pytest.fixture
def kam(installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which the installed package is the one that is found."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(installed))
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")  # compiling would take a minute
    monkeypatch.setenv("PYTHONUTF8", "1")
    return tmp_path


def python(code: str, *words: str) -> str:
    """What the installed package answers."""
    ran = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def run(*words: str) -> str:
    """What `kam` answers to these words."""
    return python("import sys; from engine.cli.main import main; sys.exit(main(sys.argv[1:]))", *words, "--lang", "en")


def test_scenarios_books_and_dossiers_are_inside(kam: Path, installed: Path, repository: Path) -> None:
    def held(folder: Path) -> set[Path]:
        return {path.relative_to(folder) for path in folder.rglob("*.*")}

    assert held(installed / "engine" / "scenarios") == held(repository / "scenarios")
    where, books = python("import engine; print(engine.__path__[0]); print(engine.shipped_books())").splitlines()
    assert where == str(installed / "engine") and "stage_gates" in books


def test_a_copy_of_a_shipped_scenario_works_in_an_empty_folder(kam: Path, installed: Path) -> None:
    shutil.copy(installed / "engine" / "scenarios" / "keeping_up.yaml", kam / "mine.yaml")
    assert "mine.yaml" in run("check", "mine.yaml", "kam:team_portfolio")
    few = ("--strategies", "top_down", "--replications", "2", "--workers", "1")
    assert "Strategies side by side" in run("compare", "mine.yaml", *few)
    assert sorted(path.name for path in kam.iterdir()) == ["mine.yaml", "runs"]


def test_a_shipped_dossier_is_advised_on(kam: Path) -> None:
    assert "East Grid Power" in run("advise", "kam:huadong_power")
