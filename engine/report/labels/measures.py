"""Measures in words: label, short label for tables, unit, and which direction is good for the seller."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.base import Text
from engine.results.measures import MEASURES

SHORT: Mapping[str, Text] = {
    "win_rate_all": Text(en="Win rate", zh="赢单率"),
    "win_rate_decided": Text(en="Win rate, decided", zh="赢单率(已决策)"),
    "lost_share": Text(en="Lost", zh="输单率"),
    "no_decision_share": Text(en="No decision", zh="未决策率"),
    "no_decision_of_not_won": Text(en="No decision, of not won", zh="未决策/未赢单"),
    "cycle_days_median": Text(en="Cycle, median", zh="成交周期"),
    "cost_per_win": Text(en="Cost per win", zh="单次赢单成本"),
    "net_margin_per_deal": Text(en="Net margin/deal", zh="单项目净毛利"),
}
"""For column heads; the full label serves where there is none."""

BETTER: Mapping[str, Text] = {
    "up": Text(en="more is better", zh="越高越好"),
    "down": Text(en="less is better", zh="越低越好"),
    "neutral": Text(en="neither is better", zh="无好坏之分"),
}


def measure_label(name: str, lang: str) -> str:
    """The full label, as in `Win rate, over all finished`."""
    return MEASURES[name].label.in_language(lang)


def short_label(name: str, lang: str) -> str:
    """A label that fits a column head."""
    return SHORT.get(name, MEASURES[name].label).in_language(lang)
