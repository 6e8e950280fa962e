"""How people find being dealt with by us: to the point, on time, not pushed, promises kept (S12, S14, S19)."""

from __future__ import annotations

from math import isnan, nan

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Constant, Draw, EventKind, Field, Mechanism, Number, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import MIDDLING, annoy, bounded, please, present
from engine.dynamics.state.project_end import is_over
from engine.dynamics.state.promises import BROKEN, KEPT, MADE
from engine.dynamics.state.team_roles import EXECUTIVE
from engine.model.quantity import PositiveCoefficient, PositiveDuration, Probability, Share, WorkHours
from engine.wording import say

PROMISE = EventKind(
    40,
    "promise",
    "seen",
    by="us",
    person="to whom it was made",
    code=("made", "kept", "broken"),
    numbers=(Number("due_day", "day by which it is due"),),
)
PROMISES = Draw(41, "does a good meeting end with a promise")
NOT_TAKEN_ON = -1


@kernel
def _settle(account: Account, deal: Deal, desk: Desk, now: float, i: int, kept: bool) -> None:
    """The promise to person i is kept or broken, and they remember it."""
    if kept:
        deal.promises_kept += 1
        please(account, i, desk.experience_kept)
    else:
        deal.promises_broken += 1
        annoy(account, i, desk.experience_broken)
    write(account, deal, desk, now, PROMISE, i, KEPT if kept else BROKEN, deal.promise_due[i])
    deal.promise_due[i] = 0.0
    deal.promises_open -= 1


@kernel
def _overdue(deal: Deal, now: float, i: int) -> bool:
    return bool(0.0 < deal.promise_due[i] < now)


