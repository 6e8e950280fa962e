"""Rivals see the need in their own time, court the same people, and answer our visits with more of theirs (S26)."""

from __future__ import annotations

from math import inf
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import (
    Column,
    Constant,
    DayClock,
    Draw,
    EventKind,
    Field,
    Mechanism,
    Number,
    PoissonClock,
    ShownIn,
    assumed,
)
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import draw_key, exponential, lognormal, pick_by_key, uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import bounded, flag, knows_us, present, rival_fit
from engine.dynamics.state.source import Source
from engine.model.quantity import Score, canonical
from engine.model.rival import COURT_STYLES
from engine.wording import say

RIVAL_TOUCH = EventKind(
    17,
    "rival_touch",
    "rumoured",
    by="rival",
    person="whom they met",
    code="place of the rival",
    numbers=(Number("change", "change of stance towards them"), Number("kept_out", "1 when they were kept out")),
)
SIGHTING = Draw(5, "a rival's sighting of the need")
GAP = Draw(17, "time between a rival's visits")
WHOM = Draw(18, "whom a rival visits")
EFFECT = Draw(19, "how a rival's visit goes")
TOP_FIRST = COURT_STYLES.index("top_first")
USERS_FIRST = COURT_STYLES.index("users_first")
EACH = ("rivals",)


