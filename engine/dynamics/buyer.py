"""The buyer's own process (S08): steps, waiting, sign-offs up the reports-to line, the vote. It runs without us too."""

from __future__ import annotations

import math
from typing import Any

from engine.dynamics.after import settle_win
from engine.dynamics.background import catch_up, set_meeting_rate
from engine.dynamics.chain import check_sponsors
from engine.dynamics.chance import Purpose, exponential, gamma, uniform
from engine.dynamics.choice import committee_decides
from engine.dynamics.compiled import compiled
from engine.dynamics.people import INITIATOR
from engine.dynamics.record import Deal
from engine.dynamics.tape import write
from engine.model.events import EventKind
from engine.model.terms import BuyerStep, Outcome

OVER = -1.0
ENTER = 0
WORKING = 1
SIGNING = 2
WORKING_DAYS = 5
STEP_ENTITY = 1_000_003


@compiled
def next_working_moment(day: float) -> float:
    """The same hour on the next working day when `day` falls on a weekend; day 0 is a Monday."""
    weekday = int(math.floor(day)) % 7
    return day if weekday < WORKING_DAYS else day + (7 - weekday)


@compiled
def close(d: Deal, tape: Any, now: float, outcome: int, winner: int) -> None:
    """The project has ended. `winner` is the place of a rival, or −1."""
    d.outcome = outcome
    d.closed = now
    d.winner = winner
    write(d, tape, now, EventKind.outcome, -1, outcome, float(winner), 0.0, 0.0)
    if outcome == Outcome.won:
        settle_win(d, tape, now)


@compiled
def _enter(d: Deal, tape: Any, now: float) -> float:
    """Begin the step at hand (or the next that is not left out). Returns days of work and waiting."""
    while d.skips_steps == 1 and d.step_skipped[d.step] == 1 and d.step < d.steps - 1:
        d.step += 1
    k = d.step
    if d.frozen == 0 and d.step_code[k] > BuyerStep.analysis:
        d.frozen = 1
        write(d, tape, now, EventKind.need_frozen, -1, 0, 0.0, 0.0, 0.0)
    visit = d.step_visits[k]
    d.step_visits[k] += 1
    entity = STEP_ENTITY + d.step_code[k]
    work = d.step_work[k] * gamma(uniform(d.key, entity, Purpose.step_work, visit), d.step_shape[k])
    waiting = d.step_waiting[k] * exponential(uniform(d.key, entity, Purpose.step_waiting, visit))
    if visit == 0:
        d.value_days += work
    else:
        d.waste_days += work
    d.waste_days += waiting
    set_meeting_rate(d, now)
    d.step_phase = WORKING
    write(d, tape, now, EventKind.step, -1, d.step_code[k], work, waiting, float(visit))
    return work + waiting


@compiled
def _first_signer(d: Deal) -> int:
    """The superior of the initiator, or the initiator who has none; without an initiator, of the lowest in rank."""
    start = 0
    found = False
    for i in range(d.n):
        if (d.roles[i] & INITIATOR) != 0:
            start, found = i, True
            break
    if not found:
        for i in range(d.n):
            if d.level[i] > d.level[start]:
                start = i
    return d.boss[start] if d.boss[start] >= 0 else start


@compiled
def _ask_signature(d: Deal) -> float:
    """Lay the file on the signer's desk. Returns days until it comes back."""
    request = d.sign_requests_of[d.signer]
    d.sign_requests_of[d.signer] += 1
    u = uniform(d.key, d.person_key[d.signer], Purpose.sign_wait, request)
    d.sign_wait_now = d.sign_wait * gamma(u, d.sign_shape)
    d.necessary_days += d.sign_wait_now
    d.step_phase = SIGNING
    return d.sign_wait_now


@compiled
def _signature(d: Deal, tape: Any, now: float) -> int:
    """The signer's answer: 1 signed and it climbs, 0 signed and that is enough, −1 refused."""
    i = d.signer
    request = d.sign_requests_of[i]
    log_odds = math.log(d.sign_refusal / (1.0 - d.sign_refusal)) if 0.0 < d.sign_refusal < 1.0 else 0.0
    if d.sign_refusal > 0.0:
        log_odds += d.sign_sway * (d.worry[i] - d.need[i])
        refusal = 1.0 / (1.0 + math.exp(-log_odds)) if d.sign_refusal < 1.0 else 1.0
        if uniform(d.key, d.person_key[i], Purpose.sign_refusal, request) < refusal:
            d.sign_offs_refused += 1
            write(d, tape, now, EventKind.sign_off, i, 0, d.sign_wait_now, 0.0, 0.0)
            return -1
    d.sign_offs += 1
    d.signatures += 1
    write(d, tape, now, EventKind.sign_off, i, 1, d.sign_wait_now, 0.0, 0.0)
    if d.boss[i] < 0:
        return 0
    height = math.log10(max(1.0, d.amount * d.scope)) - d.sign_log_midpoint
    climb = 1.0 / (1.0 + math.exp(-(d.sign_slope * height - d.sign_per_level * (d.signatures - 1))))
    return 1 if uniform(d.key, d.person_key[i], Purpose.sign_climb, request) < climb else 0


@compiled
def _vote(d: Deal, tape: Any, now: float) -> bool:
    """The group decides; True when the project has ended. Without a decision the file goes one step back."""
    choice = committee_decides(d, tape, now)
    d.rounds_held += 1
    if choice == 0:
        close(d, tape, now, Outcome.won + 0, -1)
        return True
    if choice > 0:
        close(d, tape, now, Outcome.lost + 0, choice - 1)
        return True
    if d.rounds_held >= d.max_rounds:
        close(d, tape, now, Outcome.no_decision + 0, -1)
        return True
    write(d, tape, now, EventKind.round_without_decision, -1, 0, float(d.rounds_held), 0.0, 0.0)
    d.step = max(0, d.step - 1)
    return False


@compiled
def _end_step(d: Deal, tape: Any, now: float) -> bool:
    """A step is done: dropped, done again, or on to the next; the purchase decides. True when the project has ended."""
    k = d.step
    d.step_phase = ENTER
    u = uniform(d.key, STEP_ENTITY + d.step_code[k], Purpose.step_end, d.step_visits[k])
    if u < d.step_abandon[k]:
        close(d, tape, now, Outcome.no_decision + 0, -1)
        return True
    if u < d.step_abandon[k] + d.step_repeat[k]:
        return False
    if k == d.steps - 1:
        return _vote(d, tape, now)
    d.step += 1
    return False


@compiled
def buyer_next(d: Deal, tape: Any, now: float) -> float:
    """Take the buyer's process one event further. Returns days until the next, or OVER when the project has ended."""
    catch_up(d, tape, now)
    check_sponsors(d, tape, now)
    if d.outcome != Outcome.no_project:
        return OVER
    if d.step_phase == WORKING and d.step_sign_off[d.step] == 1:
        d.signer = _first_signer(d)
        d.signatures = 0
        return _ask_signature(d)
    if d.step_phase == SIGNING:
        answer = _signature(d, tape, now)
        if answer > 0:
            d.signer = d.boss[d.signer]
            return _ask_signature(d)
        if answer < 0:
            return _enter(d, tape, now)
    if d.step_phase != ENTER and _end_step(d, tape, now):
        return OVER
    return _enter(d, tape, now)


@compiled
def forced_start(d: Deal) -> bool:
    """Has the tender come out? Then we hear of the project at the latest."""
    code = d.step_code[max(0, d.step)]
    return bool(code >= BuyerStep.bidding)
