"""Whether somebody receives us, and how long the appointment takes (MODEL §4; anchor E2)."""

from __future__ import annotations

from math import inf

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Constant, Draw, EventKind, Field, Mechanism, Number, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import gamma, join_keys, uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.derived import by_rank
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import depth, door_shut, shielded
from engine.dynamics.state.routes import Route
from engine.dynamics.state.shared import RECEIVES
from engine.model.chart import TOP
from engine.model.quantity import Count, Duration, Probability, Score, Shape, Share, WorkHours
from engine.wording import say

REFUSED = EventKind(
    4,
    "request_refused",
    "seen",
    by="person",
    person="whom we asked",
    code="state.routes.Route",
    numbers=(Number("chance", "chance of access"), Number("refusals", "refusals so far by this person")),
)
GRANTED = EventKind(
    5,
    "request_granted",
    "seen",
    by="person",
    person="whom we asked",
    code="state.routes.Route",
    numbers=(Number("chance", "chance of access"), Number("lead_days", "days until the meeting")),
)
LEAD = Draw(21, "wait for an appointment")
NO = -1.0
RIVALS = ("rivals", "people")


@kernel
def cold_chance(account: Account, desk: Desk, i: int, prepared: float) -> float:
    """The chance that person i receives a stranger who is so well prepared, 0–1."""
    cold = by_rank(
        account.level[i],
        depth(account),
        desk.access_cold_level_1,
        desk.access_cold_level_2,
        desk.access_cold_level_3,
        desk.access_cold_level_4,
    )
    return cold * (desk.access_unprepared + (1.0 - desk.access_unprepared) * prepared)


@kernel
def best_route(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, prepared: float, executive: bool
) -> tuple[int, float]:
    """The most promising route to person i and its chance. Routes do not add up; past a shut door other ways may lead.

    prepared: 0–1, how much of what could be known beforehand is known.
    """
    deal.route, chance = Route.cold + 0, 0.0
    if not door_shut(account, i, now):
        chance = cold_chance(account, desk, i, prepared)
        chance = moments.way_in(account, deal, desk, now, i, prepared, executive, chance)
    chance = moments.other_way_in(account, deal, desk, now, i, chance)
    return deal.route, chance


@kernel
def _wait(account: Account, desk: Desk, i: int, route: int, u: float) -> float:
    """Days until a slot of person i: longer the higher the level, and sooner where somebody inside asks for it."""
    mean = by_rank(
        account.level[i],
        depth(account),
        desk.access_lead_level_1,
        desk.access_lead_level_2,
        desk.access_lead_level_3,
        desk.access_lead_level_4,
    )
    if route == Route.introduced:
        mean *= desk.access_introduced_lead
    return mean * gamma(u, desk.access_lead_shape)


@kernel
def appointment_days(account: Account, deal: Deal, desk: Desk, i: int, attempt: int) -> float:
    """Days until our slot."""
    return _wait(account, desk, i, deal.route, uniform(deal.key, account.person_key[i], LEAD, attempt))


@moments.rival_way_in.at(10)
def rival_as_stranger(account: Account, deal: Deal, desk: Desk, now: float, j: int, i: int, chance: float) -> float:
    """Nobody receives a rival's people more readily than ours; the more skilled they are, the better prepared."""
    return cold_chance(account, desk, i, account.rival_skill[j])


@moments.rival_slot.at(10)
def rival_waits(account: Account, deal: Deal, desk: Desk, now: float, j: int, i: int, days: float) -> float:
    """Rivals wait for the same calendars."""
    both = join_keys(account.rival_key[j], account.person_key[i])
    return _wait(account, desk, i, deal.rival_route, uniform(deal.key, both, LEAD, deal.rival_requests[j]))


@moments.rival_refused.at(10)
def rival_stays_away(account: Account, deal: Deal, desk: Desk, now: float, j: int, i: int) -> None:
    """A rival asks again after the same while, and leaves alone who has refused as often as people put up with."""
    deal.rival_refusals[j, i] += 1
    often = deal.rival_refusals[j, i] >= desk.access_tolerated_attempts
    deal.rival_shut_until[j, i] = inf if often else now + desk.access_retry


@kernel
def _share_known(desk: Desk, learnt: float) -> float:
    """How much of what can be known of somebody beforehand is known, 0–1 or more."""
    limit = desk.touch_preparation_limit
    return learnt / limit if limit > 0.0 else 1.0


