"""After the decision (MODEL §8): delivery, acceptance, satisfaction, payment, and what the customer is worth.

Switched off, a win brings the contract and its margin and nothing else: no delivery that could fail, no payment to wait
for, no later business.
"""

from __future__ import annotations

import math
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Constant, Draw, EventKind, Field, Mechanism, Number, ShownIn
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
    """Deliver, have it accepted, get paid.

    Worked out for the win that would have been whenever a vote ended the project, however it was drawn. A failed
    delivery costs most of the satisfaction; the account remembers only what was delivered.
    """
    if deal.won + deal.lost == 0.0:
        return
    risk = bounded(desk.after_delivery_failure * deal.delivery_risk * deal.haste, 0.0, 1.0)
    deal.delivery_failed = 1 if uniform(deal.key, 0, DELIVERY, deal.project) < risk else 0
    accepted = desk.after_delivery * deal.delivery_pace * exponential(uniform(deal.key, 0, DELIVERY_TIME, deal.project))
    credit = max(0.0, desk.after_payment + deal.more_credit)
    wait = credit * exponential(uniform(deal.key, 0, PAYMENT, deal.project))
    deal.paid_after_if_won = accepted + wait
    if deal.outcome == Outcome.won:
        satisfaction = satisfaction_if_won(account, deal, desk, now)
        account.satisfaction = satisfaction
        write(account, deal, desk, now + accepted, DELIVERED, -1, 1 - deal.delivery_failed, satisfaction)
        write(account, deal, desk, now + accepted + wait, PAID, -1, 0, accepted + wait)


@kernel
def satisfaction_if_won(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    """After acceptance, 0–1."""
    if math.isnan(deal.paid_after_if_won):
        return math.nan
    degree = desk.after_satisfaction_failed if deal.delivery_failed == 1 else desk.after_satisfaction_good
    return moments.satisfaction(account, deal, desk, now, degree)


@kernel
def _price_paid(deal: Deal) -> float:
    """What other suppliers and our concession leave of the price, 0–1."""
    return deal.price_factor * (1.0 - deal.price_conceded)


@kernel
def revenue_if_won(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    """The contract amount."""
    return math.nan if deal.won + deal.lost == 0.0 else account.amount * deal.scope * _price_paid(deal)


@kernel
def conceded_if_won(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    """What was taken off the amount at stake; with the contract amount it comes to that."""
    return math.nan if deal.won + deal.lost == 0.0 else account.amount * deal.scope * (1.0 - _price_paid(deal))


@kernel
def margin_if_won(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    """Less what a failed delivery and our terms cost, before selling cost; what comes off the price is all margin."""
    kept = 1.0 - desk.after_failure_loss if deal.delivery_failed == 1 else 1.0
    left = account.margin - (1.0 - _price_paid(deal)) - deal.terms_cost
    return math.nan if deal.won + deal.lost == 0.0 else account.amount * deal.scope * left * kept


@kernel
def lifetime_value_if_won(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    """Margin of this deal and of the business it keeps."""
    satisfaction = satisfaction_if_won(account, deal, desk, now)
    if math.isnan(satisfaction):
        return margin_if_won(account, deal, desk, now)
    retention = desk.after_retention_unsatisfied + satisfaction * (
        desk.after_retention_satisfied - desk.after_retention_unsatisfied
    )
    yearly = revenue_if_won(account, deal, desk, now) * account.margin * account.yearly_follow_on
    return margin_if_won(account, deal, desk, now) + yearly * lifetime_multiple(retention, desk.after_discount)


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
    shown_in=ShownIn("reactive_tender", "top_down", "net_margin_per_deal", "up"),
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
        Field("deal.delivery_failed", "whole", "1 when the delivery of a win fails, or would have"),
        Field(
            "deal.paid_after_if_won",
            "number",
            "days from signature of a win to payment; unknown unless a vote ended it",
            start=math.nan,
        ),
    ),
    reads=(
        Field("deal.scope", "number", "part of the amount we go for", start=1),
        Field("deal.delivery_risk", "number", "factor by how the project began", start=1),
        Field("deal.price_factor", "number", "price, as a multiple of what was hoped for", start=1),
        Field("deal.price_conceded", "number", "share of the price that we conceded, 0–1"),
        Field("deal.terms_cost", "number", "what credit and haste cost us, share of the amount"),
        Field("deal.more_credit", "number", "days of credit beyond the usual"),
        Field("deal.delivery_pace", "number", "days to acceptance that were promised ÷ usual ones", start=1),
        Field(
            "deal.haste", "number", "factor of the risk of a failed delivery by how much sooner it is promised", start=1
        ),
    ),
    events=(DELIVERED, PAID),
    draws=(DELIVERY, DELIVERY_TIME, PAYMENT),
    columns=(
        Column("revenue_if_won", "f8", "contract amount of a win; NaN unless a vote ended it", revenue_if_won),
        Column(
            "conceded_if_won",
            "f8",
            "… taken off the amount at stake by others and by us; NaN likewise",
            conceded_if_won,
        ),
        Column(
            "margin_if_won",
            "f8",
            "… its margin less delivery loss and cost of terms, before selling cost; NaN likewise",
            margin_if_won,
        ),
        Column(
            "lifetime_value_if_won",
            "f8",
            "… margin of it and of the follow-on business it keeps, before selling cost; NaN likewise",
            lifetime_value_if_won,
        ),
        Column("satisfaction_if_won", "f8", "… 0–1 after acceptance; NaN likewise", satisfaction_if_won),
        Column("paid_after_days_if_won", "f8", "… signature to payment; NaN likewise", "deal.paid_after_if_won"),
    ),
    lower=lower,
)
