"""From sums by group to values, and to how much each group of replications moves them: one estimator per kind.

Replications are independent draws; groups of them are, too. Every value is a smooth function of sums, and its influence
is the linear part of what each group adds to it (infinitesimal jackknife). Standard errors, correlations between
alternatives and between measures, and the distribution of the largest of many differences all follow from influences.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from math import isfinite, sqrt

import numpy as np

from engine.errors import InputError
from engine.model.terms import Outcome
from engine.results.columns import COLUMN, Floats
from engine.results.measure import Derived, Measure, Median, Rate, Ratio
from engine.statistics.estimates import Note
from engine.statistics.intervals import (
    Interval,
    fieller_interval,
    mean_interval,
    proportion_interval,
    skewed_interval,
    t_quantile,
)
from engine.statistics.sums import Look

Bounded = tuple[Interval | None, Note]
NEGLIGIBLE = 1e-12
"""Standard errors below this share of the value are rounding, not variation."""

LEAST_WINDOW = 3.5
"""Days either side of a median over which the curve's slope is taken at least: a week levels out weekends."""

DECIDED = (Outcome.won, Outcome.lost)


class Estimator(ABC):
    """One measure of all alternatives; they are addressed by their place."""

    def __init__(self, look: Look) -> None:
        self.n, self.groups, self.names = look.n, look.groups, look.names
        self.df = look.groups - 1
        self._look = look
        self._values: dict[int, float | None] = {}
        self._influences: dict[int, Floats] = {}

    def value(self, at: int) -> float | None:
        """The measure's value, or None where it is undefined."""
        if at not in self._values:
            self._values[at] = self._value(at)
        return self._values[at]

    def influence(self, at: int) -> Floats:
        """How much each group moves the value; the squares add up to its variance. Needs a value and two groups."""
        if at not in self._influences:
            self._influences[at] = self._influence(at) * sqrt(self.groups / self.df)
        return self._influences[at]

    def standard_error(self, at: int) -> float:
        """Standard error of the value; needs two replications and a value."""
        influence = self.influence(at)
        return sqrt(float(influence @ influence))

    @abstractmethod
    def _value(self, at: int) -> float | None: ...

    @abstractmethod
    def _influence(self, at: int) -> Floats: ...

    @abstractmethod
    def cases(self, at: int) -> Floats:
        """How many cases each group has."""

    @abstractmethod
    def _interval(self, at: int, widening: float) -> Bounded:
        """The interval where there are a value and two replications."""

    def interval(self, at: int, widening: float) -> Bounded:
        """The 95 % interval, widened by a factor; or None with the reason why there is none."""
        if self.value(at) is None:
            return None, "undefined"
        if self.n < 2:
            return None, "one_replication"
        return self._interval(at, widening)

    def _by_t(self, at: int, widening: float) -> Bounded:
        value, se = self.value(at), self.standard_error(at)
        assert value is not None
        if se <= NEGLIGIBLE * abs(value):
            return None, "no_variation"
        return mean_interval(value, se, self.df, widening), ""

    def _of_proportion(self, at: int, widening: float, independent: int) -> Bounded:
        value = self.value(at)
        assert value is not None
        note: Note = "never" if value <= 0 else "always" if value >= 1 else ""
        return proportion_interval(value, self.standard_error(at), self.df, widening, independent=independent), note


def make_estimator(measure: Measure, look: Look) -> Estimator:
    """The estimator that fits the measure's kind."""
    if isinstance(measure, Ratio):
        return RatioEstimator(measure, look)
    if isinstance(measure, Rate):
        return RateEstimator(measure, look)
    if isinstance(measure, Derived):
        return DerivedEstimator(measure, look)
    if isinstance(measure, Median):
        return MedianEstimator(look)
    raise TypeError(f"no estimator for {type(measure).__name__}")


class RatioEstimator(Estimator):
    """Ratio of two sums."""

    def __init__(self, measure: Ratio, look: Look) -> None:
        super().__init__(look)
        self.kind = measure.kind
        self._top, self._bottom = COLUMN[measure.numerator], COLUMN[measure.denominator]
        self._denominator = measure.denominator

    def cases(self, at: int) -> Floats:
        found: Floats = self._look.columns[at][:, self._bottom]
        return found

    def _value(self, at: int) -> float | None:
        total = self._look.columns[at].sum(axis=0)
        return float(total[self._top] / total[self._bottom]) if total[self._bottom] > 0 else None

    def _influence(self, at: int) -> Floats:
        top, bottom = self._look.columns[at][:, self._top], self.cases(at)
        found: Floats = (top - top.sum() / bottom.sum() * bottom) / bottom.sum()
        return found

    def _interval(self, at: int, widening: float) -> Bounded:
        if self.kind == "proportion":
            return self._of_proportion(at, widening, self._look.active(at, self._denominator))
        found = self._by_t(at, widening)
        if found[0] is None:
            return found
        if self.kind == "share":
            return skewed_interval(self.value(at) or 0.0, self.influence(at), self.df, widening), ""
        both = self._look.columns[at][:, [self._top, self._bottom]]
        apart = both - np.outer(self._look.columns[at][:, COLUMN["replications"]] / self.n, both.sum(axis=0))
        covariance = apart.T @ apart * self.groups / self.df
        fieller = fieller_interval(both.sum(axis=0), covariance, self.df, widening)
        return fieller, "" if fieller else "too_few_events"


