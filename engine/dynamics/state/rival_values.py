"""What holds between a rival and one person: how well they know each other, and who puts in a word for whom."""

from __future__ import annotations

from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import join_keys, uniform
from engine.dynamics.state.kernel_arguments import Account, Desk
from engine.dynamics.state.person_values import power_supposed, present
from engine.dynamics.state.shared import CONSENT

HIGHEST_LEVEL = 5


@kernel
def rival_bond_now(account: Account, desk: Desk, j: int, i: int, now: float) -> float:
    """Levels that rival j's meetings with person i have added to what holds in the account, after neglect."""
    if account.rival_bond[j, i] == 0.0:
        return 0.0
    return account.rival_bond[j, i] * 0.5 ** ((now - account.rival_bond_since[j, i]) / desk.touch_bond_half_life)


@kernel
def rival_level(account: Account, desk: Desk, j: int, i: int, now: float) -> int:
    """Relationship level 1–5 between rival j and person i: that in the account, and what meetings have added."""
    return min(HIGHEST_LEVEL, int(account.rival_relationship[j] + rival_bond_now(account, desk, j, i, now) + 1e-9))


@kernel
def power_seen_by_rival(account: Account, j: int, i: int) -> float:
    """Power of person i to rival j, who knows no more of people they have not met than we do."""
    return power_supposed(account, i, account.rival_met[j, i] == 1)


@kernel
def power_met_by_rival(account: Account, j: int) -> float:
    """Share of the power of those whom rival j has met."""
    met, power = 0.0, 0.0
    for i in range(account.people):
        if present(account, i):
            power += account.power[i]
            met += account.power[i] * account.rival_met[j, i]
    return met / power if power > 0.0 else 0.0


@kernel
def stands_up_for_rival(account: Account, desk: Desk, j: int, i: int, now: float) -> bool:
    """Would person i put in a word for rival j? Whoever is the kind of person to sponsor does so for rivals too."""
    if not present(account, i) or account.rival_stance[j, i] < desk.chain_sponsor_stance:
        return False
    if rival_level(account, desk, j, i, now) < desk.chain_sponsor_relationship:
        return False
    u = uniform(join_keys(account.key, 0), account.person_key[i], CONSENT, 0)
    return bool(u < desk.chain_sponsor_consent)
