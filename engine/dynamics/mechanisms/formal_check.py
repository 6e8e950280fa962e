"""A clerk looks first whether the papers are complete; what is not in order is put right and handed in again (S08)."""

from __future__ import annotations

from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Draw, EventKind, Field, Mechanism, Number, ShownIn
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import gamma, uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.signing import CLERK, SETS_OUT, SIGNED, lies
from engine.dynamics.state.source import Source
from engine.dynamics.state.workdays import days_of_work
from engine.model.quantity import canonical
from engine.wording import say

FORMAL_CHECK = EventKind(
    52,
    "formal_check",
    "rumoured",
    code=("sent_back", "passed"),
    numbers=(Number("waited_days", "days that the file lay with the clerk"),),
)
CLERK_WAIT = Draw(58, "wait for the formal check")
CLERK_REFUSAL = Draw(59, "is a file sent back for its form")
CORRECTION = Draw(60, "time until a file is handed in again")
CLERKS_DESK = 1_000_101
WAITING, IN_VAIN = 0, 1


@kernel
def _hand_in(account: Account, deal: Deal, now: float) -> float:
    """The file is laid before the clerk. Returns days until they have looked at it."""
    u = uniform(deal.key, CLERKS_DESK, CLERK_WAIT, deal.formal_checks)
    wait = account.pace * account.clerk_wait * gamma(u, account.clerk_shape)
    return lies(deal, CLERK, days_of_work(account, now, wait), WAITING)


@moments.signature_asked.at(10)
@moments.signature_given.at(10)
def clerk_looks(account: Account, deal: Deal, desk: Desk, now: float, days: float) -> float:
    """Formally in order and on to those who sign, or back to be put right."""
    if deal.file_at > CLERK or account.step_sign_off[deal.step] == 0:
        return days
    if deal.file_at == SETS_OUT or deal.being_put_right == 1:
        deal.being_put_right = 0
        return _hand_in(account, deal, now)
    occurrence = deal.formal_checks
    deal.formal_checks += 1
    odds = account.clerk_refusal / (1.0 - account.clerk_refusal) * moments.file_faults(account, deal, desk, now, 1.0)
    if uniform(deal.key, CLERKS_DESK, CLERK_REFUSAL, occurrence) >= odds / (1.0 + odds):
        write(account, deal, desk, now, FORMAL_CHECK, -1, 1, deal.wait_now)
        return SIGNED
    write(account, deal, desk, now, FORMAL_CHECK, -1, 0, deal.wait_now)
    deal.sent_back_by_clerk += 1
    deal.being_put_right = 1
    u = uniform(deal.key, CLERKS_DESK, CORRECTION, occurrence)
    correction = account.pace * account.correction * gamma(u, account.correction_shape)
    return lies(deal, CLERK, days_of_work(account, now, correction), IN_VAIN)


def lower(source: Source, account: Any, deal: Any) -> None:
    """How the clerk works."""
    signs = source.account.process.sign_offs
    account.clerk_wait = canonical(signs.clerk_wait)
    account.clerk_shape = canonical(signs.clerk_shape)
    account.clerk_refusal = canonical(signs.clerk_refusal)
    account.correction = canonical(signs.correction)
    account.correction_shape = canonical(signs.correction_shape)


MECHANISM = Mechanism(
    name="formal_check",
    title=say("The formal check"),
    sentence=say(
        "Before anybody signs, a clerk looks whether a file is in order; one that is not is put right and comes again."
    ),
    source=say("S08; MODEL §3; fitted on BPI Challenge 2020 (D4)"),
    shown_in=ShownIn("unexpected_replacement", "multi_level", "cycle_days_median", "down"),
    fields=(
        Field("account.clerk_wait", "number", "mean days for the formal check"),
        Field("account.clerk_shape", "number", "gamma shape of the wait", start=1),
        Field("account.clerk_refusal", "number", "chance that a file made as usual is sent back"),
        Field("account.correction", "number", "mean days until it is handed in again"),
        Field("account.correction_shape", "number", "gamma shape of this time", start=1),
        Field("deal.formal_checks", "whole", "files that the clerk has looked at"),
        Field("deal.being_put_right", "whole", "1 while a file that the clerk sent back is put right"),
        Field("deal.sent_back_by_clerk", "whole", "files that the clerk sent back"),
    ),
    reads=(Field("account.pace", "number", "by what the buyer's waits are multiplied", start=1),),
    events=(FORMAL_CHECK,),
    draws=(CLERK_WAIT, CLERK_REFUSAL, CORRECTION),
    columns=(Column("sent_back_by_clerk", "i4", "files that the clerk sent back", "deal.sent_back_by_clerk"),),
    lower=lower,
)
