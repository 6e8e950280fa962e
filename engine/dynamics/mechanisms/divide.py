"""Divide and conquer: go for a part of the project instead of the whole, where it has parts (S16)."""

from __future__ import annotations

from math import inf
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Field, Mechanism, ShownIn
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import flag
from engine.dynamics.state.source import Source
from engine.model.quantity import canonical
from engine.model.terms import Play
from engine.wording import say

US = 0


@moments.play_advised.at(10)
def not_of_one_piece(account: Account, deal: Deal, desk: Desk, now: float, play: int) -> int:
    """What has no parts cannot be divided: a rule that asks for it leaves us without a play."""
    return Play.none + 0 if play == Play.divide and account.part_share == 0.0 else play


@moments.play_chosen.at(10)
def choose_scope(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Until the offer is in, the play decides how much of the project we go for."""
    if deal.offer_submitted == 0:
        deal.scope = account.part_share if deal.play == Play.divide else 1.0


@moments.all_weighed.at(50)
def rest_goes_to_others(account: Account, deal: Deal, desk: Desk, now: float, i: int, worths: Any) -> None:
    """Who gives us a part has the rest from whom else they like best: less to win by us, and less to lose."""
    best = -inf
    for option in range(1, account.rivals + 1):
        best = max(best, worths[option])
    if deal.scope < 1.0 and best > -inf:
        worths[US] = deal.scope * worths[US] + (1.0 - deal.scope) * best


@moments.facts_of_deal.at(12)
def divide_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """What is bought by itself stands in the plan or the tender papers."""
    deal.fact_divisible = flag(account.part_share > 0.0)


def lower(source: Source, account: Any, deal: Any) -> None:
    """The part we would go for."""
    part = source.account.project.part
    account.part_share = canonical(part.share) if part is not None else 0.0


MECHANISM = Mechanism(
    name="divide",
    title=say("Divide and conquer"),
    sentence=say(
        "Where we cannot win it all and the project has parts, we go for the largest that is sold by itself: it moves "
        "less money, and the rest stays with whom people like best beside us."
    ),
    source=say("S16 (divide and conquer)"),
    shown_in=ShownIn("reactive_tender", "multi_level", "net_margin_per_deal", "up"),
    fields=(
        Field("account.part_share", "number", "the part we would go for, a share of the amount; 0 without parts"),
        Field("deal.scope", "number", "part of the amount we go for, 0–1", start=1),
    ),
    reads=(
        Field("deal.play", "whole", "model.terms.Play"),
        Field("deal.offer_submitted", "whole", "1 when our offer is in"),
    ),
    facts=("divisible",),
    lower=lower,
)
