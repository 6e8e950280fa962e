"""Assets age and break: scheduled renewals and unexpected replacements (MODEL §1; anchors P4, S06)."""

from __future__ import annotations

import math
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Draw, Field, Mechanism, ShownIn
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import uniform, weibull_residual
from engine.dynamics.state.derived import days_left, share_of, within_lead
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import flag
from engine.dynamics.state.source import Source, asset_key
from engine.model.quantity import canonical
from engine.model.terms import Trigger
from engine.wording import say

FAILURE = Draw(1, "failure of an asset")
EACH = ("assets",)


@kernel
def asset_age(account: Account, asset: int, now: float) -> float:
    """Age of the asset at day `now`; the record holds its age at day 0, negative when it was put in later."""
    return account.asset_age[asset] + now


@kernel
def _asset_event(account: Account, asset: int, after: float) -> tuple[float, bool]:
    """Next day (≥ after) on which this asset calls for attention, and whether it fails then."""
    planned = account.asset_life[asset] - account.asset_lead[asset] - account.asset_age[asset]
    if account.asset_failed[asset] == 1:
        return after, True
    fails = math.inf
    if account.asset_failure_scale[asset] < math.inf:
        u = uniform(account.key, account.asset_key[asset], FAILURE, account.asset_renewed[asset])
        start = max(0.0, account.asset_age[asset])
        shape, scale = account.asset_failure_shape[asset], account.asset_failure_scale[asset]
        fails = start + weibull_residual(u, shape, scale, start) - account.asset_age[asset]
    if fails < planned:
        return max(after, fails), True
    return max(after, planned), False


@moments.next_cause.at(10)
def next_asset(account: Account, deal: Deal, desk: Desk, now: float, after: float, day: float) -> float:
    """The first asset to call for attention, if it comes before `day`."""
    for asset in range(account.assets):
        due, failed = _asset_event(account, asset, max(after, account.asset_rests_until[asset]))
        if due < day:
            day = due
            account.trigger_asset = asset
            account.next_trigger_kind = Trigger.unexpected_replacement + 0 if failed else Trigger.scheduled_renewal + 0
    return day


@moments.cause_rests.at(10)
def leave_asset_alone(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """An asset that opened nothing is left alone for a while."""
    if account.trigger_asset >= 0:
        account.asset_rests_until[account.trigger_asset] = now + desk.market_look_again


@moments.cause_settled.at(10)
def replace_asset(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """The asset behind the project is replaced: it is new from that day."""
    asset = account.trigger_asset
    if asset >= 0:
        account.asset_age[asset] = -now
        account.asset_failed[asset] = 0
        account.asset_renewed[asset] += 1


@moments.snapshot.at(10)
def asset_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Age, remaining life and breakdown of the asset that calls for attention."""
    asset = account.trigger_asset
    known = asset >= 0
    age = asset_age(account, asset, now) if known else math.nan
    life = account.asset_life[asset] if known else math.nan
    left = days_left(age, life)
    failed = known and (account.asset_failed[asset] == 1 or account.next_trigger_kind == Trigger.unexpected_replacement)
    deal.fact_asset_age_share = share_of(age, life)
    deal.fact_days_to_end_of_life = left
    deal.fact_renewal_lead_days = account.asset_lead[asset] if known else math.nan
    deal.fact_within_renewal_lead = within_lead(left, deal.fact_renewal_lead_days)
    deal.fact_asset_failed = flag(failed) if known else math.nan


def lower(source: Source, account: Any, deal: Any) -> None:
    """The account's assets."""
    for place, asset in enumerate(source.account.assets):
        account.asset_key[place] = asset_key(asset.id)
        account.asset_age[place] = canonical(asset.age)
        account.asset_life[place] = canonical(asset.service_life)
        account.asset_lead[place] = canonical(asset.renewal_lead)
        account.asset_failed[place] = asset.failed
        if asset.failure is not None:
            account.asset_failure_shape[place] = canonical(asset.failure.shape)
            account.asset_failure_scale[place] = canonical(asset.failure.scale)


MECHANISM = Mechanism(
    name="assets",
    title=say("Ageing assets"),
    sentence=say(
        "What a customer owns ages and breaks: a renewal is planned ahead of the end of life, a "
        "failure comes by surprise."
    ),
    source=say("S06; MODEL §1; Weibull life (anchor P4)"),
    shown_in=ShownIn("scheduled_renewal", "top_down", "no_project_share", "up"),
    fields=(
        Field("account.asset_key", "key", "the asset's own luck", EACH),
        Field("account.asset_life", "number", "service life, days", EACH),
        Field("account.asset_lead", "number", "days before its end at which a renewal is planned", EACH),
        Field("account.asset_failure_shape", "number", "of the Weibull life", EACH),
        Field("account.asset_failure_scale", "number", "of the Weibull life, days", EACH, start=math.inf),
        Field("account.asset_age", "number", "age at day 0, days; negative when put in later", EACH),
        Field("account.asset_failed", "whole", "1 when it has broken down", EACH),
        Field("account.asset_renewed", "wide", "how often it was replaced", EACH),
        Field("account.asset_rests_until", "number", "a cause found wanting is looked at again after this day", EACH),
    ),
    reads=(Field("desk.market_look_again", "number", "days"),),
    draws=(FAILURE,),
    facts_of_account=(
        "asset_age_share",
        "days_to_end_of_life",
        "renewal_lead_days",
        "within_renewal_lead",
        "asset_failed",
    ),
    lower=lower,
)
