"""What more bidders do to the price (S08), in a tender and outside."""

from __future__ import annotations


def price_left(pressure: float, bids: int, least: float) -> float:
    """Share of the price that is left once every valid bid beyond the least number has pressed it, 0–1.

    >>> price_left(0.1, 5, 3)
    0.81
    """
    left: float = (1.0 - pressure) ** max(0.0, bids - least)
    return left
