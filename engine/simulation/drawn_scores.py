"""What the replications drew for scores that nobody stated: read off accounts that have just come into view.

Nothing is simulated for it. An account comes into view through the door through which it comes in a run, so there is
one definition of what is drawn. Afterwards a strategy may change stances, needs and worries; this is before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.dynamics.state.source import in_record_order
from engine.engagement import BASELINE, strategy_named
from engine.model.account import Account
from engine.model.decisions import BOOKS
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.model.terms import Score
from engine.results.columns import Floats
from engine.rules import compile_book
from engine.simulation.desk import SharedDesk
from engine.simulation.packing import pack
from engine.simulation.replication import root_of
from engine.simulation.slot import Slot, make_slots
from engine.situation.own_facts import own_facts

MECHANISM = "unknown_scores"
"""Switched off, it draws nothing."""


@dataclass(frozen=True)
class DrawnScores:
    """What was drawn at one account.

    place:  of the account in the scenario. rows_before: rows of records that a replication has for those before it.
    values: by person's id and score; (replications, copies), of criteria (replications, copies, criteria).
    """

    place: int
    account: Account
    rows_before: int
    values: Mapping[tuple[str, Score], Floats]


def draws_scores(scenario: Scenario) -> bool:
    """Is any score of anybody drawn here?"""
    unknown = any(account.buying_centre.unknown for account in scenario.accounts)
    return unknown and MECHANISM not in scenario.switched_off


def draw_scores(
    scenario: Scenario, books: Mapping[str, Rulebook], seed: int, replications: int
) -> tuple[DrawnScores, ...]:
    """What the first replications draw at each account of which something is unknown, in the order of the scenario.

    books: the rulebooks by what they decide. seed: as in the run.
    """
    if not draws_scores(scenario):
        return ()
    own = own_facts(scenario, {role: books[role] for role in BOOKS})
    packed = pack({role: compile_book(books[role]).single_hit_table for role in BOOKS}, strategy_named(BASELINE), own)
    slots, root = make_slots(scenario, SharedDesk(scenario, packed)), root_of(seed)
    found, at = [], 0
    for place, account in enumerate(scenario.accounts):
        mine = slots[at : at + account.copies]
        at += account.copies
        if account.buying_centre.unknown:
            found.append(DrawnScores(place, account, mine[0].first_row, _values(account, mine, root, replications)))
    return tuple(found)


def _values(account: Account, copies: list[Slot], root: int, replications: int) -> dict[tuple[str, Score], Floats]:
    wanted = [
        (person.id, score, place)
        for place, person in enumerate(in_record_order(account).buying_centre.people)
        for score in person.unknown
    ]
    views = [[slot.about.array(score)[place : place + 1] for _, score, place in wanted] for slot in copies]
    values = {
        (person, score): np.zeros((replications, len(copies), *view.shape[1:]))
        for (person, score, _), view in zip(wanted, views[0], strict=True)
    }
    for replication in range(replications):
        for copy, (slot, here) in enumerate(zip(copies, views, strict=True)):
            slot.begin(root, replication)
            for table, view in zip(values.values(), here, strict=True):
                table[replication, copy] = view[0]
    return values
