"""What begins and what ends: the events of a deal as rows with a life cycle, in the order of cause.

What has a duration has a row `start` and a row `complete` under the same name and instance. What is still going on when
the story ends has no end; a step that the project's end cut short ends with `ate_abort`, as XES calls it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from math import isfinite
from typing import NamedTuple

from engine.dynamics.machine.composition import EVENTS
from engine.dynamics.state.routes import Route
from engine.model.terms import TEAM_ROLES, Outcome
from engine.results.deal_trace import Event, Trace

START, COMPLETE, ABORT = "start", "complete", "ate_abort"
_LEGEND = {event.name: event for event in EVENTS.values()}
_WAITED = ("sign_off", "formal_check", "body_meets", "team_wait")
"""Written when it ends, with the days it took."""
_MEETINGS = ("touch", "seminar")
_CUT_SHORT = (("signed_early", ""), ("reorganised", "dropped"), ("outcome", Outcome.withdrawn.name))
"""What ends a project in the middle of a step."""
_SAME_MOMENT = 1e-6
"""Days, a tenth of a second: what is worked out from how long something took may be off by so much."""


class LogRow(NamedTuple):
    """One row.

    event:  whose people, code and numbers it shows.
    carries: are the numbers of the event written here? One row does.
    detail: what came of it, or by which way.
    """

    day: float
    activity: str
    transition: str
    instance: int
    event: Event
    carries: bool
    detail: str = ""


def word(event: Event) -> str:
    """The word of the event's code; empty where it has none."""
    words = _LEGEND[event.kind].words
    return words[event.code] if words else ""


def activity(event: Event, trace: Trace) -> str:
    """What an event is called: a buying step as the scenario calls it, else as `touch: implication`.

    What comes of something that takes time is no part of its name, which its start has too.
    """
    if event.kind == "step":
        return word(event)
    name = _NAMES.get(event.kind, event.kind).replace("_", " ")
    if event.kind in _NAMES:
        return name
    if event.kind == "decision":
        return f"{name}: {trace.books[event.code]}"
    if event.kind == "engagement":
        return f"{name}: {trace.strategies[event.code].replace('_', ' ')}"
    if event.kind == "team_wait":
        return f"{name}: {TEAM_ROLES[event.code].replace('_', ' ')}"
    said = "" if event.kind in _WAITED or event.kind in _BY_WORD else word(event)
    return f"{name}: {said.replace('_', ' ')}" if said else name


_NAMES = {
    "request_granted": "appointment",
    "papers_handed_in": "papers_check",
    "approval_sought": "our_approval",
    "delivered": "delivery",
    "paid": "payment",
}
_BY_WORD = {"promise": ("made",), "terms_approval": ("asked",)}
"""Kinds whose code says whether something begins, with the words that do."""


class _Case:
    """Rows of one deal as they are found: before an event, in its place, or right after it."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.events = sorted(trace.events, key=lambda event: event.day)
        self.days = [event.day for event in self.events]
        self.before: list[list[LogRow]] = [[] for _ in range(len(self.events) + 1)]
        self.own: list[LogRow | None] = [None] * len(self.events)
        self.after: list[list[LogRow]] = [[] for _ in self.events]
        self.instances = 0
        self.step: LogRow | None = None
        self.open: dict[tuple[str, int], LogRow] = {}
        self.ends = next((each.day for each in self.events if each.kind == "outcome"), float("inf"))

    def row(self, place: int, transition: str, instance: int = 0, detail: str = "") -> LogRow:
        """The event's own row; a new instance when none is given."""
        event = self.events[place]
        if not instance:
            self.instances += 1
        name = activity(event, self.trace)
        found = LogRow(event.day, name, transition, instance or self.instances, event, True, detail)
        self.own[place] = found
        return found

    def begun(self, end: LogRow, day: float, latest: int) -> None:
        """The start of something that ended, at the latest before the event of this place."""
        place = min(bisect_right(self.days, day + _SAME_MOMENT), latest)
        self.before[place].append(end._replace(day=day, transition=START, carries=False, detail=""))

    def ended(self, begin: LogRow, day: float) -> None:
        """The end of something on a day that was known when it began; not when the project has ended by then."""
        if day <= self.ends:
            place = bisect_right(self.days, day + _SAME_MOMENT)
            self.before[place].append(begin._replace(day=day, transition=COMPLETE, carries=False))


