"""Bad news raises somebody's worry (S30; MODEL §5)."""

from __future__ import annotations

from typing import Any

from engine.dynamics.declarations import Constant, Draw, EventKind, Field, Mechanism, Number, PoissonClock
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import present
from engine.dynamics.state.source import Source
from engine.model.quantity import Score, canonical
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
def surprise(account: Account, deal: Deal, desk: Desk, now: float, k: int) -> None:
    """One piece of bad news reaches one person."""
    occurrence = deal.surprises_seen
    deal.surprises_seen += 1
    i = int(uniform(deal.key, 0, WHOM, occurrence) * account.people)
    if not present(account, i):
        return
    added = desk.touch_surprise * (1.0 - account.worry[i])
    account.worry[i] += added
    write(account, deal, desk, now, SURPRISE, i, 0, added)


def lower(source: Source, account: Any, deal: Any) -> None:
    """How often the setting changes."""
    account.surprises = canonical(source.account.market.surprises)


MECHANISM = Mechanism(
    name="surprises",
    title=say("Surprises"),
    sentence=say("Reorganisations, recalls and rumours worry somebody who was calm before."),
    source="S30; MODEL §5",
    constants=(Constant("touch.surprise", Score, "worry added by one surprise"),),
    fields=(
        Field("account.surprises", "number", "events a day that raise somebody's worry"),
        Field("deal.surprises_seen", "whole", "so far"),
    ),
    events=(SURPRISE,),
    draws=(GAP, WHOM),
    clocks=(PoissonClock("surprises", rate, surprise, GAP, "deal.surprises_seen"),),
    lower=lower,
)
