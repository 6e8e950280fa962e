"""A sweep over one axis: every strategy's own curve, and below it the differences with their band."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from engine.engagement import strategy_label
from engine.report.plots.style import (
    FAINT,
    GROUND,
    INK,
    LEGEND_ROW,
    SOFT,
    Saved,
    colour,
    dashes,
    drawing,
    legend_across,
    marker,
    save,
    written,
)
from engine.results.measures import MEASURES
from engine.studies.whatif import SweepValues
from engine.wording import Said, numbers as formats, say, unit_said

_WIDE, _HIGH, _MOST = 11.2, 5.6, 3
"""Inches, and how many measures stand side by side."""
_IDENTICAL, _FLOOR = 0.025, 0.05
"""Height above the floor of a panel at which identical records are marked, and the room that each strategy gets."""


def draw_sweep(found: SweepValues, lang: str) -> Saved:
    """A column per measure: above, estimates with their intervals; below, the reference − each other, with its band."""
    measures = found.measures[:_MOST]
    rows = 2 if len(found.strategies) > 1 else 1
    high = _HIGH if rows > 1 else 0.62 * _HIGH
    with drawing(lang):
        figure = Figure(figsize=(_WIDE, high))
        title = say("Over {axis}, on the same luck", axis=found.axes[0].path)
        figure.text(0.012, 1 - 0.11 / high, written(title, lang), weight="bold", size=12, va="top")
        legend = legend_across(figure, *_key(found, lang), 0.1, 0.4)
        axes = figure.subplots(rows, len(measures), squeeze=False, sharex="all")
        figure.subplots_adjust(
            left=0.065,
            right=0.985,
            top=1 - (0.75 + LEGEND_ROW * legend) / high,
            bottom=0.56 / high,
            wspace=0.24,
            hspace=0.3,
        )
        for column, measure in enumerate(measures):
            _own(axes[0, column], found, measure, lang)
            if rows > 1:
                _differences(axes[1, column], found, measure, lang)
            _across(axes[-1, column], found, lang)
        return save(figure)


def _places(found: SweepValues) -> Sequence[float]:
    numbers = found.axes[0].numbers
    return numbers if numbers is not None else [float(place) for place in range(len(found.cells))]


def _key(found: SweepValues, lang: str) -> tuple[list[Line2D | Patch], list[str]]:
    handles: list[Line2D | Patch] = [
        Line2D([], [], color=colour(name), linestyle=dashes(name), marker=marker(name), markersize=5, linewidth=1.7)
        for name in found.strategies
    ]
    words: list[Said] = [strategy_label(name) for name in found.strategies]
    if found.axes[0].range is not None:
        handles.append(Patch(facecolor=GROUND, edgecolor=FAINT))
        words.append(say("stated range"))
    if found.axes[0].now is not None and _now(found) is not None:
        handles.append(Line2D([], [], color=SOFT, linestyle=":", linewidth=1.2))
        words.append(say("as it is"))
    if any(len(set(same)) < len(same) for same in found.same_as.values()):
        handles.append(Line2D([], [], color=INK, linewidth=4, solid_capstyle="butt", alpha=0.5))
        words.append(say("identical records"))
    if len(found.strategies) > 1:
        handles.append(Patch(facecolor=FAINT, alpha=0.6))
        words.append(say("practically equal"))
    if found.changes:
        handles.append(Line2D([], [], color=INK, linewidth=1))
        words.append(say("the lead changes"))
    return handles, [written(each, lang) for each in words]


def _own(axis: Axes, found: SweepValues, measure: str, lang: str) -> None:
    by_strategy, places = found.estimates[measure], _places(found)
    numbers = [n for line in by_strategy.values() for each in line for n in (each.value, each.low, each.high)]
    scale = formats.scale_for(MEASURES[measure].unit, numbers, found.currency).writing(lang)
    _ground(axis, found)
    for place, (name, line) in enumerate(by_strategy.items()):
        values = [_scaled(each.value, scale) for each in line]
        ends = [(_scaled(each.low, scale), _scaled(each.high, scale)) for each in line]
        _curve(axis, found, name, places, values, ends)
        _identical(axis, found, name, places, place)
    if any(len(set(same)) < len(same) for same in found.same_as.values()):
        low, high = axis.get_ylim()
        axis.set_ylim(low - _FLOOR * len(found.strategies) * (high - low), high)
    axis.set_title(written(MEASURES[measure].label, lang), fontsize=9.5, pad=8)
    axis.set_ylabel(written(scale.heading, lang), fontsize=8.5)
    axis.grid(axis="y")
    axis.tick_params(labelsize=8.5)


def _differences(axis: Axes, found: SweepValues, measure: str, lang: str) -> None:
    places, first = _places(found), found.reference
    others = [name for name in found.strategies if name != first]
    pairs = [found.pair(measure, first, name) for name in others]
    numbers = [n for pair in pairs for line in (pair.value, pair.low, pair.high) for n in line]
    scale = formats.scale_for(MEASURES[measure].unit, numbers, found.currency, difference=True).writing(lang)
    _ground(axis, found)
    margin = found.margin[measure] * scale.factor
    axis.axhspan(-margin, margin, color=FAINT, alpha=0.6, linewidth=0)
    axis.axhline(0, color=SOFT, linewidth=1)
    for pair in pairs:
        values = [_scaled(value, scale) for value in pair.value]
        ends = [(_scaled(a, scale), _scaled(b, scale)) for a, b in zip(pair.low, pair.high, strict=True)]
        _curve(axis, found, pair.second, places, values, ends, INK if len(others) == 1 else "")
    for change in found.changes:
        if change.measure == measure and first in (change.before, change.after):
            axis.axvspan(change.low, change.high, color=SOFT, alpha=0.18, linewidth=0)
            axis.axvline(change.at, color=INK, linewidth=1)
    title = say("“{first}” − the others", first=strategy_label(first))
    if len(others) == 1:
        title = say("“{first}” − “{second}”", first=strategy_label(first), second=strategy_label(others[0]))
    axis.set_title(written(title, lang), fontsize=8.5, weight="normal", color=SOFT, pad=6)
    axis.set_ylabel(written(scale.heading, lang), fontsize=8.5)
    axis.grid(axis="y")
    axis.tick_params(labelsize=8.5)


def _curve(
    axis: Axes,
    found: SweepValues,
    name: str,
    places: Sequence[float],
    values: Sequence[float],
    ends: Sequence[tuple[float, float]],
    ink: str = "",
) -> None:
    """A line with its band where the axis has numbers; points with whiskers where it has choices."""
    lows, highs, ink = [low for low, _ in ends], [high for _, high in ends], ink or colour(name)
    if found.axes[0].numbers is not None:
        axis.plot(places, values, color=ink, linestyle=dashes(name), marker=marker(name), markersize=4.5, linewidth=1.7)
        axis.fill_between(places, lows, highs, color=ink, alpha=0.14, linewidth=0)
        return
    shift = 0.08 * (found.strategies.index(name) - (len(found.strategies) - 1) / 2)
    at = [place + shift for place in places]
    axis.vlines(at, lows, highs, color=ink, linewidth=2)
    axis.plot(at, values, color=ink, linestyle="none", marker=marker(name), markersize=6)


def _identical(axis: Axes, found: SweepValues, name: str, places: Sequence[float], place: int) -> None:
    same = found.same_as[name]
    for _, run in groupby(range(len(same)), same.__getitem__):
        stretch = list(run)
        if len(stretch) > 1:
            axis.plot(
                [places[stretch[0]], places[stretch[-1]]],
                [_IDENTICAL * (1 + 1.6 * place)] * 2,
                color=colour(name),
                linewidth=4,
                alpha=0.5,
                solid_capstyle="butt",
                transform=axis.get_xaxis_transform(),
            )


def _ground(axis: Axes, found: SweepValues) -> None:
    stated, now, places = found.axes[0].range, _now(found), _places(found)
    if stated is not None:
        low, high = max(stated[0], min(places)), min(stated[1], max(places))
        if low < high:
            axis.axvspan(low, high, color=GROUND, linewidth=0, zorder=0)
    if now is not None:
        axis.axvline(now, color=SOFT, linestyle=":", linewidth=1.2)


def _now(found: SweepValues) -> float | None:
    """Where the situation stands on the axis, where that is within the picture."""
    axis = found.axes[0]
    number = axis.now_number
    if axis.numbers is None or number is None or not axis.numbers[0] <= number <= axis.numbers[-1]:
        return None
    return number


def _across(axis: Axes, found: SweepValues, lang: str) -> None:
    asked = found.axes[0]
    axis.tick_params(axis="x", labelsize=8.5)
    if asked.numbers is None:
        names = [written(value, lang) for value in asked.values]
        axis.set_xticks(
            range(len(names)), names, rotation=20 if len(names) > 3 else 0, ha="right" if len(names) > 3 else "center"
        )
        axis.set_xlim(-0.5, len(names) - 0.5)
    last = asked.path.rpartition(".")[2]
    axis.set_xlabel(
        written(say("{what} ({unit})", what=last, unit=unit_said(asked.unit)) if asked.unit else last, lang),
        fontsize=8.5,
    )


def _scaled(number: float | None, scale: formats.Writing) -> float:
    return float("nan") if number is None else number * scale.factor
