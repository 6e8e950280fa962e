"""A document as plain text for terminals."""

from __future__ import annotations

from collections.abc import Sequence

from engine.wording.parts import Column, Folded, Group, Items, Paragraph, Part, Table, Title
from engine.wording.terminal_columns import pad, width, wrap
from engine.wording.words import told

_HEAD = 13
"""Columns a head of numbers may take before it is broken."""

_BESIDE = 14
"""Columns that heads beside the entries of a list take at least, so that lists below one another line up."""

Lines = tuple[str, ...]


def text_of(parts: Sequence[Part], lang: str, columns: int) -> str:
    """The parts as lines no wider than `columns`, code excepted; a blank line between them, but none after a smaller
    heading and before what explains a table."""
    lines: list[str] = []
    close = True
    for part in parts:
        close = close or (isinstance(part, Paragraph) and part.kind == "note")
        lines += _part(part, lang, columns) if close else ["", *_part(part, lang, columns)]
        close = isinstance(part, Title) and part.level > 1
    return "\n".join(lines)


def _part(part: Part, lang: str, columns: int) -> list[str]:
    match part:
        case Table():
            return _table(part, lang, columns)
        case Items():
            return _items(part, lang, columns)
        case Paragraph(words, "code"):
            return [f"  {line}" for line in told(words, lang).splitlines()]
        case Paragraph(words, "quote"):
            return wrap(told(words, lang), columns, "  ", "  ")
        case Title(words, 1):
            lines = wrap(told(words, lang), columns)
            return [*lines, "=" * max(map(width, lines))]
        case Folded():
            inner = text_of(part.parts, lang, columns)
            return [*wrap(told(part.words, lang), columns), *inner.splitlines()]
        case Group():
            return text_of(part.parts, lang, columns).splitlines()
        case _:
            return [line for text in told(part.words, lang).splitlines() for line in wrap(text, columns)]


def _items(items: Items, lang: str, columns: int) -> list[str]:
    lines = []
    heads = [told(item.head, lang) for item in items.items()]
    widest = max(_BESIDE, *map(width, heads)) if any(heads) else 0
    for number, (item, head) in enumerate(zip(items.items(), heads, strict=True), start=1):
        first = f"{number:2}. " if items.numbered else f"{pad(head, widest)} {item.mark:1} " if widest else "- "
        blank = " " * width(first)
        lines += wrap(told(item.words, lang), columns, blank, first)
        for each in item.within:
            lines += wrap(told(each, lang), columns, f"{blank}  ", blank + ("  " if widest else "- "))
        lines += [f"{blank}  {line}" for line in item.code]
    return lines


def _table(table: Table, lang: str, columns: int) -> list[str]:
    """The table in lines; columns that do not fit side by side follow below, each block with the first column."""
    marks = [max((len(row[at].mark) for row in table.cells()), default=0) for at in range(len(table.columns))]
    heads = _heads(table.columns, marks, lang)
    body: list[list[Lines]] = []
    for row in table.cells():
        cells = []
        for cell, mark in zip(row, marks, strict=True):
            beside = f" {cell.mark:{mark}}" if mark else ""
            below = told(cell.below, lang)
            unit = f" {told(cell.unit, lang)}" if cell.unit else ""
            first = told(cell.words, lang) + unit + beside
            cells.append((first, *([below + " " * len(beside)] if below else [])))
        body.append(cells)
    gaps = [1 if mark else 2 for mark in marks]
    return _laid_out(heads, body, [column.number for column in table.columns], gaps, columns)


def _heads(columns: Sequence[Column], marks: Sequence[int], lang: str) -> list[Lines]:
    """Column heads: the words on as many lines as they need, then the unit; all of the same height."""
    broken = [
        (wrap(told(column.head, lang), _HEAD) if column.number else [told(column.head, lang)]) for column in columns
    ]
    units = [told(column.unit, lang) for column in columns]
    lines = [[*head, unit] if any(units) else head for head, unit in zip(broken, units, strict=True)]
    tallest = max(map(len, lines))
    return [
        tuple(
            f"{line}{' ' * (mark + 1) if mark else ''}"
            for line in (
                [*[""] * (tallest - len(head)), *head] if column.number else [*head, *[""] * (tallest - len(head))]
            )
        )
        for head, mark, column in zip(lines, marks, columns, strict=True)
    ]


def _laid_out(
    heads: list[Lines], body: list[list[Lines]], right: Sequence[bool], gaps: Sequence[int], columns: int
) -> list[str]:
    """Blocks of lines. right: which columns hold numbers; gaps: blanks after each column, fewer where marks stand."""
    found = [[line for row in (heads, *body) for line in row[at]] for at in range(len(heads))]
    least = [max(width(word) for line in lines for word in wrap(line, 1)) for lines in found]
    wide = _narrowed([max(map(width, lines)) for lines in found], least, right, columns)
    lines: list[str] = []
    start = 1
    while start <= len(heads) - (len(heads) > 1):
        stop, used = start, wide[0]
        before = gaps[0]
        while stop < len(heads) and (stop == start or used + before + wide[stop] <= columns):
            used += before + wide[stop]
            before = gaps[stop]
            stop += 1
        block = [0, *range(start, stop)]
        sizes = [(wide[at], gaps[at], right[at]) for at in block]
        lines += [""] if start > 1 else []
        lines += _row([heads[at] for at in block], sizes)
        lines.append("-" * min(columns, used))
        for row in body:
            lines += _row([row[at] for at in block], sizes)
        start = max(stop, start + 1)
    return lines


def _narrowed(wide: list[int], least: list[int], right: Sequence[bool], columns: int) -> list[int]:
    """Widths with the columns of words made so narrow, evenly, that all columns fit; they are wrapped then.

    least: the longest word of each column, which is not broken.
    """
    words = sorted((at for at, numbers in enumerate(right) if not numbers), key=lambda at: wide[at])
    room = columns - 2 * (len(wide) - 1) - sum(wide[at] for at in range(len(wide)) if at not in words)
    needed = max(12 * len(words), sum(least[at] for at in words))
    if len(words) > 1 and sum(wide[at] for at in words) > room >= needed:
        shares: dict[int, int] = {}
        for place, at in enumerate(words):
            others = words[place + 1 :]
            even = min(room // (len(others) + 1), room - sum(least[other] for other in others))
            shares[at] = min(wide[at], max(least[at], even))
            room -= shares[at]
        return [shares.get(at, size) for at, size in enumerate(wide)]
    first = min(wide[0], max(columns // 3, columns - 2 - max(wide[1:], default=0)))
    return [first, *(size if right[at] else min(size, columns - first - 2) for at, size in enumerate(wide[1:], 1))]


def _row(cells: Sequence[Lines], sizes: Sequence[tuple[int, int, bool]]) -> list[str]:
    broken = [
        list(cell) if numbers else [line for text in cell for line in (wrap(text, size) if text else [""])]
        for cell, (size, _, numbers) in zip(cells, sizes, strict=True)
    ]
    tallest = max(map(len, broken))
    return [
        "".join(
            pad(lines[depth] if depth < len(lines) else "", size, right=numbers) + " " * gap
            for lines, (size, gap, numbers) in zip(broken, sizes, strict=True)
        ).rstrip()
        for depth in range(tallest)
    ]
