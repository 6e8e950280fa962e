"""Start reading here: alternatives are played on the same luck, look by look, into a tally.

chunks of replications (`session`) → kept against a kill (`unfinished`) → blocks of fixed size → tally → a look → stop?
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from engine.errors import RunFailed
from engine.execution.blocks import Block, in_blocks
from engine.execution.effort import Effort, Progress
from engine.execution.packed_work import Chunk
from engine.execution.session import P, Session
from engine.execution.tally import Tally
from engine.execution.unfinished import Unfinished
from engine.model.quantity import canonical
from engine.results.measure import Ratio
from engine.statistics.estimators import RatioEstimator
from engine.statistics.looks import Looks, look_by_look
from engine.statistics.sums import TooLarge
from engine.statistics.verdicts import half_width
from engine.wording import say

STOPPING_MEASURE = "win_rate_all"


@dataclass(frozen=True)
class Listeners:
    """Who else wants what comes in, in order: chunks with their notes, and blocks of fixed size."""

    chunk: Callable[[Chunk], None] | None = None
    block: Callable[[Block], None] | None = None


@dataclass(frozen=True)
class Simulated:
    """What was played.

    taken:   replications at each look taken. reached: half-width of the widest difference at the last of them.
    """

    tally: Tally
    looks: Looks
    taken: tuple[int, ...]
    reached: float | None


def simulate(
    session: Session[P],
    ratios: Mapping[str, Ratio],
    looks: Looks,
    *,
    raced: Sequence[int] = (),
    listeners: Listeners | None = None,
    known: Sequence[Chunk] = (),
    unfinished: Unfinished | None = None,
) -> Simulated:
    """Play alternatives until the target is reached or the last look is taken.

    ratios:     measures to keep sums for. raced: places of the alternatives whose differences must be known.
    known:      chunks from the first replication on that are there already; none of them goes beyond a look.
    unfinished: keeps what is played, and has what was played before a kill.
    Raises RunFailed when the work cannot be finished.
    """
    sides = session.work.alternatives
    names, horizon = [each.name for each in sides], max(canonical(each.scenario.horizon) for each in sides)
    tally, listening = Tally(names, ratios, horizon), listeners or Listeners()
    source = _Source(session, known, unfinished)
    width: float | None = None

    def play_until(look: int) -> None:
        def counting(chunk: Chunk) -> Chunk:
            tally.count(chunk)
            if listening.chunk is not None:
                listening.chunk(chunk)
            _tell(session.effort, looks, chunk, look, width, source.found)
            return chunk

        for block in in_blocks(map(counting, source.chunks(tally.n, look)), names, tally.n, look):
            try:
                tally.take(block)
            except TooLarge as error:
                what = say("`{column}` became too large to be added up exactly", column=str(error))
                raise RunFailed(what) from error
            if listening.block is not None:
                listening.block(block)

    def reached(confidence: float) -> float | None:
        nonlocal width
        if len(raced) > 1:
            width = half_width(RatioEstimator(ratios[STOPPING_MEASURE], tally.sums), raced, confidence)
        return width

    taken, last = look_by_look(looks, play_until, reached)
    return Simulated(tally, looks, taken, last)


class _Source:
    """Chunks that are there already, then those that the session plays. found: replications that were there."""

    def __init__(self, session: Session[P], known: Sequence[Chunk], unfinished: Unfinished | None) -> None:
        self._session, self._unfinished, self.found = session, unfinished, 0
        until = known[-1].first + known[-1].count if known else 0
        self._there = chain(known, unfinished.chunks(until) if unfinished is not None else ())

    def chunks(self, first: int, stop: int) -> Iterator[Chunk]:
        """Replications first … stop−1."""
        at = first
        while at < stop and (there := next(self._there, None)) is not None:
            at = self.found = there.first + there.count
            yield there
        for chunk in self._session.chunks(at, stop):
            if self._unfinished is not None:
                self._unfinished.add(chunk)
            yield chunk


def _tell(effort: Effort, looks: Looks, chunk: Chunk, look: int, width: float | None, found: int) -> None:
    if effort.progress is not None:
        done = chunk.first + chunk.count
        effort.progress(Progress(done, look, looks.planned[-1], width, looks.target, min(found, done)))
