"""Rivals see the need in their own time and court the same people, under the same law of access as we do (S26)."""

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
from engine.dynamics.machine.chance import draw_key, exponential, join_keys, lognormal, pick_by_key, uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.moves import may_be_made
from engine.dynamics.state.person_values import bounded, flag, knows_us, present, rival_fit, settle_rival
from engine.dynamics.state.rival_values import power_seen_by_rival, rival_level
from engine.dynamics.state.routes import Route
from engine.dynamics.state.shared import RECEIVES
from engine.dynamics.state.source import Source
from engine.dynamics.state.workdays import next_working_moment
from engine.model.quantity import DAYS_PER_MONTH, Score, WorkHours, canonical
from engine.model.rival import COURT_STYLES
from engine.model.terms import Move
from engine.wording import say

RIVAL_TOUCH = EventKind(
    17,
    "rival_touch",
    "rumoured",
    by="rival",
    person="whom they met",
    code="place of the rival",
    numbers=(Number("change", "change of stance towards them"),),
)
RIVAL_REFUSED = EventKind(
    48,
    "rival_refused",
    "rumoured",
    by="rival",
    person="who did not receive them",
    code="place of the rival",
    numbers=(Number("chance", "chance of access"), Number("kept_out", "1 when they were kept out for our sake")),
)
SIGHTING = Draw(5, "a rival's sighting of the need")
GAP = Draw(17, "time between a rival's requests")
WHOM = Draw(18, "whom a rival asks for a meeting")
EFFECT = Draw(19, "how a rival's visit goes")
TOP_FIRST = COURT_STYLES.index("top_first")
USERS_FIRST = COURT_STYLES.index("users_first")
EACH = ("rivals",)
OF_PEOPLE = ("rivals", "people")


