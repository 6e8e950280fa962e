"""Files of rulebooks in other formats: which format a name means, reading, and writing whole files or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import InputError, Problem
from engine.files import bytes_of, write_named
from engine.files.arguments import path_given
from engine.model.rulebook import Rulebook
from engine.rules.exchange.book_csv import csv_bytes, read_csv
from engine.rules.exchange.book_file import BookText
from engine.rules.exchange.book_grids import Sheets, grids_of, own_language_first
from engine.rules.exchange.book_xlsx import read_sheets, workbook_bytes
from engine.rules.exchange.feeding_books import MAX_SHEET_BYTES, feeding
from engine.rules.exchange.grids_to_book import book_of
from engine.rules.exchange.sheet_words import in_language
from engine.rules.exchange.yaml_writer import yaml_text
from engine.rules.language.book_in_words import book_document
from engine.rules.language.checked_book import book_from
from engine.rules.language.logic import understand
from engine.wording import Message, nearest, say

_READERS: dict[str, Callable[[bytes, str, str | None], Sheets]] = {".xlsx": read_sheets, ".csv": read_csv}
_FORMATS = (".xlsx", ".csv", ".md", ".yaml", ".yml")


@dataclass(frozen=True)
class Imported:
    """A book read from a workbook or CSV file.

    notes: comment lines to stand in front of it. said: what there is to say about reading it, in sentences.
    """

    book: Rulebook
    notes: tuple[str, ...]
    said: tuple[Message, ...] = ()

    def yaml(self) -> str:
        """The book as YAML, read back for proof that it is the same. Raises InputError when it is too large."""
        text = yaml_text(self.book, self.notes)
        again = book_from(
            BookText(f"{self.book.id}.yaml", text), lambda book, _where: book.with_feeders(self.book.feeders)
        )
        assert again == self.book
        return text


def export_book(book: Rulebook, to: str | Path, lang: str = "en", notes: Sequence[str] = ()) -> Path:
    """Write the book as a workbook (`.xlsx`), CSV (`.csv`), Markdown (`.md`) or YAML, by the ending of the name.

    lang:  language of Markdown and of the heads and notes in sheets, "en" or "zh"; the book itself holds both.
    notes: comment lines that belong in front of the book.
    Raises InputError for another ending, a book that is wrong, or a file that cannot be written.
    """
    path = path_given("to", to)
    kind = _ending(path, _FORMATS)
    checked = understand(book).book
    if kind in (".yaml", ".yml"):
        data = yaml_text(checked, notes).encode()
    elif kind == ".md":
        data = f"{book_document(checked).markdown(lang)}\n".encode()
    else:
        grids = [own_language_first(grid, lang) for grid in grids_of(checked, notes)]
        if kind == ".xlsx":
            data = workbook_bytes(grids, checked, lang)
        else:
            data = csv_bytes([in_language(grid, checked, lang) for grid in grids])
    return write_named(path, data)


def import_book(source: str | Path, encoding: str | None = None, books: Iterable[Rulebook] = ()) -> Imported:
    """The book in a workbook (`.xlsx`) or CSV file, checked completely.

    encoding: of a CSV file, as the user says; by evidence when absent.
    books:    books that feed it, in place of files beside it and of shipped ones.
    Raises InputError with everything that is wrong, each problem with its sheet and cell, or its line.
    """
    path = path_given("source", source)
    kind = _ending(path, tuple(_READERS))
    sheets = _READERS[kind](bytes_of(path, most=MAX_SHEET_BYTES, endings=tuple(_READERS)), str(path), encoding)
    book, notes = book_of(sheets, str(path), feeding(path, books))
    said = list(sheets.said)
    if not book.cases:
        said.append(say("{file}: there is no part `cases`, so nothing tests this book", file=str(path)))
    return Imported(book, notes, tuple(said))


def _ending(path: Path, allowed: Sequence[str]) -> str:
    ending = path.suffix.lower()
    if ending not in allowed:
        what = (
            say("the ending `{ending}` is no format of ours", ending=ending)
            if ending
            else say("the name needs an ending")
        )
        raise InputError(Problem(str(path), what, nearest(ending, allowed), "file-ending"))
    return ending
