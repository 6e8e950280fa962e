"""A rulebook as one CSV file: the grids one under the other, each after a line with its name in brackets.

Written in UTF-8 with a byte-order mark, so that Excel shows Chinese; read in any encoding, parted by comma, semicolon
or tab. Text that a spreadsheet would take for a formula gets an apostrophe in front, which reading takes away.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from engine.files import FORMULA_STARTS, Cell, Findings, Grid, decoded, text_rows
from engine.rules.exchange.book_grids import GRIDS, MAX_COLUMNS, MAX_ROWS, Sheets, known_words
from engine.wording import say

_FORMULA = (*FORMULA_STARTS, *"\t\r'")
_HARMLESS = re.compile(r"-?\d+(\.\d*)?([eE][-+]?\d+)?$|-$")
_APOSTROPHE = re.compile(r"'[=+\-@＝＋－＠\t\r']")
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


def read_csv(data: bytes, name: str, encoding: str | None = None) -> Sheets:
    """The grids in a CSV file. Raises InputError for anything that is no such file."""
    text = decoded(data, name, lambda text: sum(map(known_words, map(_split, text.split("\n")[:20]))), encoding)
    table = text_rows(text.text, name, known_words, MAX_ALL_ROWS)
    found: dict[str, tuple[list[list[Cell]], list[int]]] = {}
    rows: list[list[Cell]] | None = None
    lines: list[int] = []
    findings = Findings()
    for cells, line in zip(table.rows, table.lines, strict=True):
        where = f"{name}:{line}"
        section = _SECTION.match(cells[0].strip()) if not any(cells[1:]) else None
        if section and section["name"] in found:
            what = say("the part `{part}` stands here twice", part=section["name"])
            findings.wrong("book-part-twice", where, what, say("keep one"))
        if section:
            rows, lines = found.setdefault(section["name"], ([], []))
        elif rows is not None:
            rows.append([_plain(cell) for cell in cells])
            lines.append(line)
        else:
            hint = say("the parts are {parts}", parts=[f"[{grid}]" for grid in GRIDS])
            findings.wrong("book-part", where, say("a part must begin with its name, as in `[book]`"), hint)
            break
        if len(cells) > MAX_COLUMNS:
            what = say("more than {most} columns", most=MAX_COLUMNS)
            findings.wrong("table-large", where, what, say("split the book"))
    findings.raise_if_any()
    said = [say("{file}: read as {encoding}", file=name, encoding=text.encoding)] if text.guessed else []
    return Sheets(tuple(_grid(part, kept, at, name) for part, (kept, at) in found.items()), tuple(said))


def _split(line: str) -> list[str]:
    return re.split("[,;\t]", line)


def _grid(part: str, rows: list[list[Cell]], lines: list[int], name: str) -> Grid:
    return Grid(part, rows, lambda row, column: f"{name}:{lines[row]}")


def _guarded(cell: Cell) -> object:
    if isinstance(cell, str) and cell.startswith(_FORMULA) and not _HARMLESS.match(cell):
        return f"'{cell}"
    return cell


def _plain(cell: str) -> str:
    return cell[1:] if _APOSTROPHE.match(cell) else cell
