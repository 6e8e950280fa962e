"""Bids of a tender (MODEL §3): what is asked for is fixed, a bid is written, and points follow from price and fit."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Draw, Field, Mechanism, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.owners import role_weights
from engine.dynamics.state.person_values import (
    BUYER,
    CRITERIA_COUNT,
    PRICE,
    TECHNICAL,
    learnt_by_power,
    present,
    regard,
)
from engine.dynamics.state.rival_values import power_met_by_rival
from engine.dynamics.state.scoring import MAX_BIDS, price_points
from engine.dynamics.state.shared import OFFER_SUBMITTED
from engine.dynamics.state.source import Source
from engine.dynamics.state.step_ends import StepEnd
from engine.model.purchase_path import Evaluation
from engine.model.quantity import PositiveCoefficient, Probability, Score, Share, canonical
from engine.model.terms import BuyerStep
from engine.wording import say

VALID = Draw(50, "is a bid valid")
QUALITY = Draw(51, "how well a stranger's bid fits")
PRICED = Draw(52, "a stranger's price")
US = 0


@moments.step_begins.at(30)
def freeze(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """The project's approval fixes what is bought: a bounded share of what was shaped has entered it."""
    early = account.step_code[deal.step] <= BuyerStep.analysis
    if account.papers == 0 or early or deal.spec_frozen == 1:
        return
    deal.spec_frozen = 1
    deal.spec_shaped = desk.tender_shaping_share * deal.shaped
    for j in range(account.rivals):
        deal.spec_rival_shaped[j] = desk.tender_shaping_share * deal.rival_shaped[j]
    if account.incumbent == US:
        deal.spec_shaped = max(deal.spec_shaped, account.old_supplier)
    elif US < account.incumbent <= account.rivals:
        j = account.incumbent - 1
        deal.spec_rival_shaped[j] = max(deal.spec_rival_shaped[j], account.old_supplier)


