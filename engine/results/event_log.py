"""An event log that process-mining tools read without configuration.

Its columns carry the names of the XES standard (IEEE 1849), as its CSV form in pm4py, Disco, ProM and Celonis:
one row per event, case, activity and timestamp never empty. Model time has no dates: day 0 is Monday, 1 January 2024.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import IO

from engine.model.events import EventKind
from engine.model.terms import BuyerStep, Engagement, Origin, Outcome, Play, Stage, TouchKind, Trigger
from engine.results.trace import Event, Trace

DAY_0 = datetime(2024, 1, 1, tzinfo=UTC)
COLUMNS = (
    "case:concept:name",
    "concept:name",
    "time:timestamp",
    "org:resource",
    "lifecycle:transition",
    "person",
    "case:strategy",
    "case:account",
    "case:replication",
    "case:outcome",
)
"""`org:resource` did it; `person` is whom it concerned. What begins with `case:` is the same all through a case."""

_WORDS: dict[EventKind, Callable[[int], str]] = {
    EventKind.trigger: lambda code: Trigger(code).name,
    EventKind.origin: lambda code: Origin(code).name,
    EventKind.touch: lambda code: TouchKind(code).name,
    EventKind.stage: lambda code: Stage(code).name,
    EventKind.engagement: lambda code: Engagement(code).name,
    EventKind.play: lambda code: Play(code).name,
    EventKind.step: lambda code: BuyerStep(code).name,
    EventKind.sign_off: lambda code: "signed" if code else "refused",
    EventKind.outcome: lambda code: Outcome(code).name,
    EventKind.delivered: lambda code: "accepted" if code else "failed",
}
_BY_THE_PERSON = {
    EventKind.request_refused,
    EventKind.request_granted,
    EventKind.mandate,
    EventKind.resentment,
    EventKind.surprise,
    EventKind.sign_off,
    EventKind.vote,
    EventKind.veto,
}
_BY_US = {
    EventKind.decision,
    EventKind.touch,
    EventKind.team_wait,
    EventKind.met,
    EventKind.sponsor_won,
    EventKind.sponsor_lost,
    EventKind.stage,
    EventKind.engagement,
    EventKind.play,
    EventKind.offer_submitted,
    EventKind.delivered,
}


def activity(event: Event, trace: Trace) -> str:
    """The event in words, as in `touch: implication` or `decision: stage_gates`."""
    if event.kind is EventKind.decision:
        return f"decision: {trace.books[event.code]}"
    words = _WORDS.get(event.kind)
    name = event.kind.name.replace("_", " ")
    return f"{name}: {words(event.code).replace('_', ' ')}" if words else name


def write_events(file: IO[str], traces: Iterable[Trace]) -> None:
    """The event log of these deals as CSV, cases one after the other, events in the order of time."""
    table = csv.writer(file, lineterminator="\n")
    table.writerow(COLUMNS)
    for trace in traces:
        case = f"{trace.strategy}-{trace.replication:06d}-{trace.deal:04d}"
        about = (trace.strategy, trace.account, trace.replication, _outcome(trace))
        for event in sorted(trace.events, key=lambda event: event.day):
            moment = (DAY_0 + timedelta(days=event.day)).isoformat(timespec="milliseconds")
            person = _person(event, trace)
            table.writerow((case, activity(event, trace), moment, _resource(event, trace), "complete", person, *about))


def _person(event: Event, trace: Trace) -> str:
    return trace.people[event.person] if 0 <= event.person < len(trace.people) else ""


def _resource(event: Event, trace: Trace) -> str:
    if event.kind is EventKind.rival_touch and 0 <= event.code < len(trace.rivals):
        return trace.rivals[event.code]
    if event.kind in _BY_US:
        return "us"
    if event.kind in _BY_THE_PERSON and _person(event, trace):
        return _person(event, trace)
    return "customer"


def _outcome(trace: Trace) -> str:
    ends = [event.code for event in trace.events if event.kind is EventKind.outcome]
    return Outcome(ends[-1]).name if ends else Outcome.open.name
