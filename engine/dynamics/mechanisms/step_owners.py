"""Steps have owners: who wants the project carries the file, who is worried or resentful lets it lie (MODEL §3)."""

from __future__ import annotations

import math
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, EventKind, Mechanism, Number, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.owners import owner_weights
from engine.dynamics.state.person_values import resentment_now
from engine.dynamics.state.step_ends import StepEnd
from engine.model.quantity import PositiveCoefficient, Score
from engine.wording import say

STEP_SWAYED = EventKind(
    33,
    "step_swayed",
    "rumoured",
    by="person",
    person="the owner who did most to it",
    code=StepEnd,
    numbers=(
        Number("pull", "pull of all owners of the step, −2 … 2; below 0 they resisted"),
        Number("worry", "worry of this owner, 0–1"),
        Number("resentment", "resentment of this owner, 0–1"),
    ),
)


@kernel
def own_pull(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> float:
    """How much person i wants the file to go on, beyond what is usual."""
    backing = moments.backing(account, deal, desk, now, i, 0.0)
    wanted = account.need[i] + backing
    return wanted - account.worry[i] - resentment_now(account, desk, i, now) - desk.owners_usual_pull


@kernel
def pull_of_owners(account: Account, deal: Deal, desk: Desk, now: float, weights: Any) -> float:
    """The power-weighted mean of the pull of those who own the step at hand; 0 where nobody is there."""
    total = owner_weights(account, account.step_code[deal.step], weights)
    pull = 0.0
    for i in range(account.people):
        if weights[i] > 0.0:
            pull += weights[i] / total * own_pull(account, deal, desk, now, i)
    return pull


@moments.step_hindrance.at(10)
def owners_let_it_lie(account: Account, deal: Deal, desk: Desk, now: float, factor: float) -> float:
    """One exponent for waiting, rework and quiet abandonment."""
    pull = pull_of_owners(account, deal, desk, now, desk.scratch[0])
    return factor * math.exp(-desk.owners_exponent * pull)


@moments.step_ends.at(10)
def tell_of_owners(account: Account, deal: Deal, desk: Desk, now: float, usual: int, end: int) -> None:
    """Where owners who want it as much as usual would have ended the step otherwise, one of them is named."""
    if end == usual:
        return
    weights = desk.scratch[0]
    pull = pull_of_owners(account, deal, desk, now, weights)
    most, owner = 0.0, -1
    for i in range(account.people):
        if weights[i] > 0.0:
            done = weights[i] * own_pull(account, deal, desk, now, i)
            done = -done if pull < 0.0 else done
            if owner < 0 or done > most:
                most, owner = done, i
    if owner >= 0:
        resentment = resentment_now(account, desk, owner, now)
        write(account, deal, desk, now, STEP_SWAYED, owner, end, pull, account.worry[owner], resentment)


MECHANISM = Mechanism(
    name="step_owners",
    title=say("Owners of steps"),
    sentence=say(
        "Whose work a step is speeds it up by need and real backing from above; worried or resentful, they let the "
        "file lie, find faults and send it back."
    ),
    source=say("S08, S12 (balance); MODEL §3, §13"),
    shown_in=ShownIn("staying_ahead_tender", "top_down", "cost_per_win", "up"),
    constants=(
        Constant(
            "owners.exponent",
            PositiveCoefficient,
            "k: waiting and the odds of doing a step again or dropping the project are multiplied by exp(−k·pull)",
            assumed(
                1.5, "coefficient", 1.0, 2.5, say("owners who want it by half more than usual halve waiting and rework")
            ),
        ),
        Constant(
            "owners.usual_pull",
            Score,
            "need and backing less worry and resentment of owners under whom a step takes as long as stated",
            assumed(0.15, "score", 0.1, 0.2, say("the usual owner wants the project a little more than they fear it")),
        ),
    ),
    events=(STEP_SWAYED,),
)
