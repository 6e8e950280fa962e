"""Sheets of rulebooks in Chinese and back: names of sheets, heads, keys and the words of closed lists.

Whatever language a file has, or a mixture of both, it is turned into our own words before anything is read from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from engine.files import Cell, Grid, folded
from engine.files.word_lists import by_word, word_list
from engine.model.rulebook import Declaration, Rulebook
from engine.rules.language.feeding import askable
from engine.rules.language.spoken import label_of
from engine.wording import told

GUIDES = ("guide", "known_facts")
"""Sheets that explain; nothing is read from them."""
_CODED = ("type", "unknown")
"""Columns whose cells are words of a closed list."""
_CODED_KEYS = ("hit", "aggregate")
_FAMILY = re.compile(r"(?P<family>[^.:]+)[.:]\s*(?P<name>[a-z][a-z0-9_]*)\s*(\(.*)?$", re.DOTALL)
_AS = re.compile(r"(?P<word>\S+)\s+(?P<value>.+)$", re.DOTALL)
_LONGEST = 24
"""Characters of a meaning that stand in a head behind the name."""


def in_our_words(grid: Grid) -> Grid:
    """A grid of a file with our own names for sheet, heads and listed words; what we do not know stays as it is."""
    name = sheet_meant(grid.name)
    if not grid.rows:
        return replace(grid, name=name)
    head = [_head_meant(cell) for cell in grid.rows[0]]
    coded = [column if column in _CODED else "" for column in head]
    rows = [[_cell_meant(kind, cell) for kind, cell in _beside(coded, row)] for row in grid.rows[1:]]
    if name == "book" and {"key", "value"} <= set(head):
        rows = [_key_meant(row, head.index("key"), head.index("value")) for row in rows]
    return replace(grid, name=name, rows=[head, *rows])


def sheet_meant(name: str) -> str:
    """Our own name of a sheet or of a part of a CSV file."""
    return _meant("sheets", name)


def is_head(cell: str) -> bool:
    """Is this a Chinese name of a column, a key or a sheet?"""
    plain = cell.strip("[]")
    return any(_meant(kind, plain) != plain for kind in ("columns", "keys", "sheets")) or _head_meant(cell) != cell


def in_language(grid: Grid, book: Rulebook, lang: str) -> Grid:
    """A grid of ours as it is written: as it is in English, with Chinese heads, keys and listed words in Chinese."""
    if lang != "zh":
        return grid
    head = [str(cell) for cell in grid.rows[0]]
    rows = [[_cell_said(column, cell) for column, cell in _beside(head, row)] for row in grid.rows[1:]]
    if grid.name == "book":
        rows = [
            [key_said(str(key), lang), *(_listed(str(key), cell) if key in _CODED_KEYS else cell for cell in cells)]
            for key, *cells in rows
        ]
    return replace(grid, name=sheet_said(grid.name, lang), rows=[[head_said(each, book, lang) for each in head], *rows])


def sheet_said(name: str, lang: str) -> str:
    """What a sheet is called."""
    return _said("sheets", name) if lang == "zh" else name.replace("_", " ")


def head_said(column: str, book: Rulebook, lang: str) -> str:
    """What a column is called; in Chinese the meaning stands in brackets behind the name of a fact or output."""
    if lang != "zh":
        return column
    family, dot, name = column.partition(".")
    if not dot or family not in _words("families"):
        return column_said(column, lang)
    declared: Declaration = (askable(book) if family in ("when", "facts") else book.outputs)[name]
    label = told(label_of(name, declared), lang)
    shown = label.isprintable() and len(label) <= _LONGEST and label != name.replace("_", " ")
    return f"{_said('families', family)}：{name}" + (f"（{label}）" if shown else "")


def column_said(column: str, lang: str) -> str:
    """What a column that is about no single fact is called."""
    return _said("columns", column) if lang == "zh" else column


def key_said(key: str, lang: str) -> str:
    """What a key of the sheet of the book is called."""
    return _said("keys", key) if lang == "zh" else key


def choices_said(column: str, words: Iterable[str], lang: str) -> list[str]:
    """The words of a closed list as they are picked in a cell."""
    return [_listed(column, word) if lang == "zh" else word for word in words]


def _listed(column: str, cell: Cell) -> str:
    words = _cell_words(column)
    return words[str(cell)][0] if str(cell) in words else str(cell)


def _cell_said(column: str, cell: Cell) -> Cell:
    if column not in _CODED or not isinstance(cell, str):
        return cell
    if column == "unknown" and cell.startswith("as "):
        return f"{_cell_words(column)['as'][0]} {cell[3:]}"
    return _listed(column, cell)


def _cell_meant(column: str, cell: Cell) -> Cell:
    if not column or not isinstance(cell, str):
        return cell
    known = by_word(_cell_words(column))
    parts = _AS.match(cell.strip())
    if column == "unknown" and parts and known.get(folded(parts["word"])) == "as":
        return f"as {parts['value']}"
    return known.get(folded(cell), cell)


def _key_meant(row: list[Cell], key: int, value: int) -> list[Cell]:
    """A row of the sheet of the book: its key, and the value of a closed list."""
    if key >= len(row) or not isinstance(row[key], str):
        return row
    found = list(row)
    meant = _meant("keys", str(row[key]))
    found[key] = meant
    if meant in _CODED_KEYS and value < len(row):
        found[value] = _cell_meant(meant, row[value])
    return found


def _head_meant(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    plain = _meant("columns", cell)
    if plain != cell:
        return plain
    parts = _FAMILY.match(folded(cell))
    family = parts and _by_word("families").get(parts["family"].strip())
    return f"{family}.{parts['name']}" if parts and family else cell


def _beside(columns: Sequence[Cell], row: Sequence[Cell]) -> list[tuple[str, Cell]]:
    """Every cell of a row with what stands over it; nothing over those behind the last head."""
    over = [str(column or "") for column in columns]
    return list(zip([*over, *[""] * (len(row) - len(over))], row, strict=False))


def _meant(kind: str, word: str) -> str:
    return _by_word(kind).get(folded(word), word)


def _said(kind: str, name: str) -> str:
    return _words(kind)[name][0]


@cache
def _by_word(kind: str) -> Mapping[str, str]:
    return by_word(_words(kind))


def _words(kind: str) -> Mapping[str, Sequence[str]]:
    found: Mapping[str, Sequence[str]] = word_list("engine.rules", "sheet_words.yaml")[kind]
    return found


def _cell_words(column: str) -> Mapping[str, Sequence[str]]:
    found: Mapping[str, Mapping[str, Sequence[str]]] = word_list("engine.rules", "sheet_words.yaml")["cells"]
    return found.get(column, {})
