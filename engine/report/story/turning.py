"""Turning points: what moved the committee most, weighed by power and change of stance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.dynamics.state.step_ends import StepEnd
from engine.model.terms import Outcome
from engine.report.deal import Deal
from engine.report.story.ending import met_people
from engine.report.story.events import happened
from engine.report.story.judge import Judge
from engine.report.story.rounds import rounds
from engine.results.deal_trace import Event
from engine.wording import Items, Message, Paragraph, Part, Said, counted, numbers as formats, say

MOST = 3
LEAST_WEIGHT = 0.004
"""Points that weigh less, on the scale of the committee's mean stance, are not told."""

RANGE = 2.0
"""From −1 to +1: no stance moves further than that, however often it was raised and fell back."""


class Point(NamedTuple):
    """Something that moved the deal: weight above 0 for us, below 0 against us."""

    weight: float
    words: Message


def turning_points(deal: Deal, judge: Judge) -> list[Part]:
    """A heading and the two or three points that weighed most in the direction of the outcome."""
    if deal.outcome in (Outcome.open, Outcome.no_project):
        return []
    won = deal.outcome is Outcome.won
    points = [point for point in _Points(deal, judge).all() if (point.weight > 0) == won]
    points = [point for point in points if abs(point.weight) >= LEAST_WEIGHT]
    points.sort(key=lambda point: -abs(point.weight))
    if not points:
        return []
    head = (
        say("What seems to have helped most (power × change of stance, a rough measure):")
        if won
        else say("What seems to have hurt most (power × change of stance, a rough measure):")
    )
    return [Paragraph(head), Items([point.words for point in points[:MOST]])]


