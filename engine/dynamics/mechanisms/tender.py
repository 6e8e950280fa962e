"""The formal tender (MODEL §3): points instead of votes.

What is bought freezes with the project's approval, how it is judged with the papers. An announcement brings bidders
whom nobody knows; a committee, partly of outside experts, gives points, and the decider confirms the first or cancels.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Draw, EventKind, Field, Mechanism, Number, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import draw_key, pick_by_key, uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.derived import price_left
from engine.dynamics.state.group_rules import TENDER
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import chief_of, present
from engine.dynamics.state.scoring import (
    MAX_BIDS,
    MAX_STRANGERS,
    chances_to_be_first,
    gumbel_scale,
    poisson,
)
from engine.dynamics.state.shared import GROUP_CHOICE
from engine.dynamics.state.source import Source
from engine.dynamics.state.vote_tallies import MAX_OPTIONS
from engine.model.purchase_path import Evaluation
from engine.model.quantity import Count, Probability, Score, Share, canonical
from engine.model.terms import BuyerStep
from engine.wording import say

BIDS_SCORED = EventKind(
    50,
    "bids_scored",
    "seen",
    code="valid bids",
    numbers=(
        Number("ours", "points of our bid before the evaluators' scatter, unknown where it is not valid"),
        Number("best_other", "points of the best other bid, unknown without one"),
        Number("strangers", "bidders whom nobody knew"),
    ),
)
TENDER_STOPPED = EventKind(
    51,
    "tender_stopped",
    "seen",
    code=("too_few_bids", "challenged", "cancelled", "none_meets"),
    numbers=(Number("chance", "chance of it, 0–1"),),
)
TURNS_UP = Draw(49, "how many bidders come whom nobody knows")
FIRST = Draw(53, "which bid is ranked first")
CHALLENGE = Draw(54, "is the tender challenged")
CONFIRM = Draw(55, "does the decider confirm the first-ranked")
TOO_FEW, CHALLENGED, CANCELLED, NONE_MEETS = 0, 1, 2, 3
US, NOBODY = 0, -1
STRANGER_ENTITY = 2_000_003
NO_BID = 2_000_103
"""The luck of no bid: that none meets the requirement."""


@kernel
def one_sided(account: Account, deal: Deal) -> float:
    """How much more of the specification is one supplier's than anybody else's, 0–1."""
    first, second = deal.spec_shaped, 0.0
    for j in range(account.rivals):
        shaped = deal.spec_rival_shaped[j]
        if shaped > first:
            first, second = shaped, first
        elif shaped > second:
            second = shaped
    return first - second


@kernel
def _confirmed(account: Account, desk: Desk, worths: Any, bid: int) -> float:
    """The chance that the decider confirms a bid instead of cancelling. worths: of the options, to the decider."""
    nothing, chief = account.rivals + 1, chief_of(account)
    if account.economic_buyer_must_act == 1 and not present(account, chief):
        return 0.0
    if bid < nothing:
        worth = worths[bid]
    else:
        worth = desk.decision_fit * desk.tender_stranger_fit - desk.decision_worry * account.worry[chief]
        if account.incumbent != NOBODY:
            worth -= account.switching_cost
    return 1.0 / (1.0 + math.exp(worths[nothing] - worth))


@kernel
def _stop(account: Account, deal: Deal, desk: Desk, now: float, why: int, chance: float) -> int:
    """The tender starts again from the bids: the step before is where a file without a decision goes."""
    write(account, deal, desk, now, TENDER_STOPPED, -1, why, chance)
    for k in range(account.steps):
        if account.step_code[k] == BuyerStep.bidding:
            deal.step = k + 1
    return NOBODY


@kernel
def _announce(account: Account, deal: Deal, desk: Desk, now: float, code: int) -> None:
    write(account, deal, desk, now, GROUP_CHOICE, -1, code, deal.won, deal.lost, deal.no_decision)


@kernel
def _rank(
    account: Account, deal: Deal, desk: Desk, now: float, count: int, keys: Any, valid: Any, totals: Any, first: Any
) -> int:
    """The chance of each bid to be first, written to `first`; where none may be, that stands behind them. How many."""
    if account.lowest_price == 0:
        scale = gumbel_scale(desk.tender_scatter) / math.sqrt(account.evaluators)
        chances_to_be_first(totals, valid, count, scale, first)
        return count
    moments.requirement_judged(account, deal, desk, now, count, keys, valid, first)
    left = 1.0
    for bid in range(count):
        left -= first[bid]
    keys[count], first[count] = np.uint64(NO_BID), max(0.0, left)
    return count + 1


@kernel
def _invite(account: Account, deal: Deal, desk: Desk, keys: Any) -> int:
    """Who bids, by their keys: we, the rivals, and by an announcement strangers. Returns how many."""
    nothing = account.rivals + 1
    strangers = poisson(uniform(deal.key, 0, TURNS_UP, deal.rounds_held), desk.tender_strangers, MAX_STRANGERS)
    count = nothing + (strangers if account.announced == 1 else 0)
    for bid in range(count):
        rival = 0 < bid < nothing
        keys[bid] = account.rival_key[bid - 1] if rival else np.uint64(0 if bid == US else STRANGER_ENTITY + bid)
    return count


@moments.group_votes.at(20)
def award(account: Account, deal: Deal, desk: Desk, now: float, choice: int) -> int:
    """Open, score and award. Returns 0 for us, 1 … R for a rival, R + 2 for a stranger, −1 when the tender stops."""
    if account.group_model != TENDER:
        return choice
    nothing, at = account.rivals + 1, deal.rounds_held
    keys, valid = np.zeros(MAX_BIDS + 1, np.uint64), np.ones(MAX_BIDS, np.bool_)
    totals, first = np.zeros(MAX_BIDS), np.zeros(MAX_BIDS + 1)
    count = _invite(account, deal, desk, keys)
    moments.bids_opened(account, deal, desk, now, count, keys, valid, totals)
    bids, best = 0, math.nan
    for bid in range(count):
        bids += valid[bid]
        if bid != US and valid[bid] and not totals[bid] <= best:
            best = totals[bid]
    ours = totals[US] if valid[US] else math.nan
    write(account, deal, desk, now, BIDS_SCORED, -1, bids, ours, best, float(count - nothing))
    if bids < account.bidders_needed:
        deal.won, deal.lost, deal.no_decision = 0.0, 0.0, 1.0
        _announce(account, deal, desk, now, nothing)
        return _stop(account, deal, desk, now, TOO_FEW, 1.0)
    deal.price_factor = price_left(desk.tender_pressure, bids, account.bidders_needed)
    options = _rank(account, deal, desk, now, count, keys, valid, totals, first)
    winner = pick_by_key(draw_key(deal.key, 0, FIRST, at), keys, first, options)
    worths = np.zeros(MAX_OPTIONS)
    moments.all_weighed(account, deal, desk, now, chief_of(account), worths)
    stands = 1.0 - desk.tender_challenge * one_sided(account, deal)
    deal.won, deal.lost, confirmed = 0.0, 0.0, 0.0
    for bid in range(count):
        agreed = _confirmed(account, desk, worths, bid)
        if bid == US:
            deal.won = stands * first[bid] * agreed
        else:
            deal.lost += stands * first[bid] * agreed
        if bid == winner:
            confirmed = agreed
    deal.no_decision = max(0.0, 1.0 - deal.won - deal.lost)
    challenged = uniform(deal.key, 0, CHALLENGE, at) >= stands
    if challenged or uniform(deal.key, 0, CONFIRM, at) >= confirmed:
        why, stays = (CHALLENGED, stands) if challenged else (CANCELLED, confirmed)
        if winner == count and not challenged:
            why, stays = NONE_MEETS, 1.0 - first[count]
        _announce(account, deal, desk, now, nothing)
        if challenged:
            moments.papers_rewritten(account, deal, desk, now)
        return _stop(account, deal, desk, now, why, 1.0 - stays)
    chosen = winner if winner < nothing else nothing + 1
    _announce(account, deal, desk, now, chosen)
    return chosen


def lower(source: Source, account: Any, deal: Any) -> None:
    """How this tender is run."""
    account.announced = source.account.project.path.announced
    account.evaluators = canonical((source.account.project.path.evaluation or Evaluation()).evaluators)


MECHANISM = Mechanism(
    name="tender",
    title=say("The formal tender"),
    sentence=say(
        "An announced tender brings bidders whom nobody knows, and the most points win; the decider confirms or "
        "cancels, losers may have papers rewritten that fit one only, and too few bids start it again."
    ),
    source=say("S07, S08; MODEL §3, §13; tender and bidding law of China, articles 28 and 37"),
    shown_in=ShownIn("reactive_tender", "bottom_up_field", "net_margin_per_deal", "up"),
    constants=(
        Constant(
            "tender.scatter",
            Score,
            "standard deviation of one evaluator's points for a bid",
            assumed(0.1, "score", 0.05, 0.2, say("two evaluators differ by a class of marks in every third criterion")),
        ),
        Constant(
            "tender.strangers",
            Count,
            "mean number of bidders who come by the announcement and whom nobody knows",
            assumed(4, "count", 2, 5, say("announcements are read by whoever makes something like it")),
        ),
        Constant(
            "tender.pressure",
            Share,
            "by how much every valid bid beyond these presses all prices",
            assumed(0.01, "share", 0, 0.03, say("six bids instead of three cost the winner three per cent")),
        ),
        Constant(
            "tender.challenge",
            Probability,
            "chance that a specification which is wholly one supplier's is challenged and the tender starts again",
            assumed(0.5, "probability", 0.2, 0.8, say("losers read the papers; every second one of them complains")),
        ),
    ),
    fields=(
        Field("account.announced", "whole", "1 when it brings bidders whom nobody knows"),
        Field("account.evaluators", "number", "people on the evaluation committee"),
        Field("deal.price_factor", "number", "price of the winner, as a multiple of what was hoped for", start=1),
    ),
    reads=(
        Field("account.bidders_needed", "whole", "valid bids below which it starts again", start=1),
        Field("account.lowest_price", "whole", "1 where the lowest price that meets the requirement wins"),
        Field("account.group_model", "whole", "place in GROUP_MODELS"),
        Field("account.economic_buyer_must_act", "whole", "1: a silent decider never closes"),
        Field("deal.spec_shaped", "number", "share of the fit we lacked that entered the specification, 0–1"),
        Field("deal.spec_rival_shaped", "number", "the same for each rival, 0–1", ("rivals",)),
        Field("desk.decision_fit", "number", "β_f"),
        Field("desk.decision_worry", "number", "β_w"),
        Field("desk.tender_stranger_fit", "number", "how well a stranger's bid fits, on average"),
        Field("account.incumbent", "whole", "−1 nobody, 0 us, 1 + place of the rival", start=-1),
        Field("account.switching_cost", "number", "utility lost by leaving the supplier in place"),
    ),
    events=(BIDS_SCORED, TENDER_STOPPED),
    draws=(TURNS_UP, FIRST, CHALLENGE, CONFIRM),
    lower=lower,
)
