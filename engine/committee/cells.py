"""Cells of a table as numbers and answers; everything wrong is collected and raised together."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from difflib import get_close_matches

from engine.committee.csv_table import Row, Table
from engine.committee.vocabulary import COLUMN_WORDS, NO, YES
from engine.errors import InputError, Problem

_MOST_PROBLEMS = 20


@dataclass
class Problems:
    """Everything wrong with the tables so far, raised together."""

    found: list[Problem] = field(default_factory=list)

    def add(self, where: str, what: str, hint: str = "") -> None:
        """Note one more problem."""
        self.found.append(Problem(where, what, hint))

    def raise_if_any(self) -> None:
        """Raises InputError with the first twenty problems, if there are any."""
        if self.found:
            raise InputError(*self.found[:_MOST_PROBLEMS])


def named(table: Table, known: tuple[str, ...], needed: tuple[str, ...], problems: Problems) -> Table:
    """The table with our column names; a missing or misspelt column is a problem."""
    columns = tuple(COLUMN_WORDS.get(column, column) for column in table.columns)
    twice = sorted({column for column in columns if columns.count(column) > 1})
    for column in twice:
        problems.add(table.where, f"two columns mean `{column}`", "keep one of them")
    for column in needed:
        if column not in columns:
            near = get_close_matches(column, [name for name in columns if name not in known], n=1, cutoff=0.6)
            hint = f"is `{near[0]}` meant for it?" if near else f"the header has: {', '.join(map(shown, columns[:12]))}"
            problems.add(table.where, f"column `{column}` is missing", hint)
    optional = [name for name in known if name not in columns and name not in needed]
    for column in columns:
        meant = get_close_matches(column, optional, n=1, cutoff=0.8)
        if column not in known and meant:
            problems.add(table.where, f"unknown column `{column}`", f"did you mean {meant[0]}?")
    rows = tuple(Row(row.where, dict(zip(columns, row.cells.values(), strict=True))) for row in table.rows)
    return Table(table.where, columns, rows)


def number(row: Row, column: str, low: float, high: float, problems: Problems) -> float | None:
    """The cell as a number within the limits; None when it is not, which is noted."""
    cell = row.get(column)
    limits = f"a number from {low:g} to {high:g}" if math.isfinite(high) else f"a number of at least {low:g}"
    try:
        value = float(cell)
    except ValueError:
        problems.add(row.where, f"{column} is `{shown(cell)}`, which is not a number", limits)
        return None
    if not math.isfinite(value) or not low <= value <= high:
        problems.add(row.where, f"{column} is {shown(cell)}", limits)
        return None
    return value


def whole(row: Row, column: str, low: int, high: int, problems: Problems) -> int | None:
    """The cell as a whole number within the limits; None when it is not, which is noted."""
    value = number(row, column, low, high, problems)
    if value is not None and value != int(value):
        problems.add(row.where, f"{column} is {value:g}", f"a whole number from {low} to {high}")
        return None
    return None if value is None else int(value)


def yes_or_no(row: Row, column: str, default: bool, problems: Problems) -> bool:
    """The cell as yes or no, in English or Chinese; the default where it is blank."""
    word = row.get(column).lower()
    if word in YES or word in NO:
        return word in YES
    if word:
        problems.add(row.where, f"{column} is `{shown(word)}`", "yes or no")
    return default


def shown(cell: str) -> str:
    """The cell as it can stand in a message."""
    return cell if len(cell) <= 40 else f"{cell[:39]}…"
