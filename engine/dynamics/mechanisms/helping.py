"""Helping the buyer: we do part of the work of whoever owns the step at hand, and the file moves (S12; MODEL §3)."""

from __future__ import annotations

import math

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Constant, EventKind, Field, Mechanism, Number, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.moves import may_be_made
from engine.dynamics.state.owners import owns
from engine.dynamics.state.person_values import MIDDLING, bounded
from engine.dynamics.state.step_ends import WORKING
from engine.dynamics.state.workdays import next_working_moment
from engine.model.quantity import PositiveCoefficient, Score, Share, WorkHours
from engine.model.terms import BuyerStep, Move, TouchKind
from engine.wording import say

HELPED = EventKind(
    39,
    "helped",
    "seen",
    by="us",
    person="whose work it was",
    code=BuyerStep,
    numbers=(
        Number("saved_days", "days of the owner's work that are not to be done any more"),
        Number("helped", "how much of the step's file has been helped with, 0–1"),
        Number("worry", "the owner's worry after it, 0–1"),
    ),
)


@kernel
def may_be_helped(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> bool:
    """Is the file being worked on, is that the work of person i, have we met them, and is it not forbidden?"""
    if deal.step < 0 or deal.step_phase != WORKING or account.met[i] == 0:
        return False
    if not owns(account, account.step_code[deal.step], i):
        return False
    return may_be_made(account, deal, desk, now, Move.help + 0, i)


@moments.purpose.at(20)
def offer_help(account: Account, deal: Deal, desk: Desk, now: float, i: int, role: int, kind: int) -> int:
    """Whoever owns the step and wants it moved is helped, once we have asked enough to know with what."""
    asking = kind == TouchKind.situation or kind == TouchKind.problem or kind == TouchKind.implication
    known = account.learnt[i] >= desk.pursuit_enough_learnt and account.seen_need[i] >= desk.help_least_need
    if asking or not known or deal.helped >= desk.help_enough or not may_be_helped(account, deal, desk, now, i):
        return kind
    return TouchKind.help + 0


@moments.turns_out.at(10)
def too_late_to_help(account: Account, deal: Deal, desk: Desk, now: float, i: int, role: int, kind: int) -> int:
    """Where the file has gone on meanwhile, the meeting is for what the person needs instead."""
    if kind != TouchKind.help or may_be_helped(account, deal, desk, now, i):
        return kind
    return moments.purpose(account, deal, desk, now, i, role, TouchKind.payoff + 0)


@kernel
def _take_off(account: Account, deal: Deal, desk: Desk, now: float, share: float) -> float:
    """Take a share off the work that is left of the step; the waiting behind it stays. Returns the days saved."""
    sooner = deal.step_due - share * max(0.0, deal.step_due - deal.wait_now - now)
    saved = max(0.0, deal.step_due - next_working_moment(account, sooner))
    deal.step_due -= saved
    deal.buyer_due = moments.buyer_goes_on(account, deal, desk, now, deal.step_due)
    if deal.step_visits[deal.step] == 1:
        deal.value_days -= saved
    else:
        deal.waste_days -= saved
    return saved


@moments.talked_over.at(20)
def do_their_work(account: Account, deal: Deal, desk: Desk, now: float, i: int, kind: int, effect: float) -> None:
    """What we contribute is as good as it is relevant, and each contribution adds less than the one before."""
    if kind != TouchKind.help or not may_be_helped(account, deal, desk, now, i):
        return
    gain = bounded(desk.help_gain * effect, 0.0, 1.0) * (1.0 - deal.helped)
    deal.helped += gain
    deal.helps += 1
    account.experience[i] += bounded(desk.help_appreciated * effect, 0.0, 1.0) * (1.0 - account.experience[i])
    account.worry[i] -= desk.help_worry * gain * account.worry[i]
    saved = _take_off(account, deal, desk, now, desk.help_work * gain)
    deal.days_saved += saved
    write(account, deal, desk, now, HELPED, i, account.step_code[deal.step], saved, deal.helped, account.worry[i])


@moments.file_faults.at(10)
def fewer_faults(account: Account, deal: Deal, desk: Desk, now: float, factor: float) -> float:
    """A file that we helped with comes back less often, from whoever checks or signs it."""
    return factor * math.exp(-desk.help_faults * deal.helped)


@moments.step_begins.at(10)
def begin_without_help(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """What was done for one step, or for a file that came back, does not carry over."""
    deal.helped = 0.0


MECHANISM = Mechanism(
    name="helping",
    title=say("Helping the buyer"),
    sentence=say(
        "We do part of the work of whoever owns the buyer's step at hand: it is done sooner, comes back less often and "
        "worries them less."
    ),
    shown_in=ShownIn("scheduled_renewal", "bottom_up_field", "cycle_days_median", "up"),
    source=say("S12 (helping the customer's people move their project), S08, S31; MODEL §3"),
    constants=(
        Constant(
            "touch.help",
            WorkHours,
            "hours of one contribution to somebody's own part of the file",
            assumed(8, "hours", 4, 16, say("a payback calculation or a section of an application takes a working day")),
        ),
        Constant(
            "touch.weight_help",
            Share,
            "share of the full stance effect of help with somebody's own work",
            assumed(0.6, "share", 0.35, 0.85, say("as convincing as evidence: they see us work, not our product")),
        ),
        Constant(
            "help.gain",
            PositiveCoefficient,
            "share of the file made sound by a fully relevant contribution of a perfect seller",
            assumed(1.0, "coefficient", 0.5, 1.5, say("a usual contribution then covers a third of what is missing")),
        ),
        Constant(
            "help.work",
            Share,
            "share of the work left to the owner that a file made fully sound takes off them",
            assumed(0.6, "share", 0.3, 0.8, say("figures and drafts can be ours, agreeing inside remains theirs")),
        ),
        Constant(
            "help.faults",
            PositiveCoefficient,
            "k: the odds that a file comes back or is refused are multiplied by exp(−k·helped)",
            assumed(1.5, "coefficient", 0.5, 2.5, say("a file made half sound comes back half as often")),
        ),
        Constant(
            "help.worry",
            Share,
            "share of the owner's worry that a file made fully sound takes away",
            assumed(0.5, "share", 0.2, 0.8, say("papers that hold answer half of what they fear to be asked")),
        ),
        Constant(
            "help.appreciated",
            Share,
            "share of the way to the best experience of us that a fully relevant contribution makes",
            assumed(0.3, "share", 0.1, 0.5, say("work taken off one's desk is remembered longer than a good talk")),
        ),
        Constant(
            "help.least_need",
            Score,
            "an explicit need this strong lets somebody accept help to move the file",
            assumed(0.4, "score", 0.2, 0.6, say("who does not want it moved has no use for our drafts")),
        ),
        Constant(
            "help.enough",
            Score,
            "from here on the file is sound enough, and the meeting is better spent otherwise",
            assumed(0.6, "score", 0.4, 0.8, say("the third contribution to the same paper adds little")),
        ),
    ),
    fields=(
        Field("deal.helped", "number", "how much of the file of the step at hand we helped with, 0–1"),
        Field("deal.helps", "whole", "contributions to the buyer's own work"),
        Field("deal.days_saved", "number", "days of the buyer's work that they saved"),
    ),
    reads=(
        Field("desk.pursuit_enough_learnt", "number", "share", start=0.5),
        Field("account.seen_need", "number", "need when last seen", ("people",)),
        Field("account.experience", "number", "of being dealt with by us, 0–1", ("people",), start=MIDDLING),
    ),
    events=(HELPED,),
    columns=(
        Column("helps", "i4", "contributions to the buyer's own work", "deal.helps"),
        Column("days_saved", "f8", "days of the buyer's work that they saved", "deal.days_saved"),
    ),
)
