"""Deals a second of the engine's SimPy driver and of the plain program, in turns, in one process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from heapq import heappop
from statistics import median
from time import perf_counter, process_time
from typing import Any
from unittest.mock import patch

from engine.simulation import WATCHED, Simulator
from tests.benchmarks.plain_simpy import PlainProgram

FIRST = 2 * WATCHED
"""The first replication measured: the earliest are watched, which costs a tape."""


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


def spread(values: list[float], unit: str = "", digits: int = 0) -> str:
    """Median, least and greatest of some figures."""
    middle, least, greatest = (f"{value:,.{digits}f}" for value in (median(values), min(values), max(values)))
    return f"{middle}{unit} ({least} – {greatest})"


def race(ours: Simulator, plain: PlainProgram, our_deals: int, plain_deals: int, repeats: int) -> tuple[Rates, Rates]:
    """Both programs in turns, so that a busy moment meets both; what is compiled is compiled before."""
    ours.run(0, 2)
    plain.run(2)
    rates = Rates(), Rates()
    for _ in range(repeats):
        rates[0].time(lambda deals: ours.run(0, deals), our_deals)
        rates[1].time(plain.run, plain_deals)
    return rates


def account_seconds(portfolios: Mapping[int, Simulator], each_run: int, repeats: int) -> dict[int, list[float]]:
    """Processor seconds for one account through the whole horizon, in portfolios of different sizes.

    Portfolios take turns, so that a busy moment meets all; each run goes through about `each_run` accounts.
    """
    for simulator in portfolios.values():
        simulator.run(FIRST, 1)
    seconds: dict[int, list[float]] = {accounts: [] for accounts in portfolios}
    for _ in range(repeats):
        for accounts, simulator in portfolios.items():
            replications = max(1, each_run // accounts)
            start = process_time()
            simulator.run(FIRST, replications)
            seconds[accounts].append((process_time() - start) / replications / accounts)
    return seconds


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
