"""Alternatives on the same luck: what each does, and how every one differs from the first.

An alternative may differ from the others in anything: scenario, strategy or rulebooks. They play the same replications
under the same seed, so that what differs between them is their doing. What is kept does not grow with replications.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.engagement import Strategy
from engine.errors import InputError, Problem
from engine.execution.blocks import Block, in_blocks
from engine.execution.job import Chunk, MakeSimulator, Player, SideBySide, Simulates, Work, packed
from engine.execution.workers import Executor, Workers
from engine.model.base import Frozen
from engine.model.quantity import canonical
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.results.columns import COLUMN, Rows, replication_columns
from engine.results.measure import Measure, Ratio
from engine.results.receipt import RowsHash
from engine.results.record_file import RowsDigest
from engine.simulation import Simulator
from engine.statistics.estimates import NOTES, Verdict
from engine.statistics.estimators import Estimator
from engine.statistics.intervals import Interval
from engine.statistics.looks import DEFAULT_REPLICATIONS
from engine.statistics.sums import Accumulator
from engine.statistics.verdicts import ERROR, difference_bounds, judge
from engine.studies.gather import Progress, ProgressCallback
from engine.wording import Message, counted, say

EFFECT_NOTES: Mapping[str, Message] = {
    **{str(note): text for note, text in NOTES.items()},
    "never_decided": say("never decided here: exactly 0"),
    "no_change": say("decided, yet nothing came out differently"),
    "few_changes": say("too few replications came out differently to rule out luck"),
}
"""Why an effect has no interval, or no verdict in spite of its interval."""

Remark = Callable[[int, Any], None]
"""Takes the number of a replication and what the job noted of it, in order."""


@dataclass(frozen=True)
class Alternative:
    """One way to go about it: a scenario, a strategy, and rulebooks by purpose."""

    name: str
    scenario: Scenario
    strategy: Strategy
    books: Mapping[str, Rulebook]


@dataclass(frozen=True)
class Alternatives:
    """A job that plays alternatives side by side."""

    alternatives: tuple[Alternative, ...]
    seed: int
    make: MakeSimulator = Simulator

    def packed(self) -> bytes:
        """The job as bytes."""
        return packed(self, [each.strategy for each in self.alternatives])

    @property
    def names(self) -> tuple[str, ...]:
        """The alternatives by name, in order."""
        return tuple(each.name for each in self.alternatives)

    def simulators(self) -> dict[str, Simulates]:
        """A simulator for each alternative."""
        return {each.name: self.make(each.scenario, each.strategy, each.books, self.seed) for each in self.alternatives}

    def player(self) -> Player:
        """What plays them one after the other."""
        return SideBySide(self.simulators())


class Effect(Frozen):
    """What something adds to one measure: with it − without it, on the same luck.

    changed: replications in which the measure's numbers came out differently.
    better:  is the change good for the seller? None where that cannot be told, or there is no better.
    """

    measure: str
    value: float | None
    low: float | None
    high: float | None
    changed: int
    verdict: Verdict
    better: bool | None
    note: str = ""


@dataclass
class Tally:
    """What is kept of alternatives while they play.

    parted:  by alternative, replications with any record that differs from the first alternative's.
    changed: by alternative and ratio, replications in which its numerator or denominator differs.
    """

    kept: Accumulator
    parted: dict[str, int]
    changed: dict[str, npt.NDArray[np.int64]]
    _digests: dict[str, tuple[RowsDigest, RowsDigest]] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Sequence[str], ratios: Mapping[str, Ratio], horizon_days: float) -> Tally:
        """Nothing yet of these alternatives."""
        return cls(
            Accumulator(names, ratios, horizon_days),
            dict.fromkeys(names, 0),
            {name: np.zeros(len(ratios), np.int64) for name in names},
            {name: (RowsDigest(), RowsDigest()) for name in names},
        )

    def take(self, block: Block) -> None:
        """The next block of records."""
        columns = {}
        for name in self.kept.strategies:
            outcomes, team = block.outcomes[name], block.team[name]
            columns[name] = replication_columns(outcomes, team, block.first, block.count)
            self.kept.sums[name].durations.add(outcomes)
            for digest, rows in zip(self._digests[name], (outcomes, team), strict=True):
                digest.add(rows)
        first = columns[self.kept.strategies[0]]
        for name, found in columns.items():
            differs = found != first
            self.parted[name] += _parted(block, self.kept.strategies[0], name)
            self.changed[name] += [
                int((differs[:, COLUMN[ratio.numerator]] | differs[:, COLUMN[ratio.denominator]]).sum())
                for ratio in self.kept.ratios.values()
            ]
        self.kept.add(columns)

    def count(self, chunk: Chunk) -> None:
        """Rule decisions of a chunk."""
        for records in chunk.records:
            counts = self.kept.sums[records.strategy].rule_counts
            for book, found in records.rule_counts.items():
                counts[book] = counts[book] + found if book in counts else found

    def rows(self) -> dict[str, RowsHash]:
        """Number and hash of the rows of each alternative."""
        return {
            name: RowsHash(outcomes=o.rows, outcomes_sha256=o.sha256, team=t.rows, team_sha256=t.sha256)
            for name, (o, t) in self._digests.items()
        }


def _parted(block: Block, first: str, other: str) -> int:
    """Replications of a block in which two alternatives have any byte that differs."""
    pieces = [[_by_replication(rows[name], block) for rows in (block.outcomes, block.team)] for name in (first, other)]
    return sum(a != b for a, b in zip(*(zip(*each, strict=True) for each in pieces), strict=True))


def _by_replication(rows: Rows, block: Block) -> list[bytes]:
    cuts = np.searchsorted(rows["replication"], np.arange(block.first, block.first + block.count + 1))
    return [rows[low:high].tobytes() for low, high in pairwise(cuts.tolist())]


def play(
    job: Work,
    tally: Tally,
    replications: int,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: ProgressCallback | None = None,
    remark: Remark | None = None,
) -> None:
    """Play replications 0 … replications−1 of a job's alternatives into a tally. Arguments as in `compare`."""

    def counting(chunk: Chunk) -> Chunk:
        tally.count(chunk)
        for place, noted in enumerate(chunk.remarks):
            if remark is not None:
                remark(chunk.first + place, noted)
        if progress is not None:
            progress(Progress(chunk.first + chunk.count, replications, replications, None, None))
        return chunk

    with Workers(job, workers, executor) as pool:
        chunks = map(counting, pool.chunks(0, replications))
        for block in in_blocks(chunks, tally.kept.strategies, 0, replications):
            tally.take(block)


