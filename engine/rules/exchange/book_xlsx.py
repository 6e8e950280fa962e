"""A rulebook as a workbook, one sheet a grid. Cells are text and numbers, never formulas."""

from __future__ import annotations

import math
from collections.abc import Sequence

from engine.files import (
    Cell,
    Findings,
    Grid,
    WrittenSheet,
    plain_value,
    read_workbook,
    written_workbook,
)
from engine.model.rulebook import Rulebook
from engine.rules.exchange.book_grids import GRIDS, Sheets
from engine.rules.exchange.sheet_guide import guide_sheets, key_cells, rules_place, written_column
from engine.rules.exchange.sheet_words import in_language, sheet_meant
from engine.rules.language.decision_tables import is_cell_number
from engine.wording import Message, say

_WIDTHS = {
    "when": 60,
    "because.en": 50,
    "because.zh": 40,
    "source": 40,
    "assumption": 40,
    "value": 60,
    "name": 28,
    "rule": 28,
}


def workbook_bytes(grids: Sequence[Grid], book: Rulebook, lang: str) -> bytes:
    """The grids of a book as the bytes of an XLSX file, with a guide behind them.

    Raises InputError for text that a workbook cannot hold.
    """
    rules = next(rules_place(grid, lang) for grid in grids if grid.name in ("rules", "table"))
    return written_workbook([*(_sheet(grid, book, rules, lang) for grid in grids), *guide_sheets(book, grids, lang)])


def _sheet(grid: Grid, book: Rulebook, rules_at: str, lang: str) -> WrittenSheet:
    names = [str(name) for name in grid.rows[0]]
    columns = [written_column(grid, name, _WIDTHS.get(name, 18), book, rules_at, lang) for name in names]
    shown = in_language(grid, book, lang)
    rows = [[_written(cell, name) for cell, name in zip(row, names, strict=False)] for row in shown.rows[1:]]
    return WrittenSheet(shown.name, columns, rows, cells=key_cells(grid, lang) if grid.name == "book" else {})


def _written(cell: Cell, head: str) -> str | int | float | None:
    """The cell as a number where a workbook gives back this very number, else as text."""
    if cell is None:
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell if _survives(cell) else repr(cell)
    text = str(cell)
    if head.startswith("when.") and is_cell_number(text):
        as_number = plain_value(text)
        if isinstance(as_number, int | float) and _survives(as_number):
            return as_number
    return text


def _survives(number: int | float) -> bool:
    """Does a workbook, which keeps 15 digits, give back this very number and its kind?"""
    if isinstance(number, int):
        return abs(number) < 10**15
    return math.isfinite(number) and not number.is_integer() and float(f"{number:.15g}") == number


def read_sheets(data: bytes, name: str, encoding: str | None = None) -> Sheets:
    """The grids in an XLSX file; `encoding` means nothing here.

    Raises InputError for anything that is no workbook, is hostile, hides a part of the book, or has merged cells, which
    in a decision table would read as "any".
    """
    findings = Findings()
    grids: list[Grid] = []
    said: list[Message] = []
    for sheet in read_workbook(data, name):
        title, place = sheet.grid.name, sheet.grid.sheet
        if sheet.hidden and sheet_meant(title) in GRIDS:
            what = say("the sheet `{sheet}` is hidden", sheet=title)
            findings.wrong("sheet-hidden", place, what, say("show it, or delete it"))
        elif sheet.hidden:
            said.append(say("{file}: left aside: the hidden sheet {sheet}", file=name, sheet=title))
            continue
        for cells in (*sheet.filled, *(cells for _, cells in sheet.grid.across)):
            hint = say("unmerge them, and write the value into every cell that it holds for")
            where = say("{place}, cells {cells}", place=place, cells=cells)
            findings.wrong("cells-merged", where, say("these cells are merged"), hint)
        grids.append(sheet.grid)
        said += sheet.grid.said
    findings.raise_if_any()
    return Sheets(tuple(grids), tuple(said))
