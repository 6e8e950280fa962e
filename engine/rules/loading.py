"""Finds and reads rulebooks: files of the user's, or a shipped book by its id."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from engine.errors import InputError, suggest
from engine.model.rulebook import Rulebook
from engine.rules.book_file import read_book_text
from engine.rules.logic import understand
from engine.rules.validation import Source, unique, validate


def shipped_books() -> tuple[str, ...]:
    """Ids of the books that come with the package."""
    return tuple(sorted(item.name[:-5] for item in _folder().iterdir() if item.name.endswith(".yaml")))


def load_book(source: str | Path) -> Rulebook:
    """The rulebook in a file, or the shipped book of this id; checked completely.

    Raises InputError with everything that is wrong, each problem with file, line and a hint.
    """
    if isinstance(source, str) and not source.lower().endswith((".yaml", ".yml")) and not Path(source).exists():
        if source not in shipped_books():
            hint = suggest(source, shipped_books()) + "; a file ends in .yaml"
            raise InputError.at(source, "no shipped rulebook has this name", hint)
        with as_file(_folder() / f"{source}.yaml") as path:
            return book_from(read_book_text(path))
    return book_from(read_book_text(Path(source)))


def source_text(source: str | Path) -> str:
    """The text of the file that `load_book` reads for the same `source`, comments included."""
    if isinstance(source, str) and source in shipped_books() and not Path(source).exists():
        return str((_folder() / f"{source}.yaml").read_text(encoding="utf-8"))
    return Path(source).read_text(encoding="utf-8-sig")


def _folder() -> Any:
    return files("engine.rules") / "books"


def book_from(text: Source) -> Rulebook:
    """The book in these data, checked completely. Raises InputError with everything that is wrong."""
    if not isinstance(text.data, dict):
        raise InputError.at(text.where(()), "a rulebook is a mapping", "it starts with `id:` and `title:`")
    book = validate(Rulebook, text)
    try:
        return understand(book, text.where).book
    except InputError as wrong_book:
        raise InputError(*unique(wrong_book.problems)) from None
