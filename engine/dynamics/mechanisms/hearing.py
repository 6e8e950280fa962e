"""Who hears first: news of a need spreads inside, and to whoever is in contact with those who know (MODEL §2)."""

from __future__ import annotations

from math import inf, nan

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Constant, Draw, EventKind, Field, Mechanism, Number, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import exponential, join_keys, uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.derived import low_part
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import USER, bond_now, depth, flag, has_role, present
from engine.model.chart import TOP
from engine.model.quantity import PositiveCoefficient, PositiveDuration
from engine.model.terms import Trigger
from engine.wording import say

TOLD = EventKind(
    46,
    "told",
    "seen",
    by="person",
    person="who told us",
    numbers=(Number("known_days", "days for which they had known"), Number("days", "days since the project opened")),
)
LEARNS = Draw(46, "when somebody inside hears from those who know")
TELLS = Draw(47, "when somebody who knows tells us")
TELLS_RIVAL = Draw(48, "when somebody who knows tells a rival")
NOBODY, US = -1, 0


@kernel
def _arises_with(account: Account, deal: Deal, i: int) -> bool:
    """Does the need arise with person i? Ageing and failing assets: users; keeping up: the middle; plans: the top."""
    if deal.trigger == Trigger.scheduled_renewal or deal.trigger == Trigger.unexpected_replacement:
        return has_role(account, i, USER)
    if deal.trigger == Trigger.keeping_up:
        return bool(TOP < account.level[i] <= max(TOP + 1, low_part(depth(account)) - 1))
    return bool(account.level[i] == TOP)


@kernel
def _first_to_know(account: Account, deal: Deal, now: float) -> None:
    """Those with whom it arises know it today; all do where there is nobody of the kind."""
    anybody = False
    for i in range(account.people):
        there = present(account, i) and _arises_with(account, deal, i)
        deal.knows_on[i] = now if there else inf
        anybody = anybody or there
    for i in range(account.people):
        if not anybody and present(account, i):
            deal.knows_on[i] = now


@kernel
def spread_news(account: Account, deal: Deal, desk: Desk, now: float, pace: float) -> None:
    """Everybody hears it from the first of those they talk with who knows, and a while after them (Dijkstra)."""
    _first_to_know(account, deal, now)
    hand_over = desk.hearing_pass_on / max(1, depth(account) - 1) / pace
    told = 0
    for _ in range(account.people):
        first, day = NOBODY, inf
        for i in range(account.people):
            if (told >> i) & 1 == 0 and deal.knows_on[i] < day:
                first, day = i, deal.knows_on[i]
        if first == NOBODY:
            return
        told |= 1 << first
        for j in range(account.people):
            if (account.talks[first] >> j) & 1 == 1 and deal.knows_on[j] == inf and present(account, j):
                wait = exponential(uniform(deal.key, account.person_key[j], LEARNS, 0))
                deal.knows_on[j] = day + hand_over * wait


@kernel
def tells_us(account: Account, desk: Desk, i: int, now: float) -> float:
    """How soon person i tells us what they know, as a rate per day: by what contact there is; strangers never do."""
    if account.incumbent == US and has_role(account, i, USER):
        return 1.0 / desk.hearing_contact
    if account.met[i] == 1 and now - account.last_touch[i] <= desk.hearing_live:
        return 1.0 / desk.hearing_contact
    return bond_now(account, desk, i, now) / desk.hearing_acquaintance


@kernel
def tells_rival(account: Account, desk: Desk, j: int, i: int) -> float:
    """The same for rival j: users of what they supply, and friends, the sooner the closer they are to the account."""
    if account.incumbent == 1 + j and has_role(account, i, USER):
        return 1.0 / desk.hearing_contact
    if account.rival_stance[j, i] <= 0.0:
        return 0.0
    return max(1.0, account.rival_relationship[j] - 1.0) / desk.hearing_acquaintance


