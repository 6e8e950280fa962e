"""The buyer's own process (S08): steps with work and waiting, files that go back, the vote. It runs without us too."""

from __future__ import annotations

from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Draw, EventKind, Field, Mechanism, Number
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.background import catch_up
from engine.dynamics.machine.chance import exponential, gamma, uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import urgency_now
from engine.dynamics.state.project_end import close, close_by_vote, is_over
from engine.dynamics.state.signing import REFUSED, SETS_OUT, SIGNED
from engine.dynamics.state.source import Source
from engine.dynamics.state.step_ends import ENTER, SIGNING, WORKING, StepEnd
from engine.dynamics.state.workdays import days_of_work, next_working_moment
from engine.model.process import STEP_NAMES
from engine.model.quantity import canonical
from engine.model.terms import BuyerStep, Outcome
from engine.wording import say

STEP = EventKind(
    19,
    "step",
    "rumoured",
    code=BuyerStep,
    numbers=(
        Number("work_days", "days of work, in working time"),
        Number("waiting_days", "days of waiting, in working time"),
        Number("times_before", "times before"),
    ),
)
NEED_FROZEN = EventKind(21, "need_frozen", "rumoured")
ROUND_WITHOUT_DECISION = EventKind(
    25, "round_without_decision", "rumoured", numbers=(Number("round", "round, from 1"),)
)
STEP_WORK = Draw(6, "work of a step")
STEP_WAITING = Draw(7, "waiting at a step")
STEP_END = Draw(8, "how a step ends")
OVER = -1.0
STEP_ENTITY = 1_000_003
STEPS = ("steps",)


