"""How far the buyer's own process has come."""

from __future__ import annotations

from engine.dynamics.kernels import kernel
from engine.dynamics.state.kernel_arguments import Account, Deal


@kernel
def has_reached(account: Account, deal: Deal, step: int) -> bool:
    """Is the file at this step of `model.terms.BuyerStep`, or beyond?"""
    return bool(account.step_code[max(0, deal.step)] >= step)
