"""Rebuild a run from its folder and prove that the records are the same, bit for bit."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Unpack

from engine.execution.alternatives import SideBySide
from engine.execution.effort import Effort, EffortOptions
from engine.execution.session import Session
from engine.execution.simulate import Listeners, simulate
from engine.results.receipt import RowsHash, code_hash, versions, what_differs
from engine.results.stored_run import StoredRun, read_run, reading
from engine.situation import Situation
from engine.statistics.looks import Looks
from engine.studies.account_outcomes import AccountOutcomes
from engine.studies.changes import with_as_written
from engine.studies.comparison import Comparison, raced
from engine.studies.conclude import ALL_MEASURES, conclude
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


def replay(folder: str | Path, **options: Unpack[EffortOptions]) -> ReplayResult:
    """Run again what a run folder holds, with nothing but the folder, and compare hash by hash.

    options: as in `compare`; how much is played, and the seed, stand in the folder.
    Raises InputError when the folder is not a run or cannot be read. Other versions of code or libraries do not stop a
    replay; they are named in `environment`.
    """
    stored, effort = read_run(folder), Effort.of(options)
    before, receipt = load_comparison(stored), stored.receipt
    environment = what_differs(receipt.versions, versions())
    if receipt.code_sha256 != code_hash():
        environment = (say("the program's code is not the one that made this run"), *environment)
    situation = stored_situation(stored, before)
    work = with_as_written(SideBySide.of(situation, stored.strategies, receipt.seed), situation)
    looks = Looks(before.precision.planned, before.precision.targets, before.replications, before.precision.shown)
    kept, names = AccountOutcomes(situation.scenario, before.strategies), before.strategies
    with Session(work, effort) as session:
        done = simulate(session, ALL_MEASURES, looks, raced=raced(names), listeners=Listeners(block=kept.take))
        again = conclude(situation, stored.strategies, session, done, kept, receipt.created, receipt.command)
    rows = done.tally.rows()
    differing = [what for name in receipt.strategies for what in _apart(name, rows[name], receipt.rows[name])]
    if again.to_json() != stored.comparison:
        differing.append("comparison.json")
    return ReplayResult(
        folder=stored.folder,
        replications=done.tally.n,
        strategies=receipt.strategies,
        environment=environment,
        damaged=stored.damaged(),
        differing=tuple(differing),
        rows={name: rows[name].outcomes_sha256 for name in receipt.strategies},
    )


def _apart(name: str, now: RowsHash, then: RowsHash) -> list[Said]:
    """What of one strategy's records came out differently."""
    found: list[Said] = []
    if now.outcomes_sha256 != then.outcomes_sha256:
        found.append(say("outcomes of {strategy}", strategy=name))
    if now.team_sha256 != then.team_sha256:
        found.append(say("team of {strategy}", strategy=name))
    return found


def stored_situation(stored: StoredRun, comparison: Comparison) -> Situation:
    """The situation of a stored run."""
    settings = comparison.changes.settings if comparison.changes is not None else ()
    before = None if stored.as_written is None else Situation(*stored.as_written)
    return Situation(stored.scenario, stored.books, stored.strategies, settings=settings, as_written=before)


def load_comparison(stored: StoredRun | str | Path) -> Comparison:
    """The comparison kept in a run folder. Raises InputError when it cannot be read."""
    run = stored if isinstance(stored, StoredRun) else read_run(stored)
    with reading(run.folder / "comparison.json"):
        plain = json.loads(run.comparison)
        return Comparison.model_validate({**plain, "receipt": run.receipt, "folder": run.folder})
