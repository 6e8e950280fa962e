"""The paired result: how each strategy differs from a reference on the headline measures, with intervals."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from engine.engagement import strategy_label
from engine.report.labels import short_words
from engine.report.plots.style import INK, PAPER, SOFT, Saved, colour, drawing, marker, on_lines, save, written
from engine.report.plots.verdict_key import FILL, directions, verdict_key
from engine.results.measures import HEADLINE, MEASURES
from engine.studies import Comparison, Difference
from engine.wording import Said, numbers as formats, say

_WIDE, _ROW, _HEAD, _BETWEEN, _FOOT = 11.2, 0.36, 0.78, 1.0, 0.52
"""Inches: the picture's width, a strategy's row, what stands above the panels, between two rows of them, and below."""

_ACROSS, _LEFT, _RIGHT, _GAP = 4, 0.175, 0.985, 0.035
"""Panels side by side: the win rate beside the money; shares of the width between which they stand, and between two."""

BELOW_THE_TICKS = -20.0
"""Points from the axis down to the words under it, however high the panel is."""


def draw_paired(comparison: Comparison, lang: str, reference: str) -> Saved:
    """A panel per headline measure, a row per strategy: difference from the reference, interval, and how sure it is."""
    names = [name for name in comparison.strategies if name != reference]
    panel = _ROW * len(names)
    with drawing(lang):
        rows = -(-len(HEADLINE) // _ACROSS)
        high = _HEAD + panel * rows + _BETWEEN * (rows - 1) + _FOOT
        figure = Figure(figsize=(_WIDE, high))
        title = say("Difference from “{reference}” on the same luck", reference=strategy_label(reference))
        figure.text(0.012, 1 - 0.12 / high, written(title, lang), weight="bold", size=12, va="top")
        for place, measure in enumerate(HEADLINE):
            row, column = divmod(place, _ACROSS)
            bottom = high - _HEAD - _BETWEEN * row - panel * (row + 1)
            left = _LEFT + column * (_RIGHT - _LEFT + _GAP) / _ACROSS
            width = (_RIGHT - _LEFT + _GAP) / _ACROSS - _GAP
            axis = figure.add_axes((left, bottom / high, width, panel / high))
            _panel(axis, comparison, measure, reference, names, lang)
            axis.set_yticks(range(len(names)), [on_lines(strategy_label(name), lang) for name in names])
            axis.tick_params(axis="y", labelcolor=INK, length=0, labelleft=column == 0)
            axis.set_ylim(len(names) - 0.4, -0.6)
        _key(figure, lang)
        return save(figure)


def _panel(axis: Axes, comparison: Comparison, measure: str, reference: str, names: list[str], lang: str) -> None:
    found = {
        each.first: each
        for each in comparison.against(measure, reference)
        if all(comparison.ranked(name, measure) for name in (each.first, reference))
    }
    numbers = [number for each in found.values() for number in (each.value, each.low, each.high)]
    scale = formats.scale_for(MEASURES[measure].unit, numbers, comparison.currency, difference=True).writing(lang)
    axis.axvline(0, color=SOFT, linewidth=1)
    axis.grid(axis="x")
    for row, name in enumerate(names):
        if name in found:
            _point(axis, found[name], row, scale, lang)
        else:
            _no_point(axis, row, say("met nobody") if comparison.ranked(reference, measure) else "–", lang)
    ends = [abs(number * scale.factor) for number in numbers if number is not None]
    reach = 1.12 * max(ends, default=0.0) or 1.0
    axis.set_xlim(-reach, reach)
    axis.locator_params(axis="x", nbins=4)
    axis.tick_params(axis="x", labelsize=8.5)
    axis.spines["left"].set_visible(False)
    axis.set_title(written(short_words(measure), lang), fontsize=9.5, pad=8)
    left, right = directions(MEASURES[measure].better, lang)
    for across, side, words in (
        (0.0, "left", left),
        (0.5, "center", written(scale.heading, lang)),
        (1.0, "right", right),
    ):
        axis.annotate(
            words,
            (across, 0.0),
            (0, BELOW_THE_TICKS),
            xycoords="axes fraction",
            textcoords="offset points",
            size=8.5,
            color=SOFT,
            va="top",
            ha=side,
        )


def _no_point(axis: Axes, row: int, why: Said, lang: str) -> None:
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
    axis.text(0, row, written(why, lang), ha="center", va="center", size=8, color=SOFT, bbox=box)


def _point(axis: Axes, each: Difference, row: int, scale: formats.Writing, lang: str) -> None:
    if each.value is None:
        _no_point(axis, row, say("nothing to compare"), lang)
        return
    ink = colour(each.first)
    if each.low is not None and each.high is not None:
        axis.plot([each.low * scale.factor, each.high * scale.factor], [row, row], color=ink, linewidth=2)
    axis.plot(
        [each.value * scale.factor],
        [row],
        marker=marker(each.first).replace("x", "o"),
        markersize=9,
        color=ink,
        markerfacecoloralt="white",
        fillstyle=FILL[each.verdict],
        markeredgewidth=1.5,
    )


def _key(figure: Figure, lang: str) -> None:
    figure.legend(
        handles=verdict_key(lang, 8),
        loc="upper right",
        ncols=3,
        fontsize=8.5,
        bbox_to_anchor=(0.995, 1.0),
        handletextpad=0.2,
    )
