"""Rebuild a run from its folder and prove that the records are the same, bit for bit."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import Field, ValidationError

from engine.errors import InputError
from engine.experiment.comparison import Comparison
from engine.experiment.execution import comparison_json, conclude
from engine.experiment.gather import Gatherer, ProgressCallback
from engine.experiment.job import Job, MakeSimulator
from engine.experiment.workers import Workers
from engine.model.base import Frozen
from engine.results.receipt import versions, what_differs
from engine.results.stored_run import StoredRun, read_run
from engine.simulation import Simulator


class ReplayResult(Frozen):
    """What a replay found.

    environment: what is not as it was: code, library versions. Read this first when something differs.
    damaged:     files of the folder that are missing or were changed after the run.
    differing:   what came out differently this time.
    """

    folder: Path
    replications: int
    strategies: tuple[str, ...]
    environment: tuple[str, ...]
    damaged: tuple[str, ...]
    differing: tuple[str, ...]
    rows: dict[str, str] = Field(description="SHA-256 of this time's outcome rows, by strategy")

    @property
    def identical(self) -> bool:
        """Nothing was damaged and everything came out the same."""
        return not self.damaged and not self.differing


def replay(
    folder: str | Path,
    *,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    simulator: MakeSimulator = Simulator,
) -> ReplayResult:
    """Run again what a run folder holds, with nothing but the folder, and compare hash by hash.

    Raises InputError when the folder is not a run or cannot be read. Other versions of code or libraries do not stop a
    replay; they are named in `environment`.
    """
    stored = read_run(folder)
    before = load_comparison(stored)
    receipt = stored.receipt
    environment = what_differs(receipt.versions, versions())
    job = Job(stored.scenario, receipt.strategies, stored.books, receipt.seed, simulator)
    gatherer = Gatherer(job, before.precision.planned, before.precision.target)
    if receipt.code_sha256 != gatherer.code_sha256:
        environment = ("the program's code is not the one that made this run", *environment)
    with Workers(job, workers) as pool:
        gatherer.run(pool, None, progress)
    rows = gatherer.rows()
    differing = []
    for name in receipt.strategies:
        for part in ("outcomes", "team"):
            if getattr(rows[name], f"{part}_sha256") != getattr(receipt.rows[name], f"{part}_sha256"):
                differing.append(f"{part} of {name}")
    if comparison_json(conclude(gatherer, receipt.created, receipt.command)) != stored.comparison:
        differing.append("comparison.json")
    return ReplayResult(
        folder=stored.folder,
        replications=gatherer.kept.n,
        strategies=receipt.strategies,
        environment=environment,
        damaged=stored.damaged(),
        differing=tuple(differing),
        rows={name: hashes.outcomes_sha256 for name, hashes in rows.items()},
    )


def load_comparison(stored: StoredRun | str | Path) -> Comparison:
    """The comparison kept in a run folder. Raises InputError when it cannot be read."""
    run = stored if isinstance(stored, StoredRun) else read_run(stored)
    try:
        plain = json.loads(run.comparison)
        return Comparison.model_validate({**plain, "receipt": run.receipt, "folder": run.folder})
    except (ValidationError, ValueError, TypeError) as error:
        where = str(run.folder / "comparison.json")
        raise InputError.at(where, "is not what this program writes", "another version, or changed") from error
