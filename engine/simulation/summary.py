"""One deal's record becomes one row of outcomes."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dynamics.access import ACCOUNT_MANAGER
from engine.dynamics.after import executive_met
from engine.dynamics.compiled import compiled
from engine.dynamics.entry import RECORD_BYTES
from engine.dynamics.people import CRITERIA_COUNT, resentment_now
from engine.dynamics.record import DEAL
from engine.model.terms import Outcome
from engine.results.records import OUTCOME


@compiled
def _people_part(d: Any, row: Any, now: float) -> None:
    """Counts and means over the buying centre."""
    power, power_met, stance, need, worry, fit, mandate = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    met, resentful = 0, 0
    for i in range(d.n):
        power += d.power[i]
        stance += d.power[i] * d.stance[i]
        need += d.power[i] * d.need[i]
        worry += d.power[i] * d.worry[i]
        plain = 0.0
        for c in range(CRITERIA_COUNT):
            plain += d.criteria[i, c] * d.offer[c]
        fit += d.power[i] * (plain + (1.0 - plain) * d.shaped)
        mandate = max(mandate, d.mandate_given[i])
        if d.met[i] == 1:
            met += 1
            power_met += d.power[i]
        if resentment_now(d, i, now) > 0.1:
            resentful += 1
    row.people, row.people_met, row.resentful = d.n, met, resentful
    row.power_met = power_met / power
    row.stance, row.need, row.worry, row.fit = stance / power, need / power, worry / power, fit / power
    row.mandate = mandate
    row.executive_met = executive_met(d)


@compiled
def summarise(memory: Any, rows: Any, place: int, replication: int, account: int, deal: int, now: float) -> None:
    """Write the deal in `memory` to `rows[place]` as it stands on day `now` (its end, or the horizon)."""
    d = memory[:RECORD_BYTES].view(DEAL)[0]
    row = rows.view(OUTCOME)[place]
    row.replication, row.account, row.deal = replication, account, deal
    opened = not np.isnan(d.opened)
    row.outcome = d.outcome if d.outcome != Outcome.no_project or not opened else Outcome.open + 0
    row.trigger, row.origin, row.play, row.winner = d.trigger, d.origin, d.play, d.winner
    row.opened = d.opened
    row.closed = now if opened else np.nan
    row.first_touch, row.stage = d.first_touch, d.stage
    row.touches, row.refused, row.switches = d.touches, d.refused, d.switches
    row.sponsors_won, row.sponsors_lost = d.sponsors_won, d.sponsors_lost
    _people_part(d, row, now)
    row.meetings = d.meetings
    row.rival_touches = 0
    for j in range(d.rivals):
        row.rival_touches += d.rival_touches[j]
    row.sign_offs, row.sign_offs_refused, row.rounds = d.sign_offs, d.sign_offs_refused, d.rounds_held
    row.value_days, row.necessary_days, row.waste_days = d.value_days, d.necessary_days, d.waste_days
    row.hours = d.hours + d.unbooked_hours
    row.cost = d.cost + d.unbooked_hours * d.team_cost[ACCOUNT_MANAGER]
    row.team_wait_days = d.team_wait_days
    row.revenue, row.margin, row.lifetime_value = d.revenue, d.margin_won, d.lifetime_value
    row.satisfaction, row.paid_after_days = d.satisfaction, d.paid_after
    row.decisions, row.events = d.decisions, d.events
