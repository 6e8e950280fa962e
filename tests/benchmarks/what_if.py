"""How long a sweep takes: the time that a user waits, and the processor time of it, free of waiting for others."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter, process_time

from engine import read_situation, sweep
from tests.benchmarks.known import STRATEGIES

POINTS, REPLICATIONS = 9, 1000
OVER = f"behaviour.access.recommended=0.1:0.98:{POINTS}"


@dataclass(frozen=True)
class Sweeps:
    """Seconds of each sweep by the clock, of the processor, and of the deals alone, as the pilot foretold them."""

    by_clock: list[float]
    by_processor: list[float]
    foretold: list[float]


def measured(replications: int, repeats: int) -> Sweeps:
    """A line of nine points and two strategies in one process, what is compiled being compiled."""
    situation = read_situation("kam:keeping_up")
    sweep(situation, OVER, STRATEGIES, replications=2, workers=1)
    found = Sweeps([], [], [])
    for _ in range(repeats):
        clock, processor = perf_counter(), process_time()
        told = sweep(situation, OVER, STRATEGIES, replications=replications, workers=1)
        found.by_clock.append(perf_counter() - clock)
        found.by_processor.append(process_time() - processor)
        found.foretold.append(told.plan.seconds)
    return found
