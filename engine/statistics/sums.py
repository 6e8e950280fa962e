"""Sums over replications, by group: in whole numbers, so that no order of adding and no cut into pieces changes a bit.

Columns are taken in units of a power of two: money to a millionth of the currency unit, everything else to a
four-billionth. Whole numbers of any size are kept in two limbs each. Replications are dealt to groups by their number;
how the groups' sums vary tells how sure anything made of them is, whatever it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from engine.results.columns import COLUMN, COLUMNS, MONEY, Floats, Rows
from engine.results.measure import Measure
from engine.statistics.incidence import DurationCounts, Endings, last_followed_day

GROUPS = 256
"""Replication i belongs to group i mod 256; as long as there are no more replications, each is a group."""

BLOCK = GROUPS
"""Replications added at a time, at most: one to each group."""

FINENESS = np.array([20 if name in MONEY else 32 for name in COLUMNS])
"""Units of a column are 2⁻ᶠ, f being its fineness."""

_LARGEST = 2.0**62
_HALF = 31
"""Bits of the lower limb of a number."""

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


@dataclass
class Kept:
    """What is kept of one alternative.

    active:    for every column, the replications in which it is above zero.
    durations: how long deals took, where a measure asks for it.
    """

    active: Wholes
    durations: DurationCounts
    _limbs: Wholes

    @classmethod
    def empty(cls, horizon_days: float) -> Kept:
        """Nothing yet; no deal lasts longer than the horizon."""
        return cls(
            active=np.zeros(len(COLUMNS), np.int64),
            durations=DurationCounts.empty(horizon_days, GROUPS),
            _limbs=np.zeros((2, GROUPS, len(COLUMNS)), np.int64),
        )

    def groups(self, count: int) -> Floats:
        """(count, columns): sums of the first groups."""
        high, low = self._limbs[:, :count].astype(np.float64)
        found: Floats = np.ldexp(np.ldexp(high, _HALF) + low, -FINENESS)
        return found

    def add(self, group: npt.NDArray[np.intp], values: Wholes) -> None:
        """A block: the group of each replication, and its numbers."""
        for limb, part in zip(self._limbs, (values >> _HALF, values & ((1 << _HALF) - 1)), strict=True):
            np.add.at(limb, group, part)
        self.active += np.count_nonzero(values > 0, axis=0)


class Sums:
    """Takes blocks of replications of every alternative and keeps what all measures need.

    horizons: days for which each alternative is followed.
    changed:  (measures, alternatives, alternatives), replications in which a measure's numbers differ between two.
    """

    def __init__(self, names: Sequence[str], measures: Mapping[str, Measure], horizons: Sequence[float]) -> None:
        self.names, self.measures, self.n = tuple(names), dict(measures), 0
        self._timed = any(measure.by_day for measure in measures.values())
        self._reads = np.zeros((len(COLUMNS), len(measures)), np.float32)
        for place, measure in enumerate(measures.values()):
            self._reads[[COLUMN[name] for name in measure.reads], place] = 1
        self.changed = np.zeros((len(measures), len(self.names), len(self.names)), np.int64)
        self.kept = {
            name: Kept.empty(days if self._timed else 0.0) for name, days in zip(self.names, horizons, strict=True)
        }

    def add(self, first: int, columns: Mapping[str, Floats], outcomes: Mapping[str, Rows]) -> None:
        """Replications first … of every alternative: their `replication_columns`, and their OUTCOME rows."""
        values = {name: whole(columns[name]) for name in self.names}
        count = len(values[self.names[0]])
        group = (first + np.arange(count)) % GROUPS
        for name in self.names:
            self.kept[name].add(group, values[name])
            if self._timed:
                self.kept[name].durations.add(outcomes[name])
        read = np.flatnonzero(self._reads.any(axis=1))
        reads, together = self._reads[read], np.stack([values[name][:, read] for name in self.names])
        for place in range(len(self.names)):
            differs = (together != together[place]).astype(np.float32) @ reads > 0
            self.changed[:, place] += np.count_nonzero(differs, axis=1).T
        self.n += count

    def times_changed(self, measure: str, first: int, second: int) -> int:
        """Replications in which a measure's numbers differ between two alternatives, by their places."""
        return int(self.changed[list(self.measures).index(measure), first, second])

    def totals(self, name: str) -> dict[str, float]:
        """The sum of each column over all replications of one alternative."""
        return dict(zip(COLUMNS, self.kept[name].groups(GROUPS).sum(axis=0).tolist(), strict=True))

    def look(self) -> Look:
        """What there is to see now."""
        return Look(self)


class Look:
    """The sums as they stand, in floating point; good until more is added.

    names: of alternatives. n: replications. groups: how many groups have any.
    """

    def __init__(self, sums: Sums) -> None:
        self._sums, self.names, self.n = sums, sums.names, sums.n
        self.groups = min(GROUPS, sums.n)
        self.columns = [sums.kept[name].groups(self.groups) for name in self.names]
        self._endings: dict[int, Endings] = {}

    def active(self, at: int, column: str) -> int:
        """Replications of the alternative at this place in which the column is above zero."""
        return int(self._sums.kept[self.names[at]].active[COLUMN[column]])

    @cached_property
    def last_day(self) -> int:
        """The day at which rates are read, the same for all alternatives (see `last_followed_day`)."""
        return min(last_followed_day(self._sums.kept[name].durations.windows) for name in self.names)

    def endings(self, at: int) -> Endings:
        """How the deals of the alternative at this place end over time, up to the last day."""
        if at not in self._endings:
            durations = self._sums.kept[self.names[at]].durations
            self._endings[at] = Endings(durations, self.groups, self.last_day)
        return self._endings[at]
