"""How a file went from desk to desk: the clerk, those who sign, bodies that meet, and the holidays it lay through."""

from __future__ import annotations

from datetime import date, timedelta

from engine.model.working_calendar import Holiday
from engine.report.deal import Deal
from engine.results.deal_trace import Event
from engine.wording import Message, Said, listed, numbers as formats, say

SAME_DAY = 0.5
LITTLE_WAIT = 1.0
"""Waits shorter than this are not told of in the middle of a sentence."""


def of_signing(deal: Deal, event: Event) -> Message | None:
    """The event in a sentence; None for what needs none, such as a file that was in order at once."""
    match event.kind, event.code:
        case "sign_off", signed:
            return _signature(deal, event, bool(signed))
        case "formal_check", 0:
            return say("The clerk sends the file back {when}: it is not in order.", when=_when(deal, event))
        case "formal_check", _ if event["waited_days"] >= LITTLE_WAIT:
            return say("The clerk finds the file in order {when}.", when=_when(deal, event))
        case "body_meets", _:
            return _meeting(deal, event)
    return None


def _signature(deal: Deal, event: Event, signed: bool) -> Message:
    name, when = deal.name(event.person), _when(deal, event)
    if signed:
        return say("{name} signs {when}.", name=name, when=when)
    return say("{name} sends the file back {when}.", name=name, when=when)


def _meeting(deal: Deal, event: Event) -> Message:
    """What a body made of the file."""
    body, when = deal.account.process.bodies[int(event["body"])].title, _when(deal, event)
    match event.code:
        case 0:
            return say("{body} ({when}): the file is sent back.", body=body, when=when)
        case 1:
            return say("{body} ({when}): the file is passed.", body=body, when=when)
    return say("{body} ({when}): the file is put off to the next meeting.", body=body, when=when)


def _when(deal: Deal, event: Event) -> Said:
    """After how long, and through which holidays."""
    waited = event["waited_days"]
    if waited < SAME_DAY:
        return say("the same day")
    through = holidays_between(deal, event.day - waited, event.day)
    if not through:
        return say("after {days} days", days=formats.days(waited))
    names = listed(holiday.name for holiday in through)
    return say("after {days} days, {holidays} among them", days=formats.days(waited), holidays=names)


def holidays_between(deal: Deal, start: float, end: float) -> list[Holiday]:
    """Holidays of the account's calendar of which a day lies between these days, in order, each name once."""
    calendar, begins = deal.account.calendar, deal.scenario.begins
    kept = deal.account.process.working_days_only and "calendar" not in deal.scenario.switched_off
    if calendar is None or begins is None or not kept:
        return []
    day_0 = date.fromisoformat(begins)
    found = calendar.days_off(day_0 + timedelta(days=int(start)), day_0 + timedelta(days=int(end)))
    by_name = {found[day].name: found[day] for day in sorted(found)}
    return list(by_name.values())
