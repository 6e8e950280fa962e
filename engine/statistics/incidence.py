"""How deals end over time: daily counts that merge exactly, and the Aalen–Johansen curves they give.

Outcomes compete: a deal that was lost can no longer be won. Deals open at the horizon are censored: they count as
followed up to then and as nothing afterwards. A deal ends on one day; where its ending is known by its chances only,
each cause gets its share, and the risk set loses the whole deal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.model.terms import Outcome
from engine.results.columns import Floats, Rows

ENDINGS = (Outcome.won, Outcome.lost, Outcome.no_decision, Outcome.withdrawn)
LEAST_FOLLOWED = 30
LEAST_SHARE_FOLLOWED = 0.05
"""Rates are read on the last day up to which at least so many deals, and this share of them, could be followed."""


@dataclass(frozen=True)
class DurationCounts:
    """How long deals took, by group of replications: multiples of 2⁻³², so that any order of adding gives the same.

    ended:    (groups, endings, days + 1); day k holds shares of deals that ended within (k−1, k] days of opening.
    censored: (groups, days + 1), deals still open at the horizon.
    windows:  (days + 1), deals by the whole days from their opening to the horizon, however they ended.
    """

    ended: Floats
    censored: Floats
    windows: npt.NDArray[np.int64]
    horizon: float

    @classmethod
    def empty(cls, horizon_days: float, groups: int) -> DurationCounts:
        """No deals yet; nothing lasts longer than the horizon."""
        days = int(np.ceil(horizon_days))
        return cls(
            ended=np.zeros((groups, len(ENDINGS), days + 1)),
            censored=np.zeros((groups, days + 1)),
            windows=np.zeros(days + 1, np.int64),
            horizon=horizon_days,
        )

    def add(self, outcomes: Rows) -> None:
        """Count OUTCOME rows in."""
        projects = outcomes[outcomes["outcome"] != Outcome.no_project]
        group = projects["replication"] % len(self.ended)
        last = self.ended.shape[-1] - 1
        day: Any = day_of_end(projects, last)
        for place, ending in enumerate(ENDINGS):
            shares = projects[ending.name] if ending != Outcome.withdrawn else projects["outcome"] == ending
            np.add.at(self.ended, (group, place, day), shares.astype(float))
        np.add.at(self.censored, (group, day), (projects["outcome"] == Outcome.open).astype(float))
        window = np.clip(np.floor(self.horizon - projects["opened"] + 1e-9), 0, last).astype(np.intp)
        np.add.at(self.windows, window, 1)


def day_of_end(projects: Rows, last: int) -> npt.NDArray[np.intp]:
    """The day since its opening on which each project ended or was lost from sight, `last` at most."""
    days: npt.NDArray[np.float64] = np.ceil(projects["closed"] - projects["opened"] - 1e-9)
    return np.clip(days, 0, last).astype(np.intp)


def last_followed_day(windows: npt.NDArray[np.int64]) -> int:
    """The last day up to which 5 % of the deals, and 30 of them (or all, where there are fewer), could be followed.

    windows: deals by the days from their opening to the horizon. What is read there rests on enough deals that were in
    view for so long; beyond it, a handful would stand for all.
    """
    deals = int(windows.sum())
    enough = max(LEAST_SHARE_FOLLOWED * deals, min(LEAST_FOLLOWED, deals))
    followed = np.cumsum(windows[::-1])[::-1]
    reaching = np.flatnonzero(followed >= enough)
    return int(reaching[-1]) if len(reaching) and deals else len(windows) - 1


class Endings:
    """Aalen–Johansen curves of one alternative, and how each group of replications moves them.

    ended:    see `DurationCounts`; the first `groups` groups. last: the day up to which curves are read.
    Reference: Aalen & Johansen, Scandinavian Journal of Statistics 5 (1978); the influence of a group is the linear
    part of what it adds to the estimate (Andersen, Borgan, Gill & Keiding 1993, IV.4).
    """

    def __init__(self, counts: DurationCounts, groups: int, last: int) -> None:
        self.last = last
        self._ended, self._censored = counts.ended[:groups], counts.censored[:groups]
        by_cause = self._ended.sum(axis=0)
        leaving = by_cause.sum(axis=0) + self._censored.sum(axis=0)
        self.at_risk: Floats = leaving.sum() - np.cumsum(leaving) + leaving
        self._hazards = by_cause / np.maximum(self.at_risk, 1.0)
        self._staying = 1.0 - self._hazards.sum(axis=0)
        surviving = np.cumprod(self._staying)
        self._before = np.concatenate([[1.0], surviving[:-1]])
        self.incidence: Floats = np.cumsum(self._before * self._hazards, axis=-1)

    @property
    def deals(self) -> float:
        """Deals that were followed at all."""
        return float(self.at_risk[0])

    @property
    def weights(self) -> Floats:
        """(days + 1): how many deals one stands for that ended on each day, those lost from sight before included.

        Shares of deals that ended so by a day, times these, summed and divided by all deals, are `by_day` of it.
        Reference: Satten & Datta, The American Statistician 55 (2001).
        """
        return self.deals * self._before / np.maximum(self.at_risk, 1.0)

    @cached_property
    def _leaving(self) -> Floats:
        """(groups, days + 1): deals that end or are lost from sight, whatever becomes of them."""
        found: Floats = self._ended.sum(axis=1) + self._censored
        return found

    @property
    def deals_by_group(self) -> Floats:
        """Deals of each group."""
        found: Floats = self._leaving.sum(axis=1)
        return found

    def by_day(self, endings: Sequence[Outcome]) -> Floats:
        """(days + 1): share of deals that ended in one of these ways by each day."""
        found: Floats = self.incidence[[ENDINGS.index(ending) for ending in endings]].sum(axis=0)
        return found

    def influence(self, endings: Sequence[Outcome], days: Sequence[int]) -> Floats:
        """(groups, days): how much each group's deals move that share on each of these days.

        A deal that ends so on day t adds what stays of the whole on that day to the curve, and each deal at risk takes
        its part away; a deal that ends in any way lowers all that the curve gains later.
        """
        places, until = [ENDINGS.index(ending) for ending in endings], np.asarray(days)
        curve, of_interest = self.by_day(endings), self._hazards[places].sum(axis=0)
        counted = (np.arange(len(curve))[:, None] <= until).astype(float)
        a_deal = (self._before / np.maximum(self.at_risk, 1.0))[:, None] * counted
        alive = (self._staying > 0) & (self._before > 0)
        lowers = (curve[until] - curve[:, None]) * counted
        lowers *= (alive / np.where(alive, np.maximum(self.at_risk, 1.0) * self._staying, 1.0))[:, None]
        expected = self._hazards.sum(axis=0)[:, None] * lowers - of_interest[:, None] * a_deal
        ended = self._ended[:, places].sum(axis=1)
        found: Floats = ended @ a_deal - (self._leaving - self._censored) @ lowers
        found += self._leaving @ np.cumsum(expected, axis=0)
        return found
