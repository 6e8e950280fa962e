"""Deciding by the tests of rules, packed with the seller's strategies into the desk's 8-byte words.

Layout of `desk.tables`, in words (integers unless said otherwise):
  0            number of books B
  1 … B        where each book starts
  B+1          where the strategies start
book:          its head (BOOK_…), then of each rule the place of its first test (FIRES, SILENT where there is none)
fact:          FACT_…: all cuts of the book's rules together, and how it is computed where the book has a formula for it
steps:         of a formula, STEP_… each (`model.decimal_arithmetic`)
test:          TEST_…: of one fact, with where to go on when it holds and when it does not: to a test, FIRES or SILENT
cells:         a byte for each cell of a fact in the book: does a test hold there?
strategies:    a place for each strategy, then for each the number of its phases and their words (`state.phases`)
"""

from __future__ import annotations

from math import isnan
from typing import Any

import numpy as np

from engine.dynamics.kernels import kernel
from engine.dynamics.machine.tape import write_decision
from engine.dynamics.state.derived import worked
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.model.decimal_arithmetic import FACT, NUMBER, STAND_IN

BOOK_RULES, BOOK_OUTPUTS, BOOK_OUTPUTS_AT, BOOK_COUNTS_AT, BOOK_FACTS, BOOK_FACTS_AT, BOOK_HEAD = range(7)
"""Of a book: how many rules and outputs, where the outputs lie (floats, rules + 1 rows), where its counts lie in
`desk.counts` (rules + 1), how many facts, where they lie; the length of this head."""
FACT_NUMBER, FACT_CUTS, FACT_CUTS_AT, FACT_STEPS, FACT_STEPS_AT, FACT_WORDS = range(6)
"""Of a fact of a book: its number in `model.facts`, how many cuts, where they lie (floats), how many steps compute it,
where they lie; the words of one fact. A fact without steps is looked up by its number."""
STEP_KIND, STEP_ARGUMENT, STEP_WORDS = range(3)
"""Of a step: which, and the number of the fact or (float) the number itself; the words of one."""
TEST_FACT, TEST_CELLS_AT, TEST_YES, TEST_NO, TEST_WORDS = range(5)
"""Of a test: the fact's place among the book's, the byte of its first cell, where to go on; the words of one."""
FIRES, SILENT = -1, -2
"""Where the tests of a rule end: it fires, or it does not."""


@kernel
def _cell(value: float, cuts: Any, first: int, count: int) -> int:
    """The cell a value falls in: 0 unknown, 1 + 2i the interval below cut i, 2 + 2i exactly on it."""
    if isnan(value):
        return 0
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        if cuts[first + middle] < value:
            low = middle + 1
        else:
            high = middle
    if low < count and cuts[first + low] == value:
        return 2 + 2 * low
    return 1 + 2 * low


@kernel
def _computed(deal: Deal, desk: Desk, steps: int, count: int) -> float:
    """What a formula comes to on the deal's facts."""
    numbers = desk.tables
    floats = numbers.view(np.float64)
    facts, stack = deal.facts, desk.stack
    top = -1
    for k in range(count):
        step = steps + STEP_WORDS * k
        kind = numbers[step + STEP_KIND]
        if kind == NUMBER:
            top += 1
            stack[top] = floats[step + STEP_ARGUMENT]
        elif kind == FACT:
            top += 1
            stack[top] = facts[numbers[step + STEP_ARGUMENT]]
        elif kind == STAND_IN:
            if isnan(stack[top]):
                stack[top] = floats[step + STEP_ARGUMENT]
        else:
            top -= 1
            stack[top] = worked(kind, stack[top], stack[top + 1])
    return float(stack[0])


@kernel
def deciding_rule(deal: Deal, desk: Desk, book: int) -> int:
    """Look up which rule of a book wins on the deal's facts: its place; the number of rules where none fires."""
    numbers = desk.tables
    floats = numbers.view(np.float64)
    holds = numbers.view(np.uint8)
    facts, cells = deal.facts, desk.cells
    at = numbers[1 + book]
    rules = numbers[at + BOOK_RULES]
    for k in range(numbers[at + BOOK_FACTS]):
        fact = numbers[at + BOOK_FACTS_AT] + FACT_WORDS * k
        steps = numbers[fact + FACT_STEPS]
        if steps > 0:
            value = _computed(deal, desk, numbers[fact + FACT_STEPS_AT], steps)
        else:
            value = facts[numbers[fact + FACT_NUMBER]]
        cells[k] = _cell(value, floats, numbers[fact + FACT_CUTS_AT], numbers[fact + FACT_CUTS])
    for rule in range(rules):
        test = numbers[at + BOOK_HEAD + rule]
        while test >= 0:
            held = holds[numbers[test + TEST_CELLS_AT] + cells[numbers[test + TEST_FACT]]]
            test = numbers[test + TEST_YES] if held != 0 else numbers[test + TEST_NO]
        if test == FIRES:
            return rule
    return rules


@kernel
def outputs_of(desk: Desk, book: int, rule: int) -> int:
    """The place of a rule's outputs (see `output`); those after the last rule's stand for "no rule"."""
    numbers = desk.tables
    at = numbers[1 + book]
    return numbers[at + BOOK_OUTPUTS_AT] + rule * numbers[at + BOOK_OUTPUTS]


@kernel
def decide(account: Account, deal: Deal, desk: Desk, now: float, book: int) -> int:
    """Let a rulebook decide on the deal's facts. Returns the place of its outputs (see `output`).

    The winning rule is counted, and written on the tape with the facts.
    """
    numbers = desk.tables
    at = numbers[1 + book]
    winner = deciding_rule(deal, desk, book)
    desk.counts[numbers[at + BOOK_COUNTS_AT] + winner] += 1
    deal.decisions += 1
    write_decision(account, deal, desk, now, deal.facts, book, winner if winner < numbers[at + BOOK_RULES] else -1)
    return outputs_of(desk, book, winner)


@kernel
def output(desk: Desk, row: int, place: int) -> float:
    """One output of a decision: `row` as `decide` returned it, `place` among the outputs asked of the book."""
    return desk.tables.view(np.float64)[row + place]


@kernel
def phases_of(desk: Desk, strategy: int) -> tuple[int, int]:
    """How many phases a strategy has (0 for doing nothing) and the place of the first one's words."""
    numbers = desk.tables
    at = numbers[numbers[1 + numbers[0]] + strategy]
    return numbers[at], at + 1
