"""From kept sums to values, standard errors and correlations: one estimator per kind of measure.

All look at replications as independent draws. A ratio of means is linearised (delta method); that equals the jackknife
but for terms of order 1/n and gives the covariance between strategies from the same sums. Medians invert the interval
of a share (Woodruff, JASA 47, 1952); other functions leave out one group of replications at a time (jackknife).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from math import isfinite, sqrt

import numpy as np

from engine.errors import InputError
from engine.results.columns import COLUMN, Floats
from engine.results.incidence import BINS_PER_DAY, GROUPS, quantile
from engine.results.measure import Derived, Measure, Median, Ratio
from engine.statistics.estimates import Note
from engine.statistics.intervals import Interval, fieller_interval, mean_interval, proportion_interval, t_quantile
from engine.statistics.sums import Accumulator

Bounded = tuple[Interval | None, Note]
NEGLIGIBLE = 1e-12
"""Standard errors below this share of the value are rounding, not variation."""


class Estimator(ABC):
    """One measure of all strategies; strategies are addressed by their place.

    n: replications. df: degrees of freedom of standard errors.
    """

    def __init__(self, n: int, df: int) -> None:
        self.n, self.df = n, df

    @abstractmethod
    def value(self, at: int) -> float | None:
        """The measure's value, or None where it is undefined."""

    @abstractmethod
    def standard_error(self, at: int) -> float:
        """Standard error of the value; needs two replications and a value."""

    @abstractmethod
    def correlation(self, first: int, second: int) -> float:
        """Correlation of the estimates of two strategies; 0 where one of them does not vary."""

    @abstractmethod
    def _interval(self, at: int, confidence: float) -> Bounded:
        """The interval where there are a value and two replications."""

    def interval(self, at: int, confidence: float) -> Bounded:
        """The interval, or None with the reason why there is none."""
        if self.value(at) is None:
            return None, "undefined"
        if self.n < 2:
            return None, "one_replication"
        return self._interval(at, confidence)


def make_estimator(measure: Measure, kept: Accumulator) -> Estimator:
    """The estimator that fits the measure's kind."""
    if isinstance(measure, Ratio):
        return RatioEstimator(measure, kept)
    if isinstance(measure, Derived):
        return DerivedEstimator(measure, kept)
    if isinstance(measure, Median):
        return MedianEstimator(kept)
    raise TypeError(f"no estimator for {type(measure).__name__}")


def _correlation(covariance: float, v_first: float, v_second: float) -> float:
    if v_first <= 0 or v_second <= 0:
        return 0.0
    return min(max(covariance / sqrt(v_first * v_second), -1.0), 1.0)


class RatioEstimator(Estimator):
    """Ratio of means over replications."""

    def __init__(self, measure: Ratio, kept: Accumulator) -> None:
        super().__init__(kept.n, kept.n - 1)
        self.kind = measure.kind
        place = list(kept.ratios).index(measure.name)
        self.strategies = len(kept.strategies)
        mean = kept.moments.mean[place]
        self._top, self.bottom = mean[: self.strategies], mean[self.strategies :]
        self.active = [int(kept.sums[name].active[place]) for name in kept.strategies]
        if self.n < 2:
            return
        self._raw = kept.moments.covariance_of_means(place)
        with np.errstate(divide="ignore", invalid="ignore"):
            slope = np.hstack([np.diag(1 / self.bottom), np.diag(-self._top / self.bottom**2)])
        slope = np.where(np.isfinite(slope), slope, 0.0)  # strategies without a value are never asked for
        self._covariance: Floats = slope @ self._raw @ slope.T

    def value(self, at: int) -> float | None:
        return float(self._top[at] / self.bottom[at]) if self.bottom[at] > 0 else None

    def standard_error(self, at: int) -> float:
        return sqrt(max(float(self._covariance[at, at]), 0.0))

    def correlation(self, first: int, second: int) -> float:
        c = self._covariance
        return _correlation(float(c[first, second]), float(c[first, first]), float(c[second, second]))

    def _interval(self, at: int, confidence: float) -> Bounded:
        value, se = self._top[at] / self.bottom[at], self.standard_error(at)
        if self.kind == "proportion":
            cases, independent = self.bottom[at] * self.n, self.active[at]
            found = proportion_interval(value, se, confidence, self.df, cases=cases, independent=independent)
            note: Note = "never" if value <= 0 else "always" if value >= 1 else ""
            return found, note
        if se <= NEGLIGIBLE * abs(value):
            return None, "no_variation"
        if self.kind == "share":
            return mean_interval(value, se, confidence, self.df), ""
        top, bottom, raw = at, at + self.strategies, self._raw
        fieller = fieller_interval(
            float(self._top[at]),
            float(self.bottom[at]),
            float(raw[top, top]),
            float(raw[top, bottom]),
            float(raw[bottom, bottom]),
            confidence,
            self.df,
        )
        return fieller, "" if fieller else "too_few_events"


