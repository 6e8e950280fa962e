"""What is kept of alternatives while they play: exact sums, hashes, and the few deals worth showing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from numpy.lib.recfunctions import repack_fields

from engine.execution.blocks import Block
from engine.execution.packed_work import Chunk
from engine.results.columns import Floats, Rows, littles_law_gap, replication_columns
from engine.results.measure import Measure
from engine.results.receipt import RowsHash
from engine.results.record_file import RowsDigest
from engine.statistics.sums import Sums


class Tally:
    """Takes chunks and blocks in, in order; memory does not grow with replications.

    sums:        what measures are made of.
    parted:      (alternatives, alternatives), replications in which any byte of the records differs between two;
                 ended_otherwise: of these, in which any deal ended in another way.
    rule_counts: by alternative and book, how often each rule decided (see `Records.rule_counts`).
    firings:     by alternative, FIRING rows of the replications watched.
    beginning:   by alternative, OUTCOME rows of the first block.
    little:      by alternative, the largest gaps of Little's law.
    """

    def __init__(self, names: Sequence[str], measures: Mapping[str, Measure], horizons: Sequence[float]) -> None:
        self.names = tuple(names)
        self.sums = Sums(names, measures, horizons)
        self.parted = np.zeros((len(names), len(names)), np.int64)
        self.ended_otherwise = np.zeros((len(names), len(names)), np.int64)
        self.rule_counts: dict[str, dict[str, npt.NDArray[np.int64]]] = {name: {} for name in names}
        self.beginning: dict[str, Rows] = {}
        self.little = dict.fromkeys(names, (0.0, 0.0))
        self._firings: dict[str, list[Rows]] = {name: [] for name in names}
        self._digests = {name: (RowsDigest(), RowsDigest()) for name in names}

    @property
    def n(self) -> int:
        """Replications taken in so far."""
        return self.sums.n

    def count(self, chunk: Chunk) -> None:
        """The decisions of a chunk."""
        for records in chunk.records:
            counts = self.rule_counts[records.strategy]
            for book, found in records.rule_counts.items():
                counts[book] = counts[book] + found if book in counts else found
            if records.firings is not None and (len(records.firings) or chunk.first == 0):
                self._firings[records.strategy].append(records.firings)

    def take(self, block: Block) -> None:
        """The next block of rows."""
        known: dict[bytes, tuple[Floats, list[bytes], list[bytes]]] = {}
        columns, found = {}, []
        for name in self.names:
            outcomes, team = block.outcomes[name], block.team[name]
            if block.first == 0:
                self.beginning[name] = outcomes
            for digest, rows in zip(self._digests[name], (outcomes, team), strict=True):
                digest.add(rows)
            gaps = littles_law_gap(team)
            self.little[name] = (max(self.little[name][0], gaps[0]), max(self.little[name][1], gaps[1]))
            same = hashlib.blake2b(outcomes.tobytes() + team.tobytes()).digest()
            if same not in known:
                here = replication_columns(outcomes, team, block.first, block.count)
                ends = repack_fields(outcomes[["replication", "deal", "outcome"]])
                known[same] = (here, _hashes(block, outcomes, team), _hashes(block, ends))
            columns[name] = known[same][0]
            found.append(known[same][1:])
        for counted, hashes in zip((self.parted, self.ended_otherwise), zip(*found, strict=True), strict=True):
            each = np.array(hashes)
            for place in range(len(self.names)):
                counted[place] += np.count_nonzero(each != each[place], axis=1)
        self.sums.add(block.first, columns, block.outcomes)

    def firings(self) -> dict[str, Rows]:
        """FIRING rows of each alternative whose simulator watched; they are of the first replications only."""
        return {name: np.concatenate(parts) for name, parts in self._firings.items() if parts}

    def rows(self) -> dict[str, RowsHash]:
        """Number and hash of the rows of each alternative."""
        return {
            name: RowsHash(outcomes=o.rows, outcomes_sha256=o.sha256, team=t.rows, team_sha256=t.sha256)
            for name, (o, t) in self._digests.items()
        }


def _hashes(block: Block, *tables: Rows) -> list[bytes]:
    """A hash of each replication's rows."""
    found = [hashlib.blake2b(digest_size=16) for _ in range(block.count)]
    for rows in tables:
        cuts = np.searchsorted(rows["replication"], np.arange(block.first, block.first + block.count + 1))
        for digest, (low, high) in zip(found, pairwise(cuts.tolist()), strict=True):
            digest.update(rows[low:high].tobytes() + b"|")
    return [digest.digest() for digest in found]
