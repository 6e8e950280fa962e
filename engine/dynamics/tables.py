"""Deciding by filled-in truth tables, and the seller's strategies, packed into one flat array of 8-byte words.

Layout, in words (integers unless said otherwise):
  0            number of books B
  1 … B        where each book starts
  B+1          where the strategies start
book:          rules R, outputs O, place of the outputs (floats, (R+1) × O), place of the counts (R+1), facts K, place
               of the facts, then R rule places
fact:          word of the fact in the record, cuts C, place of the cuts (floats): all cuts of the book's rules together
rule:          facts, byte place of its cells, then per fact: its number in the book, place of its offsets
offsets:       for each cell of the fact in the book, what it adds to the place of the rule's cell; −1 where the rule
               cannot fire whatever the other facts
strategies:    see `engine.engagement.packing`
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dynamics.compiled import compiled
from engine.dynamics.record import Deal
from engine.dynamics.tape import write_decision

Words = Any


@compiled
def _cell(value: float, cuts: Words, first: int, count: int) -> int:
    """The cell a value falls in: 0 unknown, 1 + 2i the interval below cut i, 2 + 2i exactly on it."""
    if np.isnan(value):
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


@compiled
def decide(d: Deal, memory: Words, tables: Words, tape: Words, book: int, now: float) -> int:
    """Let a rulebook decide on the facts in the record, which `memory` begins with. Returns the place of its outputs.

    The winning rule is counted, and written on the tape with the facts; the last row of outputs stands for "no rule".
    """
    numbers = tables.view(np.int64)
    floats = tables.view(np.float64)
    facts = memory.view(np.float64)
    at = numbers[1 + book]
    rules, outputs = numbers[at], numbers[at + 1]
    for k in range(numbers[at + 4]):
        entry = numbers[at + 5] + 3 * k
        d.cells[k] = _cell(facts[numbers[entry]], floats, numbers[entry + 2], numbers[entry + 1])
    winner = rules
    for rule in range(rules):
        place = numbers[at + 6 + rule]
        index = 0
        for k in range(numbers[place]):
            entry = place + 2 + 2 * k
            offset = numbers[numbers[entry + 1] + d.cells[numbers[entry]]]
            if offset < 0:
                index = -1
                break
            index += offset
        if index >= 0 and tables[numbers[place + 1] + index] != 0:
            winner = rule
            break
    numbers[numbers[at + 3] + winner] += 1
    d.decisions += 1
    d.events += 1
    if tape.shape[0] > 0:
        write_decision(d, facts, tape, now, book, winner if winner < rules else -1)
    return numbers[at + 2] + winner * outputs
