"""A table of any file: a header of known words and the rows below it, each cell with its place.

CSV and other parted text of any encoding, and XLSX. The header is found by its words, so that a title or a remark
above it does no harm. What a column means is said in its own words; two that mean the same are refused, one that is
unknown is left aside and said, or asked about where its name holds the name of a column that is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engine.errors import InputError, OpenQuestion, Problem, Question, answer_to
from engine.files.csv_grid import DELIMITERS, text_rows
from engine.files.encodings import decoded
from engine.files.findings import Findings, shown
from engine.files.grid import Cell, Grid, Unreadable, is_blank, text_of
from engine.files.headers import HEADER_ROWS, Vocabulary, fold_header, header_row, judge_unknown, named_cells, unit_of
from engine.files.number_columns import Wanted, read_numbers, table_styles
from engine.files.numerals import Style
from engine.files.opening import bytes_of
from engine.files.workbook import Sheet, read_workbook
from engine.wording import Message, say

TABLE_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")


@dataclass(frozen=True)
class Row:
    """One row: where it stands, its cells by column, and the place of each column's cell."""

    where: str
    cells: dict[str, Cell]
    places: dict[str, str]

    def get(self, column: str) -> str:
        """The cell as text, without spaces around it; empty when there is none. A whole number has no `.0`."""
        return text_of(self.cells.get(column)).strip()

    def raw(self, column: str) -> str:
        """The cell as text, with every space."""
        return text_of(self.cells.get(column))

    def at(self, column: str) -> str:
        """What to call the cell of this column."""
        return self.places.get(column, self.where)


@dataclass(frozen=True)
class Table:
    """A header and its rows.

    where:   place of the header. columns: our names, in order. headers: what the file calls them.
    units:   what stands in brackets behind a header, by column. aside: headers that mean nothing here.
    """

    where: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    headers: Mapping[str, str]
    units: Mapping[str, str]
    aside: tuple[str, ...]
    styles: frozenset[Style]

    def numbers(self, wanted: Wanted, findings: Findings, column: str | None = None) -> list[float | None]:
        """The numbers of a column by row; None where it is blank, unknown or wrong, which is noted."""
        name = column or wanted.name
        cells = [row.cells.get(name) for row in self.rows]
        told = replace(wanted, name=self.headers.get(name, wanted.name), unit=wanted.unit or self.units.get(name, ""))
        return read_numbers(cells, [row.at(name) for row in self.rows], told, findings, self.styles)


def read_table(path: str | Path, words: Vocabulary, findings: Findings, encoding: str | None = None) -> Table:
    """The table in a CSV file or workbook.

    encoding: of a CSV file, as the user says; by evidence when absent. Raises InputError, or OpenQuestion, for what
    ends reading; what is wrong with the header or single rows goes into `findings`.
    """
    data, label = bytes_of(path, endings=TABLE_ENDINGS), str(path)
    if data[:4] == b"PK\x03\x04":
        grid = _chosen(read_workbook(data, label), label, words, findings)
    elif data[:4] == b"\xd0\xcf\x11\xe0":
        what = say("this is an old .xls workbook")
        raise InputError(Problem(label, what, say("save it as .xlsx or CSV"), "workbook-old"))
    else:
        grid = _text_grid(data, label, words, findings, encoding)
    for sentence in grid.said:
        findings.say(sentence)
    return _table(grid, label, words, findings)


def _text_grid(data: bytes, label: str, words: Vocabulary, findings: Findings, encoding: str | None) -> Grid:
    def known(text: str) -> int:
        head = text.split("\n")[:HEADER_ROWS]
        cells = ([cell.strip().strip('"') for cell in line.split(sign)] for line in head for sign in DELIMITERS)
        return max(map(words.count, cells), default=0)

    text = decoded(data, label, known, encoding)
    if text.guessed:
        findings.say(say("{file}: read as {encoding}", file=label, encoding=text.encoding))
    found = text_rows(text.text, label, words.count)
    return Grid(label, found.rows, lambda row, column: f"{label}:{found.lines[row]}", found.delimiter, found.said)


