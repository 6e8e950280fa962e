"""A rulebook as a few grids of cells, the common ground of workbooks and CSV files.

| grid      | rows                                                                                             |
|-----------|--------------------------------------------------------------------------------------------------|
| book      | `id`, `title.en`, `title.zh`, `hit` and so on, each with its value; `note`: a comment line       |
| facts     | one fact a row: type, unit, range, values, meaning, its formula, what unknown means              |
| outputs   | one output a row                                                                                 |
| rules     | one rule a row: `when` is a sentence, `then.NAME` an output                                      |
| table     | in its place for a decision table: `when.NAME` a cell on a fact                                  |
| otherwise | one row; below it, one more for each further reason while it cannot be told                     |
| cases     | one case a row: `facts.NAME`, the rule, `expect.NAME`; an empty cell says nothing                |
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from engine.files import Cell, Grid
from engine.model.rulebook import Rulebook, Value
from engine.rules.exchange.listed_meanings import filled_meaning
from engine.rules.exchange.plain_book import plain_data
from engine.rules.exchange.sheet_words import is_head
from engine.rules.exchange.written_values import write_list, write_names, write_value
from engine.rules.language.feeding import askable
from engine.wording import Message

GRIDS = ("book", "facts", "outputs", "rules", "table", "otherwise", "cases")
BOOK_KEYS = ("id", "title.en", "title.zh", "purpose.en", "purpose.zh", "hit", "aggregate", "note")
DECLARED = ("name", "type", "unit", "low", "high", "values", "meaning.en", "meaning.zh")
MAX_ROWS, MAX_COLUMNS = 5_100, 500
_Thing = TypeVar("_Thing")
_HEADS = frozenset(
    {"id", "when", "priority", "key", "value", "unknown", "formula", "from", "rule", *DECLARED, *BOOK_KEYS}
)
WRITTEN = ("then", "facts", "expect")
"""Parts whose values are written so that they read back as the same: `"5"` as text, `5` as a number."""
TITLES = ("title.en", "title.zh")
REASONS = ("because.en", "because.zh", "source", "assumption")
UNDETERMINED = ("undetermined.unknown", "undetermined.en", "undetermined.zh")


@dataclass(frozen=True)
class Sheets:
    """The grids of a file, and what there is to say about reading it."""

    grids: tuple[Grid, ...]
    said: tuple[Message, ...] = ()


def known_words(cells: Sequence[object]) -> int:
    """How many of these cells are words that stand in the heads of grids."""
    plain = [cell.strip().strip('"') for cell in cells if isinstance(cell, str)]
    return sum(
        cell in _HEADS or is_head(cell) or cell.startswith(("when.", "then.", "facts.", "expect.")) for cell in plain
    )


def grids_of(book: Rulebook, notes: Sequence[str] = ()) -> tuple[Grid, ...]:
    """The book in grids. `notes`: comment lines that stood in front of it."""
    data = plain_data(book)
    top = _cells({key: data[key] for key in ("id", "title", "purpose", "hit", "aggregate") if key in data})
    then = columns_of(book.outputs, "then")
    cases = data.get("cases", [])
    grids = [
        Grid("book", [("key", "value"), *top.items(), *(("note", note or None) for note in notes)]),
        _grid(
            "facts",
            (*DECLARED, *_computed(data["facts"]), "unknown", *_sources(data["facts"])),
            _declarations(data["facts"]),
        ),
        _grid("outputs", DECLARED, _declarations(data["outputs"])),
        _rules(data["rules"], then) if book.table is None else _table(data["table"]),
        _grid(
            "otherwise", [*TITLES, *then, *REASONS, *_open_columns(data["otherwise"])], _otherwise(data["otherwise"])
        ),
    ]
    if cases:
        facts = [name for name in askable(book) if any(name in case.get("facts", ()) for case in cases)]
        expected = [name for name in book.outputs if any(name in case.get("expect", ()) for case in cases)]
        grids.append(
            _grid("cases", ["name", *columns_of(facts, "facts"), "rule", *columns_of(expected, "expect")], cases)
        )
    return tuple(grids)


def _declarations(declared: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """One row for each; where the book has no meaning, the simulation's own stands there, marked as such."""
    filled = {name: filled_meaning(name) for name, each in declared.items() if "meaning" not in each}
    return [{"name": name, "meaning": filled.get(name) or {}, **each} for name, each in declared.items()]


def _computed(facts: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return ["formula"] if any("formula" in fact for fact in facts.values()) else []


def _sources(declared: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return ["from"] if any("from" in each for each in declared.values()) else []


def _rules(rules: Sequence[Mapping[str, Any]], then: Sequence[str]) -> Grid:
    return _grid("rules", ["id", *TITLES, "when", *then, *REASONS, *_priority(rules)], rules)


def _table(table: Mapping[str, Any]) -> Grid:
    named = [
        {**row, **{kind: dict(zip(table[kind], row[kind], strict=True)) for kind in ("when", "then")}}
        for row in table["rows"]
    ]
    columns = [*columns_of(table["when"], "when"), *columns_of(table["then"], "then")]
    return _grid("table", ["id", *TITLES, *columns, *REASONS, *_priority(named)], named)


def _open_columns(otherwise: Mapping[str, Any]) -> Sequence[str]:
    """The columns of reasons while it cannot be told; that of the facts only where reasons go by them."""
    return UNDETERMINED if isinstance(otherwise.get("undetermined"), list) else UNDETERMINED[1:]


def _otherwise(otherwise: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """A row for what holds otherwise with the first reason while it cannot be told, and one for each further reason."""
    reasons = otherwise.get("undetermined")
    if not isinstance(reasons, list):
        return [otherwise]
    flat = [{"undetermined": {"unknown": write_names(one.get("unknown", ())), **one["because"]}} for one in reasons]
    first, *others = flat or [{"undetermined": {}}]
    return [{**otherwise, **first}, *others]


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


def own_language_first(grid: Grid, lang: str) -> Grid:
    """The grid with words in this language before those in the other: columns, and rows of the sheet of the book."""
    if lang != "zh":
        return grid
    if grid.name == "book":
        return replace(
            grid, rows=[grid.rows[0], *_chinese_first(grid.rows[1:], [str(row[0]) for row in grid.rows[1:]])]
        )
    head = [str(cell) for cell in grid.rows[0]]
    places = _chinese_first(range(len(head)), head)
    return replace(grid, rows=[[row[place] for place in places] for row in grid.rows])


def _chinese_first(things: Sequence[_Thing], names: Sequence[str]) -> list[_Thing]:
    """Things in order, but those named `x.zh` before those named `x.en`."""
    first = {
        name: names.index(f"{name[:-3]}.en") for name in names if name.endswith(".zh") and f"{name[:-3]}.en" in names
    }
    order = sorted(range(len(names)), key=lambda place: (first.get(names[place], place), names[place] not in first))
    return [things[place] for place in order]


def columns_of(names: Iterable[str], prefix: str) -> list[str]:
    """`when.age`, `when.met`, …"""
    return [f"{prefix}.{name}" for name in names]
