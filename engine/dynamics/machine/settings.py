"""How kernels are run: compiled and kept in the user's cache folder, or interpreted (`NUMBA_DISABLE_JIT=1`).

What was compiled is kept under a digest of the sources that shape it: Numba by itself notices only changes in the file
of a function, not in the layout or the mechanisms it was compiled for.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import numba
import numpy as np

ENGINE = Path(__file__).parents[2]

SHAPING = (
    "model/chart.py",
    "model/counted_votes.py",
    "model/decimal_arithmetic.py",
    "model/decisions.py",
    "model/derived_facts.py",
    "model/facts.py",
    "model/process.py",
    "model/quantity.py",
    "model/rival.py",
    "model/tender_price.py",
    "model/term_scores.py",
    "model/terms.py",
)
"""Sources outside this folder that compiled code is shaped by."""


def _digest() -> str:
    sources = [*sorted((ENGINE / "dynamics").rglob("*.py")), *(ENGINE / source for source in SHAPING)]
    digest = hashlib.blake2b(digest_size=8)
    for source in sources:
        digest.update(source.relative_to(ENGINE).as_posix().encode())
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


config: Any = numba.config
INTERPRETED = bool(config.DISABLE_JIT)
if INTERPRETED:
    np.seterr(over="ignore", divide="ignore", invalid="ignore")  # keys wrap round, as compiled integers do
else:
    config.CACHE_DIR = _cache_folder()