def horizon_days(scenario: Scenario) -> float:
    """How long a scenario is watched."""
    return canonical(scenario.horizon)


def enough_replications(replications: int | None, least: int = 2, shares: bool = False) -> int:
    """The number asked for, or the usual one. Raises InputError when it is too small for an interval (of shares)."""
    number = DEFAULT_REPLICATIONS if replications is None else replications
    if number < least:
        what = (
            counted(
                "{n} replication gives no interval of Shapley shares",
                "{n} replications give no interval of Shapley shares",
                number,
            )
            if shares
            else counted("{n} replication gives no interval", "{n} replications give no interval", number)
        )
        raise InputError(Problem("replications", what, say("give {least} or more", least=least), "replications-few"))
    return number


def confidences(comparisons: int) -> tuple[float, float]:
    """Confidence of the intervals shown, and of those behind `clear`: the error shared out over all comparisons."""
    return 1 - ERROR, 1 - ERROR / max(comparisons, 1)


def effect_between(
    measure: Measure, estimator: Estimator, with_it: int, without: int, changed: int, comparisons: int
) -> Effect:
    """What the alternative at `with_it` adds over the one at `without`; both are places in the estimator.

    changed: replications in which the measure came out differently; comparisons: how many are made at once.
    """
    a, b = estimator.value(with_it), estimator.value(without)
    plain, wide = confidences(comparisons)
    found, note = difference_bounds(estimator, with_it, without, plain)
    widened, _ = difference_bounds(estimator, with_it, without, wide)
    value = None if a is None or b is None else a - b
    if note == "no_variation" and changed == 0:
        return unchanged(measure.name, "no_change")
    return judged(measure, value, found, widened, changed, comparisons, note)


def judged(
    measure: Measure,
    value: float | None,
    plain: Interval | None,
    wide: Interval | None,
    changed: int,
    comparisons: int,
    note: str = "",
) -> Effect:
    """An effect with its verdict.

    Few changes make intervals too narrow. So a verdict also asks that `changed` coins falling all alike be rarer than
    the error allowed (the exact sign test at its most favourable): 6 changes at 95 %.
    """
    confidence, clear = confidences(comparisons)
    before = judge(plain, wide)
    verdict = judge(
        None if _could_be_luck(changed, confidence) else plain, None if _could_be_luck(changed, clear) else wide
    )
    better = None
    if verdict != "cannot_tell" and measure.better != "neutral" and value is not None:
        better = (value > 0) == (measure.better == "up")
    return Effect(
        measure=measure.name,
        value=value,
        low=plain.low if plain else None,
        high=plain.high if plain else None,
        changed=changed,
        verdict=verdict,
        better=better,
        note=note or ("few_changes" if verdict == "cannot_tell" != before else ""),
    )


def unchanged(measure: str, note: str) -> Effect:
    """Exactly nothing: all replications came out the same."""
    return Effect(measure=measure, value=0, low=0, high=0, changed=0, verdict="cannot_tell", better=None, note=note)


def _could_be_luck(changed: int, confidence: float) -> bool:
    return 2.0 ** (1 - changed) > 1 - confidence
