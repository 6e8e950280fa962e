"""Arranging meetings and holding them: whom to ask, who goes, how long it takes, what it costs (MODEL §4; S19)."""

from __future__ import annotations

import numpy as np

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Constant, Draw, Field, Mechanism, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import gamma, uniform
from engine.dynamics.state import phases
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.moves import may_be_made
from engine.dynamics.state.person_values import FINANCIAL, TECHNICAL, has_role, present, shielded
from engine.dynamics.state.routes import Route
from engine.dynamics.state.team_roles import ACCOUNT_MANAGER, EXECUTIVE, PRESALES
from engine.dynamics.state.workdays import next_working_moment
from engine.model.chart import TOP
from engine.model.quantity import Count, PositiveCoefficient, PositiveDuration, Share, WorkHours
from engine.model.terms import Move, TouchKind
from engine.wording import say

NOBODY, ANY_KIND = -1, -1
CHANNEL = int(Move.event) - int(Route.event)
"""Channels stand in the same order as routes and as moves."""
DAYS_A_WEEK = 7.0
HOURS = Draw(37, "how long a meeting takes")
THREADS = ("threads",)


@moments.who_goes.at(10)
def expert_or_account_manager(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, kind: int, executive: bool, role: int
) -> int:
    """Offers, evidence and technical people are the presales engineer's, money is the account manager's."""
    work = kind == TouchKind.evidence or kind == TouchKind.proposal
    expert = work or has_role(account, i, TECHNICAL)
    if expert and not has_role(account, i, FINANCIAL) and desk.team_here[PRESALES] == 1:
        return PRESALES
    return role


@kernel
def _usual_hours(desk: Desk, kind: int) -> float:
    if kind == TouchKind.evidence:
        return desk.touch_evidence
    if kind == TouchKind.proposal:
        return desk.touch_proposal
    if kind == TouchKind.help:
        return desk.touch_help
    return desk.touch_visit


@kernel
def _hours(account: Account, deal: Deal, desk: Desk, i: int, kind: int) -> float:
    """Hours of the next meeting with person i: the usual ones, with their spread (gamma)."""
    spread = desk.touch_hours_spread
    if spread <= 0.0:
        return _usual_hours(desk, kind)
    u = uniform(deal.key, account.person_key[i], HOURS, deal.touches_by[i])
    return _usual_hours(desk, kind) * gamma(u, 1.0 / (spread * spread))


@kernel
def _arrange(
    account: Account,
    deal: Deal,
    desk: Desk,
    now: float,
    thread: int,
    i: int,
    preparation: float,
    executive: bool,
    kind: int,
) -> None:
    """Put the agreed meeting into the thread; the driver books the colleague when the day comes.

    An executive of ours is briefed; the account manager does the rest of the preparation.
    """
    if kind == ANY_KIND:
        first = TouchKind.situation + 0
        asks = moments.who_goes(account, deal, desk, now, i, first, executive, ACCOUNT_MANAGER)
        kind = moments.kind_of_meeting(account, deal, desk, now, i, asks, TouchKind.payoff + 0)
    role = moments.who_goes(account, deal, desk, now, i, kind, executive, ACCOUNT_MANAGER)
    deal.in_flight[i] = 1
    deal.thread_person[thread] = i
    deal.thread_key[thread] = account.person_key[i]
    deal.thread_kind[thread] = kind
    deal.thread_role[thread] = role
    deal.thread_late[thread] = 0.0
    hours = _hours(account, deal, desk, i, kind)
    if role == EXECUTIVE:
        hours += desk.touch_briefing * preparation
        deal.unbooked_hours += (1.0 - desk.touch_briefing) * preparation
    else:
        hours += preparation + deal.unbooked_hours
        deal.unbooked_hours = 0.0
        moments.meeting_arranged(account, deal, desk, now, thread)
    deal.thread_hours[thread] = hours
    deal.role_needed = role
    deal.hours_needed = hours


@kernel
def _move_made(deal: Deal, thread: int) -> int:
    """What the meeting just arranged in this thread is, for the rules."""
    if deal.thread_kind[thread] == TouchKind.help:
        return Move.help + 0
    if deal.route >= Route.event:
        return deal.route + CHANNEL
    return Move.executive_visit + 0 if deal.thread_role[thread] == EXECUTIVE else Move.visit + 0


