"""What goes on without us: internal meetings, rivals' visits, surprises.

These are Poisson clocks that nobody else looks at, so they are caught up, exactly and in order, when somebody next
looks. Their rates change only when something else happens to the deal; each clock keeps the exposure left until it
rings.
"""

from __future__ import annotations

from typing import Any

from engine.dynamics.chance import Purpose, exponential, lognormal, uniform
from engine.dynamics.compiled import compiled
from engine.dynamics.influence import hold_meeting
from engine.dynamics.people import bond_now, bounded, rival_fit, urgency_now
from engine.dynamics.record import Deal
from engine.dynamics.tape import write
from engine.model.events import EventKind
from engine.model.rival import COURT_STYLES
from engine.model.terms import Play

TOP_FIRST = COURT_STYLES.index("top_first")
USERS_FIRST = COURT_STYLES.index("users_first")


@compiled
def set_meeting_rate(d: Deal, now: float) -> None:
    """Internal meetings come faster with urgency; reconsidered whenever the buyer's process enters a step."""
    d.meeting_rate = d.influence_meetings * (1.0 + d.influence_urgency_effect * urgency_now(d, now))


@compiled
def wind_clocks(d: Deal) -> None:
    """Draw the first exposures when a project opens."""
    d.meeting_hazard = exponential(uniform(d.key, 0, Purpose.meeting_gap, 0))
    d.surprise_hazard = exponential(uniform(d.key, 0, Purpose.surprise_gap, 0))
    for j in range(d.rivals):
        d.rival_hazard[j] = exponential(uniform(d.key, d.rival_key[j], Purpose.rival_gap, 0))


@compiled
def _met_share(d: Deal) -> float:
    met = 0
    for i in range(d.n):
        met += d.met[i]
    return met / d.n


@compiled
def _courted(d: Deal, j: int, u: float) -> int:
    """Whom rival j visits: everybody in proportion to power, leaning to the top or to the users by style."""
    total = 0.0
    for i in range(d.n):
        lean = 1.0
        if d.rival_style[j] == TOP_FIRST:
            lean = 1.0 / d.level[i]
        elif d.rival_style[j] == USERS_FIRST:
            lean = float(d.level[i])
        d.scratch[1, i] = (0.1 + d.power[i]) * lean
        total += d.scratch[1, i]
    left = u * total
    for i in range(d.n):
        left -= d.scratch[1, i]
        if left < 0.0:
            return i
    return d.n - 1


@compiled
def _rival_visit(d: Deal, tape: Any, j: int, now: float) -> None:
    """Rival j meets somebody and praises their benefits. Fortifying keeps them out with people who are close to us."""
    occurrence = d.rival_touches[j]
    d.rival_touches[j] += 1
    i = _courted(d, j, uniform(d.key, d.rival_key[j], Purpose.rival_person, occurrence))
    if d.play == Play.fortify and bond_now(d, i, now) >= 2.0:
        kept_out = uniform(d.key, d.rival_key[j], Purpose.access, occurrence) < d.shaping_isolation
        if kept_out:
            write(d, tape, now, EventKind.rival_touch, i, j, 0.0, 1.0, 0.0)
            return
    luck = lognormal(uniform(d.key, d.rival_key[j], Purpose.rival_effect, occurrence), d.touch_luck)
    relevance = rival_fit(d, j, i)
    closeness = 1.0 + d.touch_relationship_bonus * (d.rival_relationship[j] - 1.0)
    gain = d.touch_stance_gain * d.rival_skill[j] * relevance * closeness * luck
    gain *= d.touch_weight_payoff * d.need[i]
    change = bounded(gain, 0.0, 1.0) * (1.0 - d.rival_stance[j, i])
    d.rival_stance[j, i] += change
    d.rival_anchor[j, i] = bounded(d.rival_anchor[j, i] + d.touch_anchor_share * change, -1.0, 1.0)
    if d.frozen == 0:
        d.rival_shaped[j] += d.shaping_fit_gain * d.rival_skill[j] * relevance * (1.0 - d.rival_shaped[j])
    write(d, tape, now, EventKind.rival_touch, i, j, change, 0.0, 0.0)


@compiled
def _surprise(d: Deal, tape: Any, now: float) -> None:
    occurrence = d.surprises_seen
    d.surprises_seen += 1
    i = int(uniform(d.key, 0, Purpose.surprise_person, occurrence) * d.n)
    added = d.touch_surprise * (1.0 - d.worry[i])
    d.worry[i] += added
    write(d, tape, now, EventKind.surprise, i, 0, added, 0.0, 0.0)


@compiled
def catch_up(d: Deal, tape: Any, now: float) -> None:
    """Let the background run from `d.now` to `now`."""
    t = d.now
    meeting_rate, reaction = d.meeting_rate, _met_share(d)
    while True:
        first, wait = -1, now - t
        if meeting_rate > 0.0 and d.meeting_hazard / meeting_rate <= wait:
            first, wait = 0, d.meeting_hazard / meeting_rate
        if d.surprises > 0.0 and d.surprise_hazard / d.surprises <= wait:
            first, wait = 1, d.surprise_hazard / d.surprises
        for j in range(d.rivals):
            rate = d.rival_rate[j] * (1.0 + d.rival_reaction[j] * reaction)
            if d.rival_active[j] == 0:
                # asleep until they see the need; that moment is a change of rate, so nothing is skipped
                starts = d.rival_sighting[j] - t
                if starts <= wait:
                    first, wait = 100 + j, max(0.0, starts)
            elif rate > 0.0 and d.rival_hazard[j] / rate <= wait:
                first, wait = 2 + j, d.rival_hazard[j] / rate
        d.meeting_hazard -= meeting_rate * wait
        d.surprise_hazard -= d.surprises * wait
        for j in range(d.rivals):
            if d.rival_active[j] == 1:
                d.rival_hazard[j] -= d.rival_rate[j] * (1.0 + d.rival_reaction[j] * reaction) * wait
        t += wait
        if first < 0:
            break
        if first == 0:
            hold_meeting(d, tape, t)
            d.meeting_hazard = exponential(uniform(d.key, 0, Purpose.meeting_gap, d.meetings))
        elif first == 1:
            _surprise(d, tape, t)
            d.surprise_hazard = exponential(uniform(d.key, 0, Purpose.surprise_gap, d.surprises_seen))
        elif first >= 100:
            d.rival_active[first - 100] = 1
        else:
            j = first - 2
            _rival_visit(d, tape, j, t)
            d.rival_hazard[j] = exponential(uniform(d.key, d.rival_key[j], Purpose.rival_gap, d.rival_touches[j]))
    d.now = now
