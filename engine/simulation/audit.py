"""Asking the live rule engine again: a sampled share of decisions must come out as the truth tables said.

Every 512th replication is taped, and up to six of its decisions, spread over the deal, are put to durable_rules once
more. A disagreement is a defect of ours and stops the run (RuleMismatch).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from engine.dynamics.state.shared import DECISION
from engine.model.decisions import BOOKS
from engine.rules import CompiledBook
from engine.simulation.story import events_on

EVERY = 512
MOST = 6


def is_audited(replication: int) -> bool:
    """Does this replication's tape go before the live engine? Depends on its number only."""
    return replication % EVERY == 0


def audit(books: Mapping[str, CompiledBook], tape: npt.NDArray[np.float64], own: Sequence[str] = ()) -> None:
    """Ask the live engine about decisions on a tape. own: names of the user's own facts. Raises RuleMismatch."""
    decisions = [event for event in events_on(tape) if event.kind == DECISION.name]
    for event in decisions[:: max(1, -(-len(decisions) // MOST))]:
        assert event.facts is not None
        book = books[BOOKS[event.code]]
        facts = book.facts_from_codes(event.facts, own)
        book.check_against_engine(facts)
        book.decision_from_codes(int(event["rule_place"]), event.facts, own)
