"""Grids of cells back into a rulebook; every part remembers the cell it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.errors import InputError, Problem
from engine.files import Cell, CellSource, Grid, Unreadable, text_of
from engine.model.faults import Place
from engine.model.rulebook import Rulebook, Value
from engine.rules.exchange.book_grids import (
    BOOK_KEYS,
    DECLARED,
    GRIDS,
    REASONS,
    TITLES,
    UNDETERMINED,
    WRITTEN,
    Sheets,
    columns_of,
)
from engine.rules.exchange.listed_meanings import leave_out_filled
from engine.rules.exchange.sheet_words import GUIDES, in_our_words
from engine.rules.exchange.written_values import read_list, read_names, read_value_text
from engine.rules.language.checked_book import Feeding, book_from
from engine.wording import Message, nearest, say

CellsByColumn = dict[str, tuple[Cell, str]]
"""One row: what stands under each column, and where. Empty cells are left out."""


def book_of(sheets: Sheets, name: str, feeding: Feeding | None = None) -> tuple[Rulebook, tuple[str, ...]]:
    """The book in these grids, checked completely, and its notes.

    name: what messages call the whole. feeding: finds the books that feed it.
    Raises InputError with everything that is wrong, cell by cell.
    """
    grids: dict[str, Grid] = {}
    twice = []
    for grid in map(in_our_words, sheets.grids):
        if grid.name in grids:
            what = say("the part `{part}` stands here twice", part=grid.name)
            twice.append(Problem(grid.sheet or grid.where(0, 0), what, say("keep one"), "book-part-twice"))
        if grid.name not in GUIDES:
            grids[grid.name] = grid
    if twice:
        raise InputError(*twice)
    source = _Source(grids, name)
    if source.problems:
        raise InputError(*source.problems)
    return book_from(source, feeding), source.notes


class _Source(CellSource):
    """The plain data of a book as its YAML file would give them."""

    def __init__(self, grids: Mapping[str, Grid], name: str) -> None:
        super().__init__(name)
        self._grids = grids
        self.problems: list[Problem] = []
        self.notes: tuple[str, ...] = ()
        for wanted in ("book", "facts", "outputs", "otherwise"):
            if wanted not in grids:
                what = say("there is no part `{part}`", part=wanted)
                self._wrong("book-part", name, what, nearest(wanted, grids))
        if ("rules" in grids) == ("table" in grids):
            what = say("there is no part `rules` or `table`, or there are both")
            self._wrong("book-part", name, what, say("keep one of them"))
        for part in (part for part in grids if part not in GRIDS):
            what = say("there is a part `{part}` that belongs to no rulebook", part=part)
            self._wrong("book-part", name, what, nearest(part, GRIDS))
        if not self.problems:
            self._read()

    def _wrong(self, code: str, where: str, what: Message, hint: str = "") -> None:
        self.problems.append(Problem(where, what, hint, code))

    def _read(self) -> None:
        data = self.data = self._book()
        data["facts"], data["outputs"] = self._declared("facts"), self._declared("outputs")
        outputs = list(data["outputs"])
        if "table" in self._grids:
            data["table"] = self._table()
        else:
            data["rules"] = self._rules(outputs)
        said = list(self._records("otherwise", [*TITLES, *columns_of(outputs, "then"), *REASONS, *UNDETERMINED]))
        rows = [record for record in said if not all(column in UNDETERMINED for column in record)]
        if len(rows) != 1 or rows[0] is not said[0]:
            what = say("`otherwise` must have one row and has {rows}", rows=len(rows))
            self._wrong("book-otherwise", self.name, what)
        for record in rows[:1]:
            reasons = self._open_reasons(said)
            data["otherwise"] = self._part(
                {column: cell for column, cell in record.items() if not reasons or column not in UNDETERMINED},
                ("otherwise",),
                "then",
            )
            if reasons:
                data["otherwise"]["undetermined"] = reasons
        if "cases" in self._grids:
            data["cases"] = self._cases(self._facts_of_cases(data["facts"]), outputs)

    def _facts_of_cases(self, declared: Mapping[str, Mapping[str, Any]]) -> list[str]:
        """The facts that cases may tell: those of the book and, where others feed it, whatever theirs are called."""
        grid = self._grids["cases"]
        head = map(str, grid.rows[0]) if grid.rows and any("from" in each for each in declared.values()) else ()
        return list(dict.fromkeys([*declared, *(name[6:] for name in head if name.startswith("facts."))]))

    def _open_reasons(self, said: Sequence[CellsByColumn]) -> list[dict[str, Any]]:
        """Reasons while it cannot be told, one a row; none where there is a single one that goes by no facts."""
        if len(said) == 1 and UNDETERMINED[0] not in said[0]:
            return []
        found: list[dict[str, Any]] = []
        for record in said:
            path: Place = ("otherwise", "undetermined", len(found))
            cells = {column: record[column] for column in UNDETERMINED if column in record}
            if not cells:
                continue
            self.places[path] = self._row_place(cells)
            because = {column[-2:]: _text(cells[column][0]) for column in UNDETERMINED[1:] if column in cells}
            reason: dict[str, Any] = {"because": because}
            if UNDETERMINED[0] in cells:
                cell, at = cells[UNDETERMINED[0]]
                reason["unknown"] = read_names(_text(cell))
                self.places |= {(*path, "unknown", place): at for place in range(len(reason["unknown"]))}
            found.append(reason)
        return found

    def _book(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        notes: list[str] = []
        for record in self._records("book", ["key", "value"]):
            key, at = record.get("key", ("", self.name))
            value = _text(record["value"][0]) if "value" in record else None
            if key not in BOOK_KEYS:
                what = say("`{key}` is not a key of a book", key=str(key))
                self._wrong("key-unknown", at, what, nearest(str(key), BOOK_KEYS))
            elif key == "note":
                notes.append(value or "")
            elif value is not None:
                self._put(found, str(key).split("."), value, record["value"][1])
        self.notes = tuple(notes)
        return found

    def _put(self, into: dict[str, Any], path: Sequence[str], value: object, at: str, base: Place = ()) -> None:
        """Set `into[a][b]` for a path (a, b), and remember where the value stands."""
        for step in path[:-1]:
            into = into.setdefault(step, {})
        if path[-1] in into:
            what = say("`{key}` is given twice", key=".".join(path))
            self._wrong("key-twice", at, what, say("keep one of them"))
        into[path[-1]] = value
        for length in range(1, len(path) + 1):
            self.places.setdefault((*base, *path[:length]), at)

    def _part(self, record: CellsByColumn, path: Place, *needed: str) -> dict[str, Any]:
        """A row as plain data, `then.tier` under `then`. needed: parts that are there even when they are empty."""
        self.places[path] = self._row_place(record)
        part: dict[str, Any] = {}
        for column, (cell, at) in record.items():
            self._put(part, column.split(".", 1), self._read_cell(column, cell, at), at, path)
        return {**{name: {} for name in needed}, **part}

    def _read_cell(self, column: str, cell: Cell, at: str) -> Any:
        kind, _, name = column.partition(".")
        listed = isinstance(cell, str) and cell.startswith("[") and kind in ("expect", "rule")
        if listed:
            return self._list(str(cell), at)
        if kind in WRITTEN or column in ("low", "high", "priority"):
            return read_value_text(cell) if isinstance(cell, str) else cell
        if kind == "when" and name:
            return cell
        text = _text(cell)
        if column == "unknown":
            return {"as": read_value_text(text[3:].strip())} if text.startswith("as ") else text
        return read_names(text) if column == "values" else text

    def _list(self, text: str, at: str) -> list[Value | None]:
        values = read_list(text)
        if values is None:
            self._wrong("list-open", at, say("the list is never closed"), say("write `{line}`", line=f"{text}]"))
        return values or []

    def _declared(self, kind: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for record in self._records(kind, [*DECLARED, *(["formula", "unknown", "from"] if kind == "facts" else [])]):
            name, at = record.pop("name", (None, self._row_place(record)))
            if name is None or str(name) in found:
                what = say("the row has no name") if name is None else say("`{name}` is declared twice", name=str(name))
                self._wrong("name-twice" if name else "name-missing", at, what, say("give every row a name of its own"))
                continue
            path: Place = (kind, str(name))
            leave_out_filled(str(name), record)
            part = found[str(name)] = self._part(record, path)
            self.places[path] = at
            if "low" in part or "high" in part:
                ends = [part.pop(end, None) for end in ("low", "high")]
                if None in ends:
                    what = say("`{name}` has one end of a range only", name=str(name))
                    self._wrong("range-half", at, what, say("give `low` and `high`"))
                part["range"] = ends
                self.places[(*path, "range")] = record.get("low", record.get("high", (0, at)))[1]
        return found

    def _rules(self, outputs: Sequence[str]) -> list[dict[str, Any]]:
        columns = ["id", *TITLES, "when", *columns_of(outputs, "then"), *REASONS, "priority"]
        records = enumerate(self._records("rules", columns))
        return [self._part(record, ("rules", index), "then") for index, record in records]

    def _table(self) -> dict[str, Any]:
        grid = self._grids["table"]
        head = [str(cell) for cell in grid.rows[0]] if grid.rows else []
        columns = {kind: [name for name in head if name.startswith(f"{kind}.")] for kind in ("when", "then")}
        for kind, names in columns.items():
            self.places[("table", kind)] = grid.where(0, 0)
            for index, column in enumerate(names):
                self.places[("table", kind, index)] = grid.where(0, head.index(column))
        rows: list[dict[str, Any]] = []
        known = ["id", *TITLES, *columns["when"], *columns["then"], *REASONS, "priority"]
        for index, record in enumerate(self._records("table", known)):
            path: Place = ("table", "rows", index)
            part = self._part(record, path, "when", "then")
            for kind, nothing in (("when", None), ("then", "")):
                names = [column.partition(".")[2] for column in columns[kind]]
                for place, name in enumerate(names):
                    if name in part[kind]:
                        self.places[(*path, kind, place)] = self.places[(*path, kind, name)]
                part[kind] = [part[kind].get(name, nothing) for name in names]
            rows.append(part)
        return {**{kind: [name[5:] for name in names] for kind, names in columns.items()}, "rows": rows}

    def _cases(self, facts: Sequence[str], outputs: Sequence[str]) -> list[dict[str, Any]]:
        columns = ["name", *columns_of(facts, "facts"), "rule", *columns_of(outputs, "expect")]
        records = enumerate(self._records("cases", columns))
        return [self._part(record, ("cases", index), "facts", "expect") for index, record in records]

    def _records(self, kind: str, columns: Sequence[str]) -> Iterator[CellsByColumn]:
        """The rows under the head of a grid; empty rows are left out, unknown columns are problems."""
        grid = self._grids[kind]
        head = self._head(grid, kind, columns)
        nameless: set[int] = set()
        for number, row in enumerate(grid.rows[1:] if head else (), start=1):
            record: CellsByColumn = {}
            for column, cell in enumerate(row):
                at = grid.where(number, column)
                if cell is None or cell == "":
                    continue
                if (
                    isinstance(cell, Unreadable)
                    and cell.day
                    and column < len(head)
                    and head[column].startswith("facts.")
                ):
                    record[head[column]] = (cell.day, at)
                elif isinstance(cell, Unreadable):
                    self._wrong("cell-odd", at, cell.what, cell.hint)
                elif column < len(head) and head[column]:
                    record[head[column]] = (cell, at)
                elif column not in nameless:
                    self._wrong("cell-nameless", at, say("a cell stands under no column name"), say("name its column"))
                    nameless.add(column)
            if record:
                yield record

    def _head(self, grid: Grid, kind: str, columns: Sequence[str]) -> list[str]:
        """The names of the columns; none where nothing is the head that it should be."""
        if not grid.rows:
            hint = say("its head is {columns} …", columns=list(columns[:6]))
            self._wrong("book-part-empty", self.name, say("`{part}` is empty", part=kind), hint)
            return []
        head = [_text(cell).strip() for cell in grid.rows[0]]
        self.places.setdefault((kind,), grid.where(0, 0))
        for column, name in enumerate(head):
            if name and name not in columns:
                what = say("no column is called `{name}`", name=name)
                self._wrong("column-unknown", grid.where(0, column), what, nearest(name, columns))
            elif name and head.index(name) < column:
                what = say("two columns are called `{name}`", name=name)
                self._wrong("column-twice", grid.where(0, column), what, say("keep one of them"))
        return head if set(head) & set(columns) else []

    def _row_place(self, record: CellsByColumn) -> str:
        return next(iter(record.values()))[1] if record else self.name


def _text(cell: Cell) -> str:
    """A cell of a text column; what a spreadsheet took for a number is written out again."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return repr(cell) if isinstance(cell, int | float) else text_of(cell)
