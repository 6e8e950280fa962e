"""The story of one deal: typed events in the order in which they happened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Event:
    """One thing that happened: day, kind (the name of an event), who, and numbers whose meaning the legend tells."""

    day: float
    kind: str
    person: int
    code: int
    a: float
    b: float
    c: float
    facts: npt.NDArray[np.float64] | None = None


@dataclass(frozen=True)
class Trace:
    """All events of one deal, with the names behind the numbers.

    people: ids in the order of their numbers; rivals, rulebooks and strategies that rules may choose likewise.
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
