"""How deals end over time: cumulative incidence of every outcome, one line a strategy, with bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from engine.engagement import strategy_label
from engine.model.terms import Outcome
from engine.model.vocabulary import in_words
from engine.report.plots.style import (
    INK,
    LEGEND_ROW,
    Saved,
    colour,
    dashes,
    drawing,
    legend_across,
    marker,
    save,
    written,
)
from engine.statistics.incidence import ENDINGS
from engine.studies import Comparison
from engine.wording import say

WIDE, HIGH = 11.2, 6.2
END_APART = 0.075
"""Share of a panel's height that a number needs."""


def draw_incidence(comparison: Comparison, lang: str) -> Saved:
    """A panel per outcome; each starts at 0 and has its own height, so that rare outcomes are seen too.

    At its end each curve has the strategy's marker and its value, set apart where curves coincide.
    """
    with drawing(lang):
        figure = Figure(figsize=(WIDE, HIGH))
        title = written(say("How deals end over time"), lang)
        figure.text(0.012, 1 - 0.11 / HIGH, title, weight="bold", size=12, va="top")
        rows = legend_across(figure, *_key(comparison, lang), 0.1, 0.4)
        axes = figure.subplots(2, 2, sharex=True)
        top = 1 - (0.7 + LEGEND_ROW * rows) / HIGH
        figure.subplots_adjust(left=0.065, right=0.945, top=top, bottom=0.085, wspace=0.26, hspace=0.26)
        for axis, outcome in zip(axes.flat, ENDINGS, strict=True):
            _panel(axis, comparison, outcome, lang)
        for axis in axes[1]:
            axis.set_xlabel(written(say("days since the project opened"), lang))
        for axis in axes[:, 0]:
            axis.set_ylabel(written(say("share of projects"), lang))
        return save(figure)


def _key(comparison: Comparison, lang: str) -> tuple[list[Line2D], list[str]]:
    lines = [
        Line2D([], [], color=colour(name), linestyle=dashes(name), linewidth=1.7, marker=marker(name), markersize=5)
        for name in comparison.strategies
    ]
    return lines, [written(strategy_label(name), lang) for name in comparison.strategies]


def _panel(axis: Axes, comparison: Comparison, outcome: Outcome, lang: str) -> None:
    top = 0.0
    ends: dict[str, float] = {}
    for name in comparison.strategies:
        shown = comparison.results[name].incidence
        curve = next(curve for curve in shown.curves if curve.outcome == outcome.name)
        days, n = shown.days, len(shown.days)
        axis.plot(days, curve.value, color=colour(name), linestyle=dashes(name), linewidth=1.7)
        first = next((at for at, value in enumerate(curve.value) if value > 0), n)
        low, high = curve.low[first:], curve.high[first:]
        if high and None not in low and None not in high:
            axis.fill_between(days[first:], low, high, color=colour(name), alpha=0.09, linewidth=0)  # type: ignore[arg-type]
            top = max(top, *(value for value in high if value is not None))
        top = max(top, *curve.value)
        ends[name] = curve.value[-1]
    axis.set_title(written(in_words(outcome), lang))
    reach = max(0.02, min(1.0, 1.06 * top))
    axis.set_ylim(0, reach)
    axis.set_xlim(0, comparison.by_day)
    axis.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0 if top > 0.05 else 1))
    axis.grid(axis="y")
    _ends(axis, ends, reach)


def _ends(axis: Axes, ends: Mapping[str, float], reach: float) -> None:
    """The value in which each curve ends, right of the panel: its marker, a thin line to the curve, the number."""
    names = sorted(ends, key=lambda name: -ends[name])
    for name, height in zip(names, apart([ends[name] / reach for name in names], END_APART), strict=True):
        ink, place = colour(name), (1.035, height)
        axis.plot(
            [1.0, place[0]],
            [ends[name] / reach, height],
            color=ink,
            linewidth=0.6,
            transform=axis.transAxes,
            clip_on=False,
        )
        axis.plot(*place, marker=marker(name), color=ink, markersize=5, transform=axis.transAxes, clip_on=False)
        number = f"{100 * ends[name]:.0f}%" if reach > 0.05 else f"{100 * ends[name]:.1f}%"
        axis.text(1.06, height, number, transform=axis.transAxes, size=8, va="center", color=INK)


def apart(heights: Sequence[float], least: float) -> list[float]:
    """Falling heights in 0–1 moved as little as is needed to stand at least so far apart, from the top down.

    >>> apart([0.5, 0.5, 0.1], 0.25)
    [0.5, 0.25, 0.0]
    """
    found: list[float] = []
    for height in heights:
        found.append(min(height, found[-1] - least) if found else height)
    room = 0.0
    for at in range(len(found) - 1, -1, -1):
        found[at] = max(found[at], room)
        room = found[at] + least
    return found
