"""P2 and P3c: the team's pool is the queue that theory knows; Little's law holds in it without error.

A colleague with 7 hours a week gives an hour a day, so that hours are days.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import simpy
from laboratory import assert_mean_is
from scipy import stats

from engine.simulation.environment import Environment
from engine.simulation.pools import Pool

BATCHES = 40
Durations = Callable[[np.random.Generator, int], np.ndarray]


def exponential(luck: np.random.Generator, size: int) -> np.ndarray:
    return luck.exponential(1.0, size)


def triangular(luck: np.random.Generator, size: int) -> np.ndarray:
    return luck.triangular(0.5, 1.0, 2.0, size)


@dataclass
class Customer:
    """Somebody in the queue, who notes how long it took."""

    number: int
    since: float
    waits: np.ndarray

    def wanted(self) -> bool:
        return True

    def served(self, now: float) -> None:
        self.waits[self.number] = now - self.since


class Desk:
    """Customers come at a rate and are served by a pool; waits in the order of arrival."""

    def __init__(self, people: int, rate: float, service: Durations, customers: int, seed: int) -> None:
        luck = np.random.default_rng(seed)
        self.env = Environment()
        gaps = luck.exponential(1 / rate, customers)
        self.days = float(gaps.sum()) + 1e-3
        self.pool = Pool(self.env, people, 7.0)
        self.waits = np.full(customers, np.nan)
        self.env.process(self._arrivals(gaps, service(luck, customers)))
        self.env.run(until=self.days)
        self.pool.finish(self.days)

    def _arrivals(self, gaps: np.ndarray, hours: np.ndarray) -> Generator[simpy.Event, Any, None]:
        for customer, gap in enumerate(gaps.tolist()):
            yield self.env.timeout(gap)
            if self.pool.book_now(hours[customer], self.env.now):
                self.waits[customer] = 0.0
            else:
                self.pool.queue_up(hours[customer], 1, Customer(customer, self.env.now, self.waits), self.env.now)

    def batches(self) -> np.ndarray:
        """Mean waits of batches of customers, without the first, and without those whom the end cut off."""
        served = self.waits[len(self.waits) // BATCHES :]
        size = len(served) // BATCHES
        return np.nanmean(served[: size * BATCHES].reshape(BATCHES, size), axis=1)


QUEUES = {
    "M/M/1": (1, 0.8, exponential, 160_000, 4.0, 0.6),
    "M/M/2": (2, 1.6, exponential, 120_000, 1.777778, 0.3),
    "M/M/3": (3, 2.4, exponential, 120_000, 1.07865, 0.2),
    "M/G/1": (1, 0.6, triangular, 80_000, 1.45833, 0.15),
}


@pytest.fixture(scope="module", params=QUEUES, ids=QUEUES)
def queue(request: pytest.FixtureRequest) -> tuple[str, Desk]:
    people, rate, service, customers, _, _ = QUEUES[request.param]
    return request.param, Desk(people, rate, service, customers, seed=7)


def test_the_mean_wait_is_the_theory_s(queue: tuple[str, Desk]) -> None:
    name, desk = queue
    *_, expected, widest = QUEUES[name]
    assert_mean_is(desk.batches(), expected, widest)


def test_little_s_law_in_the_pool(queue: tuple[str, Desk]) -> None:
    """Watched queue × days = waits summed up, without any statistics."""
    _, desk = queue
    assert desk.pool.queue_days == pytest.approx(desk.pool.wait_days, rel=1e-9)
    assert desk.pool.requests == len(desk.waits)
    left = np.isnan(desk.waits)
    assert desk.pool.wait_days >= np.nansum(desk.waits) * (1 - 1e-12)
    assert left.sum() < 200


def test_the_load_is_rate_times_service(queue: tuple[str, Desk]) -> None:
    name, desk = queue
    people, rate, kind, *_ = QUEUES[name]
    service = 1.0 if kind is exponential else 3.5 / 3
    load = desk.pool.hours_booked / (desk.days * people)
    assert load == pytest.approx(rate * service / people, abs=0.02)
    assert load <= 1.0


def test_people_in_the_system(queue: tuple[str, Desk]) -> None:
    """L = λ(Wq + service), those being served counted: 4 for M/M/1."""
    name, desk = queue
    _, rate, service, _, expected, widest = QUEUES[name]
    in_system = (desk.pool.queue_days + desk.pool.hours_booked) / desk.days
    mean = 1.0 if service is exponential else 3.5 / 3
    assert in_system == pytest.approx(rate * (expected + mean), abs=rate * widest)
    assert name != "M/M/1" or rate * (expected + mean) == 4.0


def test_the_published_waits_are_erlang_s() -> None:
    """The numbers above, from the formulas: Erlang C, and Pollaczek–Khinchine for the triangular service."""

    def erlang_c(servers: int, offered: float) -> float:
        full = stats.poisson.pmf(servers, offered) * servers / (servers - offered)
        return float(full / (stats.poisson.cdf(servers - 1, offered) + full))

    assert erlang_c(3, 2.4) == pytest.approx(0.64719, abs=5e-6)
    assert erlang_c(3, 2.4) / 0.6 == pytest.approx(QUEUES["M/M/3"][4], abs=5e-6)
    assert erlang_c(2, 1.6) / 0.4 == pytest.approx(QUEUES["M/M/2"][4], abs=1e-6)
    mean, second = 3.5 / 3, stats.triang(1 / 3, 0.5, 1.5).moment(2)
    assert 0.6 * second / (2 * (1 - 0.6 * mean)) == pytest.approx(QUEUES["M/G/1"][4], abs=5e-6)
