"""A rulebook as a workbook, one sheet a grid. Cells are text and numbers, never formulas.

A workbook is opened only when it is small and harmless: at most 20 MB unpacked, no document type in its XML, no
formula.
"""

from __future__ import annotations

import io
import math
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import openpyxl  # type: ignore[import-untyped]

from engine.errors import InputError
from engine.files import plain_value
from engine.rules.exchange.grids import MAX_COLUMNS, MAX_ROWS, Cell, Grid
from engine.rules.tables import is_cell_number

MAX_UNPACKED, MAX_PARTS, MAX_TEXT = 20_000_000, 200, 32_767
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDTHS = {"when": 60, "because.en": 50, "because.zh": 40, "source": 40, "assumption": 40, "value": 60, "name": 28}


def workbook_bytes(grids: Sequence[Grid]) -> bytes:
    """The grids as the bytes of an XLSX file. Raises InputError for text that a workbook cannot hold."""
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
    where = f"sheet {sheet.title}, cell {target.coordinate}"
    if _NOT_XML.search(text):
        raise InputError.at(where, "a control character stands in the text, and a workbook cannot hold it", "delete it")
    if len(text) > MAX_TEXT:
        raise InputError.at(where, f"the text is longer than the {MAX_TEXT} characters a cell holds", "shorten it")
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
    head = grid.rows[0] if grid.rows else ()
    for column, name in enumerate(head, start=1):
        sheet.cell(1, column).font = openpyxl.styles.Font(bold=True)
        sheet.column_dimensions[openpyxl.utils.get_column_letter(column)].width = _WIDTHS.get(str(name), 18)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = openpyxl.styles.Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"


def read_workbook(data: bytes, name: str) -> tuple[Grid, ...]:
    """The grids in an XLSX file. Raises InputError for anything that is no workbook, is hostile, or holds formulas."""
    _refuse_hostile(data, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
            return tuple(_read(sheet, name) for sheet in book.worksheets if sheet.sheet_state == "visible")
    except InputError:
        raise
    except Exception as wrong:
        raise InputError.at(
            name, f"this workbook cannot be read: {str(wrong)[:120]}", "save it again as .xlsx"
        ) from None


def _refuse_hostile(data: bytes, name: str) -> None:
    """Looks into the packed file before anything reads it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise InputError.at(name, "the workbook is too large once unpacked", "a rulebook needs a few sheets")
            for part in parts:
                with packed.open(part) as stream:
                    content = stream.read(MAX_UNPACKED + 1)
                if len(content) > MAX_UNPACKED or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                    raise InputError.at(name, "the workbook holds what no spreadsheet program writes", "save it anew")
    except (zipfile.BadZipFile, RuntimeError, EOFError, zipfile.LargeZipFile, OSError, ValueError):
        raise InputError.at(name, "this is no .xlsx workbook", "save it as an Excel workbook (.xlsx)") from None


def _read(sheet: Any, name: str) -> Grid:
    rows = list(_rows(sheet, name))
    return Grid(
        sheet.title,
        rows,
        lambda row, column: (
            f"{name}, sheet {sheet.title}, cell {openpyxl.utils.get_column_letter(column + 1)}{row + 1}"
        ),
    )


def _rows(sheet: Any, name: str) -> Iterator[list[Cell]]:
    if (sheet.max_row or 0) > MAX_ROWS or (sheet.max_column or 0) > MAX_COLUMNS:
        what = f"more than {MAX_ROWS} rows or {MAX_COLUMNS} columns"
        raise InputError.at(f"{name}, sheet {sheet.title}", what, "delete the empty ones, or split the book")
    for row in sheet.iter_rows(max_row=MAX_ROWS, max_col=min(sheet.max_column or MAX_COLUMNS, MAX_COLUMNS)):
        cells: list[Cell] = []
        for cell in row:
            if cell.data_type in _REFUSED or not isinstance(cell.value, str | int | float | bool | None):
                what = _REFUSED.get(cell.data_type, "something else than text or a number")
                at = f"{name}, sheet {sheet.title}, cell {cell.coordinate}"
                raise InputError.at(at, f"{what} stands here", "put its value as text or as a number")
            cells.append(cell.value)
        while cells and cells[-1] is None:
            cells.pop()
        yield cells


_REFUSED = {"f": "a formula", "d": "a date", "e": "an error"}
