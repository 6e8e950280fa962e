"""Independent tasks, done by this process from the first on and by a second one from the last on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from typing import Any

from engine.execution.processes import available_processors, workers_come_at_once
from engine.execution.session import do_work, start_pool

Tasks = Mapping[str, Callable[[], Any]]
"""By name; those that another process is to do must be picklable, and so must what they give."""

DoTasks = Callable[[Tasks], dict[str, Any]]
"""Does tasks and returns what each gives, in their order."""


@contextmanager
def with_helper(module: str) -> Iterator[DoTasks]:
    """Does tasks that need a module; a second process helps where it comes at once."""
    if not workers_come_at_once() or available_processors() < 2:
        yield one_by_one
        return
    lifeline, pool = start_pool(1)
    try:
        pool.submit(do_work, _load, module)
        yield partial(from_both_ends, pool)
    finally:
        lifeline.close()
        pool.shutdown(wait=True, cancel_futures=True)


def one_by_one(tasks: Tasks) -> dict[str, Any]:
    """All tasks in this process."""
    return {name: task() for name, task in tasks.items()}


def from_both_ends(pool: Executor, tasks: Tasks) -> dict[str, Any]:
    """This process takes what the pool has not begun; a task that the pool could not finish is done here."""
    try:
        there = {name: pool.submit(do_work, tasks[name]) for name in reversed(list(tasks))}
    except BrokenProcessPool:  # its worker could not even be started
        return one_by_one(tasks)
    done = {name: task() for name, task in tasks.items() if there[name].cancel()}
    for name in there.keys() - done.keys():
        try:
            done[name] = there[name].result()
        except BrokenProcessPool:
            done[name] = tasks[name]()
    return {name: done[name] for name in tasks}


def _load(module: str) -> None:
    import_module(module)
