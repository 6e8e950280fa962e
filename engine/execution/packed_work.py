"""Work as it travels to whoever plays it: packed once, and unpacked once in each process or thread."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from threading import local
from time import perf_counter
from typing import Any, Generic

from engine.engagement.own import plain_strategy
from engine.errors import RunFailed
from engine.execution.alternatives import MakeSimulator, P_co, Player, Work
from engine.results.columns import Floats
from engine.results.deal_trace import Trace
from engine.results.receipt import code_hash
from engine.results.records import Records
from engine.wording import say


@dataclass(frozen=True)
class Chunk:
    """What was made of some replications, and the seconds it took (compiling left out)."""

    first: int
    count: int
    records: tuple[Records, ...]
    seconds: float = 0.0
    notes: Floats | None = None


@dataclass(frozen=True)
class PackedWork(Generic[P_co]):
    """Work as it travels. code: hash of the program that sends it; None where the receiver is this very program."""

    content: bytes
    code: str | None = None

    @classmethod
    def of(cls, work: Work[P_co], make: MakeSimulator, elsewhere: bool) -> PackedWork[P_co]:
        """Work, packed. Raises InputError for a strategy that cannot leave this process."""
        try:
            content = pickle.dumps((work, make))
        except (pickle.PicklingError, AttributeError, TypeError):
            for each in work.alternatives:
                plain_strategy(each.strategy)  # says what is wrong with one that was made here
            raise
        return cls(content, code_hash() if elsewhere else None)

    def player(self) -> P_co:
        """The player of this thread. Raises RunFailed where the program is another one than the sender's."""
        if _here.packed is not self and _here.packed != self:
            if self.code is not None and self.code != code_hash():
                raise RunFailed(say("a worker of the cluster has another version of the program; install the same one"))
            work, make = pickle.loads(self.content)
            _here.player, _here.packed = work.player(make), self
        found: P_co = _here.player
        return found


class _Here(local):
    """The work of this thread and its player: a player's records change while it plays, so each thread has one."""

    packed: PackedWork[Any] | None = None
    player: Any


_here = _Here()


def run_chunk(packed: PackedWork[Player], first: int, count: int) -> Chunk:
    """Some replications of every alternative."""
    player = packed.player()
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
