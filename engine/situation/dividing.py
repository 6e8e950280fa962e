"""Does a rulebook go for a part of projects that have none? What comes of it is said before anything is played."""

from __future__ import annotations

from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.model.terms import Play
from engine.rules.language.conditions import leaves
from engine.rules.language.logic import understand
from engine.wording import Message, say

FACT = "divisible"


def dividing_in_vain(book: Rulebook, scenario: Scenario) -> list[Message]:
    """What is to be said of rules that choose to divide without asking whether there are parts. book: of plays."""
    whole = [account for account in scenario.accounts if account.project.part is None]
    if not whole:
        return []
    logic = understand(book)
    unasked = [
        rule.id
        for rule, condition, row in zip(logic.rules, logic.conditions, logic.rows, strict=True)
        if row.get("play") == Play.divide.name and FACT not in {leaf.fact for leaf in leaves(condition)}
    ]
    return [
        say(
            "`{book}` chooses `divide` without asking whether the project is `{fact}` ({rules}): in {account} no part "
            "is sold by itself, so we follow no play there when it does",
            book=book.id,
            fact=FACT,
            rules=unasked,
            account=account.name,
        )
        for account in whole
        if unasked
    ]
