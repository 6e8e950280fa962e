"""Start reading here: runs a job to its planned end and keeps what is needed of it.

chunks of replications (workers) → blocks of fixed size → record files, hashes, sums → a look → stop or go on
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.engagement import BASELINE
from engine.execution.blocks import Block, in_blocks
from engine.execution.job import Chunk, Job
from engine.execution.workers import Workers
from engine.model.quantity import canonical
from engine.model.rulebook import Rulebook
from engine.model.terms import TEAM_ROLES, Outcome
from engine.results.columns import Rows, littles_law_gap, replication_columns
from engine.results.measure import Ratio, role_measures
from engine.results.measures import MEASURES
from engine.results.receipt import RowsHash, code_hash
from engine.results.record_file import RowsDigest
from engine.results.run_folder import RunWriter
from engine.statistics.estimators import RatioEstimator
from engine.statistics.sums import Accumulator
from engine.statistics.verdicts import half_width
from engine.studies.comparison import DealReference
from engine.studies.summary import representative_deal

STOPPING_MEASURE = "win_rate_all"


@dataclass(frozen=True)
class Progress:
    """How far a run is: replications done, at the next look and at most, and the half-width at the last look."""

    done: int
    next_look: int
    most: int
    half_width: float | None
    target: float | None


ProgressCallback = Callable[[Progress], None]


class Gatherer:
    """Takes blocks in and keeps sums, hashes and the few deals worth showing; memory does not grow with replications.

    planned: replications at each look. target: half-width at which to stop; None runs to the last look.
    """

    def __init__(self, job: Job, planned: tuple[int, ...], target: float | None, deals_to_trace: int = 0) -> None:
        self.job, self.planned, self.target = job, planned, target
        self.code_sha256 = code_hash()  # now: somebody may edit the sources while this runs
        self.looks: tuple[int, ...] = ()
        self.reached: float | None = None
        self.kept = Accumulator(job.names, _ratios(), canonical(job.scenario.horizon))
        self.representative: dict[str, DealReference | None] = {}
        self.to_trace: list[tuple[str, int, int]] = []
        self._firings: dict[str, list[Rows]] = {name: [] for name in job.names}
        self._deals_to_trace = deals_to_trace
        self._digests = {name: (RowsDigest(), RowsDigest()) for name in job.names}

    def run(self, workers: Workers, writer: RunWriter | None, progress: ProgressCallback | None) -> None:
        """Run until the target is reached or the last look is taken."""

        def counting(chunk: Chunk) -> Chunk:
            for records in chunk.records:
                counts = self.kept.sums[records.strategy].rule_counts
                for book, found in records.rule_counts.items():
                    counts[book] = counts[book] + found if book in counts else found
                if records.firings is not None and (len(records.firings) or chunk.first == 0):
                    self._firings[records.strategy].append(records.firings)
            if progress is not None:
                done = chunk.first + chunk.count
                progress(Progress(done, look, self.planned[-1], self.reached, self.target))
            return chunk

        for look in self.planned:
            chunks = map(counting, workers.chunks(self.kept.n, look))
            for block in in_blocks(chunks, self.job.names, self.kept.n, look):
                self._take(block, writer)
            self.looks += (look,)
            measure = MEASURES[STOPPING_MEASURE]
            assert isinstance(measure, Ratio)
            estimator = RatioEstimator(measure, self.kept)
            self.reached = half_width(estimator, self._raced(), len(self.planned))
            if self.target is not None and self.reached is not None and self.reached <= self.target:
                break

    def _raced(self) -> list[int]:
        """Places of the strategies whose differences must be known: those that act, or one and doing nothing."""
        acting = [at for at, name in enumerate(self.job.names) if name != BASELINE]
        return acting if len(acting) > 1 else list(range(len(self.job.names)))

    @property
    def books(self) -> dict[str, Rulebook]:
        """The rulebooks by purpose, in the order in which records count and place them."""
        return {purpose: self.job.books[purpose] for purpose in self.kept.sums[self.job.names[0]].rule_counts}

    def also_told(self) -> list[tuple[str, int, int]]:
        """The representative deals, as far as they are not among those to trace."""
        found = ((name, deal.replication, deal.deal) for name, deal in self.representative.items() if deal is not None)
        return [deal for deal in found if deal not in self.to_trace]

    def firings(self) -> dict[str, Rows]:
        """FIRING rows of each strategy whose simulator watched; they are of the first replications only."""
        return {name: np.concatenate(parts) for name, parts in self._firings.items() if parts}

    def rows(self) -> dict[str, RowsHash]:
        """Number and hash of the rows of each strategy."""
        return {
            name: RowsHash(
                outcomes=outcomes.rows, outcomes_sha256=outcomes.sha256, team=team.rows, team_sha256=team.sha256
            )
            for name, (outcomes, team) in self._digests.items()
        }

    def _take(self, block: Block, writer: RunWriter | None) -> None:
        columns = {}
        for name in self.job.names:
            outcomes, team = block.outcomes[name], block.team[name]
            if block.first == 0:
                self.representative[name] = representative_deal(outcomes)
                self.to_trace += _first_projects(name, outcomes, self._deals_to_trace)
            columns[name] = replication_columns(outcomes, team, block.first, block.count)
            sums = self.kept.sums[name]
            sums.durations.add(outcomes)
            here = littles_law_gap(team)
            sums.little = (max(sums.little[0], here[0]), max(sums.little[1], here[1]))
            for digest, rows in zip(self._digests[name], (outcomes, team), strict=True):
                digest.add(rows)
            if writer is not None:
                writer.add(name, outcomes, team)
        self.kept.add(columns)


def _ratios() -> dict[str, Ratio]:
    """All measures that are ratios, those of each role of the team too."""
    found = {name: measure for name, measure in MEASURES.items() if isinstance(measure, Ratio)}
    for role in TEAM_ROLES:
        found |= {measure.name: measure for measure in role_measures(role).values()}
    return found


def _first_projects(strategy: str, outcomes: Rows, count: int) -> list[tuple[str, int, int]]:
    projects = outcomes[outcomes["outcome"] != Outcome.no_project][:count]
    return [(strategy, int(row["replication"]), int(row["deal"])) for row in projects]
