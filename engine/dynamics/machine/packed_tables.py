"""Deciding by filled-in truth tables, packed with the seller's strategies into the desk's 8-byte words.

Layout of `desk.tables`, in words (integers unless said otherwise):
  0            number of books B
  1 … B        where each book starts
  B+1          where the strategies start
book:          rules R, outputs O, place of the outputs (floats, (R+1) × O), place of its counts in `desk.counts` (R+1),
               facts K, place of the facts, then R rule places
fact:          number of the fact, cuts C, place of the cuts (floats): all cuts of the book's rules together
rule:          facts, byte place of its cells, then per fact: its number in the book, place of its offsets
offsets:       for each cell of the fact in the book, what it adds to the place of the rule's cell; −1 where the rule
               cannot fire whatever the other facts
strategies:    a place for each strategy, then for each the number of its phases and their words (`state.phases`)
"""

from __future__ import annotations

from math import isnan
from typing import Any

import numpy as np

from engine.dynamics.kernels import kernel
from engine.dynamics.machine.tape import write_decision
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk


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
def decide(account: Account, deal: Deal, desk: Desk, now: float, book: int) -> int:
    """Let a rulebook decide on the deal's facts. Returns the place of its outputs (see `output`).

    The winning rule is counted, and written on the tape with the facts; the last row of outputs stands for "no rule".
    """
    numbers = desk.tables
    floats = numbers.view(np.float64)
    fires = numbers.view(np.uint8)
    facts, cells = deal.facts, desk.cells
    at = numbers[1 + book]
    rules, outputs = numbers[at], numbers[at + 1]
    for k in range(numbers[at + 4]):
        entry = numbers[at + 5] + 3 * k
        cells[k] = _cell(facts[numbers[entry]], floats, numbers[entry + 2], numbers[entry + 1])
    winner = rules
    for rule in range(rules):
        place = numbers[at + 6 + rule]
        index = 0
        for k in range(numbers[place]):
            entry = place + 2 + 2 * k
            offset = numbers[numbers[entry + 1] + cells[numbers[entry]]]
            if offset < 0:
                index = -1
                break
            index += offset
        if index >= 0 and fires[numbers[place + 1] + index] != 0:
            winner = rule
            break
    desk.counts[numbers[at + 3] + winner] += 1
    deal.decisions += 1
    write_decision(account, deal, desk, now, facts, book, winner if winner < rules else -1)
    return numbers[at + 2] + winner * outputs


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
