"""Records on disk: Parquet, written block by block so that memory stays flat, and read back as rows.

Columns of codes are written as words (Arrow dictionaries), and every column says what it means; the words of all codes
stand with their column, so that reading back needs nothing else. Files with bare codes are read as well.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from engine.results.column_words import WORDS, ColumnWords, Worded, field, meanings, unit, worded
from engine.results.columns import Rows

ROWS_PER_GROUP = 8_192
"""A row group is closed at the end of the block in which it reaches this many rows."""


class RecordFile:
    """Appends rows of one layout to a Parquet file. The same blocks give the same bytes with the same pyarrow.

    words:    of the columns of codes (see `column_words.words_of`). currency: of the columns of money.
    """

    def __init__(
        self, path: Path, layout: np.dtype[Any], words: ColumnWords = WORDS, currency: str = "currency"
    ) -> None:
        self._waiting: list[Rows] = []
        self._rows_waiting = 0
        names, about = layout.names or (), meanings(layout)
        self._words = {name: Worded(words[name]) for name in names if name in words}
        self._schema = pa.schema(
            [
                field(name, pa.from_numpy_dtype(layout[name]), words, about.get(name, ""), unit(name, currency))
                for name in names
            ]
        )
        self._file = path.open("wb")
        self._writer = pq.ParquetWriter(self._file, self._schema, compression="zstd", version="2.6")

    def add(self, rows: Rows) -> None:
        """One block of rows, in order."""
        self._waiting.append(rows)
        self._rows_waiting += len(rows)
        if self._rows_waiting >= ROWS_PER_GROUP:
            self._write()

    def close(self) -> None:
        """Write what waits, and the file's end."""
        if self._rows_waiting:
            self._write()
        self._writer.close()
        self._file.close()

    def abandon(self) -> None:
        """Let go of the file without caring for what is in it."""
        self._writer.is_open = False  # else it would write the file's end when it is collected
        with suppress(OSError):
            self._file.close()

    def _write(self) -> None:
        rows = np.concatenate(self._waiting)
        columns = [
            self._words[name].array(rows, name) if name in self._words else pa.array(np.ascontiguousarray(rows[name]))
            for name in self._schema.names
        ]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema), row_group_size=len(rows))
        self._waiting.clear()
        self._rows_waiting = 0


def read_rows(path: Path, layout: np.dtype[Any]) -> Rows:
    """All rows of a Parquet file written by `RecordFile`, with the layout they were written in."""
    table = pq.read_table(path)
    rows = np.empty(table.num_rows, dtype=layout)
    for name in layout.names or ():  # the account stands before what depends on it
        column, words = table.column(name), worded(table.schema.field(name))
        rows[name] = column.to_numpy() if words is None else words.codes(column, rows)
    return rows


class RowsDigest:
    """SHA-256 of rows as they come; only their order counts, not how they were cut into blocks."""

    def __init__(self) -> None:
        self.rows = 0
        self._digest = hashlib.sha256()

    def add(self, rows: Rows) -> None:
        self.rows += len(rows)
        self._digest.update(np.ascontiguousarray(rows).tobytes())

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()
