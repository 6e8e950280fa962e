"""When each rule decides: a row a rule, a column a strategy, and in each cell how its decisions spread over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure

from engine.engagement import strategy_label
from engine.model.rulebook import Rulebook
from engine.report.plots.style import FAINT, GROUND, INK, SOFT, Saved, colour, drawing, inches_of, save, written
from engine.studies import Comparison
from engine.studies.comparison import RuleTimes
from engine.wording import say
from engine.wording.terminal_columns import wrap

_ROW, _HEAD, _FOOT = 0.245, 1.12, 0.55
_WIDE, _LEFT, _RIGHT, _SIZE = 11.2, 0.245, 0.012, 8.3
_HEADING, _COLUMN = 8.8, 0.6
"""Size of a strategy's label in points, and how wide a letter of it is in sizes."""
_POINTS_AN_INCH, _LEAST_COLUMNS, _GAP = 72, 8, 0.06
_SHOWN = 0.99
"""The time axis ends where this share of all decisions is in."""

OPENING = "purchase_triggers"
"""This book decides on the day of opening by its very meaning, so its rules are not drawn."""


@dataclass(frozen=True)
class RuleRow:
    """One rule under each strategy under which it decided after the opening."""

    book: str
    rule: str
    times: Mapping[str, RuleTimes]


def timed_rules(comparison: Comparison, books: Mapping[str, Rulebook]) -> tuple[RuleRow, ...]:
    """Rules that decided in a project, in the order of books and of winning."""
    found: dict[tuple[str, str], dict[str, RuleTimes]] = {}
    for name in comparison.acting:
        firings = comparison.results[name].firings
        for times in firings.times if firings else ():
            if times.rule is not None and times.median is not None and times.book in books and times.book != OPENING:
                found.setdefault((times.book, times.rule), {})[name] = times
    order = {
        (use.book, use.rule): place
        for place, use in enumerate(chain(*(result.rules for result in comparison.results.values())))
    }
    keys = sorted(found, key=lambda key: (list(books).index(key[0]), order.get(key, len(order))))
    return tuple(RuleRow(book, rule, found[book, rule]) for book, rule in keys)


def draw_firings(comparison: Comparison, books: Mapping[str, Rulebook], lang: str) -> Saved:
    """Heights are decisions per project and compare along a row; the tick is the median day, the line the quartiles."""
    rows = timed_rules(comparison, books)
    shown = [name for name in comparison.acting if any(name in row.times for row in rows)]
    places, headings, total = _places(rows)
    end = _end(comparison, rows)
    with drawing(lang):
        high = _HEAD + _FOOT + _ROW * total
        figure = Figure(figsize=(_WIDE, high))
        title = written(say("When each rule decides"), lang)
        figure.text(0.012, 1 - 0.12 / high, title, weight="bold", size=12, va="top")
        key = say(
            "Area: decisions per project over time, heights comparable along a row. Tall tick: median day. "
            "Line: middle half of the decisions."
        )
        figure.text(0.012, 1 - 0.38 / high, written(key, lang), size=8.5, va="top", color=SOFT)
        names = [written(books[row.book].title_of(row.rule), lang) for row in rows]
        left = max(_LEFT, inches_of(names, _SIZE) / _WIDE + 0.03)
        titles = [(written(books[book].title, lang), y) for book, y in headings.items()]
        width = (1 - left - _RIGHT) / max(1, len(shown))
        for column, name in enumerate(shown):
            box = (left + column * width, _FOOT / high, 0.93 * width, 1 - (_HEAD + _FOOT) / high)
            axis = figure.add_axes(box)
            _panel(axis, comparison, name, rows, places, end)
            axis.set_ylim(total, 0)
            axis.set_title(_broken(written(strategy_label(name), lang), 0.93 * width * _WIDE), size=_HEADING, pad=5)
            if not column:
                _labels(axis, names, places, titles, _GAP / (0.93 * width * _WIDE))
        below = written(say("days since the project opened"), lang)
        figure.text((1 + left - _RIGHT) / 2, 0.1 / high, below, size=8.5, ha="center", color=SOFT)
        return save(figure)


