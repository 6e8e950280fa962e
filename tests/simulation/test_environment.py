"""The shorter way through SimPy's queue is SimPy's way."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
import simpy

from engine.simulation import Simulator
from engine.simulation.environment import ASLEEP, Days, Environment, Process
from engine.situation import load_books, read_scenario


@pytest.mark.parametrize("name", ["keeping_up", "team_portfolio"])
def test_a_run_is_the_same_as_with_simpy_s_own(repository: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    scenario = read_scenario(repository / f"scenarios/{name}.yaml")
    simulator = Simulator(scenario, "playbook", load_books(scenario), 1)
    ours = simulator.run(0, 12)
    monkeypatch.setattr(Environment, "run_until", lambda clock, day: clock.run(until=day))
    theirs = simulator.run(0, 12)
    assert ours.outcomes.tobytes() == theirs.outcomes.tobytes()
    assert ours.team.tobytes() == theirs.team.tobytes()


def test_what_is_due_on_the_last_day_no_longer_happens() -> None:
    seen: list[float] = []

    def process(clock: Environment) -> Generator[simpy.Event, Any, None]:
        while True:
            yield clock.timeout(1.0)
            seen.append(clock.now)

    clock = Environment()
    clock.process(process(clock))
    clock.run_until(3.0)
    assert seen == [1.0, 2.0] and clock.now == 3.0


def test_a_course_waits_until_the_day_it_says_and_a_clock_can_start_again() -> None:
    seen: list[tuple[str, float]] = []

    def waits(name: str, days: float) -> Days:
        for _ in range(2):
            seen.append((name, clock.now))
            yield clock.now + days
        seen.append((name, clock.now))

    clock = Environment()
    first, second = Process(clock), Process(clock)
    for end in (10.0, 1.5, 10.0):
        seen.clear()
        clock.reset()
        first.start(waits("a", 2.0))
        second.start(waits("b", 1.0))
        clock.run_until(end)
        due = [("a", 0.0), ("b", 0.0), ("b", 1.0), ("a", 2.0), ("b", 2.0), ("a", 4.0)]
        assert seen == [each for each in due if each[1] < end]


def test_a_course_that_is_asleep_can_be_woken() -> None:
    seen: list[float] = []

    def waits() -> Days:
        yield 2.0
        seen.append(clock.now)
        yield ASLEEP
        seen.append(clock.now)

    clock = Environment()
    course = Process(clock)
    course.start(waits())
    course.resume_at(1.0)  # it waits for a day of its own
    clock.run_until(3.0)
    assert seen == [2.0]
    course.resume_at(5.0)
    course.resume_at(4.0)  # it is no longer asleep
    clock.run_until(9.0)
    assert seen == [2.0, 5.0]
    course.resume_at(11.0)  # there is nothing left to follow
    clock.run_until(12.0)
    assert seen == [2.0, 5.0]


@pytest.mark.parametrize("simpy_runs", [False, True])
def test_a_course_that_waits_can_be_woken_earlier_and_then_only_then(simpy_runs: bool) -> None:
    seen: list[float] = []

    def waits() -> Days:
        for day in (7.0, 9.0, ASLEEP):
            yield day
            seen.append(clock.now)

    clock = Environment()
    until = (lambda day: clock.run(until=day)) if simpy_runs else clock.run_until
    course = Process(clock)
    course.start(waits())
    for day in (8.0, 5.0, 3.0):
        course.not_later_than(day)
    until(8.0)
    assert seen == [3.0], "the days it waited for before are over without it"
    until(12.0)
    assert seen == [3.0, 9.0]
    course.not_later_than(13.0)  # it is asleep
    course.resume_at(14.0)
    until(15.0)
    assert seen == [3.0, 9.0, 14.0]


def test_an_error_in_a_process_stops_the_run() -> None:
    def process(clock: Environment) -> Generator[simpy.Event, Any, None]:
        yield clock.timeout(1.0)
        raise ArithmeticError("wrong")

    clock = Environment()
    clock.process(process(clock))
    with pytest.raises(ArithmeticError, match="wrong"):
        clock.run_until(3.0)
