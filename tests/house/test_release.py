"""What a release promises: one version, locked dependencies, and no address or path of anybody's machine."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

LOCKS = ("requirements-build.lock", "requirements.lock", "requirements-dev.lock", "requirements-bench.lock")
PINNED = re.compile(r"^([a-z0-9][a-z0-9.-]*)==([^ ;\\]+)", re.MULTILINE)
# Written in pieces, so that this file does not contain what it forbids. The option of `make lock` that keeps
# addresses out is the one place where the word may stand.
ADDRESS = re.compile(
    r"(?<!--no-emit-)index" + r"-url|find" + r"-links|py" + r"pi\.org|python" + r"hosted|npm" + r"js\.(org|com)"
    r"|deb\.deb" + r"ian\.org|file:" + r"//"
)
SOMEBODYS_FOLDER = re.compile(r"(?<![\w./~-])/(root|work|tmp|home/\w+|Users/\w+|opt)/\w")


@pytest.fixture(scope="module")
def project(repository: Path) -> dict[str, Any]:
    with (repository / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)


def locked(repository: Path, lock: str) -> dict[str, str]:
    """Package → version, as one lock file has it."""
    return dict(PINNED.findall((repository / lock).read_text(encoding="utf-8")))


def normalised(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement)[0].lower().replace("_", "-").replace(".", "-")


def test_the_version_is_the_same_everywhere(repository: Path, project: dict[str, Any]) -> None:
    changes = (repository / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[?v?(\d+\.\d+\.\d+\w*)", changes, re.MULTILINE)
    assert newest is not None, "CHANGELOG.md has no line like `## 0.1.0`"
    assert newest.group(1) == project["project"]["version"]
    assert importlib.metadata.version("kam-sandbox") == project["project"]["version"]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_exact_versions_with_hashes(repository: Path, lock: str) -> None:
    text = re.sub(r"\\\n", "", (repository / lock).read_text(encoding="utf-8"))
    entries = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert entries
    assert not [line[:60] for line in entries if not PINNED.match(line) or "--hash=sha256:" not in line]


def test_the_locks_hold_everything_asked_for(repository: Path, project: dict[str, Any]) -> None:
    to_run = {normalised(name) for name in project["project"]["dependencies"]}
    extras = project["project"]["optional-dependencies"].values()
    to_develop = {normalised(name) for extra in extras for name in extra} - {project["project"]["name"]}
    assert to_run <= {normalised(name) for name in locked(repository, "requirements.lock")}
    assert to_run | to_develop <= {normalised(name) for name in locked(repository, "requirements-dev.lock")}


def test_the_locks_agree(repository: Path) -> None:
    """A run gives the same results with and without the development tools, and on every Python."""
    to_run, to_develop = locked(repository, "requirements.lock"), locked(repository, "requirements-dev.lock")
    assert to_run.items() <= to_develop.items()
    for lock in LOCKS:
        names = [name for name, _ in PINNED.findall((repository / lock).read_text(encoding="utf-8"))]
        assert len(names) == len(set(names)), f"{lock} has one package in two versions"


def test_what_runs_here_is_what_is_locked(repository: Path) -> None:
    for name in ("durable-rules", "simpy", "networkx", "numpy", "scipy", "numba", "pydantic", "matplotlib", "pyarrow"):
        assert importlib.metadata.version(name) == locked(repository, "requirements.lock")[name]


def places(pattern: re.Pattern[str], texts: dict[Path, str], top: Path) -> list[str]:
    return [
        f"{path.relative_to(top)}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()}"
        for path, text in texts.items()
        for match in pattern.finditer(text)
    ]


def test_no_registry_address_is_written_down(repository: Path, project_texts: dict[Path, str]) -> None:
    assert not places(ADDRESS, project_texts, repository)


def test_no_path_of_somebodys_machine_is_written_down(repository: Path, project_texts: dict[Path, str]) -> None:
    ours = {path: text for path, text in project_texts.items() if path != Path(__file__).resolve()}
    assert not places(SOMEBODYS_FOLDER, ours, repository)


def test_no_file_is_large(repository: Path, project_files: list[Path]) -> None:
    """Generated pictures, data and archives stay out; the longest text is a lock file."""
    large = {str(path.relative_to(repository)): path.stat().st_size for path in project_files}
    assert not {name: size for name, size in large.items() if size > 500_000}


def test_the_top_folder_holds_only_what_belongs_there(repository: Path, project_files: list[Path]) -> None:
    top = {path.relative_to(repository).parts[0] for path in project_files}
    folders = {"engine", "scenarios", "notebooks", "tests"}
    files = {
        "pyproject.toml",
        "setup.py",
        "README.md",
        "Makefile",
        "LICENSE",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        *LOCKS,
    }
    assert not {name for name in top - folders - files if not name.startswith(".")}
