"""How opinions travel at an internal meeting (MODEL §6): one step of the chosen influence model.

Friedkin–Johnsen: x ← ΛWx + (I − Λ)u, with u each person's private anchor. DeGroot: x ← Wx. Voter: one person takes
over the opinion of somebody they listen to. Invasion: one person pushes theirs on somebody who listens to them. A
conflict tie (negative weight) carries the opinion with the opposite sign. Need spreads the same way, without sign, more
slowly. Sources: Friedkin & Johnsen 1999; Sood, Antal & Redner 2008.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dynamics import moments
from engine.dynamics.declarations import (
    Column,
    Constant,
    Draw,
    EventKind,
    Field,
    Mechanism,
    Number,
    PoissonClock,
    ShownIn,
)
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import draw_key, pick_by_key
from engine.dynamics.machine.sums_of_four import sums_of_four
from engine.dynamics.machine.tape import write
from engine.dynamics.state.flat_records import BLOCK
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import present, stance_mean, urgency_now
from engine.dynamics.state.source import Source
from engine.model.quantity import PositiveCoefficient, Rate
from engine.model.terms import INFLUENCE_MODELS
from engine.wording import say

MEETING = EventKind(
    16,
    "meeting",
    "hidden",
    code="place in INFLUENCE_MODELS",
    numbers=(Number("stance_before", "mean stance before"), Number("stance_after", "mean stance after")),
)
GAP = Draw(12, "time between internal meetings")
SPEAKER = Draw(13, "who speaks")
LISTENER = Draw(14, "who listens")
DEGROOT = INFLUENCE_MODELS.index("degroot")
VOTER = INFLUENCE_MODELS.index("voter")
INVASION = INFLUENCE_MODELS.index("invasion")


def in_blocks(influence: Any) -> Any:
    """W (row hears column) as the record keeps it: `BLOCK` listeners side by side, [i // 4, j, i % 4]."""
    n = len(influence)
    padded = np.zeros((-(-n // BLOCK) * BLOCK, n))
    padded[:n] = influence
    return padded.reshape(-1, BLOCK, n).transpose(0, 2, 1)


@kernel
def weight(account: Account, i: int, j: int) -> float:
    """How much i hears of j; negative where there is conflict."""
    return account.heard[i // BLOCK, j, i % BLOCK]


@kernel
def _to_own(account: Account, heard: Any, opinions: Any, unsigned: bool) -> None:
    """Attention that would go to an empty chair stays with the person's own opinion."""
    for i in range(account.people):
        for j in range(account.people):
            if not present(account, j):
                given = weight(account, i, j)
                heard[i] += abs(given) * opinions[i] - (abs(given) if unsigned else given) * opinions[j]


@kernel
def _hear(account: Account, desk: Desk, opinions: Any, unsigned: bool) -> Any:
    """What everybody hears: Σ weight × opinion; `unsigned` takes conflict for attention like any other."""
    heard = desk.scratch[0]
    for block in range(account.blocks):
        sums_of_four(account.heard, block, opinions, heard, account.people, unsigned)
    if account.empty_seats > 0:
        _to_own(account, heard, opinions, unsigned)
    return heard


@kernel
def _pull(account: Account, desk: Desk, opinions: Any, anchors: Any, degroot: bool) -> None:
    """One synchronous step for everybody."""
    heard = _hear(account, desk, opinions, False)
    for i in range(account.people):
        if present(account, i):
            sway = 1.0 if degroot else account.susceptibility[i]
            opinions[i] = sway * heard[i] + (1.0 - sway) * anchors[i]


@kernel
def _spread_need(account: Account, desk: Desk) -> None:
    """Need moves a little towards that of the people one listens to."""
    heard = _hear(account, desk, account.need, True)
    for i in range(account.people):
        if present(account, i):
            share = desk.influence_need_spread * account.susceptibility[i]
            account.need[i] += share * (heard[i] - account.need[i])


@kernel
def _joins_in(account: Account, i: int) -> bool:
    """Does seat i hear anybody else, or does anybody hear it?"""
    for j in range(account.people):
        if j != i and (weight(account, i, j) != 0.0 or weight(account, j, i) != 0.0):
            return True
    return False


@kernel
def _speaker(account: Account, deal: Deal, desk: Desk, occurrence: int) -> int:
    """Whose turn it is: the same chance for every seat that joins in; −1 when none does."""
    turns = desk.scratch[0]
    for i in range(account.people):
        turns[i] = 1.0 if _joins_in(account, i) else 0.0
    return pick_by_key(draw_key(deal.key, 0, SPEAKER, occurrence), account.person_key, turns, account.people)


@kernel
def _partner(account: Account, deal: Deal, desk: Desk, i: int, listener: bool, occurrence: int) -> int:
    """Whom i listens to, or who listens to i, with chance proportional to that attention.

    It may be i, or −1 for nobody: nobody else is heard then, and nothing happens.
    """
    attention = desk.scratch[0]
    for j in range(account.people):
        attention[j] = abs(weight(account, j, i)) if listener else abs(weight(account, i, j))
        if not present(account, j):
            attention[j] = 0.0
    return pick_by_key(draw_key(deal.key, 0, LISTENER, occurrence), account.person_key, attention, account.people)


@kernel
def _copy_opinion(account: Account, giver: int, taker: int) -> None:
    """`taker` takes over what `giver` thinks of everybody, turned round where there is conflict between them."""
    if giver == taker or giver < 0 or taker < 0:
        return
    sign = 1.0 if weight(account, taker, giver) >= 0.0 else -1.0
    account.stance[taker] = sign * account.stance[giver]
    for j in range(account.rivals):
        account.rival_stance[j, taker] = sign * account.rival_stance[j, giver]


@kernel
def _pair_talks(account: Account, deal: Deal, desk: Desk, occurrence: int) -> None:
    """Voter and invasion: one person and one partner."""
    first = _speaker(account, deal, desk, occurrence)
    if first < 0 or not present(account, first):
        return
    pushes = account.influence_model == INVASION
    partner = _partner(account, deal, desk, first, pushes, occurrence)
    if pushes:
        _copy_opinion(account, first, partner)
    else:
        _copy_opinion(account, partner, first)


@kernel
def hold_meeting(account: Account, deal: Deal, desk: Desk, now: float, k: int) -> None:
    """One internal meeting of the buying centre."""
    told = desk.tape_words > 0
    before = stance_mean(account) if told else 0.0
    occurrence = deal.meetings
    deal.meetings += 1
    if account.influence_model == VOTER or account.influence_model == INVASION:
        _pair_talks(account, deal, desk, occurrence)
    else:
        degroot = account.influence_model == DEGROOT
        _pull(account, desk, account.stance, account.anchor, degroot)
        for j in range(account.rivals):
            _pull(account, desk, account.rival_stance[j], account.rival_anchor[j], degroot)
    _spread_need(account, desk)
    after = stance_mean(account) if told else 0.0
    write(account, deal, desk, now, MEETING, -1, account.influence_model, before, after)


@kernel
def meetings_a_day(account: Account, deal: Deal, desk: Desk, now: float, k: int) -> float:
    """As often as was set when the step began."""
    return deal.meetings_a_day


@moments.project_opens.at(50)
@moments.step_begins.at(10)
def set_meeting_rate(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Internal meetings come faster with urgency; reconsidered whenever the buyer's process enters a step."""
    deal.meetings_a_day = desk.influence_meetings * (1.0 + desk.influence_urgency_effect * urgency_now(deal, now))


def lower(source: Source, account: Any, deal: Any) -> None:
    """Who hears whom."""
    account.influence_model = INFLUENCE_MODELS.index(source.account.buying_centre.influence)
    account.heard = in_blocks(source.influence)


MECHANISM = Mechanism(
    name="influence",
    title=say("Internal meetings"),
    sentence=say(
        "People talk the project over among themselves; opinions and needs travel along formal lines and informal ties."
    ),
    source=say("MODEL §6; Friedkin & Johnsen 1999 (anchors I1–I3); Sood, Antal & Redner 2008 (I4)"),
    shown_in=ShownIn("resentful_middle", "bottom_up_leapfrog", "win_rate_all", "up"),
    constants=(
        Constant("influence.meetings", Rate, "internal meetings where the project is talked about"),
        Constant("influence.urgency_effect", PositiveCoefficient, "rate multiplied by 1 + this × urgency"),
    ),
    fields=(
        Field("account.influence_model", "whole", "place in INFLUENCE_MODELS"),
        Field(
            "account.heard",
            "number",
            "W of Friedkin–Johnsen, conflict negative: [i // 4, j, i % 4] is how much i hears of j",
            ("blocks", "people", BLOCK),
            of_seat=True,
        ),
        Field("deal.meetings_a_day", "number", "internal meetings a day"),
        Field("deal.meetings", "whole", "internal meetings so far"),
    ),
    events=(MEETING,),
    draws=(GAP, SPEAKER, LISTENER),
    clocks=(PoissonClock("internal_meetings", meetings_a_day, hold_meeting, GAP, "deal.meetings", at_work=True),),
    columns=(Column("meetings", "i4", "internal meetings of the committee", "deal.meetings"),),
    lower=lower,
)
