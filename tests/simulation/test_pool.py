"""The team's calendar: who is booked when, and who goes first."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

import pytest
from hypothesis import given, strategies as st

from engine.simulation.environment import Environment
from engine.simulation.pools import Pool


@dataclass
class Guest:
    """Somebody who waits, and notes in the diary when their turn has come."""

    name: str
    diary: list[tuple[str, float]]

    def served(self, now: float) -> None:
        self.diary.append((self.name, now))


class Day:
    """A pool whose hours are days, and a diary of who was served when."""

    def __init__(self, people: int = 1) -> None:
        self.env = Environment()
        self.pool = Pool(self.env, people, 7.0)
        self.served: list[tuple[str, float]] = []

    def ask(self, name: str, day: float, hours: float, priority: int = 1, patience: float = inf) -> None:
        """Somebody asks on a day, and waits so long at most."""

        def process() -> Any:
            yield self.env.timeout(day)
            guest, now = Guest(name, self.served), self.env.now
            if self.pool.book_now(hours, now):
                guest.served(now)
                return
            self.pool.queue_up(hours, priority, guest, now)
            if patience < inf:
                yield self.env.timeout(patience)
                if name not in dict(self.served):
                    self.pool.leave(guest, self.env.now)

        self.env.process(process())

    def until(self, day: float) -> Day:
        self.env.run(until=day)
        self.pool.finish(day)
        return self


def test_somebody_free_is_booked_at_once() -> None:
    day = Day()
    day.ask("a", 1.0, 2.0)
    day.ask("b", 3.0, 1.0)
    assert day.until(10).served == [("a", 1.0), ("b", 3.0)]
    assert (day.pool.requests, day.pool.wait_days, day.pool.hours_booked) == (2, 0.0, 3.0)


def test_others_wait_until_somebody_comes_free() -> None:
    day = Day()
    day.ask("a", 0.0, 5.0)
    day.ask("b", 1.0, 2.0)
    day.ask("c", 2.0, 1.0)
    assert day.until(20).served == [("a", 0.0), ("b", 5.0), ("c", 7.0)]
    assert day.pool.wait_days == 4.0 + 5.0 == day.pool.queue_days


def test_key_accounts_go_first_then_who_came_first() -> None:
    day = Day()
    day.ask("first", 0.0, 10.0)
    day.ask("ordinary", 1.0, 1.0, priority=3)
    day.ask("later", 2.0, 1.0, priority=3)
    day.ask("key", 9.0, 1.0, priority=1)
    assert [name for name, _ in day.until(20).served] == ["first", "key", "ordinary", "later"]


def test_nobody_is_thrown_out_for_a_key_account() -> None:
    day = Day()
    day.ask("ordinary", 0.0, 10.0, priority=9)
    day.ask("key", 1.0, 1.0, priority=1)
    assert day.until(20).served == [("ordinary", 0.0), ("key", 10.0)]


def test_nobody_jumps_a_queue_by_coming_when_somebody_is_just_free() -> None:
    """At the very moment at which the colleague comes free, the one who waits goes before the one who arrives."""
    day = Day()
    day.ask("a", 0.0, 5.0)
    day.ask("b", 1.0, 5.0)
    day.ask("c", 5.0, 5.0)
    assert day.until(30).served == [("a", 0.0), ("b", 5.0), ("c", 10.0)]


def test_who_gives_up_books_nobody_and_has_waited_all_the_same() -> None:
    day = Day()
    day.ask("a", 0.0, 5.0)
    day.ask("gone", 1.0, 100.0, patience=2.5)
    day.ask("b", 2.0, 1.0)
    assert day.until(20).served == [("a", 0.0), ("b", 5.0)]
    assert day.pool.hours_booked == 6.0
    assert day.pool.queue_days == day.pool.wait_days == 2.5 + 3.0
    assert day.pool.requests == 3


def test_small_efforts_keep_whoever_comes_free_first() -> None:
    day = Day()
    day.ask("a", 0.0, 5.0)
    day.ask("b", 1.0, 1.0)
    day.env.run(until=2.0)
    day.pool.add_hours(3.0, 2.0)
    assert day.until(20).served == [("a", 0.0), ("b", 8.0)]
    assert day.pool.hours_booked == day.pool.hours_worked == 9.0


def test_two_colleagues_work_side_by_side() -> None:
    day = Day(people=2)
    for place, name in enumerate("abcd"):
        day.ask(name, 0.1 * place, 3.0)
    assert day.until(20).served == [("a", 0.0), ("b", 0.1), ("c", 3.0), ("d", pytest.approx(3.1))]


def test_an_hour_keeps_a_colleague_for_a_seventh_of_a_week_s_share() -> None:
    env = Environment()
    pool = Pool(env, 1, 20.0)
    assert pool.book_now(10.0, env.now)
    env.run(until=3.49)
    assert not pool.book_now(1.0, env.now)
    env.run(until=3.51)
    assert pool.book_now(1.0, env.now)


def test_the_end_cuts_off_hours_and_waits() -> None:
    day = Day()
    day.ask("a", 8.0, 5.0)
    day.ask("b", 9.0, 5.0)
    day.until(10)
    assert (day.pool.hours_booked, day.pool.hours_worked) == (5.0, pytest.approx(2.0))
    assert day.pool.wait_days == day.pool.queue_days == 1.0
    assert day.served == [("a", 8.0)]


requests = st.lists(
    st.tuples(st.floats(0, 50), st.floats(0, 9), st.integers(1, 3), st.floats(0.1, 9) | st.just(inf)),
    min_size=1,
    max_size=40,
)


@given(requests, st.integers(1, 3))
def test_whatever_comes(asked: list[tuple[float, float, int, float]], people: int) -> None:
    day = Day(people)
    for place, (when, hours, priority, patience) in enumerate(asked):
        day.ask(str(place), when, hours, priority, patience)
    day.until(60.0)
    assert day.pool.requests == len(asked)
    assert day.pool.hours_worked <= people * 60.0 + 1e-9
    assert day.pool.queue_days == pytest.approx(day.pool.wait_days, abs=1e-7)
    assert len({name for name, _ in day.served}) == len(day.served)
    for name, when in day.served:
        assert when >= asked[int(name)][0]
    busy = sorted((when, min(60.0, when + asked[int(name)][1])) for name, when in day.served)
    assert day.pool.hours_worked == pytest.approx(sum(end - start for start, end in busy), abs=1e-7)
    for start, _ in busy:
        assert sum(a <= start < b for a, b in busy) <= people
    for name, when in day.served:
        overtaken = [
            other
            for other, (came, _, priority, patience) in enumerate(asked)
            if came + patience > when and came < asked[int(name)][0] and priority <= asked[int(name)][2]
            if dict(day.served).get(str(other), 61.0) > when
        ]
        assert not overtaken, "an earlier request of the same or a higher rank still waits"
