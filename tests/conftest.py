"""Shared by all tests: where the real data are, one Hypothesis profile, and a compiler cache that cannot be stale."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

REPOSITORY = Path(__file__).resolve().parents[1]


def _kernel_digest() -> str:
    """Changes with any source file that Numba compiles from."""
    digest = hashlib.sha256()
    for source in sorted((REPOSITORY / "engine").rglob("*.py")):
        content = source.read_bytes()
        if b"numba" in content or source.parent.name == "dynamics":
            digest.update(source.relative_to(REPOSITORY).as_posix().encode() + b"\0" + content)
    return digest.hexdigest()[:16]


# Numba notices a change in the file of a compiled function, not one in the files of the functions that it calls:
# after an edit of a kernel its callers would run stale code. A cache per state of the kernels cannot. This must stand
# before anything imports numba, and child processes inherit it.
os.environ.setdefault("NUMBA_CACHE_DIR", str(REPOSITORY / ".numba_cache" / _kernel_digest()))

# A first call compiles for seconds, so no example has a deadline; continuous integration repeats the same examples.
settings.register_profile(
    "house",
    deadline=None,
    derandomize="CI" in os.environ,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The top folder of the project."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with the real data; the test is skipped where they are not at hand."""
    shared = Path(os.environ.get("KAM_SHARED", REPOSITORY.parent / "shared"))
    if not (shared / "data").is_dir():
        pytest.skip(f"no shared data at {shared} (set KAM_SHARED)")
    return shared / "data"
