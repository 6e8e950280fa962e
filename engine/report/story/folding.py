"""Long runs of routine become one entry: further meetings with people met before, refusals, repeated rule answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from engine.dynamics.state.promises import BROKEN, MADE
from engine.model.terms import Move, TouchKind
from engine.model.vocabulary import in_words
from engine.report.deal import Deal
from engine.report.story.story_parts import entry
from engine.report.story.telling import NOTABLE, Teller
from engine.results.deal_trace import Event
from engine.wording import Item, Joined, Message, Said, counted, listed, numbers as formats, say

RUN = 3
"""So many routine meetings or refused days on end are told as one."""

BACKGROUND = ("meeting", "rival_touch", "rival_refused", "surprise")
_SILENT = (*BACKGROUND, "request_granted", "team_wait", "met", "step")
_MOST_NAMES = 5


def fold(events: Sequence[Event], teller: Teller, full: bool) -> list[Item]:
    """The foreground of a chapter, routine folded unless the story is wanted in full."""
    entries: list[Item] = []
    run: list[Event] = []
    for event in _in_order_told(events):
        if event.kind == "move_refused" and not full:
            alike = [each for each in events if _same_refusal(each, event)]
            if event is alike[0]:
                entries += [*_routine(run, teller), _refused_moves(alike, teller.deal)]
                run = []
            continue
        if not full and _is_routine(event, events, teller):
            run.append(event)
            continue
        entries += _routine(run, teller)
        run = []
        entries += teller.entries([event])
    return entries + _routine(run, teller)


def _in_order_told(events: Sequence[Event]) -> list[Event]:
    """A meeting is told before what came of it while it lasted."""
    found: list[Event] = []
    during: list[Event] = []
    for event in events:
        if event.kind == "helped" or (event.kind == "promise" and event.code == MADE):
            during.append(event)
            continue
        found.append(event)
        if event.kind == "touch":
            found += during
            during = []
    return found + during


def background(deal: Deal, events: Sequence[Event], teller: Teller) -> list[Item]:
    """What nobody of us saw, summed up in one entry."""
    by_kind: dict[str, list[Event]] = {kind: [] for kind in BACKGROUND}
    repeated: list[Event] = []
    for event in events:
        if event.kind in by_kind:
            by_kind[event.kind].append(event)
        elif event.kind == "decision" and not teller.judge.is_news(event):
            repeated.append(event)
    unseen = [event for kind in BACKGROUND for event in by_kind[kind]]
    parts = [
        *_meetings(by_kind["meeting"]),
        *_rivals(deal, by_kind["rival_touch"]),
        *_refused(by_kind["rival_refused"]),
    ]
    worried = list(dict.fromkeys(deal.name(event.person) for event in by_kind["surprise"]))
    if worried:
        parts.append(say("surprises worried {names}", names=listed(worried)))
    if repeated:
        parts.append(
            counted(
                "the rulebooks gave the same answers as before another {n} time",
                "the rulebooks gave the same answers as before another {n} times",
                len(repeated),
            )
        )
    if not parts:
        return []
    first = next(event for event in events if event.kind in (*BACKGROUND, "decision"))
    last = max((*unseen, *repeated), key=lambda event: event.day, default=first)
    words = say("Meanwhile: {what}.", what=Joined(parts, "; "))
    return [entry(deal.day(first), words, "weak", until=deal.day(last))]


def _meetings(meetings: list[Event]) -> list[Message]:
    if not meetings:
        return []
    return [
        counted(
            "{n} internal meeting; mean stance towards us {before} → {after}",
            "{n} internal meetings; mean stance towards us {before} → {after}",
            len(meetings),
            before=formats.stance(meetings[0]["stance_before"]),
            after=formats.stance(meetings[-1]["stance_after"]),
        )
    ]


def _rivals(deal: Deal, visits: list[Event]) -> list[Message]:
    if not visits:
        return []
    who = Counter(event.code for event in visits)
    whom = Counter(event.person for event in visits)
    told = counted(
        "rivals called {n} time ({who}), most on {whom}",
        "rivals called {n} times ({who}), most on {whom}",
        len(visits),
        who=listed(say("{name} {n}×", name=deal.rival(code), n=n) for code, n in who.most_common()),
        whom=deal.name(whom.most_common(1)[0][0]),
    )
    return [told]


def _refused(refusals: list[Event]) -> list[Message]:
    if not refusals:
        return []
    told = counted("{n} request of theirs was refused", "{n} requests of theirs were refused", len(refusals))
    kept_out = sum(event["kept_out"] == 1 for event in refusals)
    return [told] + ([say("{n} of these by people close to us", n=kept_out)] if kept_out else [])


def _is_routine(event: Event, events: Sequence[Event], teller: Teller) -> bool:
    if event.kind in _SILENT:
        return True
    if event.kind == "decision":
        return not teller.judge.is_news(event)
    if event.kind == "promise":
        return event.code != BROKEN
    if event.kind == "request_refused":
        return not ("decider" in teller.deal.person(event.person).roles and event["refusals"] <= 1)
    if event.kind != "touch":
        return False
    consequences = ("sponsor_won", "passes_us_on", "sponsor_lost", "mandate", "ordered_about", "passed_over", "helped")
    followed = any(other.day == event.day and other.kind in consequences for other in events)
    ordinary = 0 <= event["change"] < NOTABLE and event.code != TouchKind.proposal
    return ordinary and not followed and not teller.is_first_meeting(event)


def _same_refusal(before: Event, event: Event) -> bool:
    """Was the same kind of move refused?"""
    return before.kind == event.kind and before.code == event.code


def _refused_moves(events: Sequence[Event], deal: Deal) -> Item:
    """Moves of one kind that were refused in a chapter, with everybody whom we wanted to reach."""
    names = listed(dict.fromkeys(deal.name(event.person) for event in events))
    move = in_words(Move(events[0].code))
    words = say("Compliance forbids {move} to {name}; it is not made.", move=move, name=names)
    return entry(deal.day(events[0]), words, until=deal.day(events[-1]))


def _routine(run: list[Event], teller: Teller) -> list[Item]:
    """A run of routine, folded when it is long enough to tire the reader."""
    touches = [event for event in run if event.kind == "touch"]
    refusals = [event for event in run if event.kind == "request_refused"]
    if len(touches) + len({event.day for event in refusals}) < RUN:
        return teller.entries(run)
    for event in run:
        teller.note(event)
    parts: list[Message] = []
    if touches:
        parts.append(
            counted(
                "{n} more meeting: {names}; stances moved by {change}",
                "{n} more meetings: {names}; stances moved by {change}",
                len(touches),
                names=_names(touches, teller.deal),
                change=_changes(touches),
            )
        )
    if refusals:
        names = _names(refusals, teller.deal)
        parts.append(counted("{n} refusal: {names}", "{n} refusals: {names}", len(refusals), names=names))
    days = [teller.deal.day(event) for event in (*touches, *refusals)]
    return [entry(min(days), say("{what}.", what=Joined(parts, "; ")), until=max(days))]


def _changes(touches: list[Event]) -> Said:
    low, high = (formats.stance(end(event["change"] for event in touches)) for end in (min, max))
    return low if low == high else say("{low} to {high}", low=low, high=high)


def _names(events: list[Event], deal: Deal) -> Said:
    """How often each of them, the most frequent by name."""
    counts = Counter(event.person for event in events).most_common()
    names = [say("{name} {n}×", name=deal.name(place), n=n) for place, n in counts[:_MOST_NAMES]]
    more = len(counts) - _MOST_NAMES
    return listed([*names, counted("{n} other", "{n} others", more)] if more > 0 else names)
