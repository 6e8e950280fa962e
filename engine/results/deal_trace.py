"""The story of one deal: typed events in the order in which they happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Event:
    """One thing that happened.

    kind:    what it was, by the name of one of `composition.EVENTS`, which says what the rest means.
    person:  place of whom it is about, −1 for nobody.
    code:    the whole number of this kind.
    numbers: the numbers of this kind by name; `event["stance"]` reads one. NaN where it does not apply.
    facts:   what a rulebook was asked with.
    """

    day: float
    kind: str
    person: int
    code: int
    numbers: Mapping[str, float]
    facts: npt.NDArray[np.float64] | None = None

    def __getitem__(self, name: str) -> float:
        return self.numbers[name]


@dataclass(frozen=True)
class Trace:
    """All events of one deal, with the names behind the numbers.

    people: ids in the order of their numbers, which is that of their keys, whatever the file; rivals, rulebooks and
            strategies that rules may choose likewise.
    own_facts: names of the user's own facts, which stand at the end of what rulebooks were asked with.
    power:  of each of the people in this replication, 0–1; empty in traces written before it could be unknown.
    """

    strategy: str
    replication: int
    deal: int
    account: str
    people: tuple[str, ...]
    rivals: tuple[str, ...]
    books: tuple[str, ...]
    strategies: tuple[str, ...]
    events: tuple[Event, ...]
    power: tuple[float, ...] = ()
    own_facts: tuple[str, ...] = ()