@moments.project_opens.at(50)
def who_hears_when(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """News spreads; whoever is in contact is told by the first who tells, a cold look at the market finds the rest."""
    pace = 1.0 + desk.influence_urgency_effect * deal.urgency
    spread_news(account, deal, desk, now, pace)
    deal.told_by = NOBODY
    deal.our_sighting = now + desk.hearing_scan * (deal.our_sighting - now)
    for j in range(account.rivals):
        deal.rival_sighting[j] = now + desk.hearing_scan * (deal.rival_sighting[j] - now)
    for i in range(account.people):
        if deal.knows_on[i] < inf:
            rate = tells_us(account, desk, i, now) * pace
            if rate > 0.0:
                day = deal.knows_on[i] + exponential(uniform(deal.key, account.person_key[i], TELLS, 0)) / rate
                if day < deal.our_sighting:
                    deal.our_sighting, deal.told_by = day, i
            for j in range(account.rivals):
                rate = tells_rival(account, desk, j, i) * pace
                if rate > 0.0:
                    key = join_keys(deal.key, account.rival_key[j])
                    days = exponential(uniform(key, account.person_key[i], TELLS_RIVAL, 0)) / rate
                    deal.rival_sighting[j] = min(deal.rival_sighting[j], deal.knows_on[i] + days)


@moments.project_heard.at(10)
def somebody_tells(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Somebody inside tells us, unless the tender was faster or they have left by then."""
    if deal.told_by != NOBODY and (now < deal.our_sighting or not present(account, deal.told_by)):
        deal.told_by = NOBODY
    if deal.told_by != NOBODY:
        known = now - deal.knows_on[deal.told_by]
        write(account, deal, desk, now, TOLD, deal.told_by, 0, known, now - deal.opened)


@moments.facts_of_deal.at(97)
def told_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """We know who told us."""
    deal.fact_told_from_inside = flag(deal.told_by != NOBODY)


@kernel
def _heard_after(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    return deal.our_sighting - deal.opened if deal.seller_active == 1 else nan


MECHANISM = Mechanism(
    name="hearing",
    title=say("Who hears first"),
    sentence=say(
        "News of a need spreads from those with whom it arises, and reaches whoever is in contact with them; who knows "
        "nobody finds it late."
    ),
    source=say("MODEL §2; S06, S11, S12 (contact them before they contact you)"),
    shown_in=ShownIn("staying_ahead_tender", "bottom_up_sponsored", "win_rate_all", "down"),
    constants=(
        Constant(
            "hearing.pass_on",
            PositiveDuration,
            "mean days of news on its way from one end of the chart to the other, where nothing presses",
            assumed(30, "days", 10, 90, say("what the board wants is on the shop floor within a month or a quarter")),
        ),
        Constant(
            "hearing.contact",
            PositiveDuration,
            "mean time after which somebody in live contact tells us what they know, where nothing presses",
            assumed(20, "days", 10, 40, say("it comes up in the next call or the one after that")),
        ),
        Constant(
            "hearing.acquaintance",
            PositiveDuration,
            "the same for somebody one relationship level above a stranger; twice the level, half the time",
            assumed(90, "days", 45, 180, say("one hears from an acquaintance once in a quarter")),
        ),
        Constant(
            "hearing.live",
            PositiveDuration,
            "contact is live for so long after a visit",
            assumed(120, "days", 60, 180, say("somebody seen once a season has us in mind")),
        ),
        Constant(
            "hearing.scan",
            PositiveCoefficient,
            "time until a cold look at the market finds the need ÷ the scenario's mean, for us and for rivals",
            assumed(2, "coefficient", 1.5, 3, say("half of what is noticed is noticed through people")),
        ),
    ),
    fields=(
        Field("deal.knows_on", "number", "day on which they know of the need; infinite: never", ("people",), start=inf),
        Field("deal.told_by", "whole", "who tells us, −1 nobody", start=NOBODY),
    ),
    reads=(
        Field("account.incumbent", "whole", "−1 nobody, 0 us, 1 + place of the rival", start=NOBODY),
        Field("account.last_touch", "number", "day of our last meeting", ("people",)),
        Field("desk.influence_urgency_effect", "number", "how much sooner what presses is talked about"),
        Field("deal.rival_sighting", "number", "day on which they see the need", ("rivals",)),
    ),
    events=(TOLD,),
    draws=(LEARNS, TELLS, TELLS_RIVAL),
    columns=(
        Column("heard_after", "f8", "days after the opening on which we heard of it; NaN when never", _heard_after),
    ),
    facts=("told_from_inside",),
)
