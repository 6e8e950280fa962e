"""A rulebook as one CSV file: the grids one under the other, each after a line with its name in brackets.

Written in UTF-8 with a byte-order mark, so that Excel shows Chinese; read in UTF-8 or GBK, parted by comma, semicolon
or tab. Text that a spreadsheet would take for a formula gets an apostrophe in front, which reading takes away.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from engine.errors import InputError
from engine.rules.exchange.grids import GRIDS, MAX_COLUMNS, MAX_ROWS, Cell, Grid
from engine.rules.text_file import decoded

_FORMULA = tuple("=+-@\t\r'")
_HARMLESS = re.compile(r"-?\d+(\.\d*)?([eE][-+]?\d+)?$|-$")
_APOSTROPHE = re.compile(r"'[=+\-@\t\r']")
_SECTION = re.compile(r"\[(?P<name>\w+)\]$")
MAX_ALL_ROWS = 3 * MAX_ROWS


def csv_bytes(grids: Sequence[Grid]) -> bytes:
    """The grids as the bytes of a CSV file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for grid in grids:
        writer.writerow([f"[{grid.name}]"])
        writer.writerows([[_guarded(cell) for cell in row] for row in grid.rows])
    return out.getvalue().encode("utf-8-sig")


def read_csv(data: bytes, name: str) -> tuple[Grid, ...]:
    """The grids in a CSV file. Raises InputError for anything that is no such file."""
    text = decoded(data, name)
    found: dict[str, tuple[list[list[Cell]], list[int]]] = {}
    rows: list[list[Cell]] | None = None
    lines: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    begun = 1
    try:
        for count, cells in enumerate(reader):
            if count > MAX_ALL_ROWS or len(cells) > MAX_COLUMNS:
                what = f"more than {MAX_ALL_ROWS} rows or {MAX_COLUMNS} columns"
                raise InputError.at(f"{name}:{begun}", what, "split the book")
            section = _SECTION.match(cells[0].strip()) if cells and not any(cells[1:]) else None
            if section:
                if section["name"] in found:
                    raise InputError.at(
                        f"{name}:{begun}", f"the part `{section['name']}` stands here twice", "keep one"
                    )
                rows, lines = found.setdefault(section["name"], ([], []))
            elif rows is not None and any(cells):
                rows.append([_plain(cell) for cell in cells])
                lines.append(begun)
            elif any(cells):
                hint = f"the parts are {', '.join(f'[{grid}]' for grid in GRIDS)}"
                raise InputError.at(f"{name}:{begun}", "a part must begin with its name, as in `[book]`", hint)
            begun = reader.line_num + 1
    except csv.Error as wrong:
        raise InputError.at(f"{name}:{begun}", f"this is not CSV: {wrong}") from None
    return tuple(_grid(part, kept, at, name) for part, (kept, at) in found.items())


def _grid(part: str, rows: list[list[Cell]], lines: list[int], name: str) -> Grid:
    return Grid(part, rows, lambda row, column: f"{name}:{lines[row]}")


def _guarded(cell: Cell) -> object:
    if isinstance(cell, str) and cell.startswith(_FORMULA) and not _HARMLESS.match(cell):
        return f"'{cell}"
    return cell


def _plain(cell: str) -> str:
    return cell[1:] if _APOSTROPHE.match(cell) else cell


def _delimiter(text: str) -> str:
    """The sign that parts the cells of the first line that has any; a lone `[book]` says nothing."""
    for line in text.splitlines()[:20]:
        counts = {sign: line.count(sign) for sign in ",;\t"}
        if any(counts.values()) and line.strip(",;\t"):
            return max(counts, key=lambda sign: counts[sign])
    return ","
