"""What people of a role usually ask for: the middle around which criteria are drawn that nobody stated.

All weights are assumptions: purchasing and finance look at the price, engineers at the technique, users at the service,
whoever answers for the decision at the risk (S10: each department takes part to a different degree).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.model.terms import CRITERIA, Role

USUAL_CRITERIA: Mapping[Role, Mapping[str, float]] = {
    "decider": {"price": 0.25, "technical": 0.25, "service": 0.2, "risk": 0.3},
    "financial_approver": {"price": 0.45, "technical": 0.1, "service": 0.1, "risk": 0.25, "payment": 0.1},
    "technical_evaluator": {"price": 0.1, "technical": 0.5, "service": 0.2, "risk": 0.2},
    "buyer": {"price": 0.45, "technical": 0.1, "service": 0.15, "risk": 0.15, "delivery": 0.05, "payment": 0.1},
    "gatekeeper": {"price": 0.3, "technical": 0.2, "service": 0.3, "risk": 0.2},
    "initiator": {"price": 0.15, "technical": 0.35, "service": 0.35, "risk": 0.15},
    "user": {"price": 0.1, "technical": 0.3, "service": 0.4, "risk": 0.1, "delivery": 0.1},
    "influencer": {"price": 0.25, "technical": 0.25, "service": 0.25, "risk": 0.25},
}


def usual_criteria(roles: Sequence[Role]) -> tuple[float, ...]:
    """What somebody with these roles usually asks for, each role counting the same: weights in CRITERIA's order, sum 1.

    A role of which nothing is said asks for all criteria alike.

    >>> usual_criteria(["buyer", "financial_approver"])
    (0.45, 0.1, 0.125, 0.2, 0.025, 0.1)
    """
    alike = dict.fromkeys(CRITERIA, 1.0)
    tables = [USUAL_CRITERIA.get(role, alike) for role in roles]
    totals = [sum(table.values()) for table in tables]
    shares = [
        sum(table.get(criterion, 0.0) / total for table, total in zip(tables, totals, strict=True)) / len(tables)
        for criterion in CRITERIA
    ]
    whole = sum(shares)
    return tuple(round(share / whole, 12) for share in shares)
