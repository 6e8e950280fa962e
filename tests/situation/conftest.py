"""Where the shipped scenarios are, and copies of them that tests may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shipped() -> Path:
    return Path(__file__).parents[2] / "scenarios"


@pytest.fixture
def folder(shipped: Path, tmp_path: Path) -> Path:
    """A copy of the scenarios in a folder of their own, so that messages can be compared word by word."""
    return Path(shutil.copytree(shipped, tmp_path / "scenarios"))
