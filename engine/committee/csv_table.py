"""A CSV file as rows that remember their line, whatever program wrote it.

Encodings: UTF-8 with or without BOM, UTF-16 with BOM, else GB18030 (which contains GBK). Line ends: LF, CRLF, CR.
Delimiters: comma, semicolon, tab, taken from the first line.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from engine.errors import InputError, suggest

MAX_BYTES = 5_000_000
DELIMITERS = ",;\t"
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class Row:
    """One row: where it stands (`file:line`) and its cells by column, stripped of spaces."""

    where: str
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """The cell of this column; empty when the table has no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Table:
    """A header and at least one row. `where` is the place of the header."""

    where: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(path: Path) -> Table:
    """The table in this file; column names in lower case with `_` for spaces. Raises InputError with file and line."""
    text = _decoded(_bytes_of(path), path)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in lines.split("\n") if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(lines), delimiter=delimiter, strict=True)
    columns: tuple[str, ...] | None = None
    rows: list[Row] = []
    begins = 1
    header = f"{path}:1"
    try:
        for cells in reader:
            where, begins = f"{path}:{begins}", reader.line_num + 1
            cells = [cell.strip() for cell in cells]
            if not any(cells):
                continue
            if columns is None:
                header, columns = where, _columns(cells, where)
            elif len(cells) != len(columns):
                raise InputError.at(where, f"{len(cells)} cells under {len(columns)} columns", _cells_hint(delimiter))
            else:
                rows.append(Row(where, dict(zip(columns, cells, strict=True))))
    except csv.Error as error:
        raise InputError.at(f"{path}:{begins}", f"not readable as CSV: {error}", "check the quotation marks") from None
    if columns is None:
        raise InputError.at(str(path), "the file is empty", "a header line and one row per person or tie")
    if not rows:
        raise InputError.at(header, "there is a header but no row", "one row per person or tie")
    return Table(header, columns, tuple(rows))


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise InputError.at(str(path), "this is a directory", "name a CSV file")
        if not path.exists():
            near = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
            raise InputError.at(str(path), "no such file", suggest(path.name, near))
        if not path.is_file():
            raise InputError.at(str(path), "this is not a regular file", "name a CSV file")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError.at(
                str(path), f"the file has {size / 1e6:.1f} MB", f"at most {MAX_BYTES // 1_000_000} MB are read"
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError.at(str(path), f"cannot be read: {error.strerror or error}") from None


def _decoded(raw: bytes, path: Path) -> str:
    if raw[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise InputError.at(str(path), "this is a spreadsheet or archive, not CSV", "save the sheet as CSV (UTF-8)")
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if raw.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(character < " " and character not in "\t\n\r" for character in text):
            raise InputError.at(str(path), "this is a binary file, not CSV", "save the table as CSV (UTF-8)")
        return text.removeprefix("\ufeff")
    raise InputError.at(str(path), "the encoding is neither UTF-8 nor GB18030", "save the table as CSV (UTF-8)")


def _columns(cells: list[str], where: str) -> tuple[str, ...]:
    columns = tuple("_".join(cell.lower().split()) for cell in cells)
    for place, column in enumerate(columns):
        if not column:
            raise InputError.at(where, f"column {place + 1} has no name", "give every column a name")
        if column in columns[:place]:
            raise InputError.at(where, f"column `{column}` comes twice", "keep one of them")
    return columns


def _cells_hint(delimiter: str) -> str:
    shown = {",": "commas", ";": "semicolons", "\t": "tabs"}[delimiter]
    return f'cells are separated by {shown}; put a cell that contains one in "quotation marks"'
