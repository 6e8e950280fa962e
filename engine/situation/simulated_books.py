"""Rulebooks as a simulation asks them: every fact from its own list, none of another book."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import InputError, Problem
from engine.model.facts import FACT_INDEX
from engine.model.rulebook import Rulebook
from engine.wording import nearest, say


def as_simulated(book: Rulebook) -> Rulebook:
    """The book with every fact from the simulation's own list: a fact that comes `from` another book too.

    Cases about facts of feeding books stay behind. Raises InputError for every fact that no simulation supplies.
    """
    problems = list(_not_supplied(book))
    if problems:
        raise InputError(*problems)
    if not book.feeders:
        return book
    facts = {name: declared.model_copy(update={"fed_by": None}) for name, declared in book.facts.items()}
    cases = tuple(case for case in book.cases if case.facts.keys() <= book.facts.keys())
    return book.model_copy(update={"facts": facts, "cases": cases}).with_feeders({})


def _not_supplied(book: Rulebook) -> Iterator[Problem]:
    for name, declared in book.facts.items():
        if name in FACT_INDEX:
            continue
        what = say("the simulation does not supply the fact `{fact}`", fact=name)
        if declared.fed_by is not None:
            what = say(
                "`{fact}` comes from `{source}`, but in a simulation no book is asked for another, and the simulation "
                "does not supply it",
                fact=name,
                source=str(declared.fed_by),
            )
        where = say("rulebook {book}", book=book.id)
        yield Problem(where, what, nearest(name, FACT_INDEX), "fact-not-supplied")
