"""What holds for one person or the whole committee at a given day: presence, fit, relationship, resentment, means."""

from __future__ import annotations

from math import isnan
from typing import Any

from engine.dynamics.kernels import kernel
from engine.dynamics.state.derived import shielded_levels
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.model.terms import CRITERIA, ROLES, SCORES

CRITERIA_COUNT = len(CRITERIA)
PRICE, DELIVERY, PAYMENT = (CRITERIA.index(name) for name in ("price", "delivery", "payment"))
ACQUAINTED, FAMILIAR = 2, 3
MIDDLING = 0.5
"""Experience of us of whoever has had none."""
BROUGHT, PASSES_ON = 1, 2
"""What `deal.brought` says: somebody spoke for us to them; and they pass us on to others."""
IDENTIFIED, PUBLIC = 1, 2
"""What `account.identified` says: we know that they have a say; or it is only public that they are the top."""
USER = 1 << ROLES.index("user")
INITIATOR = 1 << ROLES.index("initiator")
TECHNICAL = 1 << ROLES.index("technical_evaluator")
BUYER = 1 << ROLES.index("buyer")
DECIDER = 1 << ROLES.index("decider")
GATEKEEPER = 1 << ROLES.index("gatekeeper")
FINANCIAL = 1 << ROLES.index("financial_approver")
UNKNOWN_POWER = 1 << SCORES.index("power")
"""The bit of `account.unknown` that says so."""


@kernel
def present(account: Account, i: int) -> bool:
    """Is there anybody on seat i?"""
    return account.present[i] == 1


@kernel
def inside(account: Account, i: int) -> bool:
    """Is there somebody of the house on seat i? Whoever is from outside has ties, and neither vote nor signature."""
    return account.present[i] == 1 and account.outsider[i] == 0


@kernel
def has_role(account: Account, i: int, roles: int) -> bool:
    """Does person i hold one of these roles (a bit each)?"""
    return (account.roles[i] & roles) != 0


@kernel
def chief_of(account: Account) -> int:
    """The seat of the decider; with several, of the most powerful."""
    best = 0
    found = False
    for i in range(account.people):
        if (account.roles[i] & DECIDER) != 0 and (not found or account.power[i] > account.power[best]):
            best, found = i, True
    return best


@kernel
def met(account: Account, i: int) -> bool:
    """Have we met person i?"""
    return account.met[i] == 1


@kernel
def power_supposed(account: Account, i: int, known: bool) -> float:
    """Power of person i to a seller: what scenario or acquaintance says, else what the rank lets one suppose."""
    if known or (account.unknown[i] & UNKNOWN_POWER) == 0:
        return account.power[i]
    return account.supposed_power[i]


@kernel
def power_seen(account: Account, i: int) -> float:
    """The same to us: whom we have met, we know."""
    return power_supposed(account, i, account.met[i] == 1)


@kernel
def door_shut(account: Account, i: int, now: float) -> bool:
    """Does person i not receive us for a while yet? The day on which the door opens is open, whatever the rounding."""
    return bool(now < account.blocked_until[i] - 1e-9)


@kernel
def mean_by_power(account: Account, values: Any) -> float:
    """The mean of a value of those who are there, by their power; 0 where nobody has any."""
    total, weight = 0.0, 0.0
    for i in range(account.people):
        if present(account, i):
            total += account.power[i] * values[i]
            weight += account.power[i]
    return total / weight if weight > 0.0 else 0.0


@kernel
def fit(account: Account, deal: Deal, i: int) -> float:
    """How well our offer serves person i's criteria, 0–1, with what shaping and tailoring won."""
    plain = 0.0
    for c in range(CRITERIA_COUNT):
        plain += deal.criteria[i, c] * deal.offer[c]
    return plain + (1.0 - plain) * deal.shaped


@kernel
def plain_rival_fit(account: Account, deal: Deal, j: int, i: int) -> float:
    """How well rival j's offer as everybody knows it serves person i's criteria, 0–1."""
    plain = 0.0
    for c in range(CRITERIA_COUNT):
        plain += deal.criteria[i, c] * account.rival_offer[j, c]
    return plain


@kernel
def rival_fit(account: Account, deal: Deal, j: int, i: int) -> float:
    """The same of the offer made here, with what the rival won by shaping, less what it lost to our standards."""
    plain = 0.0
    for c in range(CRITERIA_COUNT):
        plain += deal.criteria[i, c] * deal.rival_offer[j, c]
    return (plain + (1.0 - plain) * deal.rival_shaped[j]) * (1.0 - deal.standards)


@kernel
def bond_now(account: Account, desk: Desk, i: int, now: float) -> float:
    """Relationship level − 1 after neglect since the last meeting: it halves every `touch.bond_half_life` days."""
    if account.bond[i] == 0.0:
        return 0.0
    return account.bond[i] * 0.5 ** ((now - account.bond_since[i]) / desk.touch_bond_half_life)


@kernel
def relationship(account: Account, desk: Desk, i: int, now: float) -> int:
    """Relationship level 1–5 (S20)."""
    return 1 + min(4, int(bond_now(account, desk, i, now) + 1e-9))


@kernel
def knows_us(account: Account, desk: Desk, i: int, now: float) -> bool:
    """Is person i there, and have we met them or are we acquainted from before? They tell us things."""
    return present(account, i) and (account.met[i] == 1 or relationship(account, desk, i, now) >= ACQUAINTED)


