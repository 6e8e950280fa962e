"""Leasing (S08): a lessor pays, and what has to be signed for and freed in the budget is the yearly rent."""

from __future__ import annotations

from typing import Any

from engine.dynamics.declarations import Field, Mechanism
from engine.dynamics.state.source import Source
from engine.model.quantity import canonical
from engine.wording import say


def lower(source: Source, account: Any, deal: Any) -> None:
    """Over how many years it is paid; what the lessor keeps is off the margin (`triggers`)."""
    lease = source.account.project.path.lease
    if lease is not None:
        account.lease_years = canonical(lease.years)


MECHANISM = Mechanism(
    name="leasing",
    title=say("Leasing"),
    sentence=say(
        "On the path of leasing the yearly rent, not the amount, climbs the line of sign-offs and needs the budget; "
        "the lessor's share comes off the supplier's margin."
    ),
    source=say("S08 (leasing path); MODEL §3"),
    fields=(Field("account.lease_years", "number", "years over which the amount is paid", start=1),),
    lower=lower,
)
