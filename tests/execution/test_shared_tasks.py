"""Tasks done from both ends give what they give one by one."""

from __future__ import annotations

import math
import os
import time
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Any

import pytest

from engine.execution import processes
from engine.execution.shared_tasks import from_both_ends, one_by_one, with_helper

TASKS = {str(number): partial(pow, number, 3) for number in range(9)}


class Pool:
    """Begins some of what it is given, the rest stays cancellable; may break while it works."""

    def __init__(self, begins: int, breaks: bool = False) -> None:
        self.begins, self.breaks = begins, breaks
        self.asked: list[Any] = []

    def submit(self, _: Any, task: Any) -> Future[Any]:
        self.asked.append(task)
        future: Future[Any] = Future()
        if len(self.asked) <= self.begins:
            future.set_running_or_notify_cancel()
            if self.breaks:
                future.set_exception(BrokenProcessPool("it was killed"))
            else:
                future.set_result(("there", task()))
        return future


@pytest.mark.parametrize("begins", [0, 1, 4, 9])
def test_the_pool_has_the_last_tasks_and_this_process_the_first(begins: int) -> None:
    done = from_both_ends(Pool(begins), TASKS)  # type: ignore[arg-type]
    assert list(done) == list(TASKS)
    for place, (name, value) in enumerate(done.items()):
        cube = int(name) ** 3
        assert value == (cube if place < 9 - begins else ("there", cube))


def test_what_a_broken_pool_had_begun_is_done_here() -> None:
    assert from_both_ends(Pool(4, breaks=True), TASKS) == one_by_one(TASKS)  # type: ignore[arg-type]


def test_where_no_worker_can_be_started_all_is_done_here() -> None:
    class Dead:
        def submit(self, *_: object) -> Future[object]:
            raise BrokenProcessPool

    assert from_both_ends(Dead(), TASKS) == one_by_one(TASKS)  # type: ignore[arg-type]


def test_a_second_process_helps_where_it_comes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {str(number): os.getpid for number in range(40)}
    with with_helper("engine.errors") as do_tasks:
        assert set(do_tasks(asked).values()) == {os.getpid()}, "nobody has asked for workers"
    monkeypatch.setattr(processes, "_server_loads", True)
    monkeypatch.setattr("engine.execution.shared_tasks.available_processors", lambda: 2)
    with with_helper("engine.errors") as do_tasks:
        assert do_tasks(TASKS) == one_by_one(TASKS)
        slow = {str(number): partial(_after, 0.2) for number in range(20)}
        assert len(set(do_tasks(slow).values())) == 2


def _after(seconds: float) -> int:
    """Who works, after a while."""
    time.sleep(seconds)
    return os.getpid()


def test_an_error_of_a_task_comes_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_server_loads", True)
    with with_helper("engine.errors") as do_tasks, pytest.raises(ValueError, match="math domain"):
        do_tasks(TASKS | {"wrong": partial(math.sqrt, -1.0)})
