"""The seller's process (MODEL §4): start, plan a meeting, hold it, and let the rulebooks review the deal."""

from __future__ import annotations

from math import isnan, nan

import numpy as np

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Constant, Event, Field, Mechanism, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.background import catch_up
from engine.dynamics.machine.facts import deal_facts
from engine.dynamics.machine.tables import decide, output
from engine.dynamics.machine.tape import write
from engine.dynamics.state import phases
from engine.dynamics.state.derived import share_of
from engine.dynamics.state.ending import close, is_over
from engine.dynamics.state.names import Account, Deal, Desk
from engine.dynamics.state.people import FINANCIAL, TECHNICAL, flag, has_role, present
from engine.dynamics.state.team import ACCOUNT_MANAGER, EXECUTIVE, PRESALES
from engine.dynamics.state.workdays import next_working_moment
from engine.model.base import Text
from engine.model.decisions import book_number, output_place
from engine.model.quantity import Count, PositiveDuration, Score, Share, WorkHours
from engine.model.terms import BuyerStep, Continuation, Engagement, GateVerdict, Origin, Outcome, Play, Stage, TouchKind

ORIGIN = Event(
    2,
    "origin",
    "seen",
    code=Origin,
    a="day of our sighting",
    b="1 when we hear that a rival was there first, unknown when nobody tells",
)
STAGE = Event(13, "stage", "seen", by="us", code=Stage)
ENGAGEMENT = Event(14, "engagement", "seen", by="us", code=Engagement)
PLAY = Event(15, "play", "seen", by="us", code=Play)
OFFER_SUBMITTED = Event(22, "offer_submitted", "seen", by="us", a="fit after tailoring")
ORIGIN_BOOK, PLAY_BOOK = book_number("project_origin"), book_number("competitive_strategy")
ENGAGEMENT_BOOK, GATE_BOOK = book_number("engagement_choice"), book_number("stage_gates")
WITHDRAW_BOOK = book_number("withdraw_continue")
ORIGIN_OUT = output_place("project_origin", "origin")
RISK_OUT = output_place("project_origin", "delivery_risk_factor")
ONLY = 0
NOBODY = -1
DAYS_A_WEEK = 7.0


