"""What a worker is asked to do: build a job's simulators once, then run replications or tell the story of a deal."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from threading import local
from time import perf_counter
from typing import Any, Protocol

from engine.engagement import Strategy
from engine.engagement.own import plain_strategy
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.results.deal_trace import Trace
from engine.results.records import Records
from engine.simulation import Simulator


class Simulates(Protocol):
    """What a simulator offers: see `engine.simulation.Simulator`."""

    def run(self, first: int, count: int) -> Records:
        """Replications first … first+count−1."""
        ...

    def trace(self, replication: int, deal: int = 0) -> Trace:
        """The story of one deal."""
        ...

    def stories(self, replication: int) -> tuple[Trace, ...]:
        """The stories of all deals of a replication."""
        ...


MakeSimulator = Callable[[Scenario, Strategy, Mapping[str, Rulebook], int], Simulates]
"""Scenario, strategy, rulebooks by purpose and seed make a simulator; must be importable, for it travels to workers."""


@dataclass(frozen=True)
class Played:
    """Records of all alternatives for some replications, and what else a job notes: one remark per replication."""

    records: tuple[Records, ...]
    remarks: tuple[Any, ...] = ()


class Player(Protocol):
    """What a worker builds once from a job."""

    def run(self, first: int, count: int) -> Played:
        """Replications first … first+count−1 of every alternative."""
        ...

    def trace(self, alternative: str, replication: int, deal: int) -> Trace:
        """The story of one deal under one alternative."""
        ...


class Work(Protocol):
    """A job of any kind: it travels to workers as bytes and becomes a player there."""

    def packed(self) -> bytes:
        """The job as bytes, to be sent to workers and to be recognised there."""
        ...

    def player(self) -> Player:
        """Everything built that running it needs."""
        ...


@dataclass(frozen=True)
class Job:
    """Everything a worker needs. The same job makes the same records anywhere."""

    scenario: Scenario
    strategies: tuple[Strategy, ...]
    books: Mapping[str, Rulebook]
    seed: int
    make: MakeSimulator = Simulator

    @property
    def names(self) -> tuple[str, ...]:
        """The strategies by name, in order."""
        return tuple(strategy.name for strategy in self.strategies)

    def packed(self) -> bytes:
        """The job as bytes, to be sent to workers and to be recognised there."""
        return packed(self, self.strategies)

    def player(self) -> Player:
        """A simulator for each strategy."""
        made = {each.name: self.make(self.scenario, each, self.books, self.seed) for each in self.strategies}
        return SideBySide(made)


def packed(job: Work, strategies: Iterable[Strategy]) -> bytes:
    """A job with these strategies as bytes. Raises InputError for a strategy that cannot leave this process."""
    try:
        return pickle.dumps(job)
    except (pickle.PicklingError, AttributeError, TypeError):
        for strategy in strategies:
            plain_strategy(strategy)  # says what is wrong with one that was made here
        raise


@dataclass(frozen=True)
class SideBySide:
    """Simulators by the name of their alternative, run one after the other on the same replications."""

    simulators: Mapping[str, Simulates]

    def run(self, first: int, count: int) -> Played:
        """Records bear the names of the alternatives, in their order."""
        found = ((name, simulator.run(first, count)) for name, simulator in self.simulators.items())
        return Played(tuple(replace(records, strategy=name) for name, records in found))

    def trace(self, alternative: str, replication: int, deal: int) -> Trace:
        """The story of one deal under one alternative."""
        return self.simulators[alternative].trace(replication, deal)


@dataclass(frozen=True)
class Chunk:
    """What a job made of some replications, and the seconds it took (compiling left out)."""

    first: int
    count: int
    records: tuple[Records, ...]
    seconds: float
    remarks: tuple[Any, ...] = ()


class _Here(local):
    """The job of this thread and its player: a player's records change while it plays, so each thread has one."""

    job: bytes = b""
    player: Player


_here = _Here()


def _player(packed: bytes) -> Player:
    if _here.job != packed:
        work: Work = pickle.loads(packed)
        _here.player, _here.job = work.player(), packed
    return _here.player


def run_chunk(packed: bytes, first: int, count: int) -> Chunk:
    """Some replications of every alternative of a job."""
    player = _player(packed)
    start = perf_counter()
    played = player.run(first, count)
    return Chunk(first, count, played.records, perf_counter() - start, played.remarks)


def trace_deal(packed: bytes, alternative: str, replication: int, deal: int) -> Trace:
    """The story of one deal of a job."""
    return _player(packed).trace(alternative, replication, deal)
