"""Preparing for a first meeting: public sources tell something, with diminishing returns (MODEL §4)."""

from __future__ import annotations

from math import exp

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Mechanism, ShownIn
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.model.quantity import Share, WorkHours
from engine.wording import say


@moments.prepared_for.at(10)
def learn_beforehand(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, hours: float, learnt: float
) -> float:
    """What preparation of so many hours uncovers about person i, 0–1."""
    return desk.touch_preparation_limit * (1.0 - exp(-1) ** (hours / desk.touch_preparation))


MECHANISM = Mechanism(
    name="preparation",
    title=say("Preparation"),
    sentence=say(
        "Hours of preparation uncover what public sources tell; a prepared request is granted "
        "more often and meets the point."
    ),
    source=say("S12 (prepare fully); MODEL §4"),
    shown_in=ShownIn("scheduled_renewal", "top_down", "experience", "down"),
    constants=(
        Constant("touch.preparation", WorkHours, "hours that uncover 63 % of what can be known beforehand"),
        Constant("touch.preparation_limit", Share, "share that can be known beforehand at all"),
    ),
)
