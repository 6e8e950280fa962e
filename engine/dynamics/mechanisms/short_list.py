"""The short list: the buyer asks a few suppliers, those who come to mind of the people who draw it up (MODEL §3).

Whoever is on it hands in an offer, a standard one unless it was tailored; whoever is not has none, so that the deal
goes to somebody else. Until bidding ends somebody with power who backs a supplier can still let it in.
"""

from __future__ import annotations

from math import inf
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Constant, Draw, EventKind, Field, Mechanism, Number, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import exponential, uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.owners import role_weights
from engine.dynamics.state.person_values import (
    ACQUAINTED,
    BUYER,
    DECIDER,
    TECHNICAL,
    has_role,
    knows_us,
    our_reputation,
    present,
)
from engine.dynamics.state.project_end import is_over
from engine.dynamics.state.rival_values import stands_up_for_rival
from engine.dynamics.state.source import Source
from engine.model.quantity import Probability, canonical
from engine.model.terms import BuyerStep
from engine.wording import say

SHORT_LIST = EventKind(
    41,
    "short_list",
    "rumoured",
    code="a bit for each supplier on it: 0 us, 1… rivals",
    numbers=(
        Number("chance_us", "chance that we came to mind"),
        Number("knew_us", "people who drew it up and know us"),
        Number("drew", "people who drew it up"),
    ),
)
LET_IN = EventKind(
    42, "let_in", "rumoured", by="person", person="who lets a supplier in", code="0 us, 1… the place of the rival"
)
COMES_TO_MIND = Draw(42, "does a supplier come to mind of those who draw up the short list")
ORDER = Draw(43, "which of too many suppliers are asked")
OPENS_DOOR = Draw(44, "does somebody who backs a supplier let it in later")
US = 0
DRAWS_UP = BUYER | TECHNICAL
EACH = ("rivals",)


@kernel
def _luck(account: Account, deal: Deal, option: int, purpose: int) -> float:
    if option == US:  # keys are whole numbers of 64 bits: one name for both kinds would make them floats
        return uniform(deal.key, 0, purpose, 0)
    return uniform(deal.key, account.rival_key[option - 1], purpose, 0)


@kernel
def _knows(account: Account, desk: Desk, now: float, i: int, option: int) -> bool:
    """Has person i met a supplier, or been acquainted with it from before?"""
    if option == US:
        return knows_us(account, desk, i, now)
    return bool(account.rival_met[option - 1, i] == 1 or account.rival_relationship[option - 1] >= ACQUAINTED)


@kernel
def _backs(account: Account, deal: Deal, desk: Desk, now: float, i: int, option: int) -> bool:
    """Does person i put in a word: a sponsor, or a decider clearly for it? Those who sponsor do so for rivals too."""
    if not present(account, i):
        return False
    if option == US:
        stance, sponsors = account.stance[i], account.sponsor[i] == 1
    else:
        stance = account.rival_stance[option - 1, i]
        sponsors = stands_up_for_rival(account, desk, option - 1, i, now)
    if sponsors:
        return True
    decides = has_role(account, i, DECIDER) and stance >= desk.chain_sponsor_stance
    return decides and _knows(account, desk, now, i, option)


@kernel
def chance_to_be_asked(account: Account, deal: Deal, desk: Desk, now: float, weights: Any, option: int) -> float:
    """The chance that a supplier comes to mind: P = 1 − Π(1 − ways). weights: above 0 for who draws up the list."""
    reputation = our_reputation(account) if option == US else account.rival_reputation[option - 1]
    unknown = 1.0 - desk.sourcing_reputation * reputation
    if (account.bought if option == US else account.rival_bought[option - 1]) > 0.0:
        unknown = 0.0
    if option == account.incumbent:
        unknown *= 1.0 - desk.sourcing_incumbent
    for i in range(account.people):
        if weights[i] > 0.0:
            if _knows(account, desk, now, i, option):
                unknown *= 1.0 - desk.sourcing_met
            stance = account.stance[i] if option == US else account.rival_stance[option - 1, i]
            unknown *= 1.0 - desk.sourcing_liking * max(0.0, stance)
        if _backs(account, deal, desk, now, i, option):
            unknown *= 1.0 - desk.sourcing_backer * account.power[i]
    return 1.0 - unknown


