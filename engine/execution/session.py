"""Plays work in this process or in many, with the same result: chunks come back in order, whatever their size.

Workers come from `processes`. Each holds the reading end of a pipe, its lifeline; when the main process lets go of the
writing end, on purpose or by dying, they stop at once, but never while they hand in a result: whoever waits for the
rest of it would wait for ever. So neither Ctrl-C nor a kill leaves processes behind. A cluster has workers of its own
(see `cluster`).
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.util import Finalize
from threading import Lock, Thread
from types import TracebackType
from typing import Generic, Self, TypeVar

from engine.errors import RunFailed
from engine.execution.alternatives import Player, Work
from engine.execution.cluster import on_cluster
from engine.execution.effort import MOST_WORKERS, Effort
from engine.execution.packed_work import Chunk, PackedWork, run_chunk
from engine.execution.processes import available_processors, ctrl_c_blocked, worker_context
from engine.wording import say

CHUNK_SECONDS = 0.5
"""A chunk should take about so long: short enough to stop quickly, long enough that sending it costs nothing."""

LARGEST_CHUNK = 4096
LEAST_SHARED = 8
"""Fewer replications than this up to a look are not shared out among workers."""

POOL_PAYS_AFTER = 12.0
"""Seconds of work left from which starting worker processes (about 3 s each) is worth it when nobody said how many."""

SECONDS_TO_LEAVE = 1.0
"""How long a worker without work has to end in an orderly way before it is ended."""

LAST = -1000
"""Comes after everything else that a worker does when it ends."""

P = TypeVar("P", bound=Player)
R = TypeVar("R")


class Pace:
    """How many replications make a chunk: what the fastest one so far would do in the time wanted.

    The fastest, because the first chunks contain compiling and would make all later ones too small.
    """

    def __init__(self) -> None:
        self.size = 2
        self._fastest: float | None = None

    def learn(self, chunk: Chunk) -> None:
        """Take note of how long a chunk took."""
        each = max(chunk.seconds, 1e-6) / chunk.count
        self._fastest = each if self._fastest is None else min(each, self._fastest)
        self.size = max(1, min(int(CHUNK_SECONDS / self._fastest), 8 * self.size, LARGEST_CHUNK))

    def seconds(self, replications: int) -> float:
        """How long so many replications would take in one process."""
        return replications * (self._fastest or 0.0)


class Session(Generic[P]):
    """Work and who plays it; used as a context, so that no worker outlives it.

    Without `workers` it begins in this process and starts workers when there is enough left to do.
    """

    def __init__(self, work: Work[P], effort: Effort) -> None:
        self.work, self.effort = work, effort
        elsewhere = effort.cluster is not None
        self.packed: PackedWork[P] = PackedWork.of(work, effort.simulator, elsewhere)
        self._workers = None if effort.workers is None else min(effort.workers, MOST_WORKERS)
        self._given = effort.executor is not None or elsewhere
        self._pool: Executor | None = effort.executor
        self._parallel = self._workers or available_processors()
        self._lifeline: Connection | None = None
        self._pace = Pace()
        self._closing = ExitStack()
        if effort.cluster is not None:
            self._pool, self._parallel = self._closing.enter_context(on_cluster(effort.cluster))
        elif self._pool is None and self._workers is not None and self._workers > 1:
            self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lifeline is not None:
            self._lifeline.close()  # first: workers asked politely take a second to leave
        if not self._given and self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._closing.close()

    def chunks(self, first: int, looks: Sequence[int]) -> Iterator[Chunk]:
        """Replications from the first on, in order and in chunks of changing size, none of which goes beyond a look.

        A pool plays on beyond a look while whoever asked makes up their mind; what was played in vain is dropped when
        they stop asking.
        """
        at, ahead = first, deque(look for look in looks if look > first)
        while self._pool is None and ahead:
            chunk = run_chunk(self.packed, at, min(self._pace.size, ahead[0] - at))
            self._pace.learn(chunk)
            at += chunk.count
            yield chunk
            to_come = ahead[0] - at if len(ahead) == 1 else at  # with several looks, about as much again
            if self._workers is None and self._parallel > 1 and self._pace.seconds(to_come) > POOL_PAYS_AFTER:
                self._start()
            if at == ahead[0]:
                ahead.popleft()
        if self._pool is not None:
            with _explaining():
                yield from self._from_pool(self._pool, at, ahead)

    def ask(self, questions: Iterable[Callable[[P], R]]) -> Iterator[R]:
        """What a player answers to each question, in this order."""
        if self._pool is None:
            yield from (answer(self.packed, question) for question in questions)
        else:
            pool = self._pool
            with _explaining():
                for future in [self._submit(pool, answer, self.packed, question) for question in questions]:
                    yield future.result()

    def _from_pool(self, pool: Executor, first: int, ahead: deque[int]) -> Iterator[Chunk]:
        waiting: deque[Future[Chunk]] = deque()
        at = first
        try:
            while ahead or waiting:
                while ahead and len(waiting) < 2 * self._parallel:
                    share = -(-(ahead[0] - at) // self._parallel)
                    count = min(self._pace.size, max(share, LEAST_SHARED), ahead[0] - at)
                    waiting.append(self._submit(pool, run_chunk, self.packed, at, count))
                    at += count
                    if at == ahead[0]:
                        ahead.popleft()
                chunk = waiting.popleft().result()
                self._pace.learn(chunk)
                yield chunk
        finally:
            for each in waiting:
                each.cancel()

    def _submit(self, pool: Executor, work: Callable[..., R], *args: object) -> Future[R]:
        return pool.submit(work, *args) if self._given else pool.submit(do_work, work, *args)

    def _start(self) -> None:
        self._lifeline, self._pool = start_pool(self._parallel)


def answer(packed: PackedWork[P], question: Callable[[P], R]) -> R:
    """What the player of this work answers."""
    return question(packed.player())


def start_pool(processes: int) -> tuple[Connection, ProcessPoolExecutor]:
    """So many worker processes, and their lifeline, to be closed before they are shut down."""
    context = worker_context()
    reading, writing = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_prepare_worker, initargs=(reading,))
    with ctrl_c_blocked():
        for _ in range(processes):
            pool.submit(os.getpid)  # each starts a worker
    return writing, pool


def _prepare_worker(lifeline: Connection) -> None:
    """Leave Ctrl-C to the main process, and stop when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Finalize(None, os._exit, args=(0,), exitpriority=LAST)  # taking the interpreter apart takes most of a second
    _between_works.acquire()

    def watch() -> None:
        wait([lifeline])
        _between_works.acquire(timeout=SECONDS_TO_LEAVE)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


_between_works = Lock()
"""Held in a worker while it waits for work or hands in a result, free while it works and may be ended."""


def do_work(work: Callable[..., R], *args: object) -> R:
    """What a pool is asked to do: a piece of work, during which its worker may be ended."""
    _between_works.release()
    try:
        return work(*args)
    finally:
        _between_works.acquire()


@contextmanager
def _explaining() -> Iterator[None]:
    """Says what to do when workers died."""
    try:
        yield
    except BrokenProcessPool as error:
        raise RunFailed(
            say(
                "the worker processes stopped before they were done (out of memory, or a script that starts its work "
                'without `if __name__ == "__main__":`); try again with one worker'
            )
        ) from error
