"""Workbooks written for people: headed sheets with choices to pick from, notes at the heads, and nothing that computes.

Cells are text and numbers, never formulas: text that a spreadsheet would take for one, in half or full width, is marked
as text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.errors import InputError, Problem
from engine.wording import say

FORMULA_STARTS = tuple("=+-@＝＋－＠")
"""What text begins with that a spreadsheet may take for a formula; some turn full-width signs into half."""
MAX_TEXT = 32_767
MAX_CHOICES = 255
"""Characters that all choices of a column may have together, commas between them: the limit of the format."""
EMPTY_ROWS = 200
"""How far below the last row choices can still be picked."""
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_FILL = "E8EEF4"

Written = str | int | float | None


@dataclass(frozen=True)
class WrittenColumn:
    """A column of a sheet. note: shown when a cell of it is chosen. choices: to pick from; others may be typed.

    width: in characters. strict: nothing but the choices may be typed. choices_at: cells of the workbook that hold the
    choices, such as `'facts'!$A$2:$A$9`, where there are too many to be listed.
    """

    head: str
    width: float = 18
    note: str = ""
    choices: Sequence[str] = ()
    strict: bool = False
    choices_at: str = ""


@dataclass(frozen=True)
class WrittenSheet:
    """A sheet: columns, rows of text and numbers. filtered: its heads sort and filter the rows.

    cells: single cells, such as B5, with a note and choices of their own.
    """

    name: str
    columns: Sequence[WrittenColumn]
    rows: Sequence[Sequence[Written]]
    filtered: bool = False
    cells: Mapping[str, WrittenColumn] = field(default_factory=dict)


def written_workbook(sheets: Sequence[WrittenSheet]) -> bytes:
    """The sheets as the bytes of an XLSX file. Raises InputError for text that a workbook cannot hold."""
    import openpyxl  # type: ignore[import-untyped]  # loading it takes longer than most commands
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    book = openpyxl.Workbook()
    book.remove(book.active)
    for each in sheets:
        sheet = book.create_sheet(each.name)
        for number, row in enumerate([[column.head for column in each.columns], *each.rows], start=1):
            for place, cell in enumerate(row, start=1):
                if cell is not None:
                    _write(sheet.cell(number, place), cell)
        _dress(sheet, each)
        for place, column in enumerate(each.columns, start=1):
            letter = get_column_letter(place)
            _guide(sheet, column, f"{letter}2:{letter}{len(each.rows) + 1 + EMPTY_ROWS}")
        for where, single in each.cells.items():
            _guide(sheet, single, where)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(target: Any, cell: str | int | float) -> None:
    if not isinstance(cell, str):
        target.value = cell
        return
    where = say("{place}, cell {cell}", place=say("sheet {sheet}", sheet=target.parent.title), cell=target.coordinate)
    if _NOT_XML.search(cell):
        what = say("a control character stands in the text, and a workbook cannot hold it")
        raise InputError(Problem(where, what, say("delete it"), "file-control"))
    if len(cell) > MAX_TEXT:
        what = say("the text is longer than the {most} characters a cell holds", most=MAX_TEXT)
        raise InputError(Problem(where, what, say("shorten it"), "cell-large"))
    target.value = cell
    target.data_type = "s"
    target.quotePrefix = cell.startswith(FORMULA_STARTS)


def _dress(sheet: Any, written: WrittenSheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]
    from openpyxl.utils import get_column_letter

    for place, column in enumerate(written.columns, start=1):
        head = sheet.cell(1, place)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor=_FILL)
        head.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"
    if written.filtered and written.columns:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(written.columns))}{len(written.rows) + 1}"


def _guide(sheet: Any, column: WrittenColumn, where: str) -> None:
    """What can be picked in the cells of a column, and what is said when one of them is chosen."""
    from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]

    if not column.note and not column.choices and not column.choices_at:
        return
    listed = ",".join(column.choices)
    if len(listed) > MAX_CHOICES or any("," in choice or '"' in choice for choice in column.choices):
        raise ValueError(say("the choices of `{column}` cannot be a list to pick from", column=column.head))
    chosen = column.choices_at or (f'"{listed}"' if column.choices else "")
    guide = DataValidation(type="list", formula1=chosen) if chosen else DataValidation()
    guide.allow_blank = True
    guide.showErrorMessage = bool(chosen) and column.strict
    guide.showInputMessage = bool(column.note)
    guide.promptTitle, guide.prompt = column.head[:32], column.note[:255]
    guide.add(where)
    sheet.add_data_validation(guide)
