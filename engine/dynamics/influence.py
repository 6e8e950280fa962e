"""How opinions travel at an internal meeting (MODEL §6): one step of the chosen influence model.

Friedkin–Johnsen: x ← ΛWx + (I − Λ)u, with u each person's private anchor. DeGroot: x ← Wx. Voter: one person takes
over the opinion of somebody they listen to. Invasion: one person pushes theirs on somebody who listens to them. A
conflict tie (negative weight) carries the opinion with the opposite sign. Need spreads the same way, without sign, more
slowly. Sources: Friedkin & Johnsen 1999; Sood, Antal & Redner 2008.
"""

from __future__ import annotations

from typing import Any

from engine.dynamics.chance import Purpose, uniform
from engine.dynamics.compiled import compiled
from engine.dynamics.people import stance_mean
from engine.dynamics.record import Deal
from engine.dynamics.tape import write
from engine.model.events import EventKind
from engine.model.terms import INFLUENCE_MODELS

DEGROOT = INFLUENCE_MODELS.index("degroot")
VOTER = INFLUENCE_MODELS.index("voter")
INVASION = INFLUENCE_MODELS.index("invasion")


@compiled
def _pull(d: Deal, opinions: Any, anchors: Any, degroot: bool) -> None:
    """One synchronous step for everybody."""
    n, heard = d.n, d.scratch[0]
    heard[:n] = 0.0
    for j in range(n):
        for i in range(n):
            heard[i] += d.heard[j, i] * opinions[j]
    for i in range(n):
        sway = 1.0 if degroot else d.susceptibility[i]
        opinions[i] = sway * heard[i] + (1.0 - sway) * anchors[i]


@compiled
def _spread_need(d: Deal) -> None:
    """Need moves a little towards that of the people one listens to."""
    n, heard = d.n, d.scratch[0]
    heard[:n] = 0.0
    for j in range(n):
        for i in range(n):
            heard[i] += abs(d.heard[j, i]) * d.need[j]
    for i in range(n):
        d.need[i] += d.influence_need_spread * d.susceptibility[i] * (heard[i] - d.need[i])


@compiled
def _partner(d: Deal, i: int, listener: bool, u: float) -> int:
    """Whom i listens to, or who listens to i, with chance proportional to that attention.

    It may be i: nobody else is heard then, and nothing happens.
    """
    total = 0.0
    for j in range(d.n):
        d.scratch[0, j] = abs(d.heard[i, j]) if listener else abs(d.heard[j, i])
        total += d.scratch[0, j]
    left = u * total
    last = i
    for j in range(d.n):
        if d.scratch[0, j] > 0.0:
            last = j
            left -= d.scratch[0, j]
            if left < 0.0:
                break
    return last


@compiled
def _copy_opinion(d: Deal, giver: int, taker: int) -> None:
    """`taker` takes over what `giver` thinks of everybody, turned round where there is conflict between them."""
    if giver == taker:
        return
    sign = 1.0 if d.heard[giver, taker] >= 0.0 else -1.0
    d.stance[taker] = sign * d.stance[giver]
    for j in range(d.rivals):
        d.rival_stance[j, taker] = sign * d.rival_stance[j, giver]


@compiled
def hold_meeting(d: Deal, tape: Any, now: float) -> None:
    """One internal meeting of the buying centre."""
    before = stance_mean(d)
    occurrence = d.meetings
    d.meetings += 1
    if d.influence_model == VOTER or d.influence_model == INVASION:
        first = int(uniform(d.key, 0, Purpose.meeting_speaker, occurrence) * d.n)
        pushes = d.influence_model == INVASION
        partner = _partner(d, first, pushes, uniform(d.key, 0, Purpose.meeting_listener, occurrence))
        if pushes:
            _copy_opinion(d, first, partner)
        else:
            _copy_opinion(d, partner, first)
    else:
        degroot = d.influence_model == DEGROOT
        _pull(d, d.stance, d.anchor, degroot)
        for j in range(d.rivals):
            _pull(d, d.rival_stance[j], d.rival_anchor[j], degroot)
    _spread_need(d)
    write(d, tape, now, EventKind.meeting, -1, d.influence_model, before, stance_mean(d), 0.0)
