"""Where worker processes come from: forked from a server that has loaded what they need, or started fresh.

The server is a process of its own, without threads: nothing half-finished is copied, as it would be from the main
process. It loads while the main process reads its input, ends when the main process is gone, and keeps the workers'
memory to what they do not share. Systems without it start workers from nothing.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import BaseContext

SERVER = "forkserver"
LOADED = "engine.execution.server"
"""The module that the server loads."""


def available_processors() -> int:
    """Processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def worker_context(*modules: str) -> BaseContext:
    """How to make worker processes here; their server, unless it runs already, loads these modules as well."""
    if SERVER not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context(SERVER)
    context.set_forkserver_preload([LOADED, *modules])
    return context


def workers_will_be_needed(*modules: str) -> None:
    """Let the server load meanwhile, these modules too."""
    global _server_loads
    if worker_context(*modules).get_start_method() == SERVER:
        from multiprocessing.forkserver import ensure_running

        with ctrl_c_blocked():
            ensure_running()
        _server_loads = True


def workers_come_at_once() -> bool:
    """Has the server been loading, so that another worker costs next to nothing?"""
    return _server_loads


_server_loads = False


@contextmanager
def ctrl_c_blocked() -> Iterator[None]:
    """Processes started here never hear Ctrl-C: a blocked signal stays blocked in them from their first instruction.

    Without this a worker that still loads its modules would answer with a traceback of its own.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    ensure_running()  # if it came later, it would unblock the signal
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
