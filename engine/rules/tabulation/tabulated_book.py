"""A checked book as flat arrays: the tests of its rules over cells of facts, and what each rule says."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.model.rule_table import FactCells, RuleCells, RuleTable
from engine.model.rulebook import Declaration
from engine.rules.language.conditions import Leaf, leaves
from engine.rules.language.logic import BookLogic
from engine.rules.language.values import code_of, without_range
from engine.rules.tabulation.fact_cells import DeclaredCells
from engine.rules.tabulation.truth_table import ComparisonTables


def tabulated(logic: BookLogic) -> RuleTable:
    """The book with its comparisons answered once by the live engine, for compiled code."""
    book, unlimited = logic.book, {name: without_range(declared) for name, declared in logic.book.facts.items()}
    compared: dict[str, list[Leaf]] = {name: [] for name in book.facts}
    for condition in logic.conditions:
        for leaf in leaves(condition):
            compared[leaf.fact].append(leaf)
    cells = {
        name: FactCells(name, DeclaredCells.by(name, unlimited[name], asked).cuts) for name, asked in compared.items()
    }
    tests = ComparisonTables(cells, unlimited)
    return RuleTable(
        book.id,
        cells,
        tuple(
            RuleCells(rule.id, tests.test_of(condition))
            for rule, condition in zip(logic.rules, logic.conditions, strict=True)
        ),
        {name: _column(logic, name, declared) for name, declared in book.outputs.items()},
        {name: declared.values for name, declared in book.outputs.items()},
        {name: logic.derived.program(name) for name in logic.derived.formulas},
    )


def _column(logic: BookLogic, name: str, declared: Declaration) -> npt.NDArray[np.float64]:
    column = np.array([code_of(declared, row[name]) for row in (*logic.rows, logic.otherwise)], dtype=np.float64)
    column.setflags(write=False)
    return column
