"""Rebuild a run from its folder and prove that the records are the same, bit for bit."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import ValidationError

from engine.execution.job import Job, MakeSimulator
from engine.execution.workers import Workers
from engine.results.receipt import versions, what_differs
from engine.results.stored_run import StoredRun, not_ours, read_run
from engine.simulation import Simulator
from engine.studies.comparison import Comparison
from engine.studies.execution import comparison_json, conclude
from engine.studies.gather import Gatherer, ProgressCallback
from engine.wording import Document, Items, Message, Paragraph, Part, Said, Shown, say


@dataclass(frozen=True)
class ReplayResult(Shown):
    """What a replay found.

    environment: what is not as it was: code, library versions. Read this first when something differs.
    damaged:     files of the folder that are missing or were changed after the run.
    differing:   what came out differently this time.
    rows:        SHA-256 of this time's outcome rows, by strategy.
    """

    folder: Path
    replications: int
    strategies: tuple[str, ...]
    environment: tuple[Message, ...]
    damaged: tuple[Message, ...]
    differing: tuple[Said, ...]
    rows: dict[str, str]

    @property
    def identical(self) -> bool:
        """Nothing was damaged and everything came out the same."""
        return not self.damaged and not self.differing

    def document(self) -> Document:
        """The proof, and what stands against it."""
        return Document([*self.proof(), Items(self.findings())])

    def proof(self) -> list[Part]:
        """The hashes, and whether everything is as it was."""
        rows = [say("{strategy}: records {rows}", strategy=name, rows=rows) for name, rows in self.rows.items()]
        n = f"{self.replications:,}"
        if self.identical:
            verdict = say("Identical: all {n} replications came out as they were, bit for bit.", n=n)
        else:
            verdict = say("NOT identical: this is not the run that the folder describes ({n} replications).", n=n)
        return [Items(rows), Paragraph(verdict)]

    def findings(self) -> tuple[Message, ...]:
        """What is damaged, what came out differently, and what else is not as it was."""
        differing = (say("came out differently: {what}", what=what) for what in self.differing)
        changed = (say("not as it was: {change}", change=change) for change in self.environment)
        return (*self.damaged, *differing, *changed)

    def as_data(self) -> dict[str, object]:
        """The result as plain values; words in English."""
        return {**asdict(self), "folder": str(self.folder), "identical": self.identical}


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
    job = Job(stored.scenario, stored.strategies, stored.books, receipt.seed, simulator)
    gatherer = Gatherer(job, before.precision.planned, before.precision.target)
    if receipt.code_sha256 != gatherer.code_sha256:
        environment = (say("the program's code is not the one that made this run"), *environment)
    with Workers(job, workers) as pool:
        gatherer.run(pool, None, progress)
    rows = gatherer.rows()
    differing: list[Said] = []
    for name in receipt.strategies:
        now, then = rows[name], receipt.rows[name]
        if now.outcomes_sha256 != then.outcomes_sha256:
            differing.append(say("outcomes of {strategy}", strategy=name))
        if now.team_sha256 != then.team_sha256:
            differing.append(say("team of {strategy}", strategy=name))
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
        raise not_ours(run.folder / "comparison.json") from error
