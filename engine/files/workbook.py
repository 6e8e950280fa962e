"""XLSX files as grids. A workbook is opened only when it is small and harmless.

Cells are text, numbers and truth values; formulas, dates and errors are kept as what they are, for who uses them to
refuse. The cells of a merged range that stands in one column all hold its value, and this is said.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from engine.errors import InputError, Problem
from engine.files.grid import Cell, Grid, Unreadable
from engine.wording import say

MAX_UNPACKED, MAX_PARTS = 20_000_000, 200
MAX_ROWS, MAX_COLUMNS = 6_000, 500
_MERGED = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]+\d+):([A-Z]+\d+)"')
_HIDDEN = re.compile(rb'<(row|col)\b[^>]*\bhidden="(?:1|true)"')
_ZEROS = re.compile("0+$")


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook. filled: merged ranges, as in B2:B4, of which every cell was given the value."""

    grid: Grid
    hidden: bool
    filled: tuple[str, ...]


def read_workbook(data: bytes, label: str) -> tuple[Sheet, ...]:
    """The sheets of an XLSX file. Raises InputError for anything that is no workbook, or is hostile."""
    import openpyxl  # type: ignore[import-untyped]

    _refuse_hostile(data, label)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                return tuple(_sheet(sheet, packed, label) for sheet in book.worksheets)
    except InputError:
        raise
    except Exception as wrong:
        what = say("this workbook cannot be read: {problem}", problem=str(wrong)[:120])
        raise InputError(Problem(label, what, say("save it again as .xlsx"), "workbook-broken")) from None


def cell_name(row: int, column: int) -> str:
    """What a spreadsheet calls a cell; row and column count from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _refuse_hostile(data: bytes, label: str) -> None:
    """Looks into the packed file before anything reads it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                what = say("the workbook is too large once unpacked")
                raise InputError(Problem(label, what, say("keep only the sheets that are needed"), "workbook-large"))
            for part in parts:
                with packed.open(part) as stream:
                    content = stream.read(MAX_UNPACKED + 1)
                if len(content) > MAX_UNPACKED or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                    what = say("the workbook holds what no spreadsheet program writes")
                    raise InputError(Problem(label, what, say("save it anew"), "workbook-hostile"))
    except (zipfile.BadZipFile, RuntimeError, EOFError, zipfile.LargeZipFile, OSError, ValueError):
        what = say("this is no .xlsx workbook")
        raise InputError(Problem(label, what, say("save it as an Excel workbook (.xlsx)"), "workbook-none")) from None


def _sheet(sheet: Any, packed: zipfile.ZipFile, label: str) -> Sheet:
    title, place = sheet.title, say("{file}, sheet {sheet}", file=label, sheet=sheet.title)

    def where(row: int, column: int) -> str:
        return say("{place}, cell {cell}", place=place, cell=cell_name(row, column))

    rows = list(_rows(sheet, place))
    content = packed.read(sheet._worksheet_path.lstrip("/"))
    across: list[tuple[int, str]] = []
    filled: list[str] = []
    for first, last in _MERGED.findall(content):
        (top, left), (bottom, right) = _place(first.decode()), _place(last.decode())
        name = f"{first.decode()}:{last.decode()}"
        if left != right or not (top < len(rows) and left < len(rows[top])):
            across.append((bottom, name))
            continue
        filled.append(name)
        for row in rows[top + 1 : bottom + 1]:
            row.extend([None] * (left + 1 - len(row)))
            row[left] = rows[top][left]
    said = []
    if _HIDDEN.search(content):
        said.append(say("sheet {sheet} has hidden rows or columns; they were read like the others", sheet=title))
    grid = Grid(title, rows, where, said=tuple(said), across=tuple(across), sheet=place)
    return Sheet(grid, sheet.sheet_state != "visible", tuple(filled))


def _place(name: str) -> tuple[int, int]:
    """Row and column from 0 of a cell's name."""
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(name[len(letters) :]) - 1, column - 1


def _rows(sheet: Any, place: str) -> Iterator[list[Cell]]:
    if (sheet.max_row or 0) > MAX_ROWS or (sheet.max_column or 0) > MAX_COLUMNS:
        what = say("more than {rows} rows or {columns} columns", rows=MAX_ROWS, columns=MAX_COLUMNS)
        hint = say("delete the empty ones, or split the file")
        raise InputError(Problem(place, what, hint, "table-large"))
    for row in sheet.iter_rows(max_row=MAX_ROWS, max_col=min(sheet.max_column or MAX_COLUMNS, MAX_COLUMNS)):
        cells = [_cell(cell) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        yield cells


def _cell(cell: Any) -> Cell:
    value = cell.value
    what = _ODD.get(cell.data_type)
    if what is not None or not isinstance(value, str | int | float | bool | None):
        return Unreadable(what or say("something else than text or a number stands here"), _VALUE, _day(value))
    if isinstance(value, int) and not isinstance(value, bool) and _ZEROS.match(cell.number_format or ""):
        padded = f"{value:0{len(cell.number_format)}d}"
        return padded if len(padded) > len(str(value)) else value  # shown as 001, and meant so
    return value


def _day(value: object) -> str:
    """The day of a date that has no time of day."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else ""
    return value.isoformat() if isinstance(value, date) else ""


_VALUE = say("put its value as text or as a number")
_ODD = {
    "f": say("a formula stands here"),
    "d": say("a date stands here"),
    "e": say("an error stands here"),
}
