"""A comparison as tables: plain text for the terminal, and rows of cells for the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from engine.experiment import NOTES, Comparison, Verdict
from engine.model.base import Text
from engine.report.labels import BETTER, measure_label, short_label, strategy_label
from engine.report.standing import Mark, against, reference, standing
from engine.results.measures import HEADLINE, MEASURES
from engine.wording import numbers as formats
from engine.wording.columns import clip, pad, width, wrap

SHOWN = (*HEADLINE[:2], "no_decision_of_not_won", *HEADLINE[2:])
"""Headline measures, the rate of no decision over both denominators."""

_MARKS: dict[Mark, str] = {"leader": "*", "front": "~", "likely_behind": "", "behind": "", "": ""}
_WORDS = {
    "title": Text(en="Strategies side by side", zh="各策略对比"),
    "differences": Text(en="Differences from “{reference}” on the same luck", zh="与“{reference}”的差异（同样的运气）"),
    "strategy": Text(en="Strategy", zh="策略"),
    "key": Text(
        en="* ahead of all others that act, ~ in the front group (cannot be told apart); below each value its {level} "
        "interval; {n} replications",
        zh="* 领先于其他有作为的策略，~ 第一梯队（彼此尚不能区分）；数值下方为 {level} 区间；重复 {n} 次",
    ),
    "sure": Text(
        en="!! clear, ! likely, ? cannot tell: how sure it is that the difference is not zero",
        zh="!! 明确，! 大概率，? 尚不能区分：差异不为零的把握",
    ),
}
_HEAD = 13
"""Columns a head may take before it is broken."""

_SURE: dict[str, str] = {"": "", "clear": "!!", "likely": "!", "cannot_tell": "?"}


@dataclass(frozen=True)
class Cell:
    """One estimate as shown: value, interval, mark of its standing, note where there is something to say."""

    value: str
    interval: str
    mark: Mark = ""
    note: str = ""


@dataclass(frozen=True)
class Row:
    """One measure over all strategies."""

    measure: str
    label: str
    meaning: str
    unit: str
    better: str
    headline: bool
    undecided: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Difference:
    """One paired difference as shown. verdict is empty where nothing can be said; better: for the row's strategy."""

    value: str
    interval: str
    unit: str
    verdict: Verdict | Literal[""]
    better: bool | None


@dataclass(frozen=True)
class DifferenceRow:
    """One strategy minus the base over several measures."""

    strategy: str
    label: str
    cells: tuple[Difference, ...]


def confidence(comparison: Comparison) -> str:
    """Confidence of the intervals shown, as in `95%` or `99.4%`."""
    return f"{100 * comparison.precision.confidence:.1f}".removesuffix(".0") + "%"


def row_scale(comparison: Comparison, name: str, lang: str) -> formats.Writing:
    """How the values and intervals of one measure are written over all strategies."""
    found = [result.estimates[name] for result in comparison.results.values()]
    numbers = [number for each in found for number in (each.value, each.low, each.high)]
    return formats.scale(MEASURES[name].unit, numbers, lang, comparison.currency)


def measure_rows(comparison: Comparison, lang: str, names: Sequence[str] | None = None) -> tuple[Row, ...]:
    """One row per measure (all of them when no names are given), one cell per strategy."""
    rows = []
    for name in names or list(MEASURES):
        measure = MEASURES[name]
        stands = standing(comparison, name)
        scale = row_scale(comparison, name, lang)
        cells = []
        for strategy in comparison.strategies:
            found = comparison.results[strategy].estimates[name]
            cells.append(
                Cell(
                    value=scale.number(found.value),
                    interval=scale.span(found.low, found.high),
                    mark=stands.mark(strategy) if stands else "",
                    note=NOTES[found.note].in_language(lang) if found.note else "",
                )
            )
        rows.append(
            Row(
                measure=name,
                label=measure_label(name, lang),
                meaning=measure.meaning.in_language(lang),
                unit=scale.heading,
                better=BETTER[measure.better].in_language(lang),
                headline=name in HEADLINE,
                undecided=stands is not None and stands.undecided,
                cells=tuple(cells),
            )
        )
    return tuple(rows)


