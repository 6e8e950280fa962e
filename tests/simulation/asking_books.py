"""The shipped books, one of them with a rule that never fires and asks for all that is remembered of an account.

What nobody asks for is not looked up; with these books it is, and nothing is decided otherwise.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from laboratory import books

from engine.model.facts import TIME_FACTS
from engine.model.rulebook import Rule, Rulebook
from engine.model.scenario import Scenario
from engine.rules.tabulation.sentence import simulation_facts
from engine.simulation.run import Simulator

NEVER = "days_since_contact_with_anybody >= 20000 and contacts_in_30_days >= 1"


@cache
def asking_books() -> dict[str, Rulebook]:
    """By what they decide."""
    book = books()["engagement_choice"]
    rule = Rule(
        id="asks",
        priority=1,
        when=NEVER,
        then={"engagement": "top_down"},
        because=book.title,
        assumption="a test",
    )
    declared = {fact.name: simulation_facts()[fact.name] for fact in TIME_FACTS if fact.name in NEVER}
    changed = Rulebook.model_validate(
        book.model_copy(update={"facts": {**book.facts, **declared}, "rules": (*book.rules, rule)})
    )
    return {**books(), "engagement_choice": changed}


def asking(scenario: Scenario, strategy: Any, seed: int = 1) -> Simulator:
    """The real simulator with these books."""
    return Simulator(scenario, strategy, asking_books(), seed)
