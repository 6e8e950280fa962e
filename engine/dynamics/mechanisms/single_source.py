"""Single source (S08): one supplier is asked, the one in place or whom those who draw up the list know best."""

from __future__ import annotations

from math import inf
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Field, Mechanism
from engine.dynamics.kernels import kernel
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.owners import role_weights
from engine.dynamics.state.person_values import (
    ACQUAINTED,
    BUYER,
    TECHNICAL,
    knows_us,
    our_reputation,
    relationship,
)
from engine.dynamics.state.rival_values import rival_level
from engine.dynamics.state.source import Source
from engine.wording import say

US = 0


@kernel
def how_well_known(account: Account, desk: Desk, now: float, weights: Any, option: int) -> float:
    """Relationship levels between a supplier (0 us, 1… rivals) and those who draw up the list, by what they weigh."""
    known = 0.0
    for i in range(account.people):
        if weights[i] <= 0.0:
            continue
        if option == US:
            if knows_us(account, desk, i, now):
                known += weights[i] * relationship(account, desk, i, now)
        elif account.rival_met[option - 1, i] == 1 or account.rival_relationship[option - 1] >= ACQUAINTED:
            known += weights[i] * rival_level(account, desk, option - 1, i, now)
    return known


@moments.source_named.at(10)
def name_the_source(account: Account, deal: Deal, desk: Desk, now: float, option: int) -> int:
    """The supplier in place, else the best known; where nobody is, the one with the better name."""
    if account.asks_one == 0:
        return option
    weights = desk.scratch[0]
    role_weights(account, BUYER | TECHNICAL, weights)
    best, most, name = US, -inf, 0.0
    for supplier in range(account.rivals + 1):
        known = inf if supplier == account.incumbent else how_well_known(account, desk, now, weights, supplier)
        reputation = our_reputation(account) if supplier == US else account.rival_reputation[supplier - 1]
        if known > most or (known == most and reputation > name):
            best, most, name = supplier, known, reputation
    return best


def lower(source: Source, account: Any, deal: Any) -> None:
    """Where one is asked."""
    account.asks_one = source.account.project.path.asked == "one"


MECHANISM = Mechanism(
    name="single_source",
    title=say("Single source"),
    sentence=say(
        "Where one supplier is asked, it is the one in place, else whom those who draw up the short list know best; "
        "the group takes its offer or none."
    ),
    source=say("S08; government procurement law of China, articles 31 and 39"),
    fields=(Field("account.asks_one", "whole", "1 when a single source is asked"),),
    reads=(
        Field("account.incumbent", "whole", "−1 nobody, 0 us, 1 + place of the rival", start=-1),
        Field("account.rival_met", "whole", "1 when the rival has met them", ("rivals", "people")),
    ),
    lower=lower,
)
