"""The lowest price that meets the requirement (S08): competitive negotiation and enquiry.

A group judges whether each bid meets what is asked for; among those that do the lowest price is first. After talks
everybody hands in a last price, in an enquiry one price that cannot be changed.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Draw, EventKind, Field, Mechanism, Number, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.scoring import MAX_BIDS, chances_of_lowest, logistic_scale
from engine.dynamics.state.source import Source
from engine.model.quantity import Share, canonical
from engine.wording import say

PRICES_COMPARED = EventKind(
    62,
    "prices_compared",
    "seen",
    code="valid bids",
    numbers=(
        Number("ours", "our price as a multiple of the estimate, unknown where our bid is not valid"),
        Number("lowest_other", "the lowest other price, unknown without one"),
        Number("meets", "chance that our bid is found to meet the requirement, 0–1"),
    ),
)
LAST_PRICE = Draw(67, "how far a supplier comes down in its last price")
US = 0


@kernel
def chance_to_meet(fits: float, asked: float, deviation: float) -> float:
    """The chance that a bid is found to meet the requirement. deviation: of the group's judgement; 0: no doubt."""
    if deviation <= 0.0:
        return 1.0 if fits >= asked else 0.0
    return 1.0 / (1.0 + math.exp(-(fits - asked) / logistic_scale(deviation)))


@moments.requirement_judged.at(10)
def lowest_that_meets(
    account: Account, deal: Deal, desk: Desk, now: float, bids: int, keys: Any, valid: Any, first: Any
) -> None:
    """Everybody's chance to have the lowest price among the bids that meet what is asked for."""
    fits, prices, meets = np.zeros(MAX_BIDS), np.zeros(MAX_BIDS), np.zeros(MAX_BIDS)
    moments.bids_read(account, deal, desk, now, bids, keys, fits, prices)
    deviation, lowest = desk.tender_scatter / math.sqrt(account.evaluators), math.nan
    for bid in range(bids):
        if account.last_price == 1:
            down = 2.0 * desk.negotiation_concession * uniform(deal.key, keys[bid], LAST_PRICE, deal.rounds_held)
            prices[bid] *= 1.0 - down
            if bid == US:
                deal.price_factor *= 1.0 - down
        if valid[bid]:
            meets[bid] = chance_to_meet(fits[bid], account.requirement, deviation)
            if bid != US and not prices[bid] >= lowest:
                lowest = prices[bid]
    chances_of_lowest(prices, meets, bids, first)
    handed_in = 0
    for bid in range(bids):
        handed_in += valid[bid]
    ours = prices[US] if valid[US] else math.nan
    write(account, deal, desk, now, PRICES_COMPARED, -1, handed_in, ours, lowest, meets[US])


def lower(source: Source, account: Any, deal: Any) -> None:
    """Where it holds, and what is asked for."""
    path = source.account.project.path
    account.lowest_price = path.award == "lowest_price"
    account.last_price = path.last_price
    account.requirement = 0.0 if path.requirement is None else canonical(path.requirement)


MECHANISM = Mechanism(
    name="lowest_price",
    title=say("The lowest price that meets the requirement"),
    sentence=say(
        "In a competitive negotiation or an enquiry the lowest price wins among the bids that a group finds to meet "
        "the requirement; after talks everybody hands in a last price."
    ),
    source=say("S08; government procurement law of China, articles 30, 32, 38 and 40"),
    shown_in=ShownIn("hospital_negotiation", "multi_level", "net_margin_per_deal", "up"),
    constants=(
        Constant(
            "negotiation.concession",
            Share,
            "how far suppliers come down in their last price, on average",
            assumed(0.04, "share", 0.01, 0.08, say("somebody has kept a few per cent for the last round")),
        ),
    ),
    fields=(
        Field("account.lowest_price", "whole", "1 where the lowest price that meets the requirement wins"),
        Field("account.last_price", "whole", "1 where suppliers hand in a last price after talks"),
        Field("account.requirement", "number", "fit with the specification that a bid needs, 0–1"),
    ),
    reads=(
        Field("account.evaluators", "number", "people on the evaluation committee"),
        Field("deal.price_factor", "number", "price of the winner, as a multiple of what was hoped for", start=1),
        Field("desk.tender_scatter", "number", "standard deviation of one evaluator's judgement"),
    ),
    events=(PRICES_COMPARED,),
    draws=(LAST_PRICE,),
    lower=lower,
)
