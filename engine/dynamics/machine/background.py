"""What goes on without us: internal meetings, rivals' visits, surprises, people who leave.

Nobody looks at these clocks until somebody has to, so they are caught up then, exactly and in order of time. The rate
of a Poisson clock changes only when something else happens; each clock keeps the exposure left until it rings. A clock
that runs at work counts working time instead of days.
The functions are composed of the mechanisms' clocks (`composition.CLOCKS`); `catch_up.source()` shows one. Clocks of a
mechanism that is switched off never ring.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf
from typing import Any

from engine.dynamics.declarations import DayClock, PoissonClock
from engine.dynamics.machine.chance import exponential, uniform
from engine.dynamics.moments import Moment
from engine.dynamics.state.workdays import moment_worked, time_worked

Clock = PoissonClock | DayClock


class ClockWork(Moment):
    """A kernel composed of clocks. `clocks`: set once all mechanisms are known."""

    def __init__(self, name: str, meaning: str, write: Callable[[Sequence[Clock]], list[str]]) -> None:
        super().__init__(name, meaning)
        self._write = write
        self.clocks: tuple[Clock, ...] = ()

    def source(self) -> str:
        """The composed function as text."""
        lines = self._write(self.clocks)
        return "\n".join([f"def {self.name}(account, deal, desk, now):", f'    """{self.meaning}"""', *lines]) + "\n"

    def composed(self, callable_of: Callable[[Any], Any]) -> Callable[..., Any]:
        """The composed function, calling what `callable_of` makes of each kernel."""
        names: dict[str, Any] = {
            "exponential": callable_of(exponential),
            "uniform": callable_of(uniform),
            "time_worked": callable_of(time_worked),
            "moment_worked": callable_of(moment_worked),
            "inf": inf,
        }
        for place, clock in enumerate(self.clocks):
            names[f"ring_{place}"] = callable_of(clock.ring)
            if isinstance(clock, PoissonClock):
                names[f"rate_{place}"], names[f"gap_{place}"] = callable_of(clock.rate), int(clock.gap)
            else:
                names[f"due_{place}"] = callable_of(clock.due)
        return self.made(names)


def _each(clock: Clock, lines: list[str]) -> list[str]:
    """The lines for every k of the clock's dimension, or for k = 0."""
    if not clock.each:
        return ["k = 0", *lines]
    return [f"for k in range(account.{clock.each}):", *_in(1, lines)]


def _in(deep: int, lines: list[str]) -> list[str]:
    return ["    " * deep + line for line in lines]


def _unless_off(value: str, clock: Clock, otherwise: str) -> str:
    asked = Moment.asked_of(clock.ring)
    return f"{value} if {asked} else {otherwise}" if asked else value


def _of(field: str, clock: Clock) -> str:
    return f"{field}[k]" if clock.each else field


def _rewind(place: int, clock: PoissonClock) -> str:
    """Draw the exposure until the next time."""
    left, entity = _of(f"deal.{clock.name}_left", clock), _of(clock.entity, clock) if clock.entity else "0"
    return f"{left} = exponential(uniform(deal.key, {entity}, gap_{place}, {_of(clock.rung, clock)}))"


def _set_rates(clocks: Sequence[Clock]) -> list[str]:
    lines: list[str] = []
    for place, clock in enumerate(clocks):
        if isinstance(clock, PoissonClock):
            rate = _unless_off(f"rate_{place}(account, deal, desk, t, k)", clock, "0.0")
            lines += _each(clock, [f"{_of(f'deal.{clock.name}_rate', clock)} = {rate}"])
    return lines


def _wind(clocks: Sequence[Clock]) -> list[str]:
    lines: list[str] = []
    for place, clock in enumerate(clocks):
        if isinstance(clock, PoissonClock):
            lines += _in(1, _each(clock, [_rewind(place, clock)]))
    return [*lines, "    return"]


