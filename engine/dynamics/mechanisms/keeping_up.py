"""Keeping up: peers adopt by Bass's law, and the account moves when adoption passes its own threshold (MODEL §1)."""

from __future__ import annotations

import math
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Draw, Field, Mechanism, ShownIn
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import uniform
from engine.dynamics.state.derived import over_threshold
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import flag
from engine.dynamics.state.source import Source
from engine.model.quantity import canonical
from engine.model.terms import Trigger
from engine.wording import say

BLOCKED = Draw(2, "budget blocked in a planning year")
YEAR = 365.25


@kernel
def bass_adoption(p: float, q: float, t: float) -> float:
    """Cumulative share of adopters after time t (Bass 1969); p, q per unit of time."""
    decay = math.exp(-(p + q) * t)
    return (1.0 - decay) / (1.0 + q / p * decay)


@kernel
def bass_time(p: float, q: float, share: float) -> float:
    """Time at which the cumulative share is reached; infinite for a share of 1 or more."""
    if share >= 1.0:
        return math.inf
    if share <= 0.0:
        return 0.0
    return math.log((1.0 + q / p * share) / (1.0 - share)) / (p + q)


@kernel
def year_blocked(account: Account, now: float) -> bool:
    """Is the budget blocked in the planning year of day `now`?"""
    year = int(max(0.0, now) / YEAR)
    return bool(uniform(account.key, 0, BLOCKED, year) < account.budget_blocked)


@moments.next_cause.at(20)
def adoption_passes_threshold(account: Account, deal: Deal, desk: Desk, now: float, after: float, day: float) -> float:
    """The day on which adoption passes the account's threshold, if it comes before `day`."""
    if account.bass_p > 0.0:
        passed = bass_time(account.bass_p, account.bass_q, account.bass_threshold) - account.bass_since
        due = max(after, account.keeping_up_rests_until, passed)
        if due < day:
            account.next_trigger_kind, account.trigger_asset = Trigger.keeping_up + 0, -1
            return due
    return day


@moments.cause_rests.at(20)
def look_again_later(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """The budget was blocked, say: looked at again in a while."""
    if account.next_trigger_kind == Trigger.keeping_up:
        account.keeping_up_rests_until = now + desk.market_look_again


@moments.cause_settled.at(20)
def caught_up(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Who has caught up with the others need not catch up again."""
    if account.next_trigger_kind == Trigger.keeping_up:
        account.bass_p = 0.0


@moments.snapshot.at(20)
def adoption_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Adoption is public; what the account can spend is known in its own house and to whoever asks."""
    if account.bass_p > 0.0:
        adoption = bass_adoption(account.bass_p, account.bass_q, account.bass_since + now)
        deal.fact_peer_adoption = adoption
        deal.fact_adoption_over_threshold = over_threshold(adoption, account.bass_threshold)
    deal.fact_budget_blocked = flag(year_blocked(account, now))


def lower(source: Source, account: Any, deal: Any) -> None:
    """The peers' adoption and the account's own threshold."""
    keeping = source.account.market.keeping_up
    if keeping is not None:
        account.bass_p = canonical(keeping.innovation) / YEAR
        account.bass_q = canonical(keeping.imitation) / YEAR
        account.bass_since = canonical(keeping.since)
        account.bass_threshold = canonical(keeping.threshold)
        account.budget_blocked = canonical(keeping.budget_blocked)


MECHANISM = Mechanism(
    name="keeping_up",
    title=say("Keeping up"),
    sentence=say("Peers adopt one after another; the account moves when it feels left behind and its budget is free."),
    source=say("S06; MODEL §1; Bass 1969 (anchor P5)"),
    shown_in=ShownIn("keeping_up", "top_down", "no_project_share", "up"),
    fields=(
        Field("account.bass_p", "number", "innovation per day; 0 when there is nothing to keep up with"),
        Field("account.bass_q", "number", "imitation per day"),
        Field("account.bass_since", "number", "days since the first peer adopted, at day 0"),
        Field("account.bass_threshold", "number", "adoption at which the account feels left behind, 0–1"),
        Field("account.budget_blocked", "number", "chance that the budget is blocked in a planning year"),
        Field("account.keeping_up_rests_until", "number", "looked at again after this day"),
    ),
    reads=(Field("desk.market_look_again", "number", "days"),),
    draws=(BLOCKED,),
    facts_of_account=("peer_adoption", "adoption_over_threshold", "budget_blocked"),
    lower=lower,
)
