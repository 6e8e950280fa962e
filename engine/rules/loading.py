"""Finds and reads rulebooks: files of the user's, or a shipped book by its id."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import as_file
from pathlib import Path

from engine.errors import InputError, Problem
from engine.files.arguments import refused
from engine.model.rulebook import Rulebook
from engine.rules.book import Book
from engine.rules.exchange.book_file import BookText, read_book_text
from engine.rules.exchange.feeding_books import books_folder, feeding, refed, shipped_ids
from engine.rules.language.checked_book import Feeding, book_from
from engine.rules.language.decision_tables import place_in
from engine.rules.language.feeding import fed_facts
from engine.wording import nearest, say


def shipped_books() -> tuple[str, ...]:
    """Ids of the books that come with the package."""
    return shipped_ids()


def load_book(source: str | Path | Rulebook, books: Iterable[Rulebook] = ()) -> Book:
    """The rulebook in a file (YAML, a workbook `.xlsx` or `.csv`), or the shipped book of this id; checked completely.

    books: books that feed facts of it, in place of files beside it and of shipped ones with their ids.
    Raises InputError with everything that is wrong, each problem with its file and line, or its cell, and a hint.
    """
    if isinstance(source, Rulebook):
        given = {book.id: book for book in books}
        if fed_facts(source).keys() - source.feeders.keys():
            source = feeding(books=given.values())(source, place_in(source))
        return Book.of(refed(source, given))
    if not isinstance(source, str | Path):
        raise refused("source", source, say("a rulebook, its file, or the id of a shipped one"))
    if Path(source).suffix.lower() in (".xlsx", ".csv"):
        from engine.rules.exchange.book_exchange import import_book  # spreadsheets take long to load

        imported = import_book(source, books=books)
        return Book.of(imported.book).with_notes(imported.notes)
    if isinstance(source, str) and not source.lower().endswith((".yaml", ".yml")) and not Path(source).exists():
        if source not in shipped_books():
            hint = say("{near} A file ends in .yaml, .xlsx or .csv", near=nearest(source, shipped_books()))
            raise InputError(Problem(source, say("no shipped rulebook has this name"), hint, "book-unknown"))
        return Book.of(refed(_shipped(source), {book.id: book for book in books}))
    return _noted(read_book_text(Path(source)), feeding(Path(source), books))


@cache
def _shipped(name: str) -> Book:
    """A shipped book, read once a process: it cannot change, and nobody can change it."""
    with as_file(books_folder() / f"{name}.yaml") as path:
        return _noted(read_book_text(path), feeding(shipped=name))


def _noted(text: BookText, found: Feeding) -> Book:
    return Book.of(book_from(text, found)).with_notes(text.notes, text.inner_comments)
