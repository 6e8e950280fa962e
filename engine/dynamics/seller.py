"""The seller's process (MODEL §4): start, plan a meeting, hold it, and let the rulebooks review the deal."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.dynamics.access import ACCOUNT_MANAGER, EXECUTIVE, PRESALES, ask_for_meeting
from engine.dynamics.background import catch_up
from engine.dynamics.buyer import close, forced_start, next_working_moment
from engine.dynamics.compiled import compiled
from engine.dynamics.facts import deal_facts
from engine.dynamics.people import FINANCIAL, TECHNICAL
from engine.dynamics.pursuit import EXECUTIVE as PHASE_EXECUTIVE
from engine.dynamics.pursuit import NOBODY, PREPARATION, choose_kind, choose_person, days_until_somebody, is_over
from engine.dynamics.record import Deal
from engine.dynamics.tables import decide
from engine.dynamics.tape import write
from engine.dynamics.touch import learn_beforehand, touch
from engine.model.events import EventKind
from engine.model.terms import (
    Continuation,
    Engagement,
    GateVerdict,
    Outcome,
    Play,
    Stage,
    TouchKind,
)

BOOK_TRIGGERS, BOOK_ORIGIN, BOOK_COMPETITION, BOOK_ENGAGEMENT, BOOK_GATES, BOOK_WITHDRAW = range(6)
REQUESTS_A_DAY = 3
PROGRESS = 0.02


@compiled
def _choose_play(d: Deal, memory: Any, tables: Any, tape: Any, now: float) -> None:
    """Let the rulebook choose the competitive strategy (S16)."""
    row = decide(d, memory, tables, tape, BOOK_COMPETITION, now)
    play = int(tables.view(np.float64)[row])
    if play == d.play:
        return
    d.play = play
    if d.offer_submitted == 0:
        d.scope = d.shaping_divide_scope if play == Play.divide else 1.0
    write(d, tape, now, EventKind.play, -1, play, 0.0, 0.0, 0.0)


@compiled
def _choose_engagement(d: Deal, memory: Any, tables: Any, tape: Any, now: float) -> None:
    """Playbook only: let the rulebook choose how to engage the chain from here (S12)."""
    row = decide(d, memory, tables, tape, BOOK_ENGAGEMENT, now)
    strategy = int(tables.view(np.float64)[row])
    if strategy == d.strategy:
        return
    if d.touches > 0:
        d.switches += 1
    d.strategy = strategy
    d.phase = 0
    write(d, tape, now, EventKind.engagement, -1, strategy, 0.0, 0.0, 0.0)


@compiled
def seller_start(d: Deal, memory: Any, tables: Any, tape: Any, now: float) -> int:
    """We learn of the project: by ourselves, or from the tender. Returns 1 when we begin to work on it."""
    if d.seller_active == 1 or is_over(d) or (now < d.our_sighting and not forced_start(d)):
        return 0
    catch_up(d, tape, now)
    d.our_sighting = min(d.our_sighting, now)
    d.seller_active = 1
    deal_facts(d, now)
    row = decide(d, memory, tables, tape, BOOK_ORIGIN, now)
    outputs = tables.view(np.float64)
    d.origin = int(outputs[row])
    d.delivery_risk = outputs[row + 1]
    write(d, tape, now, EventKind.origin, -1, d.origin, d.our_sighting, d.fact_rival_saw_first, 0.0)
    if d.chosen_strategy == Engagement.do_nothing:
        return 0
    d.stage = Stage.identify + 0
    d.stage_since = now
    deal_facts(d, now)
    _choose_play(d, memory, tables, tape, now)
    if d.chosen_strategy == Engagement.playbook:
        _choose_engagement(d, memory, tables, tape, now)
    return 1


@compiled
def _who_goes(d: Deal, i: int, kind: int, executive: bool) -> int:
    """The colleague for this meeting; the account manager where the role is not in the team.

    Our executive sees the top level, and opens the door one level below; offers and evidence are the experts' work.
    """
    work = kind == TouchKind.evidence or kind == TouchKind.proposal
    opens_door = d.level[i] == 1 or (d.level[i] == 2 and d.met[i] == 0)
    if executive and opens_door and not work and d.team_here[EXECUTIVE] == 1:
        return EXECUTIVE
    expert = work or (d.roles[i] & TECHNICAL) != 0
    if expert and (d.roles[i] & FINANCIAL) == 0 and d.team_here[PRESALES] == 1:
        return PRESALES
    return ACCOUNT_MANAGER


@compiled
def _hours(d: Deal, kind: int) -> float:
    if kind == TouchKind.evidence:
        return d.touch_evidence
    if kind == TouchKind.proposal:
        return d.touch_proposal
    return d.touch_visit


@compiled
def _arrange(d: Deal, thread: int, i: int, preparation: float, executive: bool) -> None:
    """Put the agreed meeting into the thread; the driver books the colleague when the day comes.

    An executive of ours is briefed; the account manager does the rest of the preparation.
    """
    kind = choose_kind(d, i, _who_goes(d, i, TouchKind.situation + 0, executive))
    role = _who_goes(d, i, kind, executive)
    d.in_flight[i] = 1
    d.thread_person[thread] = i
    d.thread_kind[thread] = kind
    d.thread_role[thread] = role
    hours = _hours(d, kind)
    if role == EXECUTIVE:
        hours += d.touch_briefing * preparation
        d.unbooked_hours += (1.0 - d.touch_briefing) * preparation
    else:
        hours += preparation + d.unbooked_hours
        d.unbooked_hours = 0.0
    d.thread_hours[thread] = hours
    d.role_needed = role
    d.hours_needed = d.thread_hours[thread]


@compiled
def request(d: Deal, tape: Any, now: float, thread: int, i: int, preparation: float, executive: bool) -> float:
    """Ask person i for a meeting. Returns days until it takes place, or −1 when refused.

    Preparation for a first meeting takes its own working time before the slot can be used.
    """
    if d.met[i] == 1:
        preparation = 0.0
    learnt = learn_beforehand(d, i, preparation)
    prepared = learnt / d.touch_preparation_limit if d.touch_preparation_limit > 0.0 else 1.0
    asks_as_executive = executive and d.team_here[EXECUTIVE] == 1 and (d.level[i] == 1 or d.met[i] == 0)
    days = ask_for_meeting(d, tape, i, now, prepared, asks_as_executive)
    if days < 0.0:
        return -1.0
    d.learnt[i] = max(d.learnt[i], learnt)
    _arrange(d, thread, i, preparation, executive)
    week = d.team_week[d.role_needed]
    ready = preparation / week * 7.0 if week > 0.0 else 0.0
    slot = now + max(days, ready)
    return (next_working_moment(slot) if d.working_days_only == 1 else slot) - now


@compiled
def plan(d: Deal, tables: Any, tape: Any, now: float, thread: int) -> float:
    """Arrange the next meeting of one thread. Returns days until it, or until the next look when nobody can be seen.

    `role_needed` and `hours_needed` tell the driver whom to book for how long then; −1 when nobody.
    """
    words = tables.view(np.float64)
    for _ in range(REQUESTS_A_DAY):
        person, phase = choose_person(d, tables, now)
        if person == NOBODY:
            break
        days = request(d, tape, now, thread, person, words[phase + PREPARATION], words[phase + PHASE_EXECUTIVE] == 1.0)
        if days >= 0.0:
            return days
    d.role_needed = -1
    return max(d.pursuit_idle, days_until_somebody(d, now))


@compiled
def _submit_offer(d: Deal, tape: Any, now: float) -> None:
    """Hand in the offer; the more we have learnt of those who have a say, the better it fits."""
    weight, learnt = 0.0, 0.0
    for i in range(d.n):
        weight += d.power[i]
        learnt += d.power[i] * d.learnt[i]
    d.offer_submitted = 1
    d.shaped += d.shaping_tailoring * (learnt / weight if weight > 0.0 else 0.0) * (1.0 - d.shaped)
    write(d, tape, now, EventKind.offer_submitted, -1, 0, d.shaped, 0.0, 0.0)


@compiled
def _note_progress(d: Deal) -> None:
    progress = d.fact_stance_seen + d.fact_need_seen + d.fact_coverage_met
    if math.isnan(d.best_progress) or progress > d.best_progress + PROGRESS:
        d.best_progress = progress
        d.touches_since_progress = 0
    else:
        d.touches_since_progress += 1


@compiled
def _hold(d: Deal, tape: Any, now: float, thread: int) -> None:
    """The meeting takes place."""
    i, kind, role = d.thread_person[thread], d.thread_kind[thread], d.thread_role[thread]
    d.thread_person[thread] = NOBODY
    d.in_flight[i] = 0
    d.hours += d.thread_hours[thread]
    d.cost += d.thread_hours[thread] * d.team_cost[role]
    touch(d, tape, i, kind, role, now)
    if kind == TouchKind.proposal and d.offer_submitted == 0:
        _submit_offer(d, tape, now)


@compiled
def _review(d: Deal, memory: Any, tables: Any, tape: Any, now: float) -> None:
    """After every meeting: is the stage done, do we go on, and how?"""
    deal_facts(d, now)
    _note_progress(d)
    d.fact_touches_since_progress = float(d.touches_since_progress)
    outputs = tables.view(np.float64)
    if d.stage < Stage.close:
        row = decide(d, memory, tables, tape, BOOK_GATES, now)
        if int(outputs[row]) == GateVerdict.advance:
            d.stage += 1
            d.stage_since = now
            d.fact_stage = float(d.stage)
            d.fact_days_in_stage = 0.0
            write(d, tape, now, EventKind.stage, -1, d.stage, 0.0, 0.0, 0.0)
            _choose_play(d, memory, tables, tape, now)
    row = decide(d, memory, tables, tape, BOOK_WITHDRAW, now)
    if int(outputs[row]) == Continuation.withdraw:
        close(d, tape, now, Outcome.withdrawn + 0, -1)
        return
    if d.chosen_strategy == Engagement.playbook:
        _choose_engagement(d, memory, tables, tape, now)


@compiled
def seller_hold(d: Deal, memory: Any, tables: Any, tape: Any, now: float, thread: int) -> bool:
    """Hold the meeting that is due in this thread, if any, and review the deal. True when the deal is over."""
    catch_up(d, tape, now)
    if is_over(d):
        return True
    if d.thread_person[thread] != NOBODY:
        _hold(d, tape, now, thread)
        _review(d, memory, tables, tape, now)
    return is_over(d)
