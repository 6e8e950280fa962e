"""After the decision (MODEL §8): delivery, acceptance, satisfaction, payment, and what the customer is worth."""

from __future__ import annotations

import math
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Constant, Draw, EventKind, Field, Mechanism, Number
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import exponential, uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import bounded
from engine.dynamics.state.source import Source
from engine.model.quantity import PositiveDuration, Probability, Score, Share, canonical
from engine.model.terms import Outcome
from engine.wording import say

DELIVERED = EventKind(
    27,
    "delivered",
    "seen",
    by="us",
    code=("failed", "accepted"),
    numbers=(Number("satisfaction", "satisfaction, 0–1"),),
)
PAID = EventKind(28, "paid", "seen", numbers=(Number("days_after_signature", "days after signature"),))
DELIVERY = Draw(28, "does the delivery fail")
DELIVERY_TIME = Draw(29, "time from signature to acceptance")
PAYMENT = Draw(30, "time from acceptance to payment")


@kernel
def lifetime_multiple(retention: float, interest: float) -> float:
    """Σ r^t/(1+i)^t over the years after this one: r/(1 + i − r) (P7)."""
    return retention / (1.0 + interest - retention)


@moments.deal_ends.at(10)
def settle_win(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Deliver, have it accepted, get paid; work out revenue, margin and lifetime value.

    A failed delivery costs part of the margin and most of the satisfaction, which the account remembers.
    """
    if deal.outcome != Outcome.won:
        return
    deal.revenue = account.amount * deal.scope
    risk = bounded(desk.after_delivery_failure * deal.delivery_risk, 0.0, 1.0)
    failed = uniform(deal.key, 0, DELIVERY, deal.project) < risk
    deal.satisfaction = desk.after_satisfaction_failed if failed else desk.after_satisfaction_good
    account.satisfaction = deal.satisfaction
    deal.margin_won = deal.revenue * account.margin * (1.0 - (desk.after_failure_loss if failed else 0.0))
    retention = desk.after_retention_unsatisfied + deal.satisfaction * (
        desk.after_retention_satisfied - desk.after_retention_unsatisfied
    )
    yearly = deal.revenue * account.margin * account.yearly_follow_on
    deal.lifetime_value = deal.margin_won + yearly * lifetime_multiple(retention, desk.after_discount)
    accepted = now + desk.after_delivery * exponential(uniform(deal.key, 0, DELIVERY_TIME, deal.project))
    wait = desk.after_payment * exponential(uniform(deal.key, 0, PAYMENT, deal.project))
    deal.paid_after = accepted - now + wait
    write(account, deal, desk, accepted, DELIVERED, -1, 0 if failed else 1, deal.satisfaction)
    write(account, deal, desk, now + deal.paid_after, PAID, -1, 0, deal.paid_after)


def lower(source: Source, account: Any, deal: Any) -> None:
    """Business that follows a good delivery."""
    account.yearly_follow_on = canonical(source.account.project.yearly_follow_on)


MECHANISM = Mechanism(
    name="after_sale",
    title=say("Delivery and payment"),
    sentence=say(
        "A win is delivered, accepted or not, paid, and brings business in later years as long as the customer stays."
    ),
    source=say("MODEL §8; S11, S14 stage 5, S25; customer lifetime value (anchor P7)"),
    constants=(
        Constant("after.delivery", PositiveDuration, "mean time from signature to acceptance"),
        Constant("after.delivery_failure", Probability, "chance of a failed delivery at risk factor 1"),
        Constant("after.failure_loss", Share, "share of the margin lost by a failed delivery"),
        Constant("after.satisfaction_good", Score, "satisfaction after a good delivery"),
        Constant("after.satisfaction_failed", Score, "satisfaction after a failed one"),
        Constant("after.payment", PositiveDuration, "mean time from acceptance to payment"),
        Constant("after.retention_satisfied", Probability, "yearly, at satisfaction 1"),
        Constant("after.retention_unsatisfied", Probability, "yearly, at satisfaction 0"),
        Constant("after.discount", Share, "yearly interest for lifetime value"),
    ),
    fields=(
        Field("account.satisfaction", "number", "with our last delivery, 0–1; unknown before one", start=math.nan),
        Field("account.yearly_follow_on", "number", "yearly business of a satisfied customer ÷ amount"),
        Field("deal.revenue", "number", "contract amount when won, currency"),
        Field("deal.margin_won", "number", "margin less what a failed delivery costs, currency"),
        Field("deal.lifetime_value", "number", "margin of this deal and of the business it keeps, currency"),
        Field("deal.satisfaction", "number", "0–1 after acceptance; unknown unless won", start=math.nan),
        Field("deal.paid_after", "number", "days from signature to payment; unknown unless won", start=math.nan),
    ),
    reads=(
        Field("deal.scope", "number", "part of the amount we go for", start=1),
        Field("deal.delivery_risk", "number", "factor by how the project began", start=1),
    ),
    events=(DELIVERED, PAID),
    draws=(DELIVERY, DELIVERY_TIME, PAYMENT),
    columns=(
        Column("revenue", "f8", "contract amount when won, else 0", "deal.revenue"),
        Column("margin", "f8", "revenue × margin − delivery loss, before selling cost", "deal.margin_won"),
        Column(
            "lifetime_value",
            "f8",
            "margin of this deal and of the follow-on business it keeps, before selling cost",
            "deal.lifetime_value",
        ),
        Column("satisfaction", "f8", "0–1 after acceptance; NaN unless won", "deal.satisfaction"),
        Column("paid_after_days", "f8", "from signature to payment; NaN unless won", "deal.paid_after"),
    ),
    lower=lower,
)
