"""Who carries the file in a step of the buyer's process (MODEL §3): the roles whose work it is."""

from __future__ import annotations

from typing import Any

from engine.dynamics.kernels import kernel
from engine.dynamics.state.kernel_arguments import Account
from engine.dynamics.state.person_values import BUYER, DECIDER, INITIATOR, TECHNICAL, USER, has_role, inside
from engine.model.process import STEP_NAMES, StepName

_ROLES: dict[StepName, int] = {
    "need": INITIATOR | USER,
    "research": TECHNICAL,
    "analysis": TECHNICAL,
    "approval": INITIATOR | USER,
    "sourcing": BUYER,
    "bidding": BUYER,
    "testing": TECHNICAL,
    "purchase": DECIDER | BUYER,
}
OWNING_ROLES = tuple(_ROLES[name] for name in STEP_NAMES)
"""The roles (a bit each) that own a step, by its place in STEP_NAMES."""
LEAST_POWER = 1e-9
"""So that owners without any power count, alike, where there are no others."""


@kernel
def owns(account: Account, step: int, i: int) -> bool:
    """Is the step person i's work? Where nobody holds one of its roles, it is that of those of most power."""
    if not inside(account, i):
        return False
    if has_role(account, i, OWNING_ROLES[step]):
        return True
    for j in range(account.people):
        if inside(account, j) and (has_role(account, j, OWNING_ROLES[step]) or account.power[j] > account.power[i]):
            return False
    return True


@kernel
def owner_weights(account: Account, step: int, weights: Any) -> float:
    """What each person weighs as an owner of a step, written to `weights`. Returns the sum, 0 for nobody."""
    return role_weights(account, OWNING_ROLES[step], weights)


@kernel
def role_weights(account: Account, roles: int, weights: Any) -> float:
    """What each person with one of these roles weighs by power, written to `weights`. Returns the sum, 0 for nobody.

    Where nobody holds one of them, it falls to those of most power.
    """
    owned, most = False, -1.0
    for i in range(account.people):
        if inside(account, i):
            owned = owned or has_role(account, i, roles)
            most = max(most, account.power[i])
    total = 0.0
    for i in range(account.people):
        owns = has_role(account, i, roles) if owned else account.power[i] == most
        weights[i] = account.power[i] + LEAST_POWER if owns and inside(account, i) else 0.0
        total += weights[i]
    return total
