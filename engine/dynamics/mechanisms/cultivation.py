"""Contact without a project: a few people are visited before there is anything to sell, and between projects (S28)."""

from __future__ import annotations

from math import inf, nan

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, DayClock, EventKind, Field, Mechanism, Number, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.fact_vector import account_facts
from engine.dynamics.machine.packed_tables import decide, output
from engine.dynamics.machine.tape import write
from engine.dynamics.state.derived import low_part
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.moves import may_be_made
from engine.dynamics.state.person_values import depth, power_seen, present
from engine.dynamics.state.team_roles import ACCOUNT_MANAGER, EXECUTIVE
from engine.dynamics.state.workdays import next_working_moment
from engine.model.decisions import book_number, output_place
from engine.model.quantity import Count, Duration, Share, WorkHours
from engine.model.terms import CULTIVATED_BY_THE_RULES, Cultivation, Move, Ruling
from engine.wording import say

KEPT_CONTACT = EventKind(
    47,
    "kept_contact",
    "seen",
    by="us",
    code=Cultivation,
    numbers=(
        Number("visits", "visits without a project since the last one, or in the time before"),
        Number("hours", "hours they took, attempts and preparation included"),
        Number("people", "people of those cultivated whom we have met"),
    ),
)
BOOK = book_number("cultivation_choice")
WHOM = output_place("cultivation_choice", "cultivation")
LEAST_PAUSE = 1.0
"""Days between two visits at least, even where asking and visiting cost no time."""
NOBODY = -1
WEEK, WEEKS_A_YEAR = 7.0, 365.25 / 7.0
LEAVES_ROOM = 0.9
"""Whatever a scenario says, a tenth of a colleague's hours is left for projects, or no meeting would ever end."""


@kernel
def _by_the_rules(account: Account, deal: Deal, desk: Desk, now: float) -> int:
    """Ask the rulebook whom to cultivate. It sees the asset that is to be renewed next, and not what will break."""
    soonest = inf
    for asset in range(account.assets):
        left = account.asset_life[asset] - account.asset_lead[asset] - account.asset_age[asset]
        if left < soonest:
            soonest, account.trigger_asset = left, asset
    account_facts(account, deal, desk, now)
    account.trigger_asset = -1
    deal.fact_asset_failed = nan
    return int(output(desk, decide(account, deal, desk, now, BOOK), WHOM))


@kernel
def _hours_a_week(account: Account, desk: Desk) -> float:
    """What is set aside for the account, no more than its part of what the colleagues can give."""
    role = account.contact_role
    most = min(LEAVES_ROOM, desk.cultivation_most) * desk.team_people[role] * desk.team_week[role]
    return min(desk.cultivation_hours / WEEKS_A_YEAR, most / desk.accounts)