@kernel
def our_reputation(account: Account) -> float:
    """Our reputation; where the account has had a delivery of ours, what it was like."""
    return account.reputation if isnan(account.satisfaction) else account.satisfaction


@kernel
def learnt_by_power(account: Account) -> float:
    """What we have learnt of those who have a say, 0–1, by their power."""
    weight, learnt = 0.0, 0.0
    for i in range(account.people):
        if present(account, i):
            weight += account.power[i]
            learnt += account.power[i] * account.learnt[i]
    return learnt / weight if weight > 0.0 else 0.0


@kernel
def known_to_have_a_say(account: Account, i: int) -> bool:
    """Do we know of their part in the decision, and not only who they are?"""
    return account.identified[i] == IDENTIFIED or account.met[i] == 1


@kernel
def depth(account: Account) -> int:
    """How many levels the chart has."""
    lowest = 1
    for i in range(account.people):
        lowest = max(lowest, int(account.level[i]))
    return lowest


@kernel
def shielded(account: Account, desk: Desk, i: int) -> bool:
    """Does person i stand so high that a secretary keeps the door?"""
    return bool(account.level[i] <= shielded_levels(depth(account), desk.access_top_levels))


@kernel
def resentment_now(account: Account, desk: Desk, i: int, now: float) -> float:
    """Resentment 0–1, fading with its half-life."""
    if account.resentment[i] == 0.0:
        return 0.0
    return account.resentment[i] * 0.5 ** ((now - account.resentment_since[i]) / desk.chain_resentment_half_life)


@kernel
def regard(account: Account, desk: Desk, now: float, i: int, option: int) -> float:
    """How person i feels about a supplier (0 us, 1… rivals): the stance, for us less the resentment."""
    if option == 0:
        return account.stance[i] - resentment_now(account, desk, i, now)
    return account.rival_stance[option - 1, i]


@kernel
def settle(account: Account, desk: Desk, i: int, change: float) -> None:
    """Part of a change of stance towards us becomes conviction."""
    account.anchor[i] = bounded(account.anchor[i] + desk.touch_anchor_share * change, -1.0, 1.0)


@kernel
def settle_rival(account: Account, desk: Desk, j: int, i: int, change: float) -> None:
    """The same towards rival j."""
    anchor = account.rival_anchor[j, i] + desk.touch_anchor_share * change
    account.rival_anchor[j, i] = bounded(anchor, -1.0, 1.0)


@kernel
def add_resentment(account: Account, desk: Desk, i: int, now: float, amount: float) -> None:
    """Somebody feels passed over or ordered about, by so much (0–1)."""
    account.resentment[i] = min(1.0, resentment_now(account, desk, i, now) + amount)
    account.resentment_since[i] = now


@kernel
def ease_resentment(account: Account, desk: Desk, i: int, now: float) -> None:
    """Somebody is reconciled in part: by a good meeting, or by a word from above that now means something."""
    account.resentment[i] = resentment_now(account, desk, i, now) * (1.0 - desk.chain_resentment_eased)
    account.resentment_since[i] = now


@kernel
def please(account: Account, i: int, share: float) -> None:
    """Person i finds being dealt with by us better, by a share of what is missing."""
    account.experience[i] += bounded(share, 0.0, 1.0) * (1.0 - account.experience[i])


@kernel
def annoy(account: Account, i: int, share: float) -> None:
    """Person i finds it worse, by a share of what there is."""
    account.experience[i] -= share * account.experience[i]


@kernel
def introducer(account: Account, deal: Deal, desk: Desk, i: int) -> int:
    """Who can bring us to person i: a sponsor, or somebody who passes us on, tied to them; −1 when there is nobody."""
    for j in range(account.people):
        tied = (account.talks[j] >> i) & 1 == 1
        if tied and present(account, j) and j != i:
            passes_on = deal.brought[j] == PASSES_ON and account.stance[j] >= desk.chain_pass_on_stance
            if account.sponsor[j] == 1 or passes_on:
                return j
    return -1


@kernel
def reports_through(account: Account, below: int, above: int) -> int:
    """Steps from `below` up the formal line to `above`; 0 when `above` is not over them."""
    steps = 0
    i = below
    while account.boss[i] >= 0:
        i = int(account.boss[i])
        steps += 1
        if i == above:
            return steps
    return 0


@kernel
def bounded(value: float, low: float, high: float) -> float:
    """The value, kept within the bounds."""
    return min(high, max(low, value))


@kernel
def flag(value: bool) -> float:
    """A yes or no as a fact."""
    return 1.0 if value else 0.0


@kernel
def urgency_now(deal: Deal, now: float) -> float:
    """Urgency 0–1: grows from the trigger's own to 1 as the deadline comes near."""
    if isnan(deal.deadline):
        return deal.urgency
    total = max(1.0, deal.deadline - deal.opened)
    return deal.urgency + (1.0 - deal.urgency) * bounded((now - deal.opened) / total, 0.0, 1.0)


@kernel
def stance_mean(account: Account) -> float:
    """Power-weighted true stance towards us, −1 … 1."""
    total, weight = 0.0, 0.0
    for i in range(account.people):
        if present(account, i):
            total += account.power[i] * account.stance[i]
            weight += account.power[i]
    return total / weight if weight > 0.0 else 0.0
