"""One offer: price, time for payment and delivery date, conceded as rules say (MODEL §4; S25).

Our terms are settled when the offer is handed in and once more when the buyer negotiates; in a formal tender before
bids are in. What needs our approver is in `terms_approval.py`, what others make of it in `price_pressure.py`.
"""

from __future__ import annotations

from math import isnan, nan
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import (
    Column,
    Constant,
    EventKind,
    Field,
    Mechanism,
    Number,
    ShownIn,
    assumed,
)
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.fact_vector import deal_facts
from engine.dynamics.machine.packed_tables import decide, output
from engine.dynamics.machine.tape import write
from engine.dynamics.state.derived import credit_score, delivery_score, price_score, share_of
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.offer_days import said_days
from engine.dynamics.state.person_values import DELIVERY, PAYMENT, PRICE, flag, present
from engine.dynamics.state.source import Source
from engine.model.decisions import book_number, output_place
from engine.model.quantity import PositiveCoefficient, Rate, Share
from engine.model.terms import BuyerStep, Outcome, TermsSettled
from engine.wording import say

OFFER_TERMS = EventKind(
    54,
    "offer_terms",
    "seen",
    by="us",
    code=TermsSettled,
    numbers=(
        Number("price_conceded", "share of the price conceded, with what was expected from before, 0–1"),
        Number("credit_days", "days of credit beyond the standard offer"),
        Number("days_sooner", "days by which it is delivered sooner than in the standard offer"),
    ),
)
NOT_YET, FIRST, LAST = range(3)
BOOK = book_number("offer_terms")
PRICE_OUT = output_place("offer_terms", "price_concession")
CREDIT_OUT = output_place("offer_terms", "credit_days")
SOONER_OUT = output_place("offer_terms", "days_sooner")


