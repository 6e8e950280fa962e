"""Events become lines: meetings with the way they came about, refusals of one day together, decisions with reasons."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from engine.model.terms import TEAM_ROLES, Origin, Outcome, TouchKind, Trigger
from engine.report.deal import Deal
from engine.report.labels import ROUTES, TEAM_ROLE, listed, term
from engine.report.labels.story import EVENTS, STORY
from engine.report.story.decisions import Judge
from engine.report.story.parts import Line, Tone, say
from engine.results.trace import Event
from engine.wording import numbers as formats

LITTLE = 0.005
NOTABLE = 0.1
"""A meeting that moves a stance by less than this, with somebody met before, is routine."""

LONG_WAIT = 1.0


class Teller:
    """Turns the events of one deal into lines, in order; remembers what later lines refer to."""

    def __init__(self, deal: Deal, judge: Judge, lang: str) -> None:
        self.deal, self.judge, self.lang = deal, judge, lang
        self._agreed: dict[int, Event] = {}
        self._wait: Event | None = None
        self._decided: Event | None = None
        self._first = {(event.person, event.day) for event in deal.of("met")}

    def lines(self, events: Iterable[Event]) -> list[Line]:
        """The lines of these events; refusals of the same moment stand in one line."""
        found: list[Line] = []
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
            line = self._line(event)
            found += [line] if line else []
        return found + ([self._refusals(refusals)] if refusals else [])

    def _say(self, event_kind: str, /, **values: object) -> str:
        return say(EVENTS[event_kind], self.lang, **values)

    def name(self, event: Event) -> str:
        """The short name of whom the event is about."""
        return self.deal.short_name(event.person, self.lang)

    def note(self, event: Event) -> None:
        """Remember what a later line may refer to."""
        if event.kind == "request_granted":
            self._agreed[event.person] = event
        elif event.kind == "team_wait":
            self._wait = event
        elif event.kind == "touch":
            self._agreed.pop(event.person, None)

    def is_first_meeting(self, event: Event) -> bool:
        """Is this touch the first with the person?"""
        return (event.person, event.day) in self._first

    def _line(self, event: Event) -> Line | None:
        day = self.deal.day(event)
        if event.kind == "decision":
            return self._decision(event, day)
        if event.kind == "touch":
            return self._touch(event, day)
        self.note(event)
        simple = _SIMPLE.get(event.kind, Teller.person_line if _only_names(event.kind) else None)
        return simple(self, event, day) if simple else None

    def _decision(self, event: Event, day: float) -> Line | None:
        """A decision that differs from the last of its book; one that opens a project is told with the project."""
        if not self.judge.is_news(event):
            return None
        told_later = {0: "trigger", 1: "origin"}.get(event.code)
        if any(each.day == event.day for each in self.deal.events if each.kind == told_later):
            self._decided = event
            return None
        return self.judge.line(event, day)

    def _with_reasons(self, day: float, text: str, tone: Tone) -> Line:
        decided, self._decided = self._decided, None
        if decided is None:
            return Line(day, text, tone)
        rule = self.judge.rule_words(decided)
        return Line(day, text, tone, (*self.judge.reasons(decided), rule[0].upper() + rule[1:]))

    def _touch(self, event: Event, day: float) -> Line:
        lang, kind = self.lang, TouchKind(event.code)
        first, proposal = self.is_first_meeting(event), kind is TouchKind.proposal
        opening = EVENTS["met"] if first else STORY["proposal_to" if proposal else "meeting_with"]
        how = ""
        agreed = self._agreed.pop(event.person, None)
        if agreed is not None:
            route = ROUTES[agreed.code].in_language(lang)
            how = say(STORY["route_how"], lang, route=route, days=formats.days(event.day - agreed.day))
        remarks = [remark for remark in (self._waited(event), self._verdict(event)) if remark]
        text = self._say(
            "touch",
            opening=say(opening, lang, name=self.name(event)),
            kind="" if proposal else ("，" if lang == "zh" else ", ") + term(kind, lang),
            how=how if lang == "zh" or not how else f" {how}",
            before=formats.stance(event.c - event.a),
            after=formats.stance(event.c),
            after_words="".join(("；" if lang == "zh" else "; ") + remark for remark in remarks),
        )
        return Line(day, text, "bad" if event.a < -LITTLE else "us")

    def _waited(self, event: Event) -> str:
        wait, self._wait = self._wait, None
        if wait is None or wait.day != event.day or wait.a < LONG_WAIT:
            return ""
        role = TEAM_ROLE[TEAM_ROLES[wait.code]].in_language(self.lang)
        return self._say("team_wait", role=role, days=formats.days(wait.a))

    def _verdict(self, event: Event) -> str:
        if event.a < -LITTLE:
            return STORY["harm"].in_language(self.lang)
        return STORY["little"].in_language(self.lang) if abs(event.a) <= LITTLE else ""

    def _refusals(self, events: list[Event]) -> Line:
        lang = self.lang
        names = [
            say(
                STORY["refusal"],
                lang,
                name=self.name(event),
                nth=say(STORY["nth"], lang, n=int(event.b)),
                route=ROUTES[event.code].in_language(lang),
                chance=formats.share(event.a, 0),
            )
            for event in events
        ]
        return Line(self.deal.day(events[0]), say(STORY["refused_by"], lang, names=listed(names, lang)), "us")

    def trigger(self, event: Event, day: float) -> Line:
        """Why the project opened."""
        found = [say(STORY["urgency"], self.lang, urgency=f"{event.a:.2f}")]
        if math.isfinite(event.b):
            found.append(say(STORY["deadline"], self.lang, days=formats.days(event.b)))
        if event.c < 0.995:
            found.append(say(STORY["budget"], self.lang, share=formats.share(event.c, 0)))
        body = ("，" if self.lang == "zh" else ", ").join(found)
        circumstances = body[0].upper() + body[1:]
        text = self._say("trigger", trigger=term(Trigger(event.code), self.lang), circumstances=circumstances)
        return self._with_reasons(day, text, "customer")

    def origin(self, event: Event, day: float) -> Line:
        """When and how we learnt of it."""
        first = STORY[{1.0: "rival_first", 0.0: "we_first"}.get(event.b, "first_unknown")].in_language(self.lang)
        text = self._say("origin", origin=term(Origin(event.code), self.lang), first=first)
        return self._with_reasons(day, text, "us")

    def person_line(self, event: Event, day: float) -> Line:
        """Somebody begins or ceases to sponsor us, leaves, arrives."""
        return Line(day, self._say(event.kind, name=self.name(event)), _TONES.get(event.kind, "customer"))

    def mandate(self, event: Event, day: float) -> Line:
        """Somebody at the top backs us."""
        name = self.name(event)
        return Line(day, self._say(event.kind, name=name, strength=f"{event.a:.2f}", reached=int(event.b)), "good")

    def resentment(self, event: Event, day: float) -> Line:
        """Somebody turns against us."""
        return Line(day, self._say(event.kind, name=self.name(event), amount=f"{event.a:.2f}"), "bad")

    def sign_off(self, event: Event, day: float) -> Line:
        """A signature given or refused."""
        signed = STORY["signed" if event.code else "sent_back"].in_language(self.lang)
        name = self.name(event)
        after = say(STORY["same_day" if event.a < 0.5 else "after_days"], self.lang, days=formats.days(event.a))
        text = self._say(event.kind, name=name, signed=signed, after=after)
        return Line(day, text, "customer" if event.code else "bad")

    def need_frozen(self, event: Event, day: float) -> Line:
        """The requirement is fixed."""
        return Line(day, self._say(event.kind), "customer")

    def offer(self, event: Event, day: float) -> Line:
        """Our offer is in."""
        return Line(day, self._say(event.kind, shaped=formats.share(event.a, 0)), "us")

    def veto(self, event: Event, day: float) -> Line:
        """Somebody stops an option."""
        option = option_words(self.deal, event.code, self.lang)
        name = self.name(event)
        return Line(day, self._say(event.kind, name=name, option=option), "bad" if event.code == 0 else "customer")

    def vote(self, event: Event, day: float) -> Line | None:
        """All votes of one round in one line."""
        votes = [each for each in self.deal.of("vote") if each.day == event.day]
        if event is not votes[0]:
            return None
        told = say(STORY["vote_round"], self.lang, tally=tally_words(self.deal, votes, self.lang))
        return Line(day, told, "customer")

    def round_over(self, event: Event, day: float) -> Line:
        """The group could not agree."""
        return Line(day, self._say(event.kind, n=int(event.a)), "customer")

    def outcome(self, event: Event, day: float) -> Line:
        """How it ended."""
        text = self._say(event.kind, outcome=self.deal.outcome_words(self.lang))
        return Line(day, text, "good" if event.code == Outcome.won else "bad")

    def delivered(self, event: Event, day: float) -> Line:
        """Acceptance or failure."""
        how = STORY["accepted" if event.code else "failed"].in_language(self.lang)
        return Line(day, self._say(event.kind, how=how, satisfaction=f"{event.a:.2f}"), "good" if event.code else "bad")

    def paid(self, event: Event, day: float) -> Line:
        """The money has come."""
        return Line(day, self._say(event.kind, days=formats.days(event.a)), "customer")


_TONES: dict[str, Tone] = {"sponsor_won": "good", "sponsor_lost": "bad"}
_SIMPLE = {
    "trigger": Teller.trigger,
    "origin": Teller.origin,
    "mandate": Teller.mandate,
    "ordered_about": Teller.resentment,
    "passed_over": Teller.resentment,
    "sign_off": Teller.sign_off,
    "need_frozen": Teller.need_frozen,
    "offer_submitted": Teller.offer,
    "veto": Teller.veto,
    "vote": Teller.vote,
    "round_without_decision": Teller.round_over,
    "outcome": Teller.outcome,
    "delivered": Teller.delivered,
    "paid": Teller.paid,
}


def _only_names(kind: str) -> bool:
    """Is the event told by a sentence that names a person and nothing else?"""
    text = EVENTS[kind].en if kind in EVENTS else ""
    return text.endswith(".") and text.count("{") == 1 and "{name}" in text


def option_words(deal: Deal, code: int, lang: str) -> str:
    """An option of the vote: us, a rival by name, or buying nothing."""
    if code == 0:
        return STORY["us"].in_language(lang)
    if code <= len(deal.account.rivals):
        return deal.rival(code - 1, lang)
    return STORY["nothing"].in_language(lang)


def tally_words(deal: Deal, votes: list[Event], lang: str) -> str:
    """How many voted for what."""
    counts = Counter(event.code for event in votes)
    parts = [
        say(STORY["tally"], lang, option=option_words(deal, code, lang), n=counts[code]) for code in sorted(counts)
    ]
    return listed(parts, lang)
