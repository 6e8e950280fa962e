"""Reads dossiers: one account in a YAML file, or many in a CSV file with one account a row.

The columns of a CSV file are fields with dots, such as `purchases.yearly_revenue`, `name.zh` or `contacts.1.level`; a
cell left empty is unknown.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from engine.errors import InputError
from engine.files import plain_value
from engine.model.dossier import Dossier
from engine.rules.book_file import BookText, Place, read_book_text
from engine.rules.text_file import decoded
from engine.rules.validation import validate

MAX_ACCOUNTS, MAX_COLUMNS, MAX_BYTES, MAX_PLACES = 2_000, 500, 4_000_000, 100


def read_dossiers(path: str | Path) -> tuple[Dossier, ...]:
    """The dossiers in a file. Raises InputError with everything that is wrong, each problem with file and line."""
    file = Path(path)
    if file.suffix.lower() == ".csv":
        return _from_csv(file)
    text: BookText = read_book_text(file)
    if not isinstance(text.data, dict):
        raise InputError.at(text.where(()), "a dossier is a mapping", "it starts with `id:` and `name:`")
    return (validate(Dossier, text),)


class _Row:
    """One row as nested plain data."""

    def __init__(self, name: str, line: int, data: Any) -> None:
        self._name, self._line, self.data = name, line, data

    def where(self, path: Place) -> str:
        """The row; the column is named in the message."""
        return f"{self._name}:{self._line}"


def _from_csv(file: Path) -> tuple[Dossier, ...]:
    name = str(file)
    try:
        if file.stat().st_size > MAX_BYTES:
            raise InputError.at(name, f"the file is larger than {MAX_BYTES // 1_000_000} MB", "split it")
        text = decoded(file.read_bytes(), name)
    except OSError as wrong:
        raise InputError.at(name, f"the file cannot be read: {wrong.strerror}") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[Dossier] = []
    try:
        head = [column.strip() for column in next(reader, [])]
        if not head or len(head) > MAX_COLUMNS:
            raise InputError.at(f"{name}:1", f"the first row names 1 to {MAX_COLUMNS} columns", "id, name.zh, …")
        if len(set(filter(None, head))) < len([column for column in head if column]):
            raise InputError.at(f"{name}:1", "a column is named twice", "keep one")
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append(
                    validate(Dossier, _Row(name, reader.line_num, _nested(head, cells, name, reader.line_num)))
                )
            if len(found) > MAX_ACCOUNTS:
                raise InputError.at(f"{name}:{reader.line_num}", f"more than {MAX_ACCOUNTS} accounts", "split the file")
    except csv.Error as wrong:
        raise InputError.at(f"{name}:{reader.line_num}", f"this is not CSV: {wrong}") from None
    if not found:
        raise InputError.at(name, "no account stands in the file", "one account a row below the column names")
    return tuple(found)


def _nested(head: list[str], cells: list[str], name: str, line: int) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if len(cells) > len(head) and any(cells[len(head) :]):
        raise InputError.at(f"{name}:{line}", "the row has more cells than there are columns", "put commas in quotes")
    for column, cell in zip(head, cells, strict=False):
        if not cell.strip():
            continue
        into: Any = data
        *outer, last = column.split(".")
        for step in outer:
            into = into.setdefault(step, {})
            if not isinstance(into, dict):
                raise InputError.at(f"{name}:1", f"column `{column}` contradicts another", "give its parts only")
        into[last] = plain_value(cell.strip())
    for many in ("contacts", "equipment"):
        if isinstance(data.get(many), dict):
            data[many] = [part for _, part in sorted(data[many].items(), key=lambda item: (len(item[0]), item[0]))]
    for contact in data.get("contacts", ()):
        if isinstance(contact, dict) and isinstance(contact.get("roles"), str):
            contact["roles"] = [role.strip() for role in contact["roles"].replace("、", ";").split(";")]
    if isinstance(data.get("name"), str):
        data["name"] = {"en": data["name"], "zh": data["name"]}
    if "id" in data:
        data["id"] = str(data["id"])
    return data
