"""Chunks of any size become blocks of fixed size: nothing computed later can depend on how work was shared out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.execution.packed_work import Chunk
from engine.results.columns import Rows
from engine.statistics.sums import BLOCK


@dataclass(frozen=True)
class Block:
    """Rows of all strategies for replications first … first+count−1."""

    first: int
    count: int
    outcomes: dict[str, Rows]
    team: dict[str, Rows]


def in_blocks(chunks: Iterable[Chunk], strategies: Sequence[str], first: int, stop: int) -> Iterator[Block]:
    """Blocks that end at multiples of 256 replications, and the rest up to `stop`."""
    outcomes: dict[str, list[Rows]] = {name: [] for name in strategies}
    team: dict[str, list[Rows]] = {name: [] for name in strategies}
    start = first
    for chunk in chunks:
        for records in chunk.records:
            outcomes[records.strategy].append(records.outcomes)
            team[records.strategy].append(records.team)
        reached = chunk.first + chunk.count
        while start < reached and (end := min((start // BLOCK + 1) * BLOCK, stop)) <= reached:
            yield Block(start, end - start, _take(outcomes, end), _take(team, end))
            start = end


def _take(waiting: dict[str, list[Rows]], end: int) -> dict[str, Rows]:
    """Take the rows of replications before `end` out of what waits."""
    taken = {}
    for name, parts in waiting.items():
        rows = np.concatenate(parts)
        cut = int(np.searchsorted(rows["replication"], end))
        taken[name] = rows[:cut]
        waiting[name] = [rows[cut:]]
    return taken