class RateEstimator(Estimator):
    """Share of deals that ended in some ways by the last day up to which enough were followed."""

    def __init__(self, measure: Rate, look: Look) -> None:
        super().__init__(look)
        self.sampled = measure.sampled
        self._endings, self._among = measure.endings, measure.among

    def cases(self, at: int) -> Floats:
        return self._look.endings(at).deals_by_group

    def _by_last_day(self, at: int, endings: tuple[Outcome, ...]) -> float:
        curves = self._look.endings(at)
        return float(curves.by_day(endings)[curves.last])

    def _value(self, at: int) -> float | None:
        bottom = self._by_last_day(at, self._among) if self._among else float(self._look.endings(at).deals > 0)
        return self._by_last_day(at, self._endings) / bottom if bottom > 0 else None

    def _influence(self, at: int) -> Floats:
        curves = self._look.endings(at)
        found = curves.influence(self._endings, [curves.last])[:, 0]
        if self._among:
            share = self.value(at) or 0.0
            found = found - share * curves.influence(self._among, [curves.last])[:, 0]
            found = found / self._by_last_day(at, self._among)
        return found

    def _interval(self, at: int, widening: float) -> Bounded:
        return self._of_proportion(at, widening, self._look.active(at, "projects"))


class MedianEstimator(Estimator):
    """Day by which won and lost together reach half of what they are on the last day.

    The curve is taken as straight within a day. Its slope at the median is that over two standard errors of the share
    on either side (Woodruff, JASA 47, 1952), and over a week at least.
    """

    def cases(self, at: int) -> Floats:
        return self._look.endings(at).deals_by_group

    def _curve(self, at: int) -> Floats:
        endings = self._look.endings(at)
        return endings.by_day(DECIDED)[: endings.last + 1]

    def _value(self, at: int) -> float | None:
        curve = self._curve(at)
        return _day_of(curve, curve[-1] / 2) if curve[-1] > 0 else None

    def _influence(self, at: int) -> Floats:
        curve, endings, day = self._curve(at), self._look.endings(at), self.value(at)
        assert day is not None
        share = self._share_moved(at, day)
        reach = 2 * sqrt(float(share @ share))
        low = min(_day_of(curve, max(curve[-1] / 2 - reach, 0.0)), day - LEAST_WINDOW)
        high = max(_day_of(curve, min(curve[-1] / 2 + reach, curve[-1])), day + LEAST_WINDOW)
        low, high = max(low, 0.0), min(high, float(endings.last))
        rise = float(np.interp(high, np.arange(len(curve)), curve) - np.interp(low, np.arange(len(curve)), curve))
        found: Floats = -share * (high - low) / rise if rise > 0 else np.zeros_like(share)
        return found

    def distance(self, first: int, second: int) -> float:
        """How many standard errors two medians are apart: by the shares that both have decided on the day between them.

        No slope is needed for it, which few replications know badly.
        """
        a, b = self.value(first), self.value(second)
        assert a is not None and b is not None
        day = (a + b) / 2
        apart = self._share_moved(first, day) - self._share_moved(second, day)
        se = sqrt(float(apart @ apart) * self.groups / self.df)
        return abs(self._above_half(first, day) - self._above_half(second, day)) / se if se > 0 else 0.0

    def _above_half(self, at: int, day: float) -> float:
        """The share decided by a day, less half of that decided at all."""
        curve = self._curve(at)
        return float(np.interp(day, np.arange(len(curve)), curve) - curve[-1] / 2)

    def _share_moved(self, at: int, day: float) -> Floats:
        """How much each group moves this difference."""
        endings = self._look.endings(at)
        within, after = day - int(day), min(int(day) + 1, endings.last)
        moved = endings.influence(DECIDED, [int(day), after, endings.last])
        found: Floats = moved @ np.array([1 - within, within, -0.5])
        return found

    def _interval(self, at: int, widening: float) -> Bounded:
        found = self._by_t(at, widening)
        if found[0] is None:
            return found
        day = self.value(at)
        assert day is not None
        curve, share = self._curve(at), self._share_moved(at, day)
        reach = widening * t_quantile(self.df) * sqrt(float(share @ share) * self.groups / self.df)
        if reach >= curve[-1] / 2:
            return None, "too_few_events"
        return Interval(_day_of(curve, curve[-1] / 2 - reach), _day_of(curve, curve[-1] / 2 + reach)), ""


def _day_of(curve: Floats, height: float) -> float:
    """The day on which a rising curve first reaches a height, straight lines between days."""
    after = int(np.searchsorted(curve, height - 1e-15))
    if after == 0 or after >= len(curve):
        return float(min(after, len(curve) - 1))
    rise = float(curve[after] - curve[after - 1])
    return after - 1 + (height - float(curve[after - 1])) / rise if rise > 0 else float(after)


class DerivedEstimator(Estimator):
    """A function of column means; a group's influence is what leaving it out takes away."""

    def __init__(self, measure: Derived, look: Look) -> None:
        super().__init__(look)
        self._measure = measure

    def cases(self, at: int) -> Floats:
        found: Floats = self._look.columns[at][:, COLUMN["replications"]]
        return found

    def _formula(self, total: Floats) -> float | None:
        count = float(total[COLUMN["replications"]])
        if count <= 0:
            return None
        try:
            found = self._measure.formula({name: total[COLUMN[name]].item() / count for name in self._measure.columns})
        except (ZeroDivisionError, InputError):
            return None
        return found if isfinite(found) else None

    def _value(self, at: int) -> float | None:
        return self._formula(self._look.columns[at].sum(axis=0))

    def _influence(self, at: int) -> Floats:
        groups = self._look.columns[at]
        left_out = [self._formula(groups.sum(axis=0) - group) for group in groups]
        if any(value is None for value in left_out):
            return np.zeros(len(groups))
        values = np.array(left_out)
        found: Floats = (values.mean() - values) * (len(values) - 1) / len(values)
        return found

    def _interval(self, at: int, widening: float) -> Bounded:
        if not self.influence(at).any():
            return None, "too_few_events"
        return self._by_t(at, widening)
