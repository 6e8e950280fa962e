"""Two formulas of the trade that are used on totals: pipeline velocity and customer lifetime value."""

from __future__ import annotations

from engine.errors import InputError
from engine.wording import say


def pipeline_velocity(opportunities: float, deal_value: float, win_rate: float, cycle_days: float) -> float:
    """Revenue a pipeline brings in per day: opportunities × deal value × win rate ÷ cycle time (P6).

    opportunities: open at a time, a count. deal_value: currency. win_rate: 0–1. cycle_days: days, above 0.

    >>> round(pipeline_velocity(100, 50_000, 0.25, 90), 2)
    13888.89
    """
    if not cycle_days > 0:
        what = say("{days} days is not a cycle time", days=cycle_days)
        raise InputError.at("cycle_days", what, say("it must be above 0"))
    return opportunities * deal_value * win_rate / cycle_days


def customer_lifetime_value(margin: float, retention: float, discount: float) -> float:
    """What a customer's yearly margin is worth over the years they stay: m·r/(1 + i − r) (P7).

    margin: currency a year. retention: share of customers kept each year, 0–1. discount: yearly rate, at least 0.
    Raises InputError where the sum has no end (nobody ever leaves and money costs nothing).

    >>> round(customer_lifetime_value(1.0, 0.8, 0.10), 4)
    2.6667
    """
    if not 0 <= retention <= 1:
        what = say("{number} is not a share", number=retention)
        raise InputError.at("retention", what, say("it must lie between 0 and 1"))
    if not 1 + discount - retention > 0:
        what = say("with every customer kept for ever and no discount the value has no end")
        raise InputError.at("discount", what)
    return margin * retention / (1 + discount - retention)
