"""Members cast their votes and pick who speaks for them: every one by their own luck, wherever they are listed.

seats: where on the committee each member sits; what is asked of members is in this order.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import draw_key, pick_by_key, uniform
from engine.dynamics.state.group_rules import group_chances, pick
from engine.dynamics.state.kernel_arguments import Account, Deal
from engine.dynamics.state.vote_tallies import MAX_OPTIONS
from engine.model.terms import VOTE_DRAWS


@kernel
def cast_ballots(
    account: Account, deal: Deal, seats: Any, members: int, chances: Any, draw: int, at: int, ballots: Any
) -> None:
    """Every member's own choice: 1 in its column of `ballots`. at: which time it is that this is drawn."""
    count = account.rivals + 2
    for member in range(members):
        for option in range(count):
            ballots[member, option] = 0.0
        u = uniform(deal.key, account.person_key[seats[member]], draw, at)
        ballots[member, pick(chances[member], count, u)] = 1.0


@kernel
def speaker_of(account: Account, deal: Deal, seats: Any, members: int, words: Any, draw: int) -> int:
    """Which member speaks for the group, each with the chance that their word is worth."""
    keys = np.empty(members, np.uint64)
    for member in range(members):
        keys[member] = account.person_key[seats[member]]
    return pick_by_key(draw_key(deal.key, 0, draw, deal.rounds_held), keys, words, members)


@kernel
def mean_of_draws(
    account: Account,
    deal: Deal,
    seats: Any,
    members: int,
    chances: Any,
    words: Any,
    model: int,
    quota: int,
    silent: int,
    draw: int,
    odds: Any,
) -> None:
    """Chances of a vote with too many tallies: `odds` holds what one draw comes to and gets the mean of VOTE_DRAWS.

    All draws that close are exchangeable, so shares given that this one closes are unbiased.
    """
    count = account.rivals + 2
    ballots, one = np.zeros((members, MAX_OPTIONS)), np.empty(MAX_OPTIONS)
    for further in range(1, VOTE_DRAWS):
        cast_ballots(account, deal, seats, members, chances, draw, deal.rounds_held * VOTE_DRAWS + further, ballots)
        group_chances(model, chances, ballots, words, members, count, quota, silent, one)
        for option in range(count):
            odds[option] += one[option]
    for option in range(count):
        odds[option] /= VOTE_DRAWS
