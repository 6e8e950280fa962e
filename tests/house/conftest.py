"""What the tests of the house read: the files that belong to the project."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

NOT_OURS = {"runs", "build", "dist", "node_modules", "__pycache__"}


@pytest.fixture(scope="session")
def project_files(repository: Path) -> list[Path]:
    """Every file that is, or is about to be, part of the project; found without git where there is none."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=repository,
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0:
        found = [repository / name for name in listing.stdout.decode().split("\0") if name]
    else:
        found = [path for path in repository.rglob("*") if not _hidden_or_made(path.relative_to(repository))]
    return [path for path in found if path.is_file()]


def _hidden_or_made(path: Path) -> bool:
    made = any(part in NOT_OURS or part.endswith(".egg-info") for part in path.parts)
    return made or (path.parts[0].startswith(".") and path.parts[0] not in {".ci", ".gitignore"})


@pytest.fixture(scope="session")
def project_texts(project_files: list[Path]) -> dict[Path, str]:
    """The readable ones among them."""
    texts = {}
    for path in project_files:
        try:
            texts[path] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return texts
