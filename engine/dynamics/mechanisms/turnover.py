"""People leave and are replaced: the successor owes us nothing and knows nothing of what was promised (MODEL §8)."""

from __future__ import annotations

from math import inf

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
    ShownIn,
    assumed,
)
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import exponential, join_keys, normal, uniform
from engine.dynamics.machine.seats import vacate
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import bounded, present
from engine.model.quantity import Duration, Rate, Score
from engine.wording import say

LEFT = EventKind(30, "person_left", "rumoured", by="person", person="who left")
SUCCESSOR = EventKind(
    31,
    "successor",
    "rumoured",
    by="person",
    person="whose seat it is",
    numbers=(Number("stance", "stance towards us"),),
)
LEAVES = Draw(32, "when does somebody leave")
OWN_STANCE = Draw(33, "how does a successor stand towards us")
PEOPLE_LEFT = Field("deal.people_left", "whole", "people who left during the project, or since the one before")
OWN_RIVAL_STANCE = Draw(34, "how does a successor stand towards a rival")


@kernel
def _stays(account: Account, desk: Desk, i: int) -> float:
    """Days that the person on seat i stays on the post, from their first; for ever without a hazard."""
    if desk.turnover_leaving <= 0.0:
        return inf
    return exponential(uniform(account.key, account.person_key[i], LEAVES, 0)) / desk.turnover_leaving


@kernel
def _look_ahead(account: Account) -> None:
    """The next change of all seats."""
    account.next_change = inf
    for i in range(account.people):
        account.next_change = min(account.next_change, account.changes_on[i])


@moments.account_begins.at(10)
def begin_terms(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Everybody is on the post; from here on they leave at the yearly hazard."""
    for i in range(account.people):
        account.changes_on[i] = now + _stays(account, desk, i)
    _look_ahead(account)


@kernel
def _leave(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """Whoever is on seat i goes: sponsor, mandate, trust and what we knew of them go too."""
    moments.person_leaves(account, deal, desk, now, i)
    write(account, deal, desk, now, LEFT, i)
    vacate(account, deal, desk, now, i)
    account.present[i] = 0
    account.empty_seats += 1
    deal.people_left += 1
    account.changes_on[i] = now + desk.turnover_vacancy


@kernel
def _arrive(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """The successor takes the seat with a stance of their own; need and worry come with the work."""
    account.person_key[i] = join_keys(account.person_key[i], 1)
    spread = desk.turnover_stance_spread
    stance = bounded(spread * normal(uniform(account.key, account.person_key[i], OWN_STANCE, 0)), -1.0, 1.0)
    account.stance[i] = account.anchor[i] = stance
    for j in range(account.rivals):
        u = uniform(account.key, account.person_key[i], OWN_RIVAL_STANCE, j)
        account.rival_stance[j, i] = account.rival_anchor[j, i] = bounded(spread * normal(u), -1.0, 1.0)
    account.need[i] = account.implied_need[i] = account.need_at_rest[i]
    account.worry[i] = account.worry_at_rest[i]
    account.present[i] = 1
    account.empty_seats -= 1
    account.changes_on[i] = now + _stays(account, desk, i)
    write(account, deal, desk, now, SUCCESSOR, i, 0, stance)


@kernel
def next_change(account: Account, deal: Deal, desk: Desk, now: float, k: int) -> float:
    """The day on which somebody next leaves or arrives."""
    return account.next_change


@kernel
def change(account: Account, deal: Deal, desk: Desk, now: float, k: int) -> None:
    """Those whose day it is leave, or their successors arrive."""
    for i in range(account.people):
        if account.changes_on[i] <= account.next_change:
            if present(account, i):
                _leave(account, deal, desk, now, i)
            else:
                _arrive(account, deal, desk, now, i)
    _look_ahead(account)


MECHANISM = Mechanism(
    name="turnover",
    title=say("People leave and are replaced"),
    sentence=say(
        "People leave their posts; a sponsor who goes is gone, "
        "and the successor has views of their own and knows nobody."
    ),
    source=say("MODEL §8, §11 (15–25 % a year, after contact-data decay quoted by vendors, secondary); S05"),
    shown_in=ShownIn("staying_ahead_tender", "multi_level", "win_rate_all", "up"),
    constants=(
        Constant(
            "turnover.leaving",
            Rate,
            "hazard of leaving the post, per person; 0 switches it off",
            assumed(
                0, "per year", 0, 0.3, say("off unless a scenario asks; vendors quote 15 to 25 % a year (secondary)")
            ),
        ),
        Constant(
            "turnover.vacancy",
            Duration,
            "how long the seat stays empty",
            assumed(45, "days", 0, 120, say("a notice period less the search that began in it")),
        ),
        Constant(
            "turnover.stance_spread",
            Score,
            "standard deviation of a successor's stance around neutral",
            assumed(0.25, "score", 0.1, 0.4, say("most have no view of us, some bring one from their last post")),
        ),
    ),
    fields=(
        Field("account.next_change", "number", "day on which somebody next leaves or arrives", start=inf),
        Field("account.changes_on", "number", "day on which this seat changes", ("people",), start=inf, of_seat=True),
        PEOPLE_LEFT,
    ),
    events=(LEFT, SUCCESSOR),
    draws=(LEAVES, OWN_STANCE, OWN_RIVAL_STANCE),
    clocks=(DayClock("turnover", next_change, change, always=True),),
    columns=(Column("people_left", "i4", PEOPLE_LEFT.meaning, PEOPLE_LEFT.path),),
)