@kernel
def _sends_executive(account: Account, deal: Deal, desk: Desk, now: float, i: int, executive: bool) -> bool:
    """Does our executive go where the strategy sends them? Not where that is forbidden: then somebody else does."""
    opens_door = account.level[i] == TOP or (account.met[i] == 0 and shielded(account, desk, i))
    move, goes = Move.executive_visit + 0, executive and opens_door and desk.team_here[EXECUTIVE] == 1
    if not goes or may_be_made(account, deal, desk, now, move, i):
        return executive
    moments.move_refused(account, deal, desk, now, move, i)
    return False


@kernel
def request(
    account: Account,
    deal: Deal,
    desk: Desk,
    now: float,
    thread: int,
    i: int,
    preparation: float,
    executive: bool,
    kind: int,
) -> float:
    """Ask person i for a meeting. Returns days until it takes place, or −1 when refused.

    kind: what it is for (model.terms.TouchKind); ANY_KIND leaves that to what the person needs. Preparation for a first
    meeting takes its own working time before the slot; a date waits for our own approver, an event keeps its day.
    """
    if account.met[i] == 1:
        preparation = 0.0
    learnt = moments.prepared_for(account, deal, desk, now, i, preparation, 0.0)
    executive = _sends_executive(account, deal, desk, now, i, executive)
    as_executive = executive and desk.team_here[EXECUTIVE] == 1 and (account.level[i] == TOP or account.met[i] == 0)
    days = moments.meeting_asked(account, deal, desk, now, i, learnt, as_executive, 0.0)
    if days < 0.0:
        return -1.0
    account.learnt[i] = max(account.learnt[i], learnt)
    _arrange(account, deal, desk, now, thread, i, preparation, executive, kind)
    week = desk.team_week[deal.role_needed]
    ready = preparation / week * DAYS_A_WEEK if week > 0.0 else 0.0
    approved = moments.approval_days(account, deal, desk, now, _move_made(deal, thread), i, 0.0)
    slot = now + (max(days, ready, approved) if deal.route == Route.event else max(days, ready) + approved)
    return next_working_moment(account, slot) - now


