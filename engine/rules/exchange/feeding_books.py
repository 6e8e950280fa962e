"""Finds the books that feed a book: handed in, in a file beside it, or shipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from engine.errors import InputError, Problem
from engine.files import bytes_of
from engine.files.arguments import expect, listed
from engine.model.rulebook import Rulebook
from engine.rules.exchange.book_file import read_book_text
from engine.rules.language.checked_book import Feeding, book_from
from engine.rules.language.decision_tables import Where
from engine.rules.language.feeding import fed, fed_facts, source_of
from engine.wording import Message, either, nearest, say

ENDINGS = (".yaml", ".yml", ".xlsx", ".csv")
"""Of files that hold a book, in the order in which they are looked for."""
MAX_SHEET_BYTES = 4_000_000
Under = tuple[tuple[str, str], ...]
"""The books that are being read, each as it is told apart and as it is called: none may feed itself."""


def books_folder() -> Any:
    """Where the shipped books lie."""
    return files("engine.rules") / "books"


def shipped_ids() -> tuple[str, ...]:
    """Ids of the books that come with the package."""
    return tuple(sorted(item.name[:-5] for item in books_folder().iterdir() if item.name.endswith(".yaml")))


def feeding(
    file: Path | None = None, books: Iterable[Rulebook] = (), shipped: str | None = None, under: Under = ()
) -> Feeding:
    """Finds what feeds a book.

    A name is that of a book handed in, else of a file beside the book, else of a shipped one.
    file: of the book; None for one that comes from none. books: handed in. shipped: its id where it is a shipped one.
    """
    given = {book.id: book for book in listed("books", books, say("rulebooks"))}
    for book in given.values():
        expect("books", book, Rulebook, say("a rulebook"))

    def find(book: Rulebook, where: Where) -> Rulebook:
        own = (str(file.resolve()), file.name) if file is not None else (shipped or "", shipped or book.id)
        line = (*under, own)
        found: dict[str, Rulebook] = {}
        problems: list[Problem] = []
        for name, declared in fed_facts(book).items():
            wanted, at = source_of(declared)[0], where(("facts", name, "from"))
            try:
                found[name] = _found(wanted, at, file, given, line)
            except InputError as wrong:
                problems += wrong.problems
        if problems:
            raise InputError(*problems)
        return fed(book, found, where) if found else book

    return find


def _found(wanted: str, at: str, file: Path | None, given: dict[str, Rulebook], line: Under) -> Rulebook:
    if wanted in given:
        return given[wanted]
    beside = list(_beside(wanted, file))
    if len(beside) > 1:
        what = say("`{book}` may be {files}", book=wanted, files=either(f"`{path.name}`" for path in beside))
        hint = say("write the name of the file with its ending, as in `from: {name}.OUTPUT`", name=beside[0].name)
        raise InputError(Problem(at, what, hint, "feeder-open"))
    if beside:
        path = beside[0]
        _refuse_circle((str(path.resolve()), path.name), at, line)
        if path.suffix.lower() in (".xlsx", ".csv"):
            return _in_sheets(path, feeding(path, given.values(), under=line))
        return book_from(read_book_text(path), feeding(path, given.values(), under=line))
    if wanted in shipped_ids():
        _refuse_circle((wanted, wanted), at, line)
        return _shipped(wanted) if not given else _read_shipped(wanted, given, line)
    raise InputError(Problem(at, say("no book is called `{book}`", book=wanted), _near(wanted, file, given),
                             "feeder-unknown"))  # fmt: skip


def _in_sheets(path: Path, found: Feeding) -> Rulebook:
    from engine.rules.exchange.book_csv import read_csv  # spreadsheets take long to load
    from engine.rules.exchange.book_xlsx import read_sheets
    from engine.rules.exchange.grids_to_book import book_of

    read = read_sheets if path.suffix.lower() == ".xlsx" else read_csv
    content = bytes_of(path, most=MAX_SHEET_BYTES, endings=(".xlsx", ".csv"))
    return book_of(read(content, str(path), None), str(path), found)[0]


def _beside(wanted: str, file: Path | None) -> Iterator[Path]:
    """Files beside a book that the name may mean."""
    if file is None:
        return
    names = [wanted] if wanted.lower().endswith(ENDINGS) else [wanted + ending for ending in ENDINGS]
    yield from (path for name in names if (path := file.parent / name).is_file())


def _near(wanted: str, file: Path | None, given: dict[str, Rulebook]) -> Message:
    beside = [] if file is None else [path.stem for path in file.parent.iterdir() if path.suffix.lower() in ENDINGS]
    near = nearest(wanted, [*given, *beside, *shipped_ids()])
    return say("{near} Write `from: BOOK.OUTPUT` with the name of a file beside this one, or a shipped id", near=near)


def _refuse_circle(one: tuple[str, str], at: str, line: Under) -> None:
    keys = [key for key, _ in line]
    if one[0] in keys:
        circle = [name for _, name in line[keys.index(one[0]) :]] + [one[1]]
        what = say("the books feed each other in a circle: {books}", books=" ← ".join(circle))
        hint = say("give one of their facts itself, without `from`")
        raise InputError(Problem(at, what, hint, "feeder-circle"))


@cache
def _shipped(name: str) -> Rulebook:
    """A shipped book with what feeds it, read once a process."""
    return _read_shipped(name, {}, ())


def _read_shipped(name: str, given: dict[str, Rulebook], line: Under) -> Rulebook:
    with as_file(books_folder() / f"{name}.yaml") as path:
        return book_from(read_book_text(path), feeding(None, given.values(), name, line))


def refed(book: Rulebook, own: dict[str, Rulebook], under: tuple[str, ...] = ()) -> Rulebook:
    """The book with books of your own, by id, in place of those of the same ids anywhere in its chain.

    Raises InputError where they do not fit, or feed each other in a circle.
    """
    if not book.feeders:
        return book
    if book.id in under:
        circle = " ← ".join((*under[under.index(book.id) :], book.id))
        what = say("the books feed each other in a circle: {books}", books=circle)
        raise InputError(Problem("books", what, say("give one of their facts itself, without `from`"), "feeder-circle"))
    feeders = {name: refed(own.get(feeder.id, feeder), own, (*under, book.id)) for name, feeder in book.feeders.items()}
    return book if all(feeders[name] is feeder for name, feeder in book.feeders.items()) else fed(book, feeders)
