"""What one replication wrote down: flat, immutable rows. Measures read these and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

OUTCOME: np.dtype[np.void] = np.dtype(
    (
        np.record,
        [
            ("replication", "i8"),
            ("account", "i4"),  # place of the account in the scenario
            ("deal", "i4"),  # running number within the replication: account, copy, project
            ("outcome", "i4"),  # model.terms.Outcome
            ("trigger", "i4"),  # model.terms.Trigger
            ("origin", "i4"),  # model.terms.Origin
            ("play", "i4"),  # model.terms.Play, the last one chosen
            ("winner", "i4"),  # place of the winning rival, -1 when no rival won
            ("opened", "f8"),  # day the project opened; NaN without a project
            ("closed", "f8"),  # day it ended, or the horizon when still open; NaN without a project
            ("first_touch", "f8"),  # day of our first meeting; NaN without one
            ("stage", "i4"),  # highest sales stage reached
            ("people", "i4"),
            ("people_met", "i4"),
            ("power_met", "f8"),  # share of the committee's power that we met
            ("executive_met", "i4"),  # 1 when the decider was met
            ("touches", "i4"),
            ("refused", "i4"),  # requests for a meeting that were refused
            ("sponsors_won", "i4"),
            ("sponsors_lost", "i4"),
            ("mandate", "f8"),  # strongest backing from above, 0–1
            ("resentful", "i4"),  # people who felt passed over or ordered about
            ("switches", "i4"),  # changes of engagement (playbook)
            ("stance", "f8"),  # power-weighted true stance towards us at the end
            ("need", "f8"),
            ("worry", "f8"),
            ("fit", "f8"),
            ("meetings", "i4"),  # internal meetings of the committee
            ("rival_touches", "i4"),
            ("sign_offs", "i4"),
            ("sign_offs_refused", "i4"),
            ("rounds", "i4"),  # times the group came to the decision
            ("value_days", "f8"),  # buyer's lead time by kind (S27): value-adding work,
            ("necessary_days", "f8"),  # … necessary sign-offs,
            ("waste_days", "f8"),  # … waiting and rework
            ("hours", "f8"),  # our team's hours
            ("team_wait_days", "f8"),  # meetings' waiting for our own people
            ("cost", "f8"),  # selling cost, currency
            ("revenue", "f8"),  # contract amount when won, else 0
            ("margin", "f8"),  # revenue × margin − delivery loss, before selling cost
            ("lifetime_value", "f8"),  # margin of this deal and of the follow-on business it keeps, before selling cost
            ("satisfaction", "f8"),  # 0–1 after acceptance; NaN unless won
            ("paid_after_days", "f8"),  # from signature to payment; NaN unless won
            ("decisions", "i4"),  # rule decisions taken
            ("events", "i4"),  # things that happened in this deal
        ],
    )
)
"""One row per deal, ordered by replication, then deal."""

TEAM = np.dtype(
    [
        ("replication", "i8"),
        ("role", "i4"),  # place in model.terms.TEAM_ROLES
        ("people", "i4"),
        ("hours_booked", "f8"),
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


def join(parts: list[Records]) -> Records:
    """Chunks of one strategy put together, in the order given."""
    first = parts[0]
    counts = {book: np.sum([part.rule_counts[book] for part in parts], axis=0) for book in first.rule_counts}
    watched = [part.firings for part in parts if part.firings is not None]
    return Records(
        strategy=first.strategy,
        outcomes=np.concatenate([part.outcomes for part in parts]),
        team=np.concatenate([part.team for part in parts]),
        rule_counts=counts,
        firings=np.concatenate(watched) if watched else None,
    )
