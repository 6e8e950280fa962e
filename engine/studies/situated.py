"""What a study is given: a situation, or a scenario that names its rulebooks."""

from __future__ import annotations

from engine.engagement import STRATEGIES
from engine.errors import InputError, Problem
from engine.model.scenario import Scenario
from engine.situation import Situation, acting_in, load_books
from engine.wording import say

Where = Scenario | Situation
"""Where alternatives are played."""


def situated(where: Where) -> Situation:
    """The situation that is meant. Raises InputError for anything else, and for rulebooks that cannot be loaded."""
    if isinstance(where, Situation):
        return where
    if isinstance(where, Scenario):
        kept, said = acting_in(STRATEGIES, where)
        return Situation(where, load_books(where), kept, tuple(said))
    what = say("a scenario or a situation is needed, not `{given}`", given=type(where).__name__)
    raise InputError(Problem("scenario", what, 'read_situation("kam:keeping_up")', "scenario-none"))