@kernel
def _put_on(deal: Deal, option: int, on: int) -> None:
    if option == US:
        deal.listed = on
    else:
        deal.rival_listed[option - 1] = on


@kernel
def _is_off(deal: Deal, option: int) -> bool:
    return bool(deal.listed == 0 if option == US else deal.rival_listed[option - 1] == 0)


@kernel
def _choose(account: Account, deal: Deal, desk: Desk, now: float, weights: Any, ranks: Any) -> float:
    """Put suppliers on the list; whom nobody thinks of is left off, and of too many those with better odds stay.

    Where fewer come to mind than have to bid, the market is searched for the others. Returns our chance.
    """
    options, ours, found, unknown = account.rivals + 1, 0.0, 0, desk.scratch[2]
    for option in range(options):
        chance = chance_to_be_asked(account, deal, desk, now, weights, option)
        rank = exponential(_luck(account, deal, option, ORDER)) / max(chance, 1e-12)
        known = _luck(account, deal, option, COMES_TO_MIND) < chance
        ranks[option], unknown[option] = (rank, inf) if known else (inf, rank)
        found += known
        if option == US:
            ours = chance
    while found < min(account.bidders_needed, options):
        likeliest = 0
        for option in range(options):
            likeliest = option if unknown[option] < unknown[likeliest] else likeliest
        ranks[likeliest], unknown[likeliest] = unknown[likeliest], inf
        found += 1
    for option in range(options):
        before = 0
        for other in range(options):
            before += ranks[other] < ranks[option]
        _put_on(deal, option, 1 if ranks[option] < inf and before < account.suppliers_asked else 0)
    return ours


