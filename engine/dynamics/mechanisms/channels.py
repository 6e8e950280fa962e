"""Every available channel: an event of ours or a visit to a content customer opens doors at the top (S12; MODEL §4)."""

from __future__ import annotations

import math

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Constant, Draw, Field, Mechanism, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import uniform
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import our_reputation, shielded
from engine.dynamics.state.routes import Route
from engine.model.quantity import Duration, PositiveDuration, Probability, Share, WorkHours
from engine.wording import say

CALENDAR = Draw(45, "when our first event is")


@kernel
def _days_to_event(account: Account, desk: Desk, now: float) -> float:
    """Days to the next event of ours for which an invitation still comes in time."""
    every = desk.channels_event_every
    first = every * uniform(account.key, 0, CALENDAR, 0)
    soonest = now + desk.channels_event_notice
    return first + every * math.ceil((soonest - first) / every) - now


@moments.another_way.at(10)
def ask_elsewhere(account: Account, deal: Deal, desk: Desk, now: float, i: int, yes: int) -> int:
    """Nobody there has to introduce us: there is always another event, and somebody to be shown round to."""
    return 1


@moments.way_in.at(35)
def other_channels(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, prepared: float, executive: bool, chance: float
) -> float:
    """Somebody at the top whom we do not know is asked to an event, or to see what a customer of ours has to show."""
    if deal.every_channel == 0 or account.met[i] == 1 or not shielded(account, desk, i):
        return chance
    if desk.channels_event_access > chance and _days_to_event(account, desk, now) <= desk.channels_event_ahead:
        deal.route = Route.event + 0
        chance = desk.channels_event_access
    shown = desk.channels_reference_access * our_reputation(account)
    if shown > chance:
        deal.route = Route.reference + 0
        chance = shown
    return chance


@moments.appointment.at(10)
def day_of_event(account: Account, deal: Deal, desk: Desk, now: float, i: int, days: float) -> float:
    """Whoever comes to an event comes on its day."""
    return _days_to_event(account, desk, now) if deal.route == Route.event else days


@moments.request_made.at(30)
def note_channel(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """What comes of the meeting depends on where it is."""
    deal.came_by[i] = deal.route


@moments.standing.at(20)
def where_we_talk(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, kind: int, role: int, share: float
) -> float:
    """Among many guests there is little time for each."""
    return share * desk.channels_event_share if _meets_at(deal, i, Route.event) else share


@kernel
def _meets_at(deal: Deal, i: int, route: int) -> bool:
    """Is this the meeting to which person i came by this channel?"""
    return bool(deal.came_by[i] == route and deal.touches_by[i] == 1)


@moments.meeting_held.at(30)
def after_channel(account: Account, deal: Deal, desk: Desk, now: float, i: int, kind: int, role: int) -> None:
    """Whoever has seen it working at another customer's worries less; guests and travel take hours."""
    if _meets_at(deal, i, Route.event):
        deal.events_attended += 1
        moments.seen_with_us(account, deal, desk, now, i)
        deal.unbooked_hours += desk.channels_event_hours
    elif _meets_at(deal, i, Route.reference):
        deal.reference_visits += 1
        deal.unbooked_hours += desk.channels_reference_hours
        account.worry[i] -= desk.channels_reference_calms * account.worry[i]


MECHANISM = Mechanism(
    name="channels",
    title=say("Events and reference customers"),
    sentence=say(
        "Where a strategy uses every channel, people at the top who would not receive a stranger come to an event of "
        "ours or to see what a content customer has to show."
    ),
    source=say("S12 (use every available channel; reference customer, event); MODEL §4"),
    constants=(
        Constant(
            "channels.event_access",
            Probability,
            "chance that somebody at the top comes to an event of ours",
            assumed(0.3, "probability", 0.15, 0.45, say("heads of firms come to hear their peers, not suppliers")),
        ),
        Constant(
            "channels.event_every",
            PositiveDuration,
            "time between events of ours to which the top of a customer can be asked",
            assumed(60, "days", 30, 120, say("half a dozen forums and open days a year")),
        ),
        Constant(
            "channels.event_notice",
            Duration,
            "how long before an event invitations go out at the latest",
            assumed(14, "days", 7, 30, say("two weeks: calendars at the top fill up")),
        ),
        Constant(
            "channels.event_ahead",
            Duration,
            "how long before an event invitations go out at the earliest",
            assumed(35, "days", 20, 60, say("five weeks before, the programme stands")),
        ),
        Constant(
            "channels.event_share",
            Share,
            "share of a talk's effect that is left among many guests",
            assumed(0.5, "share", 0.3, 0.8, say("a quarter of an hour at a round table for an hour in the office")),
        ),
        Constant(
            "channels.event_hours",
            WorkHours,
            "hours of ours for one guest at an event",
            assumed(3, "hours", 1, 6, say("an evening, shared among the guests")),
        ),
        Constant(
            "channels.reference_access",
            Probability,
            "chance that somebody at the top comes to see a customer of ours, with a perfect reputation",
            assumed(0.5, "probability", 0.3, 0.7, say("a peer who is content draws more than any supplier")),
        ),
        Constant(
            "channels.reference_hours",
            WorkHours,
            "hours of ours for one visit to a reference customer",
            assumed(10, "hours", 6, 20, say("a day's journey for one of ours, and the host to be asked")),
        ),
        Constant(
            "channels.reference_calms",
            Share,
            "share of the worry that such a visit takes away",
            assumed(0.3, "share", 0.15, 0.5, say("somebody like them has lived with it for years")),
        ),
    ),
    fields=(
        Field("deal.came_by", "whole", "state.routes.Route of the last request", ("people",)),
        Field("deal.events_attended", "whole", "people met at events of ours"),
        Field("deal.reference_visits", "whole", "people met at a reference customer's"),
    ),
    reads=(
        Field("deal.every_channel", "whole", "1 where the phase uses every channel"),
        Field("deal.route", "whole", "route of the last request"),
        Field("deal.touches_by", "whole", "meetings in this project", ("people",)),
        Field("deal.unbooked_hours", "number", "small efforts, hours"),
    ),
    draws=(CALENDAR,),
    columns=(
        Column("events_attended", "i4", "people met at events of ours", "deal.events_attended"),
        Column("reference_visits", "i4", "people met at a reference customer's", "deal.reference_visits"),
    ),
)
