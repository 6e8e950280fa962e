"""The decision chain drawn: levels, formal lines, informal ties, power as size, stance readable without colour."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyArrowPatch, Patch

from engine.committee import Structure
from engine.model.account import Account
from engine.model.buying_centre import Stakeholder
from engine.model.terms import TieKind
from engine.report.labels import TIE
from engine.report.plots.chain_labels import label_lines
from engine.report.plots.chain_layout import Layout, Point, lay_out
from engine.report.plots.style import AGAINST, FOR_US, GROUND, INK, NEUTRAL, PAPER, SOFT, Saved, drawing, save, written
from engine.wording import Message, say

NEUTRAL_UP_TO = 0.1
"""A stance beyond ± this is drawn as for or against us."""

Side = Literal["for", "neutral", "against", "unknown"]


@dataclass(frozen=True)
class Look:
    """How a person of one side is drawn, and the words for it."""

    ink: str
    symbol: str
    hatch: str
    words: Message


LOOKS: Mapping[Side, Look] = {
    "for": Look(FOR_US, "+", "", say("for us (+)")),
    "neutral": Look(NEUTRAL, "0", "....", say("neutral (0)")),
    "against": Look(AGAINST, "−", "////", say("against us (−)")),
    "unknown": Look(NEUTRAL, "?", "", say("not known (?)")),
}
_X, _Y, _TOP = 1.5, 1.66, 1.05
"""Inches between neighbours, between levels, and above the first level's people."""
_ABOVE_CIRCLES = 0.54
"""Inches above the people of a level: there a line that comes from a lower level turns to the superior."""
_NAME_LINE, _ROLE_LINE, _LEAST_LINE = 0.148, 0.125, 0.12
"""Inches: a line of a name, one of roles, and the least that can be seen of a line between two people."""
_MANY_TIES, _FAINTEST = 45, 0.25
_GROUND = (GROUND, PAPER)
_TIES: dict[TieKind, dict[str, Any]] = {
    "advice": {"color": "#56789a", "linestyle": (0, (5, 3)), "linewidth": 0.9},
    "friendship": {"color": "#009e73", "linestyle": (0, (1, 1.6)), "linewidth": 1.5},
    "conflict": {"color": "#b2182b", "linestyle": "-", "linewidth": 1.3},
}


def side(stance: float | None) -> Side:
    """Is somebody of this stance for or against us? None: nobody knows."""
    if stance is None:
        return "unknown"
    return "for" if stance > NEUTRAL_UP_TO else "against" if stance < -NEUTRAL_UP_TO else "neutral"


def draw_chain(account: Account, structure: Structure, lang: str) -> Saved:
    """Everybody of the buying centre as the scenario states them at the start, known to us or not."""
    layout = lay_out(account.buying_centre)
    bottom = layout.levels[-1].y + layout.levels[-1].height
    wide, height = max(10.4, 2.9 + _X * (layout.width + 1)), _TOP + _Y * bottom + 0.02
    with drawing(lang):
        figure = Figure(figsize=(wide, height))
        axis = figure.add_axes((0, 0, 1, 1))
        axis.set_axis_off()
        axis.set_xlim(0, wide)
        axis.set_ylim(height, 0)
        title = written(say("Decision chain of {account}", account=account.name), lang)
        axis.text(0.14, 0.14, title, weight="bold", size=12, va="top")
        left = 1.0 + (wide - 1.0 - _X * layout.width) / 2

        def spot(point: Point) -> Point:
            return left + _X * point[0], _TOP + _Y * point[1]

        spots = {name: spot(point) for name, point in layout.places.items()}
        _levels(axis, layout, lang)
        people = {person.id: person for person in account.buying_centre.people}
        for name, line in layout.lines.items():
            points = _between_labels([spot(point) for point in line], people[name], account, lang)
            xs, ys = zip(*points, strict=True)
            axis.plot(xs, ys, color=INK, linewidth=1.4, zorder=1, solid_joinstyle="round")
        _ties(axis, account, spots)
        for person in account.buying_centre.people:
            row = next(at for at, level in enumerate(layout.levels) if level.number == person.level)
            _person(axis, person, spots[person.id], structure, _GROUND[row % 2], lang)
        _key(figure, height, [side(person.stance) for person in account.buying_centre.people], lang)
        return save(figure)


def radius(power: float | None) -> float:
    """The area of the circle grows with power; the weakest can still be read. Power that nobody knows: the least."""
    return 0.15 + 0.23 * math.sqrt(power or 0.0)


def _levels(axis: Axes, layout: Layout, lang: str) -> None:
    for row, level in enumerate(layout.levels):
        y = _TOP + _Y * level.y
        axis.axhspan(y - 0.56, y + _Y * level.height - 0.56, color=_GROUND[row % 2], zorder=0, linewidth=0)
        name = written(say("Level {n}", n=level.number), lang)
        axis.text(0.14, y, name, size=9.5, color=SOFT, va="center")


def _ties(axis: Axes, account: Account, spots: dict[str, Point]) -> None:
    centre = account.buying_centre
    sizes = {person.id: radius(person.power) for person in centre.people}
    pairs = {(tie.source, tie.target, tie.kind) for tie in centre.ties}
    for source, target, kind in sorted(pairs):
        mutual = (target, source, kind) in pairs
        if mutual and source > target:
            continue
        ends = (spots[source], spots[target])
        _tie(
            axis, ends, (sizes[source], sizes[target]), kind, mutual, min(1.0, max(_FAINTEST, _MANY_TIES / len(pairs)))
        )


