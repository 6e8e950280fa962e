"""Tapes written by compiled code become typed events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from engine.dynamics.machine.composition import EVENTS
from engine.dynamics.machine.tape import HEADER, decisions_on
from engine.model.account import Account
from engine.model.decisions import BOOKS
from engine.results.deal_trace import Event, Trace
from engine.results.records import FIRING
from engine.simulation.packing import Packed

WATCHED = 200
"""Replications at the beginning of which it is kept when every rule decided: enough for a share to ± 7 points."""
DEAL = 3
"""Place of a deal's number in what is written of an event."""

Tape = npt.NDArray[np.float64]

_LEGEND = {number: (kind.name, tuple(each.name for each in kind.numbers)) for number, kind in EVENTS.items()}
"""The name of each kind of event and those of its numbers, in the order in which they are written."""


def is_watched(replication: int) -> bool:
    """Is it kept when the rules decided in this replication? Depends on its number only."""
    return replication < WATCHED


def events_on(tape: Tape, deal: int | None = None) -> Iterator[Event]:
    """The events in the order in which they were written; those of one deal when its number is given."""
    at, words = 0, tape.tolist()
    while at < len(words):
        size = int(words[at])
        if deal is None or words[at + DEAL] == deal:
            _, day, number, _, person, code, *numbers = words[at : at + HEADER]
            kind, names = _LEGEND[int(number)]
            facts = tape[at + HEADER : at + size].copy() if size > HEADER else None
            yield Event(day, kind, int(person), int(code), dict(zip(names, numbers, strict=False)), facts)
        at += size


def read_tape(
    tape: Tape, account: Account, power: Sequence[float], deal: int, packed: Packed, replication: int
) -> Trace:
    """The story of the deal with this running number; empty when no such project opened. power: of each person."""
    return Trace(
        strategy=packed.strategy.name,
        replication=replication,
        deal=deal,
        account=account.id,
        people=tuple(person.id for person in account.buying_centre.people),
        power=tuple(map(float, power)),
        rivals=tuple(rival.id for rival in account.rivals),
        books=BOOKS,
        strategies=tuple(strategy.name for strategy in packed.strategies),
        own_facts=packed.own.names,
        events=tuple(sorted(events_on(tape, deal), key=lambda event: event.day)),
    )


def firings_on(tape: Tape, replication: int) -> npt.NDArray[np.void]:
    """FIRING rows of the replication on a tape; `since_opening` is left to who knows when projects opened."""
    decided = decisions_on(tape)
    decided = decided[np.argsort(decided[:, 0], kind="stable")]
    rows = np.zeros(len(decided), FIRING)
    rows["replication"] = replication
    rows["deal"], rows["day"], rows["book"], rows["rule"] = decided.T
    return rows
