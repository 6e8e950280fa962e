"""The seller's process (MODEL §4): when we begin, what the rulebooks choose, and their review after every meeting."""

from __future__ import annotations

from math import isnan, nan

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Constant, EventKind, Field, Mechanism, Number, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.background import catch_up
from engine.dynamics.machine.fact_vector import deal_facts
from engine.dynamics.machine.packed_tables import decide, output
from engine.dynamics.machine.tape import write
from engine.dynamics.state.buyer_progress import has_reached
from engine.dynamics.state.derived import share_of
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import flag
from engine.dynamics.state.project_end import close, is_over
from engine.dynamics.state.shared import OFFER_SUBMITTED
from engine.model.decisions import book_number, output_place
from engine.model.quantity import Score
from engine.model.terms import BuyerStep, Continuation, GateVerdict, Origin, Outcome, Play, Stage, TouchKind
from engine.wording import say

ORIGIN = EventKind(
    2,
    "origin",
    "seen",
    code=Origin,
    numbers=(
        Number("sighting_day", "day of our sighting"),
        Number("rival_first", "1 when we hear that a rival was there first, unknown when nobody tells"),
    ),
)
STAGE = EventKind(13, "stage", "seen", by="us", code=Stage)
ENGAGEMENT = EventKind(14, "engagement", "seen", by="us", code="place of the strategy among those of the run")
PLAY = EventKind(15, "play", "seen", by="us", code=Play)
BUDGETARY_QUOTE = EventKind(43, "budgetary_quote", "seen", by="us", person="who wanted a figure for the budget")
ORIGIN_BOOK, PLAY_BOOK = book_number("project_origin"), book_number("competitive_strategy")
ENGAGEMENT_BOOK, GATE_BOOK = book_number("engagement_choice"), book_number("stage_gates")
WITHDRAW_BOOK = book_number("withdraw_continue")
ORIGIN_OUT = output_place("project_origin", "origin")
RISK_OUT = output_place("project_origin", "delivery_risk_factor")
PLAY_OUT = output_place("competitive_strategy", "play")
STRATEGY_OUT = output_place("engagement_choice", "engagement")
VERDICT_OUT = output_place("stage_gates", "verdict")
CONTINUATION_OUT = output_place("withdraw_continue", "continuation")
NOBODY = -1


