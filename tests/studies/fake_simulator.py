"""A simulator whose truth is known: every deal is won with a given chance, on luck that strategies share.

It lives in a module of its own because worker processes have to find it by name.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from engine.engagement import Strategy
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.model.terms import Outcome
from engine.results.deal_trace import Event, Trace
from engine.results.records import OUTCOME, TEAM, Records


@dataclass(frozen=True)
class Fake:
    """Makes simulators. win: chance per strategy. alike: share of a replication's deals that end together.

    pause: seconds per replication. kill_at, fail_at: the worker that reaches this replication kills itself, or raises.
    """

    win: Mapping[str, float] = field(default_factory=dict)
    deals: int = 3
    alike: float = 0.3
    pause: float = 0.0
    kill_at: int = -1
    fail_at: int = -1
    salt: int = 0

    def __call__(
        self, scenario: Scenario, strategy: Strategy, books: Mapping[str, Rulebook], seed: int
    ) -> FakeSimulator:
        return FakeSimulator(self, strategy.name, books, seed)


@dataclass(frozen=True)
class FakeSimulator:
    """Replications of one strategy."""

    fake: Fake
    strategy: str
    books: Mapping[str, Rulebook]
    seed: int

    def run(self, first: int, count: int) -> Records:
        outcomes = np.zeros(count * self.fake.deals, OUTCOME)
        team = np.zeros(count, TEAM)
        for at in range(count):
            if first + at == self.fake.kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
            if first + at == self.fake.fail_at:
                raise ZeroDivisionError
            time.sleep(self.fake.pause)
            rows = outcomes[at * self.fake.deals : (at + 1) * self.fake.deals]
            self._fill(first + at, rows)
            team[at]["replication"], team[at]["people"], team[at]["horizon"] = first + at, 1, 400
            team[at]["hours_worked"], team[at]["hours_capacity"] = rows["hours"].sum(), 2000
            took = (rows["closed"] - rows["opened"]).sum()
            team[at]["deal_days"], team[at]["deals_mean"] = took, took / 400
        counts = {
            name: np.array([count * (place + 1) for place in range(len(book.rules) + 1)])
            for name, book in self.books.items()
        }
        return Records(self.strategy, outcomes, team, counts)

    def _fill(self, replication: int, rows: np.ndarray) -> None:
        rng = np.random.default_rng([self.seed, self.fake.salt, replication])
        shared, own, together = rng.random(), rng.random(len(rows)), rng.random(len(rows)) < self.fake.alike
        luck = np.where(together, shared, own)
        chance = self.fake.win.get(self.strategy, 0.3)
        rows["replication"], rows["deal"], rows["people"] = replication, np.arange(len(rows)), 5
        others = rng.choice([Outcome.lost, Outcome.no_decision, Outcome.withdrawn, Outcome.open], len(rows))
        rows["outcome"] = np.where(luck < chance, Outcome.won, others)
        rows["opened"] = rng.uniform(0, 50, len(rows))
        rows["closed"] = rows["opened"] + rng.gamma(3, 30, len(rows)) * (1.2 - chance)
        rows["first_touch"] = rows["opened"]
        rows["satisfaction_if_won"], rows["paid_after_days_if_won"] = np.nan, np.nan
        for ending in (Outcome.won, Outcome.lost, Outcome.no_decision):
            rows[ending.name] = rows["outcome"] == ending
        rows["cost"] = rng.lognormal(2, 0.5, len(rows)) * (1 + chance)
        rows["hours"] = rows["cost"] / 10
        rows["touches"] = self.strategy != "do_nothing"
        rows["revenue_if_won"] = rng.lognormal(5, 0.5, len(rows))
        rows["margin_if_won"] = rows["revenue_if_won"] * 0.3
        rows["lifetime_value_if_won"] = rows["margin_if_won"] * 1.5
        rows["value_days"], rows["waste_days"] = 1.0, 3.0

    def trace(self, replication: int, deal: int = 0) -> Trace:
        """Trigger, a decision with facts, a touch, a rival's, a sign-off, and the end."""
        facts = np.array([1.0, np.nan])
        events = (
            Event(1.25, "trigger", -1, 3, {"urgency": 0.4, "deadline_days": np.nan, "budget": 1.0}),
            Event(1.25, "decision", -1, 0, {"rule_place": 0.0}, facts),
            Event(8.5, "touch", 1, 2, {"change": 0.1, "relevance": 0.5, "stance": 0.2}),
            Event(7.0, "rival_touch", 0, 1, {"change": 0.1}),
            Event(30.0, "sign_off", 0, 0, {"waited_days": 3.0}),
            Event(90.0, "outcome", -1, int(Outcome.lost), {"winner_place": 1.0}),
        )
        people, rivals = ("boss", "user"), ("one", "two")
        return Trace(self.strategy, replication, deal, "parts_group", people, rivals, tuple(self.books), (), events)
