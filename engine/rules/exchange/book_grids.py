"""A rulebook as a few grids of cells, the common ground of workbooks and CSV files.

| grid      | rows                                                                                             |
|-----------|--------------------------------------------------------------------------------------------------|
| book      | `id`, `title.en`, `title.zh`, `hit` and so on, each with its value; `note`: a comment line       |
| facts     | one fact a row: type, unit, range, values, what unknown means, meaning                           |
| outputs   | one output a row                                                                                 |
| rules     | one rule a row: `when` is a sentence, `then.NAME` an output                                      |
| table     | in its place for a decision table: `when.NAME` a cell on a fact                                  |
| otherwise | one row                                                                                          |
| cases     | one case a row: `facts.NAME`, the rule, `expect.NAME`; an empty cell says nothing                |
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.files import Cell, Grid
from engine.model.rulebook import Rulebook, Value
from engine.rules.exchange.plain_book import plain_data
from engine.rules.exchange.written_values import write_list, write_names, write_value
from engine.wording import Message

GRIDS = ("book", "facts", "outputs", "rules", "table", "otherwise", "cases")
BOOK_KEYS = ("id", "title.en", "title.zh", "purpose.en", "purpose.zh", "hit", "aggregate", "note")
DECLARED = ("name", "type", "unit", "low", "high", "values", "meaning.en", "meaning.zh")
MAX_ROWS, MAX_COLUMNS = 5_100, 500
_HEADS = frozenset({"id", "when", "priority", "key", "value", "unknown", "rule", *DECLARED, *BOOK_KEYS})
WRITTEN = ("then", "facts", "expect")
"""Parts whose values are written so that they read back as the same: `"5"` as text, `5` as a number."""
REASONS = ("because.en", "because.zh", "source", "assumption")


@dataclass(frozen=True)
class Sheets:
    """The grids of a file, and what there is to say about reading it."""

    grids: tuple[Grid, ...]
    said: tuple[Message, ...] = ()


def known_words(cells: Sequence[object]) -> int:
    """How many of these cells are words that stand in the heads of grids."""
    plain = [cell.strip().strip('"') for cell in cells if isinstance(cell, str)]
    return sum(cell in _HEADS or cell.startswith(("when.", "then.", "facts.", "expect.")) for cell in plain)


def grids_of(book: Rulebook, notes: Sequence[str] = ()) -> tuple[Grid, ...]:
    """The book in grids. `notes`: comment lines that stood in front of it."""
    data = plain_data(book)
    top = _cells({key: data[key] for key in ("id", "title", "purpose", "hit", "aggregate") if key in data})
    then = columns_of(book.outputs, "then")
    cases = data.get("cases", [])
    grids = [
        Grid("book", [("key", "value"), *top.items(), *(("note", note or None) for note in notes)]),
        _grid("facts", (*DECLARED, "unknown"), [{"name": name, **fact} for name, fact in data["facts"].items()]),
        _grid("outputs", DECLARED, [{"name": name, **output} for name, output in data["outputs"].items()]),
        _rules(data["rules"], then) if book.table is None else _table(data["table"]),
        _grid("otherwise", [*then, *REASONS], [data["otherwise"]]),
    ]
    if cases:
        facts = [name for name in book.facts if any(name in case.get("facts", ()) for case in cases)]
        expected = [name for name in book.outputs if any(name in case.get("expect", ()) for case in cases)]
        grids.append(
            _grid("cases", ["name", *columns_of(facts, "facts"), "rule", *columns_of(expected, "expect")], cases)
        )
    return tuple(grids)


def _rules(rules: Sequence[Mapping[str, Any]], then: Sequence[str]) -> Grid:
    return _grid("rules", ["id", "when", *then, *REASONS, *_priority(rules)], rules)


def _table(table: Mapping[str, Any]) -> Grid:
    named = [
        {**row, **{kind: dict(zip(table[kind], row[kind], strict=True)) for kind in ("when", "then")}}
        for row in table["rows"]
    ]
    columns = [*columns_of(table["when"], "when"), *columns_of(table["then"], "then")]
    return _grid("table", ["id", *columns, *REASONS, *_priority(named)], named)


def _priority(rules: Sequence[Mapping[str, Any]]) -> list[str]:
    return ["priority"] if any("priority" in rule for rule in rules) else []


def _grid(name: str, head: Sequence[str], records: Sequence[Mapping[str, Any]]) -> Grid:
    rows = [_cells(record) for record in records]
    return Grid(name, [tuple(head), *(tuple(row.get(column) for column in head) for row in rows)])


def _cells(record: Mapping[str, Any]) -> dict[str, Cell]:
    """What stands in a row: `{"then": {"tier": "A"}}` under `then.tier`."""
    found: dict[str, Cell] = {}
    for key, part in record.items():
        if key in WRITTEN:
            found |= {f"{key}.{name}": _written(value) for name, value in part.items()}
        elif key == "range":
            found["low"], found["high"] = part
        elif key == "values":
            found[key] = write_names(part)
        elif key == "unknown" and isinstance(part, dict):
            found[key] = f"as {write_value(part['as'])}"
        elif isinstance(part, dict):
            found |= {f"{key}.{inner}": str(text) for inner, text in part.items()}
        else:
            found[key] = write_list(part) if isinstance(part, tuple) else part
    return found


def _written(value: Value | tuple[Value, ...] | None) -> Cell:
    """Numbers stay numbers, everything else becomes text."""
    if isinstance(value, tuple):
        return write_list(value)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else write_value(value)


def columns_of(names: Iterable[str], prefix: str) -> list[str]:
    """`when.age`, `when.met`, …"""
    return [f"{prefix}.{name}" for name in names]
