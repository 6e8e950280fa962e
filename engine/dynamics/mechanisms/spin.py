"""Situation, problem, implication, need-payoff: questions turn implied needs into explicit ones (S15; MODEL §5)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Draw, Field, Mechanism, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import uniform
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import bounded
from engine.model.quantity import Count, PositiveCoefficient, Score, Share
from engine.model.terms import TouchKind
from engine.wording import say

QUESTION = Draw(23, "does a seller ask the question that is due")


@moments.talked_over.at(10)
def ask_questions(account: Account, deal: Deal, desk: Desk, now: float, i: int, kind: int, effect: float) -> None:
    """What the questions themselves bring to light."""
    if kind == TouchKind.situation:
        deal.situation_questions[i] += 1
        account.learnt[i] += desk.touch_learning * (1.0 - account.learnt[i])
        if deal.situation_questions[i] > desk.touch_patience:
            account.stance[i] = max(-1.0, account.stance[i] - desk.touch_tiring)
    elif kind == TouchKind.problem:
        share = bounded(desk.touch_problem_gain * effect, 0.0, 1.0)
        account.implied_need[i] += share * (1.0 - account.implied_need[i])
    elif kind == TouchKind.implication:
        share = bounded(desk.touch_implication_gain * effect * account.implied_need[i], 0.0, 1.0)
        account.need[i] += share * (1.0 - account.need[i])
    elif kind == TouchKind.evidence:
        account.worry[i] -= bounded(desk.touch_evidence_gain * effect, 0.0, 1.0) * account.worry[i]


@kernel
def _needed_most(account: Account, deal: Deal, desk: Desk, i: int) -> int:
    """What person i needs most, as far as we know: learn, then needs, then worries, then benefits."""
    if account.learnt[i] < desk.pursuit_enough_learnt and deal.situation_questions[i] < desk.touch_patience:
        return TouchKind.situation + 0
    if account.seen_implied[i] < desk.pursuit_enough_implied:
        return TouchKind.problem + 0
    if account.seen_need[i] < desk.pursuit_target_need:
        return TouchKind.implication + 0
    if account.seen_worry[i] > desk.pursuit_target_worry:
        return TouchKind.evidence + 0
    return TouchKind.payoff + 0


@moments.purpose.at(10)
def choose_question(account: Account, deal: Deal, desk: Desk, now: float, i: int, role: int, kind: int) -> int:
    """From shallow to deep. Less disciplined sellers jump to praising benefits before there is a need."""
    kind = _needed_most(account, deal, desk, i)
    if kind == TouchKind.problem or kind == TouchKind.implication:
        slip = uniform(deal.key, account.person_key[i], QUESTION, deal.touches_by[i])
        if slip >= desk.team_discipline[role]:
            return TouchKind.payoff + 0
    return kind


MECHANISM = Mechanism(
    name="spin",
    title=say("Questions (SPIN)"),
    sentence=say(
        "Problem questions bring needs to light, implication questions make them explicit; benefits count only then."
    ),
    source=say("S15; MODEL §5; Rackham (secondary)"),
    shown_in=ShownIn("reactive_tender", "multi_level", "net_margin_per_deal", "down"),
    constants=(
        Constant("touch.learning", Share, "share of the unknown that a situation question uncovers"),
        Constant("touch.patience", Count, "situation questions a person bears before it tires them"),
        Constant("touch.tiring", Score, "stance lost by each one beyond"),
        Constant("touch.problem_gain", PositiveCoefficient, "implied need revealed by problem questions"),
        Constant("touch.implication_gain", PositiveCoefficient, "explicit need raised by implication questions"),
        Constant("touch.evidence_gain", Share, "share of the worry that good evidence takes away"),
        Constant(
            "pursuit.enough_learnt",
            Share,
            "known this well, a person need not be asked about facts any more",
            assumed(
                0.5,
                "share",
                0.3,
                0.8,
                say("the second half of what there is to know comes up in the talks that follow"),
            ),
        ),
        Constant(
            "pursuit.enough_implied",
            Score,
            "an implied need this strong can be spoken about",
            assumed(0.5, "score", 0.3, 0.7, say("a need that is half conscious bears being spelt out")),
        ),
    ),
    fields=(Field("deal.situation_questions", "whole", "asked in this project", ("people",)),),
    reads=(
        Field("deal.touches_by", "whole", "meetings in this project", ("people",)),
        Field("account.seen_implied", "number", "implied need when last seen", ("people",)),
        Field("account.seen_need", "number", "need when last seen", ("people",)),
        Field("account.seen_worry", "number", "worry when last seen", ("people",)),
        Field("desk.pursuit_target_need", "number", "score", start=1),
        Field("desk.pursuit_target_worry", "number", "score"),
    ),
    draws=(QUESTION,),
)
