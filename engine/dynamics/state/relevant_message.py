"""What we have to say to somebody, and how much of it concerns them."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.kernels import kernel
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import fit


@kernel
def message_for(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> float:
    """How well what we say meets person i, 0–1: fit, what we have learnt, and whether they care to listen."""
    told = desk.touch_untaught + (1.0 - desk.touch_untaught) * account.learnt[i]
    return moments.relevance(account, deal, desk, now, i, fit(account, deal, i) * told)
