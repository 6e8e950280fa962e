"""The fingerprint of a rulebook."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from engine.files.arguments import expect
from engine.model.rulebook import Rulebook
from engine.wording import say


def book_hash(book: Rulebook) -> str:
    """SHA-256 of the book's content, in hexadecimal. The file's layout does not matter, the order of its parts does.

    The books that feed it count as parts of it.
    Parts that a book does without leave no trace, and rules that stand for the rows of a table are not counted twice.
    Titles of rules are left out: they are names to read a rule by, and a rule under another name is the same rule.
    """
    expect("book", book, Rulebook, say("a rulebook"))
    left_out: dict[str, Any] = {name: True for name in ("aggregate", "table") if getattr(book, name) is None}
    left_out["otherwise"] = {"title"}
    left_out["facts"] = {
        name: {key for key in ("formula", "fed_by") if getattr(declared, key) is None}
        for name, declared in book.facts.items()
    }
    if book.table is None:
        left_out["rules"] = {"__all__": {"title"}}
    else:
        left_out["rules"], left_out["table"] = True, {"rows": {"__all__": {"title"}}}
    content = book.model_dump_json(exclude=left_out)
    feeders = "".join(f"\n{fact} {book_hash(book.feeders[fact])}" for fact in sorted(book.feeders))
    return sha256(f"{content}{feeders}".encode()).hexdigest()


def titled_alike(one: Rulebook, other: Rulebook) -> bool:
    """Do two books of the same content, and the books that feed them, call their rules the same?"""
    return one.titles == other.titles and all(
        titled_alike(feeder, other.feeders[name]) for name, feeder in one.feeders.items()
    )
