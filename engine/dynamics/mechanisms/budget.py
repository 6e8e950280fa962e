"""A short budget makes buying nothing more attractive (MODEL §7)."""

from __future__ import annotations

from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Field, Mechanism, ShownIn
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.source import Source
from engine.model.quantity import Coefficient, canonical
from engine.wording import say


@moments.utility.at(20)
def budget_shortfall(account: Account, deal: Deal, desk: Desk, now: float, i: int, option: int, worth: float) -> float:
    """Buying nothing gains with the share of the amount that the budget does not cover."""
    if option <= account.rivals:
        return worth
    missing = max(0.0, 1.0 - account.budget * deal.budget_factor * account.lease_years)
    return worth + desk.decision_over_budget * missing * deal.scope


def lower(source: Source, account: Any, deal: Any) -> None:
    """What the account can free."""
    account.budget = canonical(source.account.project.budget)


MECHANISM = Mechanism(
    name="budget",
    title=say("A short budget"),
    sentence=say("Where the budget does not cover the amount, buying nothing becomes more attractive to everybody."),
    source=say("MODEL §7; S06 (a blocked budget)"),
    shown_in=ShownIn("resentful_middle", "do_nothing", "net_margin_per_deal", "up"),
    constants=(
        Constant("decision.over_budget", Coefficient, "utility lost when the budget is short, per share missing"),
    ),
    fields=(Field("account.budget", "number", "budget the account can free ÷ amount", start=1),),
    reads=(
        Field("account.lease_years", "number", "years over which the amount is paid", start=1),
        Field("deal.scope", "number", "part of the amount we go for", start=1),
    ),
    lower=lower,
)
