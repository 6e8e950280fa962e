"""A file on its way from desk to desk: at whose it lies, what the answer can come to, how it counts."""

from __future__ import annotations

import math

from engine.dynamics.kernels import kernel
from engine.dynamics.state.kernel_arguments import Account, Deal

SIGNED = -1.0
"""Signed, and that is enough."""
REFUSED = -2.0
"""The file goes back."""
SETS_OUT, CLERK, SIGNERS, BODY = 0, 1, 2, 3
"""What `deal.file_at` says: the file sets out, or who had it last."""


@kernel
def lies(deal: Deal, desk_of: int, days: float, in_vain: int) -> float:
    """The file lies so many days. These are necessary, or waste where `in_vain` is 1. Returns them."""
    deal.file_at = desk_of
    deal.wait_now = days
    deal.wait_in_vain = in_vain
    if in_vain == 1:
        deal.waste_days += days
    else:
        deal.necessary_days += days
    return days


@kernel
def odds_of_refusal(account: Account, i: int, refusal: float, sway: float, faults: float) -> float:
    """Chance that person i refuses a file: as usual of even mind, more when worried, less when they see the need.

    refusal: of even mind, 0–1. sway: log-odds per unit of worry − need. faults: by what the odds are multiplied.
    """
    if refusal <= 0.0:
        return 0.0
    if refusal >= 1.0:
        return 1.0
    log_odds = math.log(refusal / (1.0 - refusal)) + sway * (account.worry[i] - account.need[i]) + math.log(faults)
    return 1.0 / (1.0 + math.exp(-log_odds))
