"""Measures in words: label, short label for tables, unit, and which direction is good for the seller."""

from __future__ import annotations

from collections.abc import Mapping

from engine.wording import Message, say

SHORT: Mapping[str, Message] = {
    "win_rate_all": say("Win rate"),
    "win_rate_decided": say("Win rate, decided"),
    "lost_share": say("Lost"),
    "no_decision_share": say("No decision"),
    "no_decision_of_not_won": say("No decision, of not won"),
    "cycle_days_median": say("Cycle, median"),
    "cost_per_win": say("Cost per win"),
    "net_margin_per_deal": say("Net margin/deal"),
}
"""For column heads; the full label serves where there is none."""

BETTER: Mapping[str, Message] = {
    "up": say("more is better"),
    "down": say("less is better"),
    "neutral": say("neither is better"),
}
