"""Facts of time and memory out of the dates of a dossier: days since, and how often of late.

Days are whole and counted to the dossier's own day (`as_of`), or to today where it has none. A window includes both its
ends, so that "a contact in the last 30 days" and "at most 30 days since the last contact" are one thing. What never
happened, as far as the dossier tells, is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain

from engine.errors import InputError, Problem
from engine.model.dossier import Dossier
from engine.model.dossier_sections import Contact, History
from engine.model.facts import FACT_INDEX, FACTS, WINDOWS
from engine.model.terms import Role
from engine.wording import say

TOP = 1
"""The top of an organisation, in a dossier."""
ROLES_ASKED: tuple[Role, ...] = (
    "decider",
    "user",
    "technical_evaluator",
    "buyer",
    "gatekeeper",
    "financial_approver",
)
"""Roles of which it is a fact of its own how long ago we were in touch with somebody who holds them."""
TIME_ANSWERED = {
    "days_since_contact_with_anybody": "history.contacts_on, contacts.last_contact",
    **{f"days_since_contact_with_{role}": "contacts.roles, contacts.last_contact" for role in ROLES_ASKED},
    "days_since_meeting_at_top": "history.meetings_at_top_on, contacts.level, contacts.last_contact",
    "days_since_refusal": "history.refusals_on, history.refusals_at_top_on",
    "days_since_refusal_at_top": "history.refusals_at_top_on",
    "days_since_sponsor_lost": "history.sponsors_lost_on",
    "days_since_rival_seen": "history.rivals_seen_on",
    **{f"contacts_in_{window}_days": "history.contacts_on" for window in WINDOWS},
    **{f"refusals_in_{window}_days": "history.refusals_on" for window in WINDOWS},
    **{f"meetings_at_top_in_{window}_days": "history.meetings_at_top_on" for window in WINDOWS},
    "days_in_engagement": "opportunity.engagement_since",
    "days_in_play": "opportunity.play_since",
}
"""Which fields of the dossier answer a fact of time."""


def day_of(dossier: Dossier, today: date | None = None) -> date:
    """The day to which days are counted: the dossier's own, else the one given, else today."""
    return date.fromisoformat(dossier.as_of) if dossier.as_of is not None else today or date.today()


def time_facts(dossier: Dossier, today: date | None = None) -> dict[str, float | str | None]:
    """Every fact of time and memory that a dossier can tell; None is unknown.

    Raises InputError for a day that lies after the one to which days are counted.
    """
    now, past, project = day_of(dossier, today), dossier.history, dossier.opportunity
    refuse_days_ahead(dossier, now)
    people = dossier.contacts or ()
    at_top = [person for person in people if person.level == TOP]
    top = [*_ages(past.meetings_at_top_on, now), *_since_contact(at_top, now)]
    contacts = [*_ages(past.contacts_on, now), *_since_contact(people, now), *top]
    refused_at_top = _ages(past.refusals_at_top_on, now)
    refused = [*_ages(past.refusals_on, now), *refused_at_top]
    found: dict[str, float | str | None] = {
        "days_since_contact_with_anybody": _least(contacts),
        **{
            f"days_since_contact_with_{role}": _least(
                _since_contact((person for person in people if role in (person.roles or ())), now)
            )
            for role in ROLES_ASKED
        },
        "days_since_meeting_at_top": _least(top),
        "days_since_refusal": _least(refused),
        "days_since_refusal_at_top": _least(refused_at_top),
        "days_since_sponsor_lost": _least(_ages(past.sponsors_lost_on, now)),
        "days_since_rival_seen": _least(_ages(past.rivals_seen_on, now)),
        "present_engagement": project.present_engagement,
        "play": project.play,
        "days_in_engagement": _least(_ages(_one(project.engagement_since), now)),
        "days_in_play": _least(_ages(_one(project.play_since), now)),
    }
    for window in WINDOWS:
        found[f"contacts_in_{window}_days"] = _count(past.contacts_on, contacts, window, now)
        found[f"refusals_in_{window}_days"] = _count(past.refusals_on, refused, window, now)
        found[f"meetings_at_top_in_{window}_days"] = _count(past.meetings_at_top_on, top, window, now)
    return {name: _within(name, value) for name, value in found.items()}


def days_since_contact(contact: Contact, now: date) -> float | None:
    """Days since our last contact with a person: by its day where it is known, for a number of days grows old."""
    return contact.days_since_contact if contact.last_contact is None else _age(contact.last_contact, now)


def refuse_days_ahead(dossier: Dossier, now: date) -> None:
    """Raises InputError naming every day of the past that lies after `now`."""
    problems = []
    for where, days in days_told(dossier):
        for day in days:
            if date.fromisoformat(day) > now:
                what = say("`{field}` says {day}, which is after {now}", field=where, day=day, now=now.isoformat())
                hint = say("write days that have passed, or the dossier's own day as `as_of`")
                problems.append(Problem(dossier.id, what, hint, "day-ahead"))
    if problems:
        raise InputError(*problems)


def days_told(dossier: Dossier) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Every day of the past that a dossier tells, by the name of its field."""
    for name in History.model_fields:
        if name != "provenance":
            yield f"history.{name}", getattr(dossier.history, name) or ()
    for name in ("engagement_since", "play_since"):
        yield f"opportunity.{name}", _one(getattr(dossier.opportunity, name))
    for contact in dossier.contacts or ():
        yield f"contacts.{contact.id}.last_contact", _one(contact.last_contact)


def _one(day: str | None) -> tuple[str, ...]:
    return () if day is None else (day,)


def _age(day: str, now: date) -> float:
    return float((now - date.fromisoformat(day)).days)


def _ages(days: tuple[str, ...] | None, now: date) -> list[float]:
    return [_age(day, now) for day in days or ()]


def _since_contact(people: Iterable[Contact], now: date) -> list[float]:
    ages = (days_since_contact(person, now) for person in people)
    return [age for age in ages if age is not None]


def _least(ages: Iterable[float]) -> float | None:
    return min(ages, default=None)


def _count(listed: tuple[str, ...] | None, known: Iterable[float], window: int, now: date) -> float | None:
    """How many lie in the window, a day as often as it is listed; days known otherwise count once if not listed.

    Unknown without a list: that somebody was seen last month does not say how often.
    """
    if listed is None:
        return None
    ages = _ages(listed, now)
    others = set(known) - set(ages)
    return float(sum(age <= window for age in chain(ages, others)))


def _within(name: str, value: float | str | None) -> float | str | None:
    """The value within the fact's range: what lies beyond is said as its end. Counts are whole."""
    if value is None or isinstance(value, str):
        return value
    fact = FACTS[FACT_INDEX[name]]
    assert fact.low is not None and fact.high is not None
    inside = min(max(value, fact.low), fact.high)
    return int(inside) if fact.type == "integer" else inside


NOT_TOLD = ("days_in_phase",)
"""Facts of time that only a simulation knows: a dossier follows no strategy's phases."""
