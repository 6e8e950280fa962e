"""People, ties, models and codes of records in English and Chinese; `model.vocabulary` has the enumerations."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.terms import GroupModel, InfluenceModel, TeamRole, TieKind
from engine.wording import Message, say

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
}
ROUTES: tuple[Message, ...] = (
    say("cold"),
    say("as an acquaintance"),
    say("through familiarity"),
    say("our executive asked"),
    say("introduced from inside"),
    say("under a mandate from above"),
)
"""How we got to somebody, by the code in request events."""
