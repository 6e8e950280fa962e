"""Shapley shares of rules: what each adds, averaged over all orders in which the rules could have been taken away.

Replications come in batches. Each batch draws an order of removal and walks it and its reverse on the same luck; what
is lost at a step is the share of the rule taken away there. A rule's shares are independent over batches, so that a
t interval over batches covers both the orders drawn and the luck. Within a batch the shares add up to what all rules
together are worth, because the steps of a way do.

A measure is taken from the batch's totals. For one per replication the mean over batches is that of the replications;
for a mean over deals, it is the mean of the batches' means.
References: Shapley (1953); Castro, Gómez & Tejada, Computers & Operations Research 36 (2009); pairs of opposite orders
as in Mitchell et al., Journal of Machine Learning Research 23 (2022).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.results.columns import Floats
from engine.results.measure import Ratio
from engine.statistics.intervals import mean_interval
from engine.studies.contrast import Effect, confidences, judged, unchanged
from engine.studies.silencing import BATCH, Noted, removal_order


def columns_of(measures: Mapping[str, Ratio]) -> tuple[str, ...]:
    """The columns that measures need, each once."""
    return tuple(dict.fromkeys(name for m in measures.values() for name in (m.numerator, m.denominator)))


def shares_along(values: Floats, order: tuple[int, ...]) -> Floats:
    """Each rule's share from the values along an order of removal and along its reverse.

    values: (2, rules + 1, measures), after 0, 1, … rules were taken away. Returns (rules, measures).
    """
    lost = values[:, :-1] - values[:, 1:]
    shares = np.zeros(lost.shape[1:])
    shares[list(order)] += lost[0] / 2
    shares[list(order[::-1])] += lost[1] / 2
    return shares


class Shares:
    """Takes replications in order and keeps means and variances over full batches of each rule's shares.

    The last row stands for all rules together.
    """

    def __init__(self, rules: int, measures: Mapping[str, Ratio], seed: int) -> None:
        self._rules, self._measures, self._seed = rules, dict(measures), seed
        columns = columns_of(measures)
        self._top = [columns.index(measure.numerator) for measure in measures.values()]
        self._bottom = [columns.index(measure.denominator) for measure in measures.values()]
        self._batch = np.zeros((2, rules + 1, len(columns)))
        self.batches = 0
        self._mean = np.zeros((rules + 1, len(measures)))
        self._squares = np.zeros_like(self._mean)
        self._changed = np.zeros_like(self._mean, dtype=np.int64)
        self._none = np.zeros(len(measures))

    @property
    def replications(self) -> int:
        """Replications in full batches."""
        return self.batches * BATCH

    def add(self, replication: int, noted: Noted) -> None:
        """The next replication."""
        assert noted.ways is not None
        self._batch += noted.ways
        if replication % BATCH == BATCH - 1:
            self._end_batch(replication // BATCH)
            self._batch[:] = 0.0

    def _end_batch(self, batch: int) -> None:
        values = _ratios(self._batch[..., self._top], self._batch[..., self._bottom])
        shares = shares_along(values, removal_order(self._seed, batch, self._rules))
        found = np.vstack([shares, values[0, 0] - values[0, -1]])
        self.batches += 1
        step = found - self._mean
        self._mean += step / self.batches
        self._squares += step * (found - self._mean)
        self._changed += found != 0
        self._none += (values[0, -1] - self._none) / self.batches

    def effects(self, rule: int | None, comparisons: int) -> dict[str, Effect]:
        """The shares of the rule at this place, or what all rules together add; by measure."""
        row = self._rules if rule is None else rule
        confidence, clear = confidences(comparisons)
        found = {}
        for place, (name, measure) in enumerate(self._measures.items()):
            value, changed = float(self._mean[row, place]), int(self._changed[row, place])
            if changed == 0:
                found[name] = unchanged(name, "no_change")
                continue
            if np.isnan(value):
                found[name] = judged(measure, None, None, None, 0, comparisons, "undefined")
                continue
            error = float(np.sqrt(self._squares[row, place] / (self.batches - 1) / self.batches))
            plain, wide = (mean_interval(value, error, each, self.batches - 1) for each in (confidence, clear))
            found[name] = judged(measure, value, plain, wide, changed, comparisons)
        return found

    def without_rules(self) -> dict[str, float | None]:
        """Each measure when no rule speaks."""
        values = zip(self._measures, self._none.tolist(), strict=True)
        return {name: None if np.isnan(value) else value for name, value in values}


def _ratios(top: Floats, bottom: Floats) -> Floats:
    """top ÷ bottom, NaN where there is nothing to divide by."""
    found: Floats = np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0)
    return found
