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
from invariants import check_records
from laboratory import assert_mean_is, books, build, degenerate, put, quantity, step
from scipy import stats

from engine.engagement import Phase, Strategy
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.simulation import Simulator
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
    load = desk.pool.hours_worked / (desk.days * people)
    assert load == pytest.approx(rate * service / people, abs=0.02)
    assert load <= 1.0


def test_people_in_the_system(queue: tuple[str, Desk]) -> None:
    """L = λ(Wq + service), those being served counted: 4 for M/M/1."""
    name, desk = queue
    _, rate, service, _, expected, widest = QUEUES[name]
    in_system = (desk.pool.queue_days + desk.pool.hours_worked) / desk.days
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


DEALS, THINKING, SERVICE = 5, 4.0, 1.0
"""Deals that think for so many days on average, then need one of ours for so many, both exponential."""


def machine_repair(people: int) -> tuple[float, float]:
    """Requests a day and mean wait of the finite-source M/M/c queue (machine repair), in closed form."""
    weights = np.ones(DEALS + 1)
    for busy in range(1, DEALS + 1):
        weights[busy] = weights[busy - 1] * (DEALS - busy + 1) * SERVICE / THINKING / min(busy, people)
    chances, states = weights / weights.sum(), np.arange(DEALS + 1)
    rate = float(chances @ (DEALS - states)) / THINKING
    return rate, float(chances @ np.maximum(states - people, 0)) / rate


def finite_source(people: int) -> Scenario:
    """A scenario in which each deal has one contact, who always receives us after a while, and one thread, held."""
    tree = degenerate([step("need", 1e6, shape=1000.0), step("purchase", 1)], copies=DEALS).model_dump(
        mode="json", by_alias=True
    )
    tree["horizon"] = quantity(1500, "days")
    (manager,) = (member for member in tree["team"]["members"] if member["role"] == "account_manager")
    manager["count"], manager["hours_per_week"] = people, quantity(7, "hours")
    tree["team"] = {"members": [manager], "parallel_contacts": 1, "meetings_hold_thread": True}
    edits: dict[str, Any] = {f"touch.{kind}": SERVICE for kind in ("visit", "evidence", "proposal")}
    edits |= {"touch.hours_spread": 1, "influence.meetings": 0, "access.attempt": 0, "access.burnt": 0}
    edits |= {"access.cold_level_1": 1, "access.unprepared": 1, "access.lead_level_1": THINKING, "access.lead_shape": 1}
    edits |= {f"pursuit.{name}": 1e-6 for name in ("pause", "revisit", "idle")}
    put(tree["behaviour"], edits)
    put(tree, {"accounts.0.project.our_sighting": 1e-6})
    tree["switched_off"] = ["helping", "experience", "hearing"]  # work of other lengths, and a later beginning
    return build(tree)


def never_withdrawing() -> dict[str, Rulebook]:
    """The shipped books, of which none tells us to give a deal up."""
    tree = books()["withdraw_continue"].model_dump(mode="json", by_alias=True, exclude_none=True)
    for rule in tree["rules"]:
        rule["then"]["continuation"] = "carry_on"
    return {**books(), "withdraw_continue": Rulebook.model_validate(tree)}


@pytest.mark.parametrize("people", [1, 2])
def test_finite_source_queue_set_up_from_a_scenario(people: int) -> None:
    """N deals think, then need a server, and do nothing meanwhile: requests and waits are those of machine repair."""
    scenario = finite_source(people)
    strategy = Strategy("own", "own", "a test", (Phase(highest_first=True),))
    records = Simulator(scenario, strategy, never_withdrawing(), 1).run(0, 60)
    check_records(scenario, records, 60)
    rate, wait = machine_repair(people)
    team = records.team
    assert_mean_is(team["requests"] / team["horizon"], rate, widest=0.02)
    assert_mean_is(team["wait_days"] / team["requests"], wait, widest=0.06)
    assert_mean_is(team["hours_worked"] / team["horizon"], rate * SERVICE, widest=0.02)
    assert np.all(records.outcomes["touches"] > 100)
