"""Opening a project: what the trigger makes of it, who has seen it, and the clocks that start (MODEL §1, §2)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.dynamics.background import set_meeting_rate, wind_clocks
from engine.dynamics.chance import Purpose, exponential, join_keys, uniform
from engine.dynamics.compiled import compiled
from engine.dynamics.facts import market_facts
from engine.dynamics.market import LOOK_AGAIN, rest
from engine.dynamics.people import CRITERIA_COUNT, INITIATOR, USER
from engine.dynamics.record import Deal
from engine.dynamics.seller import BOOK_TRIGGERS
from engine.dynamics.tables import decide
from engine.dynamics.tape import write
from engine.model.events import EventKind
from engine.model.terms import Engagement, Outcome, Trigger

PRICE = 0


@compiled
def begin(d: Deal, market_key: int, project: int, strategy: int) -> None:
    """Make a freshly copied record ready for the first or a later project of an account."""
    d.market_key = market_key
    d.project = project
    d.key = join_keys(market_key, project)
    d.chosen_strategy = strategy
    d.strategy = strategy if strategy != Engagement.playbook else -1
    d.opened, d.closed, d.first_touch = math.nan, math.nan, math.nan
    d.winner, d.step, d.best_progress = -1, -1, math.nan
    d.deadline, d.satisfaction, d.paid_after = math.nan, math.nan, math.nan
    d.scope, d.delivery_risk, d.budget_factor = 1.0, 1.0, 1.0
    for thread in range(d.threads):
        d.thread_person[thread] = -1


@compiled
def _lower_price_weight(d: Deal) -> None:
    """Price counts less the more latitude the trigger gives."""
    for i in range(d.n):
        total = 0.0
        d.criteria[i, PRICE] *= 1.0 - 0.999 * d.price_latitude
        for c in range(CRITERIA_COUNT):
            total += d.criteria[i, c]
        for c in range(CRITERIA_COUNT):
            d.criteria[i, c] /= total


@compiled
def try_trigger(d: Deal, memory: Any, tables: Any, tape: Any, now: float) -> int:
    """Put the account's snapshot before the trigger rulebook. Returns 1 when a project opens."""
    market_facts(d, now)
    row = decide(d, memory, tables, tape, BOOK_TRIGGERS, now)
    outputs = tables.view(np.float64)
    d.trigger = int(outputs[row])
    if d.trigger == Trigger.none:
        rest(d, now)
        return 0
    d.urgency = outputs[row + 1]
    has_deadline = outputs[row + 2] == 1.0
    d.price_latitude = outputs[row + 3]
    d.budget_factor = outputs[row + 4]
    enthusiasm = outputs[row + 5]
    d.skips_steps = int(outputs[row + 6])
    d.opened = now
    d.now = now
    d.stage_since = now
    if has_deadline and not math.isnan(d.fact_days_to_end_of_life):
        d.deadline = now + max(0.0, d.fact_days_to_end_of_life)
    _lower_price_weight(d)
    for i in range(d.n):
        share = 1.0 if (d.roles[i] & (INITIATOR | USER)) != 0 else d.influence_need_spread
        d.need[i] += share * enthusiasm * (1.0 - d.need[i])
    d.our_sighting = now + d.mean_our_sighting * exponential(uniform(d.key, 0, Purpose.our_sighting, 0))
    for j in range(d.rivals):
        u = uniform(d.key, d.rival_key[j], Purpose.rival_sighting, 0)
        d.rival_sighting[j] = now + d.mean_rival_sighting * exponential(u)
    wind_clocks(d)
    set_meeting_rate(d, now)
    d.step, d.step_phase = 0, 0
    write(d, tape, now, EventKind.trigger, -1, d.trigger, d.urgency, d.deadline - now, d.budget_factor)
    return 1


@compiled
def carry_over(d: Deal, old: Deal, shelved: bool) -> None:
    """The account remembers: its assets, the people we know, how they stand, and that it shelved the project."""
    d.times_shelved = old.times_shelved + (1 if shelved else 0)
    d.incumbent = old.incumbent
    d.bass_p = old.bass_p
    d.keeping_up_rests_until = old.keeping_up_rests_until
    d.staying_ahead_rests_until = old.staying_ahead_rests_until
    for asset in range(d.assets):
        d.asset_age[asset] = old.asset_age[asset]
        d.asset_failed[asset] = old.asset_failed[asset]
        d.asset_renewed[asset] = old.asset_renewed[asset]
        d.asset_rests_until[asset] = old.asset_rests_until[asset]
    for i in range(d.n):
        d.identified[i] = old.identified[i]
        d.met[i] = old.met[i]
        d.learnt[i] = old.learnt[i]
        d.stance[i], d.anchor[i] = old.stance[i], old.anchor[i]
        d.bond[i], d.bond_since[i] = old.bond[i], old.bond_since[i]
        for j in range(d.rivals):
            d.rival_stance[j, i], d.rival_anchor[j, i] = old.rival_stance[j, i], old.rival_anchor[j, i]


@compiled
def satisfy_cause(d: Deal, old: Deal) -> None:
    """The account has bought, so what called for the project is settled; whoever sold is the incumbent.

    An asset is new from that day. Who has caught up with the others need not catch up again. Ambition waits for the
    next planning season.
    """
    asset = old.trigger_asset
    if asset >= 0:
        d.asset_age[asset] = -old.closed
        d.asset_failed[asset] = 0
        d.asset_renewed[asset] += 1
    elif old.next_trigger_kind == Trigger.keeping_up:
        d.bass_p = 0.0
    else:
        d.staying_ahead_rests_until = old.closed + LOOK_AGAIN
    if old.outcome == Outcome.won:
        d.incumbent = 0
    elif old.outcome == Outcome.lost:
        d.incumbent = 1 + old.winner
