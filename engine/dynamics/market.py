"""When something happens to the account that may open a project (MODEL §1)."""

from __future__ import annotations

import math

from engine.dynamics.chance import Purpose, uniform, weibull_residual
from engine.dynamics.compiled import compiled
from engine.dynamics.record import Deal
from engine.model.terms import Trigger

LOOK_AGAIN = 365.25 / 12


@compiled
def bass_adoption(p: float, q: float, t: float) -> float:
    """Cumulative share of adopters after time t (Bass 1969); p, q per unit of time."""
    decay = math.exp(-(p + q) * t)
    return (1.0 - decay) / (1.0 + q / p * decay)


@compiled
def bass_peak(p: float, q: float) -> float:
    """Time at which most adopt at once."""
    return math.log(q / p) / (p + q)


@compiled
def bass_time(p: float, q: float, share: float) -> float:
    """Time at which the cumulative share is reached; infinite for a share of 1 or more."""
    if share >= 1.0:
        return math.inf
    if share <= 0.0:
        return 0.0
    return math.log((1.0 + q / p * share) / (1.0 - share)) / (p + q)


@compiled
def asset_age(d: Deal, asset: int, now: float) -> float:
    """Age of the asset at day `now`; asset_age holds its age at day 0, negative when it was put in later."""
    return d.asset_age[asset] + now


@compiled
def _asset_event(d: Deal, asset: int, after: float) -> tuple[float, bool]:
    """Next day (≥ after) on which this asset calls for attention, and whether it fails then."""
    planned = d.asset_life[asset] - d.asset_lead[asset] - d.asset_age[asset]
    if d.asset_failed[asset] == 1:
        return after, True
    fails = math.inf
    if d.asset_failure_scale[asset] < math.inf:
        u = uniform(d.market_key, d.asset_key[asset], Purpose.asset_failure, d.asset_renewed[asset])
        start = max(0.0, d.asset_age[asset])
        life = start + weibull_residual(u, d.asset_failure_shape[asset], d.asset_failure_scale[asset], start)
        fails = life - d.asset_age[asset]
    if fails < planned:
        return max(after, fails), True
    return max(after, planned), False


@compiled
def year_blocked(d: Deal, now: float) -> bool:
    """Is the budget blocked in the planning year of day `now`?"""
    year = int(max(0.0, now) / 365.25)
    return bool(uniform(d.market_key, 0, Purpose.budget_blocked, year) < d.budget_blocked)


@compiled
def plan_next_trigger(d: Deal, after: float) -> float:
    """Find the next day on which something could open a project; set what it is. Infinite when nothing ever will.

    A cause that was looked at and found wanting rests for a while (see `rest`); the others come up in their own time.
    """
    best, kind, which = math.inf, Trigger.none + 0, -1
    for asset in range(d.assets):
        day, failed = _asset_event(d, asset, max(after, d.asset_rests_until[asset]))
        if day < best:
            best, which = day, asset
            kind = Trigger.unexpected_replacement + 0 if failed else Trigger.scheduled_renewal + 0
    if d.bass_p > 0.0:
        day = max(after, d.keeping_up_rests_until, bass_time(d.bass_p, d.bass_q, d.bass_threshold) - d.bass_since)
        if day < best:
            best, kind, which = day, Trigger.keeping_up + 0, -1
    if d.season_every > 0.0:
        start = max(after, d.staying_ahead_rests_until)
        season = max(0, int(math.ceil((start - d.first_season) / d.season_every - 1e-9)))
        while season < 1000:
            day = d.first_season + season * d.season_every
            if day > d.horizon or uniform(d.market_key, 0, Purpose.ambition, season) < d.ambition:
                break
            season += 1
        if day < best:
            best, kind, which = day, Trigger.staying_ahead + 0, -1
    d.next_trigger, d.next_trigger_kind, d.trigger_asset = best, kind, which
    return best


@compiled
def rest(d: Deal, now: float) -> None:
    """The cause just looked at opened nothing: look again in a month, or in the next planning season."""
    again = now + LOOK_AGAIN
    if d.next_trigger_kind == Trigger.keeping_up:
        d.keeping_up_rests_until = again
    elif d.next_trigger_kind == Trigger.staying_ahead:
        d.staying_ahead_rests_until = again
    else:
        d.asset_rests_until[d.trigger_asset] = again


@compiled
def in_season(d: Deal, now: float) -> bool:
    """Are plans being made on day `now`?"""
    if d.season_every <= 0.0 or now < d.first_season - 1e-6:
        return False
    return bool((now - d.first_season + 1e-6) % d.season_every <= d.season_length + 2e-6)
