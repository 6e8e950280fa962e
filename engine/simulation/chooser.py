"""Strategies written in Python: what they see, and the meeting that comes of their choice."""

from __future__ import annotations

from engine.dynamics import entry
from engine.dynamics.buyer import OVER
from engine.dynamics.record import PORT
from engine.engagement import Chooser, ContactView
from engine.errors import InputError, suggest
from engine.simulation.pursuit import HoldAndArrange
from engine.simulation.slot import Bytes, Slot

PREPARATION = 1.0


def contacts(slot: Slot, now: float) -> tuple[ContactView, ...]:
    """The identified people as the seller sees them."""
    record = slot.record
    views = []
    for place, person in enumerate(slot.account.buying_centre.people):
        if record["identified"][place]:
            views.append(
                ContactView(
                    id=person.id,
                    level=person.level,
                    roles=person.roles,
                    met=bool(record["met"][place]),
                    available=not record["in_flight"][place] and now >= record["blocked_until"][place],
                    seen_stance=float(record["seen_stance"][place]),
                    seen_need=float(record["seen_need"][place]),
                    seen_worry=float(record["seen_worry"][place]),
                    refusals=int(record["refused_by"][place]),
                    is_sponsor=bool(record["sponsor"][place]),
                )
            )
    return tuple(views)


def by_hand(chooser: Chooser, slot: Slot) -> HoldAndArrange:
    """What `entry.enter_seller` does, with the next contact chosen by a Python function."""

    def hold_and_arrange(memory: Bytes, now: float, thread: int) -> float:
        if entry.enter_hold(memory, now, thread):
            return OVER
        return entry.enter_arranged(memory, now, thread, _ask(chooser, slot, now, thread))

    return hold_and_arrange


def _ask(chooser: Chooser, slot: Slot, now: float, thread: int) -> float:
    """Ask the strategy whom to see and ask that person for a meeting. Returns days until it, or until the next look.

    Raises InputError when the strategy names somebody who is not there to be met.
    """
    seen = contacts(slot, now)
    name = chooser(seen, now)
    if name is not None:
        free = [contact.id for contact in seen if contact.available]
        if name not in free:
            raise InputError.at(
                "strategy", f"it chose `{name}`, who cannot be met on day {now:.1f}", suggest(name, free)
            )
        ids = [person.id for person in slot.account.buying_centre.people]
        days = entry.enter_request(slot.memory, now, thread, ids.index(name), PREPARATION)
        if days >= 0.0:
            return days
    slot.words[PORT["role_needed"]] = -1
    return float(slot.record["pursuit_idle"])