@moments.project_opens.at(80)
def start_from_what_was_paid(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """The standard offer, at the price that the account remembers."""
    _work_out(account, deal, desk)
    if account.price_memory > 0.0:
        _tell(account, deal, desk, now, TermsSettled.expected + 0)


@kernel
def _said_or(days: float, usual: float) -> float:
    """What a project says is wanted, else what is usual."""
    return usual if isnan(days) else days


@kernel
def _work_out(account: Account, deal: Deal, desk: Desk) -> None:
    """What our terms are worth to those who judge the offer, and what they cost us."""
    deal.price_conceded = account.price_memory + (1.0 - account.price_memory) * deal.given_price
    deal.offer[PRICE] = price_score(account.offer[PRICE], deal.given_price, desk.tender_price_spread)
    days = account.offer_days - deal.given_sooner
    wanted = _said_or(account.delivery_wanted, desk.terms_delivery_wanted)
    wanted_credit = _said_or(account.credit_wanted, desk.terms_credit_wanted)
    deal.offer[DELIVERY] = delivery_score(days, wanted)
    deal.offer[PAYMENT] = credit_score(account.offer_credit + deal.given_credit, wanted_credit)
    deal.delivery_pace = days / desk.terms_delivery
    deal.more_credit = account.offer_credit - desk.terms_credit + deal.given_credit
    deal.haste = 1.0 + desk.terms_haste * deal.given_sooner
    deal.terms_cost = desk.terms_capital * deal.given_credit + desk.terms_overtime * deal.given_sooner


@kernel
def _tell(account: Account, deal: Deal, desk: Desk, now: float, why: int) -> None:
    credit, sooner = deal.given_credit, deal.given_sooner
    write(account, deal, desk, now, OFFER_TERMS, -1, why, deal.price_conceded, credit, sooner)


@moments.terms_given.at(10)
def give(
    account: Account, deal: Deal, desk: Desk, now: float, price: float, credit: float, sooner: float, why: int
) -> None:
    """These are our terms from now on; nothing that was offered is taken back."""
    more = price > deal.given_price
    deal.given_price = max(deal.given_price, price)
    deal.given_credit = max(deal.given_credit, credit)
    deal.given_sooner = max(deal.given_sooner, sooner)
    _work_out(account, deal, desk)
    _tell(account, deal, desk, now, why)
    if more:
        moments.price_offered(account, deal, desk, now)


@kernel
def _settle_terms(account: Account, deal: Deal, desk: Desk, now: float, when: int) -> None:
    """Ask the rulebook, and then whoever has to allow it."""
    deal_facts(account, deal, desk, now)
    row = decide(account, deal, desk, now, BOOK)
    price = max(deal.given_price, output(desk, row, PRICE_OUT))
    credit = max(deal.given_credit, output(desk, row, CREDIT_OUT))
    sooner = max(deal.given_sooner, min(account.offer_days, output(desk, row, SOONER_OUT)))
    if price <= deal.given_price and credit <= deal.given_credit and sooner <= deal.given_sooner:
        return
    if moments.terms_approved(account, deal, desk, now, price, credit, sooner, 1) == 1:
        moments.terms_given(account, deal, desk, now, price, credit, sooner, when)


@kernel
def _on_it(deal: Deal, desk: Desk) -> bool:
    """Do we work on the deal, and are we asked for an offer?"""
    return bool(desk.acts == 1 and deal.seller_active == 1 and deal.listed == 1)


@moments.offer_handed_in.at(20)
def terms_of_offer(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """An offer is written with its terms; those of a bid were settled when bids were asked for, if we knew of it."""
    if account.papers == 0 or deal.terms_round == NOT_YET:
        deal.terms_round = max(FIRST, deal.terms_round)
        _settle_terms(account, deal, desk, now, TermsSettled.handed_in + 0)


@moments.step_begins.at(50)
def terms_of_bid_or_last_round(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """When bids are asked for there is time to settle ours; without a tender the buyer negotiates before deciding."""
    if not _on_it(deal, desk):
        return
    step = account.step_code[deal.step]
    if account.papers == 1 and step == BuyerStep.bidding:
        deal.terms_round = FIRST
        _settle_terms(account, deal, desk, now, TermsSettled.handed_in + 0)
    elif account.papers == 0 and step == BuyerStep.purchase and deal.terms_round < LAST:
        deal.terms_round = LAST
        _settle_terms(account, deal, desk, now, TermsSettled.negotiated + 0)


@moments.deal_ends.at(40)
def remember_price(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """A customer who bought expects part of the concession again."""
    if deal.outcome == Outcome.won:
        account.price_memory = desk.terms_memory * deal.price_conceded


@moments.facts_of_deal.at(150)
def terms_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Whether it is the last round we know; what counts we learn of those whom we meet, by power."""
    deal.fact_negotiating = flag(deal.terms_round == LAST)
    weight, price, delivery, credit = 0.0, 0.0, 0.0, 0.0
    for i in range(account.people):
        if present(account, i) and account.met[i] == 1:
            share = account.power[i] * account.learnt[i]
            weight += share
            price += share * deal.criteria[i, PRICE]
            delivery += share * deal.criteria[i, DELIVERY]
            credit += share * deal.criteria[i, PAYMENT]
    deal.fact_price_sought, deal.fact_delivery_sought = share_of(price, weight), share_of(delivery, weight)
    deal.fact_credit_sought = share_of(credit, weight)
    if deal.fact_told_from_inside > 0.0 or deal.fact_decider_met > 0.0:
        deal.fact_price_latitude = deal.price_latitude


def lower(source: Source, account: Any, deal: Any) -> None:
    """The days that our offer says and that are wanted."""
    days = said_days(source, source.account.offer)
    account.offer_days, account.offer_credit = days.delivery, days.credit
    project = source.account.project
    account.delivery_wanted = nan if project.delivery_wanted is None else days.delivery_wanted
    account.credit_wanted = nan if project.credit_wanted is None else days.credit_wanted


MECHANISM = Mechanism(
    name="offer_terms",
    title=say("One offer: price, payment, delivery date"),
    sentence=say(
        "Rules concede price, days of credit and an earlier delivery; each costs margin, and "
        "whoever bought expects part of the concession again."
    ),
    source="S25, S27; MODEL §4",
    shown_in=ShownIn("reactive_tender", "bottom_up_sponsored", "cost_per_win", "up"),
    constants=(
        Constant(
            "terms.capital",
            Rate,
            "what money that is owed to us costs, as a share of it",
            assumed(0.06, "per year", 0.03, 0.12, say("what a bank takes from a firm of middling standing")),
        ),
        Constant(
            "terms.overtime",
            Share,
            "what each day of an earlier delivery costs, as a share of the amount",
            assumed(0.001, "share", 0.0003, 0.003, say("overtime and express freight: a per cent for ten days")),
        ),
        Constant(
            "terms.haste",
            PositiveCoefficient,
            "rise of the risk of a failed delivery with each day it is promised sooner",
            assumed(0.02, "coefficient", 0.005, 0.05, say("two weeks less raise it by a quarter")),
        ),
        Constant(
            "terms.memory",
            Share,
            "share of a concession that whoever bought expects again",
            assumed(0.5, "share", 0.2, 0.9, say("purchasing looks up the last price; half of it was said to be once")),
        ),
    ),
    fields=(
        Field("account.price_memory", "number", "share of the price that is off before we begin, 0–1"),
        Field("account.offer_days", "number", "days from signature to acceptance in our standard offer"),
        Field("account.offer_credit", "number", "days of credit in it"),
        Field("account.delivery_wanted", "number", "days to acceptance that are wanted; unknown: as usual", start=nan),
        Field("account.credit_wanted", "number", "days of credit that are wanted; unknown: as usual", start=nan),
        Field("deal.price_conceded", "number", "share of the price that we conceded, with what was expected, 0–1"),
        Field("deal.given_price", "number", "share of the price conceded in this project, 0–1"),
        Field("deal.given_credit", "number", "days of credit beyond the standard offer"),
        Field("deal.given_sooner", "number", "days by which we promise to deliver sooner than in it"),
        Field("deal.terms_round", "whole", "0 before our terms were settled, 1 since, 2 once the buyer negotiates"),
        Field("deal.terms_cost", "number", "what credit and haste cost us, share of the amount"),
        Field("deal.more_credit", "number", "days of credit beyond the usual"),
        Field("deal.delivery_pace", "number", "days to acceptance that were promised ÷ usual ones", start=1),
        Field(
            "deal.haste", "number", "factor of the risk of a failed delivery by how much sooner it is promised", start=1
        ),
    ),
    reads=(
        Field("account.papers", "whole", "1 when what is bought is fixed on paper and bids are handed in"),
        Field("deal.listed", "whole", "1 unless we are not asked for an offer", start=1),
        Field(
            "desk.tender_price_spread", "number", "from the dearest to the cheapest, share of the estimate", start=0.4
        ),
    ),
    events=(OFFER_TERMS,),
    columns=(
        Column("price_conceded", "f8", "share of the price that we conceded, 0–1", "deal.price_conceded"),
        Column("credit_days", "f8", "days of credit conceded beyond the standard offer", "deal.given_credit"),
        Column("days_sooner", "f8", "days by which delivery was promised sooner than in it", "deal.given_sooner"),
    ),
    facts=("negotiating", "price_latitude", "price_sought", "delivery_sought", "credit_sought"),
    lower=lower,
)