def difference_rows(comparison: Comparison, lang: str, base: str, names: Sequence[str]) -> tuple[DifferenceRow, ...]:
    """One row per strategy other than the base, one difference per measure."""
    scales = {}
    for name in names:
        found = against(comparison, name, base)
        numbers = [number for each in found for number in (each.value, each.low, each.high)]
        scales[name] = formats.scale(MEASURES[name].unit, numbers, lang, comparison.currency, difference=True)
    rows = []
    for strategy in comparison.strategies:
        if strategy == base:
            continue
        cells = []
        for name in names:
            each = comparison.difference(name, strategy, base)
            said = each.value is not None and each.low is not None
            cells.append(
                Difference(
                    value=scales[name].signed(each.value),
                    interval=scales[name].signed_span(each.low, each.high),
                    unit=scales[name].heading,
                    verdict=each.verdict if said else "",
                    better=None if each.ahead is None else each.ahead == strategy,
                )
            )
        rows.append(DifferenceRow(strategy, strategy_label(strategy, lang), tuple(cells)))
    return tuple(rows)


def comparison_table(comparison: Comparison, lang: str = "en", columns: int = 100) -> str:
    """Strategies by headline measures with intervals, and the paired differences, as text no wider than `columns`."""
    level = confidence(comparison)
    key = _WORDS["key"].in_language(lang).format(level=level, n=formats.count(comparison.replications))
    parts = [_WORDS["title"].in_language(lang), *_values(comparison, lang, columns), *wrap(key, columns)]
    if len(comparison.strategies) > 1:
        base = strategy_label(reference(comparison), lang)
        parts += ["", *wrap(_WORDS["differences"].in_language(lang).format(reference=base), columns)]
        parts += _differences(comparison, lang, columns)
        parts += wrap(_WORDS["sure"].in_language(lang), columns)
    return "\n".join(parts)


def _values(comparison: Comparison, lang: str, columns: int) -> list[str]:
    rows = measure_rows(comparison, lang, SHOWN)
    heads = _heads([row.measure for row in rows], [row.unit for row in rows], "  ", lang)
    body = []
    for place, strategy in enumerate(comparison.strategies):
        cells = [row.cells[place] for row in rows]
        lines = [(f"{cell.value} {_MARKS[cell.mark]:1}", f"{cell.interval}  ") for cell in cells]
        body.append((strategy_label(strategy, lang), lines))
    return laid_out(_WORDS["strategy"].in_language(lang), heads, body, columns)


def _differences(comparison: Comparison, lang: str, columns: int) -> list[str]:
    rows = difference_rows(comparison, lang, reference(comparison), HEADLINE)
    heads = _heads(HEADLINE, [cell.unit for cell in rows[0].cells], "   ", lang)
    body = [
        (row.label, [(f"{cell.value} {_SURE[cell.verdict]:2}", f"{cell.interval}   ") for cell in row.cells])
        for row in rows
    ]
    return laid_out(_WORDS["strategy"].in_language(lang), heads, body, columns)


def _heads(names: Sequence[str], units: Sequence[str], after: str, lang: str) -> list[tuple[str, ...]]:
    """Column heads: the label on as many lines as it needs, then the unit; all of the same height."""
    labels = [wrap(short_label(name, lang), _HEAD) for name in names]
    tallest = max(len(lines) for lines in labels)
    return [
        tuple(line + after for line in (*[""] * (tallest - len(lines)), *lines, unit))
        for lines, unit in zip(labels, units, strict=True)
    ]


def laid_out(
    corner: str,
    heads: Sequence[tuple[str, ...]],
    body: Sequence[tuple[str, Sequence[tuple[str, ...]]]],
    columns: int,
) -> list[str]:
    """Rows of cells with several lines each, split into blocks of columns where they do not fit side by side."""
    first = min(max(width(label) for label in [corner, *(label for label, _ in body)]), columns // 3)
    wide = [
        max(width(line) for line in (*head, *(line for _, cells in body for line in cells[at])))
        for at, head in enumerate(heads)
    ]
    lines: list[str] = []
    start = 0
    while start < len(heads):
        stop, used = start, first
        while stop < len(heads) and (stop == start or used + 1 + wide[stop] <= columns):
            used += 1 + wide[stop]
            stop += 1
        block = range(start, stop)
        sizes = [wide[at] for at in block]
        lines += [""] if start else []
        lines += _row(corner, [heads[at] for at in block], first, sizes)
        lines.append("-" * min(columns, used))
        for label, cells in body:
            lines += _row(clip(label, first), [cells[at] for at in block], first, sizes)
        start = stop
    return lines


def _row(label: str, cells: Sequence[tuple[str, ...]], first: int, sizes: Sequence[int]) -> list[str]:
    lines = []
    for depth in range(max(len(cell) for cell in cells)):
        shown = [cell[depth] if depth < len(cell) else "" for cell in cells]
        padded = (" " + pad(text, size, right=True) for text, size in zip(shown, sizes, strict=True))
        lines.append("".join([pad(label if depth == 0 else "", first), *padded]).rstrip())
    return lines
