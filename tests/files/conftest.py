"""The folder of small inputs that were once answered wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def cases(shared_data: Path) -> Path:
    """The folder; the test is skipped where it is not at hand."""
    folder = shared_data.parent / "cases"
    if not folder.is_dir():
        pytest.skip(f"no cases at {folder} (set KAM_SHARED)")
    return folder