@moments.account_begins.at(20)
def live_through_the_time_before(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """What the scenario says of people held some time ago; from then on they are visited or forgotten."""
    if now >= desk.horizon:
        return
    begin = now - desk.cultivation_ahead
    account.now = begin
    for i in range(account.people):
        account.bond_since[i] = begin
        account.blocked_until[i] = begin
    whom = desk.cultivation
    if whom == CULTIVATED_BY_THE_RULES:
        whom = _by_the_rules(account, deal, desk, begin)
    account.cultivates = whom
    executive = whom == Cultivation.top and desk.team_here[EXECUTIVE] == 1
    account.contact_role = EXECUTIVE if executive else ACCOUNT_MANAGER
    account.contact_week = _hours_a_week(account, desk) if whom != Cultivation.nobody else 0.0
    if account.contact_week > 0.0:
        account.next_visit = next_working_moment(account, begin + desk.touch_visit * WEEK / account.contact_week)


@kernel
def _could_be_visited(account: Account, i: int) -> bool:
    """Known to us, there, and in the part of the chart that is cultivated."""
    if not present(account, i) or account.identified[i] == 0:
        return False
    return bool(account.cultivates == Cultivation.top or account.level[i] >= low_part(depth(account)))


@kernel
def _choose_people(account: Account, desk: Desk) -> None:
    """Take in so many: from the end of the chart that is cultivated, within a level the more powerful first."""
    chosen = 0
    for i in range(account.people):
        if account.cultivated[i] == 1 and present(account, i):
            chosen += 1
    up = -1.0 if account.cultivates == Cultivation.top else 1.0
    while chosen < int(desk.cultivation_people):
        best, best_score = NOBODY, -inf
        for i in range(account.people):
            if account.cultivated[i] == 0 and _could_be_visited(account, i):
                score = up * account.level[i] + desk.pursuit_power_in_order * power_seen(account, i)
                if score > best_score:
                    best, best_score = i, score
        if best == NOBODY:
            return
        account.cultivated[best] = 1
        chosen += 1


@kernel
def _move(account: Account) -> int:
    """What a visit without a project is: our executive's or the account manager's."""
    return Move.executive_visit + 0 if account.contact_role == EXECUTIVE else Move.visit + 0


@kernel
def _next_in_turn(account: Account, deal: Deal, desk: Desk, now: float) -> tuple[int, float]:
    """Whose turn it is, −1 when all doors are closed, and the day on which the first of them opens."""
    best, opens, move = NOBODY, inf, _move(account)
    for i in range(account.people):
        if account.cultivated[i] == 0 or not present(account, i):
            continue
        if not may_be_made(account, deal, desk, now, move, i):
            continue
        opens = min(opens, account.blocked_until[i])
        if account.blocked_until[i] > now:
            continue
        if best == NOBODY or account.visited_on[i] < account.visited_on[best]:
            best = i
    return best, opens


@kernel
def _prepare(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> float:
    """Before a first visit we read up on them, once; hours."""
    if account.met[i] == 1:
        return 0.0
    hours = desk.cultivation_preparation
    learnt = moments.prepared_for(account, deal, desk, now, i, hours, 0.0)
    if account.learnt[i] >= learnt:
        return 0.0
    account.learnt[i] = learnt
    return hours


@kernel
def visit_due(account: Account, deal: Deal, desk: Desk, now: float, k: int) -> float:
    """The day of the next visit; none while we are at work on a project."""
    return account.next_visit if deal.seller_active == 0 else inf


@kernel
def visit(account: Account, deal: Deal, desk: Desk, now: float, k: int) -> None:
    """Ask whose turn it is; the hours spent are paid for by the time until the next visit."""
    _choose_people(account, desk)
    i, opens = _next_in_turn(account, deal, desk, now)
    if i == NOBODY:
        wait = max(LEAST_PAUSE, desk.pursuit_idle)
        account.next_visit = next_working_moment(account, max(now + wait, opens) if opens < inf else now + wait)
        return
    hours = desk.access_attempt + _prepare(account, deal, desk, now, i)
    executive = account.contact_role == EXECUTIVE
    if moments.move_wanted(account, deal, desk, now, _move(account), i, 0) == Ruling.needs_approval:
        hours += desk.compliance_approval_hours
    if moments.visit_asked(account, deal, desk, now, i, executive, 0) == 1:
        hours += desk.touch_visit
        account.visited_on[i] = now
        deal.contact_visits += 1
        moments.visit_paid(account, deal, desk, now, i, account.contact_role, 0.0)
    deal.contact_hours += hours
    if now < 0.0:
        deal.contact_early += hours
    day = now + max(LEAST_PAUSE, hours * WEEK / account.contact_week)
    account.next_visit = next_working_moment(account, day)


@moments.project_opens.at(70)
def tell_of_contact(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """What was done before the project."""
    if deal.contact_hours <= 0.0:
        return
    known = 0
    for i in range(account.people):
        if account.cultivated[i] == 1 and account.met[i] == 1:
            known += 1
    write(
        account,
        deal,
        desk,
        now,
        KEPT_CONTACT,
        -1,
        account.cultivates,
        float(deal.contact_visits),
        deal.contact_hours,
        float(known),
    )


MECHANISM = Mechanism(
    name="cultivation",
    title=say("Contact without a project"),
    sentence=say(
        "Before there is a project, and between projects, a strategy keeps contact with a few people, or with nobody; "
        "relations that are not kept fade."
    ),
    source="S12, S28; MODEL §2, §13",
    shown_in=ShownIn("staying_ahead_tender", "top_down", "win_rate_all", "down"),
    constants=(
        Constant(
            "cultivation.hours",
            WorkHours,
            "hours a year for one account without a project",
            assumed(48, "hours", 24, 96, say("half a day a month")),
        ),
        Constant(
            "cultivation.people",
            Count,
            "people who are visited by turns",
            assumed(3, "count", 2, 5, say("with a visit a month, three can be seen once in a season")),
        ),
        Constant(
            "cultivation.preparation",
            WorkHours,
            "hours of reading up on somebody before a first visit",
            assumed(2, "hours", 1, 8, say("a look at their career and their house, no project being in sight")),
        ),
        Constant(
            "cultivation.ahead",
            Duration,
            "how long before day 0 what the scenario says of people held, and contact begins",
            assumed(365, "days", 180, 730, say("a plan is made for a year")),
        ),
        Constant(
            "cultivation.most",
            Share,
            "share of a role's hours that contact without a project may take, over all accounts",
            assumed(0.25, "share", 0.1, 0.4, say("live projects come first")),
        ),
    ),
    fields=(
        Field("account.cultivates", "whole", "model.terms.Cultivation"),
        Field("account.cultivated", "whole", "1: visited by turns", ("people",)),
        Field("account.visited_on", "number", "day of the last visit without a project", ("people",), start=-inf),
        Field("account.next_visit", "number", "day of the next", start=inf),
        Field("account.contact_week", "number", "hours a week set aside for contact without a project"),
        Field("account.contact_role", "whole", "whose hours these are, place in TEAM_ROLES"),
        Field("deal.contact_visits", "whole", "visits without a project before this one"),
        Field("deal.contact_hours", "number", "hours of contact before the project"),
        Field("deal.contact_early", "number", "of these, hours before day 0"),
    ),
    reads=(
        Field("account.blocked_until", "number", "the door is closed until this day", ("people",)),
        Field("account.asset_life", "number", "service life, days", ("assets",)),
        Field("account.asset_lead", "number", "days before its end at which a renewal is planned", ("assets",)),
        Field("account.asset_age", "number", "age at day 0, days", ("assets",)),
        Field("desk.access_attempt", "number", "hours of one request"),
        Field("desk.compliance_approval_hours", "number", "hours to have a move approved"),
        Field("desk.pursuit_power_in_order", "number", "weight of power within a level"),
    ),
    events=(KEPT_CONTACT,),
    clocks=(DayClock("contact", visit_due, visit, always=True),),
)
