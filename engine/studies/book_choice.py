"""Which rulebook is meant, and what it decides in a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.errors import InputError, Problem
from engine.model.rulebook import Rulebook
from engine.rules import compile_book, load_book, shipped_books
from engine.rules.language.feeding import unfed
from engine.simulation import BOOK_OUTPUTS
from engine.wording import Joined, either, listed, nearest, say


def choose_book(
    books: Mapping[str, Rulebook], named: str | Path | Rulebook, where: str = "book"
) -> tuple[str, Rulebook]:
    """The book that is meant, with its purpose in a scenario that has these books.

    named: a purpose (`engagement_choice`), the id of one of the scenario's books, a shipped book that fits, a YAML
           file, or a book; of one from elsewhere the purpose is told by its outputs.
    where: the argument to be named in complaints.
    Raises InputError for a book that cannot be found, is wrong, or decides nothing in a simulation.
    """
    purpose, book = _found(books, named, where)
    compiled = compile_book(unfed(book, book.feeders))  # a simulation asks no book for another
    compiled.single_hit_table  # noqa: B018  refuses a policy that gives several hits
    return purpose, compiled.book


def _found(books: Mapping[str, Rulebook], named: str | Path | Rulebook, where: str) -> tuple[str, Rulebook]:
    if isinstance(named, Rulebook):
        return purpose_of(named, books, where), named
    name = str(named)
    is_file = name.lower().endswith((".yaml", ".yml")) or Path(name).is_file()
    if name in books and not is_file:
        return name, books[name]
    for purpose, book in books.items():
        if book.id == name and not is_file:
            return purpose, book
    if not is_file and name not in shipped_books():
        known = {**books, **{book.id: purpose for purpose, book in books.items()}}
        what = say("the scenario has no rulebook `{name}`", name=name)
        hint = say("{hint}; or a YAML file", hint=nearest(name, known))
        raise InputError(Problem(where, what, hint, "book-unknown"))
    found = load_book(Path(name) if is_file else name)
    return purpose_of(found, books, where), found


def purpose_of(book: Rulebook, books: Mapping[str, Rulebook], where: str) -> str:
    """What a book decides in a simulation: the purpose all of whose outputs it gives.

    Raises InputError when there is none, or several that its id does not tell apart.
    """
    fitting = [purpose for purpose in books if set(BOOK_OUTPUTS[purpose]) <= book.outputs.keys()]
    by_id = [purpose for purpose in fitting if book.id in (purpose, books[purpose].id)]
    if len(by_id or fitting) == 1:
        return (by_id or fitting)[0]
    if fitting:
        what = say("`{book}` could decide {purposes}", book=book.id, purposes=listed(fitting))
        hint = say("give the book the id {ids}", ids=either(fitting))
        raise InputError(Problem(where, what, hint, "book-ambiguous"))
    needed = [say("{name}: {meaning}", name=purpose, meaning=list(BOOK_OUTPUTS[purpose])) for purpose in books]
    what = say("`{book}` decides nothing in a simulation", book=book.id)
    hint = say("outputs needed by purpose: {needed}", needed=Joined(needed, "; "))
    raise InputError(Problem(where, what, hint, "book-useless"))
