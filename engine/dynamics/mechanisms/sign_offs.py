"""Sign-offs: a clerk, the budget owner, then up the line as the amount demands; anybody may refuse (MODEL §3)."""

from __future__ import annotations

import math
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Draw, EventKind, Field, Mechanism, Number, ShownIn
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import gamma, uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import FINANCIAL, INITIATOR, has_role, inside, present
from engine.dynamics.state.signing import CLERK, REFUSED, SETS_OUT, SIGNED, SIGNERS, lies, odds_of_refusal
from engine.dynamics.state.source import Source
from engine.dynamics.state.workdays import days_of_work, in_budget_season, when_books_are_open
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
NOBODY = -1
NECESSARY, IN_VAIN = 0, 1


@kernel
def _hand_in(account: Account, deal: Deal, now: float) -> float:
    """The file is laid before the clerk. Returns days until they have looked at it."""
    deal.being_put_right = 0
    u = uniform(deal.key, CLERKS_DESK, CLERK_WAIT, deal.formal_checks)
    wait = account.pace * account.clerk_wait * gamma(u, account.clerk_shape)
    return lies(deal, CLERK, days_of_work(account, now, wait), NECESSARY)


@kernel
def _clerk_looks(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    """SIGNED where the file is formally in order, else days until it has been put right and is handed in again."""
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


@kernel
def _signs(account: Account, i: int) -> bool:
    """Is person i there to sign, and is it not their own request?"""
    return bool(inside(account, i) and not has_role(account, i, INITIATOR))


@kernel
def who_asked(account: Account) -> int:
    """Whose request it is: the initiator lowest in rank; without one, the lowest in rank."""
    best = NOBODY
    for i in range(account.people):
        if has_role(account, i, INITIATOR) and (best == NOBODY or account.level[i] > account.level[best]):
            best = i
    if best == NOBODY:
        for i in range(account.people):
            if account.outsider[i] == 0 and (best == NOBODY or account.level[i] > account.level[best]):
                best = i
    return best


@kernel
def budget_owner(account: Account) -> int:
    """The most powerful financial approver who may sign; −1 where there is none: then the budget is the line's own."""
    best = NOBODY
    for i in range(account.people):
        may = has_role(account, i, FINANCIAL) and _signs(account, i)
        if may and (best == NOBODY or account.power[i] > account.power[best]):
            best = i
    return best


@kernel
def _above(account: Account, deal: Deal, i: int) -> int:
    """The next superior of i who is there, did not ask for it and has not signed as owner of the budget; −1: nobody."""
    above = int(account.boss[i])
    while above >= 0 and (not _signs(account, above) or above == deal.budget_signer):
        above = int(account.boss[above])
    return above


@kernel
def _lay_before(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> float:
    """Lay the file on the desk of person i. Returns days until it comes back."""
    request = deal.sign_requests[i]
    deal.sign_requests[i] += 1
    deal.signer = i
    u = uniform(deal.key, account.person_key[i], SIGN_WAIT, request)
    wait = account.pace * account.sign_wait * gamma(u, account.sign_shape)
    wait = moments.signature_wait(account, deal, desk, now, i, wait)
    owns_budget = i == deal.budget_signer
    if owns_budget and in_budget_season(account, now):
        wait *= account.season_delay
    days = days_of_work(account, now, wait)
    if owns_budget:
        days = when_books_are_open(account, now + days) - now
    return lies(deal, SIGNERS, days, NECESSARY)


@kernel
def _sets_out(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    """The file comes to its first signer: the owner of the budget, else the superior of who asked for it."""
    deal.signatures = 0
    deal.budget_signer = NOBODY
    first = budget_owner(account)
    deal.budget_signer = first
    if first == NOBODY:
        first = _above(account, deal, who_asked(account))
    if first == NOBODY:
        return SIGNED
    return _lay_before(account, deal, desk, now, first)


@kernel
def _goes_on(account: Account, deal: Deal, desk: Desk, now: float, i: int, request: int) -> float:
    """Signed by i: who is next, if the amount demands another."""
    if i == deal.budget_signer:
        above = _above(account, deal, who_asked(account))
        return SIGNED if above < 0 else _lay_before(account, deal, desk, now, above)
    deal.signatures += 1
    above = _above(account, deal, i)
    if above < 0:
        return SIGNED
    height = math.log10(max(1.0, account.amount * deal.scope / account.lease_years)) - account.sign_log_midpoint
    log_odds = account.sign_slope * height - account.sign_per_level * (deal.signatures - 1)
    if uniform(deal.key, account.person_key[i], SIGN_CLIMB, request) >= 1.0 / (1.0 + math.exp(-log_odds)):
        return SIGNED
    return _lay_before(account, deal, desk, now, above)


@kernel
def _answers(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    """Whoever has the file refuses, or signs: then it is enough, or on to the next."""
    i = deal.signer
    request = deal.sign_requests[i]
    faults = moments.file_faults(account, deal, desk, now, 1.0)
    refusal = odds_of_refusal(account, i, account.sign_refusal, account.sign_sway, faults)
    if present(account, i) and uniform(deal.key, account.person_key[i], SIGN_REFUSAL, request) < refusal:
        deal.sign_offs_refused += 1
        write(account, deal, desk, now, SIGN_OFF, i, 0, deal.wait_now)
        return REFUSED
    deal.sign_offs += 1
    write(account, deal, desk, now, SIGN_OFF, i, 1, deal.wait_now)
    return _goes_on(account, deal, desk, now, i, request)


@moments.signature_asked.at(10)
@moments.signature_given.at(10)
def take_the_file_on(account: Account, deal: Deal, desk: Desk, now: float, days: float) -> float:
    """To the clerk, from there to those who sign, from each to the next, as long as it is not before a body."""
    if deal.file_at > SIGNERS or account.step_sign_off[deal.step] == 0:
        return days
    if deal.file_at == SIGNERS:
        return _answers(account, deal, desk, now)
    if deal.file_at == SETS_OUT or deal.being_put_right == 1:
        return _hand_in(account, deal, now)
    days = _clerk_looks(account, deal, desk, now)
    return _sets_out(account, deal, desk, now) if days == SIGNED else days


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
    account.clerk_wait = canonical(signs.clerk_wait)
    account.clerk_shape = canonical(signs.clerk_shape)
    account.clerk_refusal = canonical(signs.clerk_refusal)
    account.correction = canonical(signs.correction)
    account.correction_shape = canonical(signs.correction_shape)


MECHANISM = Mechanism(
    name="sign_offs",
    title=say("Sign-offs"),
    sentence=say(
        "A clerk checks a file, the budget owner signs it, and then the line as high as the amount demands, but nobody "
        "who asked for it; a worried superior who sees no need refuses."
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
        Field("account.clerk_wait", "number", "mean days for the formal check"),
        Field("account.clerk_shape", "number", "gamma shape of the wait", start=1),
        Field("account.clerk_refusal", "number", "chance that a file made as usual is sent back"),
        Field("account.correction", "number", "mean days until it is handed in again"),
        Field("account.correction_shape", "number", "gamma shape of this time", start=1),
        Field("deal.formal_checks", "whole", "files that the clerk has looked at"),
        Field("deal.being_put_right", "whole", "1 while a file that the clerk sent back is put right"),
        Field("deal.sent_back_by_clerk", "whole", "files that the clerk sent back"),
        Field("deal.signer", "whole", "who has the file"),
        Field("deal.sign_requests", "whole", "how often they had it", ("people",)),
        Field("deal.budget_signer", "whole", "who signs this round as owner of the budget, −1 for nobody", start=-1),
        Field("deal.signatures", "whole", "given by the line in this round"),
        Field("deal.sign_offs", "whole", "given in all"),
        Field("deal.sign_offs_refused", "whole", "refused in all"),
    ),
    reads=(
        Field("account.lease_years", "number", "years over which the amount is paid", start=1),
        Field("deal.scope", "number", "part of the amount we go for", start=1),
        Field("account.pace", "number", "by what the buyer's waits are multiplied", start=1),
        Field("account.season_delay", "number", "a budget owner's wait is multiplied by this in season", start=1),
    ),
    events=(SIGN_OFF, FORMAL_CHECK),
    draws=(SIGN_WAIT, SIGN_CLIMB, SIGN_REFUSAL, CLERK_WAIT, CLERK_REFUSAL, CORRECTION),
    columns=(
        Column("sign_offs", "i4", "signatures given", "deal.sign_offs"),
        Column("sign_offs_refused", "i4", "signatures refused", "deal.sign_offs_refused"),
        Column("sent_back_by_clerk", "i4", "files that the clerk sent back", "deal.sent_back_by_clerk"),
    ),
    lower=lower,
)
