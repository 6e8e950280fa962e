"""Seminars: a head of department who likes what they hear lets us speak to all of theirs (S12; MODEL §4)."""

from __future__ import annotations

from math import inf

from engine.dynamics import moments
from engine.dynamics.declarations import (
    Column,
    Constant,
    DayClock,
    EventKind,
    Field,
    Mechanism,
    Number,
    ShownIn,
    assumed,
)
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.tape import write
from engine.dynamics.state.buyer_progress import has_reached
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.moves import may_be_made
from engine.dynamics.state.person_values import IDENTIFIED, bounded, present, reports_through, settle
from engine.dynamics.state.relevant_message import message_for
from engine.dynamics.state.team_roles import ACCOUNT_MANAGER, PRESALES
from engine.dynamics.state.workdays import next_working_moment
from engine.model.quantity import Count, PositiveDuration, Share, StanceValue, WorkHours
from engine.model.terms import BuyerStep, Move
from engine.wording import say

SEMINAR = EventKind(
    45,
    "seminar",
    "seen",
    by="us",
    person="who let us hold it",
    numbers=(Number("guests", "people who came"), Number("strangers", "of these, people we had not met before")),
)


@kernel
def _may_hold(account: Account, deal: Deal, desk: Desk, now: float, host: int) -> bool:
    """Is a seminar with this host not forbidden?"""
    return may_be_made(account, deal, desk, now, Move.seminar + 0, host)


@kernel
def _guests(account: Account, host: int) -> int:
    """How many people report to the host, directly or through others."""
    guests = 0
    for j in range(account.people):
        guests += 1 if present(account, j) and reports_through(account, j, host) > 0 else 0
    return guests


@moments.person_met.at(70)
def agree_on_seminar(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """Person i is well disposed and has people who should hear it: a day is set, one seminar at a time."""
    if deal.every_channel == 0 or deal.seminar_on < inf or now < deal.next_seminar:
        return
    willing = account.stance[i] >= desk.seminars_stance and _guests(account, i) >= desk.seminars_guests
    if willing and _may_hold(account, deal, desk, now, i):
        deal.seminar_host = i
        approved = moments.approval_days(account, deal, desk, now, Move.seminar + 0, i, 0.0)
        deal.seminar_on = next_working_moment(account, now + max(approved, desk.seminars_notice))


@kernel
def seminar_day(account: Account, deal: Deal, desk: Desk, now: float, k: int) -> float:
    """The day of the seminar agreed on."""
    return deal.seminar_on


@kernel
def _hear(account: Account, deal: Deal, desk: Desk, now: float, j: int) -> None:
    """Person j sits in the audience: a talk for everybody meets each one's concerns in part."""
    role = PRESALES if desk.team_here[PRESALES] == 1 else ACCOUNT_MANAGER
    effect = desk.seminars_share * desk.team_skill[role] * message_for(account, deal, desk, now, j)
    gain = bounded(desk.touch_stance_gain * desk.touch_weight_problem * effect, 0.0, 1.0)
    change = gain * (1.0 - account.stance[j])
    account.stance[j] += change
    settle(account, desk, j, change)
    revealed = bounded(desk.touch_problem_gain * effect, 0.0, 1.0)
    account.implied_need[j] += revealed * (1.0 - account.implied_need[j])


@kernel
def hold_seminar(account: Account, deal: Deal, desk: Desk, now: float, k: int) -> None:
    """Everybody below the host comes and has seen us from then on; once offers are asked for it is too late."""
    deal.seminar_on = inf
    deal.next_seminar = now + desk.seminars_every
    host, guests, strangers = deal.seminar_host, 0, 0
    closed = has_reached(account, deal, BuyerStep.bidding) or moments.stays_away(account, deal, desk, now, 0) == 1
    if closed or not present(account, host) or not _may_hold(account, deal, desk, now, host):
        return
    for j in range(account.people):
        if present(account, j) and reports_through(account, j, host) > 0:
            guests += 1
            if account.met[j] == 0:
                strangers += 1
                account.met[j] = 1
                account.identified[j] = IDENTIFIED
                account.last_touch[j] = now
            moments.seen_with_us(account, deal, desk, now, j)
            _hear(account, deal, desk, now, j)
    deal.seminars += 1
    moments.contact_made(account, deal, desk, now, host)
    deal.unbooked_hours += desk.seminars_hours
    write(account, deal, desk, now, SEMINAR, host, 0, float(guests), float(strangers))


MECHANISM = Mechanism(
    name="seminars",
    title=say("Seminars"),
    sentence=say(
        "Where a strategy uses every channel, a well-disposed head lets us speak to the whole department at once: "
        "everybody has seen us then, and each takes away a part."
    ),
    source=say("S12 (use every available channel: seminar); MODEL §4"),
    shown_in=ShownIn("resentful_middle", "top_down", "win_rate_all", "down"),
    constants=(
        Constant(
            "seminars.stance",
            StanceValue,
            "stance towards us from which the head of a department lets us hold one",
            assumed(0.15, "stance", 0.05, 0.3, say("a host need not be convinced, only curious")),
        ),
        Constant(
            "seminars.guests",
            Count,
            "people below the host for whom it is worth the effort",
            assumed(3, "count", 2, 6, say("for two one goes and sees them")),
        ),
        Constant(
            "seminars.notice",
            PositiveDuration,
            "days from the agreement to the day",
            assumed(14, "days", 7, 30, say("a room, a date, a list of those who should come")),
        ),
        Constant(
            "seminars.every",
            PositiveDuration,
            "time between two seminars at one customer at least",
            assumed(90, "days", 45, 180, say("once a quarter there is something new to tell")),
        ),
        Constant(
            "seminars.hours",
            WorkHours,
            "hours of ours for one seminar",
            assumed(10, "hours", 6, 20, say("a day to prepare and the afternoon itself")),
        ),
        Constant(
            "seminars.share",
            Share,
            "share of a talk's effect that each of the audience takes away",
            assumed(0.4, "share", 0.2, 0.6, say("what is said to all concerns each in part, and few ask questions")),
        ),
    ),
    fields=(
        Field("deal.seminar_on", "number", "day of the seminar agreed on; infinite when none is", start=inf),
        Field("deal.next_seminar", "number", "day before which there is no further one"),
        Field("deal.seminar_host", "whole", "who lets us hold it"),
        Field("deal.seminars", "whole", "held so far"),
    ),
    reads=(
        Field("deal.every_channel", "whole", "1 where the phase uses every channel"),
        Field("deal.unbooked_hours", "number", "small efforts, hours"),
        Field("account.last_touch", "number", "day of our last meeting", ("people",)),
        Field("account.implied_need", "number", "0–1", ("people",)),
        Field("desk.touch_stance_gain", "number", "g"),
        Field("desk.touch_weight_problem", "number", "share of the full effect"),
        Field("desk.touch_problem_gain", "number", "implied need revealed"),
    ),
    events=(SEMINAR,),
    clocks=(DayClock("seminars", seminar_day, hold_seminar),),
    columns=(Column("seminars", "i4", "seminars held at the customer's", "deal.seminars"),),
)
