"""Staying ahead: ambition looks for a project in every planning season (MODEL §1)."""

from __future__ import annotations

import math
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Draw, Field, Mechanism, ShownIn
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import uniform
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import flag
from engine.dynamics.state.source import Source
from engine.model.quantity import canonical
from engine.model.terms import Trigger
from engine.wording import say

AMBITION = Draw(3, "does a planning season bring the idea up")
SEASONS_AHEAD = 1000
JUST_AFTER = 1e-6


@moments.next_cause.at(30)
def next_season(account: Account, deal: Deal, desk: Desk, now: float, after: float, day: float) -> float:
    """The first planning season that brings the idea up, if it comes before `day`."""
    if account.season_every > 0.0:
        start = max(after, account.staying_ahead_rests_until)
        season = max(0, int(math.ceil((start - account.first_season) / account.season_every - 1e-9)))
        due = math.inf
        while season < SEASONS_AHEAD:
            due = account.first_season + season * account.season_every
            if due > desk.horizon or uniform(account.key, 0, AMBITION, season) < account.ambition:
                break
            season += 1
        if due < day:
            account.next_trigger_kind, account.trigger_asset = Trigger.staying_ahead + 0, -1
            return due
    return day


@moments.cause_rests.at(30)
def season_opened_nothing(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """A season that opened nothing is over; the next may."""
    if account.next_trigger_kind == Trigger.staying_ahead:
        account.staying_ahead_rests_until = now + desk.market_look_again


@moments.cause_settled.at(30)
def ambition_satisfied(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Ambition waits for the next planning season."""
    if account.next_trigger_kind == Trigger.staying_ahead:
        account.staying_ahead_rests_until = now + desk.market_look_again


@kernel
def in_season(account: Account, now: float) -> bool:
    """Are plans being made on day `now`?"""
    if account.season_every <= 0.0 or now < account.first_season - JUST_AFTER:
        return False
    into = (now - account.first_season + JUST_AFTER) % account.season_every
    return bool(into <= account.season_length + 2 * JUST_AFTER)


@moments.snapshot.at(30)
def planning_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """How ambitious the account is and whether it is planning just now."""
    if account.season_every > 0.0:
        deal.fact_ambition = account.ambition
        deal.fact_planning_season = flag(in_season(account, now))


def lower(source: Source, account: Any, deal: Any) -> None:
    """Ambition and seasons."""
    ahead = source.account.market.staying_ahead
    if ahead is not None:
        account.ambition = canonical(ahead.ambition)
        account.first_season = canonical(ahead.first_season)
        account.season_every = canonical(ahead.every)
        account.season_length = canonical(ahead.season_length)


MECHANISM = Mechanism(
    name="staying_ahead",
    title=say("Staying ahead"),
    sentence=say("An ambitious account looks for a project in every planning season, without urgency."),
    source="S06; MODEL §1",
    shown_in=ShownIn("staying_ahead_tender", "top_down", "no_project_share", "up"),
    fields=(
        Field("account.ambition", "number", "chance that a planning season brings the idea up"),
        Field("account.first_season", "number", "day on which the first season starts"),
        Field("account.season_every", "number", "days between two; 0 without seasons"),
        Field("account.season_length", "number", "days"),
        Field("account.staying_ahead_rests_until", "number", "looked at again after this day"),
    ),
    reads=(Field("desk.market_look_again", "number", "days"),),
    draws=(AMBITION,),
    facts_of_account=("ambition", "planning_season"),
    lower=lower,
)
