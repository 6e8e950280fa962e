"""What one replication wrote down: flat, immutable rows. Measures read these and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.dynamics.machine.composition import OUTCOME

TEAM = np.dtype(
    [
        ("replication", "i8"),
        ("role", "i4"),  # place in model.terms.TEAM_ROLES
        ("people", "i4"),
        ("hours_booked", "f8"),  # what deals were charged for, the hours after the horizon as well
        ("hours_worked", "f8"),  # of these, within the horizon
        ("hours_capacity", "f8"),  # hours per week × people × weeks of the horizon
        ("requests", "i4"),
        ("wait_days", "f8"),  # total waiting for this role
        ("queue_mean", "f8"),  # time average of requests waiting, measured by watching the queue
        ("deals_mean", "f8"),  # time average of deals open, measured by watching the count
        ("deal_days", "f8"),  # sum of all deals' days in the system, from the records
        ("horizon", "f8"),  # days
    ]
)
"""One row per role and replication.

Over the roles of a replication, hours_booked and wait_days add up to the hours and team_wait_days of its OUTCOME rows.
Little's law: deals_mean · horizon = deal_days, and queue_mean · horizon = wait_days.
"""

FIRING = np.dtype(
    [
        ("replication", "i8"),
        ("deal", "i4"),  # as in OUTCOME
        ("book", "i4"),  # place of the rulebook among the keys of `Records.rule_counts`
        ("rule", "i4"),  # place of the deciding rule in the book's winning order, -1 when none fired
        ("day", "f8"),
        ("since_opening", "f8"),  # days since the project opened, negative before; NaN where none opened
    ]
)
"""One row per rule decision, ordered by replication, deal and time."""


__all__ = ["FIRING", "OUTCOME", "TEAM", "Records"]


@dataclass(frozen=True)
class Records:
    """All rows of some replications of one strategy.

    outcomes:    OUTCOME rows.
    team:        TEAM rows.
    rule_counts: for each rulebook (by id) how often each rule decided, in the book's winning order, the last entry
                 counting the decisions in which no rule fired.
    firings:     FIRING rows of those replications that were watched; None when whoever ran them watches none.
    """

    strategy: str
    outcomes: npt.NDArray[np.void]
    team: npt.NDArray[np.void]
    rule_counts: dict[str, npt.NDArray[np.int64]]
    firings: npt.NDArray[np.void] | None = None
