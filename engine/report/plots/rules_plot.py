"""Which rules decided: for every rulebook the share of its decisions that each rule took, over all strategies."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from engine.engagement import strategy_label
from engine.model.rulebook import Rulebook
from engine.report.plots.style import (
    FAINT,
    GROUND,
    INK,
    PAPER,
    SOFT,
    Saved,
    colour,
    drawing,
    inches_of,
    on_lines,
    save,
    written,
)
from engine.studies import Comparison
from engine.wording import Said, numbers, say

_ROW, _SIZE = 0.205, 8.3
_WIDE, _LEFT, _RIGHT = 11.2, 0.26, 0.94
Box = list[tuple[float, float]]


def rule_counts(comparison: Comparison, book: str) -> dict[str | None, dict[str, int]]:
    """How often each rule of a book decided, by strategy; the rule None counts decisions in which none fired."""
    found: dict[str | None, dict[str, int]] = {}
    for name in comparison.strategies:
        for use in comparison.results[name].rules:
            if use.book == book:
                found.setdefault(use.rule, {})[name] = use.count
    return found


def rule_name(rule: str | None, book: Rulebook | None = None) -> Said:
    """A rule as its book calls it; None is the line of decisions in which none fired."""
    if book is None:
        return rule or say("(no rule fired)")
    return book.title_of(rule)


def draw_rules(comparison: Comparison, books: Mapping[str, Rulebook], lang: str) -> Saved:
    """Books one under the other, rules in the order in which they win; the bars add up to a whole in every book."""
    counts = {name: rule_counts(comparison, name) for name in books}
    counts = {name: found for name, found in counts.items() if sum(sum(each.values()) for each in found.values())}
    rows = sum(len(found) + 1.6 for found in counts.values())
    names = {book: {rule: written(rule_name(rule, books[book]), lang) for rule in counts[book]} for book in counts}
    with drawing(lang):
        high = 0.95 + _ROW * rows
        labels = chain.from_iterable(each.values() for each in names.values())
        left = max(_LEFT, inches_of(labels, _SIZE) / _WIDE + 0.03)
        figure = Figure(figsize=(_WIDE, high))
        axis = figure.add_axes((left, 0.2 / high, _RIGHT - left, 1 - 0.95 / high))
        headline = written(say("Which rules decided, share of each book's decisions"), lang)
        figure.text(0.012, 1 - 0.12 / high, headline, weight="bold", size=12, va="top")
        y = 0.0
        boxes: dict[str, list[Box]] = {name: [] for name in comparison.strategies}
        for name, found in counts.items():
            total = sum(sum(each.values()) for each in found.values())
            title = written(say("{book} ({n})", book=books[name].title, n=numbers.count(total)), lang)
            axis.text(
                -(left - 0.025) / (_RIGHT - left), y + 0.75, title, size=9.5, weight="bold", va="center", ha="left"
            )
            y += 1.6
            for rule, by_strategy in found.items():
                shares = {each: by_strategy.get(each, 0) / total for each in comparison.strategies}
                _row(axis, y, names[name][rule], rule is None, shares, boxes)
                y += 1.0
        for name, found_boxes in boxes.items():
            axis.add_collection(PolyCollection(found_boxes, facecolors=colour(name), edgecolors=PAPER, linewidths=0.4))
        axis.set_xlim(0, 1.0)
        axis.set_ylim(y, -0.1)
        axis.set_axis_off()
        used = [name for name in comparison.strategies if boxes[name]]
        handles = [Patch(color=colour(name), label=on_lines(strategy_label(name), lang)) for name in used]
        figure.legend(
            handles=handles,
            loc="upper left",
            ncols=len(used),
            fontsize=8.5,
            bbox_to_anchor=(0.005, 1 - 0.36 / high),
            columnspacing=1.3,
            handlelength=1.2,
        )
        return save(figure)


def _row(
    axis: Axes,
    y: float,
    name: str,
    otherwise: bool,
    shares: Mapping[str, float],
    boxes: dict[str, list[Box]],
) -> None:
    """One rule: its name and its share as text, and a box for each strategy's part of the bar."""
    whole = sum(shares.values())
    style: Literal["normal", "italic"] = "italic" if otherwise else "normal"
    axis.text(-0.012, y, name, size=_SIZE, ha="right", va="center", color=INK if whole else SOFT, style=style)
    axis.text(1.008, y, numbers.share(whole) if whole else "0", size=8.0, va="center", color=SOFT if whole else FAINT)
    axis.plot([0, 1], [y, y], color=GROUND, linewidth=0.72 * _ROW * 72, solid_capstyle="butt", zorder=0)
    left, top, bottom = 0.0, y - 0.36, y + 0.36
    for name, share in shares.items():
        if share:
            right = left + share
            boxes[name].append([(left, top), (right, top), (right, bottom), (left, bottom)])
            left = right
