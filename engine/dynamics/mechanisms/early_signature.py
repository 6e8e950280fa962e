"""A rival may sign with the decider on any day before the group decides (MODEL §3)."""

from __future__ import annotations

from math import inf
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Draw, EventKind, Field, Mechanism, Number, ShownIn
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import exponential, uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import bounded, chief_of, present, regard
from engine.dynamics.state.project_end import close_for_rival, is_over
from engine.dynamics.state.source import Source
from engine.model.quantity import canonical
from engine.wording import say

SIGNED_EARLY = EventKind(
    37,
    "signed_early",
    "rumoured",
    by="rival",
    code="place of the rival",
    numbers=(Number("lead", "how much more the decider was for this rival than for us, 0–1"),),
)
WHEN = Draw(38, "when a rival asks the decider to sign early")
SIGNS = Draw(39, "does the decider sign early")
US = 0


@kernel
def _ask_again(account: Account, deal: Deal, desk: Desk, now: float, j: int) -> None:
    """The next day on which rival j asks the decider to sign."""
    gap = exponential(uniform(deal.key, account.rival_key[j], WHEN, deal.asked_to_sign[j]))
    deal.asks_to_sign_on[j] = now + gap / account.early_signature


@moments.project_opens.at(70)
def begin_to_ask(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """What is bought by papers cannot be signed away; elsewhere every rival may ask."""
    for j in range(account.rivals):
        deal.asks_to_sign_on[j] = inf
        if account.early_signature > 0.0 and account.papers == 0:
            _ask_again(account, deal, desk, now, j)


@moments.buyer_goes_on.at(10)
def not_beyond_a_signature(account: Account, deal: Deal, desk: Desk, now: float, day: float) -> float:
    """The buyer's process is interrupted where a rival asks before its next event."""
    for j in range(account.rivals):
        day = min(day, deal.asks_to_sign_on[j])
    return day


@kernel
def lead_with_decider(account: Account, desk: Desk, now: float, j: int) -> float:
    """How much more the decider is for rival j than for us, 0–1; 0 while that chair is empty."""
    chief = chief_of(account)
    if not present(account, chief):
        return 0.0
    ahead = regard(account, desk, now, chief, 1 + j) - regard(account, desk, now, chief, US)
    return bounded(ahead, 0.0, 1.0)


@moments.project_interrupted.at(10)
def sign_early(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """The decider signs with whom they want more than us, as likely as they want it more."""
    for j in range(account.rivals):
        if is_over(deal) or now < deal.asks_to_sign_on[j]:
            continue
        lead = lead_with_decider(account, desk, now, j) if deal.rival_active[j] == 1 else 0.0
        if uniform(deal.key, account.rival_key[j], SIGNS, deal.asked_to_sign[j]) < lead:
            write(account, deal, desk, now, SIGNED_EARLY, -1, j, lead)
            close_for_rival(account, deal, desk, now, j)
        deal.asked_to_sign[j] += 1
        _ask_again(account, deal, desk, now, j)


def lower(source: Source, account: Any, deal: Any) -> None:
    """How often a rival asks."""
    hazard = source.account.project.early_signature
    account.early_signature = canonical(hazard) if hazard is not None else 0.0


MECHANISM = Mechanism(
    name="early_signature",
    title=say("A rival signs early"),
    sentence=say(
        "Where no bids are opened a rival at work may sign with the decider on any day before the group has decided, "
        "the likelier the more the decider is for that rival than for us."
    ),
    source="MODEL §3",
    shown_in=ShownIn("keeping_up", "bottom_up_field", "win_rate_all", "up"),
    fields=(
        Field("account.early_signature", "number", "times a day that a rival asks the decider to sign; 0 for none"),
        Field("deal.asks_to_sign_on", "number", "day on which the rival asks next", ("rivals",), start=inf),
        Field("deal.asked_to_sign", "whole", "times the rival has asked", ("rivals",)),
    ),
    reads=(
        Field("deal.rival_active", "whole", "1 once a rival has seen the need", ("rivals",)),
        Field("account.papers", "whole", "1 when what is bought is fixed on paper and bids are handed in"),
    ),
    events=(SIGNED_EARLY,),
    draws=(WHEN, SIGNS),
    lower=lower,
)
