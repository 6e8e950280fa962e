"""Turning points: what moved the committee most, weighed by power and change of stance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.model.terms import Outcome
from engine.report.deal import Deal
from engine.report.labels.story import STORY
from engine.report.story.decisions import Judge
from engine.report.story.ending import last_votes, met_people
from engine.report.story.parts import say
from engine.wording import numbers as formats

MOST = 3
LEAST_WEIGHT = 0.004
"""Points that weigh less, on the scale of the committee's mean stance, are not told."""


@dataclass(frozen=True)
class Point:
    """Something that moved the deal: weight above 0 for us, below 0 against us."""

    weight: float
    text: str


def turning_points(deal: Deal, judge: Judge, lang: str) -> tuple[str, tuple[str, ...]]:
    """A heading and the two or three points that weighed most in the direction of the outcome."""
    if deal.outcome in (Outcome.open, Outcome.no_project):
        return "", ()
    won = deal.outcome is Outcome.won
    points = [point for point in _Points(deal, judge, lang).all() if (point.weight > 0) == won]
    points = [point for point in points if abs(point.weight) >= LEAST_WEIGHT]
    points.sort(key=lambda point: -abs(point.weight))
    if not points:
        return "", ()
    head = STORY["turning_for" if won else "turning_against"].in_language(lang)
    return head, tuple(point.text for point in points[:MOST])


class _Points:
    def __init__(self, deal: Deal, judge: Judge, lang: str) -> None:
        self.deal, self.judge, self.lang = deal, judge, lang
        self.people = range(len(deal.trace.people))
        total = sum(deal.person(place).power for place in self.people)
        self.share = {place: deal.person(place).power / total for place in self.people}

    def all(self) -> Iterator[Point]:
        """Every candidate, in no particular order."""
        yield from self._touches()
        yield from self._chain()
        yield from self._rivals()
        yield from self._meetings()
        yield from self._deciders()
        yield from self._process()

    def _say(self, key: str, **values: object) -> str:
        return say(STORY[key], self.lang, **values)

    def _name(self, place: int) -> str:
        return self.deal.short_name(place, self.lang)

    def _day(self, day: float) -> str:
        return formats.days(round(day - self.deal.opened))

    def _touches(self) -> Iterator[Point]:
        for place in self.people:
            touches = [event for event in self.deal.of("touch") if event.person == place]
            gained = sum(event.a for event in touches if event.a > 0)
            if gained > 0:
                text = self._say("t_touch_up", name=self._name(place), change=formats.stance(gained), n=len(touches))
                yield Point(self.share[place] * gained, text)
            for event in touches:
                if event.a < 0:
                    change = formats.stance(event.a)
                    text = self._say("t_touch_down", day=self._day(event.day), name=self._name(place), change=change)
                    yield Point(self.share[place] * event.a, text)

    def _chain(self) -> Iterator[Point]:
        for event in self.deal.of("ordered_about", "passed_over", "sponsor_won", "sponsor_lost", "mandate", "veto"):
            day, name, share = self._day(event.day), self._name(event.person), self.share[event.person]
            if event.kind in ("ordered_about", "passed_over"):
                change = formats.stance(-event.a)
                yield Point(-share * event.a, self._say(f"t_{event.kind}", day=day, name=name, change=change))
            elif event.kind == "veto" and event.code == 0:
                yield Point(-1.0, self._say("t_veto", day=day, name=name))
            elif event.kind == "sponsor_won":
                yield Point(0.3 * share, self._say("t_sponsor_won", day=day, name=name))
            elif event.kind == "sponsor_lost":
                yield Point(-0.3 * share, self._say("t_sponsor_lost", day=day, name=name))
            elif event.kind == "mandate":
                yield Point(share * event.a, self._say("t_mandate", day=day, name=name, strength=f"{event.a:.2f}"))

    def _rivals(self) -> Iterator[Point]:
        for place in self.people:
            for code in range(len(self.deal.account.rivals)):
                visits = [e for e in self.deal.of("rival_touch") if e.person == place and e.code == code]
                gained = sum(event.a for event in visits)
                if gained > 0:
                    text = self._say(
                        "t_rival",
                        rival=self.deal.rival(code, self.lang),
                        name=self._name(place),
                        change=formats.stance(gained),
                        n=len(visits),
                    )
                    yield Point(-self.share[place] * gained, text)

    def _meetings(self) -> Iterator[Point]:
        meetings = list(self.deal.of("meeting"))
        change = sum(event.b - event.a for event in meetings)
        if meetings and change:
            key = "t_meetings_up" if change > 0 else "t_meetings_down"
            yield Point(change, self._say(key, change=formats.stance(change), n=len(meetings)))

    def _deciders(self) -> Iterator[Point]:
        met = met_people(self.deal)
        for place in self.people:
            if "decider" in self.deal.person(place).roles and place not in met:
                refusals = sum(event.person == place for event in self.deal.of("request_refused"))
                key = "t_never_met" if refusals else "t_not_asked"
                yield Point(-0.4 * self.share[place], self._say(key, name=self._name(place), n=refusals))

    def _process(self) -> Iterator[Point]:
        deal = self.deal
        frozen = next((event.day for event in deal.of("need_frozen")), None)
        origin = next(deal.of("origin"), None)
        if origin is None or not any(deal.of("touch")):
            yield Point(-0.3, self._say("t_not_noticed"))
        elif frozen is not None and origin.day > frozen:
            yield Point(-0.05, self._say("t_too_late", day=self._day(origin.day)))
        votes = last_votes(deal)
        if votes and any(deal.of("touch")) and not any(deal.of("offer_submitted")):
            yield Point(-0.2, self._say("t_no_offer"))
        refused = sum(event.code == 0 for event in deal.of("sign_off"))
        if refused:
            yield Point(-0.01 * refused, self._say("t_sign_off", n=refused))
        if deal.outcome is Outcome.no_decision and votes:
            doubt = sum(self.share[event.person] * event.b for event in votes)
            yield Point(-doubt, self._say("t_doubt", chance=formats.share(doubt, 0)))
            rounds = sum(1 for _ in deal.of("round_without_decision"))
            if rounds:
                yield Point(-0.05 * rounds, self._say("t_rounds", n=rounds + 1))
        if deal.outcome is Outcome.withdrawn:
            yield from self._withdrawal()

    def _withdrawal(self) -> Iterator[Point]:
        last = [e for e in self.deal.of("decision") if self.deal.trace.books[e.code] == "withdraw_continue"]
        decision = self.judge.decision(last[-1]) if last else None
        if decision is not None and decision.rule is not None:
            because = decision.because.in_language(self.lang)
            yield Point(-2.0, self._say("t_withdraw", rule=decision.rule, because=because))