@moments.step_begins.at(20)
def draw_up_list(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Sourcing is over, or was left out: it is settled who is asked for an offer."""
    early = account.step_code[deal.step] <= BuyerStep.sourcing
    if early or deal.list_drawn == 1 or account.suppliers_asked == 0:
        return
    weights, deal.list_drawn = desk.scratch[0], 1
    role_weights(account, DRAWS_UP, weights)
    chance = _choose(account, deal, desk, now, weights, desk.scratch[1])
    named = moments.source_named(account, deal, desk, now, -1)
    for option in range(account.rivals + 1 if named >= US else 0):
        _put_on(deal, option, 1 if option == named else 0)
    knew, drew, on = 0, 0, 0
    for i in range(account.people):
        if weights[i] > 0.0:
            drew += 1
            knew += _knows(account, desk, now, i, US)
    for option in range(account.rivals + 1):
        on += 0 if _is_off(deal, option) else 1 << option
    write(account, deal, desk, now, SHORT_LIST, -1, on, chance, float(knew), float(drew))


@moments.buyer_moves.at(30)
def let_in_later(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Until bidding ends somebody with power may see to it that a supplier they back is asked after all."""
    if deal.list_drawn == 0 or account.asks_one == 1:
        return
    if is_over(deal) or account.step_code[deal.step] > BuyerStep.bidding:
        return
    for option in range(account.rivals + 1):
        if not _is_off(deal, option):
            continue
        for i in range(account.people):
            if _backs(account, deal, desk, now, i, option):
                u = uniform(deal.key, account.person_key[i], OPENS_DOOR, option)
                if u < desk.sourcing_backer * account.power[i]:
                    _put_on(deal, option, 1)
                    write(account, deal, desk, now, LET_IN, i, option)
                    break


@moments.utility.at(90)
def only_who_is_asked(account: Account, deal: Deal, desk: Desk, now: float, i: int, option: int, worth: float) -> float:
    """Whoever was not asked has no offer that could be chosen."""
    if option > account.rivals:
        return worth
    return -inf if _is_off(deal, option) else worth


@kernel
def too_late(account: Account, deal: Deal) -> bool:
    """Are we off the list, and bidding over, so that nobody can let us in?"""
    off = deal.list_drawn == 1 and deal.listed == 0
    return bool(off and account.step_code[max(0, deal.step)] > BuyerStep.bidding)


@moments.stays_away.at(20)
def spare_the_hours(account: Account, deal: Deal, desk: Desk, now: float, yes: int) -> int:
    """Then hours are spent elsewhere."""
    return 1 if too_late(account, deal) else yes


@moments.facts_of_deal.at(140)
def short_list_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Whoever is asked for an offer knows it, and whoever is not."""
    if deal.list_drawn == 1:
        deal.fact_on_short_list = float(deal.listed)


@kernel
def asked(account: Account, deal: Deal, desk: Desk, now: float) -> int:
    """1 when we were asked for an offer, 0 when not, −1 where no list was drawn up."""
    return deal.listed if deal.list_drawn == 1 else -1


def lower(source: Source, account: Any, deal: Any) -> None:
    """How many are asked; an announced tender is open to all, and a frame needs no list."""
    asks, path = source.account.process.suppliers_asked, source.account.project.path
    to_all = path.asked == "all" and not (path.announced and "tender" in source.scenario.switched_off)
    usual = 0 if asks is None or to_all or path.asked == "frame" else round(canonical(asks))
    account.suppliers_asked = 1 if path.asked == "one" else usual


MECHANISM = Mechanism(
    name="short_list",
    title=say("The short list"),
    sentence=say(
        "When sourcing ends as many suppliers as usual are asked for an offer: those who come to mind of purchasing "
        "and of those who test, by name, visits, liking, by being in place, or by the word of somebody with power."
    ),
    source="S08, S26; MODEL §3, §13",
    shown_in=ShownIn("unexpected_replacement", "top_down", "net_margin_per_deal", "up"),
    constants=(
        Constant(
            "sourcing.reputation",
            Probability,
            "chance that a supplier with a perfect name comes to mind by its name alone",
            assumed(0.7, "probability", 0.5, 0.9, say("even the leader of a field is forgotten three times in ten")),
        ),
        Constant(
            "sourcing.met",
            Probability,
            "chance that somebody who draws up the list thinks of a supplier because they have met",
            assumed(0.15, "probability", 0.1, 0.3, say("of many callers one or two a year are remembered")),
        ),
        Constant(
            "sourcing.liking",
            Probability,
            "chance that somebody who is wholly for a supplier names it",
            assumed(0.5, "probability", 0.25, 0.75, say("liking is not yet putting on a list")),
        ),
        Constant(
            "sourcing.incumbent",
            Probability,
            "chance that the supplier in place is asked for that alone",
            assumed(0.95, "probability", 0.85, 1, say("left out only after a quarrel")),
        ),
        Constant(
            "sourcing.backer",
            Probability,
            "chance that somebody with full power puts a supplier on the list whom they back",
            assumed(0.8, "probability", 0.5, 0.95, say("purchasing seldom leaves out whom the top has named")),
        ),
    ),
    fields=(
        Field("account.suppliers_asked", "whole", "suppliers asked for an offer; 0: every supplier there is"),
        Field("deal.list_drawn", "whole", "1 once it is settled who is asked"),
        Field("deal.listed", "whole", "1 unless we are not asked for an offer", start=1),
        Field("deal.rival_listed", "whole", "1 unless the rival is not asked", EACH, start=1),
    ),
    reads=(
        Field("account.incumbent", "whole", "−1 nobody, 0 us, 1 + place of the rival", start=-1),
        Field("account.bidders_needed", "whole", "valid bids below which it starts again", start=1),
        Field("account.asks_one", "whole", "1 when a single source is asked"),
        Field("account.bought", "number", "what we buy from them in a year ÷ amount"),
        Field("account.rival_bought", "number", "the same for each rival", EACH),
        Field("account.sponsor", "whole", "1 while they stand up for us", ("people",)),
        Field("account.rival_met", "whole", "1 when the rival has met them", ("rivals", "people")),
        Field("desk.chain_sponsor_stance", "number", "from this stance on somebody may stand up; here nobody", start=2),
        Field("desk.chain_sponsor_relationship", "number", "level at which they know a supplier"),
        Field("desk.chain_sponsor_consent", "number", "share of people who would ever stand up for a supplier"),
    ),
    events=(SHORT_LIST, LET_IN),
    draws=(COMES_TO_MIND, ORDER, OPENS_DOOR),
    columns=(
        Column("listed", "i4", "1 when we were asked for an offer, 0 when not, −1 where there was no list", asked),
    ),
    facts=("on_short_list",),
    lower=lower,
)