@kernel
def _look_back(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """A promise whose day has passed is broken; nobody needs to know before they are thought of again."""
    if _overdue(deal, now, i):
        _settle(account, deal, desk, now, i, False)


@moments.well_received.at(40)
def promise_something(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, effect: float, message: float
) -> None:
    """A good meeting may end with a promise: documents, an answer, evidence. It is work, booked with our next."""
    u = uniform(deal.key, account.person_key[i], PROMISES, deal.touches_by[i])
    if deal.promise_due[i] > 0.0 or u >= desk.promise_chance:
        return
    deal.promise_due[i] = now + desk.promise_days
    deal.promise_thread[i] = NOT_TAKEN_ON
    deal.promises_made += 1
    deal.promises_open += 1
    deal.unbooked_hours += desk.promise_hours
    write(account, deal, desk, now, PROMISE, i, MADE, deal.promise_due[i])


@moments.meeting_arranged.at(10)
def take_on_promises(account: Account, deal: Deal, desk: Desk, now: float, thread: int) -> None:
    """What was promised meanwhile is done by whoever works on this customer next."""
    if deal.promises_open > 0:
        for i in range(account.people):
            if deal.promise_due[i] > 0.0 and deal.promise_thread[i] == NOT_TAKEN_ON:
                deal.promise_thread[i] = thread


@moments.colleague_booked.at(10)
def do_what_was_promised(account: Account, deal: Deal, desk: Desk, now: float, thread: int) -> None:
    """The promised work is done: in time, or too late."""
    if deal.promises_open == 0 or deal.thread_role[thread] == EXECUTIVE:
        return
    for i in range(account.people):
        if deal.promise_due[i] > 0.0 and deal.promise_thread[i] == thread:
            _settle(account, deal, desk, now, i, now <= deal.promise_due[i])


@moments.deal_ends.at(3)
def look_back_at_all(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """At the end everybody remembers what was not kept; what is not due yet stays open."""
    for i in range(account.people):
        _look_back(account, deal, desk, now, i)


@moments.meeting_comes.at(5)
def wait_for_us(account: Account, deal: Deal, desk: Desk, now: float, thread: int) -> None:
    """Who had to wait for a meeting because our people were not free notices it."""
    i = deal.thread_person[thread]
    if i < 0:
        return
    if present(account, i) and deal.thread_key[thread] == account.person_key[i]:
        _look_back(account, deal, desk, now, i)
        if deal.thread_late[thread] > desk.experience_grace:
            annoy(account, i, desk.experience_late)


@moments.well_received.at(30)
def value_the_meeting(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, effect: float, message: float
) -> None:
    """A meeting that is to the point is remembered, the more so the more it is."""
    please(account, i, desk.experience_relevant * message)


@moments.visit_paid.at(40)
def value_the_visit(account: Account, deal: Deal, desk: Desk, now: float, i: int, role: int, message: float) -> float:
    """So is a visit without a project."""
    please(account, i, desk.experience_relevant * message)
    return message


@moments.badly_received.at(10)
def regret_the_meeting(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """A waste of their time is remembered, too."""
    annoy(account, i, desk.experience_irrelevant)


@moments.pushed.at(10)
def resent_being_pushed(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """Whoever has refused more often than usual does not want to be asked again."""
    annoy(account, i, desk.experience_pushed)


@moments.way_in.at(15)
def welcome_again(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, prepared: float, executive: bool, chance: float
) -> float:
    """Whoever knows us receives us the more readily the better they found it."""
    if account.met[i] == 0:
        return chance
    _look_back(account, deal, desk, now, i)
    return bounded(chance * (1.0 + desk.experience_access * (account.experience[i] - MIDDLING)), 0.0, 1.0)


@kernel
def _experience(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    """Power-weighted over the people met in this project; unknown where nobody was."""
    total, weight = 0.0, 0.0
    for i in range(account.people):
        if present(account, i) and deal.touches_by[i] > 0:
            felt = account.experience[i]
            if _overdue(deal, now, i) and not is_over(deal):
                felt -= desk.experience_broken * felt
            total += account.power[i] * felt
            weight += account.power[i]
    return total / weight if weight > 0.0 else nan


@kernel
def _broken(account: Account, deal: Deal, desk: Desk, now: float) -> int:
    broken = deal.promises_broken
    for i in range(account.people):
        if _overdue(deal, now, i) and not is_over(deal):
            broken += 1
    return broken


@moments.satisfaction.at(10)
def satisfied_by_dealing(account: Account, deal: Deal, desk: Desk, now: float, degree: float) -> float:
    """How the customer was dealt with on the way is part of how satisfied they are with what was delivered."""
    felt = _experience(account, deal, desk, now)
    return degree if isnan(felt) else bounded(degree + desk.experience_satisfaction * (felt - MIDDLING), 0.0, 1.0)


MECHANISM = Mechanism(
    name="experience",
    title=say("Experience of us"),
    sentence=say(
        "People remember how we deal with them: to the point, on time, promises kept, not pushed; so they receive us "
        "again, come closer sooner, and are satisfied with what we deliver."
    ),
    shown_in=ShownIn("resentful_middle", "bottom_up_field", "experience", "down"),
    source=say("S12 (people must feel good all the way), S14, S19 (keeps promises: a ledger); MODEL §4"),
    constants=(
        Constant(
            "experience.relevant",
            Share,
            "share of the way to the best experience that a fully relevant meeting makes",
            assumed(0.25, "share", 0.1, 0.4, say("five or six usual meetings make half of the way")),
        ),
        Constant(
            "experience.irrelevant",
            Share,
            "share lost by a meeting that wastes their time",
            assumed(0.3, "share", 0.15, 0.5, say("one waste of time undoes two or three good meetings")),
        ),
        Constant(
            "experience.pushed",
            Share,
            "share lost by being asked again after more refusals than people tolerate",
            assumed(0.2, "share", 0.1, 0.4, say("a nuisance, not an injury")),
        ),
        Constant(
            "experience.grace",
            PositiveDuration,
            "wait for our own people beyond an agreed day that nobody minds",
            assumed(1, "days", 0.5, 3, say("meetings are put off to the next day on both sides")),
        ),
        Constant(
            "experience.late",
            Share,
            "share lost by a longer wait",
            assumed(0.15, "share", 0.05, 0.3, say("a meeting put off by us costs about what the meeting then brings")),
        ),
        Constant(
            "experience.kept",
            Share,
            "share of the way to the best experience that a kept promise makes",
            assumed(0.15, "share", 0.05, 0.3, say("a kept word counts as much as a good meeting")),
        ),
        Constant(
            "experience.broken",
            Share,
            "share lost by a broken promise",
            assumed(0.35, "share", 0.2, 0.6, say("losses weigh about twice as much as gains (prospect theory)")),
        ),
        Constant(
            "promise.chance",
            Probability,
            "chance that a good meeting ends with a promise of ours",
            assumed(
                0.3, "probability", 0.1, 0.6, say("one good talk in three leaves something to be sent or found out")
            ),
        ),
        Constant(
            "promise.days",
            PositiveDuration,
            "days within which a promise is due",
            assumed(14, "days", 7, 30, say("people say `within a fortnight`")),
        ),
        Constant(
            "promise.hours",
            WorkHours,
            "work of keeping it, booked with our next work on this customer",
            assumed(2, "hours", 1, 6, say("a data sheet with a letter, or a question to the works")),
        ),
        Constant(
            "experience.access",
            PositiveCoefficient,
            "part by which somebody's chance to receive us again changes per unit of experience above the middle",
            assumed(
                0.6, "coefficient", 0.2, 1.0, say("the best experience opens a third more doors, the worst shuts them")
            ),
        ),
        Constant(
            "experience.closeness",
            PositiveCoefficient,
            "part by which the pace of relationships changes per unit of experience above the middle",
            assumed(
                1.0, "coefficient", 0.4, 1.6, say("whoever likes how we work lets us come closer half as fast again")
            ),
        ),
        Constant(
            "experience.satisfaction",
            PositiveCoefficient,
            "satisfaction after acceptance per unit of experience above the middle",
            assumed(0.3, "coefficient", 0.1, 0.5, say("the delivery counts most; the way there moves it by a grade")),
        ),
    ),
    fields=(
        Field("account.experience", "number", "of being dealt with by us, 0–1", ("people",), start=MIDDLING),
        Field("deal.promise_due", "number", "day by which our promise to them is due; 0 without one", ("people",)),
        Field("deal.promise_thread", "whole", "thread whose next meeting carries its work, −1 for none", ("people",)),
        Field("deal.promises_open", "whole", "promises neither kept nor broken yet"),
        Field("deal.promises_made", "whole", "promises made in this project"),
        Field("deal.promises_kept", "whole", "of these kept in time"),
        Field("deal.promises_broken", "whole", "of these broken"),
    ),
    reads=(
        Field("deal.touches_by", "whole", "meetings in this project", ("people",)),
        Field("deal.unbooked_hours", "number", "small efforts, hours"),
    ),
    events=(PROMISE,),
    draws=(PROMISES,),
    columns=(
        Column(
            "experience", "f8", "power-weighted experience of us of the people met, 0–1; NaN without any", _experience
        ),
        Column("promises_made", "i4", "promises made", "deal.promises_made"),
        Column("promises_kept", "i4", "of these kept in time", "deal.promises_kept"),
        Column("promises_broken", "i4", "of these broken; the rest is open, or was made to somebody who left", _broken),
    ),
)
