"""What durable_rules answers to each comparison, in every one of the finitely many cases that it can tell apart.

A comparison sets one fact against constants. So a number is either unknown, or equal to one of the constants, or in one
of the open intervals between them; a choice or a yes/no fact is unknown or one of its values. One question a case fills
the table of a comparison for good, and the tests of a rule are its comparisons joined by its own and/or: they grow with
the sentence, not with the product of its facts. The whole sentence is put to the engine for a few accounts of each
book, and wherever `CompiledBook.check_against_engine` is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from engine.model.rule_table import CellTest, FactCells, RuleTest, all_of, any_of
from engine.model.rulebook import FactDeclaration, Value
from engine.rules.language.conditions import All, Any as AnyPart, Condition, Known, Leaf, leaves
from engine.rules.language.values import stand_in_value
from engine.rules.tabulation.fact_cells import DeclaredCells
from engine.rules.tabulation.live_engine import definition_of, field_text, known_field, live_engine


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


class ComparisonTables:
    """The comparisons of a book as tests of cells.

    cells: how the book as a whole cuts each fact. facts: without ranges, for tables cover all numbers.
    """

    def __init__(self, cells: Mapping[str, FactCells], facts: Mapping[str, FactDeclaration]) -> None:
        self._cells, self._facts = cells, facts
        self._tests: dict[Leaf, CellTest] = {}

    def test_of(self, condition: Condition) -> RuleTest:
        """The condition as tests of cells."""
        if isinstance(condition, All):
            return all_of(self.test_of(part) for part in condition.parts)
        if isinstance(condition, AnyPart):
            return any_of(self.test_of(part) for part in condition.parts)
        found = self._tests.get(condition)
        if found is None:
            found = self._tests[condition] = self._tabulated(condition)
        return found

    def _tabulated(self, leaf: Leaf) -> CellTest:
        own = DeclaredCells.by(leaf.fact, self._facts[leaf.fact], [leaf])
        asks_known = isinstance(leaf, Known)
        questions = tuple(
            None if cell is None else fields_of(own.fact, own.declared, cell.sample, asks_known) for cell in own.cells
        )
        true = _answers(leaf, questions)
        book = self._cells[leaf.fact]
        inside = sum(1 << place for place, cell in enumerate(own.around(book)) if true >> cell & 1)
        return CellTest(leaf.fact, inside)


@lru_cache(maxsize=50_000)
def _answers(leaf: Leaf, questions: tuple[str | None, ...]) -> int:
    """The cells in which the engine says yes, as bits; equal comparisons are asked once a process.

    questions: per cell the fields to ask with; None where no value lies.
    """
    definition = definition_of(leaf)
    possible = [(place, fields) for place, fields in enumerate(questions) if fields is not None]
    replies = live_engine().hold((definition, fields) for _, fields in possible)
    return sum(1 << place for (place, _), yes in zip(possible, replies, strict=True) if yes)