@moments.papers_rewritten.at(10)
def start_even(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """What suppliers had put into the papers is out of them."""
    deal.spec_shaped = 0.0
    for j in range(account.rivals):
        deal.spec_rival_shaped[j] = 0.0


@moments.step_ends.at(30)
def hand_in_bid(account: Account, deal: Deal, desk: Desk, now: float, usual: int, end: int) -> None:
    """Whoever works on the deal writes a bid, tailored by what was learnt in time; others answer as they are."""
    due = account.papers == 1 and account.step_code[deal.step] == BuyerStep.bidding
    if not due or end != StepEnd.carried_on or deal.seller_active == 0 or desk.acts == 0:
        return
    deal.bid_tailored = desk.shaping_tailoring * learnt_by_power(account)
    deal.unbooked_hours += desk.touch_proposal
    if deal.offer_submitted == 0:
        deal.offer_submitted = 1
        moments.offer_handed_in(account, deal, desk, now)
        write(account, deal, desk, now, OFFER_SUBMITTED, -1, 0, deal.shaped)


@kernel
def _specified(account: Account, deal: Deal, desk: Desk, weights: Any) -> float:
    """What the papers ask for: weights of the criteria besides price, sum 1, written to `weights`. Returns price's."""
    power = 0.0
    for i in range(account.people):
        if present(account, i):
            power += account.power[i]
            for c in range(CRITERIA_COUNT):
                weights[c] += account.power[i] * deal.criteria[i, c]
    price = weights[PRICE] / power
    for c in range(CRITERIA_COUNT):
        weights[c] = 0.0 if c == PRICE else weights[c] / (power * (1.0 - price)) if price < 1.0 else 0.0
    return max(desk.tender_price_weight, price)


@kernel
def _fit_of_bid(account: Account, deal: Deal, desk: Desk, weights: Any, option: int) -> float:
    """How well a bid fits the specification, 0–1: the product, what was shaped in time, what the bid is tailored by."""
    plain = 0.0
    for c in range(CRITERIA_COUNT):
        plain += weights[c] * (deal.offer[c] if option == US else deal.rival_offer[option - 1, c])
    if option == US:
        missing = (1.0 - deal.spec_shaped) * (1.0 - deal.bid_tailored)
    else:
        j = option - 1
        tailored = desk.shaping_tailoring * account.rival_skill[j] * power_met_by_rival(account, j)
        missing = (1.0 - deal.spec_rival_shaped[j]) * (1.0 - tailored)
    return 1.0 - (1.0 - plain) * missing


@kernel
def _liking(account: Account, desk: Desk, now: float, weights: Any, option: int) -> float:
    """How those of the house who sit on the evaluation committee feel about a bidder, −1 … 1."""
    liked, total = 0.0, 0.0
    for i in range(account.people):
        if weights[i] > 0.0:
            total += weights[i]
            liked += weights[i] * regard(account, desk, now, i, option)
    return liked / total if total > 0.0 else 0.0


@kernel
def _price(desk: Desk, score: float) -> float:
    """Price as a multiple of the estimate, by how well it serves the criterion (0–1)."""
    return 1.0 + desk.tender_price_spread * (0.5 - score)


@moments.bids_read.at(10)
def read_bids(
    account: Account, deal: Deal, desk: Desk, now: float, bids: int, keys: Any, fits: Any, prices: Any
) -> None:
    """What every bid offers: known suppliers' by their product, strangers' by their luck."""
    at, asked = deal.rounds_held, np.zeros(CRITERIA_COUNT)
    _specified(account, deal, desk, asked)
    for bid in range(bids):
        if bid <= account.rivals:
            score = deal.offer[PRICE] if bid == US else deal.rival_offer[bid - 1, PRICE]
            fits[bid] = _fit_of_bid(account, deal, desk, asked, bid)
        else:
            spread = desk.tender_stranger_spread
            fits[bid] = desk.tender_stranger_fit + spread * (2.0 * uniform(deal.key, keys[bid], QUALITY, at) - 1.0)
            score = desk.tender_stranger_price + spread * (2.0 * uniform(deal.key, keys[bid], PRICED, at) - 1.0)
        prices[bid] = _price(desk, score)


@moments.bids_opened.at(10)
def enter_bids(
    account: Account, deal: Deal, desk: Desk, now: float, bids: int, keys: Any, valid: Any, points: Any
) -> None:
    """Every bid gets points for price and for fit, those of people whom the house likes a little more."""
    fits, prices, for_price = np.zeros(MAX_BIDS), np.ones(MAX_BIDS), np.zeros(MAX_BIDS)
    weight, inside = _specified(account, deal, desk, np.zeros(CRITERIA_COUNT)), desk.scratch[0]
    role_weights(account, TECHNICAL | BUYER, inside)
    halo = desk.tender_halo * (1.0 - account.outside)
    read_bids(account, deal, desk, now, bids, keys, fits, prices)
    for bid in range(bids):
        valid[bid] = uniform(deal.key, keys[bid], VALID, deal.rounds_held) >= desk.tender_invalid
        if bid <= account.rivals:
            valid[bid] = valid[bid] and moments.bid_stands(account, deal, desk, now, bid, 1) == 1
            points[bid] = halo * _liking(account, desk, now, inside, bid)
        points[bid] += (1.0 - weight) * fits[bid]
    price_points(prices, valid, bids, for_price)
    for bid in range(bids):
        points[bid] += weight * for_price[bid]


def lower(source: Source, account: Any, deal: Any) -> None:
    """Who scores, and what the supplier in place has put into the papers."""
    said = source.account.project.path.evaluation or Evaluation()
    account.outside = canonical(said.outside)
    account.old_supplier = canonical(said.old_supplier)


MECHANISM = Mechanism(
    name="bids",
    title=say("Bids"),
    sentence=say(
        "What a tender asks for is fixed with the approval, and little of what was shaped enters it; bids get points "
        "for the lowest price and for fit, and hardly any for being liked."
    ),
    source=say("S07, S08; MODEL §3, §13; tender and bidding law of China, articles 28 and 37"),
    shown_in=ShownIn("staying_ahead_tender", "top_down", "cost_per_win", "up"),
    constants=(
        Constant(
            "tender.price_weight",
            Share,
            "weight of price in the points at least",
            assumed(0.3, "share", 0.3, 0.6, say("the least that rules for public purchases of goods allow")),
        ),
        Constant(
            "tender.price_spread",
            PositiveCoefficient,
            "from the dearest offer to the cheapest the market could give, as a share of the estimate",
            assumed(0.4, "coefficient", 0.2, 0.6, say("bids lie within a fifth of the estimate on either side")),
        ),
        Constant(
            "tender.shaping_share",
            Share,
            "share of early shaping that enters the specification",
            assumed(0.3, "share", 0.2, 0.6, say("what one supplier suggested is reworded until others can bid, too")),
        ),
        Constant(
            "tender.halo",
            Score,
            "points for being wholly liked by evaluators of the house, were there no others",
            assumed(0.03, "score", 0.01, 0.05, say("scores have to be justified in writing")),
        ),
        Constant(
            "tender.stranger_fit",
            Score,
            "how well a stranger's bid fits the specification, on average",
            assumed(0.5, "score", 0.35, 0.65, say("written from the papers alone")),
        ),
        Constant(
            "tender.stranger_price",
            Score,
            "how well a stranger's price serves, on average",
            assumed(0.6, "score", 0.4, 0.8, say("whoever knows nobody bids low")),
        ),
        Constant(
            "tender.stranger_spread",
            Score,
            "half of the range in which strangers' fit and price lie",
            assumed(0.15, "score", 0.05, 0.25, say("from a workshop to a listed company")),
        ),
        Constant(
            "tender.invalid",
            Probability,
            "chance that a bid is rejected for a fault of form",
            assumed(0.08, "probability", 0.02, 0.2, say("a seal, a bond, a page too few: one bid in a dozen")),
        ),
    ),
    fields=(
        Field("account.outside", "number", "share of them from outside, 0–1"),
        Field("account.old_supplier", "number", "share of the missing fit the supplier in place put into the papers"),
        Field("deal.spec_frozen", "whole", "1 once what is bought is fixed"),
        Field("deal.spec_shaped", "number", "share of the fit we lacked that entered the specification, 0–1"),
        Field("deal.spec_rival_shaped", "number", "the same for each rival, 0–1", ("rivals",)),
        Field("deal.bid_tailored", "number", "share of what is still missing that our bid makes up, 0–1"),
    ),
    reads=(
        Field("account.papers", "whole", "1 when what is bought is fixed on paper and bids are handed in"),
        Field("account.incumbent", "whole", "−1 nobody, 0 us, 1 + place of the rival", start=-1),
        Field("account.rival_met", "whole", "1 when the rival has met them", ("rivals", "people")),
        Field("account.rival_skill", "number", "0–1", ("rivals",)),
        Field("deal.shaped", "number", "share of the fit we lacked that was won"),
        Field("deal.rival_shaped", "number", "the same for each rival", ("rivals",)),
        Field("deal.offer_submitted", "whole", "1 when our offer is in"),
        Field("desk.shaping_tailoring", "number", "share of the missing fit that a fully informed offer wins"),
        Field("desk.touch_proposal", "number", "hours"),
    ),
    draws=(VALID, QUALITY, PRICED),
    lower=lower,
)
