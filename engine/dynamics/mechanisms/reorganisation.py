"""A reorganisation of the account looks anew at every project: wanted ones live on (MODEL §3; S30)."""

from __future__ import annotations

from math import inf
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Draw, EventKind, Field, Mechanism, Number, ShownIn
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import exponential, uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import mean_by_power
from engine.dynamics.state.project_end import close, is_over
from engine.dynamics.state.source import Source
from engine.model.quantity import canonical
from engine.model.terms import Outcome
from engine.wording import say

REORGANISED = EventKind(
    63,
    "reorganised",
    "rumoured",
    code=("kept", "dropped"),
    numbers=(Number("chance", "chance that the project is kept, 0–1"),),
)
WHEN = Draw(75, "when the account is reorganised")
OUTLIVES = Draw(76, "does the project outlive a reorganisation")
KEPT, DROPPED = 0, 1


@kernel
def _next_time(account: Account, deal: Deal, now: float) -> None:
    """The day of the next reorganisation."""
    gap = exponential(uniform(deal.key, 0, WHEN, deal.reorganisations))
    deal.reorganised_on = now + gap / account.reorganisations if account.reorganisations > 0.0 else inf


@moments.project_opens.at(80)
def begin_to_wait(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """From here on the project has something to lose by it."""
    _next_time(account, deal, now)


@moments.buyer_goes_on.at(20)
def not_beyond_a_reorganisation(account: Account, deal: Deal, desk: Desk, now: float, day: float) -> float:
    """The buyer's process is interrupted where a reorganisation comes before its next event."""
    return min(day, deal.reorganised_on)


@moments.project_interrupted.at(20)
def look_anew(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """A project is kept with a chance as great as the need for it of those with power."""
    if is_over(deal) or now < deal.reorganised_on:
        return
    chance = mean_by_power(account, account.need)
    kept = uniform(deal.key, 0, OUTLIVES, deal.reorganisations) < chance
    deal.reorganisations += 1
    write(account, deal, desk, now, REORGANISED, -1, KEPT if kept else DROPPED, chance)
    if kept:
        _next_time(account, deal, now)
    else:
        close(account, deal, desk, now, Outcome.no_decision + 0)


def lower(source: Source, account: Any, deal: Any) -> None:
    """How often the account is reorganised."""
    often = source.account.market.reorganisations
    account.reorganisations = canonical(often) if often is not None else 0.0


MECHANISM = Mechanism(
    name="reorganisation",
    title=say("Reorganisations"),
    sentence=say(
        "A merger, a new owner or a new chart looks anew at every project: it is kept with a chance as great as the "
        "need for it of those who have power."
    ),
    source="S30; MODEL §3",
    shown_in=ShownIn("keeping_up", "bottom_up_sponsored", "no_decision_share", "down"),
    fields=(
        Field("account.reorganisations", "number", "a day; 0 for none"),
        Field("deal.reorganised_on", "number", "day of the next one", start=inf),
        Field("deal.reorganisations", "whole", "so far"),
    ),
    events=(REORGANISED,),
    draws=(WHEN, OUTLIVES),
    lower=lower,
)
