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

from collections.abc import Mapping, Sequence

import numpy as np

from engine.results.columns import Floats
from engine.results.measure import Ratio
from engine.statistics.intervals import effective_number, mean_interval
from engine.statistics.verdicts import Claim, size_in, unchanged
from engine.studies.silencing import BATCH, removal_order

ALL_RULES, NO_RULE = "all_rules", "no_rule"


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
    """Takes replications in order and keeps each rule's shares in every full batch.

    The last row of a batch stands for all rules together.
    """

    def __init__(self, rules: Sequence[str], measures: Mapping[str, Ratio], seed: int) -> None:
        self._names, self._measures, self._seed = tuple(rules), dict(measures), seed
        self._rules = len(self._names)
        columns = columns_of(measures)
        self._top = [columns.index(measure.numerator) for measure in measures.values()]
        self._bottom = [columns.index(measure.denominator) for measure in measures.values()]
        self._batch = np.zeros((2, self._rules + 1, len(columns)))
        self._found: list[Floats] = []
        self._none = np.zeros(len(measures))

    @property
    def batches(self) -> int:
        """Full batches."""
        return len(self._found)

    @property
    def replications(self) -> int:
        """Replications in full batches."""
        return self.batches * BATCH

    def add(self, first: int, ways: Floats) -> None:
        """Replications first …: (replications, 2, rules + 1, columns), totals along two ways (see `silencing`)."""
        for replication, totals in enumerate(ways, first):
            self._batch += totals
            if replication % BATCH == BATCH - 1:
                self._end_batch(replication // BATCH)
                self._batch[:] = 0.0

    def _end_batch(self, batch: int) -> None:
        values = _ratios(self._batch[..., self._top], self._batch[..., self._bottom])
        shares = shares_along(values, removal_order(self._seed, batch, self._rules))
        self._found.append(np.vstack([shares, values[0, 0] - values[0, -1]]))
        self._none += (values[0, -1] - self._none) / self.batches

    def claims(self) -> list[Claim]:
        """The shares of each rule by measure, rule by rule; then what all rules together add."""
        found = np.array(self._found)
        return [
            self._claim(found[:, row, place], measure, self._names[row] if row < self._rules else ALL_RULES)
            for row in range(self._rules + 1)
            for place, measure in enumerate(self._measures.values())
        ]

    def _claim(self, shares: Floats, measure: Ratio, side: str) -> Claim:
        """The mean of these shares, one of each batch."""
        n, changed = len(shares), int(np.count_nonzero(shares))
        if changed == 0:
            return unchanged(measure, side, NO_RULE, n, "no_change")
        if np.isnan(shares).any():
            return Claim(measure, side, NO_RULE, None, n, note="undefined")
        value = float(shares.mean())
        influence = (shares - value) / np.sqrt(n * (n - 1))
        error = float(np.sqrt(influence @ influence))
        interval = mean_interval(value, error, n - 1)
        size = size_in(interval, value, n - 1)
        return Claim(measure, side, NO_RULE, value, n, interval, "", changed, effective_number(shares), influence, size)

    def without_rules(self) -> dict[str, float | None]:
        """Each measure when no rule speaks."""
        values = zip(self._measures, self._none.tolist(), strict=True)
        return {name: None if np.isnan(value) else value for name, value in values}


def _ratios(top: Floats, bottom: Floats) -> Floats:
    """top ÷ bottom, NaN where there is nothing to divide by."""
    found: Floats = np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0)
    return found
