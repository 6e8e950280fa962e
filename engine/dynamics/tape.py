"""Writing events on a tape: [size, day, kind, person, code, a, b, c, facts …] after one another.

A tape of no length writes nothing. A tape that is full says so in the record, and the driver runs the deal again on a
longer one: the same luck gives the same story.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dynamics.compiled import compiled
from engine.dynamics.record import FACT_FIELDS, Deal, words
from engine.model.events import EventKind

FACT_WORD = words(FACT_FIELDS[0])
FACT_COUNT = len(FACT_FIELDS)
HEADER = 8


@compiled
def write(
    d: Deal, tape: Any, now: float, kind: int, person: int, code: int, a: float = 0.0, b: float = 0.0, c: float = 0.0
) -> None:
    """Count an event and put it on the tape."""
    d.events += 1
    if tape.shape[0] == 0:
        return
    at = d.tape_at
    if at + HEADER > tape.shape[0]:
        d.tape_full = 1
        return
    tape[at] = HEADER
    tape[at + 1] = now
    tape[at + 2] = kind + 0  # an enumeration member is no number to the compiler
    tape[at + 3] = person
    tape[at + 4] = code
    tape[at + 5] = a
    tape[at + 6] = b
    tape[at + 7] = c
    d.tape_at = at + HEADER


@compiled
def write_decision(d: Deal, record_words: Any, tape: Any, now: float, book: int, rule: int) -> None:
    """Put a rule decision with all its facts on the tape."""
    at = d.tape_at
    size = HEADER + FACT_COUNT
    if at + size > tape.shape[0]:
        d.tape_full = 1
        return
    tape[at] = size
    tape[at + 1] = now
    tape[at + 2] = EventKind.decision + 0
    tape[at + 3] = -1
    tape[at + 4] = book
    tape[at + 5] = rule
    tape[at + 6] = 0.0
    tape[at + 7] = 0.0
    for i in range(FACT_COUNT):
        tape[at + HEADER + i] = record_words[FACT_WORD + i]
    d.tape_at = at + size


@compiled
def decisions_on(tape: Any) -> Any:
    """Day, place of the rulebook and place of the deciding rule of every decision on a tape, one row each."""
    found = np.empty((len(tape) // (HEADER + FACT_COUNT), 3))
    at, rows = 0, 0
    while at < len(tape):
        if int(tape[at + 2]) == EventKind.decision:
            found[rows, 0] = tape[at + 1]
            found[rows, 1] = tape[at + 4]
            found[rows, 2] = tape[at + 5]
            rows += 1
        at += int(tape[at])
    return found[:rows]
