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

import numpy as np
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
    "revenue_if_won",
    "lifetime_value_if_won",
    "decisions",
    "events",
)
# fmt: off
DIGESTED = [
    ("replication", "i8"), ("account", "i4"), ("deal", "i4"), ("outcome", "i4"), ("trigger", "i4"), ("origin", "i4"),
    ("play", "i4"), ("winner", "i4"), ("opened", "f8"), ("closed", "f8"), ("first_touch", "f8"), ("stage", "i4"),
    ("people", "i4"), ("people_met", "i4"), ("power_met", "f8"), ("executive_met", "i4"), ("touches", "i4"),
    ("refused", "i4"), ("sponsors_won", "i4"), ("sponsors_lost", "i4"), ("mandate", "f8"), ("resentful", "i4"),
    ("switches", "i4"), ("stance", "f8"), ("need", "f8"), ("worry", "f8"), ("fit", "f8"), ("meetings", "i4"),
    ("rival_touches", "i4"), ("sign_offs", "i4"), ("sign_offs_refused", "i4"), ("rounds", "i4"), ("value_days", "f8"),
    ("necessary_days", "f8"), ("waste_days", "f8"), ("hours", "f8"), ("team_wait_days", "f8"), ("cost", "f8"),
    ("revenue_if_won", "f8"), ("margin_if_won", "f8"), ("lifetime_value_if_won", "f8"),
    ("satisfaction_if_won", "f8"), ("paid_after_days_if_won", "f8"),
    ("decisions", "i4"), ("events", "i4"),
]
# fmt: on
"""Columns of the first release, in its order: digests stay comparable when columns move or are added."""
CASES = [(name, strategy.name) for name in NAMES for strategy in STRATEGIES]


def records_of(name: str, strategy: str) -> Records:
    """The golden run of one scenario and strategy."""
    many = sum(account.copies for account in shipped(name).accounts) > 1
    return run(shipped(name), strategy, PORTFOLIO_REPLICATIONS if many else REPLICATIONS, seed=SEED)


def rows_of(name: str, strategy: str, records: Records) -> list[list[str]]:
    """Its rows as text, numbers to six digits: the same on every machine."""
    return [[name, strategy, *(f"{row[column]:.6g}" for column in COLUMNS)] for row in records.outcomes]


def digest_of(records: Records) -> str:
    """SHA-256 of all that the first release recorded of the run, to the last bit."""
    rows = np.zeros(len(records.outcomes), DIGESTED)
    for column, _ in DIGESTED:
        rows[column] = records.outcomes[column]
    digest = hashlib.sha256(rows.tobytes() + records.team.tobytes())
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
