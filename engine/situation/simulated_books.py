"""Rulebooks as a simulation asks them: every fact is supplied, none is asked of another book."""

from __future__ import annotations

from collections.abc import Collection

from engine.errors import Problem, refuse
from engine.model.facts import FACT_INDEX
from engine.model.rulebook import Rulebook
from engine.rules.language.feeding import fed_facts, unfed
from engine.wording import nearest, say


def as_simulated(book: Rulebook, told: Collection[str] = ()) -> Rulebook:
    """The book with every fact from the simulation's own list or from the accounts, a fact that comes `from` another
    book too.

    told: facts of the user's own that accounts of the scenario tell. Cases about facts of feeding books stay behind.
    Raises InputError for every fed fact that no simulation supplies.
    """
    refuse(
        Problem(
            say("rulebook {book}", book=book.id),
            say(
                "`{fact}` comes from `{source}`, but in a simulation no book is asked for another, and the simulation "
                "does not supply it",
                fact=name,
                source=str(declared.fed_by),
            ),
            nearest(name, FACT_INDEX),
            "fact-not-supplied",
        )
        for name, declared in fed_facts(book).items()
        if name not in FACT_INDEX and name not in told
    )
    return unfed(book, book.feeders)
