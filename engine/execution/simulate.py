"""Start reading here: alternatives are played on the same luck, look by look, into a tally.

chunks of replications (`session`) → kept against a kill (`unfinished`) → blocks of fixed size → tally → a look → stop?
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
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
from engine.results.measure import Measure
from engine.results.measures import HEADLINE
from engine.statistics.estimators import Estimator, make_estimator
from engine.statistics.looks import Looks, Widths, look_by_look
from engine.statistics.sums import Look, TooLarge
from engine.statistics.verdicts import Claim, claim, half_width
from engine.wording import say


@dataclass(frozen=True)
class Listeners:
    """Who else wants what comes in, in order: chunks with their notes, and blocks of fixed size."""

    chunk: Callable[[Chunk], None] | None = None
    block: Callable[[Block], None] | None = None


@dataclass(frozen=True)
class Simulated:
    """What was played.

    look:    the sums at the last look. taken: replications at each look taken.
    reached: half-width of the widest difference at the last of them, by measure.
    """

    tally: Tally
    look: Look
    looks: Looks
    taken: tuple[int, ...]
    reached: Widths

    @property
    def widening(self) -> float:
        """The factor by which intervals are wider for the looks taken."""
        return self.looks.widening(self.taken[-1])

    def claim(self, estimator: Estimator, measure: Measure, first: int, second: int) -> Claim:
        """first − second of a measure, not judged yet; alternatives by their places."""
        changed = self.tally.sums.times_changed(measure.name, first, second)
        return claim(measure, estimator, first, second, changed, self.widening)


def simulate(
    session: Session[P],
    measures: Mapping[str, Measure],
    looks: Looks,
    *,
    raced: Sequence[int] = (),
    listeners: Listeners | None = None,
    known: Sequence[Chunk] = (),
    unfinished: Unfinished | None = None,
) -> Simulated:
    """Play alternatives until the target is reached or the last look is taken.

    measures:   what is to be told of them, targets included.
    raced:      places of the alternatives whose differences must be known.
    known:      chunks from the first replication on that are there already; none of them goes beyond a look.
    unfinished: keeps what is played, and has what was played before a kill.
    Raises RunFailed when the work cannot be finished.
    """
    sides = session.work.alternatives
    names, horizons = [each.name for each in sides], [canonical(each.scenario.horizon) for each in sides]
    tally, listening = Tally(names, measures, horizons), listeners or Listeners()
    source = _Source(session, looks, known, unfinished)
    asked = tuple(looks.targets) or tuple(name for name in HEADLINE[:1] if name in measures)
    seen, short = tally.sums.look(), None

    def play_until(look: int) -> None:
        def counting(chunk: Chunk) -> Chunk:
            tally.count(chunk)
            if listening.chunk is not None:
                listening.chunk(chunk)
            _tell(session.effort, looks, chunk, look, short, source.found)
            return chunk

        for block in in_blocks(map(counting, source.until(look)), names, tally.n, look):
            try:
                tally.take(block)
            except TooLarge as error:
                what = say("`{column}` became too large to be added up exactly", column=str(error))
                raise RunFailed(what) from error
            if listening.block is not None:
                listening.block(block)

    def reached(widening: float) -> Widths:
        nonlocal short, seen
        seen, found = tally.sums.look(), {}
        if len(raced) > 1:
            for name in asked:
                found[name] = half_width(make_estimator(measures[name], seen), raced, widening)
        short = max(
            (width / looks.targets[name] for name, width in found.items() if width and looks.targets), default=None
        )
        return found

    with closing(source):
        taken, last = look_by_look(looks, play_until, reached)
    return Simulated(tally, seen, looks, taken, last)


class _Source:
    """Chunks that are there already, then those that the session plays. found: replications that were there."""

    def __init__(
        self, session: Session[P], looks: Looks, known: Sequence[Chunk], unfinished: Unfinished | None
    ) -> None:
        self.found = self._reached = 0
        self._last = looks.planned[-1] if looks.ends_at is None else looks.ends_at
        self._session, self._unfinished, self._looks = session, unfinished, looks
        until = known[-1].first + known[-1].count if known else 0
        self._there = chain(known, unfinished.chunks(until) if unfinished is not None else ())
        self._stream = self._chunks()

    def until(self, look: int) -> Iterator[Chunk]:
        """The next chunks, up to a look."""
        while self._reached < look:
            chunk = next(self._stream)
            self._reached = chunk.first + chunk.count
            yield chunk

    def close(self) -> None:
        """Nothing more is wanted."""
        self._stream.close()

    def _chunks(self) -> Generator[Chunk]:
        for chunk in self._there:
            self.found = chunk.first + chunk.count
            yield chunk
        for chunk in self._session.chunks(self.found, [look for look in self._looks.planned if look <= self._last]):
            if self._unfinished is not None:
                self._unfinished.add(chunk)
            yield chunk


def _tell(effort: Effort, looks: Looks, chunk: Chunk, look: int, short: float | None, found: int) -> None:
    if effort.progress is not None:
        done = chunk.first + chunk.count
        effort.progress(Progress(done, look, looks.planned[-1], short, min(found, done)))
