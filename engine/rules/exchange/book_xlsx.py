"""A rulebook as a workbook, one sheet a grid. Cells are text and numbers, never formulas."""

from __future__ import annotations

import math
from collections.abc import Sequence

from engine.files import (
    Cell,
    Findings,
    Grid,
    WrittenColumn,
    WrittenSheet,
    plain_value,
    read_workbook,
    written_workbook,
)
from engine.rules.exchange.book_grids import GRIDS, Sheets
from engine.rules.language.decision_tables import is_cell_number
from engine.wording import Message, say

_WIDTHS = {"when": 60, "because.en": 50, "because.zh": 40, "source": 40, "assumption": 40, "value": 60, "name": 28}


def workbook_bytes(grids: Sequence[Grid]) -> bytes:
    """The grids as the bytes of an XLSX file. Raises InputError for text that a workbook cannot hold."""
    return written_workbook([_sheet(grid) for grid in grids])


def _sheet(grid: Grid) -> WrittenSheet:
    head, *body = grid.rows
    names = [str(name) for name in head]
    columns = [WrittenColumn(name, _WIDTHS.get(name, 18)) for name in names]
    rows = [[_written(cell, name) for cell, name in zip(row, names, strict=False)] for row in body]
    return WrittenSheet(grid.name, columns, rows)


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
        if sheet.hidden and title in GRIDS:
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
