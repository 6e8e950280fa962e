"""Which rule decided when, on disk: one Parquet table with names instead of numbers, for any tool that reads tables.

strategy, book, rule    names; no rule where none fired and the book's `otherwise` held
replication, deal       as in the outcomes; `kam trace` takes both
day, since_opening      days of the run, and since the project opened: negative before, empty where none opened
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from engine.results.columns import Rows
from engine.results.records import FIRING

FIRINGS = "firings.parquet"
Names = Sequence[tuple[str, tuple[str | None, ...]]]
"""For each place of a book in FIRING rows its purpose and its rules by their place, the last (−1) being None."""


def write_firings(path: Path, firings: Mapping[str, Rows], names: Names) -> None:
    """Write FIRING rows by strategy. The same rows give the same bytes with the same pyarrow."""
    parts = [_table(place, list(firings), rows, names) for place, rows in enumerate(firings.values())]
    table = pa.concat_tables(parts).combine_chunks()
    pq.write_table(table, path, compression="zstd", version="2.6", row_group_size=max(1, table.num_rows))


def read_firings(path: Path) -> dict[str, list[Any]]:
    """The table's columns by name, as plain values; None where there is nothing."""
    columns: dict[str, list[Any]] = pq.read_table(path).to_pydict()
    return columns


def firing_rows(columns: Mapping[str, Sequence[Any]], strategy: str, names: Names) -> Rows:
    """The FIRING rows of one strategy, as they were given to `write_firings`."""
    books = {book: place for place, (book, _) in enumerate(names)}
    rules = {(book, rule): place for book, known in names for place, rule in enumerate(known)}
    mine = [at for at, name in enumerate(columns["strategy"]) if name == strategy]
    rows = np.zeros(len(mine), FIRING)
    for name in ("replication", "deal", "day"):
        rows[name] = [columns[name][at] for at in mine]
    rows["book"] = [books[columns["book"][at]] for at in mine]
    fired = [(columns["book"][at], columns["rule"][at]) for at in mine]
    rows["rule"] = [-1 if rule is None else rules[book, rule] for book, rule in fired]
    since = [columns["since_opening"][at] for at in mine]
    rows["since_opening"] = [np.nan if days is None else days for days in since]
    return rows


def _table(strategy: int, strategies: Sequence[str], rows: Rows, names: Names) -> Any:
    ids = [rule for _, rules in names for rule in rules[:-1]]
    first = np.cumsum([0, *(len(rules) - 1 for _, rules in names)])
    fired, since = rows["rule"] >= 0, rows["since_opening"]
    rule = np.where(fired, first[rows["book"]] + rows["rule"], 0).astype(np.int32)
    return pa.table(
        {
            "strategy": _named(np.full(len(rows), strategy, np.int32), strategies),
            "replication": pa.array(np.ascontiguousarray(rows["replication"])),
            "deal": pa.array(np.ascontiguousarray(rows["deal"])),
            "day": pa.array(np.ascontiguousarray(rows["day"])),
            "since_opening": pa.array(np.ascontiguousarray(since), mask=np.isnan(since)),
            "book": _named(np.ascontiguousarray(rows["book"]), [book for book, _ in names]),
            "rule": _named(rule, ids, ~fired),
        }
    )


def _named(places: Any, names: Sequence[str | None], missing: Any = None) -> Any:
    """A column of names, each kept once."""
    return pa.DictionaryArray.from_arrays(pa.array(places, mask=missing), pa.array(names, pa.string()))
