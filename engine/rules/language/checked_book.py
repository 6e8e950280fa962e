"""From the data of a file to a rulebook that is checked completely."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from engine.errors import InputError, Problem
from engine.files import Source, in_file_order, validate
from engine.model.rulebook import FactDeclaration, Name, Rulebook, TableCell
from engine.rules.language.decision_tables import Where, cell_problems
from engine.rules.language.logic import understand, wrong_sentence
from engine.rules.language.parser import parse_condition
from engine.rules.language.tokens import ConditionError
from engine.wording import say

Feeding = Callable[[Rulebook, Where], Rulebook]
"""Finds the books that feed a book, and gives it with them."""


def book_from(text: Source, feeding: Feeding | None = None) -> Rulebook:
    """The book in these data, checked completely. Raises InputError with everything that is wrong.

    feeding: finds the books that feed it; without it a book whose facts come `from` others is refused.
    """
    if not isinstance(text.data, dict):
        hint = say("it starts with `id:` and `title:`")
        raise InputError(Problem(text.where(()), say("a rulebook is a mapping"), hint, "book-shape"))
    try:
        book = validate(Rulebook, text)
    except InputError as wrong:
        raise InputError(*in_file_order([*wrong.problems, *_wrong_sentences(text)])) from None
    try:
        return understand(feeding(book, text.where) if feeding else book, text.where).book
    except InputError as wrong_book:
        raise InputError(*in_file_order(wrong_book.problems)) from None


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
