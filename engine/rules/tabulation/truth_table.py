"""Truth tables: what durable_rules answers in every one of the finitely many cases a condition can tell apart.

A condition compares its facts with constants only. So a number is either unknown, or equal to one of the constants, or
in one of the open intervals between them; a choice or a yes/no fact is unknown or one of its values. One question per
combination fills the table for good. A case in which no value can lie (between 2 and 3 for a count) never fires.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from engine.model.rule_table import FactCells, RuleCells
from engine.model.rulebook import FactDeclaration, Value
from engine.rules.language.conditions import Condition, Known, leaves
from engine.rules.language.values import BadValue, stand_in_value
from engine.rules.tabulation.fact_cells import DeclaredCells
from engine.rules.tabulation.live_engine import definition_of, field_text, known_field, live_engine
from engine.wording import say

MAX_CASES, MAX_CELLS, MAX_CASES_A_BOOK = 20_000, 1_000_000, 400_000
ASKED_AT_ONCE = 500
"""Questions for which Ctrl-C waits."""

Questions = tuple[tuple[str | None, ...], ...]
"""Per fact and cell the fields to ask with; None where no value lies."""


def fields_of(name: str, declared: FactDeclaration, value: Value | None, asks_known: bool) -> str:
    """One fact as the engine gets it: with the stand-in for unknown, and whether it is known if that is asked."""
    parts: list[str] = []
    shown = stand_in_value(name, declared) if value is None else value
    if shown is not None:
        parts.append(field_text(name, shown))
    if asks_known:
        parts.append(field_text(known_field(name), value is not None))
    return ",".join(parts)


def facts_asked(condition: Condition) -> dict[str, bool]:
    """The facts a condition looks at, and whether it asks if they are known."""
    found: dict[str, bool] = {}
    for leaf in leaves(condition):
        found[leaf.fact] = found.get(leaf.fact, False) or isinstance(leaf, Known)
    return found


def cells_of(condition: Condition, facts: Mapping[str, FactDeclaration]) -> tuple[DeclaredCells, ...]:
    """The facts of a condition as it cuts them, in the order in which the book declares them.

    facts: without ranges, for a table covers all numbers.
    """
    asked = facts_asked(condition)
    return tuple(
        DeclaredCells.by(name, declared, (leaf for leaf in leaves(condition) if leaf.fact == name))
        for name, declared in facts.items()
        if name in asked
    )


def cases_of(facts: tuple[DeclaredCells, ...]) -> int:
    """How many questions fill a table over these facts. Raises BadValue when they are too many."""
    cells = math.prod(fact.count for fact in facts)
    cases = math.prod(fact.full.bit_count() for fact in facts)
    if cases > MAX_CASES or cells > MAX_CELLS:
        what = say(
            "the rule can tell {cases} cases apart, at most {most} can be tabulated",
            cases=f"{cases:,}",
            most=f"{MAX_CASES:,}",
        )
        raise BadValue(what, say("split it, or compute several facts into one"), "condition-large")
    return cases


def table_of(rule: str, facts: tuple[DeclaredCells, ...], condition: Condition) -> RuleCells:
    """The filled table of one rule, over the facts that `cells_of` gave."""
    asked = facts_asked(condition)
    questions = tuple(
        tuple(
            None if cell is None else fields_of(fact.fact, fact.declared, cell.sample, asked[fact.fact])
            for cell in fact.cells
        )
        for fact in facts
    )
    fires = np.frombuffer(_fill(condition, questions), dtype=np.bool_)
    return RuleCells(rule, tuple(FactCells(fact.fact, fact.cuts) for fact in facts), fires)


@lru_cache(maxsize=20_000)
def _fill(condition: Condition, questions: Questions) -> bytes:
    """The engine's answers in C order; equal conditions with equal questions are asked once per process."""
    definition, engine = definition_of(condition), live_engine()
    cells = itertools.product(*questions)
    answers = bytearray()
    while batch := list(itertools.islice(cells, ASKED_AT_ONCE)):
        possible = [None not in samples for samples in batch]
        asked = (",".join(filter(None, samples)) for samples in itertools.compress(batch, possible))
        replies = iter(engine.hold((definition, fields) for fields in asked))
        answers += bytes(can_be and next(replies) for can_be in possible)
    return bytes(answers)
