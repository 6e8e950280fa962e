"""The end of a project, whoever brings it about: the group's vote, the buyer who drops it, or we withdraw.

A deal counts once, as shares of an ending. Where the group's vote ends it, these are the chances of the vote given that
it ends the project, not the ending drawn: that one carries on the story and the life of the account.
"""

from __future__ import annotations

import math

from engine.dynamics import moments
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.shared import OUTCOME
from engine.model.terms import Outcome

UNITS = 2.0**32
"""Shares are whole multiples of 1/UNITS, so that their sums are exact in any order."""


@kernel
def is_over(deal: Deal) -> bool:
    """Has the project ended?"""
    return bool(deal.outcome != Outcome.no_project)


@kernel
def count_shares(deal: Deal, won: float, lost: float, no_decision: float) -> None:
    """The deal's shares, in proportion to these three: whole units that sum to one, the largest takes the remainder."""
    unit = UNITS / (won + lost + no_decision)
    deal.won = math.floor(won * unit + 0.5) / UNITS
    deal.lost = math.floor(lost * unit + 0.5) / UNITS
    deal.no_decision = math.floor(no_decision * unit + 0.5) / UNITS
    if won >= lost and won >= no_decision:
        deal.won = 1.0 - deal.lost - deal.no_decision
    elif lost >= no_decision:
        deal.lost = 1.0 - deal.won - deal.no_decision
    else:
        deal.no_decision = 1.0 - deal.won - deal.lost


@kernel
def _end(account: Account, deal: Deal, desk: Desk, now: float, outcome: int, winner: int) -> None:
    deal.outcome = outcome
    deal.closed = now
    deal.winner = winner
    write(account, deal, desk, now, OUTCOME, -1, outcome, float(winner))
    moments.deal_ends(account, deal, desk, now)


@kernel
def close(account: Account, deal: Deal, desk: Desk, now: float, outcome: int) -> None:
    """The project has ended without a choice of the group."""
    if outcome == Outcome.no_decision:
        count_shares(deal, 0.0, 0.0, 1.0)
    _end(account, deal, desk, now, outcome, -1)


@kernel
def close_for_rival(account: Account, deal: Deal, desk: Desk, now: float, rival: int) -> None:
    """The rival at this place has the deal, without a choice of the group."""
    count_shares(deal, 0.0, 1.0, 0.0)
    _end(account, deal, desk, now, Outcome.lost + 0, rival)


@kernel
def close_by_vote(account: Account, deal: Deal, desk: Desk, now: float, choice: int, last: bool) -> None:
    """The group's vote has ended the project; the deal's shares are still the chances of the vote.

    choice: as `moments.group_votes`; a stranger who wins stands one place behind the last rival.
    last:   no decision ends the project too.
    """
    count_shares(deal, deal.won, deal.lost, deal.no_decision if last else 0.0)
    if choice == 0:
        _end(account, deal, desk, now, Outcome.won + 0, -1)
    elif choice > 0:
        _end(account, deal, desk, now, Outcome.lost + 0, min(choice - 1, account.rivals))
    else:
        _end(account, deal, desk, now, Outcome.no_decision + 0, -1)
