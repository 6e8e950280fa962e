"""What price, delivery date and credit of an offer are worth to whoever judges them (S25), as scores 0–1."""

from __future__ import annotations


def price_score(score: float, conceded: float, spread: float) -> float:
    """How well a price serves once a share of it is conceded, 1 at most.

    score:    before, 0–1. conceded: share of the price.
    spread:   from the dearest offer to the cheapest the market could give, as a share of the estimate; the price itself
              is 1 + spread × (½ − score) times the estimate.

    >>> round(price_score(0.5, 0.1, 0.4), 12)
    0.75
    """
    if conceded <= 0.0 or spread <= 0.0:
        return score
    return min(1.0, score + conceded * (1.0 + spread * (0.5 - score)) / spread)


def delivery_score(days: float, wanted: float) -> float:
    """How well a delivery date serves: what is wanted ÷ what is offered, both in days from signature; 1 at most.

    >>> delivery_score(120.0, 90.0)
    0.75
    """
    return 1.0 if days <= wanted else wanted / days


def credit_score(days: float, wanted: float) -> float:
    """How well a time for payment serves: days of credit offered ÷ wanted; 1 at most.

    >>> credit_score(45.0, 90.0)
    0.5
    """
    return 1.0 if days >= wanted else days / wanted