@kernel
def _choose_play(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Let the rulebook choose the competitive strategy (S16)."""
    advised = int(output(desk, decide(account, deal, desk, now, PLAY_BOOK), PLAY_OUT))
    play = moments.play_advised(account, deal, desk, now, advised)
    if play == deal.play:
        return
    deal.play = play
    deal.play_since = now
    deal.fact_play, deal.fact_days_in_play = float(play), 0.0
    moments.play_chosen(account, deal, desk, now)
    write(account, deal, desk, now, PLAY, -1, play)


@kernel
def _choose_engagement(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Playbook only: let the rulebook choose how to engage the chain from here (S12)."""
    strategy = int(output(desk, decide(account, deal, desk, now, ENGAGEMENT_BOOK), STRATEGY_OUT))
    if strategy == deal.strategy:
        return
    if deal.meetings_held > 0:
        deal.switches += 1
    deal.strategy = strategy
    deal.phase = 0
    deal.engagement_since = deal.phase_since = now
    deal.fact_present_engagement, deal.fact_days_in_engagement = float(strategy), 0.0
    write(account, deal, desk, now, ENGAGEMENT, -1, strategy)


@kernel
def seller_start(account: Account, deal: Deal, desk: Desk, now: float) -> int:
    """We learn of the project: by ourselves, or when offers are asked for. Returns 1 when we begin to work on it."""
    unseen = now < deal.our_sighting and not has_reached(account, deal, BuyerStep.bidding)
    if deal.seller_active == 1 or is_over(deal) or unseen:
        return 0
    catch_up(account, deal, desk, now)
    moments.project_heard(account, deal, desk, now)
    deal.our_sighting = min(deal.our_sighting, now)
    deal.seller_active = 1
    deal.engagement_since = deal.phase_since = now
    deal.saw_early = flag(deal.frozen == 0)
    deal_facts(account, deal, desk, now)
    row = decide(account, deal, desk, now, ORIGIN_BOOK)
    deal.origin = int(output(desk, row, ORIGIN_OUT))
    deal.delivery_risk = output(desk, row, RISK_OUT)
    write(account, deal, desk, now, ORIGIN, -1, deal.origin, deal.our_sighting, deal.fact_rival_saw_first)
    if desk.acts == 0:
        return 0
    deal.stage = Stage.identify + 0
    deal.stage_since = now
    deal_facts(account, deal, desk, now)
    deal.play_since = now
    _choose_play(account, deal, desk, now)
    deal.fact_days_in_play = 0.0
    if desk.rules_choose == 1:
        _choose_engagement(account, deal, desk, now)
    return 1


@moments.meeting_held.at(20)
def submit_offer(account: Account, deal: Deal, desk: Desk, now: float, i: int, kind: int, role: int) -> None:
    """Whoever is shown our offer first is handed it; before suppliers are sought it is a figure for the budget."""
    if kind != TouchKind.proposal or deal.offer_submitted == 1:
        return
    if not has_reached(account, deal, BuyerStep.sourcing):
        deal.budgetary_quotes += 1
        write(account, deal, desk, now, BUDGETARY_QUOTE, i)
        return
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
def _review(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """After every meeting: is the stage done, do we go on, and how?"""
    deal_facts(account, deal, desk, now)
    _note_progress(deal, desk)
    deal.fact_touches_since_progress = float(deal.touches_since_progress)
    if deal.stage < Stage.close:
        row = decide(account, deal, desk, now, GATE_BOOK)
        if int(output(desk, row, VERDICT_OUT)) == GateVerdict.advance:
            deal.stage += 1
            deal.stage_since = now
            deal.fact_stage = float(deal.stage)
            deal.fact_days_in_stage = 0.0
            write(account, deal, desk, now, STAGE, -1, deal.stage)
            _choose_play(account, deal, desk, now)
    row = decide(account, deal, desk, now, WITHDRAW_BOOK)
    if int(output(desk, row, CONTINUATION_OUT)) == Continuation.withdraw:
        close(account, deal, desk, now, Outcome.withdrawn + 0)
        return
    if desk.rules_choose == 1:
        _choose_engagement(account, deal, desk, now)


@kernel
def seller_hold(account: Account, deal: Deal, desk: Desk, now: float, thread: int) -> bool:
    """Hold the meeting that is due in this thread, if any, and review the deal. True when the deal is over."""
    catch_up(account, deal, desk, now)
    if is_over(deal):
        return True
    if deal.thread_person[thread] != NOBODY:
        moments.meeting_comes(account, deal, desk, now, thread)
        _review(account, deal, desk, now)
    return is_over(deal)


@moments.project_opens.at(60)
def start_clock_of_stage(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Nothing has been done yet."""
    deal.stage_since = now


@moments.facts_of_deal.at(15)
def selling_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """What we did ourselves we know."""
    deal.fact_origin = float(deal.origin) if deal.origin > 0 else nan
    deal.fact_seen_before_freeze = deal.saw_early
    deal.fact_stage = float(deal.stage)
    if deal.stage > Stage.none:
        deal.fact_days_in_stage = now - deal.stage_since
    deal.fact_offer_submitted = float(deal.offer_submitted)
    deal.fact_touches = float(deal.meetings_held)
    deal.fact_touches_since_progress = float(deal.touches_since_progress)
    deal.fact_play = float(deal.play)
    deal.fact_days_in_play = now - deal.play_since
    if deal.strategy >= 0 and deal.seller_active == 1:
        called = desk.known_as if deal.strategy == desk.strategy else deal.strategy
        deal.fact_present_engagement, deal.fact_days_in_engagement = float(called), now - deal.engagement_since
    worth = account.amount * deal.scope * account.margin
    deal.fact_cost_share = share_of(deal.cost, worth)


MECHANISM = Mechanism(
    name="selling",
    title=say("The seller's process"),
    sentence=say("We hear of the project early or from the tender, and after every meeting rules say how to go on."),
    source="S11, S14, S16, S28; MODEL §4",
    core=True,
    constants=(
        Constant(
            "pursuit.progress",
            Score,
            "rise of stance, need and coverage together that counts as progress",
            assumed(0.02, "score", 0.005, 0.05, say("smaller changes cannot be told from mood")),
        ),
    ),
    fields=(
        Field("deal.seller_active", "whole", "1 once we work on the deal"),
        Field("deal.origin", "whole", "model.terms.Origin, 0 until known"),
        Field("deal.saw_early", "number", "1 when we saw the need before it was fixed; unknown before", start=nan),
        Field("deal.delivery_risk", "number", "factor by how the project began", start=1),
        Field("deal.play", "whole", "model.terms.Play"),
        Field("deal.play_since", "number", "day from which it is followed; unknown before we work", start=nan),
        Field("deal.engagement_since", "number", "day from which the strategy is executed; unknown before", start=nan),
        Field("deal.stage", "whole", "model.terms.Stage"),
        Field("deal.stage_since", "number", "day on which it began"),
        Field("deal.offer_submitted", "whole", "1 when our offer is in"),
        Field("deal.budgetary_quotes", "whole", "offers shown before suppliers were sought: figures for the budget"),
        Field("deal.best_progress", "number", "best sum of stance, need and coverage; unknown at first", start=nan),
        Field("deal.touches_since_progress", "whole", "meetings since"),
        Field("deal.switches", "whole", "changes of engagement after the first meeting"),
    ),
    reads=(
        Field("deal.scope", "number", "part of the amount we go for", start=1),
        Field("deal.shaped", "number", "share of the fit we lacked that was won"),
        Field("deal.phase", "whole", "phase of the strategy"),
        Field("deal.phase_since", "number", "day on which it began; unknown before we work", start=nan),
    ),
    events=(ORIGIN, STAGE, ENGAGEMENT, PLAY, BUDGETARY_QUOTE),
    columns=(
        Column("origin", "i4", "model.terms.Origin", "deal.origin"),
        Column("play", "i4", "model.terms.Play, the last one chosen", "deal.play"),
        Column("stage", "i4", "highest sales stage reached", "deal.stage"),
        Column("switches", "i4", "changes of engagement (playbook)", "deal.switches"),
        Column(
            "budgetary_quotes",
            "i4",
            "offers shown before the customer sought suppliers: figures for the budget",
            "deal.budgetary_quotes",
        ),
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
        "play",
        "present_engagement",
        "days_in_engagement",
        "days_in_play",
    ),
)
