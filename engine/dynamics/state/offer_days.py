"""The days of an offer, and those that an account wants, as a scenario says them or as is usual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.dynamics.declarations import Constant, assumed
from engine.dynamics.state.source import Source
from engine.model.quantity import Duration, PositiveDuration, Quantity, canonical
from engine.model.rival import Offer
from engine.wording import say

DAYS = (
    Constant(
        "terms.delivery",
        PositiveDuration,
        "from signature to acceptance, in an offer that does not say",
        assumed(120, "days", 60, 240, say("what deliveries of this kind usually take")),
    ),
    Constant(
        "terms.credit",
        Duration,
        "from acceptance to payment, in an offer that does not say",
        assumed(60, "days", 30, 90, say("usual terms of 60 days after acceptance")),
    ),
    Constant(
        "terms.delivery_wanted",
        PositiveDuration,
        "from signature to acceptance, as wanted where a project does not say",
        assumed(90, "days", 45, 180, say("everybody wants it a month sooner than is offered")),
    ),
    Constant(
        "terms.credit_wanted",
        Duration,
        "from acceptance to payment, as wanted where a project does not say",
        assumed(90, "days", 60, 180, say("whoever pays asks for a quarter")),
    ),
)
"""What holds where neither an offer nor a project says so."""


@dataclass(frozen=True)
class OfferDays:
    """Delivery: days from signature to acceptance; credit: days from acceptance to payment."""

    delivery: float
    credit: float
    delivery_wanted: float
    credit_wanted: float


def said_days(source: Source, offer: Offer) -> OfferDays:
    """The days of one offer to the account; where nothing is said, what `behaviour.terms` says."""
    usual: Any = source.scenario.behaviour
    project = source.account.project

    def days(said: Quantity | None, name: str) -> float:
        return canonical(getattr(usual.terms, name) if said is None else said)

    return OfferDays(
        delivery=days(offer.delivery, "delivery"),
        credit=days(offer.payment, "credit"),
        delivery_wanted=days(project.delivery_wanted, "delivery_wanted"),
        credit_wanted=days(project.credit_wanted, "credit_wanted"),
    )
