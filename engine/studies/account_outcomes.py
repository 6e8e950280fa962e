"""What each account came to in each replication, kept of the first replications, for what rests on single accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.execution.blocks import Block
from engine.model.scenario import Scenario
from engine.model.terms import Outcome
from engine.results.columns import Floats, Rows, net_margin
from engine.statistics.incidence import Endings, day_of_end

MOST_REPLICATIONS = 4_096
MOST_ROWS = 400_000
"""No more replications than this are kept, and of large portfolios no more than make so many rows per strategy."""

KEPT = np.dtype([("replication", "i8"), ("deal", "i8"), ("day", "i8"), ("won", "f8"), ("net_margin", "f8")])
"""day: since opening, on which it ended; NO_PROJECT where none opened."""

NO_PROJECT = -1


@dataclass(frozen=True)
class Outcomes:
    """One account under one strategy, a case per replication and copy (copies of a replication side by side).

    won: projects won by the day at which rates are read, those lost from sight counted for what their like became.
    projects: opened. net_margin: in the scenario's currency.
    """

    won: Floats
    projects: Floats
    net_margin: Floats

    @property
    def win_rate(self) -> Floats:
        """By case; the mean over cases is the win rate."""
        return _linear(self.won, self.projects)

    @property
    def margin_per_project(self) -> Floats:
        """By case; the mean over cases is net margin ÷ projects."""
        return _linear(self.net_margin, self.projects)


def _linear(top: Floats, bottom: Floats) -> Floats:
    """What each case adds to a ratio of sums, so that their mean is the ratio."""
    ratio = top.sum() / bottom.sum()
    found: Floats = ratio + (top - ratio * bottom) / bottom.mean()
    return found


class AccountOutcomes:
    """Takes blocks in. names: strategies whose rows are kept."""

    def __init__(self, scenario: Scenario, names: Sequence[str]) -> None:
        self._names = tuple(names)
        self._copies = [account.copies for account in scenario.accounts]
        self._projects = [account.max_projects for account in scenario.accounts]
        rows = sum(copies * projects for copies, projects in zip(self._copies, self._projects, strict=True))
        self._most = min(MOST_REPLICATIONS, max(1, MOST_ROWS // rows))
        self._rows: dict[str, list[Rows]] = {name: [] for name in names}
        self.replications = 0

    def take(self, block: Block) -> None:
        """The next block of rows; later ones than are kept are let go."""
        if block.first >= self._most:
            return
        self.replications = min(block.first + block.count, self._most)
        for name in self._names:
            rows = block.outcomes[name]
            self._rows[name].append(_kept(rows[rows["replication"] < self._most]))

    def of(self, name: str, place: int, endings: Endings) -> Outcomes:
        """The account at this place under this strategy. endings: of all deals under this strategy."""
        copies, projects = self._copies[place], self._projects[place]
        before = sum(a * b for a, b in zip(self._copies[:place], self._projects[:place], strict=True))
        rows = np.concatenate(self._rows[name])
        rows = rows[(rows["deal"] >= before) & (rows["deal"] < before + copies * projects)]
        case = rows["replication"] * copies + (rows["deal"] - before) // projects
        opened = rows["day"] != NO_PROJECT
        in_time = opened & (rows["day"] <= endings.last)
        weights = np.where(in_time, endings.weights[np.clip(rows["day"], 0, endings.last)], 0.0)
        cases = self.replications * copies

        def summed(values: Floats) -> Floats:
            return np.bincount(case, weights=values, minlength=cases).astype(np.float64)

        return Outcomes(summed(rows["won"] * weights), summed(opened.astype(float)), summed(rows["net_margin"]))

    def replication_of_cases(self, place: int) -> npt.NDArray[np.int64]:
        """The replication of each case of the account at this place."""
        return np.repeat(np.arange(self.replications), self._copies[place])


def _kept(rows: Rows) -> Rows:
    kept = np.zeros(len(rows), KEPT)
    kept["replication"], kept["deal"], kept["won"] = rows["replication"], rows["deal"], rows["won"]
    opened = rows["outcome"] != Outcome.no_project
    kept["day"] = NO_PROJECT
    kept["day"][opened] = day_of_end(rows[opened], np.iinfo(np.int64).max)
    kept["net_margin"] = net_margin(rows)
    return kept
