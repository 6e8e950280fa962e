"""Strategies written in Python: what they see, and what comes of their counsel.

They work under the same conditions as phases: so many requests a day, pauses between meetings, attempts, preparation.
"""

from __future__ import annotations

from math import isfinite

from engine.dynamics import entry
from engine.dynamics.mechanisms.appointments import ANY_KIND
from engine.dynamics.mechanisms.buying_process import OVER
from engine.dynamics.state.flat_records import Bytes
from engine.dynamics.state.person_values import IDENTIFIED
from engine.engagement import Contact, Counsel, Strategy
from engine.errors import InputError, Problem
from engine.model.terms import Move, TouchKind
from engine.rules import CompiledBook
from engine.simulation.pursuit_thread import HoldAndArrange
from engine.simulation.slot import Slot
from engine.situation.forbidden_moves import CODE, never_made, why_forbidden, why_never
from engine.wording import Said, nearest, say


def contacts(slot: Slot, now: float, compliance: CompiledBook) -> tuple[Contact, ...]:
    """The identified people as the seller sees them, in the order of records. compliance: the book that is asked."""
    account = slot.about

    def against(place: int) -> str:
        rule = _rule_against(slot, now, Move.visit, place)
        return compliance.logic.rules[rule].id if rule >= 0 else ""

    return tuple(
        Contact(
            id=person.id,
            level=int(account.level[place]),
            roles=person.roles if account.met[place] or account.identified[place] == IDENTIFIED else (),
            met=bool(account.met[place]),
            available=bool(entry.enter_available(slot.memory, slot.desk.memory, now, place)),
            seen_stance=float(account.seen_stance[place]),
            seen_need=float(account.seen_need[place]),
            seen_worry=float(account.seen_worry[place]),
            refusals=int(account.refusals[place]),
            is_sponsor=bool(account.sponsor[place]),
            forbidden=against(place),
        )
        for place, person in enumerate(slot.account.buying_centre.people)
        if account.identified[place] and account.present[place]
    )


def _rule_against(slot: Slot, now: float, move: Move, place: int) -> int:
    return int(entry.enter_rule_against(slot.memory, slot.desk.memory, now, int(move), place))


def by_hand(strategy: Strategy, slot: Slot, compliance: CompiledBook) -> HoldAndArrange:
    """What `entry.enter_seller` does, with the next step advised by the strategy's Python function.

    compliance: the book whose rules are named where it asks for what they forbid.
    """

    def hold_and_arrange(memory: Bytes, desk: Bytes, now: float, thread: int) -> float:
        if entry.enter_hold(memory, desk, now, thread):
            return OVER
        days = _follow(strategy, slot, now, thread, compliance)
        return OVER if days is None else entry.enter_arranged(memory, desk, now, thread, days)

    return hold_and_arrange


def _follow(strategy: Strategy, slot: Slot, now: float, thread: int, compliance: CompiledBook) -> float | None:
    """Ask for counsel and follow it, again after a refusal. Days until the thread is due; None when we withdrew."""
    desk = slot.desk
    ids = [person.id for person in slot.account.buying_centre.people]
    for _ in range(int(desk.record.pursuit_requests_a_day)):
        seen = contacts(slot, now, compliance)
        counsel = _checked(strategy, seen, now)
        for move in _moves(counsel):
            _refuse_forbidden(strategy, slot, now, move, ids.index(str(counsel.whom)), compliance)
        if counsel.stop:
            entry.enter_withdraw(slot.memory, desk.memory, now)
            return None
        if counsel.whom is None:
            if counsel.wait is not None:
                slot.deal.role_needed = -1
                return counsel.wait
            break
        kind = ANY_KIND if counsel.touch is None else int(TouchKind[counsel.touch])
        person, hours = ids.index(counsel.whom), float(counsel.preparation)
        days = entry.enter_request(
            slot.memory, desk.memory, now, thread, person, hours, counsel.with_executive, kind
        )  # fmt: skip
        if days >= 0.0:
            return float(days)
    return float(entry.enter_nobody_to_see(slot.memory, desk.memory, now))


def _checked(strategy: Strategy, seen: tuple[Contact, ...], now: float) -> Counsel:
    """What the strategy advises. Raises InputError when it cannot be followed."""
    assert strategy.counsellor is not None
    found = strategy.counsellor(seen, now)
    if not isinstance(found, Counsel):
        raise _wrong(strategy, now, say("it must answer with a `Counsel`, not with {what}", what=type(found).__name__))
    never = never_made(found.touch)
    if never is not None:
        raise _wrong(strategy, now, why_never(never), code=CODE)
    free = [contact.id for contact in seen if contact.available or contact.forbidden]
    if found.whom is not None and found.whom not in free:
        raise _wrong(strategy, now, say("it chose `{person}`, who cannot be asked now", person=found.whom), free)
    if found.touch is not None and found.touch not in TouchKind.__members__:
        known = list(TouchKind.__members__)
        raise _wrong(strategy, now, say("there is no kind of touch `{kind}`", kind=found.touch), known)
    if not (isfinite(found.preparation) and found.preparation >= 0.0):
        raise _wrong(strategy, now, say("{hours} hours of preparation cannot be", hours=found.preparation))
    if found.wait is not None and not (isfinite(found.wait) and found.wait > 0.0):
        raise _wrong(strategy, now, say("it cannot wait {days} days", days=found.wait))
    return found


def _moves(counsel: Counsel) -> tuple[Move, ...]:
    """What the counsel asks for, as the rules see it."""
    if counsel.whom is None or counsel.stop:
        return ()
    return (Move.visit, Move.help) if counsel.touch == TouchKind.help.name else (Move.visit,)


def _refuse_forbidden(
    strategy: Strategy, slot: Slot, now: float, move: Move, place: int, compliance: CompiledBook
) -> None:
    """Raises InputError that names the rule, where one forbids the move."""
    rule = _rule_against(slot, now, move, place)
    if rule >= 0:
        raise _wrong(strategy, now, why_forbidden(move, compliance.logic.rules[rule]), code=CODE)


def _wrong(
    strategy: Strategy, now: float, what: Said, known: list[str] | None = None, code: str = "counsel"
) -> InputError:
    where = f"strategy {strategy.name}"
    said = say("day {day}: {what}", day=f"{now:.1f}", what=what)
    return InputError(Problem(where, said, nearest("", known) if known else "", code))
