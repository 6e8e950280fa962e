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
