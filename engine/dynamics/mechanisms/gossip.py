"""People talk about those they work with: we hear who else has a say, and something about them (MODEL §4)."""

from __future__ import annotations

from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Field, Mechanism, ShownIn
from engine.dynamics.kernels import kernel
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import present
from engine.dynamics.state.source import Source
from engine.model.quantity import Share
from engine.wording import say


@kernel
def _others_come_up(account: Account, desk: Desk, i: int) -> None:
    """Superiors, subordinates and those they ask for advice come up in every talk."""
    for j in range(account.people):
        if j == i or not present(account, j):
            continue
        close = (account.advises[i] >> j) & 1 == 1 or account.boss[i] == j or account.boss[j] == i
        if close:
            account.identified[j] = 1
            account.learnt[j] += desk.touch_gossip * (1.0 - account.learnt[j])


@moments.talked_over.at(20)
def hear_of_others(account: Account, deal: Deal, desk: Desk, now: float, i: int, kind: int, effect: float) -> None:
    """We hear of those they work with."""
    _others_come_up(account, desk, i)


@moments.visit_paid.at(30)
def hear_on_a_visit(account: Account, deal: Deal, desk: Desk, now: float, i: int, role: int, message: float) -> float:
    """Also without a project, unless it was a waste of their time."""
    if message > 0.0:
        _others_come_up(account, desk, i)
    return message


def lower(source: Source, account: Any, deal: Any) -> None:
    """Who asks whom for advice."""
    for tie in source.account.buying_centre.ties:
        if tie.kind == "advice":
            account.advises[source.places[tie.source]] |= 1 << source.places[tie.target]


MECHANISM = Mechanism(
    name="gossip",
    title=say("Hearing of others"),
    sentence=say(
        "Every talk tells who else has a say and something about them: that is how the decision chain becomes known."
    ),
    source="S13; MODEL §4, §5",
    shown_in=ShownIn("reactive_tender", "top_down", "cost_per_win", "up"),
    constants=(
        Constant("touch.gossip", Share, "share of the unknown about those they work with that a talk uncovers"),
    ),
    fields=(
        Field("account.advises", "bits", "a bit per person whom this one asks for advice", ("people",), of_seat=True),
    ),
    lower=lower,
)
