"""What others do to the price: more suppliers press it, and rivals who hear what we offer follow in part (S25, S26)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Draw, EventKind, Field, Mechanism, Number, ShownIn, assumed
from engine.dynamics.machine.chance import uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.derived import price_left, price_score
from engine.dynamics.state.group_rules import TENDER
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import PRICE, bounded, knows_us
from engine.dynamics.state.rival_values import power_met_by_rival
from engine.model.quantity import Count, Share
from engine.wording import say

PRICE_PRESSED = EventKind(
    56,
    "price_pressed",
    "rumoured",
    code=("many_asked", "rival_follows"),
    numbers=(
        Number("who", "suppliers who were asked; or place of the rival"),
        Number("share", "share of the price that is off everybody's offer, or off the rival's, 0–1"),
    ),
)
HEARS = Draw(66, "does a rival hear what price we offer")
MANY_ASKED, RIVAL_FOLLOWS = range(2)


@moments.group_votes.at(5)
def press_price(account: Account, deal: Deal, desk: Desk, now: float, choice: int) -> int:
    """Suppliers asked beyond a few press the price of all; in a tender it is bids that do."""
    if account.group_model == TENDER:
        return choice
    asked = int(deal.listed)
    for j in range(account.rivals):
        asked += int(deal.rival_listed[j])
    left = price_left(desk.terms_pressure, asked, desk.terms_few)
    if left < deal.price_factor:
        write(account, deal, desk, now, PRICE_PRESSED, -1, MANY_ASKED, float(asked), 1.0 - left)
    deal.price_factor = left
    return choice


@moments.price_offered.at(10)
def rivals_follow(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """The more people a rival meets the likelier it hears our price; bids in a formal tender are sealed."""
    if account.papers == 1:
        return
    for j in range(account.rivals):
        heard = uniform(deal.key, account.rival_key[j], HEARS, deal.prices_offered) < power_met_by_rival(account, j)
        if not heard or deal.rival_listed[j] == 0:
            continue
        share = bounded(desk.terms_answer * account.rival_reaction[j], 0.0, 1.0) * deal.given_price
        if share > deal.rival_conceded[j]:
            deal.rival_conceded[j] = share
            deal.rival_offer[j, PRICE] = price_score(account.rival_offer[j, PRICE], share, desk.tender_price_spread)
            write(account, deal, desk, now, PRICE_PRESSED, -1, RIVAL_FOLLOWS, float(j), share)
    deal.prices_offered += 1


@moments.facts_of_deal.at(96)
def rivals_seen(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Whom else people see, they tell us: unknown while we know nobody."""
    seen, known = 0, account.rivals == 0
    for j in range(account.rivals):
        there = 0
        for i in range(account.people):
            if knows_us(account, desk, i, now):
                known = True
                if account.rival_met[j, i] == 1:
                    there = 1
        seen += there
    if known:
        deal.fact_rivals_seen = float(seen)


MECHANISM = Mechanism(
    name="price_pressure",
    title=say("Others press the price"),
    sentence=say(
        "Every supplier asked beyond two presses the price of all, and rivals who hear from people they meet what we "
        "concede give up part of it as well."
    ),
    source="S08, S25, S26; MODEL §3, §4",
    shown_in=ShownIn("resentful_middle", "top_down", "net_margin_per_deal", "up"),
    constants=(
        Constant(
            "terms.few",
            Count,
            "suppliers asked up to whom nobody's price is pressed, without a tender",
            assumed(2, "count", 1, 3, say("two hold their prices, a third has nothing to lose")),
        ),
        Constant(
            "terms.pressure",
            Share,
            "by how much every supplier asked beyond these presses all prices",
            assumed(0.01, "share", 0, 0.03, say("as bids of a tender do")),
        ),
        Constant(
            "terms.answer",
            Share,
            "share of our concession with which a rival of reaction 1 follows once it has heard",
            assumed(0.5, "share", 0.2, 1, say("enough to be back in the talk, not enough to be cheaper")),
        ),
    ),
    fields=(
        Field("deal.rival_conceded", "number", "share of its price that a rival gave up after ours, 0–1", ("rivals",)),
        Field("deal.prices_offered", "wide", "lower prices that we offered so far"),
    ),
    reads=(
        Field("account.papers", "whole", "1 when what is bought is fixed on paper and bids are handed in"),
        Field("account.group_model", "whole", "place in GROUP_MODELS"),
        Field("account.rival_met", "whole", "1 when the rival has met them", ("rivals", "people")),
        Field("account.rival_reaction", "number", "how strongly a rival reacts to us", ("rivals",)),
        Field("deal.listed", "whole", "1 unless we are not asked for an offer", start=1),
        Field("deal.rival_listed", "whole", "1 unless the rival is not asked", ("rivals",), start=1),
        Field("deal.price_factor", "number", "price, as a multiple of what was hoped for", start=1),
        Field("deal.given_price", "number", "share of the price conceded in this project, 0–1"),
        Field(
            "desk.tender_price_spread", "number", "from the dearest to the cheapest, share of the estimate", start=0.4
        ),
    ),
    events=(PRICE_PRESSED,),
    draws=(HEARS,),
    facts=("rivals_seen",),
)
