"""How opinions travel at an internal meeting (MODEL §6): one step of the chosen influence model.

Friedkin–Johnsen: x ← ΛWx + (I − Λ)u, with u each person's private anchor. DeGroot: x ← Wx. Voter: one person takes
over the opinion of somebody they listen to. Invasion: one person pushes theirs on somebody who listens to them. A
conflict tie (negative weight) carries the opinion with the opposite sign. Need spreads the same way, without sign, more
slowly. Sources: Friedkin & Johnsen 1999; Sood, Antal & Redner 2008.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dynamics.chance import Purpose, uniform
from engine.dynamics.compiled import compiled
from engine.dynamics.people import stance_mean
from engine.dynamics.record import ABREAST, Deal
from engine.dynamics.tape import write
from engine.model.events import EventKind
from engine.model.terms import INFLUENCE_MODELS, MAX_PEOPLE

DEGROOT = INFLUENCE_MODELS.index("degroot")
VOTER = INFLUENCE_MODELS.index("voter")
INVASION = INFLUENCE_MODELS.index("invasion")


def in_blocks(influence: Any) -> Any:
    """W (row hears column) as the record keeps it: `ABREAST` listeners side by side."""
    n = len(influence)
    padded = np.zeros((MAX_PEOPLE, MAX_PEOPLE))
    padded[:n, :n] = influence
    return padded.reshape(MAX_PEOPLE // ABREAST, ABREAST, MAX_PEOPLE).transpose(0, 2, 1)


@compiled
def weight(d: Deal, i: int, j: int) -> float:
    """How much i hears of j."""
    return float(d.heard[i // ABREAST, j, i % ABREAST])


@compiled
def _hear(d: Deal, opinions: Any) -> Any:
    """What everybody hears: Σ weight × opinion."""
    n, heard = d.n, d.scratch[0]
    for block in range((n + ABREAST - 1) // ABREAST):
        first, second, third, fourth = 0.0, 0.0, 0.0, 0.0
        for j in range(n):
            opinion = opinions[j]
            first += d.heard[block, j, 0] * opinion
            second += d.heard[block, j, 1] * opinion
            third += d.heard[block, j, 2] * opinion
            fourth += d.heard[block, j, 3] * opinion
        i = block * ABREAST
        heard[i], heard[i + 1], heard[i + 2], heard[i + 3] = first, second, third, fourth
    return heard


@compiled
def _pull(d: Deal, opinions: Any, anchors: Any, degroot: bool) -> None:
    """One synchronous step for everybody."""
    heard = _hear(d, opinions)
    for i in range(d.n):
        sway = 1.0 if degroot else d.susceptibility[i]
        opinions[i] = sway * heard[i] + (1.0 - sway) * anchors[i]


@compiled
def _spread_need(d: Deal) -> None:
    """Need moves a little towards that of the people one listens to."""
    n, heard = d.n, d.scratch[0]
    for block in range((n + ABREAST - 1) // ABREAST):
        first, second, third, fourth = 0.0, 0.0, 0.0, 0.0
        for j in range(n):
            need = d.need[j]
            first += abs(d.heard[block, j, 0]) * need
            second += abs(d.heard[block, j, 1]) * need
            third += abs(d.heard[block, j, 2]) * need
            fourth += abs(d.heard[block, j, 3]) * need
        i = block * ABREAST
        heard[i], heard[i + 1], heard[i + 2], heard[i + 3] = first, second, third, fourth
    for i in range(n):
        d.need[i] += d.influence_need_spread * d.susceptibility[i] * (heard[i] - d.need[i])


@compiled
def _partner(d: Deal, i: int, listener: bool, u: float) -> int:
    """Whom i listens to, or who listens to i, with chance proportional to that attention.

    It may be i: nobody else is heard then, and nothing happens.
    """
    total = 0.0
    for j in range(d.n):
        d.scratch[0, j] = abs(weight(d, j, i)) if listener else abs(weight(d, i, j))
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
    sign = 1.0 if weight(d, taker, giver) >= 0.0 else -1.0
    d.stance[taker] = sign * d.stance[giver]
    for j in range(d.rivals):
        d.rival_stance[j, taker] = sign * d.rival_stance[j, giver]


@compiled
def hold_meeting(d: Deal, tape: Any, now: float) -> None:
    """One internal meeting of the buying centre."""
    told = tape.shape[0] > 0
    before = stance_mean(d) if told else 0.0
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
    write(d, tape, now, EventKind.meeting, -1, d.influence_model, before, stance_mean(d) if told else 0.0, 0.0)