@kernel
def _enter(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    """Begin the step at hand (or the next that is not left out). Returns days of work and waiting.

    Both go on in office hours; days on which nobody works lengthen them in proportion. Papers lie open as long as the
    path demands.
    """
    while deal.skips_steps == 1 and account.step_skipped[deal.step] == 1 and deal.step < account.steps - 1:
        deal.step += 1
    k = deal.step
    if deal.frozen == 0 and account.step_code[k] > BuyerStep.analysis:
        deal.frozen = 1
        write(account, deal, desk, now, NEED_FROZEN)
    visit = deal.step_visits[k]
    deal.step_visits[k] += 1
    entity = STEP_ENTITY + int(account.step_code[k])
    work = (
        account.pace * account.step_work[k] * gamma(uniform(deal.key, entity, STEP_WORK, visit), account.step_shape[k])
    )
    waiting = account.pace * account.step_waiting[k] * exponential(uniform(deal.key, entity, STEP_WAITING, visit))
    waiting *= moments.step_hindrance(account, deal, desk, now, 1.0)
    days = days_of_work(account, now, work + waiting)
    working = days * (work / (work + waiting)) if work + waiting > 0.0 else 0.0
    if account.step_code[k] == BuyerStep.bidding and account.least_days > 0.0:
        days = max(days, next_working_moment(account, now + account.least_days) - now)
    deal.wait_now = days - working
    if visit == 0:
        deal.value_days += working
    else:
        deal.waste_days += working
    deal.waste_days += deal.wait_now
    moments.step_begins(account, deal, desk, now)
    deal.step_phase = WORKING
    write(account, deal, desk, now, STEP, -1, account.step_code[k], work, waiting, float(visit))
    return days


@kernel
def _vote(account: Account, deal: Deal, desk: Desk, now: float) -> bool:
    """The group decides; True when the project has ended. Without a decision the file goes one step back."""
    deal.won, deal.lost, deal.no_decision = 0.0, 0.0, 1.0  # unless there is somebody to choose
    choice = moments.group_votes(account, deal, desk, now, -1)
    deal.rounds_held += 1
    last = deal.rounds_held >= account.max_rounds
    if choice >= 0 or last:
        close_by_vote(account, deal, desk, now, choice, last)
        return True
    deal.no_decision, deal.won, deal.lost = 0.0, 0.0, 0.0
    write(account, deal, desk, now, ROUND_WITHOUT_DECISION, -1, 0, float(deal.rounds_held))
    deal.step = max(0, deal.step - 1)
    return False


@kernel
def how_it_ends(account: Account, k: int, u: float, hindrance: float, faults: float) -> int:
    """How step k ends by its draw u.

    The odds against going on are `hindrance` times those stated, and those of being done again `faults` times that.
    """
    dropped = hindrance * account.step_abandon[k]
    stays = dropped + hindrance * faults * account.step_repeat[k]
    at = u * (1.0 - account.step_abandon[k] - account.step_repeat[k] + stays)
    if at < dropped:
        return StepEnd.dropped + 0
    return StepEnd.sent_back + 0 if at < stays else StepEnd.carried_on + 0


@kernel
def _end_step(account: Account, deal: Deal, desk: Desk, now: float) -> bool:
    """A step is done: dropped, done again, or on to the next; the purchase decides. True when the project has ended."""
    k = deal.step
    deal.step_phase = ENTER
    u = uniform(deal.key, STEP_ENTITY + int(account.step_code[k]), STEP_END, deal.step_visits[k])
    faults = moments.file_faults(account, deal, desk, now, 1.0)
    end = how_it_ends(account, k, u, moments.step_hindrance(account, deal, desk, now, 1.0), faults)
    moments.step_ends(account, deal, desk, now, how_it_ends(account, k, u, 1.0, faults), end)
    if end == StepEnd.dropped:
        close(account, deal, desk, now, Outcome.no_decision + 0)
        return True
    if end == StepEnd.sent_back:
        return False
    if k == account.steps - 1:
        return _vote(account, deal, desk, now)
    deal.step += 1
    return False


@kernel
def buyer_next(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    """Take the buyer's process one event further. Returns days until the next, or OVER when the project has ended."""
    catch_up(account, deal, desk, now)
    moments.buyer_moves(account, deal, desk, now)
    if is_over(deal):
        return OVER
    if deal.step_phase == WORKING:
        deal.file_at = SETS_OUT
        days = moments.signature_asked(account, deal, desk, now, SIGNED)
        if days >= 0.0:
            deal.step_phase = SIGNING
            return days
    if deal.step_phase == SIGNING:
        days = moments.signature_given(account, deal, desk, now, SIGNED)
        if days >= 0.0:
            return days
        if days == REFUSED:
            return _enter(account, deal, desk, now)
    if deal.step_phase != ENTER and _end_step(account, deal, desk, now):
        return OVER
    return _enter(account, deal, desk, now)


@kernel
def buyer_interrupted(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Something happens to the project while a step goes on. `buyer_due` stays the day of the end where it ends it."""
    catch_up(account, deal, desk, now)
    moments.project_interrupted(account, deal, desk, now)
    if not is_over(deal):
        deal.buyer_due = moments.buyer_goes_on(account, deal, desk, now, deal.step_due)


@moments.deal_ends.at(5)
def take_back_rest(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """What the project's end cut off did not take place: first the waiting that was to come, then the work."""
    rest = deal.step_due - now
    if rest <= 0.0:
        return
    if deal.step_phase == SIGNING:
        if deal.wait_in_vain == 1:
            deal.waste_days -= rest
        else:
            deal.necessary_days -= rest
        return
    waiting = min(rest, deal.wait_now)
    deal.waste_days -= waiting
    if deal.step_visits[deal.step] == 1:
        deal.value_days -= rest - waiting
    else:
        deal.waste_days -= rest - waiting


@moments.project_opens.at(30)
def first_step(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """The process starts with its first step."""
    deal.step, deal.step_phase = 0, ENTER


@moments.facts_of_deal.at(20)
def buying_process_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """The buyer's step, whether the requirement is fixed, and how pressing it is: people talk about these."""
    deal.fact_need_frozen = float(deal.frozen)
    deal.fact_buyer_step = float(account.step_code[max(0, deal.step)])
    deal.fact_urgency = urgency_now(deal, now)


def lower(source: Source, account: Any, deal: Any) -> None:
    """Steps, in order."""
    process = source.account.process
    account.max_rounds = max(1, round(canonical(source.account.buying_centre.group_choice.rounds)))
    for place, step in enumerate(process.steps):
        account.step_code[place] = STEP_NAMES.index(step.step)
        account.step_work[place] = canonical(step.work)
        account.step_shape[place] = canonical(step.work_shape)
        account.step_waiting[place] = canonical(step.waiting)
        account.step_sign_off[place] = step.sign_off
        account.step_repeat[place] = canonical(step.repeat)
        account.step_abandon[place] = canonical(step.abandon)
        account.step_skipped[place] = step.skipped_when_urgent


MECHANISM = Mechanism(
    name="buying_process",
    title=say("The buyer's process"),
    sentence=say(
        "The buyer goes from need to purchase in steps of work and waiting; files go back, projects are dropped."
    ),
    source=say("S08, S09, S27; MODEL §3; phase-type steps (anchor P2), absorbing chain (P1)"),
    core=True,
    fields=(
        Field("account.max_rounds", "whole", "times the group may come back to the decision"),
        Field("account.step_code", "whole", "place in STEP_NAMES", STEPS),
        Field("account.step_work", "number", "mean days", STEPS),
        Field("account.step_shape", "number", "gamma shape", STEPS),
        Field("account.step_waiting", "number", "mean days", STEPS),
        Field("account.step_sign_off", "whole", "1 when people sign at its end", STEPS),
        Field("account.step_repeat", "number", "chance that it is done again, unhindered", STEPS),
        Field("account.step_abandon", "number", "chance that the project is dropped, unhindered", STEPS),
        Field("account.step_skipped", "whole", "1 when it is left out in an emergency", STEPS),
        Field("deal.step", "whole", "place in the steps; −1 before the first", start=-1),
        Field("deal.step_phase", "whole", "0 to be entered, 1 work and waiting, 2 signing"),
        Field("deal.step_visits", "whole", "how often it was entered", STEPS),
        Field("deal.frozen", "whole", "1 once the requirement is fixed"),
        Field("deal.rounds_held", "whole", "times the group came to the decision"),
        Field("deal.value_days", "number", "value-adding work"),
        Field("deal.necessary_days", "number", "necessary sign-offs"),
        Field("deal.waste_days", "number", "waiting and rework"),
    ),
    reads=(
        Field("account.least_days", "number", "days from the papers to the opening of bids at least"),
        Field("account.pace", "number", "by what work and waiting are multiplied", start=1),
    ),
    events=(STEP, NEED_FROZEN, ROUND_WITHOUT_DECISION),
    draws=(STEP_WORK, STEP_WAITING, STEP_END),
    columns=(
        Column("rounds", "i4", "times the group came to the decision", "deal.rounds_held"),
        Column("value_days", "f8", "buyer's lead time by kind (S27): value-adding work", "deal.value_days"),
        Column("necessary_days", "f8", "… necessary sign-offs", "deal.necessary_days"),
        Column("waste_days", "f8", "… waiting and rework", "deal.waste_days"),
    ),
    facts=("need_frozen", "buyer_step", "urgency"),
    lower=lower,
)
