"""Long runs of routine become one line: further meetings with people met before, refusals, repeated rule answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from engine.model.terms import TouchKind
from engine.report.deal import Deal
from engine.report.labels import listed
from engine.report.labels.story import EVENTS, STORY
from engine.report.story.parts import Line, plural, say
from engine.report.story.telling import NOTABLE, Teller
from engine.results.trace import Event
from engine.wording import numbers as formats

RUN = 3
"""So many routine meetings or refused days on end are told as one."""

BACKGROUND = ("meeting", "rival_touch", "surprise")
_SILENT = (*BACKGROUND, "request_granted", "team_wait", "met", "step")
_MOST_NAMES = 5


def fold(events: Sequence[Event], teller: Teller, full: bool) -> list[Line]:
    """The foreground of a chapter as lines, routine folded unless the story is wanted in full."""
    lines: list[Line] = []
    run: list[Event] = []
    for event in events:
        if not full and _is_routine(event, events, teller):
            run.append(event)
            continue
        lines += _told(run, teller)
        run = []
        lines += teller.lines([event])
    return lines + _told(run, teller)


def background(deal: Deal, events: Iterable[Event], teller: Teller) -> list[Line]:
    """What nobody of us saw, summed up in one line."""
    lang = teller.lang
    by_kind: dict[str, list[Event]] = {kind: [] for kind in BACKGROUND}
    repeated = 0
    last = None
    for event in events:
        if event.kind in by_kind:
            by_kind[event.kind].append(event)
            last = event
        elif event.kind == "decision" and not teller.judge.is_news(event):
            repeated += 1
    parts = []
    meetings = by_kind["meeting"]
    if meetings:
        before, after = formats.stance(meetings[0].a), formats.stance(meetings[-1].b)
        parts.append(say(EVENTS["meeting"], lang, n=len(meetings), s=plural(len(meetings)), before=before, after=after))
    parts += _rivals(deal, by_kind["rival_touch"], lang)
    worried = list(dict.fromkeys(deal.short_name(event.person, lang) for event in by_kind["surprise"]))
    if worried:
        parts.append(say(EVENTS["surprise"], lang, names=listed(worried, lang)))
    if repeated:
        parts.append(say(STORY["repeated"], lang, n=repeated, s=plural(repeated)))
    if not parts:
        return []
    first = next(event for event in events if event.kind in (*BACKGROUND, "decision"))
    body = ("；" if lang == "zh" else "; ").join(parts)
    until = deal.day(last) if last else deal.day(first)
    return [Line(deal.day(first), say(STORY["background"], lang, body=body), "background", until=until)]


def _rivals(deal: Deal, visits: list[Event], lang: str) -> list[str]:
    if not visits:
        return []
    who = Counter(event.code for event in visits)
    whom = Counter(event.person for event in visits)
    names = [say(STORY["times"], lang, name=deal.rival(code, lang), n=n) for code, n in who.most_common()]
    most = deal.short_name(whom.most_common(1)[0][0], lang)
    said = say(EVENTS["rival_touch"], lang, n=len(visits), s=plural(len(visits)), who=listed(names, lang), whom=most)
    kept_out = sum(event.b == 1 for event in visits)
    return [said] + ([say(STORY["with_us"], lang, n=kept_out)] if kept_out else [])


def _is_routine(event: Event, events: Sequence[Event], teller: Teller) -> bool:
    if event.kind in _SILENT:
        return True
    if event.kind == "decision":
        return not teller.judge.is_news(event)
    if event.kind == "request_refused":
        return not ("decider" in teller.deal.person(event.person).roles and event.b <= 1)
    if event.kind != "touch":
        return False
    consequences = ("sponsor_won", "sponsor_lost", "mandate", "ordered_about", "passed_over")
    followed = any(other.day == event.day and other.kind in consequences for other in events)
    ordinary = 0 <= event.a < NOTABLE and event.code != TouchKind.proposal
    return ordinary and not followed and not teller.is_first_meeting(event)


def _told(run: list[Event], teller: Teller) -> list[Line]:
    """A run of routine, folded when it is long enough to tire the reader."""
    touches = [event for event in run if event.kind == "touch"]
    refusals = [event for event in run if event.kind == "request_refused"]
    if len(touches) + len({event.day for event in refusals}) < RUN:
        return teller.lines(run)
    lang, deal = teller.lang, teller.deal
    parts = []
    if touches:
        ends = formats.stance(min(event.a for event in touches)), formats.stance(max(event.a for event in touches))
        change = ends[0] if ends[0] == ends[1] else say(STORY["span"], lang, low=ends[0], high=ends[1])
        parts.append(
            say(
                STORY["routine"],
                lang,
                n=len(touches),
                s=plural(len(touches)),
                names=_counted(touches, teller),
                change=change,
            )
        )
    if refusals:
        parts.append(
            say(
                STORY["routine_refused"],
                lang,
                n=len(refusals),
                s=plural(len(refusals)),
                names=_counted(refusals, teller),
            )
        )
    for event in run:
        teller.note(event)
    counted = [*touches, *refusals]
    start, stop = min(event.day for event in counted), max(event.day for event in counted)
    text = ("；" if lang == "zh" else "; ").join(parts) + ("。" if lang == "zh" else ".")
    return [Line(start - deal.opened, text[0].upper() + text[1:], "us", until=stop - deal.opened)]


def _counted(events: list[Event], teller: Teller) -> str:
    counts = Counter(event.person for event in events).most_common()
    names = [
        say(STORY["times"], teller.lang, name=teller.deal.short_name(place, teller.lang), n=n)
        for place, n in counts[:_MOST_NAMES]
    ]
    more = len(counts) - _MOST_NAMES
    if more > 0:
        names.append(say(STORY["others"], teller.lang, n=more, s=plural(more)))
    return listed(names, teller.lang)
