"""Streaming statistics over replications: what is kept while a run goes on, whatever its length.

Replications are taken in blocks of fixed size and in order, so that sums are formed in one order only: the same
replications give the same bits, whatever the workers and however the work was cut into chunks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from engine.results.columns import COLUMN, COLUMNS, Floats
from engine.results.incidence import GROUPS, DurationCounts
from engine.results.measure import Ratio

BLOCK = 256
"""Replications added at a time."""


class Moments:
    """Means and co-moments over replications of numerators and denominators, per measure across all strategies.

    mean:  (measures, 2 × strategies), numerators of all strategies first.
    cross: (measures, 2 × strategies, 2 × strategies), sums of products of deviations from the means.
    Blocks are merged by the pairwise update of Chan, Golub & LeVeque (1983), which loses no digits to large means.
    """

    def __init__(self, measures: int, strategies: int) -> None:
        self.n = 0
        self.mean = np.zeros((measures, 2 * strategies))
        self.cross = np.zeros((measures, 2 * strategies, 2 * strategies))

    def add(self, values: Floats) -> None:
        """A block: (replications, measures, 2 × strategies)."""
        count = len(values)
        mean = values.mean(axis=0)
        centred = values - mean
        step = mean - self.mean
        total = self.n + count
        self.cross += np.einsum("rmi,rmj->mij", centred, centred)
        self.cross += np.einsum("mi,mj->mij", step, step) * (self.n * count / total)
        self.mean += step * (count / total)
        self.n = total

    def covariance_of_means(self, measure: int) -> Floats:
        """Covariance matrix of the means of one measure; needs two replications at least."""
        found: Floats = self.cross[measure] / ((self.n - 1) * self.n)
        return found


@dataclass
class StrategySums:
    """What is kept of one strategy besides the moments.

    groups: (groups, columns), sums by group of replications, for measures that are not ratios of two columns.
    active: for every ratio, the replications that had a case at all.
    """

    groups: Floats
    active: npt.NDArray[np.int64]
    durations: DurationCounts
    rule_counts: dict[str, npt.NDArray[np.int64]] = field(default_factory=dict)
    little: tuple[float, float] = (0.0, 0.0)


class Accumulator:
    """Takes blocks of per-replication columns of every strategy and keeps what all the measures need."""

    def __init__(self, strategies: Sequence[str], ratios: Mapping[str, Ratio], horizon_days: float) -> None:
        self.strategies = tuple(strategies)
        self.ratios = dict(ratios)
        self._top = [COLUMN[ratio.numerator] for ratio in ratios.values()]
        self._bottom = [COLUMN[ratio.denominator] for ratio in ratios.values()]
        self.moments = Moments(len(ratios), len(self.strategies))
        self.sums = {
            name: StrategySums(
                groups=np.zeros((GROUPS, len(COLUMNS))),
                active=np.zeros(len(ratios), np.int64),
                durations=DurationCounts.empty(horizon_days),
            )
            for name in self.strategies
        }

    @property
    def n(self) -> int:
        """Replications taken in so far."""
        return self.moments.n

    def add(self, columns: Mapping[str, Floats]) -> None:
        """The next block: per strategy, rows of `replication_columns` for the same replications."""
        tops = np.stack([columns[name][:, self._top] for name in self.strategies], axis=2)
        bottoms = np.stack([columns[name][:, self._bottom] for name in self.strategies], axis=2)
        group = (self.n + np.arange(len(tops))) % GROUPS
        for name in self.strategies:
            sums = self.sums[name]
            np.add.at(sums.groups, group, columns[name])
            sums.active += np.count_nonzero(columns[name][:, self._bottom] > 0, axis=0)
        self.moments.add(np.concatenate([tops, bottoms], axis=2))
