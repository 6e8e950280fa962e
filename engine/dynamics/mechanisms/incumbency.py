"""Whoever supplies the account today is ahead by habit, and leaving them costs (MODEL §7).

People stay with what they have (Samuelson & Zeckhauser 1988, status quo bias), and buyers with the supplier in place
beyond its price (Greenstein 1993, federal computer purchases; Heide & Weiss 1995, switching cost). Odds of 8 to 11 in
data are pooled over accounts, with the relationships that go with it: an upper reading.
"""

from __future__ import annotations

from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Field, Mechanism, ShownIn
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import bounded
from engine.dynamics.state.source import Source
from engine.model.quantity import Coefficient, canonical
from engine.model.terms import Outcome
from engine.wording import say

NOBODY = -1
US = 0


@moments.utility.at(10)
def habit_and_switching(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, option: int, worth: float
) -> float:
    """The one in place gains by habit; everybody else has to make up for the cost of changing."""
    if account.incumbent == NOBODY or option > account.rivals:
        return worth
    if option == account.incumbent:
        return worth + desk.decision_incumbency
    return worth - account.switching_cost


@moments.cause_settled.at(40)
def seller_becomes_incumbent(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Whoever sold is the supplier from now on."""
    if deal.outcome == Outcome.won:
        account.incumbent = US
    elif deal.outcome == Outcome.lost:
        account.incumbent = 1 + deal.winner


@moments.snapshot.at(40)
@moments.facts_of_deal.at(30)
def incumbency_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Nobody, us, or a rival: public."""
    deal.fact_incumbent = bounded(account.incumbent + 1.0, 0.0, 2.0)  # the order of terms.Incumbent


def lower(source: Source, account: Any, deal: Any) -> None:
    """Who supplies the account today."""
    who = source.account.incumbent
    account.incumbent = NOBODY if who is None else US if who == "us" else 1 + source.rivals[who]
    account.switching_cost = canonical(source.account.project.switching_cost)


MECHANISM = Mechanism(
    name="incumbency",
    title=say("Incumbency"),
    sentence=say(
        "The supplier in place is ahead by habit, and leaving them costs; whoever sells is in place the next time."
    ),
    source="MODEL §7, §8; S26; Samuelson & Zeckhauser 1988; Greenstein 1993; Heide & Weiss 1995",
    shown_in=ShownIn("scheduled_renewal", "do_nothing", "win_rate_all", "down"),
    constants=(Constant("decision.incumbency", Coefficient, "utility of the supplier already in place"),),
    fields=(
        Field("account.incumbent", "whole", "−1 nobody, 0 us, 1 + place of the rival", start=NOBODY),
        Field("account.switching_cost", "number", "utility lost by leaving the supplier in place"),
    ),
    facts=("incumbent",),
    facts_of_account=("incumbent",),
    lower=lower,
)
