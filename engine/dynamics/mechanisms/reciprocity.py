"""Reciprocal purchases (S08): what a supplier buys from the customer speaks for it with those who weigh price."""

from __future__ import annotations

from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Field, Mechanism, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import PRICE
from engine.dynamics.state.source import Source
from engine.model.quantity import Coefficient, canonical
from engine.wording import say

US = 0


@kernel
def bought_by(account: Account, option: int) -> float:
    """What a supplier (0 us, 1… rivals) buys from the customer in a year ÷ the amount of this purchase."""
    return account.bought if option == US else account.rival_bought[option - 1]


@moments.utility.at(40)
def both_flows_count(account: Account, deal: Deal, desk: Desk, now: float, i: int, option: int, worth: float) -> float:
    """Worth more, the more price counts for person i and the more the supplier buys."""
    if option > account.rivals:
        return worth
    return worth + desk.reciprocity_worth * deal.criteria[i, PRICE] * bought_by(account, option)


def lower(source: Source, account: Any, deal: Any) -> None:
    """Who buys how much."""
    for each in source.account.project.path.bought:
        if each.id == "us":
            account.bought = canonical(each.yearly)
        else:
            account.rival_bought[source.rivals[each.id]] = canonical(each.yearly)


MECHANISM = Mechanism(
    name="reciprocity",
    title=say("Reciprocal purchases"),
    sentence=say(
        "A supplier who is a customer of the customer is put on the short list, and what it buys in a year speaks for "
        "it with those who weigh price."
    ),
    source=say("S08 (reciprocal path); MODEL §7"),
    constants=(
        Constant(
            "reciprocity.worth",
            Coefficient,
            "utility of a supplier who buys as much a year as this purchase costs, to whoever weighs price alone",
            assumed(1.0, "coefficient", 0.3, 2.0, say("buying as much back weighs as much as being liked does")),
        ),
    ),
    fields=(
        Field("account.bought", "number", "what we buy from them in a year ÷ amount"),
        Field("account.rival_bought", "number", "the same for each rival", ("rivals",)),
    ),
    lower=lower,
)
