"""Balance among relations: whoever is left silent while we see their superior cools (S12; MODEL §4)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Constant, EventKind, Field, Mechanism, Number, ShownIn, assumed
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.moves import may_be_made
from engine.dynamics.state.person_values import bounded, present, settle
from engine.model.quantity import PositiveDuration, Score, WorkHours
from engine.model.terms import Move
from engine.wording import say

LEFT_SILENT = EventKind(
    44,
    "left_silent",
    "hidden",
    by="person",
    person="who hears that we see the superior",
    numbers=(Number("change", "change of stance towards us"), Number("silent_days", "days since our last meeting")),
)


@moments.person_met.at(60)
def those_left_silent_cool(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """We have seen person i; those who report to i, know us, and have not heard of us for long take note.

    Whoever keeps balance among relations calls them beforehand; nobody minds a silence that the rules demand.
    """
    for j in range(account.people):
        if account.boss[j] != i or not present(account, j) or account.met[j] == 0 or deal.in_flight[j] == 1:
            continue
        silent = now - max(account.last_touch[j], account.called_on[j])
        if silent <= desk.balance_silence:
            continue
        if not may_be_made(account, deal, desk, now, Move.call + 0, j):
            continue
        if deal.keeps_balance == 1:
            moments.approval_days(account, deal, desk, now, Move.call + 0, j, 0.0)
            account.called_on[j] = now
            deal.calls += 1
            moments.contact_made(account, deal, desk, now, j)
            deal.unbooked_hours += desk.balance_call
        else:
            before = account.stance[j]
            account.stance[j] = bounded(before - desk.balance_cooling, -1.0, 1.0)
            settle(account, desk, j, account.stance[j] - before)
            write(account, deal, desk, now, LEFT_SILENT, j, 0, account.stance[j] - before, silent)


MECHANISM = Mechanism(
    name="balance",
    title=say("Balance among relations"),
    sentence=say(
        "People who know us cool when we see their superior and have not been to them for weeks; "
        "a call keeps them warm."
    ),
    source=say("S12 (keep balance among relationships held and being built); MODEL §4"),
    shown_in=ShownIn("resentful_middle", "bottom_up_sponsored", "win_rate_all", "up"),
    constants=(
        Constant(
            "balance.silence",
            PositiveDuration,
            "days without a meeting from which somebody feels passed by when we see the superior",
            assumed(30, "days", 14, 60, say("a month in a project is long; a call on the way would have done")),
        ),
        Constant(
            "balance.call",
            WorkHours,
            "hours of a call that keeps somebody from being left silent",
            assumed(0.5, "hours", 0.25, 1, say("the call, and a line to the file")),
        ),
        Constant(
            "balance.cooling",
            Score,
            "stance lost each time",
            assumed(0.05, "score", 0.02, 0.1, say("half a good meeting undone")),
        ),
    ),
    fields=(
        Field(
            "account.called_on", "number", "day of our last call; long ago before the first", ("people",), start=-1e6
        ),
        Field("deal.calls", "whole", "calls so that nobody is left silent"),
    ),
    reads=(
        Field("deal.keeps_balance", "whole", "1 where the strategy keeps balance among relations"),
        Field("deal.unbooked_hours", "number", "small efforts, hours"),
        Field("account.last_touch", "number", "day of our last meeting", ("people",)),
        Field("deal.in_flight", "whole", "1 while a meeting with this person is arranged", ("people",)),
    ),
    events=(LEFT_SILENT,),
    columns=(Column("calls", "i4", "calls so that nobody is left silent", "deal.calls"),),
)