@kernel
def _choose_play(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Let the rulebook choose the competitive strategy (S16)."""
    play = int(output(desk, decide(account, deal, desk, now, PLAY_BOOK), ONLY))
    if play == deal.play:
        return
    deal.play = play
    moments.play_chosen(account, deal, desk, now)
    write(account, deal, desk, now, PLAY, -1, play)


@kernel
def _choose_engagement(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Playbook only: let the rulebook choose how to engage the chain from here (S12)."""
    strategy = int(output(desk, decide(account, deal, desk, now, ENGAGEMENT_BOOK), ONLY))
    if strategy == deal.strategy:
        return
    if deal.meetings_held > 0:
        deal.switches += 1
    deal.strategy = strategy
    deal.phase = 0
    write(account, deal, desk, now, ENGAGEMENT, -1, strategy)


@kernel
def tender_is_out(account: Account, deal: Deal) -> bool:
    """Have offers been asked for? Then we hear of the project at the latest."""
    return bool(account.step_code[max(0, deal.step)] >= BuyerStep.bidding)


@kernel
def seller_start(account: Account, deal: Deal, desk: Desk, now: float) -> int:
    """We learn of the project: by ourselves, or from the tender. Returns 1 when we begin to work on it."""
    unseen = now < deal.our_sighting and not tender_is_out(account, deal)
    if deal.seller_active == 1 or is_over(deal) or unseen:
        return 0
    catch_up(account, deal, desk, now)
    deal.our_sighting = min(deal.our_sighting, now)
    deal.seller_active = 1
    deal.saw_early = flag(deal.frozen == 0)
    deal_facts(account, deal, desk, now)
    row = decide(account, deal, desk, now, ORIGIN_BOOK)
    deal.origin = int(output(desk, row, ORIGIN_OUT))
    deal.delivery_risk = output(desk, row, RISK_OUT)
    write(account, deal, desk, now, ORIGIN, -1, deal.origin, deal.our_sighting, deal.fact_rival_saw_first)
    if desk.strategy == Engagement.do_nothing:
        return 0
    deal.stage = Stage.identify + 0
    deal.stage_since = now
    deal_facts(account, deal, desk, now)
    _choose_play(account, deal, desk, now)
    if desk.strategy == Engagement.playbook:
        _choose_engagement(account, deal, desk, now)
    return 1


@moments.who_goes.at(10)
def expert_or_account_manager(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, kind: int, executive: bool, role: int
) -> int:
    """Offers, evidence and technical people are the presales engineer's, money is the account manager's."""
    work = kind == TouchKind.evidence or kind == TouchKind.proposal
    expert = work or has_role(account, i, TECHNICAL)
    if expert and not has_role(account, i, FINANCIAL) and desk.team_here[PRESALES] == 1:
        return PRESALES
    return role


@kernel
def _hours(desk: Desk, kind: int) -> float:
    if kind == TouchKind.evidence:
        return desk.touch_evidence
    if kind == TouchKind.proposal:
        return desk.touch_proposal
    return desk.touch_visit


@kernel
def _arrange(
    account: Account, deal: Deal, desk: Desk, now: float, thread: int, i: int, preparation: float, executive: bool
) -> None:
    """Put the agreed meeting into the thread; the driver books the colleague when the day comes.

    An executive of ours is briefed; the account manager does the rest of the preparation.
    """
    first = TouchKind.situation + 0
    asks = moments.who_goes(account, deal, desk, now, i, first, executive, ACCOUNT_MANAGER)
    kind = moments.kind_of_meeting(account, deal, desk, now, i, asks, TouchKind.payoff + 0)
    role = moments.who_goes(account, deal, desk, now, i, kind, executive, ACCOUNT_MANAGER)
    deal.in_flight[i] = 1
    deal.thread_person[thread] = i
    deal.thread_key[thread] = account.person_key[i]
    deal.thread_kind[thread] = kind
    deal.thread_role[thread] = role
    hours = _hours(desk, kind)
    if role == EXECUTIVE:
        hours += desk.touch_briefing * preparation
        deal.unbooked_hours += (1.0 - desk.touch_briefing) * preparation
    else:
        hours += preparation + deal.unbooked_hours
        deal.unbooked_hours = 0.0
    deal.thread_hours[thread] = hours
    deal.role_needed = role
    deal.hours_needed = hours


@kernel
def request(
    account: Account, deal: Deal, desk: Desk, now: float, thread: int, i: int, preparation: float, executive: bool
) -> float:
    """Ask person i for a meeting. Returns days until it takes place, or −1 when refused.

    Preparation for a first meeting takes its own working time before the slot can be used.
    """
    if account.met[i] == 1:
        preparation = 0.0
    learnt = moments.prepared_for(account, deal, desk, now, i, preparation, 0.0)
    first = account.level[i] == 1 or account.met[i] == 0
    as_executive = executive and desk.team_here[EXECUTIVE] == 1 and first
    days = moments.meeting_asked(account, deal, desk, now, i, learnt, as_executive, 0.0)
    if days < 0.0:
        return -1.0
    account.learnt[i] = max(account.learnt[i], learnt)
    _arrange(account, deal, desk, now, thread, i, preparation, executive)
    week = desk.team_week[deal.role_needed]
    ready = preparation / week * DAYS_A_WEEK if week > 0.0 else 0.0
    slot = now + max(days, ready)
    return (next_working_moment(slot) if account.working_days_only == 1 else slot) - now


@kernel
def plan(account: Account, deal: Deal, desk: Desk, now: float, thread: int) -> float:
    """Arrange the next meeting of one thread. Returns days until it, or until the next look when nobody can be seen.

    `role_needed` and `hours_needed` tell the driver whom to book for how long then; −1 when nobody.
    """
    words = desk.tables.view(np.float64)
    for _ in range(int(desk.pursuit_requests_a_day)):
        person = moments.next_contact(account, deal, desk, now, NOBODY)
        if person == NOBODY:
            break
        at = deal.phase_at
        preparation, executive = words[at + phases.PREPARATION], words[at + phases.EXECUTIVE] == 1.0
        days = request(account, deal, desk, now, thread, person, preparation, executive)
        if days >= 0.0:
            return days
    deal.role_needed = -1
    return max(desk.pursuit_idle, moments.next_chance(account, deal, desk, now, 0.0))


@kernel
def _submit_offer(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Hand in the offer."""
    deal.offer_submitted = 1
    moments.offer_handed_in(account, deal, desk, now)
    write(account, deal, desk, now, OFFER_SUBMITTED, -1, 0, deal.shaped)


@kernel
def _note_progress(deal: Deal, desk: Desk) -> None:
    progress = deal.fact_stance_seen + deal.fact_need_seen + deal.fact_coverage_met
    if isnan(deal.best_progress) or progress > deal.best_progress + desk.pursuit_progress:
        deal.best_progress = progress
        deal.touches_since_progress = 0
    else:
        deal.touches_since_progress += 1


@kernel
def _hold(account: Account, deal: Deal, desk: Desk, now: float, thread: int) -> None:
    """The meeting takes place, unless the person has left: then the hours are spent all the same."""
    i, kind, role = deal.thread_person[thread], deal.thread_kind[thread], deal.thread_role[thread]
    same = present(account, i) and deal.thread_key[thread] == account.person_key[i]
    deal.thread_person[thread] = NOBODY
    if same:
        deal.in_flight[i] = 0
    deal.hours += deal.thread_hours[thread]
    deal.cost += deal.thread_hours[thread] * desk.team_cost[role]
    if not same:
        return
    deal.meetings_held += 1
    moments.meeting_held(account, deal, desk, now, i, kind, role)
    if kind == TouchKind.proposal and deal.offer_submitted == 0:
        _submit_offer(account, deal, desk, now)


@kernel
def _review(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """After every meeting: is the stage done, do we go on, and how?"""
    deal_facts(account, deal, desk, now)
    _note_progress(deal, desk)
    deal.fact_touches_since_progress = float(deal.touches_since_progress)
    if deal.stage < Stage.close:
        row = decide(account, deal, desk, now, GATE_BOOK)
        if int(output(desk, row, ONLY)) == GateVerdict.advance:
            deal.stage += 1
            deal.stage_since = now
            deal.fact_stage = float(deal.stage)
            deal.fact_days_in_stage = 0.0
            write(account, deal, desk, now, STAGE, -1, deal.stage)
            _choose_play(account, deal, desk, now)
    row = decide(account, deal, desk, now, WITHDRAW_BOOK)
    if int(output(desk, row, ONLY)) == Continuation.withdraw:
        close(account, deal, desk, now, Outcome.withdrawn + 0, -1)
        return
    if desk.strategy == Engagement.playbook:
        _choose_engagement(account, deal, desk, now)


@kernel
def seller_hold(account: Account, deal: Deal, desk: Desk, now: float, thread: int) -> bool:
    """Hold the meeting that is due in this thread, if any, and review the deal. True when the deal is over."""
    catch_up(account, deal, desk, now)
    if is_over(deal):
        return True
    if deal.thread_person[thread] != NOBODY:
        _hold(account, deal, desk, now, thread)
        _review(account, deal, desk, now)
    return is_over(deal)


@moments.project_opens.at(60)
def not_yet_begun(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Nothing has been done yet."""
    deal.stage_since = now


@moments.facts_of_deal.at(15)
def how_it_goes(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """What we did ourselves we know."""
    deal.fact_origin = float(deal.origin) if deal.origin > 0 else nan
    deal.fact_seen_before_freeze = deal.saw_early
    deal.fact_stage = float(deal.stage)
    if deal.stage > Stage.none:
        deal.fact_days_in_stage = now - deal.stage_since
    deal.fact_offer_submitted = float(deal.offer_submitted)
    deal.fact_touches = float(deal.meetings_held)
    deal.fact_touches_since_progress = float(deal.touches_since_progress)
    worth = account.amount * deal.scope * account.margin
    deal.fact_cost_share = share_of(deal.cost, worth)


@kernel
def _all_hours(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    return deal.hours + deal.unbooked_hours


@kernel
def _all_cost(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    return deal.cost + deal.unbooked_hours * desk.team_cost[ACCOUNT_MANAGER]


THREADS = ("threads",)
MECHANISM = Mechanism(
    name="selling",
    title=Text(en="The seller's process", zh="我方销售流程"),
    sentence=Text(
        en="We hear of the project, arrange and hold meetings with limited hours, and after each "
        "let the rules say how to go on.",
        zh="我方得知项目，用有限的工时约见、拜访，每次之后由规则判断下一步。",
    ),
    source="S11, S14, S16, S28; MODEL §4",
    core=True,
    constants=(
        Constant("touch.briefing", Share, "share of the preparation that an executive of ours has to spend"),
        Constant("touch.visit", WorkHours, "hours of one meeting with travel and follow-up"),
        Constant("touch.evidence", WorkHours, "hours of a test, reference visit or assurance"),
        Constant("touch.proposal", WorkHours, "hours of writing and presenting the offer"),
        Constant("pursuit.idle", PositiveDuration, "next look when there is nobody to see"),
        Constant(
            "pursuit.requests_a_day",
            Count,
            "people asked for a meeting in one go until somebody says yes",
            assumed(3, "count", 1, 5, "three calls fit between two appointments"),
        ),
        Constant(
            "pursuit.progress",
            Score,
            "rise of stance, need and coverage together that counts as progress",
            assumed(0.02, "score", 0.005, 0.05, "smaller changes cannot be told from mood"),
        ),
        Constant(
            "pursuit.own_preparation",
            WorkHours,
            "preparation of a first meeting that a strategy written in Python asks for",
            assumed(1, "hours", 0, 4, "as the field force prepares"),
        ),
    ),
    fields=(
        Field("deal.seller_active", "whole", "1 once we work on the deal"),
        Field("deal.origin", "whole", "model.terms.Origin, 0 until known"),
        Field("deal.saw_early", "number", "1 when we saw the need before it was fixed; unknown before", start=nan),
        Field("deal.delivery_risk", "number", "factor by how the project began", start=1),
        Field("deal.play", "whole", "model.terms.Play"),
        Field("deal.stage", "whole", "model.terms.Stage"),
        Field("deal.stage_since", "number", "day on which it began"),
        Field("deal.offer_submitted", "whole", "1 when our offer is in"),
        Field("deal.meetings_held", "whole", "meetings held in this project"),
        Field("deal.best_progress", "number", "best sum of stance, need and coverage; unknown at first", start=nan),
        Field("deal.touches_since_progress", "whole", "meetings since"),
        Field("deal.switches", "whole", "changes of engagement after the first meeting"),
        Field("deal.unbooked_hours", "number", "small efforts, booked with the next meeting"),
        Field("deal.hours", "number", "our team's hours"),
        Field("deal.cost", "number", "selling cost, currency"),
        Field("deal.thread_person", "whole", "who is to be met next, −1 for nobody", THREADS, start=-1),
        Field("deal.thread_key", "key", "their key: somebody else may sit there by then", THREADS),
        Field("deal.thread_kind", "whole", "model.terms.TouchKind", THREADS),
        Field("deal.thread_role", "whole", "place in TEAM_ROLES", THREADS),
        Field("deal.thread_hours", "number", "hours to be booked", THREADS),
    ),
    reads=(
        Field("deal.scope", "number", "part of the amount we go for", start=1),
        Field("deal.shaped", "number", "share of the fit we lacked that was won"),
        Field("deal.phase", "whole", "phase of the strategy"),
        Field("deal.phase_at", "whole", "place of the words of the phase under which somebody was chosen"),
        Field("deal.in_flight", "whole", "1 while a meeting with this person is arranged", ("people",)),
    ),
    events=(ORIGIN, STAGE, ENGAGEMENT, PLAY, OFFER_SUBMITTED),
    columns=(
        Column("origin", "i4", "model.terms.Origin", "deal.origin"),
        Column("play", "i4", "model.terms.Play, the last one chosen", "deal.play"),
        Column("stage", "i4", "highest sales stage reached", "deal.stage"),
        Column("switches", "i4", "changes of engagement (playbook)", "deal.switches"),
        Column("hours", "f8", "our team's hours", _all_hours),
        Column("cost", "f8", "selling cost, currency", _all_cost),
    ),
    facts=(
        "origin",
        "seen_before_freeze",
        "stage",
        "days_in_stage",
        "offer_submitted",
        "touches",
        "touches_since_progress",
        "cost_share",
    ),
)