def _broken(label: str, room: float) -> str:
    """A strategy's label on as many lines as its column of so many inches needs."""
    columns = max(_LEAST_COLUMNS, round(room * _POINTS_AN_INCH / (_HEADING * _COLUMN)))
    name, colon, rest = label.partition("：")
    if colon:
        return "\n".join([*wrap(name + colon, columns), *wrap(rest, columns)])
    name, bracket, more = label.partition("（")
    return "\n".join([*wrap(name, columns), *(wrap(bracket + more, columns) if bracket else [])])


def _places(rows: tuple[RuleRow, ...]) -> tuple[list[float], dict[str, float], float]:
    """The base line of every rule, the line of every book's heading, and the height of all, in rows."""
    places: list[float] = []
    headings: dict[str, float] = {}
    y = 0.0
    for row in rows:
        if row.book not in headings:
            y += 1.25
            headings[row.book] = y - 0.35
        y += 1.0
        places.append(y)
    return places, headings, y + 0.3


def _end(comparison: Comparison, rows: tuple[RuleRow, ...]) -> float:
    """Where the time axis ends."""
    totals: dict[int, int] = {}
    for row in rows:
        for times in row.times.values():
            for place, count in enumerate(times.counts):
                totals[place] = totals.get(place, 0) + count
    wanted, seen = _SHOWN * sum(totals.values()), 0
    step = next((result.firings.step for result in comparison.results.values() if result.firings), 1.0)
    for place in sorted(totals):
        seen += totals[place]
        if seen >= wanted:
            return step * (place + 1)
    return step


def _panel(
    axis: Axes, comparison: Comparison, name: str, rows: tuple[RuleRow, ...], places: list[float], end: float
) -> None:
    firings = comparison.results[name].firings
    assert firings is not None
    shapes, quartiles, medians = [], [], []
    axis.hlines(places, 0, end, colors=FAINT, linewidth=0.5, zorder=1)
    for row, base in zip(rows, places, strict=True):
        if name not in row.times:
            continue
        times = row.times[name]
        tallest = max(_rate(comparison, each, found) for each, found in row.times.items())
        height = 0.72 / tallest / max(1, firings.deals)
        shapes.append(_outline(times.counts, firings.step, base, height))
        assert times.lower is not None and times.median is not None and times.upper is not None
        quartiles.append([(times.lower, base + 0.1), (times.upper, base + 0.1)])
        medians.append([(times.median, base + 0.16), (times.median, base - 0.3)])
    axis.add_collection(PolyCollection(shapes, facecolors=colour(name), edgecolors="none", alpha=0.75, zorder=2))
    axis.add_collection(LineCollection(quartiles, colors=INK, linewidths=1.6, zorder=3))
    axis.add_collection(LineCollection(medians, colors=INK, linewidths=1.6, zorder=4))
    axis.set_xlim(-0.015 * end, end)
    axis.set_facecolor(GROUND)
    axis.set_yticks([])
    axis.tick_params(labelsize=7.5)
    axis.locator_params(axis="x", nbins=4)
    axis.grid(axis="x")
    axis.spines["left"].set_visible(False)


def _rate(comparison: Comparison, name: str, times: RuleTimes) -> float:
    """Most decisions per project in any step of time."""
    firings = comparison.results[name].firings
    return max(times.counts) / max(1, firings.deals if firings else 1)


def _outline(counts: tuple[int, ...], step: float, base: float, height: float) -> list[tuple[float, float]]:
    """Steps of a histogram standing on the base line; what is seen at all is at least a hair high."""
    points = [(0.0, base)]
    for place, count in enumerate(counts):
        top = base - (max(0.06, count * height) if count else 0.0)
        points += [(place * step, top), ((place + 1) * step, top)]
    return [*points, (len(counts) * step, base)]


def _labels(
    axis: Axes,
    names: list[str],
    places: list[float],
    titles: list[tuple[str, float]],
    gap: float,
) -> None:
    """Names of rules at the left of the first column, and the titles of their books above them.

    gap: between them and the column, in widths of the column.
    """
    beside = axis.get_yaxis_transform()
    for name, base in zip(names, places, strict=True):
        axis.text(-gap, base - 0.22, name, transform=beside, size=_SIZE, ha="right", va="center", color=INK)
    for title, y in titles:
        axis.text(-gap, y - 0.1, title, transform=beside, size=9.2, ha="right", va="center", weight="bold")
