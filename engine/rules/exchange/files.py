"""Files of rulebooks in other formats: which format a name means, reading, and writing whole files or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import InputError, suggest
from engine.model.rulebook import Rulebook
from engine.rules.book import Book
from engine.rules.book_file import BookText
from engine.rules.exchange.csv_file import csv_bytes, read_csv
from engine.rules.exchange.grids import Grid, grids_of
from engine.rules.exchange.markdown import markdown_text
from engine.rules.exchange.reading import book_of
from engine.rules.exchange.workbook import read_workbook, workbook_bytes
from engine.rules.exchange.yaml_writer import yaml_text
from engine.rules.loading import book_from
from engine.rules.logic import understand

MAX_BYTES = 4_000_000
_READERS: dict[str, Callable[[bytes, str], tuple[Grid, ...]]] = {".xlsx": read_workbook, ".csv": read_csv}
_FORMATS = (".xlsx", ".csv", ".md", ".yaml", ".yml")


@dataclass(frozen=True)
class Imported:
    """A book read from a workbook or CSV file. `notes`: comment lines to stand in front of it."""

    book: Book
    notes: tuple[str, ...]

    def yaml(self) -> str:
        """The book as YAML, read back for proof that it is the same. Raises InputError when it is too large."""
        text = yaml_text(self.book, self.notes)
        assert book_from(BookText("the book as YAML", text)) == self.book
        return text


def export_book(book: Rulebook, to: str | Path, lang: str = "en", notes: Sequence[str] = ()) -> Path:
    """Write the book as a workbook (`.xlsx`), CSV (`.csv`), Markdown (`.md`) or YAML, by the ending of the name.

    lang:  language of Markdown, "en" or "zh"; the other formats hold both.
    notes: comment lines that belong in front of the book.
    Raises InputError for another ending, a book that is wrong, or a file that cannot be written.
    """
    path = Path(to)
    kind = _ending(path, _FORMATS)
    checked = understand(book).book
    if kind in (".yaml", ".yml"):
        data = yaml_text(checked, notes).encode()
    elif kind == ".md":
        data = markdown_text(checked, lang).encode()
    else:
        grids = grids_of(checked, notes)
        data = workbook_bytes(grids) if kind == ".xlsx" else csv_bytes(grids)
    return write_whole(path, data)


def import_book(source: str | Path) -> Imported:
    """The book in a workbook (`.xlsx`) or CSV file, checked completely.

    Raises InputError with everything that is wrong, each problem with its sheet and cell, or its line.
    """
    path = Path(source)
    kind = _ending(path, tuple(_READERS))
    book, notes = book_of(_READERS[kind](_bytes_of(path), str(path)), str(path))
    return Imported(book, notes)


def write_whole(path: Path, data: bytes) -> Path:
    """Write a file complete or not at all. Raises InputError when it cannot be written."""
    draft = path.with_name(f".{path.name}.unfinished")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as wrong:
        draft.unlink(missing_ok=True)
        raise InputError.at(str(path), f"the file cannot be written: {wrong.strerror}") from None
    return path


def _ending(path: Path, allowed: Sequence[str]) -> str:
    ending = path.suffix.lower()
    if ending not in allowed:
        what = f"the ending `{ending}` is no format of ours" if ending else "the name needs an ending"
        raise InputError.at(str(path), what, suggest(ending, allowed))
    return ending


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise InputError.at(str(path), "this is a folder, not a file")
        if path.stat().st_size > MAX_BYTES:
            raise InputError.at(str(path), f"the file is larger than {MAX_BYTES // 1_000_000} MB", "split the book")
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError.at(str(path), "there is no such file") from None
    except OSError as wrong:
        raise InputError.at(str(path), f"the file cannot be read: {wrong.strerror}") from None
