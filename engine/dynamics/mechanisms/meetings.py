"""What one meeting does to one person: how much of it concerns them, and what it moves (MODEL §5)."""

from __future__ import annotations

from math import isnan, nan

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Constant, Draw, EventKind, Field, Mechanism, Number, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import lognormal, uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.buyer_progress import has_reached
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import bounded, relationship, settle, shielded
from engine.dynamics.state.relevant_message import message_for
from engine.model.quantity import PositiveCoefficient, Score, Share
from engine.model.terms import BuyerStep, TouchKind
from engine.wording import say

TOUCH = EventKind(
    6,
    "touch",
    "seen",
    by="us",
    person="whom we met",
    code=TouchKind,
    numbers=(
        Number("change", "change of stance"),
        Number("relevance", "how much of it concerned them, 0–1"),
        Number("stance", "stance after"),
    ),
)
MET = EventKind(8, "met", "seen", by="us", person="met for the first time", numbers=(Number("level", "level"),))
EFFECT = Draw(22, "how a meeting goes")
WORST = -1.0


@kernel
def _kind_weight(account: Account, deal: Deal, desk: Desk, i: int, kind: int) -> float:
    """Share of the full stance effect. A benefit is worth what the need is worth: payoff before need does little."""
    if kind == TouchKind.situation:
        return desk.touch_weight_situation
    if kind == TouchKind.problem:
        return desk.touch_weight_problem
    if kind == TouchKind.implication:
        return desk.touch_weight_implication
    if kind == TouchKind.payoff:
        return desk.touch_weight_payoff * account.need[i]
    if kind == TouchKind.evidence:
        return desk.touch_weight_evidence
    if kind == TouchKind.help:
        return desk.touch_weight_help
    if not has_reached(account, deal, BuyerStep.sourcing):
        return desk.touch_weight_quote
    return desk.touch_weight_proposal


@kernel
def observe_person(account: Account, i: int, now: float) -> None:
    """The seller takes away how person i stands today; tomorrow it may be stale."""
    account.seen_stance[i] = account.stance[i]
    account.seen_need[i] = account.need[i]
    account.seen_implied[i] = account.implied_need[i]
    account.seen_worry[i] = account.worry[i]
    best = WORST
    for j in range(account.rivals):
        best = max(best, account.rival_stance[j, i])
    account.seen_rival_stance[i] = best if account.rivals > 0 else 0.0
    account.last_touch[i] = now


