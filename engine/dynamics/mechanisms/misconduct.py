"""A rival who breaks the law: a hazard from outside, its discovery, and the lawful challenge (S31).

What exactly they did has no effect of its own, and nobody on our side can do it. Where it stays hidden the tender is
theirs; where it comes out a bidder challenges, and they are struck out or the tender starts again.
"""

from __future__ import annotations

from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Draw, EventKind, Field, Mechanism, Number, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.group_rules import TENDER
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import bounded, present, settle
from engine.model.quantity import Probability, Score, WorkHours
from engine.model.terms import BuyerStep
from engine.wording import say

OFFENCES = ("none", "undiscovered", "excluded", "restarted")
NONE, UNDISCOVERED, EXCLUDED, RESTARTED = range(len(OFFENCES))
MISCONDUCT = EventKind(
    59,
    "misconduct",
    "rumoured",
    by="rival",
    code=OFFENCES,
    numbers=(Number("rival", "place of the rival"), Number("chance", "chance of it, 0–1")),
)
BREAKS = Draw(63, "does a rival break the law in this tender")
COMES_OUT = Draw(64, "does it come out")
REMEDY = Draw(65, "what comes of the challenge")
NOBODY = -1


@kernel
def offender(account: Account, deal: Deal, desk: Desk, at: int) -> int:
    """The rival who breaks the law in this round, −1 for none; of several the one with the smallest draw."""
    found, least = NOBODY, desk.misconduct_chance
    if least <= 0.0:
        return NOBODY
    for j in range(account.rivals):
        u = uniform(deal.key, account.rival_key[j], BREAKS, at)
        if u < least:
            found, least = j, u
    return found


@kernel
def _challenge(account: Account, deal: Deal, desk: Desk) -> None:
    """Where we bid it is we who complain: hours of ours, and nobody there is glad of it."""
    if desk.acts == 0 or deal.seller_active == 0:
        return
    deal.unbooked_hours += desk.misconduct_hours
    for i in range(account.people):
        if present(account, i) and account.met[i] == 1:
            before = account.stance[i]
            account.stance[i] = bounded(before - desk.misconduct_goodwill, -1.0, 1.0)
            settle(account, desk, i, account.stance[i] - before)


@moments.bids_opened.at(20)
def strike_out(
    account: Account, deal: Deal, desk: Desk, now: float, bids: int, keys: Any, valid: Any, points: Any
) -> None:
    """Whoever is found out is struck out, or brings down the whole tender."""
    at = deal.rounds_held
    deal.offence = NONE
    deal.offender = offender(account, deal, desk, at)
    j = deal.offender
    if j == NOBODY:
        return
    if uniform(deal.key, account.rival_key[j], COMES_OUT, at) >= desk.misconduct_discovered:
        deal.offence = UNDISCOVERED
    elif uniform(deal.key, account.rival_key[j], REMEDY, at) < desk.misconduct_excluded:
        deal.offence = EXCLUDED
        valid[j + 1] = False
    else:
        deal.offence = RESTARTED
    if deal.offence != UNDISCOVERED:
        _challenge(account, deal, desk)
    write(account, deal, desk, now, MISCONDUCT, -1, deal.offence, float(j), desk.misconduct_chance)


@moments.group_votes.at(30)
def bend_or_void(account: Account, deal: Deal, desk: Desk, now: float, choice: int) -> int:
    """An award that stands goes to whoever broke the law and was not found out; one that is void is made again."""
    if account.group_model != TENDER or choice == NOBODY:
        return choice
    if deal.offence == UNDISCOVERED:
        deal.lost += deal.won
        deal.won = 0.0
        return deal.offender + 1
    if deal.offence == RESTARTED:
        deal.won, deal.lost, deal.no_decision = 0.0, 0.0, 1.0
        for k in range(account.steps):
            if account.step_code[k] == BuyerStep.bidding:
                deal.step = k + 1
        return NOBODY
    return choice


MECHANISM = Mechanism(
    name="misconduct",
    title=say("A rival breaks the law"),
    sentence=say(
        "A rival may break the law to win a tender: hidden, the tender is theirs; found out, a bidder challenges, and "
        "they are struck out or the tender starts again. What they did has no effect of its own."
    ),
    source=say("S31 (a rival's misconduct, discovery, lawful challenge at a cost in goodwill)"),
    constants=(
        Constant(
            "misconduct.chance",
            Probability,
            "chance that a rival breaks the law in one round of a scored tender",
            assumed(0, "probability", 0, 0.2, say("nobody is accused without a reason")),
        ),
        Constant(
            "misconduct.discovered",
            Probability,
            "chance that it comes out",
            assumed(
                0.3,
                "probability",
                0.1,
                0.6,
                say("papers that resemble one another, somebody who talks: one case in three"),
            ),
        ),
        Constant(
            "misconduct.excluded",
            Probability,
            "chance that a challenge strikes them out instead of voiding the tender",
            assumed(0.5, "probability", 0.2, 0.8, say("as often the whole tender is declared void")),
        ),
        Constant(
            "misconduct.goodwill",
            Score,
            "stance towards us that our challenge costs with everybody whom we have met",
            assumed(0.05, "score", 0, 0.15, say("a complaint means work and questions for everybody there")),
        ),
        Constant(
            "misconduct.hours",
            WorkHours,
            "hours of ours for a challenge",
            assumed(16, "hours", 8, 40, say("two days with a lawyer and the papers")),
        ),
    ),
    fields=(
        Field("deal.offender", "whole", "rival who breaks the law in this round, −1 for none", start=-1),
        Field("deal.offence", "whole", "place in OFFENCES"),
    ),
    reads=(
        Field("account.group_model", "whole", "place in GROUP_MODELS"),
        Field("deal.unbooked_hours", "number", "small efforts, hours"),
    ),
    events=(MISCONDUCT,),
    draws=(BREAKS, COMES_OUT, REMEDY),
)
