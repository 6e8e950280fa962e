"""The table of a book as a simulation can use it."""

from __future__ import annotations

from engine.errors import InputError, Problem
from engine.model.facts import FACT_INDEX
from engine.model.rule_table import RuleTable
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.wording import say


def table_to_simulate(compiled: CompiledBook) -> RuleTable:
    """The table of a book in which one rule decides, about facts that a simulation supplies.

    A computed fact is taken from the simulation where that knows it under the same name; it computes none by itself.
    Raises InputError for a policy that gives several hits, and for a rule about any other computed fact.
    """
    table = compiled.single_hit_table
    problems = [
        Problem(
            say("rulebook {book}", book=compiled.book.id),
            say("`{fact}` is computed, and the simulation does not compute it", fact=name),
            say("ask about facts that the simulation supplies"),
            "fact-not-supplied",
        )
        for name in table.asked()
        if name in compiled.logic.derived.formulas and name not in FACT_INDEX
    ]
    if problems:
        raise InputError(*problems)
    return table
