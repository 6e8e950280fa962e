"""Accounts differ in pace: one factor per account and replication stretches all that the buyer does (MODEL §3)."""

from __future__ import annotations

import math

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Draw, Field, Mechanism, ShownIn, assumed
from engine.dynamics.machine.chance import normal, uniform
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.model.quantity import PositiveCoefficient
from engine.wording import say

PACE = Draw(57, "how slow an account is")


@moments.account_begins.at(5)
def take_its_time(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """The same for all projects of the account; half of all accounts are slower than stated."""
    account.pace = math.exp(desk.pace_spread * normal(uniform(account.key, 0, PACE, 0)))


MECHANISM = Mechanism(
    name="pace",
    title=say("Pace of the account"),
    sentence=say("Some houses take longer than others over everything: over the work, the queues and each signature."),
    source="S09; MODEL §3",
    shown_in=ShownIn("scheduled_renewal", "do_nothing", "win_rate_all", "up"),
    constants=(
        Constant(
            "pace.spread",
            PositiveCoefficient,
            "σ of the lognormal factor that stretches all steps and waits of an account; its median is 1",
            assumed(0.4, "coefficient", 0.3, 0.5, say("the slow sixth of accounts takes half as long again")),
        ),
    ),
    fields=(Field("account.pace", "number", "by what work and waiting of the buyer are multiplied", start=1),),
    draws=(PACE,),
)
