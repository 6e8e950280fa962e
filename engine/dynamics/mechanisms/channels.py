"""Every available channel: an event of ours, a content customer, a partner's word open doors (S12; MODEL §4)."""

from __future__ import annotations

import math
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Constant, Draw, Field, Mechanism, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import join_keys, uniform
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.moves import may_be_made
from engine.dynamics.state.person_values import our_reputation, shielded
from engine.dynamics.state.routes import Route
from engine.dynamics.state.source import Source
from engine.model.quantity import Duration, PositiveDuration, Probability, Share, WorkHours
from engine.model.terms import Move
from engine.wording import say

CALENDAR = Draw(45, "when our first event is")
WILLING = Draw(56, "does a partner speak for us to somebody")
LONG_AGO = -1e6


@kernel
def _days_to_event(account: Account, desk: Desk, now: float) -> float:
    """Days to the next event of ours for which an invitation still comes in time."""
    every = desk.channels_event_every
    first = every * uniform(account.key, 0, CALENDAR, 0)
    soonest = now + desk.channels_event_notice
    return first + every * math.ceil((soonest - first) / every) - now


@kernel
def _rested(desk: Desk, now: float, asked: float) -> bool:
    """Is the last time so long ago that we may try the same again?"""
    return bool(now - asked >= desk.access_retry)


@kernel
def _event_ahead(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> bool:
    """Do invitations to an event go out, may person i be asked, and have they not been asked to one of late?"""
    ahead = _days_to_event(account, desk, now) <= desk.channels_event_ahead
    if not ahead or not _rested(desk, now, account.event_asked[i]):
        return False
    return may_be_made(account, deal, desk, now, Move.event + 0, i)


@kernel
def _shows_reference(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> bool:
    """May person i be asked to see a customer of ours, and have they not been asked of late?"""
    if not _rested(desk, now, account.reference_asked[i]):
        return False
    return may_be_made(account, deal, desk, now, Move.reference_visit + 0, i)


@kernel
def _partner_speaks(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> bool:
    """Does a partner know person i, may and would they speak for us there, and have they not done so of late?"""
    if account.partner_knows[i] == 0 or not _rested(desk, now, account.partner_asked[i]):
        return False
    if not may_be_made(account, deal, desk, now, Move.partner + 0, i):
        return False
    return bool(uniform(join_keys(account.key, 0), account.person_key[i], WILLING, 0) < desk.channels_partner_willing)


@moments.another_way.at(10)
def ask_elsewhere(account: Account, deal: Deal, desk: Desk, now: float, i: int, yes: int) -> int:
    """Nobody there has to introduce us: an event is ahead, a customer has something to show, a partner speaks."""
    if account.met[i] == 1:
        return yes
    invited = shielded(account, desk, i) and (
        _event_ahead(account, deal, desk, now, i) or _shows_reference(account, deal, desk, now, i)
    )
    return 1 if invited or _partner_speaks(account, deal, desk, now, i) else yes


@moments.other_way_in.at(10)
def other_channels(account: Account, deal: Deal, desk: Desk, now: float, i: int, chance: float) -> float:
    """A stranger may receive us for a partner's sake; the top is asked to events and to customers of ours."""
    if deal.every_channel == 0 or account.met[i] == 1:
        return chance
    if desk.channels_partner_access > chance and _partner_speaks(account, deal, desk, now, i):
        deal.route = Route.partner + 0
        chance = desk.channels_partner_access
    if not shielded(account, desk, i):
        return chance
    if desk.channels_event_access > chance and _event_ahead(account, deal, desk, now, i):
        deal.route = Route.event + 0
        chance = desk.channels_event_access
    shown = desk.channels_reference_access * our_reputation(account)
    if shown > chance and _shows_reference(account, deal, desk, now, i):
        deal.route = Route.reference + 0
        chance = shown
    return chance


@moments.appointment.at(10)
def day_of_event(account: Account, deal: Deal, desk: Desk, now: float, i: int, days: float) -> float:
    """Whoever comes to an event comes on its day."""
    return _days_to_event(account, desk, now) if deal.route == Route.event else days


@moments.request_made.at(30)
def note_channel(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """What comes of the meeting depends on where it is; nobody is asked to the same again at once."""
    deal.came_by[i] = deal.route
    if deal.route == Route.event:
        account.event_asked[i] = now
    elif deal.route == Route.reference:
        account.reference_asked[i] = now
    elif deal.route == Route.partner:
        account.partner_asked[i] = now
        deal.unbooked_hours += desk.channels_partner_hours


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


def lower(source: Source, account: Any, deal: Any) -> None:
    """Whom partners know."""
    for partner in source.account.partners:
        for name in partner.knows:
            account.partner_knows[source.places[name]] = 1


MECHANISM = Mechanism(
    name="channels",
    title=say("Events, reference customers, partners"),
    sentence=say(
        "Where a strategy uses every channel, people at the top whose door is shut to us may come to an event of ours "
        "or to see what a content customer has to show, and a partner who works with somebody there may speak for us."
    ),
    source=say("S12 (use every available channel; reference customer, event, partner); MODEL §4"),
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
        Constant(
            "channels.partner_access",
            Probability,
            "chance to be received by somebody to whom a partner speaks for us",
            assumed(
                0.5,
                "probability",
                0.35,
                0.65,
                say("between a stranger and whoever is recommended from inside (.20 and .84 at the top)"),
            ),
        ),
        Constant(
            "channels.partner_willing",
            Probability,
            "share of the people they know to whom a partner would speak for us",
            assumed(0.6, "probability", 0.3, 0.8, say("they have other suppliers to think of, too")),
        ),
        Constant(
            "channels.partner_hours",
            WorkHours,
            "hours of ours to agree with the partner on what to say",
            assumed(2, "hours", 1, 4, say("a call before, and an hour to report afterwards")),
        ),
    ),
    fields=(
        Field("account.partner_knows", "whole", "1 when a partner works with them", ("people",)),
        Field("account.partner_asked", "number", "day on which a partner spoke", ("people",), start=LONG_AGO),
        Field("account.event_asked", "number", "day on which we asked them to an event", ("people",), start=LONG_AGO),
        Field("account.reference_asked", "number", "day of asking to see a customer", ("people",), start=LONG_AGO),
        Field("deal.came_by", "whole", "state.routes.Route of the last request", ("people",)),
        Field("deal.events_attended", "whole", "people met at events of ours"),
        Field("deal.reference_visits", "whole", "people met at a reference customer's"),
    ),
    reads=(
        Field("deal.every_channel", "whole", "1 where the phase uses every channel"),
        Field("deal.route", "whole", "route of the last request"),
        Field("desk.access_retry", "number", "days until the next attempt after a refusal"),
        Field("deal.touches_by", "whole", "meetings in this project", ("people",)),
        Field("deal.unbooked_hours", "number", "small efforts, hours"),
    ),
    draws=(CALENDAR, WILLING),
    columns=(
        Column("events_attended", "i4", "people met at events of ours", "deal.events_attended"),
        Column("reference_visits", "i4", "people met at a reference customer's", "deal.reference_visits"),
    ),
    lower=lower,
)
