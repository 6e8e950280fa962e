"""The story of a deal in which no project opened: how long we waited, and what could have opened one but did not."""

from __future__ import annotations

from collections.abc import Iterator

from engine.model.decisions import OPENS_DEALS
from engine.model.quantity import canonical
from engine.model.terms import Trigger
from engine.model.vocabulary import in_words
from engine.report.deal import Deal
from engine.report.story.judge import Judge
from engine.results.deal_trace import Event
from engine.rules import Decision, SilentRule
from engine.rules.language.spoken import rule_called
from engine.rules.tabulation.reasons import lacked
from engine.wording import Items, Message, Paragraph, Part, Said, Title, counted, listed, numbers as formats, say


def why_none_opened(deal: Deal, judge: Judge) -> list[Part]:
    """How long we waited, how often something came up, and what each cause lacked when it came nearest."""
    asked = [
        (event, found)
        for event in deal.of("decision")
        if deal.trace.books[event.code] == OPENS_DEALS and (found := judge.decision(event)) is not None
    ]
    parts: list[Part] = [Title(say("Why no project opened"), 2), Paragraph(_waited(deal, asked))]
    causes = [*_held_back(asked), *_lacking(deal, asked)]
    return [*parts, Items(causes)] if causes else parts


def _waited(deal: Deal, asked: list[tuple[Event, Decision]]) -> Message:
    days = formats.days(canonical(deal.scenario.horizon))
    if not asked:
        return say("We followed the account for {days} days, and nothing came up that could open a project.", days=days)
    first, last = (formats.days(round(asked[place][0].day)) for place in (0, -1))
    when = (
        say("between day {first} and day {last}", first=first, last=last)
        if first != last
        else say("on day {day}", day=first)
    )
    return counted(
        "We followed the account for {days} days. Something came up {n} time, {when}, and opened no project.",
        "We followed the account for {days} days. Something came up {n} times, {when}, and never opened a project.",
        len(asked),
        days=days,
        when=when,
    )


def _held_back(asked: list[tuple[Event, Decision]]) -> Iterator[Said]:
    """Rules that fired and said no."""
    fired: dict[str, list[Decision]] = {}
    for _, found in asked:
        if found.rule is not None:
            fired.setdefault(found.rule, []).append(found)
    for rule, decisions in fired.items():
        yield counted(
            "Held back {n} time by the rule “{rule}”: {because}",
            "Held back {n} times by the rule “{rule}”: {because}",
            len(decisions),
            rule=decisions[0].logic.book.title_of(rule),
            because=decisions[0].because,
        )


def _asks_what_is_unknown(silent: SilentRule) -> bool:
    """Is it a cause of which this account has none, as one without assets has no renewal?"""
    return any(seen.value is None for unmet in silent.unmet for seen in unmet.seen)


def _lacking(deal: Deal, asked: list[tuple[Event, Decision]]) -> Iterator[Said]:
    """For each kind of trigger the rule that came nearest, on the last day on which it did, and what it lacked."""
    nearest: dict[Trigger, tuple[int, Event, Decision, SilentRule]] = {}
    for event, found in asked:
        opens = dict(zip((rule.id for rule in found.logic.rules), found.logic.rows, strict=True))
        for silent in found.not_fired:
            trigger = Trigger[str(opens[silent.rule]["trigger"])]
            if trigger is Trigger.none or _asks_what_is_unknown(silent):
                continue
            before = nearest.get(trigger)
            if before is None or len(silent.unmet) <= before[0]:
                nearest[trigger] = len(silent.unmet), event, found, silent
    for trigger, (_, event, found, silent) in sorted(nearest.items()):
        yield say(
            "Could have opened one: {trigger} (rule {rule}). On day {day}, when it came nearest, it lacked: {what}.",
            trigger=in_words(trigger),
            rule=rule_called(silent.rule, found.logic.book),
            day=formats.days(round(deal.day(event))),
            what=listed(lacked(unmet, found.logic.book) for unmet in silent.unmet),
        )
