"""Whether the path of a purchase has closed the talks with those who judge the offers (S08, S31)."""

from __future__ import annotations

from engine.dynamics.kernels import kernel
from engine.dynamics.state.kernel_arguments import Account, Deal
from engine.model.terms import BuyerStep

NEVER = -1
"""What `account.contact_ends` says where they stay open."""


@kernel
def step_at_hand(account: Account, deal: Deal) -> int:
    """The buyer's step, −1 without a project; a round without decision takes no papers back."""
    if deal.step < 0:
        return -1
    code = int(account.step_code[deal.step])
    if account.contact_ends != NEVER and deal.rounds_held > 0:
        return max(code, BuyerStep.bidding + 0)
    return code


@kernel
def talks_closed(account: Account, deal: Deal) -> int:
    """1 from the step at which the path ends them until the award."""
    step = step_at_hand(account, deal)
    if account.contact_ends == NEVER or step < account.contact_ends or step > BuyerStep.purchase:
        return 0
    return 1
