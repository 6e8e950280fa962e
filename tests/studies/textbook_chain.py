"""The textbook chain as scenario data: whoever reaches the boss wins, and both ways to the boss have a known chance.

Top-down asks cold: `behaviour.access.cold_level_1`. Bottom-up wins a sponsor who introduces us:
`behaviour.chain.sponsor_consent` × `behaviour.access.recommended`. Every deal compares one number, the same for all
strategies and in all cells, with its chance, so that a difference moves by whole deals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from engine.engagement import Strategy
from engine.model.quantity import canonical
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.model.terms import Outcome
from engine.results.deal_trace import Trace
from engine.results.records import OUTCOME, TEAM, Records

COLD, RECOMMENDED = "behaviour.access.cold_level_1", "behaviour.access.recommended"
CONSENT = "behaviour.chain.sponsor_consent"
BOTH = ("top_down", "bottom_up_sponsored")
DEALS, MOST = 2, 4096
AMOUNT, MARGIN, COST = 1000.0, 300.0, 20.0


@lru_cache(maxsize=4)
def luck(seed: int) -> np.ndarray:
    """A number for every deal of every replication."""
    return np.random.default_rng(seed).random((MOST, DEALS))


def chance(strategy: str, behaviour: Any) -> float:
    """Of winning a deal."""
    if strategy == "top_down":
        return canonical(behaviour.access.cold_level_1)
    if strategy == "bottom_up_sponsored":
        return canonical(behaviour.chain.sponsor_consent) * canonical(behaviour.access.recommended)
    return 0.0


@dataclass(frozen=True)
class TextbookChain:
    """Makes simulators, where worker processes find it."""

    def __call__(
        self, scenario: Scenario, strategy: Strategy, books: Mapping[str, Rulebook], seed: int
    ) -> TextbookSimulator:
        return TextbookSimulator(strategy.name, chance(strategy.name, scenario.behaviour), seed)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class TextbookSimulator:
    """Replications of one strategy."""

    strategy: str
    chance: float
    seed: int

    def run(self, first: int, count: int) -> Records:
        won = luck(self.seed)[np.arange(first, first + count) % MOST].ravel() < self.chance
        rows, team = np.zeros(count * DEALS, OUTCOME), np.zeros(count, TEAM)
        rows["replication"] = np.repeat(np.arange(first, first + count), DEALS)
        rows["deal"], rows["people"] = np.tile(np.arange(DEALS), count), 2
        rows["outcome"] = np.where(won, Outcome.won, Outcome.lost)
        rows["closed"], rows["cost"], rows["touches"] = 100.0, COST, 1
        rows["satisfaction_if_won"], rows["paid_after_days_if_won"] = np.nan, np.nan
        rows["won"], rows["lost"] = won, ~won
        rows["revenue_if_won"], rows["margin_if_won"] = AMOUNT, MARGIN
        team["replication"], team["people"], team["horizon"] = np.arange(first, first + count), 1, 400
        team["hours_capacity"], team["deal_days"], team["deals_mean"] = 2000, 100.0 * DEALS, 0.25 * DEALS
        return Records(self.strategy, rows, team, {})

    def trace(self, replication: int, deal: int = 0) -> Trace:
        raise LookupError("the textbook tells no stories")

    def stories(self, replication: int) -> tuple[Trace, ...]:
        raise LookupError("the textbook tells no stories")