def _soonest(place: int, clock: Clock) -> list[str]:
    if isinstance(clock, PoissonClock):
        left, rate = _of(f"deal.{clock.name}_left", clock), _of(f"deal.{clock.name}_rate", clock)
        if clock.at_work:
            return _each(
                clock,
                [
                    f"if {rate} > 0.0 and {left} / {rate} <= work:",
                    f"    at_work, which_at_work, work = {place}, k, {left} / {rate}",
                ],
            )
        return _each(
            clock,
            [f"if {rate} > 0.0 and {left} / {rate} <= wait:", f"    first, which, wait = {place}, k, {left} / {rate}"],
        )
    starts = _unless_off(f"due_{place}(account, deal, desk, t, k) - t", clock, "inf")
    return _each(
        clock,
        [
            f"starts = {starts}",
            "if starts <= wait:",
            f"    first, which, wait = {place}, k, max(0.0, starts)",
        ],
    )


_WORK_FIRST = [
    "at_work, which_at_work, work = -1, 0, worked_by_now - worked",
]
_AT_WORK = [
    "if at_work >= 0:",
    "    starts = moment_worked(account, worked + max(0.0, work)) - t",
    "    if starts <= wait:",
    "        first, which, wait = at_work, which_at_work, max(0.0, starts)",
]
"""The soonest of the clocks that run at work is found in working time, and turned into days once."""


def _run(clocks: Sequence[Clock], beginning: str) -> list[str]:
    """Let the clocks run from `beginning` to `now`."""
    elapse: list[str] = []
    ring: list[str] = ["k = which"]
    for place, clock in enumerate(clocks):
        ring += [f"if first == {place}:", f"    ring_{place}(account, deal, desk, t, k)"]
        if isinstance(clock, PoissonClock):
            left, rate = _of(f"deal.{clock.name}_left", clock), _of(f"deal.{clock.name}_rate", clock)
            elapse += _each(clock, [f"{left} -= {rate} * {'passed' if clock.at_work else 'wait'}"])
            ring.append(f"    {_rewind(place, clock)}")
        else:
            ring += _in(1, _set_rates(clocks))
    others = [clock for clock in clocks if not (isinstance(clock, PoissonClock) and clock.at_work)]
    at_work = [line for place, clock in enumerate(clocks) if clock not in others for line in _soonest(place, clock)]
    soonest = [line for place, clock in enumerate(clocks) if clock in others for line in _soonest(place, clock)]
    return _in(
        1,
        [
            f"t = {beginning}",
            "worked, worked_by_now = time_worked(account, t), time_worked(account, now)",
            *_set_rates(clocks),
            "while True:",
            "    first, which, wait = -1, 0, now - t",
            *_in(1, [*_WORK_FIRST, *at_work, *_AT_WORK, *soonest]),
            "    t += wait",
            "    passed = (worked_by_now if first < 0 else time_worked(account, t)) - worked",
            "    worked += passed",
            *_in(1, elapse),
            "    if first < 0:",
            "        break",
            *_in(1, ring),
        ],
    )


def _during(clocks: Sequence[Clock]) -> list[str]:
    return [*_run(clocks, "deal.now"), "    deal.now = now", "    account.now = now"]


def _between(clocks: Sequence[Clock]) -> list[str]:
    always = [(place, clock) for place, clock in enumerate(clocks) if isinstance(clock, DayClock) and clock.always]
    lines = ["t = account.now", "while True:", "    first, which, wait = -1, 0, now - t"]
    for place, clock in always:
        lines += _in(1, _soonest(place, clock))
    lines += ["    t += wait", "    if first < 0:", "        break", "    k = which"]
    for place, _ in always:
        lines += [f"    if first == {place}:", f"        ring_{place}(account, deal, desk, t, k)"]
    return _in(1, [*lines, "account.now = now"])


catch_up = ClockWork("catch_up", "Let everything go on from `deal.now` to `now`.", _during)
between_projects = ClockWork("between_projects", "Let what never rests go on from `account.now` to `now`.", _between)
wind_clocks = ClockWork("wind_clocks", "Draw the first exposures when a project opens.", _wind)


def use(clocks: tuple[Clock, ...]) -> None:
    """These are the clocks there are."""
    for work in (catch_up, between_projects, wind_clocks):
        work.clocks = clocks
