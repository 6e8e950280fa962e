"""An event log that process-mining tools read without configuration.

Its columns carry the names of the XES standard (IEEE 1849), as its CSV form in pm4py, Disco, ProM and Celonis:
one row per event, case, activity and timestamp never empty. Model time has no dates: day 0 is Monday, 1 January 2024.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import IO

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

_WORDS: dict[str, Callable[[int], str]] = {
    "trigger": lambda code: Trigger(code).name,
    "origin": lambda code: Origin(code).name,
    "touch": lambda code: TouchKind(code).name,
    "stage": lambda code: Stage(code).name,
    "engagement": lambda code: Engagement(code).name,
    "play": lambda code: Play(code).name,
    "step": lambda code: BuyerStep(code).name,
    "sign_off": lambda code: "signed" if code else "refused",
    "outcome": lambda code: Outcome(code).name,
    "delivered": lambda code: "accepted" if code else "failed",
}
_BY_THE_PERSON = {
    "request_refused",
    "request_granted",
    "mandate",
    "ordered_about",
    "passed_over",
    "surprise",
    "sign_off",
    "vote",
    "veto",
}
_BY_US = {
    "decision",
    "touch",
    "team_wait",
    "met",
    "sponsor_won",
    "sponsor_lost",
    "stage",
    "engagement",
    "play",
    "offer_submitted",
    "delivered",
}


def activity(event: Event, trace: Trace) -> str:
    """The event in words, as in `touch: implication` or `decision: stage_gates`."""
    if event.kind == "decision":
        return f"decision: {trace.books[event.code]}"
    words = _WORDS.get(event.kind)
    name = event.kind.replace("_", " ")
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
    if event.kind == "rival_touch" and 0 <= event.code < len(trace.rivals):
        return trace.rivals[event.code]
    if event.kind in _BY_US:
        return "us"
    if event.kind in _BY_THE_PERSON and _person(event, trace):
        return _person(event, trace)
    return "customer"


def _outcome(trace: Trace) -> str:
    ends = [event.code for event in trace.events if event.kind == "outcome"]
    return Outcome(ends[-1]).name if ends else Outcome.open.name
