"""Rows of cells under a name, whatever file they come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.wording import Message, say


@dataclass(frozen=True)
class Unreadable:
    """A cell that holds neither text nor a number. what: what it holds. hint: the line to write.

    day: the date in it, as in 2026-01-31, for who can use it; empty where there is none, or a time within a day.
    """

    what: Message
    hint: Message
    day: str = ""


Cell = str | int | float | bool | Unreadable | None


@dataclass(frozen=True)
class Grid:
    """Rows of cells, and what to call a cell in messages (row and column count from 0).

    delimiter: what parts the cells of a text file; empty for a workbook.
    said:      what there is to say about reading it. across: merged ranges over several columns, as in B2:C4, by the
               last row that they reach, counted from 0. sheet: what to call the whole sheet; empty for a text file.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    where: Callable[[int, int], str] = lambda row, column: ""
    delimiter: str = ""
    said: tuple[Message, ...] = ()
    across: tuple[tuple[int, str], ...] = ()
    sheet: str = ""

    def row_where(self, row: int) -> str:
        """What to call a row: of a text file, its line."""
        return say("{place}, row {row}", place=self.sheet, row=row + 1) if self.sheet else self.where(row, 0)


def is_blank(cell: Cell) -> bool:
    """Does the cell hold nothing but spaces?"""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text_of(cell: Cell) -> str:
    """A cell as text."""
    if cell is None or isinstance(cell, Unreadable):
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15 else str(cell)
