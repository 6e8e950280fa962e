"""Pools of the simulator's own records: what a run shows is held against the whole pool, which is the truth."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine import read_situation
from engine.execution.alternatives import Alternative, SideBySide
from engine.execution.effort import Effort
from engine.execution.session import Session
from engine.model.quantity import canonical
from engine.results.columns import replication_columns
from engine.results.measures import MEASURES
from engine.situation import known_strategies
from engine.statistics.estimators import make_estimator
from engine.statistics.sums import BLOCK, Look, Sums

SLICES = int(os.environ.get("KAM_SLICES", "60"))
"""How many runs are cut out of a pool; the long form of these tests takes 1,000."""

TEN_DEALS = ("accounts.parts_group.copies=10", "accounts.parts_group.starts_apart=20 days")


@dataclass
class Pool:
    """Records of some strategies on the same luck, replication by replication."""

    names: tuple[str, ...]
    horizon: float
    rows: list[np.ndarray]
    tables: list[np.ndarray]

    def __post_init__(self) -> None:
        self.size = len(self.tables[0])
        self._cuts = [np.searchsorted(rows["replication"], np.arange(self.size + 1)) for rows in self.rows]
        self._truth: dict[int, Look] = {}

    def sums(self, of: Sequence[str]) -> Sums:
        """Empty sums for these measures."""
        return Sums(self.names, {name: MEASURES[name] for name in of}, [self.horizon] * len(self.names))

    def add(self, sums: Sums, drawn: Sequence[np.ndarray]) -> None:
        """Add replications drawn from the pool, the numbers for each strategy; they become the next ones of a run."""
        for start in range(0, len(drawn[0]), BLOCK):
            tables, rows = {}, {}
            for at, name in enumerate(self.names):
                here = drawn[at][start : start + BLOCK]
                low, high = self._cuts[at][here], self._cuts[at][here + 1]
                places = np.concatenate([np.arange(a, b) for a, b in zip(low, high, strict=True)])
                tables[name], rows[name] = self.tables[at][here], self.rows[at][places].copy()
                rows[name]["replication"] = sums.n + np.repeat(np.arange(len(here)), high - low)
            sums.add(sums.n, tables, rows)

    def slice(self, of: Sequence[str], rng: np.random.Generator, n: int, apart: bool = False) -> Look:
        """A run of n replications drawn from the pool; apart: every strategy has luck of its own."""
        sums, drawn = self.sums(of), rng.integers(0, self.size, n)
        self.add(sums, [rng.integers(0, self.size, n) if apart else drawn for _ in self.names])
        return sums.look()

    def truth(self, of: Sequence[str], measure: str, at: int, last_day: int) -> float | None:
        """A measure over the whole pool, rates read on the day on which a slice reads them."""
        if last_day not in self._truth:
            if not hasattr(self, "_whole"):
                self._whole = self.sums(of)
                self.add(self._whole, [np.arange(self.size)] * len(self.names))
            self._truth[last_day] = self._whole.look()
            self._truth[last_day].last_day = last_day
        return make_estimator(MEASURES[measure], self._truth[last_day]).value(at)


@lru_cache(maxsize=4)
def pool(scenario: str, strategies: tuple[str, ...], size: int, settings: tuple[str, ...] = (), seed: int = 77) -> Pool:
    """So many replications of these strategies, played now."""
    situation = read_situation(f"kam:{scenario}", settings)
    sides = tuple(
        Alternative(each.name, situation.scenario, each, situation.books) for each in known_strategies(strategies)
    )
    with Session(SideBySide(sides, seed), Effort(workers=1)) as session:
        chunks = list(session.chunks(0, [size]))
    rows = [np.concatenate([chunk.records[at].outcomes for chunk in chunks]) for at in range(len(sides))]
    team = [np.concatenate([chunk.records[at].team for chunk in chunks]) for at in range(len(sides))]
    tables = [replication_columns(*both, 0, size) for both in zip(rows, team, strict=True)]
    return Pool(strategies, canonical(situation.scenario.horizon), rows, tables)