@kernel
def nobody_to_see(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    """Days until the next look when nobody is asked now."""
    deal.role_needed = -1
    days = max(desk.pursuit_idle, moments.next_chance(account, deal, desk, now, 0.0))
    return next_working_moment(account, now + days) - now


@kernel
def plan(account: Account, deal: Deal, desk: Desk, now: float, thread: int) -> float:
    """Arrange the next meeting of one thread. Returns days until it, or until the next look when nobody can be seen.

    `role_needed` and `hours_needed` tell the driver whom to book for how long then; −1 when nobody.
    """
    words = desk.tables.view(np.float64)
    for _ in range(int(desk.pursuit_requests_a_day)):
        person = moments.next_contact(account, deal, desk, now, NOBODY)
        if person == NOBODY:
            break
        at = deal.phase_at
        preparation, executive = words[at + phases.PREPARATION], words[at + phases.EXECUTIVE] == 1.0
        days = request(account, deal, desk, now, thread, person, preparation, executive, ANY_KIND)
        if days >= 0.0:
            return days
    return nobody_to_see(account, deal, desk, now)


@moments.meeting_comes.at(10)
def hold_appointment(account: Account, deal: Deal, desk: Desk, now: float, thread: int) -> None:
    """The meeting takes place, unless the person has left: then the hours are spent all the same."""
    i, kind, role = deal.thread_person[thread], deal.thread_kind[thread], deal.thread_role[thread]
    if i == NOBODY:
        return
    same = present(account, i) and deal.thread_key[thread] == account.person_key[i]
    deal.thread_person[thread] = NOBODY
    if same:
        deal.in_flight[i] = 0
    if not same:
        return
    deal.meetings_held += 1
    kind = moments.turns_out(account, deal, desk, now, i, role, kind)
    moments.meeting_held(account, deal, desk, now, i, kind, role)


@kernel
def charge_meeting(account: Account, deal: Deal, desk: Desk, now: float, thread: int) -> None:
    """A colleague has been booked for the meeting of this thread: the hours are spent, whatever comes of it."""
    hours = deal.thread_hours[thread]
    if hours > 0.0:
        moments.colleague_booked(account, deal, desk, now, thread)
    deal.hours += hours
    deal.cost += hours * desk.team_cost[deal.thread_role[thread]]
    deal.thread_hours[thread] = 0.0


@kernel
def charge_small_efforts(account: Account, deal: Deal, desk: Desk) -> float:
    """The project is over: what no meeting was booked for is the account manager's. Returns these hours.

    So are small efforts and preparation for a meeting that was arranged and will not take place.
    """
    hours = deal.unbooked_hours
    for thread in range(deal.threads):
        if deal.thread_hours[thread] > 0.0:
            meeting = _hours(account, deal, desk, deal.thread_person[thread], deal.thread_kind[thread])
            hours += max(0.0, deal.thread_hours[thread] - meeting)
            deal.thread_hours[thread] = 0.0
    deal.unbooked_hours = 0.0
    deal.hours += hours
    deal.cost += hours * desk.team_cost[ACCOUNT_MANAGER]
    return hours


@kernel
def _all_hours(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    """Contact before the project is part of what it took."""
    return deal.hours + deal.contact_hours


@kernel
def _all_cost(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    return deal.cost + deal.contact_hours * desk.team_cost[account.contact_role]


MECHANISM = Mechanism(
    name="appointments",
    title=say("Arranging and holding meetings"),
    sentence=say(
        "Meetings are asked for, prepared, and held by colleagues with limited hours; each costs time and money."
    ),
    source="S19; MODEL §4",
    core=True,
    constants=(
        Constant("touch.briefing", Share, "share of the preparation that an executive of ours has to spend"),
        Constant("touch.visit", WorkHours, "hours of one meeting with travel and follow-up"),
        Constant("touch.evidence", WorkHours, "hours of a test, reference visit or assurance"),
        Constant("touch.proposal", WorkHours, "hours of writing and presenting the offer"),
        Constant(
            "touch.hours_spread",
            PositiveCoefficient,
            "standard deviation ÷ mean of these hours (gamma); 0: always the same, 1: exponential",
            assumed(0, "coefficient", 0, 0.5, say("a calendar plans with usual hours")),
        ),
        Constant("pursuit.idle", PositiveDuration, "next look when there is nobody to see"),
        Constant(
            "pursuit.requests_a_day",
            Count,
            "people asked for a meeting in one go until somebody says yes",
            assumed(3, "count", 1, 5, say("three calls fit between two appointments")),
        ),
    ),
    fields=(
        Field("deal.meetings_held", "whole", "meetings held in this project"),
        Field("deal.unbooked_hours", "number", "small efforts, booked with the next meeting or when the project ends"),
        Field("deal.hours", "number", "our team's hours"),
        Field("deal.cost", "number", "selling cost, currency"),
        Field("deal.thread_person", "whole", "who is to be met next, −1 for nobody", THREADS, start=-1),
        Field("deal.thread_key", "key", "their key: somebody else may sit there by then", THREADS),
        Field("deal.thread_kind", "whole", "model.terms.TouchKind", THREADS),
        Field("deal.thread_role", "whole", "place in TEAM_ROLES", THREADS),
        Field("deal.thread_hours", "number", "hours to be booked; 0 once they are", THREADS),
    ),
    reads=(
        Field("deal.phase_at", "whole", "place of the words of the phase under which somebody was chosen"),
        Field("desk.touch_help", "number", "hours of help with their own work", start=4),
        Field("deal.in_flight", "whole", "1 while a meeting with this person is arranged", ("people",)),
        Field("deal.touches_by", "whole", "meetings in this project", ("people",)),
        Field("deal.route", "whole", "route of the last request"),
    ),
    draws=(HOURS,),
    columns=(
        Column("touches", "i4", "meetings held", "deal.meetings_held"),
        Column(
            "hours",
            "f8",
            "our team's hours, as it was booked for them, contact before the project included",
            _all_hours,
        ),
        Column("contact_hours", "f8", "of these, contact without a project", "deal.contact_hours"),
        Column("cost", "f8", "selling cost of these hours, currency", _all_cost),
    ),
)
