"""Bad news raises somebody's worry (S30; MODEL §5)."""

from __future__ import annotations

from typing import Any

from engine.dynamics.declarations import (
    Constant,
    Draw,
    EventKind,
    Field,
    Mechanism,
    Number,
    PoissonClock,
    ShownIn,
    assumed,
)
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import draw_key, pick_by_key
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import present
from engine.dynamics.state.source import Source
from engine.model.quantity import Score, Share, canonical
from engine.wording import say

SURPRISE = EventKind(
    18, "surprise", "hidden", by="person", person="who is worried", numbers=(Number("worry_added", "worry added"),)
)
GAP = Draw(15, "time between surprises")
WHOM = Draw(16, "whom a surprise worries")


@kernel
def rate(account: Account, deal: Deal, desk: Desk, now: float, k: int) -> float:
    """Surprises a day."""
    return account.surprises


@kernel
def _has_a_stake(account: Account, i: int) -> bool:
    """Does seat i have a say, or stand in the formal line? Bad news passes by whoever has neither."""
    if account.power[i] > 0.0 or account.boss[i] >= 0:
        return True
    for j in range(account.people):
        if account.boss[j] == i:
            return True
    return False


@kernel
def _whom(account: Account, deal: Deal, desk: Desk, occurrence: int) -> int:
    """The seat that a surprise reaches, each with the same chance; −1 when nobody has a stake."""
    weights = desk.scratch[1]
    for i in range(account.people):
        weights[i] = 1.0 if _has_a_stake(account, i) else 0.0
    return pick_by_key(draw_key(deal.key, 0, WHOM, occurrence), account.person_key, weights, account.people)


@kernel
def surprise(account: Account, deal: Deal, desk: Desk, now: float, k: int) -> None:
    """One piece of bad news reaches one person, and those they talk with at second hand."""
    occurrence = deal.surprises_seen
    deal.surprises_seen += 1
    i = _whom(account, deal, desk, occurrence)
    if i < 0 or not present(account, i):
        return
    added = desk.touch_surprise * (1.0 - account.worry[i])
    account.worry[i] += added
    for j in range(account.people):
        if (account.talks[i] >> j) & 1 == 1 and j != i and present(account, j):
            account.worry[j] += desk.touch_surprise_retold * desk.touch_surprise * (1.0 - account.worry[j])
    write(account, deal, desk, now, SURPRISE, i, 0, added)


def lower(source: Source, account: Any, deal: Any) -> None:
    """How often the setting changes."""
    account.surprises = canonical(source.account.market.surprises)


MECHANISM = Mechanism(
    name="surprises",
    title=say("Surprises"),
    sentence=say(
        "Recalls, audits and rumours worry somebody who was calm before, and at second hand those they talk with."
    ),
    source="S30; MODEL §5",
    shown_in=ShownIn("resentful_middle", "do_nothing", "no_decision_share", "down"),
    constants=(
        Constant("touch.surprise", Score, "worry added by one surprise"),
        Constant(
            "touch.surprise_retold",
            Share,
            "share of that added to those whom they talk with",
            assumed(0.5, "share", 0.25, 0.75, say("what a colleague tells worries half as much as what one has seen")),
        ),
    ),
    fields=(
        Field("account.surprises", "number", "events a day that raise somebody's worry"),
        Field("deal.surprises_seen", "whole", "so far"),
    ),
    events=(SURPRISE,),
    draws=(GAP, WHOM),
    clocks=(PoissonClock("surprises", rate, surprise, GAP, "deal.surprises_seen"),),
    lower=lower,
)