@kernel
def _turned_away(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """Person i does not receive us: the door is closed for a while, and pushing costs stance."""
    account.refusals[i] += 1
    account.blocked_until[i] = now + desk.access_retry
    moments.turned_away(account, deal, desk, now, i)
    if account.refusals[i] > desk.access_tolerated_attempts:
        account.stance[i] = max(-1.0, account.stance[i] - desk.access_push_cost)
        moments.pushed(account, deal, desk, now, i)


@moments.visit_asked.at(10)
def ask_for_visit(account: Account, deal: Deal, desk: Desk, now: float, i: int, executive: bool, received: int) -> int:
    """Ask person i for a visit without a project, under the same law."""
    attempt = account.visits_asked[i]
    account.visits_asked[i] += 1
    prepared = _share_known(desk, account.learnt[i])
    _, chance = best_route(account, deal, desk, now, i, prepared, executive)
    if uniform(account.key, account.person_key[i], RECEIVES, attempt) < chance:
        return 1
    _turned_away(account, deal, desk, now, i)
    return 0


@moments.meeting_asked.at(10)
def ask_for_meeting(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, learnt: float, executive: bool, days: float
) -> float:
    """Ask person i for a meeting. Returns days until the slot, or −1 when refused.

    A refusal costs the effort of asking and closes the door for a while; pushing beyond what the person tolerates costs
    stance. An invitation declined, or a partner's word, closes nothing.
    """
    prepared = _share_known(desk, learnt)
    attempt = deal.attempts[i]
    deal.attempts[i] += 1
    deal.unbooked_hours += desk.access_attempt
    route, chance = best_route(account, deal, desk, now, i, prepared, executive)
    moments.request_made(account, deal, desk, now, i)
    if uniform(deal.key, account.person_key[i], RECEIVES, attempt) < chance:
        days = moments.appointment(account, deal, desk, now, i, appointment_days(account, deal, desk, i, attempt))
        write(account, deal, desk, now, GRANTED, i, route, chance, days)
        return days
    deal.refused += 1
    if route < Route.event:
        deal.refused_now[i] += 1
        if account.level[i] == TOP:
            deal.refused_at_top += 1
        _turned_away(account, deal, desk, now, i)
    write(account, deal, desk, now, REFUSED, i, route, chance, float(account.refusals[i]))
    return NO


@moments.first_meeting_wasted.at(10)
def shut_door(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """At the top, a badly prepared first meeting closes the door."""
    if shielded(account, desk, i):
        account.blocked_until[i] = now + desk.access_burnt


@moments.facts_of_deal.at(40)
def access_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """We know how often the top has refused us."""
    deal.fact_refusals_at_top = float(deal.refused_at_top)


MECHANISM = Mechanism(
    name="access",
    title=say("Access"),
    sentence=say(
        "The higher the level, the less often a stranger is received and the longer the wait; pushing costs goodwill."
    ),
    source=say("MODEL §4; OnTarget study 1995 (secondary), RAIN Group (secondary); break-even in anchor E2"),
    shown_in=ShownIn("reactive_tender", "top_down", "net_margin_per_deal", "up"),
    constants=(
        Constant("access.cold_level_1", Probability, "a prepared cold request at the top of the chart"),
        Constant(
            "access.cold_level_2",
            Probability,
            "the same one level below; charts of two or three levels span from the top to level 4",
        ),
        Constant("access.cold_level_3", Probability, "the same two levels below the top"),
        Constant("access.cold_level_4", Probability, "the same three levels below and further"),
        Constant("access.unprepared", Share, "share of the cold chance that is left without any preparation"),
        Constant("access.tolerated_attempts", Count, "refusals after which asking again costs stance"),
        Constant("access.push_cost", Score, "stance lost by each attempt beyond that"),
        Constant("access.attempt", WorkHours, "effort of one request"),
        Constant("access.retry", Duration, "wait before asking somebody again who refused"),
        Constant("access.burnt", Duration, "how long a badly prepared first meeting closes the door at the top"),
        Constant("access.lead_level_1", Duration, "mean wait for an appointment at the top of the chart"),
        Constant(
            "access.lead_level_2",
            Duration,
            "the same one level below; charts of two or three levels span from the top to level 4",
        ),
        Constant("access.lead_level_3", Duration, "the same two levels below the top"),
        Constant("access.lead_level_4", Duration, "the same three levels below and further"),
        Constant("access.lead_shape", Shape, "gamma shape of the wait"),
        Constant(
            "access.top_levels",
            Count,
            "levels from the top that are shielded, never the lowest: an executive of ours goes there, a wasted first "
            "meeting burns",
            assumed(2, "count", 1, 3, say("the head and those who report to the head keep a secretary")),
        ),
    ),
    fields=(
        Field("account.refusals", "whole", "how often they refused us, ever", ("people",)),
        Field("account.visits_asked", "whole", "requests for a visit without a project", ("people",)),
        Field("account.blocked_until", "number", "the door is closed until this day", ("people",)),
        Field("deal.route", "whole", "route of the last request"),
        Field("deal.attempts", "whole", "requests for this project", ("people",)),
        Field("deal.refused_now", "whole", "refusals in this project", ("people",)),
        Field("deal.refused", "whole", "requests refused"),
        Field("deal.refused_at_top", "whole", "of these at level 1"),
        Field("deal.rival_refusals", "whole", "how often they refused a rival in this project", RIVALS),
        Field("deal.rival_shut_until", "number", "a rival does not ask them before this day", RIVALS),
    ),
    reads=(
        Field("desk.access_introduced_lead", "number", "wait where somebody inside brings us, a share", start=1),
        Field("desk.touch_preparation_limit", "number", "share that can be known beforehand at all"),
        Field("deal.unbooked_hours", "number", "small efforts, hours"),
        Field("deal.rival_route", "whole", "route of the last request of a rival"),
        Field("deal.rival_requests", "wide", "requests of each rival for a meeting", ("rivals",)),
        Field("account.rival_skill", "number", "0–1", ("rivals",)),
    ),
    events=(REFUSED, GRANTED),
    draws=(LEAD,),
    columns=(Column("refused", "i4", "requests for a meeting that were refused", "deal.refused"),),
    facts=("refusals_at_top",),
)
