"""Writing events on the desk's tape: [size, day, kind, deal, person, code, a, b, c, facts …] after one another.

A tape of no length writes nothing. A tape that is full says so, and the driver runs the replication again on a longer
one: the same luck gives the same story.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dynamics.kernels import kernel
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.shared import DECISION
from engine.model.facts import FACT_PLACES

HEADER = 9


@kernel
def _room(deal: Deal, desk: Desk, size: int) -> int:
    """Count an event; the place for so many words on the tape, −1 where there is no tape or no room."""
    deal.events += 1
    if desk.tape_words == 0:
        return -1
    at = desk.tape_at
    if at + size > desk.tape_words:
        desk.tape_full = 1
        return -1
    desk.tape_at = at + size
    return at


@kernel
def write(
    account: Account,
    deal: Deal,
    desk: Desk,
    now: float,
    kind: int,
    person: int = -1,
    code: int = 0,
    a: float = 0.0,
    b: float = 0.0,
    c: float = 0.0,
) -> None:
    """Count an event and put it on the tape."""
    at = _room(deal, desk, HEADER)
    if at < 0:
        return
    tape = desk.tape
    tape[at] = HEADER
    tape[at + 1] = now
    tape[at + 2] = kind
    tape[at + 3] = account.row
    tape[at + 4] = person
    tape[at + 5] = code
    tape[at + 6] = a
    tape[at + 7] = b
    tape[at + 8] = c


@kernel
def write_decision(account: Account, deal: Deal, desk: Desk, now: float, facts: Any, book: int, rule: int) -> None:
    """Count a rule decision and put it on the tape with all its facts."""
    at = _room(deal, desk, HEADER + FACT_PLACES)
    if at < 0:
        return
    tape = desk.tape
    tape[at] = HEADER + FACT_PLACES
    tape[at + 1] = now
    tape[at + 2] = DECISION
    tape[at + 3] = account.row
    tape[at + 4] = -1
    tape[at + 5] = book
    tape[at + 6] = rule
    tape[at + 7] = 0.0
    tape[at + 8] = 0.0
    for k in range(FACT_PLACES):
        tape[at + HEADER + k] = facts[k]


@kernel
def decisions_on(tape: Any) -> Any:
    """Deal, day, place of the rulebook and place of the deciding rule of every decision on a tape, one row each."""
    found = np.empty((len(tape) // (HEADER + FACT_PLACES), 4))
    at, rows = 0, 0
    while at < len(tape):
        if int(tape[at + 2]) == DECISION:
            found[rows, 0] = tape[at + 3]
            found[rows, 1] = tape[at + 1]
            found[rows, 2] = tape[at + 5]
            found[rows, 3] = tape[at + 6]
            rows += 1
        at += int(tape[at])
    return found[:rows]
