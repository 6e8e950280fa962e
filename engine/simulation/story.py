"""Tapes written by compiled code become typed events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from engine.dynamics.tape import HEADER, decisions_on
from engine.model.events import EventKind
from engine.results.records import FIRING
from engine.results.trace import Event, Trace
from engine.simulation.packing import BOOKS

if TYPE_CHECKING:
    from engine.simulation.slot import Slot

WATCHED = 200
"""Replications at the beginning of which it is kept when every rule decided: enough for a share to ± 7 points."""


def is_watched(replication: int) -> bool:
    """Is it kept when the rules decided in this replication? Depends on its number only."""
    return replication < WATCHED


def events_on(tape: npt.NDArray[np.float64]) -> Iterator[Event]:
    """The events in the order in which they were written."""
    at = 0
    while at < len(tape):
        size = int(tape[at])
        _, day, kind, person, code, a, b, c = tape[at : at + HEADER].tolist()
        facts = tape[at + HEADER : at + size].copy() if size > HEADER else None
        yield Event(day, EventKind(int(kind)), int(person), int(code), a, b, c, facts)
        at += size


def read_tape(slots: list[Slot], deal: int, strategy: str, replication: int) -> Trace:
    """The story of the deal with this running number; empty when no such project opened."""
    owner = slots[0]
    for slot in slots:
        if slot.first_row <= deal < slot.first_row + slot.most_projects:
            owner = slot
    project = deal - owner.first_row
    tape = owner.stories[project] if 0 <= project < len(owner.stories) else np.zeros(0)
    events = sorted(events_on(tape), key=lambda event: event.day)
    return Trace(
        strategy=strategy,
        replication=replication,
        deal=deal,
        account=owner.account.id,
        people=tuple(person.id for person in owner.account.buying_centre.people),
        rivals=tuple(rival.id for rival in owner.account.rivals),
        books=BOOKS,
        events=tuple(events),
    )


def firings_on(slots: list[Slot], replication: int) -> npt.NDArray[np.void]:
    """FIRING rows of the replication on the slots' tapes; `since_opening` is left to who knows when projects opened."""
    found = [
        (slot.first_row + project, decisions_on(tape)) for slot in slots for project, tape in enumerate(slot.stories)
    ]
    rows = np.zeros(sum(len(decided) for _, decided in found), FIRING)
    decided = np.concatenate([decided for _, decided in found])
    rows["replication"] = replication
    rows["deal"] = np.repeat([deal for deal, _ in found], [len(decided) for _, decided in found])
    rows["day"], rows["book"], rows["rule"] = decided.T
    return rows
