"""A rulebook as a workbook, one sheet a grid. Cells are text and numbers, never formulas."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from typing import Any

from engine.errors import InputError, Problem
from engine.files import Cell, Findings, Grid, plain_value, read_workbook
from engine.rules.exchange.book_grids import GRIDS, Sheets
from engine.rules.language.decision_tables import is_cell_number
from engine.wording import Message, say

MAX_TEXT = 32_767
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDTHS = {"when": 60, "because.en": 50, "because.zh": 40, "source": 40, "assumption": 40, "value": 60, "name": 28}


def workbook_bytes(grids: Sequence[Grid]) -> bytes:
    """The grids as the bytes of an XLSX file. Raises InputError for text that a workbook cannot hold."""
    import openpyxl  # type: ignore[import-untyped]  # loading it takes longer than most commands

    book = openpyxl.Workbook()
    book.remove(book.active)
    for grid in grids:
        sheet = book.create_sheet(grid.name)
        for number, row in enumerate(grid.rows, start=1):
            for column, cell in enumerate(row, start=1):
                if cell is not None:
                    _write(sheet, number, column, cell)
        _dress(sheet, grid)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Any, number: int, column: int, cell: Cell) -> None:
    target = sheet.cell(number, column)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if _survives(cell):
            target.value = cell
            return
        cell = repr(cell)
    text = str(cell)
    where = say("{place}, cell {cell}", place=say("sheet {sheet}", sheet=sheet.title), cell=target.coordinate)
    if _NOT_XML.search(text):
        what = say("a control character stands in the text, and a workbook cannot hold it")
        raise InputError(Problem(where, what, say("delete it"), "file-control"))
    if len(text) > MAX_TEXT:
        what = say("the text is longer than the {most} characters a cell holds", most=MAX_TEXT)
        raise InputError(Problem(where, what, say("shorten it"), "cell-large"))
    if str(sheet.cell(1, column).value).startswith("when.") and is_cell_number(text):
        as_number = plain_value(text)
        if isinstance(as_number, int | float) and _survives(as_number):
            target.value = as_number
            return
    target.value = text
    target.data_type = "s"
    target.quotePrefix = text.startswith(tuple("=+-@"))


def _survives(number: int | float) -> bool:
    """Does a workbook, which keeps 15 digits, give back this very number and its kind?"""
    if isinstance(number, int):
        return abs(number) < 10**15
    return math.isfinite(number) and not number.is_integer() and float(f"{number:.15g}") == number


def _dress(sheet: Any, grid: Grid) -> None:
    from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    head = grid.rows[0] if grid.rows else ()
    for column, name in enumerate(head, start=1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(str(name), 18)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"


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
