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

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.files import Cell, Grid
from engine.model.base import Text
from engine.model.quantity import Provenance
from engine.model.rulebook import Declaration, FactDeclaration, Rulebook, UnknownAs, Value
from engine.rules.exchange.written_values import tidy, write_list, write_names, write_value
from engine.wording import Message

GRIDS = ("book", "facts", "outputs", "rules", "table", "otherwise", "cases")
BOOK_KEYS = ("id", "title.en", "title.zh", "purpose.en", "purpose.zh", "hit", "aggregate", "note")
DECLARED = ("name", "type", "unit", "low", "high", "values", "meaning.en", "meaning.zh")
MAX_ROWS, MAX_COLUMNS = 5_100, 500
_HEADS = frozenset({"id", "when", "priority", "key", "value", "unknown", "rule", *DECLARED, *BOOK_KEYS})
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
    rules = _table_rows(book) if book.table is not None else _rule_rows(book)
    grids = [
        Grid("book", _book_rows(book, notes)),
        Grid("facts", [(*DECLARED, "unknown"), *(_fact_row(n, d) for n, d in book.facts.items())]),
        Grid("outputs", [DECLARED, *(_declared_row(n, d) for n, d in book.outputs.items())]),
        Grid("rules" if book.table is None else "table", rules),
        Grid("otherwise", _otherwise_rows(book)),
    ]
    return (*grids, Grid("cases", _case_rows(book))) if book.cases else tuple(grids)


def _book_rows(book: Rulebook, notes: Sequence[str]) -> list[tuple[Cell, ...]]:
    purpose = book.purpose or None
    cells: dict[str, Cell] = {
        "id": book.id,
        "title.en": book.title.en,
        "title.zh": book.title.zh,
        "purpose.en": purpose and purpose.en,
        "purpose.zh": purpose and purpose.zh,
        "hit": book.hit,
        "aggregate": book.aggregate,
    }
    said = [(key, cell) for key, cell in cells.items() if cell is not None]
    return [("key", "value"), *said, *(("note", note or None) for note in notes)]


def _declared_row(name: str, declared: Declaration) -> tuple[Cell, ...]:
    low, high = map(tidy, declared.range) if declared.range else (None, None)
    values = write_names(declared.values) or None
    return (name, declared.type, declared.unit, low, high, values, *_texts(declared.meaning))


def _fact_row(name: str, declared: FactDeclaration) -> tuple[Cell, ...]:
    unknown = declared.unknown
    said = f"as {write_value(unknown.value)}" if isinstance(unknown, UnknownAs) else unknown
    return (*_declared_row(name, declared), said)


def _texts(text: Text | None) -> tuple[Cell, Cell]:
    return (text.en, text.zh) if text is not None else (None, None)


def _rule_rows(book: Rulebook) -> list[tuple[Cell, ...]]:
    ranked = any(rule.priority is not None for rule in book.rules)
    head = ("id", "when", *(f"then.{name}" for name in book.outputs), *REASONS, *(["priority"] if ranked else []))
    rows: list[tuple[Cell, ...]] = [head]
    for rule in book.rules:
        then = [_value(rule.then[name]) for name in book.outputs]
        reasons = (*_texts(rule.because), *_grounds(rule))
        rows.append((rule.id, rule.when, *then, *reasons, *([rule.priority] if ranked else [])))
    return rows


def _table_rows(book: Rulebook) -> list[tuple[Cell, ...]]:
    table = book.table
    assert table is not None
    ranked = any(row.priority is not None for row in table.rows)
    columns = (*(f"when.{name}" for name in table.when), *(f"then.{name}" for name in table.then))
    rows: list[tuple[Cell, ...]] = [("id", *columns, *REASONS, *(["priority"] if ranked else []))]
    for row in table.rows:
        reasons = (*_texts(row.because), *_grounds(row))
        rows.append((row.id, *row.when, *map(_value, row.then), *reasons, *([row.priority] if ranked else [])))
    return rows


def _otherwise_rows(book: Rulebook) -> list[tuple[Cell, ...]]:
    said = book.otherwise
    then = [_value(said.then[name]) for name in book.outputs]
    return [
        (*(f"then.{name}" for name in book.outputs), *REASONS),
        (*then, *_texts(said.because), *_grounds(said)),
    ]


def _case_rows(book: Rulebook) -> list[tuple[Cell, ...]]:
    facts = [name for name in book.facts if any(name in case.facts for case in book.cases)]
    expected = [name for name in book.outputs if any(name in case.expect for case in book.cases)]
    head = ("name", *(f"facts.{name}" for name in facts), "rule", *(f"expect.{name}" for name in expected))
    rows: list[tuple[Cell, ...]] = [head]
    for case in book.cases:
        given = [_value(case.facts[name]) if name in case.facts else None for name in facts]
        rule = write_list(case.rule) if isinstance(case.rule, tuple) else case.rule
        wanted = [_values(case.expect[name]) if name in case.expect else None for name in expected]
        rows.append((case.name, *given, rule, *wanted))
    return rows


def _grounds(rule: Provenance) -> tuple[Cell, Cell]:
    return rule.source, rule.assumption


def _values(value: Value | tuple[Value, ...]) -> Cell:
    return write_list(value) if isinstance(value, tuple) else _value(value)


def _value(value: Value | None) -> Cell:
    """Numbers stay numbers, everything else becomes text."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else write_value(value)


def columns_of(names: Iterable[str], prefix: str) -> list[str]:
    """`when.age`, `when.met`, …"""
    return [f"{prefix}.{name}" for name in names]
