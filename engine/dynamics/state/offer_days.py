"""The days of an offer, and those that an account wants, as a scenario says them or as is usual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.dynamics.state.source import Source
from engine.model.quantity import Quantity, canonical
from engine.model.rival import Offer


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
