"""How the tally of a vote can come out: the chances of all tallies, member after member, equal ones merged."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import mix
from engine.model.terms import MAX_RIVALS, MAX_TALLIES

MAX_OPTIONS = MAX_RIVALS + 2
UNITS = 1e9
"""Votes are added up in billionths of one, so that .3 and .2 tie with .5 exactly."""
SPREAD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5, 1], np.uint64)
"""Odd numbers whose multiples scatter tallies over the index (golden ratio; primes of xxHash)."""


@kernel
def share_out(tally: Any, count: int, quota: int, mass: float, out: Any) -> None:
    """Add `mass` to the option with the highest tally; a tie is split evenly, and below the quota nobody gets it."""
    highest = tally[0]
    for option in range(1, count):
        highest = max(highest, tally[option])
    if highest < quota:
        return
    tied = 0
    for option in range(count):
        tied += tally[option] == highest
    for option in range(count):
        if tally[option] == highest:
            out[option] += mass / tied


@kernel
def _room(ballots: Any, members: int, count: int) -> int:
    """Tallies there could be if no two ever came out equal, MAX_TALLIES at most."""
    room = 1
    for i in range(members):
        options = 0
        for option in range(count):
            options += ballots[i, option] > 0.0
        room = min(MAX_TALLIES, room * max(1, options))
    return room


@kernel
def _slot(slots: Any, tallies: Any, tally: Any, bits: Any, count: int) -> Any:
    """Where in the index the tally is, or would go. The last option's follows from the others."""
    last = len(slots) - 1
    slot = np.int64(mix(bits) & np.uint64(last))
    while slots[slot] >= 0:
        same = True
        for option in range(count - 1):
            if tallies[slots[slot], option] != tally[option]:
                same = False
        if same:
            return slot
        slot = (slot + 1) & last
    return slot


@kernel
def count_votes(ballots: Any, worth: Any, members: int, count: int, quota: int, silent: int, out: Any) -> bool:
    """Add to `out` each option's chance of the highest tally. False, and nothing added, where tallies are too many.

    ballots: members × options, chances of each member's vote; worth: what a vote adds to the tally.
    silent: a member whose vote for the last option, nothing, stops the group; −1 for none.
    """
    room = _room(ballots, members, count)
    size = 2
    while size < 2 * room:
        size *= 2
    slots = np.empty(size, np.int32)
    tallies, masses = np.empty((2, room, MAX_OPTIONS), np.int64), np.empty((2, room))
    bits, tally = np.empty((2, room), np.uint64), np.zeros(MAX_OPTIONS, np.int64)
    tallies[0, 0, :] = 0
    masses[0, 0], bits[0, 0] = 1.0, 0
    there, old, new = 1, 0, 1
    for i in range(members):
        units = int(worth[i] * UNITS + 0.5)
        slots[:] = -1
        found = 0
        for at in range(there):
            for option in range(count - 1 if i == silent else count):
                mass = masses[old, at] * ballots[i, option]
                if mass <= 0.0:
                    continue
                for other in range(count):
                    tally[other] = tallies[old, at, other]
                tally[option] += units
                if i == members - 1:
                    share_out(tally, count, int(quota * UNITS), mass, out)
                    continue
                scattered = bits[old, at] + np.uint64(units) * SPREAD[option]
                slot = _slot(slots, tallies[new], tally, scattered, count)
                if slots[slot] >= 0:
                    masses[new, slots[slot]] += mass
                    continue
                if found == room:
                    return False
                slots[slot] = found
                masses[new, found], bits[new, found] = mass, scattered
                for other in range(count):
                    tallies[new, found, other] = tally[other]
                found += 1
        there, old, new = found, new, old
    return True