@kernel
def _first_time(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> bool:
    """Note the meeting; True when it is the first with this person."""
    deal.touches_by[i] += 1
    if isnan(deal.first_touch):
        deal.first_touch = now
    if account.met[i] == 1:
        return False
    account.met[i] = 1
    write(account, deal, desk, now, MET, i, 0, float(account.level[i]))
    return True


@kernel
def _floor(account: Account, desk: Desk, i: int) -> float:
    """Relevance below which person i regrets the time: it is dearer at the top."""
    return desk.touch_floor_at_top if shielded(account, desk, i) else desk.touch_relevance_floor


@kernel
def _impress(account: Account, desk: Desk, now: float, i: int, message: float, weight: float) -> float:
    """A message of this relevance moves person i, by its weight, or turns them away; the change of their stance."""
    before, floor = account.stance[i], _floor(account, desk, i)
    if message < floor:
        account.stance[i] = max(WORST, before - desk.touch_harm * (floor - message))
    else:
        closeness = 1.0 + desk.touch_relationship_bonus * (relationship(account, desk, i, now) - 1.0)
        gain = desk.touch_stance_gain * weight * closeness
        account.stance[i] = before + bounded(gain, 0.0, 1.0) * (1.0 - before)
    change = account.stance[i] - before
    settle(account, desk, i, change)
    return change


@moments.visit_paid.at(10)
def courtesy_visit(account: Account, deal: Deal, desk: Desk, now: float, i: int, role: int, message: float) -> float:
    """A visit without a project: we listen, and are seen. It moves people as little as a situation question does."""
    message = message_for(account, deal, desk, now, i)
    kind = TouchKind.situation + 0
    effect = desk.team_skill[role] * message * moments.standing(account, deal, desk, now, i, kind, role, 1.0)
    _impress(account, desk, now, i, message, effect * _kind_weight(account, deal, desk, i, kind))
    account.met[i] = 1
    observe_person(account, i, now)
    if message >= _floor(account, desk, i):
        return message
    moments.badly_received(account, deal, desk, now, i)
    return 0.0


@moments.meeting_held.at(10)
def touch(account: Account, deal: Deal, desk: Desk, now: float, i: int, kind: int, role: int) -> None:
    """Meet person i. Stance, need, worry, relationship and what we know of them change."""
    occurrence = deal.touches_by[i]
    first = _first_time(account, deal, desk, now, i)
    message = message_for(account, deal, desk, now, i)
    luck = lognormal(uniform(deal.key, account.person_key[i], EFFECT, occurrence), desk.touch_luck)
    effect = desk.team_skill[role] * message * luck * moments.standing(account, deal, desk, now, i, kind, role, 1.0)
    change = _impress(account, desk, now, i, message, effect * _kind_weight(account, deal, desk, i, kind))
    if message >= _floor(account, desk, i):
        moments.well_received(account, deal, desk, now, i, effect, message)
    else:
        moments.badly_received(account, deal, desk, now, i)
        if first:
            moments.first_meeting_wasted(account, deal, desk, now, i)
    moments.talked_over(account, deal, desk, now, i, kind, effect)
    write(account, deal, desk, now, TOUCH, i, kind, change, message, account.stance[i])
    moments.person_met(account, deal, desk, now, i)
    observe_person(account, i, now)


MECHANISM = Mechanism(
    name="meetings",
    title=say("Effect of a meeting"),
    sentence=say(
        "A relevant message moves a person towards us, more so where they trust us; wasting their time turns them away."
    ),
    source="MODEL §5; S15",
    shown_in=ShownIn("resentful_middle", "top_down", "cost_per_win", "up"),
    constants=(
        Constant("touch.stance_gain", PositiveCoefficient, "g"),
        Constant("touch.relationship_bonus", PositiveCoefficient, "c, per relationship level above the first"),
        Constant("touch.relevance_floor", Score, "below this relevance a meeting does harm"),
        Constant(
            "touch.floor_at_top",
            Score,
            "the same for people so high up that a secretary keeps the door",
            assumed(0.35, "score", 0.25, 0.5, say("a chairman's half-hour has to be worth more than an engineer's")),
        ),
        Constant("touch.harm", PositiveCoefficient, "stance lost per unit of relevance below the floor"),
        Constant("touch.luck", PositiveCoefficient, "σ of the lognormal effect; its mean is 1"),
        Constant("touch.anchor_share", Share, "share of a change that goes into the private anchor"),
        Constant("touch.untaught", Share, "relevance of a message before anything has been learnt"),
        Constant("touch.weight_situation", Share, "share of the full stance effect, by kind of touch"),
        Constant("touch.weight_problem", Share, "share of the full stance effect of a problem question"),
        Constant("touch.weight_implication", Share, "… of an implication question"),
        Constant("touch.weight_payoff", Share, "multiplied by the person's explicit need"),
        Constant("touch.weight_evidence", Share, "… of evidence"),
        Constant("touch.weight_proposal", Share, "… of presenting the offer"),
        Constant(
            "touch.weight_quote",
            Share,
            "… of presenting an offer before suppliers are sought: a figure for the budget",
            assumed(0.1, "share", 0, 0.3, say("one more paper among several, asked for to fill in a form")),
        ),
    ),
    fields=(
        Field("account.seen_stance", "number", "stance when last seen", ("people",)),
        Field("account.seen_rival_stance", "number", "towards the best rival when last seen", ("people",)),
        Field("account.seen_need", "number", "need when last seen", ("people",)),
        Field("account.seen_implied", "number", "implied need when last seen", ("people",)),
        Field("account.seen_worry", "number", "worry when last seen", ("people",)),
        Field("account.last_touch", "number", "day of our last meeting", ("people",)),
        Field("deal.touches_by", "whole", "meetings in this project", ("people",)),
        Field("deal.first_touch", "number", "day of our first meeting; unknown without one", start=nan),
    ),
    reads=(Field("desk.touch_weight_help", "number", "share of the full stance effect of help"),),
    events=(TOUCH, MET),
    draws=(EFFECT,),
    columns=(Column("first_touch", "f8", "day of our first meeting; NaN without one", "deal.first_touch"),),
)
