"""Sign-offs: a file climbs the line as high as the amount demands; anybody on the way may refuse (MODEL §3)."""

from __future__ import annotations

import math
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Draw, EventKind, Field, Mechanism, Number, ShownIn
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import gamma, uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import INITIATOR, present
from engine.dynamics.state.source import Source
from engine.dynamics.state.workdays import REFUSED, SIGNED
from engine.model.quantity import canonical
from engine.wording import say

SIGN_OFF = EventKind(
    20,
    "sign_off",
    "rumoured",
    by="person",
    person="the signer",
    code=("refused", "signed"),
    numbers=(Number("waited_days", "days that the file lay with them"),),
)
SIGN_WAIT = Draw(9, "wait for a signature")
SIGN_CLIMB = Draw(10, "does the file climb further")
SIGN_REFUSAL = Draw(11, "does a signer refuse")


@kernel
def _present_above(account: Account, i: int) -> int:
    """The next superior of i who is there; −1 when nobody is."""
    above = int(account.boss[i])
    while above >= 0 and not present(account, above):
        above = int(account.boss[above])
    return above


@kernel
def _first_signer(account: Account) -> int:
    """The superior of the initiator, or the initiator who has none; without an initiator, of the lowest in rank."""
    start = 0
    found = False
    for i in range(account.people):
        if (account.roles[i] & INITIATOR) != 0:
            start, found = i, True
            break
    if not found:
        for i in range(account.people):
            if account.level[i] > account.level[start]:
                start = i
    above = _present_above(account, start)
    return above if above >= 0 else start


@kernel
def _lay_before(account: Account, deal: Deal, desk: Desk) -> float:
    """Lay the file on the signer's desk. Returns days until it comes back."""
    request = deal.sign_requests[deal.signer]
    deal.sign_requests[deal.signer] += 1
    u = uniform(deal.key, account.person_key[deal.signer], SIGN_WAIT, request)
    deal.wait_now = account.sign_wait * gamma(u, account.sign_shape)
    deal.necessary_days += deal.wait_now
    return deal.wait_now


@moments.signature_asked.at(10)
def ask_first_signer(account: Account, deal: Deal, desk: Desk, now: float, days: float) -> float:
    """The file sets out for its first signature."""
    deal.signer = _first_signer(account)
    deal.signatures = 0
    return _lay_before(account, deal, desk)


@moments.signature_given.at(10)
def signers_answer(account: Account, deal: Deal, desk: Desk, now: float, days: float) -> float:
    """Refused, signed and enough, or signed and on to the next superior: then the days until their answer."""
    i = deal.signer
    request = deal.sign_requests[i]
    if account.sign_refusal > 0.0 and present(account, i):
        log_odds = math.log(account.sign_refusal / (1.0 - account.sign_refusal)) if account.sign_refusal < 1.0 else 0.0
        log_odds += account.sign_sway * (account.worry[i] - account.need[i])
        log_odds += math.log(moments.file_faults(account, deal, desk, now, 1.0))
        refusal = 1.0 / (1.0 + math.exp(-log_odds)) if account.sign_refusal < 1.0 else 1.0
        if uniform(deal.key, account.person_key[i], SIGN_REFUSAL, request) < refusal:
            deal.sign_offs_refused += 1
            write(account, deal, desk, now, SIGN_OFF, i, 0, deal.wait_now)
            return REFUSED
    deal.sign_offs += 1
    deal.signatures += 1
    write(account, deal, desk, now, SIGN_OFF, i, 1, deal.wait_now)
    above = _present_above(account, i)
    if above < 0:
        return SIGNED
    height = math.log10(max(1.0, account.amount * deal.scope)) - account.sign_log_midpoint
    log_odds = account.sign_slope * height - account.sign_per_level * (deal.signatures - 1)
    climb = 1.0 / (1.0 + math.exp(-log_odds))
    if uniform(deal.key, account.person_key[i], SIGN_CLIMB, request) >= climb:
        return SIGNED
    deal.signer = above
    return _lay_before(account, deal, desk)


def lower(source: Source, account: Any, deal: Any) -> None:
    """How a file climbs in this account."""
    signs = source.account.process.sign_offs
    account.sign_wait = canonical(signs.wait)
    account.sign_shape = canonical(signs.wait_shape)
    account.sign_refusal = canonical(signs.refusal)
    account.sign_sway = canonical(signs.refusal_sway)
    account.sign_log_midpoint = math.log10(max(1.0, canonical(signs.midpoint)))
    account.sign_slope = canonical(signs.slope)
    account.sign_per_level = canonical(signs.per_level)


MECHANISM = Mechanism(
    name="sign_offs",
    title=say("Sign-offs"),
    sentence=say(
        "A file is signed up the line as high as the amount demands; a worried superior who sees no need refuses."
    ),
    source=say("S08; MODEL §3; escalation fitted on BPI Challenge 2020 (D4)"),
    shown_in=ShownIn("unexpected_replacement", "multi_level", "cycle_days_median", "down"),
    fields=(
        Field("account.sign_wait", "number", "mean days for one signature"),
        Field("account.sign_shape", "number", "gamma shape of the wait"),
        Field("account.sign_refusal", "number", "chance that a signer of even mind refuses"),
        Field("account.sign_sway", "number", "log-odds of refusal per unit of worry − need"),
        Field("account.sign_log_midpoint", "number", "log10 of the amount at which half of the files climb further"),
        Field("account.sign_slope", "number", "log-odds per factor ten of the amount"),
        Field("account.sign_per_level", "number", "log-odds lost per signature already given"),
        Field("deal.signer", "whole", "who has the file"),
        Field("deal.sign_requests", "whole", "how often they had it", ("people",)),
        Field("deal.signatures", "whole", "given in this round"),
        Field("deal.sign_offs", "whole", "given in all"),
        Field("deal.sign_offs_refused", "whole", "refused in all"),
    ),
    reads=(Field("deal.scope", "number", "part of the amount we go for", start=1),),
    events=(SIGN_OFF,),
    draws=(SIGN_WAIT, SIGN_CLIMB, SIGN_REFUSAL),
    columns=(
        Column("sign_offs", "i4", "signatures given", "deal.sign_offs"),
        Column("sign_offs_refused", "i4", "signatures refused", "deal.sign_offs_refused"),
    ),
    lower=lower,
)