@moments.project_opens.at(40)
def plan_rival_sightings(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Each rival will notice the need on a day of their own."""
    for j in range(account.rivals):
        u = uniform(deal.key, account.rival_key[j], SIGHTING, 0)
        deal.rival_sighting[j] = now + account.mean_rival_sighting * exponential(u)


@kernel
def rival_due(account: Account, deal: Deal, desk: Desk, now: float, j: int) -> float:
    """The day on which rival j begins, and then that of their next meeting."""
    return deal.rival_sighting[j] if deal.rival_active[j] == 0 else deal.rival_next[j]


@kernel
def rival_acts(account: Account, deal: Deal, desk: Desk, now: float, j: int) -> None:
    """Rival j begins, or meets whoever agreed to it; somebody who has left is not there."""
    if deal.rival_active[j] == 0:
        deal.rival_active[j] = 1
        return
    due, following = deal.rival_next[j], inf
    for i in range(account.people):
        if deal.rival_meeting_on[j, i] <= due:
            deal.rival_meeting_on[j, i] = inf
            if present(account, i):
                _meet(account, deal, desk, now, j, i)
        following = min(following, deal.rival_meeting_on[j, i])
    deal.rival_next[j] = following


@kernel
def share_seen(account: Account, desk: Desk, j: int) -> float:
    """Share of the people of whom rival j knows that they have met us, each counted for what they are worth to them.

    Whom the rival has met tells them so, and who comes to an event of ours is seen there.
    """
    seen, there = 0.0, 0.0
    for i in range(account.people):
        if present(account, i):
            worth = desk.rivals_least_attention + power_seen_by_rival(account, j, i)
            there += worth
            if account.met[i] == 1 and (account.rival_met[j, i] == 1 or account.seen_in_public[i] == 1):
                seen += worth
    return seen / there if there > 0.0 else 0.0


@kernel
def requests(account: Account, deal: Deal, desk: Desk, now: float, j: int) -> float:
    """Requests a day: more, the more they see us about, and not more than their people have hours for visits."""
    if deal.rival_active[j] == 0 or deal.no_visits == 1:
        return 0.0
    rate = account.rival_rate[j]
    if account.rival_reaction[j] > 0.0:
        rate *= 1.0 + account.rival_reaction[j] * share_seen(account, desk, j)
    if desk.touch_visit > 0.0:
        rate = min(rate, desk.rivals_hours / DAYS_PER_MONTH / desk.touch_visit)
    return rate


@kernel
def _may_ask(account: Account, deal: Deal, desk: Desk, now: float, j: int, i: int) -> bool:
    """Is person i there, without a date with rival j, not closed to them, and to be visited at all?"""
    if not present(account, i) or deal.rival_meeting_on[j, i] < inf or deal.rival_shut_until[j, i] > now:
        return False
    return may_be_made(account, deal, desk, now, Move.visit + 0, i)


@kernel
def _person_asked(account: Account, deal: Deal, desk: Desk, now: float, j: int, occurrence: int) -> int:
    """Whom rival j asks: everybody in proportion to power, leaning to the top or to the users by style."""
    weights = desk.scratch[1]
    for i in range(account.people):
        lean = 1.0
        if account.rival_style[j] == TOP_FIRST:
            lean = 1.0 / account.level[i]
        elif account.rival_style[j] == USERS_FIRST:
            lean = float(account.level[i])
        worth = desk.rivals_least_attention + power_seen_by_rival(account, j, i)
        weights[i] = worth * lean if _may_ask(account, deal, desk, now, j, i) else 0.0
    draw = draw_key(deal.key, account.rival_key[j], WHOM, occurrence)
    return pick_by_key(draw, account.person_key, weights, account.people)


@kernel
def ask(account: Account, deal: Deal, desk: Desk, now: float, j: int) -> None:
    """Rival j asks somebody for a meeting and puts down the day, or is refused."""
    i = _person_asked(account, deal, desk, now, j, deal.rival_requests[j])
    if i >= 0:
        deal.rival_route = Route.cold + 0
        chance = moments.rival_way_in(account, deal, desk, now, j, i, 1.0)
        both = join_keys(account.rival_key[j], account.person_key[i])
        agrees = uniform(deal.key, both, RECEIVES, deal.rival_requests[j]) < chance
        if agrees and moments.rival_calls(account, deal, desk, now, j, i, 1) == 1:
            slot = now + moments.rival_slot(account, deal, desk, now, j, i, 0.0)
            day = next_working_moment(account, slot)
            deal.rival_meeting_on[j, i] = day
            deal.rival_next[j] = min(deal.rival_next[j], day)
        else:
            deal.rivals_refused += 1
            moments.rival_refused(account, deal, desk, now, j, i)
            write(account, deal, desk, now, RIVAL_REFUSED, i, j, chance, flag(agrees))
    deal.rival_requests[j] += 1


@kernel
def _meet(account: Account, deal: Deal, desk: Desk, now: float, j: int, i: int) -> None:
    """Rival j meets person i and praises their benefits, unless that has become forbidden meanwhile."""
    if not may_be_made(account, deal, desk, now, Move.visit + 0, i):
        return
    luck = lognormal(uniform(deal.key, account.rival_key[j], EFFECT, deal.rival_touches[j]), desk.touch_luck)
    deal.rival_touches[j] += 1
    deal.rivals_received += 1
    relevance = rival_fit(account, deal, j, i)
    closeness = 1.0 + desk.touch_relationship_bonus * (rival_level(account, desk, j, i, now) - 1.0)
    gain = desk.touch_stance_gain * account.rival_skill[j] * relevance * closeness * luck
    gain *= desk.touch_weight_payoff * account.need[i]
    change = bounded(gain, 0.0, 1.0) * (1.0 - account.rival_stance[j, i])
    account.rival_stance[j, i] += change
    settle_rival(account, desk, j, i, change)
    deal.courted_on[i] = min(deal.courted_on[i], now)
    account.rival_met[j, i] = 1
    moments.rival_received(account, deal, desk, now, j, i, relevance)
    write(account, deal, desk, now, RIVAL_TOUCH, i, j, change)


@moments.seen_with_us.at(10)
def noticed(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """Rivals hear who comes to what we hold in public."""
    account.seen_in_public[i] = 1


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
        "Rivals notice the need in their own time and court the same people; they are refused and kept waiting as we "
        "are, have only so many hours, and call more often where those whom they meet have seen us."
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
        Constant(
            "rivals.hours",
            WorkHours,
            "hours a month that a rival has for visits to one account, however much we are seen there",
            assumed(24, "hours", 8, 48, say("three days a month for one account of a dozen; six visits")),
        ),
    ),
    fields=(
        Field("account.mean_rival_sighting", "number", "mean days until a rival notices a need"),
        Field("account.rival_rate", "number", "requests a day", EACH),
        Field(
            "account.rival_reaction",
            "number",
            "extra requests, as a multiple, once they know that everybody has met us",
            EACH,
        ),
        Field("account.rival_skill", "number", "0–1", EACH),
        Field("account.rival_style", "whole", "place in COURT_STYLES", EACH),
        Field("account.rival_met", "whole", "1 when the rival has met them", ("rivals", "people")),
        Field("account.seen_in_public", "whole", "1 when they came to something of ours that is public", ("people",)),
        Field("deal.courted_on", "number", "day of a rival's first visit; infinite before", ("people",), start=inf),
        Field("deal.rival_sighting", "number", "day on which they see the need", EACH),
        Field("deal.rival_active", "whole", "1 once they do", EACH),
        Field("deal.rival_touches", "wide", "visits so far", EACH),
        Field("deal.rival_requests", "wide", "requests for a meeting so far", EACH),
        Field("deal.rivals_received", "whole", "visits of all rivals"),
        Field("deal.rivals_refused", "whole", "requests of all rivals that were refused"),
        Field("deal.rival_route", "whole", "state.routes.Route of the last request of a rival"),
        Field("deal.rival_meeting_on", "number", "day of the meeting agreed on; infinite", OF_PEOPLE, start=inf),
        Field("deal.rival_next", "number", "the first of these days", EACH, start=inf),
    ),
    reads=(
        Field("deal.rival_shut_until", "number", "a rival does not ask them before this day", OF_PEOPLE),
        Field("desk.touch_visit", "number", "hours of a visit"),
        Field("desk.touch_luck", "number", "σ of the lognormal effect"),
        Field("desk.touch_relationship_bonus", "number", "per level above the first"),
        Field("desk.touch_stance_gain", "number", "g"),
        Field("desk.touch_weight_payoff", "number", "share of the full effect"),
        Field("deal.no_visits", "whole", "1 while nobody may be called on"),
    ),
    events=(RIVAL_TOUCH, RIVAL_REFUSED),
    draws=(SIGHTING, GAP, WHOM, EFFECT),
    clocks=(
        DayClock("rival_days", rival_due, rival_acts, each="rivals"),
        PoissonClock(
            "rival_calls", requests, ask, GAP, "deal.rival_requests", "rivals", "account.rival_key", at_work=True
        ),
    ),
    columns=(
        Column("rival_touches", "i4", "visits of all rivals", "deal.rivals_received"),
        Column("rival_refusals", "i4", "requests of all rivals that were refused", "deal.rivals_refused"),
    ),
    facts=("rival_present", "rival_saw_first"),
    facts_of_account=("rival_present",),
    lower=lower,
)