def rows_of(trace: Trace) -> Iterator[LogRow]:
    """All rows of a deal in the order of cause, which is that of time."""
    case = _Case(trace)
    for place, event in enumerate(case.events):
        _put(case, place, event)
    for place, own in enumerate(case.own):
        yield from sorted(case.before[place], key=lambda row: row.day)
        if own is not None:
            yield own
        yield from case.after[place]
    yield from sorted(case.before[-1], key=lambda row: row.day)


def _put(case: _Case, place: int, event: Event) -> None:
    kind = event.kind
    if kind == "step":
        _end_step(case, place)
        case.step = case.row(place, START)
    elif kind == "outcome":
        _end_step(case, place)
        _end_project(case, place, event)
    elif kind in _WAITED:
        detail = "" if kind == "team_wait" else word(event)
        case.begun(case.row(place, COMPLETE, detail=detail), event.day - event["waited_days"], place)
    elif kind == "request_granted":
        case.open["meeting", event.person] = case.row(place, START, detail=Route(event.code).name)
    elif kind in _MEETINGS:
        case.row(place, COMPLETE)
        begin = case.open.pop(("meeting", event.person), None)
        if begin is not None:
            case.after[place].append(begin._replace(day=event.day, transition=COMPLETE, carries=False))
    elif kind in _BY_WORD:
        _begin_or_end(case, place, event)
    elif kind in ("delivered", "paid"):
        _after_sale(case, place, event)
    elif kind == "approval_sought":
        case.ended(case.row(place, START, detail=word(event)), event.day + event["days"])
    elif kind == "papers_handed_in":
        _papers(case, place, event)
    else:
        case.row(place, COMPLETE, detail=Route(event.code).name if kind == "request_refused" else "")


def _end_step(case: _Case, place: int) -> None:
    """The step that is going on ends just before this event."""
    if case.step is None:
        return
    day = case.events[place].day
    now = case.events[bisect_left(case.days, day) : place + 1]
    cut = case.events[place].kind == "outcome" and any(map(_cuts, now))
    case.before[place].append(case.step._replace(day=day, transition=ABORT if cut else COMPLETE, carries=False))
    case.step = None


def _cuts(event: Event) -> bool:
    return any(event.kind == kind and said in ("", word(event)) for kind, said in _CUT_SHORT)


def _end_project(case: _Case, place: int, event: Event) -> None:
    row = case.row(place, COMPLETE)
    if event.code == Outcome.won and any(each.kind == "delivered" for each in case.events):
        case.instances += 1
        begin = LogRow(event.day, _NAMES["delivered"], START, case.instances, event, False)
        case.after[place].append(begin)
        case.open["delivered", row.event.person] = begin


def _after_sale(case: _Case, place: int, event: Event) -> None:
    """Delivery begins with the signature, and the time for payment with the delivery."""
    begin = case.open.pop((event.kind, event.person), None)
    case.row(place, COMPLETE, begin.instance if begin else 0, word(event))
    if event.kind == "delivered":
        case.instances += 1
        begin = LogRow(event.day, _NAMES["paid"], START, case.instances, event, False)
        case.after[place].append(begin)
        case.open["paid", event.person] = begin


def _begin_or_end(case: _Case, place: int, event: Event) -> None:
    said, key = word(event), (event.kind, event.person)
    if said in _BY_WORD[event.kind]:
        case.open[key] = case.row(place, START)
        return
    begin = case.open.pop(key, None)
    case.row(place, COMPLETE, begin.instance if begin else 0, said)


def _papers(case: _Case, place: int, event: Event) -> None:
    """Written when somebody looks; handed in some days before, and checked some days after that."""
    own = case.row(place, START)
    case.own[place] = None
    day = event.day - event["waited_days"] if isfinite(event["waited_days"]) else event.day
    at = min(bisect_right(case.days, day + _SAME_MOMENT), place)
    case.before[at].append(own._replace(day=day))
    case.ended(own, day + event["days"])
