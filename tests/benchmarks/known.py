"""How soon the difference of two win rates is known to a point, and how soon the last release knew it.

Both ways read the same records. The last release counted the ending that was drawn, looked after 256 replications and
each doubling, and shared its error of 5 % over the nine looks planned; its interval is Bonett and Price's. Now chances
count, and looks are fine. Workers are there beforehand; pages are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from time import perf_counter

import numpy as np
from scipy import stats

from engine import read_situation
from engine.execution.alternatives import SideBySide
from engine.execution.effort import Effort
from engine.execution.session import Session
from engine.execution.simulate import simulate
from engine.model.terms import Outcome
from engine.results.measures import HEADLINE, MEASURES
from engine.situation import known_strategies
from engine.statistics.looks import planned_looks

STRATEGIES = ("top_down", "bottom_up_sponsored")
WORKERS = 2
POINT = 0.01
FIRST, MOST = 256, 65_536
LOOKS = [FIRST * 2**k for k in range(9)]
SEED = 1


@dataclass(frozen=True)
class Known:
    """Replications and seconds until it was known, by the way of the last release and now; None: not by 65,536.

    width: half-width that the last release had reached by then.
    """

    then: int
    then_seconds: float
    then_known: bool
    width: float
    now: int
    now_seconds: float

    @property
    def sooner(self) -> float:
        """How many times sooner."""
        return self.then_seconds / self.now_seconds


def sampled_half_width(outcomes: tuple[np.ndarray, np.ndarray], replications: int) -> float:
    """Half-width of the difference of won ÷ finished, as the last release had it."""
    parts, rarest = [], 1.0
    for rows in outcomes:
        here = rows[rows["replication"] < replications]
        over = np.isin(here["outcome"], (Outcome.won, Outcome.lost, Outcome.no_decision, Outcome.withdrawn))
        won, finished = (
            np.bincount(here["replication"], flags, replications) for flags in (here["outcome"] == Outcome.won, over)
        )
        parts.append(((won - won.sum() / finished.sum() * finished) / finished.mean(), won.sum() / finished.sum()))
        rarest = min(rarest, finished.mean())
    (a, rate_a), (b, rate_b) = parts
    se, n = float((a - b).std(ddof=1)) / sqrt(replications), replications * rarest
    centre = n * (rate_a - rate_b) / (n + 2)
    squares = n * n * se * se + n * (rate_a - rate_b - centre) ** 2 + (1 - centre) ** 2 + (1 + centre) ** 2
    quantile = float(stats.t.ppf(1 - 0.05 / len(LOOKS) / 2, replications - 1))
    return quantile * sqrt(squares) / (n + 2)


def measured(scenario: str, most: int = MOST) -> Known:
    """Both ways in one scenario."""
    situation = read_situation(f"kam:{scenario}")
    work = SideBySide.of(situation, known_strategies(STRATEGIES), SEED)
    with Session(work, Effort(workers=WORKERS)) as session:
        for _ in session.chunks(0, [64 * WORKERS]):  # processes are up and compiled code is loaded
            pass
        started = perf_counter()
        looks = planned_looks(None, {HEADLINE[0]: POINT})
        now = simulate(session, {HEADLINE[0]: MEASURES[HEADLINE[0]]}, looks, raced=(0, 1))
        now_seconds = perf_counter() - started
        started = perf_counter()
        parts: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
        width, until = 1.0, 0
        chunks = session.chunks(0, [look for look in LOOKS if look <= most])
        for chunk in chunks:
            for kept, records in zip(parts, chunk.records, strict=True):
                kept.append(records.outcomes)
            until = chunk.first + chunk.count
            if until in LOOKS:
                width = sampled_half_width((np.concatenate(parts[0]), np.concatenate(parts[1])), until)
                if width <= POINT:
                    break
        then_seconds = perf_counter() - started
    return Known(until, then_seconds, width <= POINT, width, now.taken[-1], now_seconds)