def _chosen(sheets: Sequence[Sheet], label: str, words: Vocabulary, findings: Findings) -> Grid:
    """The sheet to read: the visible one whose header holds most known words."""
    seen = [sheet for sheet in sheets if any(not is_blank(cell) for row in sheet.grid.rows for cell in row)]
    worth = {s.grid.name: max((words.count(row) for row in s.grid.rows[:HEADER_ROWS]), default=0) for s in seen}
    best = max(worth.values(), default=0)
    fitting = [sheet for sheet in seen if worth[sheet.grid.name] == best]
    visible = [sheet for sheet in fitting if not sheet.hidden]
    if not fitting:
        raise InputError(Problem(label, say("the file is empty"), code="file-empty"))
    if len(visible) != 1:
        what = say("which sheet is meant?")
        names = [say("sheet {sheet}", sheet=sheet.grid.name) for sheet in fitting]
        settle = say("delete the other sheets, or show the one that is meant and hide no sheet that is")
        question = Question(label, what, settle, "sheet-open", tuple(names))
        meant = answer_to(question)
        if meant is None:
            raise OpenQuestion(question)
        visible = [fitting[meant]]
    (sheet,) = visible
    aside = [other.grid.name for other in seen if other is not sheet]
    if aside:
        findings.say(
            say("{file}: read from sheet {sheet}; left aside: {aside}", file=label, sheet=sheet.grid.name, aside=aside)
        )
    if sheet.filled:
        findings.say(
            say("{file}: merged cells {cells}: every row has their value", file=label, cells=list(sheet.filled))
        )
    return sheet.grid


def _table(grid: Grid, label: str, words: Vocabulary, findings: Findings) -> Table:
    head = header_row(grid, words, label)
    where = grid.sheet or grid.where(head, 0)
    for last, cells in grid.across:
        if last >= head:  # a title above the header may stand in merged cells
            what = say("the merged cells stand in several columns")
            findings.wrong(
                "cells-merged", say("{place}, cells {cells}", place=where, cells=cells), what, say("unmerge them")
            )
    if head:
        above = [
            shown(text_of(next(c for c in row if not is_blank(c))))
            for row in grid.rows[:head]
            if any(map(text_of, row))
        ]
        if above:
            findings.say(
                say("{place}: the header; left aside above it: {above}", place=grid.where(head, 0), above=above)
            )
    body = [number for number in range(head + 1, len(grid.rows)) if any(not is_blank(c) for c in grid.rows[number])]
    headers = named_cells(grid, head, body, findings)
    columns: dict[str, int] = {}
    aside: list[tuple[str, int]] = []
    for place, header in headers.items():
        name = words.meant(header)
        if name is None:
            aside.append((header, place))
        elif name in columns:
            first = headers[columns[name]]
            what = say("two columns mean `{name}`: {first} and {second}", name=name, first=first, second=header)
            findings.wrong("column-twice", grid.where(head, place), what, say("keep one of them"))
        else:
            columns[name] = place
    judge_unknown(aside, grid, head, columns, words, findings)
    rows = [_row(grid, number, headers, columns, words.days, findings) for number in body]
    styles = table_styles([[row.cells.get(name) for row in rows] for name in columns], grid.delimiter)
    units = {name: unit_of(headers[place]) for name, place in columns.items() if unit_of(headers[place])}
    said = {name: headers[place] for name, place in columns.items()}
    return Table(where, tuple(columns), tuple(rows), said, units, tuple(header for header, _ in aside), styles)


def _row(
    grid: Grid,
    number: int,
    headers: Mapping[int, str],
    columns: Mapping[str, int],
    days: frozenset[str],
    findings: Findings,
) -> Row:
    cells = grid.rows[number]
    where = grid.row_where(number)
    last = max(headers, default=0)
    beyond = [cell for cell in cells[last + 1 :] if not is_blank(cell)]
    if grid.delimiter and (beyond or len(cells) <= last):
        what = say("{cells} cells under {columns} columns", cells=len(cells), columns=last + 1)
        sign = {",": say("commas"), ";": say("semicolons"), "\t": say("tabs")}.get(grid.delimiter, grid.delimiter)
        hint = say('cells are parted by {sign}; put a cell that holds one in "quotation marks"', sign=sign)
        findings.wrong("row-length", where, what, hint)
    elif beyond:
        findings.wrong("row-length", where, say("a cell stands under no column name"), say("name its column"))
    held: dict[str, Cell] = {name: cells[place] for name, place in columns.items() if place < len(cells)}
    places = {name: grid.where(number, place) for name, place in columns.items()}
    for name, cell in held.items():
        if isinstance(cell, Unreadable) and cell.day and name in days:
            held[name] = cell.day
        elif isinstance(cell, Unreadable):
            findings.wrong("cell-odd", places[name], say("{column}: {what}", column=name, what=cell.what), cell.hint)
            held[name] = None
    return Row(where, held, places)


def columns_said(label: str, table: Table) -> list[Message]:
    """Which columns of a file were used, under which of its headers, and which were left aside."""
    used = [name if fold_header(name) == fold_header(h) else f"{h} = {name}" for name, h in table.headers.items()]
    said = [say("{file}: columns used: {used}", file=label, used=used)]
    if table.aside:
        said.append(say("{file}: left aside: {aside}", file=label, aside=list(table.aside)))
    return said