class MedianEstimator(Estimator):
    """Median of the decided deals' cycle times, by groups of replications."""

    def __init__(self, kept: Accumulator) -> None:
        groups = min(GROUPS, kept.n)
        super().__init__(kept.n, groups - 1)
        self._counts = [kept.sums[name].durations.decided[:groups] for name in kept.strategies]
        self._all = [counts.sum(axis=0, dtype=np.int64) for counts in self._counts]
        self._median = [quantile(counts, 0.5) if counts.any() else None for counts in self._all]

    def value(self, at: int) -> float | None:
        return self._median[at]

    def _residuals(self, at: int) -> Floats:
        """Per group: deals decided by the median day, less what their number lets expect, as a share of all deals."""
        median, counts = self._median[at], self._counts[at]
        by_then = counts[:, : int((median or 0) * BINS_PER_DAY) + 1].sum(axis=1)
        deals = counts.sum(axis=1)
        found: Floats = (by_then - by_then.sum() / deals.sum() * deals) / deals.sum()
        return found

    def _share_error(self, at: int) -> float:
        residuals = self._residuals(at)
        groups = len(residuals)
        return sqrt(groups / (groups - 1) * float(residuals @ residuals))

    def _ends(self, at: int, reach: float) -> Interval | None:
        if not 0 < reach < 0.5:
            return None
        half_bin = 0.5 / BINS_PER_DAY
        counts = self._all[at]
        return Interval(quantile(counts, 0.5 - reach) - half_bin, quantile(counts, 0.5 + reach) + half_bin)

    def standard_error(self, at: int) -> float:
        """Half the width between the quantiles one standard error of the share away."""
        ends = self._ends(at, min(self._share_error(at), 0.499))
        return (ends.high - ends.low) / 2 if ends else 0.0

    def correlation(self, first: int, second: int) -> float:
        a, b = self._residuals(first), self._residuals(second)
        return _correlation(float(a @ b), float(a @ a), float(b @ b))

    def _interval(self, at: int, confidence: float) -> Bounded:
        if np.count_nonzero(self._all[at]) < 2:
            return None, "no_variation"
        found = self._ends(at, t_quantile(confidence, self.df) * self._share_error(at))
        return found, "" if found else "too_few_events"


class DerivedEstimator(Estimator):
    """A function of column means; its error comes from leaving out one group of replications at a time."""

    def __init__(self, measure: Derived, kept: Accumulator) -> None:
        groups = min(GROUPS, kept.n)
        super().__init__(kept.n, groups - 1)
        self._measure = measure
        sums = [kept.sums[name].groups[:groups] for name in kept.strategies]
        self._value = [self._formula(of.sum(axis=0)) for of in sums]
        self._influence = [self._jackknife(of) for of in sums]

    def _formula(self, total: Floats) -> float | None:
        count = float(total[COLUMN["replications"]])
        if count <= 0:
            return None
        try:
            found = self._measure.formula({name: total[COLUMN[name]].item() / count for name in self._measure.columns})
        except (ZeroDivisionError, InputError):
            return None
        return found if isfinite(found) else None

    def _jackknife(self, groups: Floats) -> Floats | None:
        left_out = [self._formula(groups.sum(axis=0) - group) for group in groups]
        known = [value for value in left_out if value is not None]
        if len(known) < len(left_out) or len(known) < 2:
            return None
        values = np.array(known)
        scale = (len(values) - 1) / len(values)
        found: Floats = (values - values.mean()) * sqrt(scale)
        return found

    def value(self, at: int) -> float | None:
        return self._value[at]

    def standard_error(self, at: int) -> float:
        influence = self._influence[at]
        return 0.0 if influence is None else sqrt(float(influence @ influence))

    def correlation(self, first: int, second: int) -> float:
        a, b = self._influence[first], self._influence[second]
        return 0.0 if a is None or b is None else _correlation(float(a @ b), float(a @ a), float(b @ b))

    def _interval(self, at: int, confidence: float) -> Bounded:
        value, se = self._value[at], self.standard_error(at)
        if self._influence[at] is None or value is None:
            return None, "too_few_events"
        if se <= NEGLIGIBLE * abs(value):
            return None, "no_variation"
        return mean_interval(value, se, confidence, self.df), ""
