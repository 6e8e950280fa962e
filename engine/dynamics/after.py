"""After the decision (MODEL §8): delivery, acceptance, satisfaction, payment, and what the customer is worth."""

from __future__ import annotations

from typing import Any

from engine.dynamics.chance import Purpose, exponential, uniform
from engine.dynamics.compiled import compiled
from engine.dynamics.people import DECIDER, bounded
from engine.dynamics.record import Deal
from engine.dynamics.tape import write
from engine.model.events import EventKind


@compiled
def lifetime_multiple(retention: float, interest: float) -> float:
    """Σ r^t/(1+i)^t over the years after this one: r/(1 + i − r) (P7)."""
    return retention / (1.0 + interest - retention)


@compiled
def settle_win(d: Deal, tape: Any, now: float) -> None:
    """Deliver, have it accepted, get paid; work out revenue, margin and lifetime value.

    A failed delivery costs part of the margin and most of the satisfaction.
    """
    d.revenue = d.amount * d.scope
    failed = uniform(d.key, 0, Purpose.delivery, d.project) < bounded(
        d.after_delivery_failure * d.delivery_risk, 0.0, 1.0
    )
    d.satisfaction = d.after_satisfaction_failed if failed else d.after_satisfaction_good
    d.margin_won = d.revenue * d.margin * (1.0 - (d.after_failure_loss if failed else 0.0))
    retention = d.after_retention_unsatisfied + d.satisfaction * (
        d.after_retention_satisfied - d.after_retention_unsatisfied
    )
    yearly = d.revenue * d.margin * d.yearly_follow_on
    d.lifetime_value = d.margin_won + yearly * lifetime_multiple(retention, d.after_discount)
    accepted = now + d.after_delivery * exponential(uniform(d.key, 0, Purpose.delivery_time, d.project))
    d.paid_after = accepted - now + d.after_payment * exponential(uniform(d.key, 0, Purpose.payment, d.project))
    write(d, tape, accepted, EventKind.delivered, -1, 0 if failed else 1, d.satisfaction, 0.0, 0.0)
    write(d, tape, now + d.paid_after, EventKind.paid, -1, 0, d.paid_after, 0.0, 0.0)


@compiled
def executive_met(d: Deal) -> int:
    """1 when somebody who decides was met."""
    for i in range(d.n):
        if (d.roles[i] & DECIDER) != 0 and d.met[i] == 1:
            return 1
    return 0