def _tie(
    axis: Axes, ends: tuple[Point, Point], sizes: tuple[float, float], kind: TieKind, mutual: bool, strength: float
) -> None:
    """One informal tie, bent by its kind so that several between the same two can be seen; long ones are flatter.

    strength: below 1 where there are too many ties to show each at full ink.
    """
    (x0, y0), (x1, y1) = ends
    bend = {"advice": 0.16, "friendship": -0.2, "conflict": 0.3}[kind]
    bend *= min(1.0, 2.5 / max(math.hypot(x1 - x0, y1 - y0), 1e-9))
    faint = strength if kind != "conflict" else 1.0
    style = {**_TIES[kind], "linewidth": _TIES[kind]["linewidth"] * (0.5 + 0.5 * faint), "alpha": faint}
    axis.add_patch(
        FancyArrowPatch(
            *ends,
            connectionstyle=f"arc3,rad={bend}",
            arrowstyle="-" if kind != "advice" else "<|-|>" if mutual else "-|>",
            mutation_scale=8,
            shrinkA=72 * sizes[0] + 1,
            shrinkB=72 * sizes[1] + 1,
            zorder=2,
            **style,
        )
    )
    if kind == "conflict":
        # half-way along the curve, whose control point lies off the chord by `bend` times its length; y grows downwards
        x, y = (x0 + x1) / 2 - bend * (y1 - y0) / 2, (y0 + y1) / 2 + bend * (x1 - x0) / 2
        axis.plot([x], [y], marker="X", markersize=9, color="#b2182b", markeredgecolor=PAPER, zorder=9)


def _person(axis: Axes, person: Stakeholder, spot: Point, structure: Structure, ground: str, lang: str) -> None:
    x, y = spot
    size = radius(person.power)
    look = LOOKS[side(person.stance)]
    edge = {"linestyle": "-" if person.identified else (0, (2, 2)), "edgecolor": look.ink}
    axis.add_patch(Circle(spot, size, facecolor=PAPER, linewidth=0, zorder=4))
    axis.add_patch(Circle(spot, size, facecolor=look.ink + "33", linewidth=1.8, hatch=look.hatch, zorder=4, **edge))
    if "decider" in person.roles:
        axis.add_patch(Circle(spot, size + 0.065, fill=False, edgecolor=INK, linewidth=1.6, zorder=4))
    axis.text(
        x,
        y,
        look.symbol,
        size=13,
        weight="bold",
        color=look.ink,
        ha="center",
        va="center",
        zorder=6,
        bbox={"boxstyle": "circle,pad=0.12", "facecolor": PAPER, "edgecolor": "none"},
    )
    _badges(axis, person, spot, size, structure)
    names, roles = label_lines(person, lang)
    below = _below(person, y)
    box = {"boxstyle": "round,pad=0.1", "facecolor": ground, "edgecolor": "none"}
    axis.text(x, below, "\n".join(names), size=8.6, ha="center", va="top", zorder=7, bbox=box, linespacing=1.1)
    axis.text(
        x,
        below + _NAME_LINE * len(names),
        "\n".join(roles),
        size=7.2,
        color=SOFT,
        ha="center",
        va="top",
        zorder=7,
        bbox=box,
        linespacing=1.1,
    )


def _below(person: Stakeholder, y: float) -> float:
    """Where the lines under a person who stands at `y` begin."""
    return y + radius(person.power) + (0.12 if "decider" in person.roles else 0.06)


def _between_labels(line: Sequence[Point], person: Stakeholder, account: Account, lang: str) -> list[Point]:
    """A line to the superior from the person's circle to below the superior's label, where it has that much room."""
    assert person.reports_to is not None
    boss = account.buying_centre.person(person.reports_to)
    (x, y), (boss_x, boss_y) = line[0], line[-1]
    names, roles = label_lines(boss, lang)
    foot = _below(boss, boss_y) + _NAME_LINE * len(names) + _ROLE_LINE * len(roles)
    head = y - radius(person.power)
    following = line[-2][1] if len(line) > 2 else head
    if foot > following - _LEAST_LINE:
        return list(line)
    passed = [point for passing in line[1:-1] for point in (passing, (passing[0], passing[1] - _ABOVE_CIRCLES))]
    return [(x, head), *passed, (boss_x, foot)]


def _badges(axis: Axes, person: Stakeholder, spot: Point, size: float, structure: Structure) -> None:
    x, y = spot
    letters = [("V", person.id in structure.can_veto), ("G", person.id in structure.gatekeepers)]
    for place, letter in enumerate(letter for letter, there in letters if there):
        axis.text(
            x + 0.74 * size + 0.06 + 0.17 * place,
            y - 0.74 * size - 0.04,
            letter,
            size=7.5,
            weight="bold",
            color=PAPER,
            ha="center",
            va="center",
            zorder=8,
            bbox={"boxstyle": "circle,pad=0.18", "facecolor": INK, "edgecolor": PAPER},
        )


def _key(figure: Figure, height: float, sides: Sequence[Side], lang: str) -> None:
    """What is drawn how; that a stance is not known only where one is not."""
    handles = [
        *(
            Patch(
                facecolor=look.ink + "33",
                edgecolor=look.ink,
                hatch=look.hatch,
                linewidth=1.2,
                label=written(look.words, lang),
            )
            for name, look in LOOKS.items()
            if name != "unknown" or name in sides
        ),
        Line2D([], [], color=INK, linewidth=1.5, label=written(say("reports to"), lang)),
        *(Line2D([], [], label=written(TIE[kind], lang), **style) for kind, style in _TIES.items()),
    ]
    figure.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0.005, 0.0),
        ncols=len(handles),
        fontsize=8.5,
        columnspacing=1.4,
        handlelength=1.9,
    )
    note = say(
        "size: power    decider (double ring)    V  can veto    G  gatekeeper    - - -  not identified at the start"
    )
    figure.text(0.012, 0.32 / height, written(note, lang), size=8.5, color=SOFT, va="bottom")