@moments.project_opens.at(40)
def plan_rival_sightings(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Each rival will notice the need on a day of their own."""
    for j in range(account.rivals):
        u = uniform(deal.key, account.rival_key[j], SIGHTING, 0)
        deal.rival_sighting[j] = now + account.mean_rival_sighting * exponential(u)


@kernel
def rival_begins_on(account: Account, deal: Deal, desk: Desk, now: float, j: int) -> float:
    """The day on which rival j begins."""
    return deal.rival_sighting[j] if deal.rival_active[j] == 0 else inf


@kernel
def rival_begins(account: Account, deal: Deal, desk: Desk, now: float, j: int) -> None:
    """Rival j begins."""
    deal.rival_active[j] = 1


@kernel
def _met_share(account: Account, desk: Desk) -> float:
    """Share of the people whom we have met, each counted for what they are worth to a rival."""
    met, there = 0.0, 0.0
    for i in range(account.people):
        if present(account, i):
            worth = desk.rivals_least_attention + account.power[i]
            there += worth
            met += worth * account.met[i]
    return met / there if there > 0.0 else 0.0


@kernel
def visits(account: Account, deal: Deal, desk: Desk, now: float, j: int) -> float:
    """Visits a day: more, the more of the people have met us."""
    if deal.rival_active[j] == 0:
        return 0.0
    return account.rival_rate[j] * (1.0 + account.rival_reaction[j] * _met_share(account, desk))


@kernel
def _person_visited(account: Account, deal: Deal, desk: Desk, j: int, occurrence: int) -> int:
    """Whom rival j visits: everybody in proportion to power, leaning to the top or to the users by style."""
    weights = desk.scratch[1]
    for i in range(account.people):
        lean = 1.0
        if account.rival_style[j] == TOP_FIRST:
            lean = 1.0 / account.level[i]
        elif account.rival_style[j] == USERS_FIRST:
            lean = float(account.level[i])
        weights[i] = (desk.rivals_least_attention + account.power[i]) * lean if present(account, i) else 0.0
    draw = draw_key(deal.key, account.rival_key[j], WHOM, occurrence)
    return pick_by_key(draw, account.person_key, weights, account.people)


@kernel
def visit(account: Account, deal: Deal, desk: Desk, now: float, j: int) -> None:
    """Rival j meets somebody and praises their benefits."""
    occurrence = deal.rival_touches[j]
    i = _person_visited(account, deal, desk, j, occurrence)
    received = moments.rival_calls(account, deal, desk, now, j, i, 1) if i >= 0 else 0
    deal.rival_touches[j] += 1
    if received == 0:
        write(account, deal, desk, now, RIVAL_TOUCH, i, j, 0.0, 1.0)
        return
    account.rival_met[j, i] = 1
    luck = lognormal(uniform(deal.key, account.rival_key[j], EFFECT, occurrence), desk.touch_luck)
    relevance = rival_fit(account, deal, j, i)
    closeness = 1.0 + desk.touch_relationship_bonus * (account.rival_relationship[j] - 1.0)
    gain = desk.touch_stance_gain * account.rival_skill[j] * relevance * closeness * luck
    gain *= desk.touch_weight_payoff * account.need[i]
    change = bounded(gain, 0.0, 1.0) * (1.0 - account.rival_stance[j, i])
    account.rival_stance[j, i] += change
    anchor = account.rival_anchor[j, i] + desk.touch_anchor_share * change
    account.rival_anchor[j, i] = bounded(anchor, -1.0, 1.0)
    deal.courted_on[i] = min(deal.courted_on[i], now)
    moments.rival_received(account, deal, desk, now, j, relevance)
    write(account, deal, desk, now, RIVAL_TOUCH, i, j, change)


@moments.snapshot.at(50)
@moments.facts_of_deal.at(90)
def rival_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Whom we compete with in this account is known."""
    deal.fact_rival_present = flag(account.rivals > 0)


@moments.facts_of_deal.at(95)
def first_seller_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Whether a rival was there before us is what those tell whom we know: unknown while we know nobody."""
    if account.rivals == 0:
        deal.fact_rival_saw_first = 0.0
        return
    for i in range(account.people):
        if knows_us(account, desk, i, now):
            if deal.courted_on[i] < deal.our_sighting:
                deal.fact_rival_saw_first = 1.0
                return
            deal.fact_rival_saw_first = 0.0


@kernel
def _touches(account: Account, deal: Deal, desk: Desk, now: float) -> int:
    total = 0
    for j in range(account.rivals):
        total += deal.rival_touches[j]
    return total


def lower(source: Source, account: Any, deal: Any) -> None:
    """How each rival works."""
    account.mean_rival_sighting = canonical(source.account.project.rival_sighting)
    for place, rival in enumerate(source.account.rivals):
        account.rival_rate[place] = canonical(rival.touches)
        account.rival_reaction[place] = rival.reaction
        account.rival_skill[place] = rival.skill
        account.rival_style[place] = COURT_STYLES.index(rival.style)


MECHANISM = Mechanism(
    name="rivals",
    title=say("Rivals"),
    sentence=say(
        "Rivals notice the need in their own time, court the same people, and come more often where we are seen."
    ),
    source="S26; MODEL §2, §6",
    shown_in=ShownIn("reactive_tender", "top_down", "net_margin_per_deal", "up"),
    constants=(
        Constant(
            "rivals.least_attention",
            Score,
            "power that everybody counts for at least when a rival chooses whom to visit",
            assumed(0.1, "score", 0, 0.3, say("sellers also drop in on people without a say")),
        ),
    ),
    fields=(
        Field("account.mean_rival_sighting", "number", "mean days until a rival notices a need"),
        Field("account.rival_rate", "number", "visits a day", EACH),
        Field("account.rival_reaction", "number", "extra visits, as a multiple, once everybody has met us", EACH),
        Field("account.rival_skill", "number", "0–1", EACH),
        Field("account.rival_style", "whole", "place in COURT_STYLES", EACH),
        Field("account.rival_met", "whole", "1 when the rival has met them", ("rivals", "people")),
        Field("deal.courted_on", "number", "day of a rival's first visit; infinite before", ("people",), start=inf),
        Field("deal.rival_sighting", "number", "day on which they see the need", EACH),
        Field("deal.rival_active", "whole", "1 once they do", EACH),
        Field("deal.rival_touches", "wide", "visits so far", EACH),
    ),
    reads=(
        Field("desk.touch_luck", "number", "σ of the lognormal effect"),
        Field("desk.touch_relationship_bonus", "number", "per level above the first"),
        Field("desk.touch_stance_gain", "number", "g"),
        Field("desk.touch_weight_payoff", "number", "share of the full effect"),
        Field("desk.touch_anchor_share", "number", "share that becomes conviction"),
    ),
    events=(RIVAL_TOUCH,),
    draws=(SIGHTING, GAP, WHOM, EFFECT),
    clocks=(
        DayClock("rival_sightings", rival_begins_on, rival_begins, each="rivals"),
        PoissonClock(
            "rival_visits", visits, visit, GAP, "deal.rival_touches", each="rivals", entity="account.rival_key"
        ),
    ),
    columns=(Column("rival_touches", "i4", "visits of all rivals", _touches),),
    facts=("rival_present", "rival_saw_first"),
    facts_of_account=("rival_present",),
    lower=lower,
)
