"""Words that pictures, tables and sentences share; `model.vocabulary` has those of the enumerations."""

from __future__ import annotations

from collections.abc import Mapping

from engine.engagement import strategy_label
from engine.model.terms import GroupModel, InfluenceModel, TeamRole, TieKind
from engine.results.measures import HEADLINE, MEASURES
from engine.wording import Message, Said, say

TEAM_ROLE: Mapping[TeamRole, Message] = {
    "account_manager": say("account manager"),
    "presales_engineer": say("presales engineer"),
    "executive_sponsor": say("executive sponsor"),
    "service": say("service"),
}
TIE: Mapping[TieKind, Message] = {
    "advice": say("asks for advice"),
    "friendship": say("friendship"),
    "conflict": say("conflict"),
}
INFLUENCE: Mapping[InfluenceModel, Message] = {
    "friedkin_johnsen": say("Friedkin–Johnsen model (people listen, but keep part of their own view)"),
    "degroot": say("DeGroot model (people adopt the average of those they listen to)"),
    "voter": say("voter model (one takes over another's view)"),
    "invasion": say("invasion model (one pushes a view on another)"),
}
GROUP_CHOICE: Mapping[GroupModel, Message] = {
    "weighted": say("weighted probability (one member speaks for all, drawn by power)"),
    "equiprobability": say("equiprobability (every member counts the same)"),
    "autocracy": say("autocracy (the decider alone)"),
    "plurality": say("plurality (most votes win)"),
    "weighted_vote": say("weighted vote (votes count by power)"),
    "minimum_endorsement": say("minimum endorsement (so many members must agree)"),
    "unanimity": say("unanimity (all must agree)"),
    "preference_perturbation": say("preference perturbation (the option that needs least persuading)"),
    "tender": say("tender (bids are scored, the decider confirms or cancels)"),
}
ROUTES: tuple[Message, ...] = (
    say("cold"),
    say("as an acquaintance"),
    say("through familiarity"),
    say("our executive asked"),
    say("introduced from inside"),
    say("under a mandate from above"),
    say("invited to an event of ours"),
    say("invited to a reference customer"),
    say("a partner spoke for us"),
)
"""How we got to somebody, by the code in request events."""
WIN = HEADLINE[0]
MONEY = ("revenue_per_deal", "net_margin_per_deal")
"""What is told in one breath with the win rate: who wins most often need not win most."""

_SHORT: Mapping[str, Message] = {
    "win_rate_all": say("Win rate"),
    "win_rate_decided": say("Win rate, decided"),
    "lost_share": say("Lost"),
    "no_decision_share": say("No decision"),
    "no_decision_of_not_won": say("No decision, of not won"),
    "cycle_days_median": say("Cycle, median"),
    "cost_per_win": say("Cost per win"),
    "experience": say("Experience"),
    "revenue_per_deal": say("Amount won/deal"),
    "net_margin_per_deal": say("Net margin/deal"),
    "withdrawn_share": say("We withdrew"),
    "open_share": say("Still open"),
    "no_project_share": say("No project"),
}
"""For column heads; the full label serves where there is none."""

BETTER: Mapping[str, Message] = {
    "up": say("more is better"),
    "down": say("less is better"),
    "neutral": say("neither is better"),
}


def quoted_strategy(name: str) -> Message:
    """A strategy as it is named in a sentence."""
    return say("“{name}”", name=strategy_label(name))


def short_words(measure: str) -> Said:
    """A measure in words that fit a column head."""
    return _SHORT.get(measure, MEASURES[measure].label)
