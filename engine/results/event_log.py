"""An event log that process-mining tools read without configuration.

Its columns carry the names of the XES standard (IEEE 1849), as its CSV form in pm4py, Disco, ProM and Celonis:
one row per event, case, activity and timestamp never empty. Model time has no dates: day 0 is Monday, 1 January 2024.
After them comes a column for every number that events carry, by its name in the legend, empty where it does not apply.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import IO

from engine.dynamics.machine.composition import EVENTS
from engine.model.terms import Outcome
from engine.results.deal_trace import Event, Trace

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

_LEGEND = {event.name: event for event in EVENTS.values()}
NUMBERS = tuple(dict.fromkeys(number.name for event in EVENTS.values() for number in event.numbers))
_PLACE = {name: place for place, name in enumerate(NUMBERS)}


def activity(event: Event, trace: Trace) -> str:
    """The event in words, as in `touch: implication` or `decision: stage_gates`."""
    if event.kind == "decision":
        return f"decision: {trace.books[event.code]}"
    if event.kind == "engagement":
        return f"engagement: {trace.strategies[event.code].replace('_', ' ')}"
    words = _LEGEND[event.kind].words
    name = event.kind.replace("_", " ")
    return f"{name}: {words[event.code].replace('_', ' ')}" if words else name


def write_events(file: IO[str], traces: Iterable[Trace]) -> None:
    """The event log of these deals as CSV, cases one after the other, events in the order of time."""
    table = csv.writer(file, lineterminator="\n")
    table.writerow((*COLUMNS, *NUMBERS))
    for trace in traces:
        case = f"{trace.strategy}-{trace.replication:06d}-{trace.deal:04d}"
        about = (trace.strategy, trace.account, trace.replication, _outcome(trace))
        for event in sorted(trace.events, key=lambda event: event.day):
            moment = (DAY_0 + timedelta(days=event.day)).isoformat(timespec="milliseconds")
            row = (activity(event, trace), moment, _resource(event, trace), "complete", _person(event, trace))
            table.writerow((case, *row, *about, *_numbers(event)))


def _numbers(event: Event) -> list[str]:
    """The columns of numbers: few of them are filled, so only those that the event carries are looked at."""
    columns = [""] * len(NUMBERS)
    for name, number in event.numbers.items():
        if isfinite(number):
            columns[_PLACE[name]] = f"{number:.6g}"
    return columns


def _person(event: Event, trace: Trace) -> str:
    return trace.people[event.person] if 0 <= event.person < len(trace.people) else ""


def _resource(event: Event, trace: Trace) -> str:
    by = _LEGEND[event.kind].by
    if by == "rival" and 0 <= event.code < len(trace.rivals):
        return trace.rivals[event.code]
    return "us" if by == "us" else (by == "person" and _person(event, trace)) or "customer"


def _outcome(trace: Trace) -> str:
    ends = [event.code for event in trace.events if event.kind == "outcome"]
    return Outcome(ends[-1]).name if ends else Outcome.open.name
