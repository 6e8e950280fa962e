"""Events become entries: meetings with how they came about, refusals of one day together, decisions with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.model.terms import TEAM_ROLES, TouchKind
from engine.model.vocabulary import in_words
from engine.report.deal import Deal
from engine.report.labels import ROUTES, TEAM_ROLE
from engine.report.story.events import happened, tone_of
from engine.report.story.judge import Judge
from engine.report.story.story_parts import entry
from engine.results.deal_trace import Event
from engine.wording import Item, Joined, Message, Said, listed, numbers as formats, say

LITTLE = 0.005
NOTABLE = 0.1
"""A meeting that moves a stance by less than this, with somebody met before, is routine."""

LONG_WAIT = 1.0
_TOLD_WITH = {"purchase_triggers": "trigger", "project_origin": "origin"}
"""Decisions of these books are told with the event to which they lead."""


class Teller:
    """Turns the events of one deal into entries, in order; remembers what later entries refer to."""

    def __init__(self, deal: Deal, judge: Judge) -> None:
        self.deal, self.judge = deal, judge
        self._agreed: dict[int, Event] = {}
        self._wait: Event | None = None
        self._decided: Event | None = None
        self._first = {(event.person, event.day) for event in deal.of("met")}

    def entries(self, events: Iterable[Event]) -> list[Item]:
        """The entries of these events; refusals of the same moment stand in one."""
        found: list[Item] = []
        refusals: list[Event] = []
        for event in events:
            if event.kind == "request_refused":
                if refusals and refusals[-1].day != event.day:
                    found.append(self._refusals(refusals))
                    refusals = []
                refusals.append(event)
                continue
            if refusals and event.kind != "request_granted":
                found.append(self._refusals(refusals))
                refusals = []
            told = self._entry(event)
            found += [told] if told else []
        return found + ([self._refusals(refusals)] if refusals else [])

    def note(self, event: Event) -> None:
        """Remember what a later entry may refer to."""
        if event.kind == "request_granted":
            self._agreed[event.person] = event
        elif event.kind == "team_wait":
            self._wait = event
        elif event.kind == "touch":
            self._agreed.pop(event.person, None)

    def is_first_meeting(self, event: Event) -> bool:
        """Is this touch the first with the person?"""
        return (event.person, event.day) in self._first

    def _entry(self, event: Event) -> Item | None:
        if event.kind == "decision":
            return self._decision(event)
        if event.kind == "touch":
            return self._touch(event)
        self.note(event)
        words = happened(self.deal, event)
        reasons = self._reasons() if event.kind in ("trigger", "origin") else ()
        return entry(self.deal.day(event), words, tone_of(event), reasons) if words else None

    def _decision(self, event: Event) -> Item | None:
        """A decision that differs from the last of its book; one that opens a project is told with the project."""
        if not self.judge.is_news(event):
            return None
        told_later = _TOLD_WITH.get(self.deal.trace.books[event.code])
        if any(each.day == event.day for each in self.deal.events if each.kind == told_later):
            self._decided = event
            return None
        return self.judge.entry(event, self.deal.day(event))

    def _reasons(self) -> Sequence[Said]:
        """By which rule the decision that waits to be told was made, and why."""
        decided, self._decided = self._decided, None
        if decided is None:
            return ()
        rule = self.judge.rule(decided)
        return (say("Rule {rule}", rule=rule) if rule else say("No rule fired"), *self.judge.reasons(decided))

    def _touch(self, event: Event) -> Item:
        meeting = self._meeting(event)
        agreed = self._agreed.pop(event.person, None)
        if agreed is not None:
            meeting = say(
                "{meeting} ({route}, asked {days} days before)",
                meeting=meeting,
                route=ROUTES[agreed.code],
                days=formats.days(event.day - agreed.day),
            )
        before, after = formats.stance(event["stance"] - event["change"]), formats.stance(event["stance"])
        moved = say("{meeting}: stance {before} → {after}", meeting=meeting, before=before, after=after)
        remarks = [remark for remark in (self._waited(event), _effect(event)) if remark]
        told = Joined([moved, *remarks], "; ")
        return entry(self.deal.day(event), told, "bad" if event["change"] < -LITTLE else "")

    def _meeting(self, event: Event) -> Message:
        kind, name = TouchKind(event.code), self.deal.name(event.person)
        if self.is_first_meeting(event):
            return say("First meeting with {name}, {kind}", name=name, kind=in_words(kind))
        if kind is TouchKind.proposal:
            return say("Offer presented to {name}", name=name)
        return say("Meeting with {name}, {kind}", name=name, kind=in_words(kind))

    def _waited(self, event: Event) -> Message | None:
        wait, self._wait = self._wait, None
        if wait is None or wait.day != event.day or wait["waited_days"] < LONG_WAIT:
            return None
        role = TEAM_ROLE[TEAM_ROLES[wait.code]]
        return say("our {role} was free only after {days} days", role=role, days=formats.days(wait["waited_days"]))

    def _refusals(self, events: list[Event]) -> Item:
        refused = listed(
            say(
                "{name} (refusal {n}, {route}, chance {chance})",
                name=self.deal.name(event.person),
                n=int(event["refusals"]),
                route=ROUTES[event.code],
                chance=formats.share(event["chance"], 0),
            )
            for event in events
        )
        return entry(self.deal.day(events[0]), say("Refused by {names}.", names=refused))


def _effect(touch: Event) -> Message | None:
    if touch["change"] < -LITTLE:
        return say("it did harm, the message missed what matters to them")
    return say("hardly any effect") if abs(touch["change"]) <= LITTLE else None
