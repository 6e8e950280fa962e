"""What a worker is asked to do: build a job's simulators once, then run replications or tell the story of a deal."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from time import perf_counter
from typing import Protocol

from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.results.records import Records
from engine.results.trace import Trace
from engine.simulation import Simulator


class Simulates(Protocol):
    """What a simulator offers: see `engine.simulation.Simulator`."""

    def run(self, first: int, count: int) -> Records:
        """Replications first … first+count−1."""
        ...

    def trace(self, replication: int, deal: int = 0) -> Trace:
        """The story of one deal."""
        ...


MakeSimulator = Callable[[Scenario, str, Mapping[str, Rulebook], int], Simulates]
"""Scenario, strategy, rulebooks by purpose and seed make a simulator; must be importable, for it travels to workers."""


@dataclass(frozen=True)
class Job:
    """Everything a worker needs. The same job makes the same records anywhere."""

    scenario: Scenario
    strategies: tuple[str, ...]
    books: Mapping[str, Rulebook]
    seed: int
    make: MakeSimulator = Simulator

    def packed(self) -> bytes:
        """The job as bytes, to be sent to workers and to be recognised there."""
        return pickle.dumps(self)


@dataclass(frozen=True)
class Chunk:
    """Records of all strategies for some replications, and the seconds they took (compiling left out)."""

    first: int
    count: int
    records: tuple[Records, ...]
    seconds: float


@lru_cache(maxsize=1)
def _simulators(packed: bytes) -> dict[str, Simulates]:
    job: Job = pickle.loads(packed)
    return {name: job.make(job.scenario, name, job.books, job.seed) for name in job.strategies}


def run_chunk(packed: bytes, first: int, count: int) -> Chunk:
    """Some replications of every strategy of a job."""
    simulators = _simulators(packed)
    start = perf_counter()
    records = tuple(simulator.run(first, count) for simulator in simulators.values())
    return Chunk(first, count, records, perf_counter() - start)


def trace_deal(packed: bytes, strategy: str, replication: int, deal: int) -> Trace:
    """The story of one deal of a job."""
    return _simulators(packed)[strategy].trace(replication, deal)
