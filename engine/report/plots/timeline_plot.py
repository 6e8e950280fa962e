"""One deal over time: whom we met, who refused, what the customer did meanwhile, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from engine.model.terms import Outcome, Stage, TouchKind
from engine.model.vocabulary import in_words
from engine.report.deal import Deal
from engine.report.plots.chain_plot import LOOKS, Side, side
from engine.report.plots.style import AGAINST, FAINT, FOR_US, INK, PAPER, SOFT, Saved, drawing, save, written
from engine.results.deal_trace import Event
from engine.wording import Message, Said, say
from engine.wording.terminal_columns import clip

_WIDE, _LEFT, _RIGHT, _ROW = 11.2, 0.2, 0.985, 0.27
_FIRST = 2.7
"""Inches wide, shares of the width between which days run, inches a row, row of the first person."""

Fill = Literal["full", "bottom", "none"]
_CONVERSATION = "o", 5.5
"""The mark of a meeting without evidence and offer, and its size."""


@dataclass(frozen=True)
class Mark:
    """How one kind of event is marked, and the words for it; ink: unless it shows how a meeting went."""

    marker: str
    size: float
    ink: str
    words: Message


_MARKS: Mapping[str, Mark] = {
    "evidence": Mark("s", 6.5, SOFT, say("evidence")),
    "proposal": Mark("^", 8.5, SOFT, say("offer")),
    "refused": Mark("x", 4.5, SOFT, say("refused")),
    "sponsor": Mark("*", 11.0, "#b8860b", say("sponsor won")),
    "mandate": Mark("P", 8.0, "#009e73", say("mandate")),
    "resentment": Mark("v", 7.5, "#b2182b", say("resentment")),
    "veto": Mark("X", 9.0, "#b2182b", say("veto")),
}
_AFTERWARDS: Mapping[Side, tuple[Fill, Message]] = {
    "for": ("full", say("met: for us")),
    "neutral": ("none", say("met: neutral")),
    "against": ("bottom", say("met: against")),
}
_STEPS = ("#dbe4ee", "#eef2f7")
_STAGES = ("#f3e3c9", "#faf3e6")


def draw_timeline(deal: Deal, lang: str) -> Saved:
    """Rows from the top: the customer's steps with signatures, our stages, every person by level, rivals' visits."""
    people = sorted(range(len(deal.trace.people)), key=lambda place: (deal.person(place).level, place))
    rows = {place: _FIRST + row for row, place in enumerate(people)}
    bottom = _FIRST - 0.3 + len(people)
    with drawing(lang):
        high = 1.5 + _ROW * (bottom + 1.2)
        figure = Figure(figsize=(_WIDE, high))
        axis = figure.add_axes((_LEFT, 0.42 / high, _RIGHT - _LEFT, 1 - 1.02 / high))
        title = say(
            "One typical deal with “{strategy}” — {outcome}",
            strategy=deal.strategy,
            outcome=deal.outcome_words(),
        )
        figure.text(0.012, 1 - 0.12 / high, written(title, lang), weight="bold", size=12, va="top")
        end = max(deal.days, 1.0)
        for kind, top, words, shades in (
            ("step", 0.0, deal.step, _STEPS),
            ("stage", 1.15, lambda code: in_words(Stage(code)), _STAGES),
        ):
            for place, span in enumerate(_spans(deal, kind, end)):
                _band(axis, span, top, words, shades[place % 2], end, lang)
        _signatures(axis, deal)
        _people(axis, deal, rows, end, lang)
        _rivals(axis, deal, bottom + 0.1)
        axis.axvline(end, color=INK, linewidth=2 if deal.outcome is not Outcome.open else 0.8)
        _frame(axis, deal, people, bottom, end, lang)
        _key(figure, deal, high, lang)
        return save(figure)


def _spans(deal: Deal, kind: str, end: float) -> list[tuple[float, float, int, bool]]:
    """(from, to, code, again) of everything that lasts until the next of its kind."""
    found = list(deal.of(kind))
    days = [deal.day(event) for event in found] + [end]
    seen: set[int] = set()
    spans = []
    for event, start, stop in zip(found, days, days[1:], strict=False):
        spans.append((start, min(stop, end), event.code, event.code in seen))
        seen.add(event.code)
    return spans


def _band(
    axis: Axes,
    span: tuple[float, float, int, bool],
    top: float,
    words: Callable[[int], Said],
    shade: str,
    end: float,
    lang: str,
) -> None:
    """One step or stage; its name is left out where it is wider than the band (the story names them all)."""
    start, stop, code, again = span
    axis.barh(top + 0.45, stop - start, left=start, height=0.9, color=shade, edgecolor=PAPER, linewidth=0.8)
    label = written(words(code), lang) + (" ↺" if again else "")
    needed = sum(0.115 if ord(letter) > 0x2E80 else 0.066 for letter in label)
    if needed < (stop - start) / end * _WIDE * (_RIGHT - _LEFT):
        axis.text((start + stop) / 2, top + 0.45, label, size=7.8, ha="center", va="center")


def _signatures(axis: Axes, deal: Deal) -> None:
    for event in deal.of("sign_off"):
        signed = event.code == 1
        axis.plot(
            [deal.day(event)],
            [0.0],
            marker="$✓$" if signed else "$✗$",
            markersize=7,
            color=FOR_US if signed else AGAINST,
            clip_on=False,
            linestyle="",
        )


def _people(axis: Axes, deal: Deal, rows: dict[int, float], end: float, lang: str) -> None:
    for y in rows.values():
        axis.plot([0, end], [y, y], color=FAINT, linewidth=0.6, zorder=0)
    alike: dict[tuple[str, str, Fill], tuple[list[float], list[float]]] = {}
    for event in deal.events:
        name = _mark(event)
        if name is not None and event.person in rows:
            days, ys = alike.setdefault((name, *_look(event, name)), ([], []))
            days.append(deal.day(event))
            ys.append(rows[event.person])
    for (name, ink, fill), (days, ys) in alike.items():
        marker, size = (_MARKS[name].marker, _MARKS[name].size) if name in _MARKS else _CONVERSATION
        axis.plot(
            days,
            ys,
            marker=marker,
            markersize=size,
            color=ink,
            linestyle="",
            fillstyle=fill,
            markerfacecoloralt=PAPER,
            markeredgewidth=1.1,
            zorder=3 if name in ("sponsor", "mandate", "resentment", "veto") else 2,
        )


def _mark(event: Event) -> str | None:
    if event.kind == "touch":
        kind = TouchKind(event.code)
        return {TouchKind.evidence: "evidence", TouchKind.proposal: "proposal"}.get(kind, "question")
    return {
        "request_refused": "refused",
        "sponsor_won": "sponsor",
        "mandate": "mandate",
        "ordered_about": "resentment",
        "passed_over": "resentment",
        "veto": "veto",
    }.get(event.kind)


def _look(event: Event, name: str) -> tuple[str, Fill]:
    """Colour and filling of a mark: of a meeting, what the person thought of us afterwards."""
    if event.kind == "touch":
        felt = side(event["stance"])
        return LOOKS[felt].ink, _AFTERWARDS[felt][0]
    return _MARKS[name].ink, "full"


def _rivals(axis: Axes, deal: Deal, y: float) -> None:
    days = [deal.day(event) for event in deal.of("rival_touch")]
    axis.vlines(days, y, y + 0.7, color="#7b5aa6", linewidth=1.2, alpha=0.75)


def _frame(axis: Axes, deal: Deal, people: list[int], bottom: float, end: float, lang: str) -> None:
    ticks = {0.45: written(say("Customer"), lang), 1.6: written(say("Our stage"), lang)}
    if deal.account.rivals:
        ticks[bottom + 0.45] = written(say("Rivals' visits"), lang)
    for row, place in enumerate(people):
        person = deal.person(place)
        ticks[_FIRST + row] = clip(written(person.name, lang), 30)
        if row == 0 or deal.person(people[row - 1]).level != person.level:
            axis.axhline(_FIRST - 0.5 + row, color=FAINT, linewidth=1.0)
    axis.set_yticks(list(ticks), list(ticks.values()), fontsize=8.3)
    axis.tick_params(axis="y", labelcolor=INK, length=0)
    axis.set_ylim(bottom + 1.0, -0.5)
    axis.set_xlim(-0.01 * end, 1.012 * end)
    axis.spines["left"].set_visible(False)
    axis.tick_params(axis="x", labelsize=8.5)
    axis.set_xlabel(written(say("days since the project opened"), lang), fontsize=9)


def _key(figure: Figure, deal: Deal, high: float, lang: str) -> None:
    present = {name for event in deal.events if (name := _mark(event)) is not None}
    handles = [
        Line2D(
            [],
            [],
            linestyle="",
            marker="o",
            markersize=6,
            color=LOOKS[felt].ink,
            fillstyle=fill,
            markerfacecoloralt=PAPER,
            label=written(words, lang),
        )
        for felt, (fill, words) in _AFTERWARDS.items()
    ]
    handles += [
        Line2D(
            [],
            [],
            linestyle="",
            marker=mark.marker,
            markersize=min(mark.size, 8),
            color=mark.ink,
            label=written(mark.words, lang),
        )
        for name, mark in _MARKS.items()
        if name in present
    ]
    for sign, words in (("$✓$", say("signed")), ("$✗$", say("sent back"))):
        handles.append(Line2D([], [], linestyle="", marker=sign, markersize=7, color=SOFT, label=written(words, lang)))
    figure.legend(
        handles=handles,
        loc="upper left",
        ncols=len(handles),
        fontsize=8.2,
        columnspacing=0.95,
        handletextpad=0.2,
        bbox_to_anchor=(0.005, 1 - 0.34 / high),
    )
