"""How deals end over time: daily counts that merge exactly, and the Aalen–Johansen curves they give.

Outcomes compete: a deal that was lost can no longer be won. Deals open at the horizon are censored: they count as
followed up to then and as nothing afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from engine.model.terms import Outcome
from engine.results.columns import Floats, Rows

ENDINGS = (Outcome.won, Outcome.lost, Outcome.no_decision, Outcome.withdrawn)
GROUPS = 64
"""Replications are dealt to so many groups by number; leaving out one group at a time gives the curves' bands."""

BINS_PER_DAY = 8
"""Resolution of cycle times for the median: three hours."""


class Curves(NamedTuple):
    """Cumulative incidence by day and ending, and how many deals were still followed just before each day.

    incidence: (…, endings, days + 1). at_risk: (…, days + 1).
    """

    incidence: Floats
    at_risk: Floats


def aalen_johansen(ended: npt.ArrayLike, censored: npt.ArrayLike) -> Curves:
    """Cumulative incidence of competing endings from counts per day.

    ended:    (…, endings, days + 1), endings on each day; censored: (…, days + 1), deals lost from sight on each day.
    Endings of a day come before its censorings. Once nobody is followed any more the curves stay where they are.
    Reference: Aalen & Johansen, Scandinavian Journal of Statistics 5 (1978).
    """
    by_ending, lost_from_sight = np.asarray(ended, float), np.asarray(censored, float)
    ended_at_all = by_ending.sum(axis=-2)
    leaving = ended_at_all + lost_from_sight
    at_risk = leaving.sum(axis=-1, keepdims=True) - np.cumsum(leaving, axis=-1) + leaving
    followed = np.maximum(at_risk, 1.0)
    surviving = np.cumprod(1.0 - ended_at_all / followed, axis=-1)
    before = np.concatenate([np.ones_like(surviving[..., :1]), surviving[..., :-1]], axis=-1)
    steps = before[..., None, :] * by_ending / followed[..., None, :]
    return Curves(np.cumsum(steps, axis=-1), at_risk)


@dataclass(frozen=True)
class DurationCounts:
    """Whole-number counts of how long deals took, by group of replications: exact under any order of adding.

    ended:    (groups, endings, days + 1); day k holds deals that ended within (k−1, k] days of opening.
    censored: (groups, days + 1), deals still open at the horizon.
    decided:  (groups, bins), cycle times of won and lost deals, in bins of 1/8 day.
    """

    ended: npt.NDArray[np.int32]
    censored: npt.NDArray[np.int32]
    decided: npt.NDArray[np.int32]

    @classmethod
    def empty(cls, horizon_days: float) -> DurationCounts:
        """No deals yet; nothing lasts longer than the horizon."""
        days = int(np.ceil(horizon_days))
        return cls(
            ended=np.zeros((GROUPS, len(ENDINGS), days + 1), np.int32),
            censored=np.zeros((GROUPS, days + 1), np.int32),
            decided=np.zeros((GROUPS, days * BINS_PER_DAY + 1), np.int32),
        )

    def add(self, outcomes: Rows) -> None:
        """Count OUTCOME rows in."""
        group = outcomes["replication"] % GROUPS
        took = outcomes["closed"] - outcomes["opened"]
        last = self.ended.shape[-1] - 1
        with np.errstate(invalid="ignore"):  # deals without a project have no duration and are not selected below
            day = np.clip(np.ceil(np.nan_to_num(took) - 1e-9), 0, last).astype(np.intp)
            fine = np.clip(np.rint(np.nan_to_num(took) * BINS_PER_DAY), 0, last * BINS_PER_DAY).astype(np.intp)
        for place, ending in enumerate(ENDINGS):
            chosen = outcomes["outcome"] == ending
            np.add.at(self.ended, (group[chosen], place, day[chosen]), 1)
        chosen = outcomes["outcome"] == Outcome.open
        np.add.at(self.censored, (group[chosen], day[chosen]), 1)
        chosen = np.isin(outcomes["outcome"], (Outcome.won, Outcome.lost))
        np.add.at(self.decided, (group[chosen], fine[chosen]), 1)


def quantile(counts: npt.NDArray[np.int64], share: float) -> float:
    """Days below which this share of the counted cycle times lies; counts in bins of 1/8 day.

    Where the share falls exactly between two values their middle is taken, as a median does.
    """
    total = int(counts.sum())
    cumulative = np.cumsum(counts)
    wanted = share * total
    lower = int(np.searchsorted(cumulative, wanted - 1e-9, side="left"))
    upper = int(np.searchsorted(cumulative, wanted + 1e-9, side="left"))
    last = int(np.searchsorted(cumulative, total, side="left"))
    return (min(lower, last) + min(upper, last)) / (2 * BINS_PER_DAY)
