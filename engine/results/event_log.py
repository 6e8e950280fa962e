"""An event log that process-mining tools read without configuration.

Its columns carry the names of the XES standard (IEEE 1849), as its CSV form in pm4py, Disco, ProM and Celonis: case,
activity, timestamp, resource, life cycle and instance are never empty, and no column mixes numbers with words. What has
a duration has a `start` and a `complete` (see `event_spans`); a buying step is called as in the scenario. Within a case
no two rows share a timestamp, and sorting by it keeps the order of cause. Hours are office hours (see `office_clock`);
day 0 is the date that the scenario begins, 1 January 2024 when it gives none.
After them comes a column for every number that events carry, by its name in the legend, empty where it does not apply.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from math import isfinite, nan
from typing import IO

from engine.dynamics.machine.composition import EVENTS
from engine.model.account import Account
from engine.model.scenario import Scenario
from engine.model.terms import Outcome
from engine.results.column_words import STRANGER
from engine.results.deal_trace import Event, Trace
from engine.results.event_spans import LogRow, rows_of, word
from engine.results.firing_file import Names
from engine.results.office_clock import OfficeClock, StampText

COLUMNS = (
    "case:concept:name",
    "concept:name",
    "time:timestamp",
    "org:resource",
    "lifecycle:transition",
    "concept:instance",
    "person",
    "detail",
    "rule",
    "case:strategy",
    "case:account",
    "case:replication",
    "case:outcome",
)
"""`org:resource` did it; `person` is whom it concerned; `detail` what came of it, by which way, or who was chosen;
`rule` decided. What begins with `case:` is the same all through a case."""

_LEGEND = {event.name: event for event in EVENTS.values()}
_IN_WORDS = ("rule_place", "body", "winner_place", "rival", "who")
"""Numbers that are places in some list: they stand in other columns, by name."""
_ADDED = ("suppliers",)
NUMBERS = (
    *dict.fromkeys(each.name for event in EVENTS.values() for each in event.numbers if each.name not in _IN_WORDS),
    *_ADDED,
)
_PLACE = {name: place for place, name in enumerate(NUMBERS)}
_CHOICES = ("vote", "veto", "group_choice", "let_in", "papers_handed_in", "not_qualified")
"""Kinds whose code says which supplier: 0 us, then the rivals, then nothing."""
_COUNTS_SUPPLIERS = ("bids_scored", "prices_compared")
"""Kinds whose code is a number of suppliers."""
US, NOTHING = "us", "nothing"


def write_events(file: IO[str], traces: Iterable[Trace], scenario: Scenario, rules: Names = ()) -> None:
    """The event log of these deals as CSV, cases one after the other, rows in the order of time.

    scenario: which they are from. rules: names of the rules by their place (see `firing_file.Names`).
    """
    table = csv.writer(file, lineterminator="\n")
    table.writerow((*COLUMNS, *NUMBERS))
    text = StampText(scenario)
    told = {account.id: _Told(scenario, account, dict(rules)) for account in scenario.accounts}
    for trace in traces:
        case = f"{trace.strategy}-{trace.replication:06d}-{trace.deal:04d}"
        about = (trace.strategy, trace.account, trace.replication, _outcome(trace))
        here = told[trace.account]
        rows = list(rows_of(trace))
        for row, stamp in zip(rows, here.clock.spread(row.day for row in rows), strict=True):
            event = row.event
            life = (here.resource(event, trace), row.transition, row.instance, _person(event, trace))
            said = (row.detail or _detail(event, trace), here.rule(event, trace))
            table.writerow((case, row.activity, text(stamp), *life, *said, *about, *_numbers(row)))


class _Told:
    """What one account brings: its clock, the names of its bodies, the rules asked there."""

    def __init__(self, scenario: Scenario, account: Account, rules: Mapping[str, tuple[str | None, ...]]) -> None:
        self.clock = OfficeClock(scenario, account)
        self._bodies = tuple(body.id for body in account.process.bodies)
        self._rules = rules

    def resource(self, event: Event, trace: Trace) -> str:
        """Who did it."""
        by = _LEGEND[event.kind].by
        if event.kind == "body_meets":
            return self._bodies[int(event["body"])]
        if by == "rival":
            return _rival(trace, event["rival"] if "rival" in event.numbers else event.code)
        return US if by == "us" else (by == "person" and _person(event, trace)) or "customer"

    def rule(self, event: Event, trace: Trace) -> str:
        """The rule that decided; empty where none fired and the book's `otherwise` held."""
        if "rule_place" not in event.numbers:
            return ""
        book = trace.books[event.code] if event.kind == "decision" else "compliance"
        names, place = self._rules.get(book, ()), int(event["rule_place"])
        return (names[place] or "") if -1 <= place < len(names) else ""


def _detail(event: Event, trace: Trace) -> str:
    """Who was chosen, or is meant."""
    if event.kind in _CHOICES:
        return (US, *trace.rivals)[event.code] if event.code <= len(trace.rivals) else NOTHING
    if event.kind == "short_list":
        return "+".join(name for place, name in enumerate((US, *trace.rivals)) if event.code >> place & 1) or NOTHING
    if event.kind == "outcome" and event.code == Outcome.lost:
        return _rival(trace, event["winner_place"])
    if event.kind == "price_pressed" and word(event) == "rival_follows":
        return _rival(trace, event["who"])
    return ""


def _rival(trace: Trace, place: float) -> str:
    return trace.rivals[int(place)] if 0 <= place < len(trace.rivals) else STRANGER


def _numbers(row: LogRow) -> list[str]:
    """The columns of numbers: few of them are filled, so only those that the event carries are looked at."""
    columns = [""] * len(NUMBERS)
    if not row.carries:
        return columns
    event = row.event
    for name, number in event.numbers.items():
        if name in _PLACE and isfinite(number):
            columns[_PLACE[name]] = f"{number:.6g}"
    if isfinite(count := _suppliers(event)):
        columns[_PLACE["suppliers"]] = f"{count:.0f}"
    return columns


def _suppliers(event: Event) -> float:
    if event.kind == "price_pressed" and word(event) == "many_asked":
        return event["who"]
    return event.code if event.kind in _COUNTS_SUPPLIERS else nan


def _person(event: Event, trace: Trace) -> str:
    return trace.people[event.person] if 0 <= event.person < len(trace.people) else ""


def _outcome(trace: Trace) -> str:
    ends = [event.code for event in trace.events if event.kind == "outcome"]
    return Outcome(ends[-1]).name if ends else Outcome.open.name
