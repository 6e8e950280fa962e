"""A deal may be lost on any day before the group decides: a rival signs, or the project is given up (MODEL §3)."""

from __future__ import annotations

from math import inf
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Draw, EventKind, Field, Mechanism, ShownIn
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import draw_key, exponential, pick_by_key, uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.project_end import close, close_for_rival, is_over
from engine.dynamics.state.source import Source
from engine.model.quantity import canonical
from engine.model.terms import Outcome
from engine.wording import say

SIGNED_EARLY = EventKind(37, "signed_early", "rumoured", by="rival", code="place of the rival")
WHEN = Draw(38, "when a deal is lost early")
TO_WHOM = Draw(39, "to whom a deal is lost early")
NOBODY = -1


@kernel
def _lost_on(account: Account, deal: Deal) -> float:
    """The day on which it would happen, exponential at the daily hazard; infinite without one."""
    if account.early_loss == 0.0:
        return inf
    return deal.opened + exponential(uniform(deal.key, 0, WHEN, 0)) / account.early_loss


@moments.buyer_goes_on.at(10)
def not_beyond_early_loss(account: Account, deal: Deal, desk: Desk, now: float, day: float) -> float:
    """The buyer's next event is the early loss when that comes first."""
    return min(day, _lost_on(account, deal))


@kernel
def _who_signs(account: Account, deal: Deal, desk: Desk) -> int:
    """One of the rivals who are at it by then, each with the same chance; NOBODY without any."""
    weights = desk.scratch[1]
    for j in range(account.rivals):
        weights[j] = float(deal.rival_active[j])
    return pick_by_key(draw_key(deal.key, 0, TO_WHOM, 0), account.rival_key, weights, account.rivals)


@moments.buyer_moves.at(20)
def lose_early(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """A rival signs early; where none is at it, the project is given up, as by a reorganisation."""
    if now < _lost_on(account, deal) or is_over(deal):
        return
    rival = _who_signs(account, deal, desk)
    if rival == NOBODY:
        close(account, deal, desk, now, Outcome.no_decision + 0)
        return
    write(account, deal, desk, now, SIGNED_EARLY, -1, rival)
    close_for_rival(account, deal, desk, now, rival)


def lower(source: Source, account: Any, deal: Any) -> None:
    """The daily hazard."""
    hazard = source.account.project.early_loss
    account.early_loss = canonical(hazard) if hazard is not None else 0.0


MECHANISM = Mechanism(
    name="early_loss",
    title=say("Lost early"),
    sentence=say("On any day a rival may sign before the group has decided, or the project be given up."),
    source="MODEL §3",
    shown_in=ShownIn("keeping_up", "bottom_up_sponsored", "win_rate_all", "up"),
    fields=(Field("account.early_loss", "number", "hazard a day; 0 for none"),),
    reads=(Field("deal.rival_active", "whole", "1 once a rival has seen the need", ("rivals",)),),
    events=(SIGNED_EARLY,),
    draws=(WHEN, TO_WHOM),
    lower=lower,
)
