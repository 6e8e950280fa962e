"""The story of one deal: what happened, on which day, for which reason, and why it ended so."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.model.terms import BuyerStep
from engine.report.deal import AFTER_THE_END, Deal, read_deal
from engine.report.labels import ROLE, listed, strategy_label, term
from engine.report.labels.story import STORY
from engine.report.story.decisions import Judge
from engine.report.story.ending import ending, vote_lines
from engine.report.story.folding import background, fold
from engine.report.story.parts import Chapter, Line, Story, say
from engine.report.story.telling import Teller
from engine.report.story.turning import turning_points
from engine.results.trace import Event, Trace
from engine.wording import numbers as formats

__all__ = ["Chapter", "Line", "Story", "story", "tell"]


def story(
    trace: Trace,
    scenario: Scenario,
    books: Mapping[str, Rulebook],
    lang: str = "en",
    columns: int = 100,
    full: bool = False,
) -> str:
    """The story of one deal as plain text; routine is folded unless `full`."""
    if not trace.events:
        return STORY["no_project"].in_language(lang)
    return tell(read_deal(trace, scenario), books, lang, full).text(lang, columns)


def tell(deal: Deal, books: Mapping[str, Rulebook], lang: str, full: bool = False) -> Story:
    """The story of one deal in parts. books: by purpose, as the run used them."""
    judge = Judge(deal.trace, books, lang)
    teller = Teller(deal, judge, lang)
    about = say(
        STORY["about"],
        lang,
        account=deal.account.name.in_language(lang),
        strategy=strategy_label(deal.trace.strategy, lang),
        replication=deal.trace.replication,
        deal=deal.trace.deal,
        opened=formats.days(round(deal.opened)),
    )
    chapters = [
        Chapter(title, tuple(_chapter_lines(deal, events, teller, full))) for title, events in _parts(deal, lang)
    ]
    return Story(
        strategy=deal.trace.strategy,
        title=STORY["title"].in_language(lang),
        about=about,
        cast=_cast(deal, lang),
        outcome=deal.outcome_words(lang),
        days=deal.days,
        chapters=tuple(chapter for chapter in chapters if chapter.lines),
        ending=ending(deal, lang),
        votes=vote_lines(deal, lang),
        turning=turning_points(deal, judge, lang),
        hedge=STORY["hedge"].in_language(lang),
    )


def _cast(deal: Deal, lang: str) -> tuple[str, ...]:
    """Who is who, the top first."""
    places = sorted(
        range(len(deal.trace.people)), key=lambda place: (deal.person(place).level, -deal.person(place).power)
    )
    joint = "，" if lang == "zh" else ", "
    found = []
    for place in places:
        person = deal.person(place)
        roles = listed([ROLE[role].in_language(lang) for role in person.roles], lang)
        title = deal.title(place, lang)
        found.append(
            say(
                STORY["cast"],
                lang,
                name=deal.short_name(place, lang),
                title=title,
                roles=(joint if title else "") + roles,
                level=person.level,
                power=f"{person.power:.2f}",
            )
        )
    return tuple(found)


def _parts(deal: Deal, lang: str) -> list[tuple[str, list[Event]]]:
    """Headings and events: before the project opened, each step of the customer's process, and after the decision."""
    inside = [event for event in deal.events if event.kind not in AFTER_THE_END]
    starts = [at for at, event in enumerate(inside) if event.kind == "step"]
    first = next((at for at, event in enumerate(inside) if event.day >= deal.opened), len(inside))
    bounds = [first, *starts[1:], len(inside)] if starts else [first, len(inside)]
    parts = [(STORY["before"].in_language(lang), inside[:first])]
    seen: set[int] = set()
    for start, stop in pairwise(bounds):
        events = inside[start:stop]
        step = next((event for event in events if event.kind == "step"), None)
        if step is None:
            parts.append((STORY["title"].in_language(lang), events))
            continue
        name = term(BuyerStep(step.code), lang)
        title = say(
            STORY["chapter"],
            lang,
            step=say(STORY["again"], lang, step=name) if step.code in seen else name,
            start=formats.days(round(deal.day(step))),
            stop=formats.days(round(deal.day(inside[stop]) if stop < len(inside) else deal.days)),
        )
        seen.add(step.code)
        parts.append((title, events))
    return [*parts, (STORY["after"].in_language(lang), [e for e in deal.events if e.kind in AFTER_THE_END])]


def _chapter_lines(deal: Deal, events: list[Event], teller: Teller, full: bool) -> list[Line]:
    return fold(events, teller, full) + background(deal, events, teller)
