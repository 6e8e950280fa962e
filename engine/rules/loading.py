"""Finds and reads rulebooks: files of the user's, or a shipped book by its id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from engine.errors import InputError, Problem
from engine.model.rulebook import FactDeclaration, Name, Rulebook, TableCell
from engine.rules.book import Book
from engine.rules.book_file import BookText, read_book_text
from engine.rules.logic import understand, wrong_sentence
from engine.rules.parser import parse_condition
from engine.rules.tables import cell_problems
from engine.rules.tokens import ConditionError
from engine.rules.validation import Source, unique, validate
from engine.wording import nearest, say


def shipped_books() -> tuple[str, ...]:
    """Ids of the books that come with the package."""
    return tuple(sorted(item.name[:-5] for item in _folder().iterdir() if item.name.endswith(".yaml")))


def load_book(source: str | Path | Rulebook) -> Book:
    """The rulebook in a file (YAML, a workbook `.xlsx` or `.csv`), or the shipped book of this id; checked completely.

    Raises InputError with everything that is wrong, each problem with its file and line, or its cell, and a hint.
    """
    if isinstance(source, Rulebook):
        return Book.of(source)
    if Path(source).suffix.lower() in (".xlsx", ".csv"):
        from engine.rules.exchange import import_book

        imported = import_book(source)
        return imported.book.with_notes(imported.notes)
    if isinstance(source, str) and not source.lower().endswith((".yaml", ".yml")) and not Path(source).exists():
        if source not in shipped_books():
            hint = say("{near} A file ends in .yaml, .xlsx or .csv", near=nearest(source, shipped_books()))
            raise InputError(Problem(source, say("no shipped rulebook has this name"), hint, "book-unknown"))
        with as_file(_folder() / f"{source}.yaml") as path:
            return _noted(read_book_text(path))
    return _noted(read_book_text(Path(source)))


def _noted(text: BookText) -> Book:
    return book_from(text).with_notes(text.notes, text.inner_comments)


def _folder() -> Any:
    return files("engine.rules") / "books"


def book_from(text: Source) -> Book:
    """The book in these data, checked completely. Raises InputError with everything that is wrong."""
    if not isinstance(text.data, dict):
        hint = say("it starts with `id:` and `title:`")
        raise InputError(Problem(text.where(()), say("a rulebook is a mapping"), hint, "book-shape"))
    try:
        book = validate(Book, text)
    except InputError as wrong:
        raise InputError(*unique([*wrong.problems, *_wrong_sentences(text)])) from None
    try:
        return Book.of(understand(book, text.where).book)
    except InputError as wrong_book:
        raise InputError(*unique(wrong_book.problems)) from None


def _wrong_sentences(text: Source) -> Iterator[Problem]:
    """What is wrong with the sentences and cells of a book that is wrong elsewhere; nothing when its facts are wrong,
    for then nobody knows what they are about."""
    try:
        facts = TypeAdapter(dict[Name, FactDeclaration]).validate_python(text.data.get("facts"))
    except ValidationError:
        return
    for index, rule in _mappings(text.data.get("rules")):
        try:
            if isinstance(rule.get("when"), str):
                parse_condition(rule["when"], facts)
        except ConditionError as wrong:
            yield wrong_sentence(str(rule.get("id", "")), wrong, text.where(("rules", index, "when")))
    table = text.data.get("table")
    table = table if isinstance(table, dict) else {}
    for index, row in _mappings(table.get("rows")):
        try:
            cells = TypeAdapter(tuple[TableCell, ...]).validate_python(row.get("when"))
            named = list(zip(map(str, table.get("when") or ()), cells, strict=True))
        except (ValidationError, ValueError):
            continue
        yield from cell_problems(str(row.get("id", "")), index, named, facts, text.where)


def _mappings(entries: object) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict):
            yield index, entry
