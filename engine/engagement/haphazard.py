"""Contacts and purposes picked blindly among those that are possible: what a strategy has to beat to be worth having.

It is no shipped strategy; `studies.room_for_skill` sets it beside them.
"""

from __future__ import annotations

from zlib import crc32

from engine.engagement import Contact, Counsel, Strategy
from engine.engagement.strategy import Touch
from engine.wording import say

PURPOSES: tuple[Touch, ...] = ("situation", "problem", "implication", "payoff", "evidence", "proposal")


def blindly(contacts: tuple[Contact, ...], day: float) -> Counsel:
    """Anybody who is available, for anything: a number made of the day and who they are picks, no judgement."""
    open_doors = [contact for contact in contacts if contact.available]
    if not open_doors:
        return Counsel()
    number = crc32(repr((day, [contact.id for contact in open_doors])).encode())
    whom = open_doors[number % len(open_doors)]
    purpose: Touch = PURPOSES[number // 97 % len(PURPOSES)] if whom.met else "situation"
    return Counsel(whom=whom.id, touch=purpose)


HAPHAZARD = Strategy(
    name="haphazard",
    label=say("Haphazard"),
    source=say("what a strategy has to beat: people and purposes picked blindly"),
    counsellor=blindly,
)
