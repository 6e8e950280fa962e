"""The story of one deal: what happened, on which day, for which reason, and why it ended so."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.model.terms import Outcome
from engine.model.vocabulary import ROLE
from engine.report.deal import AFTER_THE_END, Deal, read_deal
from engine.report.story.ending import ending
from engine.report.story.folding import background, fold
from engine.report.story.judge import Judge
from engine.report.story.money import what_was_at_stake
from engine.report.story.story_parts import Story
from engine.report.story.telling import Teller
from engine.report.story.turning import turning_points
from engine.report.story.unopened import why_none_opened
from engine.results.deal_trace import Event, Trace
from engine.wording import Document, Items, Message, Paragraph, Part, Said, Title, listed, numbers as formats, say

__all__ = ["Story", "story", "tell"]


def story(trace: Trace, scenario: Scenario, books: Mapping[str, Rulebook], full: bool = False) -> Story:
    """The story of one deal; routine is folded unless `full`. books: by purpose, as the run used them."""
    return tell(read_deal(trace, scenario), books, full)


def tell(deal: Deal, books: Mapping[str, Rulebook], full: bool = False) -> Story:
    """The story of a deal that has been read. books: by purpose, as the run used them."""
    judge = Judge(deal.trace, books)
    if deal.outcome is Outcome.no_project:
        return _unopened(deal, judge, full)
    teller = Teller(deal, judge)
    parts: list[Part] = [_cast(deal)]
    for title, events in _chapters(deal):
        entries = fold(events, teller, full) + background(deal, events, teller)
        parts += [Title(title, 2), Items(entries)] if entries else []
    hedge = say(
        "One deal shows what happened, not what would have happened otherwise: for that, compare strategies over many "
        "replications."
    )
    why = [Title(say("Why it ended so"), 2), *ending(deal), *turning_points(deal, judge)]
    return Story(
        _about(deal), Document(parts), Document([*why, *what_was_at_stake(deal, judge), Paragraph(hedge, "note")])
    )


def _unopened(deal: Deal, judge: Judge, full: bool) -> Story:
    """Nothing was decided: what came up while we waited, and what it lacked."""
    about = say(
        "{account} · {strategy} · {deal} · no project opened; days are counted from the start of the observation",
        account=deal.account.name,
        strategy=deal.strategy,
        deal=formats.deal_said(deal.trace.replication, deal.trace.deal),
    )
    teller = Teller(deal, judge)
    entries = fold(deal.events, teller, full) + background(deal, deal.events, teller)
    waiting: list[Part] = [Title(say("While we waited"), 2), Items(entries)] if entries else []
    return Story(about, Document(waiting), Document(why_none_opened(deal, judge)))


def _about(deal: Deal) -> Message:
    return say(
        "{account} · {strategy} · {deal} · project opened on day {opened} of the observation; days are counted from "
        "there",
        account=deal.account.name,
        strategy=deal.strategy,
        deal=formats.deal_said(deal.trace.replication, deal.trace.deal),
        opened=formats.days(round(deal.opened)),
    )


def _cast(deal: Deal) -> Items:
    """Who is who, the top first."""
    people = [(deal.person(place), deal.power(place)) for place in range(len(deal.trace.people))]
    return Items(
        [
            say(
                "{name}: {roles}, level {level}, power {power}",
                name=person.name,
                roles=listed(ROLE[role] for role in person.roles),
                level=person.level,
                power=f"{power:.2f}",
            )
            for person, power in sorted(people, key=lambda one: (one[0].level, -one[1]))
        ]
    )


def _chapters(deal: Deal) -> list[tuple[Said, list[Event]]]:
    """Headings and events: before the project opened, each step of the customer's process, and after the decision."""
    inside = [event for event in deal.events if event.kind not in AFTER_THE_END]
    starts = [at for at, event in enumerate(inside) if event.kind == "step"]
    first = next((at for at, event in enumerate(inside) if event.day >= deal.opened), len(inside))
    bounds = [first, *starts[1:], len(inside)] if starts else [first, len(inside)]
    chapters: list[tuple[Said, list[Event]]] = [(say("Before the project"), inside[:first])]
    seen: set[int] = set()
    for start, stop in pairwise(bounds):
        events = inside[start:stop]
        step = next((event for event in events if event.kind == "step"), None)
        if step is None:
            chapters.append((say("The customer"), events))
            continue
        until = deal.day(inside[stop]) if stop < len(inside) else deal.days
        chapters.append((_heading(deal.step(step.code), step.code in seen, deal.day(step), until), events))
        seen.add(step.code)
    return [*chapters, (say("After the decision"), [e for e in deal.events if e.kind in AFTER_THE_END])]


def _heading(step: Said, again: bool, start: float, until: float) -> Message:
    return say(
        "The customer: {step} (day {start} to {stop})",
        step=say("{step} again", step=step) if again else step,
        start=formats.days(round(start)),
        stop=formats.days(round(until)),
    )
