"""A cluster plays: workers of a Dask scheduler, in any number of processes, threads and machines.

A worker that dies is replaced by the others, or by its own nurse; what it had in hand is played again. A replication is
a pure function of its number, and each chunk is taken in once: so nothing counts twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from typing import Any

from engine.errors import InputError, Problem, RunFailed
from engine.wording import say

SECONDS_TO_CONNECT = 10


@contextmanager
def on_cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """Who plays on the cluster behind this address of its scheduler, and in how many threads at once.

    Raises InputError where nobody answers there or Dask is not installed, RunFailed when the cluster breaks down.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError as error:
        what = say("Dask is not installed, which a cluster is reached with")
        raise InputError(
            Problem(
                "cluster", what, say("install it with `pip install 'kam-sandbox[cluster]'`"), "cluster-not-installed"
            )
        ) from error
    try:
        connect: Any = Client
        client: Any = connect(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        what = say("nobody answers at {address}", address=address)
        hint = say("start a scheduler with `dask scheduler`, and name the address it prints")
        raise InputError(Problem("cluster", what, hint, "cluster-silent")) from error
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            what = say("the cluster at {address} has no workers", address=address)
            hint = say("start some with `dask worker {address}`", address=address)
            raise InputError(Problem("cluster", what, hint, "cluster-without-workers"))
        try:
            yield client.get_executor(pure=False), threads
        except (KilledWorker, CancelledError) as error:
            what = say("the cluster lost its workers before they were done: {reason}", reason=str(error))
            raise RunFailed(what) from error
