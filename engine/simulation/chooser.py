"""Strategies written in Python: what they see, and the meeting that comes of their choice."""

from __future__ import annotations

from engine.dynamics import entry
from engine.dynamics.mechanisms.buying_process import OVER
from engine.dynamics.state.records import Bytes
from engine.engagement import Chooser, ContactView
from engine.errors import InputError, Problem
from engine.simulation.pursuit import HoldAndArrange
from engine.simulation.slot import Slot
from engine.wording import nearest, say


def contacts(slot: Slot, now: float) -> tuple[ContactView, ...]:
    """The identified people as the seller sees them."""
    deal, account = slot.deal, slot.about
    views = []
    for place, person in enumerate(slot.account.buying_centre.people):
        if account.identified[place] and account.present[place]:
            views.append(
                ContactView(
                    id=person.id,
                    level=person.level,
                    roles=person.roles,
                    met=bool(account.met[place]),
                    available=not deal.in_flight[place] and now >= account.blocked_until[place],
                    seen_stance=float(account.seen_stance[place]),
                    seen_need=float(account.seen_need[place]),
                    seen_worry=float(account.seen_worry[place]),
                    refusals=int(account.refusals[place]),
                    is_sponsor=bool(account.sponsor[place]),
                )
            )
    return tuple(views)


def by_hand(chooser: Chooser, slot: Slot) -> HoldAndArrange:
    """What `entry.enter_seller` does, with the next contact chosen by a Python function."""

    def hold_and_arrange(memory: Bytes, desk: Bytes, now: float, thread: int) -> float:
        if entry.enter_hold(memory, desk, now, thread):
            return OVER
        return entry.enter_arranged(memory, desk, now, thread, _ask(chooser, slot, now, thread))

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
            what = say("it chose `{name}`, who cannot be met on day {day}", name=name, day=f"{now:.1f}")
            raise InputError(Problem("strategy", what, nearest(name, free), "strategy-choice"))
        hours = float(slot.desk.record.pursuit_own_preparation)
        ids = [person.id for person in slot.account.buying_centre.people]
        days = entry.enter_request(slot.memory, slot.desk.memory, now, thread, ids.index(name), hours)
        if days >= 0.0:
            return days
    slot.deal.role_needed = -1
    return float(slot.desk.record.pursuit_idle)
