"""The golden runs: small, fixed, and kept as a table that people can read and as digests that miss nothing."""

from __future__ import annotations

import csv
import hashlib
import json
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "simulation"))

from laboratory import NAMES, run, shipped

from engine.engagement import STRATEGIES
from engine.results.records import Records

FOLDER = Path(__file__).parent
TABLE = FOLDER / "outcomes.csv"
DIGESTS = FOLDER / "digests.json"
SEED = 20240601
REPLICATIONS = 5
PORTFOLIO_REPLICATIONS = 2
COLUMNS = (
    "replication",
    "deal",
    "outcome",
    "trigger",
    "origin",
    "winner",
    "opened",
    "closed",
    "touches",
    "refused",
    "people_met",
    "sponsors_won",
    "resentful",
    "meetings",
    "rival_touches",
    "sign_offs",
    "stance",
    "fit",
    "hours",
    "cost",
    "revenue",
    "lifetime_value",
    "decisions",
    "events",
)
CASES = [(name, strategy.name) for name in NAMES for strategy in STRATEGIES]


def records_of(name: str, strategy: str) -> Records:
    """The golden run of one scenario and strategy."""
    many = sum(account.copies for account in shipped(name).accounts) > 1
    return run(shipped(name), strategy, PORTFOLIO_REPLICATIONS if many else REPLICATIONS, seed=SEED)


def rows_of(name: str, strategy: str, records: Records) -> list[list[str]]:
    """Its rows as text, numbers to six digits: the same on every machine."""
    return [[name, strategy, *(f"{row[column]:.6g}" for column in COLUMNS)] for row in records.outcomes]


def digest_of(records: Records) -> str:
    """SHA-256 of everything the run recorded, to the last bit."""
    digest = hashlib.sha256(records.outcomes.tobytes() + records.team.tobytes())
    for book, counts in records.rule_counts.items():
        digest.update(book.encode() + counts.tobytes())
    return digest.hexdigest()


def machine() -> dict[str, str]:
    """What the last bits may depend on."""
    libraries = {name: version(name) for name in ("numba", "numpy", "llvmlite")}
    return {**libraries, "machine": platform.machine(), "libc": "-".join(platform.libc_ver()), "cpu": _cpu()}


def _cpu() -> str:
    """The compiler uses whatever the processor can do."""
    import llvmlite.binding as llvm

    return str(llvm.get_host_cpu_name())


def write_table(rows: list[list[str]]) -> None:
    """Store the readable table."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["scenario", "strategy", *COLUMNS])
        writer.writerows(rows)


def read_table() -> dict[tuple[str, str], list[list[str]]]:
    """The stored rows by scenario and strategy."""
    found: dict[tuple[str, str], list[list[str]]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in list(csv.reader(file))[1:]:
            found.setdefault((row[0], row[1]), []).append(row)
    return found


def read_digests() -> dict[str, Any]:
    """The stored digests, and the machine they were made on."""
    stored: dict[str, Any] = json.loads(DIGESTS.read_text(encoding="utf-8"))
    return stored
