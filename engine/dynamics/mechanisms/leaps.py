"""Going over people's heads: managers and gatekeepers who were passed over turn against us, unless it works (S12 b)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, EventKind, Field, Mechanism, Number, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import GATEKEEPER, add_resentment, bounded, present, reports_through
from engine.dynamics.state.routes import Route
from engine.model.chart import MAX_LEVELS
from engine.model.quantity import Score, Share
from engine.wording import say

PASSED_OVER = EventKind(
    29,
    "passed_over",
    "rumoured",
    by="person",
    person="who was passed over",
    numbers=(Number("stance_lost", "stance lost"), Number("levels", "levels passed over")),
)


@kernel
def _levels_passed(account: Account, i: int) -> int:
    """Levels between person i and the highest below whom we have met; 0 where nobody met is two levels below or more.

    Somebody met on the level right below does not make up for coming from further down: one level counts.
    """
    highest, lowest = MAX_LEVELS, 0
    for j in range(account.people):
        if present(account, j) and account.met[j] == 1 and account.level[j] > account.level[i]:
            highest = min(highest, int(account.level[j]))
            lowest = max(lowest, int(account.level[j]))
    if lowest <= account.level[i] + 1:
        return 0
    return max(1, highest - int(account.level[i]) - 1)


@moments.request_made.at(10)
def note_leap(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """What counts is when and how a stranger was first asked: what is arranged for us, or open to all, is no leap."""
    if deal.attempts[i] == 1 and account.met[i] == 0 and deal.route < Route.introduced:
        deal.levels_passed[i] = _levels_passed(account, i)


@kernel
def _skipped(account: Account, i: int, x: int) -> bool:
    """Was manager x, not met, skipped on the way from somebody we had met before up to i?"""
    if reports_through(account, x, i) == 0:
        return False
    for j in range(account.people):
        if present(account, j) and account.met[j] == 1 and j != i and reports_through(account, j, x) > 0:
            return True
    return False


@moments.person_met.at(10)
def passed_over(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """We came from below and went over somebody's head: they and unmet gatekeepers turn, unless it works.

    The more levels we passed over, the greater the affront.
    """
    if deal.touches_by[i] != 1 or deal.levels_passed[i] == 0:
        return
    won = bounded(account.stance[i], 0.0, 1.0)
    further = 1.0 + desk.chain_backlash_per_level * (deal.levels_passed[i] - 1)
    blow = bounded(desk.chain_backlash * further, 0.0, 1.0) * (1.0 - desk.chain_backlash_forgiven * won)
    for x in range(account.people):
        if x == i or not present(account, x) or account.met[x] == 1 or deal.bypassed[x] == 1:
            continue
        gatekeeper = (account.roles[x] & GATEKEEPER) != 0 and account.level[x] > account.level[i]
        if gatekeeper or _skipped(account, i, x):
            deal.bypassed[x] = 1
            account.stance[x] = max(-1.0, account.stance[x] - blow)
            account.anchor[x] = max(-1.0, account.anchor[x] - blow)
            add_resentment(account, desk, x, now, blow)
            write(account, deal, desk, now, PASSED_OVER, x, 0, blow, float(deal.levels_passed[i]))


MECHANISM = Mechanism(
    name="leaps",
    title=say("Leaps over heads"),
    sentence=say(
        "Going from below straight to the top turns the managers and gatekeepers passed over, the more so the more "
        "levels are passed over, unless the top is won."
    ),
    source=say("S12 (b: very risky); MODEL §4"),
    shown_in=ShownIn("resentful_middle", "bottom_up_leapfrog", "win_rate_all", "up"),
    constants=(
        Constant(
            "chain.backlash",
            Score,
            "stance lost by a manager who was bypassed and hears of it, one level being passed over",
        ),
        Constant(
            "chain.backlash_per_level",
            Share,
            "what each further level passed over adds to the blow, as a share of it",
            assumed(0.5, "share", 0.2, 1, say("two levels over are half as bad again: more people lose face")),
        ),
        Constant("chain.backlash_forgiven", Share, "share forgiven when the person above is fully won"),
    ),
    fields=(
        Field(
            "deal.levels_passed",
            "whole",
            "levels passed over when we first asked, coming from far below; 0: no leap",
            ("people",),
        ),
        Field("deal.bypassed", "whole", "1: passed over in this project", ("people",)),
    ),
    reads=(
        Field("deal.route", "whole", "route of the last request"),
        Field("deal.attempts", "whole", "requests for this project", ("people",)),
        Field("deal.touches_by", "whole", "meetings in this project", ("people",)),
    ),
    events=(PASSED_OVER,),
)
