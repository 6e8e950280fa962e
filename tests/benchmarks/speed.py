"""Deals a second of the engine's SimPy driver and of the plain program, in turns, in one process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop
from statistics import median
from time import perf_counter, process_time
from typing import Any
from unittest.mock import patch

from engine.simulation import Simulator
from tests.benchmarks.plain_simpy import PlainProgram


@dataclass
class Rates:
    """Deals a second of repeated runs: by the clock, and by processor time, which is free of waiting for others."""

    by_clock: list[float] = field(default_factory=list)
    by_processor: list[float] = field(default_factory=list)

    def time(self, run: Callable[[int], object], deals: int) -> None:
        """Run so many deals and note how long they took."""
        clock, processor = perf_counter(), process_time()
        run(deals)
        self.by_clock.append(deals / (perf_counter() - clock))
        self.by_processor.append(deals / (process_time() - processor))


def spread(values: list[float], unit: str = "") -> str:
    """Median, least and greatest of some figures."""
    return f"{median(values):,.0f}{unit} ({min(values):,.0f} – {max(values):,.0f})"


def race(ours: Simulator, plain: PlainProgram, our_deals: int, plain_deals: int, repeats: int) -> tuple[Rates, Rates]:
    """Both programs in turns, so that a busy moment meets both; what is compiled is compiled before."""
    ours.run(0, 2)
    plain.run(2)
    rates = Rates(), Rates()
    for _ in range(repeats):
        rates[0].time(lambda deals: ours.run(0, deals), our_deals)
        rates[1].time(plain.run, plain_deals)
    return rates


def routed_events(run: Callable[[int], object], deals: int) -> float:
    """Events that SimPy handles for one deal, on average."""
    counted = 0

    def counting(queue: list[Any]) -> Any:
        nonlocal counted
        counted += 1
        return heappop(queue)

    with patch("simpy.core.heappop", counting), patch("engine.simulation.environment.heappop", counting):
        run(deals)
    return counted / deals
