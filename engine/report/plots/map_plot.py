"""A sweep over two axes: who leads where, with the boundary and its band."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from engine.engagement import strategy_label
from engine.report.plots.style import (
    FAINT,
    INK,
    LEGEND_ROW,
    NEUTRAL,
    PAPER,
    Saved,
    colour,
    drawing,
    legend_across,
    save,
    written,
)
from engine.results.measures import MEASURES
from engine.studies.whatif import Axis, SweepValues, ahead_by
from engine.wording import Said, numbers as formats, say, unit_said

_WIDE, _HIGH, _MOST = 11.2, 5.4, 3
"""Inches, and how many measures are drawn: the first large, the others small beside it."""
_EDGE = 0.5
_BEHIND = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0, "alpha": 0.7}
_STRONG, _NUMBERED = 0.55, 10
"""How strong a leader's colour is, and up to how many columns the cells bear their numbers."""


def draw_map(found: SweepValues, lang: str) -> Saved:
    """Cells in the leader's colour, grey where practically equal, hatched where it is not known."""
    measures = found.measures[:_MOST]
    with drawing(lang):
        figure = Figure(figsize=(_WIDE, _HIGH))
        figure.text(
            0.012,
            1 - 0.11 / _HIGH,
            written(say("Who leads where, on the same luck"), lang),
            weight="bold",
            size=12,
            va="top",
        )
        rows = legend_across(figure, *_key(found, lang), 0.1, 0.4)
        top, bottom = 1 - (0.72 + LEGEND_ROW * rows) / _HIGH, 0.58 / _HIGH
        small = len(measures) - 1
        main = figure.add_axes((0.075, bottom, 0.6 if small else 0.9, top - bottom))
        _panel(main, found, measures[0], lang, large=True)
        for place, measure in enumerate(measures[1:]):
            room = (top - bottom - 0.13 * (small - 1)) / small
            axis = figure.add_axes((0.745, top - room - place * (room + 0.13), 0.245, room))
            _panel(axis, found, measure, lang, large=False)
        return save(figure)


def _key(found: SweepValues, lang: str) -> tuple[list[Line2D | Patch], list[str]]:
    handles: list[Line2D | Patch] = [Patch(facecolor=colour(name), alpha=_STRONG) for name in found.strategies]
    words: list[Said] = [say("{who} leads", who=strategy_label(name)) for name in found.strategies]
    handles += [Patch(facecolor=NEUTRAL, alpha=0.5), Patch(facecolor=PAPER, edgecolor=FAINT, hatch="////")]
    words += [say("practically equal"), say("cannot be told")]
    if _has_boundary(found):
        handles += [Line2D([], [], color=INK, linewidth=1.8), Line2D([], [], color=INK, linewidth=1, linestyle="--")]
        words += [say("boundary"), say("its band")]
    if found.second_block is not None and found.second_block.against:
        handles.append(Line2D([], [], color=INK, marker="x", linestyle="none", markersize=6))
        words.append(say("other luck says otherwise"))
    return handles, [written(each, lang) for each in words]


def _has_boundary(found: SweepValues) -> bool:
    return len(found.strategies) == 2 and all(axis.numbers is not None and len(axis.numbers) > 1 for axis in found.axes)


def _panel(axis: Axes, found: SweepValues, measure: str, lang: str, large: bool) -> None:
    down, across = (len(each.values) for each in found.axes)
    numbers = [ahead_by(found, measure, place) for place in range(down * across)]
    scale = formats.scale_for(MEASURES[measure].unit, numbers, found.currency, difference=True).writing(lang)
    for place in range(down * across):
        row, column = divmod(place, across)
        _cell(axis, found, measure, place, (column, row))
        if large and across <= _NUMBERED and len(found.strategies) > 1:
            axis.text(
                column, row, scale.signed(numbers[place]), ha="center", va="center", size=8, color=INK, bbox=_BEHIND
            )
    if _has_boundary(found):
        _boundary(axis, found, measure)
    if large and found.second_block is not None:
        _contradicted(axis, found)
    axis.set_xlim(-_EDGE, across - _EDGE)
    axis.set_ylim(-_EDGE, down - _EDGE)
    axis.tick_params(length=0, labelsize=8.5 if large else 7)
    _ticks(axis, found, large, lang)
    title: Said = MEASURES[measure].label
    if large and len(found.strategies) == 2:
        a, b = map(strategy_label, found.strategies)
        title = say("{measure}: “{first}” − “{second}”, {unit}", measure=title, first=a, second=b, unit=scale.heading)
    axis.set_title(written(title, lang), fontsize=9.5 if large else 8.5, pad=6)


def _cell(axis: Axes, found: SweepValues, measure: str, place: int, at: tuple[int, int]) -> None:
    lead, corner = found.leads[measure][place], (at[0] - _EDGE, at[1] - _EDGE)
    if lead.kind == "unknown":
        axis.add_patch(Rectangle(corner, 1, 1, facecolor=PAPER, edgecolor=FAINT, hatch="////", linewidth=0.6))
    else:
        ink, strong = (colour(lead.strategies[0]), _STRONG) if lead.kind == "leads" else (NEUTRAL, 0.5)
        axis.add_patch(Rectangle(corner, 1, 1, facecolor=ink, alpha=strong, edgecolor=PAPER, linewidth=0.8))


def _boundary(axis: Axes, found: SweepValues, measure: str) -> None:
    """Where the difference is 0 by its estimate, and where by either end of its band; straight between the points."""
    pair = found.pair(measure, *found.strategies)
    shape = tuple(len(each.values) for each in found.axes)
    lines = [(pair.low, 1.0, "--"), (pair.high, 1.0, "--")]
    if any(low is not None and low > 0 for low in pair.low) and any(
        high is not None and high < 0 for high in pair.high
    ):
        lines.append((pair.value, 1.8, "-"))  # where one side is not told anywhere, its end is not claimed either
    for line, wide, style in lines:
        field = np.array([np.nan if number is None else number for number in line], float).reshape(shape)
        if np.isfinite(field).any() and np.nanmin(field) < 0 < np.nanmax(field):
            axis.contour(field, levels=[0.0], colors=[INK], linewidths=[wide], linestyles=[style])


def _contradicted(axis: Axes, found: SweepValues) -> None:
    assert found.second_block is not None
    across = len(found.axes[1].values)
    for place, (one, two) in enumerate(zip(found.leads[found.measure], found.second_block.leads, strict=True)):
        if one.leader is not None and two.leader not in (None, one.leader):
            row, column = divmod(place, across)
            axis.plot([column + 0.32], [row + 0.3], marker="x", color=INK, markersize=6, markeredgewidth=1.6)


def _ticks(axis: Axes, found: SweepValues, large: bool, lang: str) -> None:
    step = 1 if large else 2
    for asked, set_ticks, set_label in (
        (found.axes[1], axis.set_xticks, axis.set_xlabel),
        (found.axes[0], axis.set_yticks, axis.set_ylabel),
    ):
        places = range(0, len(asked.values), step)
        set_ticks(
            places,
            [
                written(asked.shown(place) if asked.numbers is None else f"{asked.numbers[place]:.3g}", lang)
                for place in places
            ],
        )
        if large:
            set_label(written(_name(asked), lang), fontsize=8.5)


def _name(axis: Axis) -> Said:
    last = axis.path.rpartition(".")[2]
    return say("{what} ({unit})", what=last, unit=unit_said(axis.unit)) if axis.unit else last
