"""The test of offers: judged against one another by those who test, partly by mood (MODEL §3)."""

from __future__ import annotations

from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Draw, EventKind, Field, Mechanism, Number, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import normal, uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.owners import owner_weights
from engine.dynamics.state.person_values import bounded, fit, present, regard, rival_fit, settle, settle_rival
from engine.dynamics.state.step_ends import StepEnd
from engine.model.quantity import PositiveCoefficient, Score
from engine.model.terms import BuyerStep
from engine.wording import say

OFFER_TESTED = EventKind(
    34,
    "offer_tested",
    "rumoured",
    numbers=(
        Number("lead", "points of our offer above the mean of those tested"),
        Number("mood", "part of the lead that is mood"),
        Number("change", "change of everybody's stance towards us"),
    ),
)
SCATTER = Draw(36, "how an offer does in the test")
US = 0


@kernel
def _mood(account: Account, desk: Desk, now: float, weights: Any, option: int) -> float:
    """Points for how those who test feel about an option; `weights` sum to one."""
    mood = 0.0
    for i in range(account.people):
        if weights[i] > 0.0:
            mood += weights[i] * regard(account, desk, now, i, option)
    return desk.trial_mood * mood


@kernel
def _showing(account: Account, deal: Deal, desk: Desk, weights: Any, option: int) -> float:
    """Points for how an option fits in the eyes of those who test, and how the test happened to go."""
    judged = 0.0
    for i in range(account.people):
        if weights[i] > 0.0:
            fits = fit(account, deal, i) if option == US else rival_fit(account, deal, option - 1, i)
            judged += weights[i] * fits
    if option == US:  # keys are whole numbers of 64 bits: one name for both kinds would make them floats
        return judged + desk.trial_scatter * normal(uniform(deal.key, 0, SCATTER, 0))
    return judged + desk.trial_scatter * normal(uniform(deal.key, account.rival_key[option - 1], SCATTER, 0))


@kernel
def _is_in(deal: Deal, option: int) -> bool:
    """Is there an offer to test? Whoever was asked has handed one in."""
    return bool(deal.listed == 1 if option == US else deal.rival_listed[option - 1] == 1)


@kernel
def _impress(account: Account, desk: Desk, option: int, lead: float) -> None:
    """Everybody reads the report: stances towards an option follow its lead over the mean, convictions in part."""
    for i in range(account.people):
        if present(account, i):
            if option == US:
                before = account.stance[i]
                account.stance[i] = bounded(before + lead, -1.0, 1.0)
                settle(account, desk, i, account.stance[i] - before)
            else:
                j = option - 1
                before = account.rival_stance[j, i]
                account.rival_stance[j, i] = bounded(before + lead, -1.0, 1.0)
                settle_rival(account, desk, j, i, account.rival_stance[j, i] - before)


@moments.step_ends.at(20)
def report_on_test(account: Account, deal: Deal, desk: Desk, now: float, usual: int, end: int) -> None:
    """The report is out once; what comes back from the decision is looked at again, not tested anew."""
    testing = account.step_code[deal.step] == BuyerStep.testing
    if end != StepEnd.carried_on or not testing or deal.rounds_held > 0:
        return
    weights, points = desk.scratch[0], desk.scratch[1]
    total = owner_weights(account, BuyerStep.testing + 0, weights)
    tested = 0
    for option in range(account.rivals + 1):
        tested += _is_in(deal, option)
    if total == 0.0 or tested < 2:
        return
    for i in range(account.people):
        weights[i] /= total
    mean, mean_mood = 0.0, 0.0
    for option in range(account.rivals + 1):
        if not _is_in(deal, option):
            continue
        mood = _mood(account, desk, now, weights, option)
        points[option] = _showing(account, deal, desk, weights, option) + mood
        mean += points[option] / tested
        mean_mood += mood / tested
    if _is_in(deal, US):
        lead, mood = points[US] - mean, _mood(account, desk, now, weights, US) - mean_mood
        write(account, deal, desk, now, OFFER_TESTED, -1, 0, lead, mood, desk.trial_weight * lead)
    for option in range(account.rivals + 1):
        if _is_in(deal, option):
            _impress(account, desk, option, desk.trial_weight * (points[option] - mean))


MECHANISM = Mechanism(
    name="offer_test",
    title=say("The test of offers"),
    sentence=say(
        "The technical evaluators judge the offers they test against one another, by how they fit and partly by mood; "
        "everybody reads the report."
    ),
    source="S08; MODEL §3, §13",
    shown_in=ShownIn("resentful_middle", "bottom_up_sponsored", "win_rate_all", "down"),
    constants=(
        Constant(
            "trial.mood",
            PositiveCoefficient,
            "points per unit of stance, less resentment, of those who test",
            assumed(0.3, "coefficient", 0.1, 0.5, say("full support passes over what a third of the fit would show")),
        ),
        Constant(
            "trial.scatter",
            Score,
            "σ of an offer's points from test to test",
            assumed(0.1, "score", 0.05, 0.2, say("a good day or a bad one is worth as much as a tenth of the fit")),
        ),
        Constant(
            "trial.weight",
            PositiveCoefficient,
            "change of everybody's stance per point above or below the mean of those tested",
            assumed(0.5, "coefficient", 0.25, 1.0, say("a lead of a third moves people as much as a good meeting")),
        ),
    ),
    reads=(
        Field("deal.listed", "whole", "1 unless we are not asked for an offer", start=1),
        Field("deal.rival_listed", "whole", "1 unless the rival is not asked", ("rivals",), start=1),
    ),
    events=(OFFER_TESTED,),
    draws=(SCATTER,),
)