class _Points:
    def __init__(self, deal: Deal, judge: Judge) -> None:
        self.deal, self.judge = deal, judge
        self.people = range(len(deal.trace.people))
        total = sum(deal.power(place) for place in self.people)
        self.share = {place: deal.power(place) / total for place in self.people}

    def all(self) -> Iterator[Point]:
        """Every candidate, in no particular order."""
        yield from self._touches()
        yield from self._chain()
        yield from self._rivals()
        yield from self._meetings()
        yield from self._deciders()
        yield from self._process()

    def _on_the_day(self, event: Event, what: Said) -> Message:
        return say("Day {day}: {what}", day=formats.days(round(self.deal.day(event))), what=what)

    def _touches(self) -> Iterator[Point]:
        for place in self.people:
            touches = [event for event in self.deal.of("touch") if event.person == place]
            name = self.deal.name(place)
            gained = sum(event["change"] for event in touches if event["change"] > 0)
            if gained > 0:
                words = counted(
                    "Met {n} time, {name} went from {before} to {after}.",
                    "Met {n} times, {name} went from {before} before the first meeting to {after} after the last.",
                    len(touches),
                    name=name,
                    before=formats.stance(touches[0]["stance"] - touches[0]["change"]),
                    after=formats.stance(touches[-1]["stance"]),
                )
                yield Point(self.share[place] * min(gained, RANGE), words)
            for event in touches:
                if event["change"] < 0:
                    change = formats.stance(event["change"])
                    words = say("the meeting with {name} went wrong ({change}).", name=name, change=change)
                    yield Point(self.share[place] * event["change"], self._on_the_day(event, words))

    def _chain(self) -> Iterator[Point]:
        """What moved somebody at once; a veto against us outweighs everything."""
        for event in self.deal.events:
            share = self.share.get(event.person, 0.0)
            weight = _weight(event, share)
            words = happened(self.deal, event) if weight else None
            if words:
                yield Point(weight, self._on_the_day(event, words))

    def _rivals(self) -> Iterator[Point]:
        for place in self.people:
            for code in range(len(self.deal.account.rivals)):
                visits = [e for e in self.deal.of("rival_touch") if e.person == place and e.code == code]
                gained = sum(event["change"] for event in visits)
                if gained > 0:
                    words = counted(
                        "{rival} won over {name} step by step ({n} visit, {change}).",
                        "{rival} won over {name} step by step ({n} visits, {change} each on average).",
                        len(visits),
                        rival=self.deal.rival(code),
                        name=self.deal.name(place),
                        change=formats.stance(gained / len(visits)),
                    )
                    yield Point(-self.share[place] * min(gained, RANGE), words)

    def _meetings(self) -> Iterator[Point]:
        meetings = list(self.deal.of("meeting"))
        change = sum(event["stance_after"] - event["stance_before"] for event in meetings)
        if meetings and change:
            yield Point(max(-RANGE, min(change, RANGE)), _discussed(change / len(meetings), len(meetings)))

    def _deciders(self) -> Iterator[Point]:
        met = met_people(self.deal)
        for place in self.people:
            if "decider" in self.deal.person(place).roles and place not in met:
                refusals = sum(event.person == place for event in self.deal.of("request_refused"))
                name = self.deal.name(place)
                words = (
                    counted(
                        "{name}, who decides, refused to see us {n} time and was not met in this deal.",
                        "{name}, who decides, refused to see us {n} times and was not met in this deal.",
                        refusals,
                        name=name,
                    )
                    if refusals
                    else say("{name}, who decides, was not met in this deal.", name=name)
                )
                yield Point(-0.4 * self.share[place], words)

    def _process(self) -> Iterator[Point]:
        deal = self.deal
        frozen = next((event.day for event in deal.of("need_frozen")), None)
        origin = next(deal.of("origin"), None)
        touched = any(deal.of("touch"))
        if origin is None or not touched:
            yield Point(-0.3, say("We never came into the deal."))
        elif frozen is not None and origin.day > frozen:
            late = say("we came into the deal only after the requirement was fixed.")
            yield Point(-0.05, self._on_the_day(origin, late))
        votes = list(deal.of("vote"))
        if votes and touched and not any(deal.of("offer_submitted")):
            yield Point(-0.2, say("The committee decided before our offer was in."))
        refused = sum(event.code == 0 for event in deal.of("sign_off"))
        if refused:
            words = counted(
                "{n} signature was refused, and the step began anew.",
                "{n} signatures were refused, and the step began anew each time.",
                refused,
            )
            yield Point(-0.01 * refused, words)
        held = rounds(deal)
        if deal.outcome is Outcome.no_decision and held:
            yield from self._doubt(held[-1].choice["chance_nothing"], len(held))
        if deal.outcome is Outcome.withdrawn:
            yield from self._withdrawal()

    def _doubt(self, doubt: float, held: int) -> Iterator[Point]:
        words = say(
            "At the last vote the chance that the group buys nothing was {chance}.", chance=formats.share(doubt, 0)
        )
        yield Point(-doubt, words)
        if held > 1:
            yield Point(-0.05 * (held - 1), say("{n} rounds of decision ended without a result.", n=held))

    def _withdrawal(self) -> Iterator[Point]:
        last = [e for e in self.deal.of("decision") if self.deal.trace.books[e.code] == "withdraw_continue"]
        decision = self.judge.decision(last[-1]) if last else None
        if decision is not None and decision.rule is not None:
            rule = decision.logic.book.title_of(decision.rule)
            words = say("Our own rule “{rule}” ended it: {because}", rule=rule, because=decision.because)
            yield Point(-2.0, words)


def _weight(event: Event, share: float) -> float:
    """What an event did to somebody with this share of the power; 0 for what is weighed elsewhere."""
    match event.kind:
        case "ordered_about":
            return -share * event["resentment"]
        case "passed_over":
            return -share * event["stance_lost"]
        case "veto":
            return 0.0 if event.code else -1.0
        case "step_swayed":
            return -1.0 if event.code == StepEnd.dropped else 0.0
        case "offer_tested":
            return event["change"]
        case "sponsor_won":
            return 0.3 * share
        case "sponsor_lost":
            return -0.3 * share
        case "mandate":
            return share * event["strength"]
    return 0.0


def _discussed(change: float, n: int) -> Message:
    """change: of the committee's mean stance, on average over these meetings."""
    if change > 0:
        return counted(
            "An internal meeting moved the mean stance towards us ({n} meeting, {change}).",
            "Internal meetings moved the mean stance towards us ({n} meetings, {change} each on average).",
            n,
            change=formats.stance(change),
        )
    return counted(
        "An internal meeting moved the mean stance away from us ({n} meeting, {change}).",
        "Internal meetings moved the mean stance away from us ({n} meetings, {change} each on average).",
        n,
        change=formats.stance(change),
    )
