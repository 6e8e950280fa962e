"""The end of a project, whoever brings it about: the buyer's process, or we withdraw."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.shared import OUTCOME
from engine.model.terms import Outcome


@kernel
def is_over(deal: Deal) -> bool:
    """Has the project ended?"""
    return bool(deal.outcome != Outcome.no_project)


@kernel
def close(account: Account, deal: Deal, desk: Desk, now: float, outcome: int, winner: int) -> None:
    """The project has ended. `winner` is the place of a rival, or −1."""
    deal.outcome = outcome
    deal.closed = now
    deal.winner = winner
    write(account, deal, desk, now, OUTCOME, -1, outcome, float(winner))
    moments.deal_ends(account, deal, desk, now)
