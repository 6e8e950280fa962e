"""What is played: alternatives side by side on the same luck, and how each process or thread plays them.

An alternative may differ from the others in anything: scenario, strategy or rulebooks. All play the same replications
under the same seed, so that what differs between them is their doing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from engine.engagement import Strategy
from engine.engagement.own import plain_strategy
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.results.columns import Floats
from engine.results.deal_trace import Trace
from engine.results.records import Records
from engine.rules import book_hash
from engine.situation import Situation, scenario_hash


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
class Alternative:
    """One way to go about it."""

    name: str
    scenario: Scenario
    strategy: Strategy
    books: Mapping[str, Rulebook]

    def identity(self) -> dict[str, Any]:
        """What makes its records what they are, as plain values."""
        return {
            "name": self.name,
            "scenario": scenario_hash(self.scenario),
            "strategy": plain_strategy(self.strategy),
            "books": {purpose: book_hash(book) for purpose, book in self.books.items()},
        }


@dataclass(frozen=True)
class Played:
    """Records of all alternatives for some replications; `notes` is what else is noted, a row per replication."""

    records: tuple[Records, ...]
    notes: Floats | None = None


class Player(Protocol):
    """What plays replications; made once in each process or thread that plays."""

    def run(self, first: int, count: int) -> Played:
        """Replications first … first+count−1 of every alternative."""
        ...

    def trace(self, alternative: str, replication: int, deal: int) -> Trace:
        """The story of one deal under one alternative."""
        ...


P_co = TypeVar("P_co", bound=Player, covariant=True)


class Work(Protocol[P_co]):
    """What is to be played, of any kind: it travels to workers as bytes and becomes a player there."""

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """What is played side by side; the same work makes the same records anywhere."""
        ...

    @property
    def seed(self) -> int:
        """Root of all chance."""
        ...

    def identity(self) -> dict[str, Any]:
        """What makes all its records what they are, as plain values."""
        ...

    def player(self, make: MakeSimulator) -> P_co:
        """Everything built that playing needs."""
        ...


@dataclass(frozen=True)
class SideBySide:
    """Alternatives played one after the other on the same replications."""

    alternatives: tuple[Alternative, ...]
    seed: int

    @classmethod
    def of(cls, situation: Situation, strategies: Iterable[Strategy], seed: int) -> SideBySide:
        """Strategies in one situation."""
        sides = (Alternative(each.name, situation.scenario, each, situation.books) for each in strategies)
        return cls(tuple(sides), seed)

    def identity(self) -> dict[str, Any]:
        """What makes all its records what they are."""
        return {"seed": self.seed, "alternatives": [each.identity() for each in self.alternatives]}

    def player(self, make: MakeSimulator) -> SideBySidePlayer:
        """A simulator for each alternative."""
        return SideBySidePlayer(simulators_of(self, make))


def simulators_of(work: SideBySide, make: MakeSimulator) -> dict[str, Simulates]:
    """A simulator for each alternative, by its name."""
    return {each.name: make(each.scenario, each.strategy, each.books, work.seed) for each in work.alternatives}


@dataclass(frozen=True)
class SideBySidePlayer:
    """Simulators by the name of their alternative."""

    simulators: Mapping[str, Simulates]

    def run(self, first: int, count: int) -> Played:
        """Records bear the names of the alternatives, in their order; those that are the same are held once."""
        found: list[Records] = []
        known: dict[bytes, Records] = {}
        for name, simulator in self.simulators.items():
            mine = replace(simulator.run(first, count), strategy=name)
            twin = known.setdefault(_hash_of_rows(mine), mine)
            found.append(replace(mine, outcomes=twin.outcomes, team=twin.team))
        return Played(tuple(found))

    def trace(self, alternative: str, replication: int, deal: int) -> Trace:
        """The story of one deal under one alternative."""
        return self.simulators[alternative].trace(replication, deal)


def _hash_of_rows(records: Records) -> bytes:
    return hashlib.blake2b(records.outcomes.tobytes() + records.team.tobytes()).digest()
