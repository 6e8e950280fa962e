"""Whom to see next and what for: an engagement strategy is a list of phases, read here (MODEL §4; S12).

A phase names who may be seen, in which order, with how much preparation, and when it is over (`state.phases`).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Field, Mechanism, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.packed_tables import phases_of
from engine.dynamics.machine.phase_progress import go_through_phases
from engine.dynamics.state import phases
from engine.dynamics.state.buyer_progress import has_reached
from engine.dynamics.state.derived import low_part
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.moves import may_be_made
from engine.dynamics.state.person_values import (
    FAMILIAR,
    depth,
    door_shut,
    has_role,
    introducer,
    known_to_have_a_say,
    power_seen,
    present,
    relationship,
    shielded,
)
from engine.model.quantity import Count, PositiveDuration, Score, Share, StanceValue
from engine.model.terms import BuyerStep, Move, Stage, TouchKind
from engine.wording import say

NOBODY = -1
NEVER_MET = 1e6
"""Days that a rank has waited of which nobody has been met."""
WAITING_BEFORE_LEVEL = 1e3
"""So that an hour more of waiting outweighs any number of levels."""


@kernel
def satisfied(account: Account, desk: Desk, i: int) -> bool:
    """Does the seller believe that person i needs no more convincing?"""
    return bool(
        account.met[i] == 1
        and account.seen_stance[i] >= desk.pursuit_target_stance
        and account.seen_need[i] >= desk.pursuit_target_need
        and account.seen_worry[i] <= desk.pursuit_target_worry
    )


@kernel
def _pause(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> float:
    """Days to leave person i alone after a meeting: longer once they are content."""
    if satisfied(account, desk, i):
        return desk.pursuit_revisit
    return moments.pause(account, deal, desk, now, i, desk.pursuit_pause)


@kernel
def _within_reach(account: Account, deal: Deal, desk: Desk, i: int) -> bool:
    """Known, there, not already to be met, not given up, and not known to be forbidden."""
    if not present(account, i) or account.identified[i] == 0 or deal.in_flight[i] == 1:
        return False
    if deal.kept_from[i] == 1:
        return False
    return bool(deal.refused_now[i] < desk.pursuit_most_attempts)


@kernel
def _past_shut_door(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> bool:
    """Does another channel lead to person i?"""
    return bool(moments.another_way(account, deal, desk, now, i, 0) == 1)


@kernel
def _available(account: Account, deal: Deal, desk: Desk, now: float, i: int, channels: bool) -> bool:
    """Within reach, not closed to us, not seen a moment ago, and not content for the time being."""
    if not _within_reach(account, deal, desk, i):
        return False
    if door_shut(account, i, now):
        return channels and _past_shut_door(account, deal, desk, now, i)
    if account.met[i] == 0:
        return True
    return bool(now - account.last_touch[i] >= _pause(account, deal, desk, now, i) - 1e-9)


@kernel
def _allowed(account: Account, deal: Deal, desk: Desk, now: float, words: Any, at: int, i: int) -> bool:
    """Does the phase let us see person i?"""
    mask = int(words[at + phases.ROLE_MASK])
    if mask != 0 and not (known_to_have_a_say(account, i) and has_role(account, i, mask)):
        return False
    highest = words[at + phases.MIN_LEVEL]
    if highest == phases.LOW_PART:
        highest = low_part(depth(account))
    if account.level[i] < highest or account.level[i] > words[at + phases.MAX_LEVEL]:
        return False
    if words[at + phases.INTRODUCED] == 1.0 and account.met[i] == 0 and shielded(account, desk, i):
        known = relationship(account, desk, i, now) >= FAMILIAR
        opened = introducer(account, deal, desk, i) >= 0 or deal.mandate[i] > 0.0 or known
        channels = words[at + phases.EVERY_CHANNEL] == 1.0
        return bool(opened or (channels and _past_shut_door(account, deal, desk, now, i)))
    return True


@kernel
def _rank_waits(account: Account, deal: Deal, now: float, level: int) -> float:
    """Days since anybody of a rank was met; none while a meeting is arranged there, NEVER_MET without any."""
    waits = NEVER_MET
    for i in range(account.people):
        if account.level[i] == level and present(account, i):
            if deal.in_flight[i] == 1:
                return 0.0
            if account.met[i] == 1:
                waits = min(waits, now - account.last_touch[i])
    return waits


@kernel
def _first_in_order(account: Account, deal: Deal, desk: Desk, now: float, words: Any, at: int) -> int:
    """The person to see under one phase: by level, then by power, then by key.

    Where every rank is worked at once, the rank that has waited longest comes before all that.
    """
    best, best_score = NOBODY, 0.0
    channels = words[at + phases.EVERY_CHANNEL] == 1.0
    for i in range(account.people):
        if _available(account, deal, desk, now, i, channels) and _allowed(account, deal, desk, now, words, at, i):
            score = -words[at + phases.ORDER] * account.level[i] + desk.pursuit_power_in_order * power_seen(account, i)
            if words[at + phases.EVERY_RANK] == 1.0:
                score += WAITING_BEFORE_LEVEL * _rank_waits(account, deal, now, account.level[i])
            if best == NOBODY or score > best_score:
                best, best_score = i, score
    return best


@kernel
def _choose(account: Account, deal: Deal, desk: Desk, now: float) -> int:
    """Whom the strategy would see next; `deal.phase_at` says under which phase's rules. NOBODY where nobody is left.

    Phases that are over are left for good. When the present phase has nobody to offer, earlier ones are asked, except
    where sentences say when phases begin and end.
    """
    words = desk.tables.view(np.float64)
    count, first = phases_of(desk, deal.strategy)
    if count == 0:
        return NOBODY
    go_through_phases(account, deal, desk, now, words, first, count, deal.refused_at_top)
    asked = 1 if words[first + phases.BY_SENTENCES] == 1.0 else deal.phase + 1
    for back in range(asked):
        at = first + (deal.phase - back) * phases.PHASE_WORDS
        person = _first_in_order(account, deal, desk, now, words, at)
        if person != NOBODY:
            deal.phase_at = at
            deal.every_channel = int(words[at + phases.EVERY_CHANNEL])
            deal.keeps_balance = int(words[at + phases.KEEPS_BALANCE])
            return person
    return NOBODY


@moments.next_contact.at(10)
def choose_person(account: Account, deal: Deal, desk: Desk, now: float, person: int) -> int:
    """Whom to see next: the first choice that is not forbidden. NOBODY when there is nobody to see."""
    for _ in range(account.people):
        person = _choose(account, deal, desk, now)
        if person == NOBODY:
            return NOBODY
        if may_be_made(account, deal, desk, now, Move.visit + 0, person):
            return person
        moments.move_refused(account, deal, desk, now, Move.visit + 0, person)
    return NOBODY


@moments.may_be_asked.at(10)
def is_available(account: Account, deal: Deal, desk: Desk, now: float, i: int, yes: int) -> int:
    """The same for whoever chooses: people within reach, not closed to us, not seen a moment ago."""
    return 1 if _available(account, deal, desk, now, i, False) else 0


@moments.next_contact.at(40)
def unless_we_stay_away(account: Account, deal: Deal, desk: Desk, now: float, person: int) -> int:
    """Nobody, while something keeps us away from everybody."""
    return NOBODY if moments.stays_away(account, deal, desk, now, 0) == 1 else person


@moments.may_be_asked.at(40)
def unless_all_stay_away(account: Account, deal: Deal, desk: Desk, now: float, i: int, yes: int) -> int:
    """The same for whoever chooses for themselves."""
    return 0 if moments.stays_away(account, deal, desk, now, 0) == 1 else yes


@moments.next_chance.at(40)
def look_again_later(account: Account, deal: Deal, desk: Desk, now: float, days: float) -> float:
    """Meanwhile the next look is when people are visited anyhow."""
    return max(days, desk.pursuit_revisit) if moments.stays_away(account, deal, desk, now, 0) == 1 else days


@moments.next_chance.at(10)
def days_until_somebody(account: Account, deal: Deal, desk: Desk, now: float, days: float) -> float:
    """Days until a closed door or a pause ends for anybody we know; 0 when that is already so."""
    soonest = math.inf
    for i in range(account.people):
        if _within_reach(account, deal, desk, i):
            free = account.blocked_until[i]
            if free > now and deal.every_channel == 1 and _past_shut_door(account, deal, desk, now, i):
                free = now
            if account.met[i] == 1:
                free = max(free, account.last_touch[i] + _pause(account, deal, desk, now, i))
            soonest = min(soonest, free)
    return max(0.0, soonest - now) if soonest < math.inf else desk.pursuit_revisit


@moments.facts_of_deal.at(16)
def phase_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """We know how far we are in our own plan."""
    deal.fact_days_in_phase = now - deal.phase_since


@moments.kind_of_meeting.at(10)
def choose_kind(account: Account, deal: Deal, desk: Desk, now: float, i: int, role: int, kind: int) -> int:
    """What the meeting is for: to present the offer when it is time, else what the person needs most.

    A gate that opens before suppliers are sought is good for one figure for the budget.
    """
    wanted = has_reached(account, deal, BuyerStep.sourcing) or deal.budgetary_quotes == 0
    ready = deal.stage >= Stage.propose and account.met[i] == 1 and wanted
    if ready and deal.offer_submitted == 0:
        return TouchKind.proposal + 0
    return moments.purpose(account, deal, desk, now, i, role, kind)


MECHANISM = Mechanism(
    name="pursuit",
    title=say("Whom to see next"),
    sentence=say(
        "An engagement strategy says whom to see, in which order and how well prepared; nobody is seen too often."
    ),
    source="S12, S13; MODEL §4",
    shown_in=ShownIn("keeping_up", "bottom_up_sponsored", "win_rate_all", "down"),
    constants=(
        Constant("pursuit.target_stance", StanceValue, "a person seen this much for us needs no more convincing"),
        Constant("pursuit.target_need", Score, "an explicit need this strong need not be developed"),
        Constant("pursuit.target_worry", Score, "a worry this small need not be removed"),
        Constant("pursuit.revisit", PositiveDuration, "a person not seen for so long is visited again"),
        Constant("pursuit.pause", PositiveDuration, "time between two meetings with the same person at least"),
        Constant("pursuit.most_attempts", Count, "refusals after which we stop asking a person"),
        Constant(
            "pursuit.power_in_order",
            Share,
            "part of a level that full power counts for in the order of contact",
            assumed(
                0.5, "share", 0.2, 0.8, say("within a level the more powerful come first; power never outdoes a level")
            ),
        ),
    ),
    fields=(
        Field("deal.phase", "whole", "phase of the strategy"),
        Field("deal.phase_since", "number", "day on which it began; unknown before we work", start=math.nan),
        Field("deal.phase_at", "whole", "place of the words of the phase under which somebody was chosen"),
        Field("deal.every_channel", "whole", "1 where that phase uses every channel"),
        Field("deal.keeps_balance", "whole", "1 where that phase keeps balance among relations"),
        Field("deal.in_flight", "whole", "1 while a meeting with this person is arranged", ("people",)),
    ),
    reads=(
        Field("account.seen_stance", "number", "stance when last seen", ("people",)),
        Field("account.seen_need", "number", "need when last seen", ("people",)),
        Field("account.seen_worry", "number", "worry when last seen", ("people",)),
        Field("account.last_touch", "number", "day of our last meeting", ("people",)),
        Field("account.blocked_until", "number", "the door is closed until this day", ("people",)),
        Field("deal.refused_now", "whole", "refusals in this project", ("people",)),
        Field("deal.refused_at_top", "whole", "refused at level 1"),
        Field("deal.kept_from", "whole", "1: a visit was refused by the rules and still would be", ("people",)),
        Field("deal.budgetary_quotes", "whole", "figures given for the budget"),
        Field("deal.mandate", "number", "backing from above, 0–1", ("people",)),
        Field("desk.access_top_levels", "number", "levels from the top that are shielded", start=2),
    ),
    facts=("days_in_phase",),
)
