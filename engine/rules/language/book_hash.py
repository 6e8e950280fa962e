"""The fingerprint of a rulebook."""

from __future__ import annotations

from hashlib import sha256

from engine.files.arguments import expect
from engine.model.rulebook import Rulebook
from engine.wording import say


def book_hash(book: Rulebook) -> str:
    """SHA-256 of the book's content, in hexadecimal. The file's layout does not matter, the order of its parts does.

    Parts that a book does without leave no trace, and rules that stand for the rows of a table are not counted twice.
    """
    expect("book", book, Rulebook, say("a rulebook"))
    absent = {name for name in ("aggregate", "table") if getattr(book, name) is None}
    if book.table is not None:
        absent.add("rules")
    return sha256(book.model_dump_json(exclude=absent).encode()).hexdigest()
