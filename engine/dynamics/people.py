"""What holds for one person or the whole committee at a given day: fit, relationship, resentment, weighted means."""

from __future__ import annotations

from engine.dynamics.compiled import compiled
from engine.dynamics.record import Deal
from engine.model.terms import CRITERIA, ROLES

CRITERIA_COUNT = len(CRITERIA)
USER = 1 << ROLES.index("user")
INITIATOR = 1 << ROLES.index("initiator")
INFLUENCER = 1 << ROLES.index("influencer")
TECHNICAL = 1 << ROLES.index("technical_evaluator")
BUYER = 1 << ROLES.index("buyer")
DECIDER = 1 << ROLES.index("decider")
GATEKEEPER = 1 << ROLES.index("gatekeeper")
FINANCIAL = 1 << ROLES.index("financial_approver")


@compiled
def fit(d: Deal, i: int) -> float:
    """How well our offer serves person i's criteria, 0–1, with what shaping and tailoring won."""
    plain = 0.0
    for c in range(CRITERIA_COUNT):
        plain += d.criteria[i, c] * d.offer[c]
    return plain + (1.0 - plain) * d.shaped


@compiled
def rival_fit(d: Deal, j: int, i: int) -> float:
    """The same for rival j's offer."""
    plain = 0.0
    for c in range(CRITERIA_COUNT):
        plain += d.criteria[i, c] * d.rival_offer[j, c]
    return plain + (1.0 - plain) * d.rival_shaped[j]


@compiled
def bond_now(d: Deal, i: int, now: float) -> float:
    """Relationship level − 1 after neglect since the last meeting: it halves every `bond_half_life` days."""
    if d.bond[i] == 0.0:
        return 0.0
    return d.bond[i] * 0.5 ** ((now - d.bond_since[i]) / d.touch_bond_half_life)


@compiled
def relationship(d: Deal, i: int, now: float) -> int:
    """Relationship level 1–5 (S20)."""
    return 1 + min(4, int(bond_now(d, i, now) + 1e-9))


@compiled
def resentment_now(d: Deal, i: int, now: float) -> float:
    """Resentment 0–1, fading with its half-life."""
    if d.resentment[i] == 0.0:
        return 0.0
    return d.resentment[i] * 0.5 ** ((now - d.resentment_since[i]) / d.chain_resentment_half_life)


@compiled
def add_resentment(d: Deal, i: int, now: float, amount: float) -> None:
    """Somebody feels passed over or ordered about."""
    d.resentment[i] = min(1.0, resentment_now(d, i, now) + amount)
    d.resentment_since[i] = now


@compiled
def bounded(value: float, low: float, high: float) -> float:
    """The value, kept within the bounds."""
    return min(high, max(low, value))


@compiled
def flag(value: bool) -> float:
    """A yes or no as a fact."""
    return 1.0 if value else 0.0


@compiled
def urgency_now(d: Deal, now: float) -> float:
    """Urgency 0–1: grows from the trigger's own to 1 as the deadline comes near."""
    if d.deadline != d.deadline:
        return d.urgency
    total = max(1.0, d.deadline - d.opened)
    return d.urgency + (1.0 - d.urgency) * bounded((now - d.opened) / total, 0.0, 1.0)


@compiled
def stance_mean(d: Deal) -> float:
    """Power-weighted true stance towards us."""
    total, weight = 0.0, 0.0
    for i in range(d.n):
        total += d.power[i] * d.stance[i]
        weight += d.power[i]
    return total / weight if weight > 0.0 else 0.0
