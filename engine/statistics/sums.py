"""Exact sums over replications: what is kept of a run, whatever its length.

Each number of a replication is taken as a whole multiple of a fine unit: a millionth of the currency, 2⁻³² of
anything else, in which shares of deals are kept. So all sums, of products too, are sums of whole numbers: the same
replications give the same bits in whatever order and pieces they are taken in, and no digits are lost to large means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.results.columns import COLUMN, COLUMNS, MONEY, Floats
from engine.results.measure import Ratio
from engine.statistics.incidence import GROUPS, DurationCounts

BLOCK = 256
"""Replications added at a time, at most."""

FINENESS = np.array([20 if name in MONEY else 32 for name in COLUMNS])
"""Units of a column are 2⁻ᶠ, f being its fineness."""

_LARGEST = 2.0**62
_LIMB = 21
"""Bits of one limb: products of two, added up over a block, are exact in floating point, which is fastest."""

_HALF = 31
"""Bits of the lower half of a number."""

Wholes = npt.NDArray[np.int64]


class TooLarge(ArithmeticError):
    """A number too large to be added up exactly; its argument is the name of its column."""


def whole(columns: Floats) -> Wholes:
    """Numbers of replications, one column per name in `COLUMNS`, in whole units. Raises TooLarge."""
    scaled = np.rint(np.ldexp(columns, FINENESS))
    if (np.abs(scaled) >= _LARGEST).any():
        raise TooLarge(COLUMNS[int(np.argwhere(np.abs(scaled) >= _LARGEST)[0, -1])])
    found: Wholes = scaled.astype(np.int64)
    return found


class Products:
    """Exact sums of vectors, and of the products of their entries: one vector per replication and measure.

    A vector's entries are cut into three limbs; the sums of the products of limbs are kept.
    """

    def __init__(self, measures: int, entries: int) -> None:
        self.n, self._entries = 0, entries
        self._limbs = np.zeros((measures, 3 * entries + 1, 3 * entries + 1), np.int64)

    def add(self, values: Wholes) -> None:
        """(replications, measures, entries) of a block."""
        low = (1 << _LIMB) - 1
        parts = (values >> 2 * _LIMB, (values >> _LIMB) & low, values & low, np.ones_like(values[..., :1]))
        limbs = np.concatenate(parts, axis=2).astype(np.float64).transpose(1, 2, 0)
        self._limbs += np.matmul(limbs, limbs.transpose(0, 2, 1)).astype(np.int64)
        self.n += len(values)

    def sums(self, measure: int) -> npt.NDArray[np.object_]:
        """The sum of each entry, as a whole number of any size."""
        limbs = self._limbs[measure, :-1, -1].astype(object).reshape(3, self._entries)
        found: npt.NDArray[np.object_] = (limbs[0] << 2 * _LIMB) + (limbs[1] << _LIMB) + limbs[2]
        return found

    def deviations(self, measure: int) -> npt.NDArray[np.object_]:
        """n · Σxy − Σx · Σy of every pair of entries."""
        k, found = self._entries, np.zeros((self._entries, self._entries), object)
        limbs = self._limbs[measure, :-1, :-1].astype(object)
        for row in range(3):
            for column in range(3):
                part = limbs[row * k : (row + 1) * k, column * k : (column + 1) * k]
                found += part << _LIMB * (4 - row - column)
        sums = self.sums(measure)
        deviations: npt.NDArray[np.object_] = self.n * found - np.outer(sums, sums)
        return deviations


@dataclass
class Kept:
    """What is kept of one alternative besides products.

    active:    for every ratio, the replications that had a case at all.
    durations: how long deals took.
    """

    active: Wholes
    durations: DurationCounts
    _groups: Wholes

    def groups(self) -> Floats:
        """(groups, columns): sums by group of replications, for measures that are not ratios of two columns."""
        high, low = self._groups.astype(np.float64)
        found: Floats = np.ldexp(np.ldexp(high, _HALF) + low, -FINENESS)
        return found

    def add(self, group: npt.NDArray[np.intp], values: Wholes, bottoms: Wholes) -> None:
        """A block: the group of each replication, its numbers, the denominators of ratios."""
        for limb, part in zip(self._groups, (values >> _HALF, values & ((1 << _HALF) - 1)), strict=True):
            np.add.at(limb, group, part)
        self.active += np.count_nonzero(bottoms > 0, axis=0)


class Sums:
    """Takes blocks of replications of every alternative and keeps what all measures need.

    changed: (ratios, alternatives, alternatives), replications in which a ratio's numbers differ between two of them.
    """

    def __init__(self, names: Sequence[str], ratios: Mapping[str, Ratio], horizon_days: float) -> None:
        self.names, self.ratios = tuple(names), dict(ratios)
        self._top = np.array([COLUMN[ratio.numerator] for ratio in ratios.values()], np.intp)
        self._bottom = np.array([COLUMN[ratio.denominator] for ratio in ratios.values()], np.intp)
        self._products = Products(len(ratios), 2 * len(self.names))
        self.changed = np.zeros((len(ratios), len(self.names), len(self.names)), np.int64)
        self.kept = {
            name: Kept(
                active=np.zeros(len(ratios), np.int64),
                durations=DurationCounts.empty(horizon_days),
                _groups=np.zeros((2, GROUPS, len(COLUMNS)), np.int64),
            )
            for name in self.names
        }

    @property
    def n(self) -> int:
        """Replications taken in so far."""
        return self._products.n

    def add(self, first: int, columns: Mapping[str, Floats]) -> None:
        """Replications first … of every alternative: their `replication_columns`."""
        values = {name: whole(columns[name]) for name in self.names}
        tops = np.stack([values[name][:, self._top] for name in self.names], axis=2)
        bottoms = np.stack([values[name][:, self._bottom] for name in self.names], axis=2)
        group = (first + np.arange(len(tops))) % GROUPS
        for place, name in enumerate(self.names):
            self.kept[name].add(group, values[name], bottoms[:, :, place])
        for place in range(len(self.names)):
            differs = (tops != tops[:, :, place : place + 1]) | (bottoms != bottoms[:, :, place : place + 1])
            self.changed[:, place] += np.count_nonzero(differs, axis=0)
        self._products.add(np.concatenate([tops, bottoms], axis=2))

    def means(self, ratio: str) -> Floats:
        """Means over replications: the numerators of all alternatives, then the denominators."""
        place = self._place(ratio)
        return np.array([float(each) / self.n for each in self._products.sums(place)]) * self._units(place)

    def covariance_of_means(self, ratio: str) -> Floats:
        """Covariance matrix of these means; needs two replications at least."""
        place = self._place(ratio)
        deviations = self._products.deviations(place).astype(np.float64)
        units = self._units(place)
        found: Floats = deviations / (float(self.n) ** 2 * (self.n - 1)) * np.outer(units, units)
        return found

    def totals(self, name: str) -> dict[str, float]:
        """The sum of each column over all replications of one alternative."""
        return dict(zip(COLUMNS, self.kept[name].groups().sum(axis=0).tolist(), strict=True))

    def _place(self, ratio: str) -> int:
        return list(self.ratios).index(ratio)

    def _units(self, place: int) -> Floats:
        fineness = np.repeat([FINENESS[self._top[place]], FINENESS[self._bottom[place]]], len(self.names))
        units: Floats = np.ldexp(1.0, -fineness)
        return units
