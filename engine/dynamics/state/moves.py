"""May a move be made? Whoever wants to make one asks here, and compliance answers (S31)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.kernels import kernel
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.model.terms import Ruling


@kernel
def may_be_made(account: Account, deal: Deal, desk: Desk, now: float, move: int, i: int) -> bool:
    """Is a move (terms.Move) towards person i not forbidden?"""
    return bool(moments.move_wanted(account, deal, desk, now, move, i, 0) != Ruling.forbidden)
