"""What is played: alternatives side by side on the same luck, and how each process or thread plays them.

An alternative may differ from the others in anything: scenario, strategy or rulebooks. All play the same replications
under the same seed, so that what differs between them is their doing.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from threading import local
from time import perf_counter
from typing import Any, Generic, Protocol, TypeVar

from engine.engagement import Strategy
from engine.engagement.own import plain_strategy
from engine.errors import RunFailed
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.results.columns import Floats
from engine.results.deal_trace import Trace
from engine.results.receipt import code_hash
from engine.results.records import Records
from engine.rules import book_hash
from engine.situation import Situation, scenario_hash
from engine.wording import say


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


@dataclass(frozen=True)
class Chunk:
    """What was made of some replications, and the seconds it took (compiling left out)."""

    first: int
    count: int
    records: tuple[Records, ...]
    seconds: float = 0.0
    notes: Floats | None = None


@dataclass(frozen=True)
class Errand(Generic[P_co]):
    """Work as it travels. code: hash of the program that sends it; None where the receiver is this very program."""

    packed: bytes
    code: str | None = None

    @classmethod
    def of(cls, work: Work[P_co], make: MakeSimulator, elsewhere: bool) -> Errand[P_co]:
        """Work, packed. Raises InputError for a strategy that cannot leave this process."""
        try:
            packed = pickle.dumps((work, make))
        except (pickle.PicklingError, AttributeError, TypeError):
            for each in work.alternatives:
                plain_strategy(each.strategy)  # says what is wrong with one that was made here
            raise
        return cls(packed, code_hash() if elsewhere else None)

    def player(self) -> P_co:
        """The player of this thread. Raises RunFailed where the program is another one than the sender's."""
        if _here.errand is not self and _here.errand != self:
            if self.code is not None and self.code != _code_here():
                raise RunFailed(say("a worker of the cluster has another version of the program; install the same one"))
            work, make = pickle.loads(self.packed)
            _here.player, _here.errand = work.player(make), self
        found: P_co = _here.player
        return found


class _Here(local):
    """The work of this thread and its player: a player's records change while it plays, so each thread has one."""

    errand: Errand[Any] | None = None
    player: Any


_here = _Here()


@cache
def _code_here() -> str:
    return code_hash()


def run_chunk(errand: Errand[Player], first: int, count: int) -> Chunk:
    """Some replications of every alternative."""
    player = errand.player()
    start = perf_counter()
    played = player.run(first, count)
    return Chunk(first, count, played.records, perf_counter() - start, played.notes)


@dataclass(frozen=True)
class TraceDeal:
    """Asks a player for the story of one deal under one alternative."""

    alternative: str
    replication: int
    deal: int

    def __call__(self, player: Player) -> Trace:
        return player.trace(self.alternative, self.replication, self.deal)
