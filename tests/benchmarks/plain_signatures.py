"""How a file of the plain program is signed: a clerk looks at it, whoever holds the budget signs, then the line."""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import simpy

from engine.model.quantity import canonical
from tests.benchmarks.plain_helping import faults
from tests.benchmarks.plain_owners import in_a_hurry
from tests.benchmarks.plain_people import Person

if TYPE_CHECKING:
    from tests.benchmarks.plain_simpy import PlainDeal

Process = Generator[simpy.Event, Any, Any]


def collect_signatures(deal: PlainDeal) -> Process:
    """Lay the file before one after another; False when somebody refuses."""
    signs, refusal = deal.account.process.sign_offs, canonical(deal.account.process.sign_offs.refusal)
    yield from pass_clerk(deal)
    owner, given = budget_owner(deal), 0
    signer = owner or above(deal, asked_by(deal), None)
    while signer is not None:
        wait = drawn(deal, canonical(signs.wait), canonical(signs.wait_shape))
        yield from lie(deal, in_a_hurry(deal, signer, wait))
        deal.note()
        if happens(deal, refusal, math.exp(canonical(signs.refusal_sway) * (signer.worry - signer.need))):
            return False
        deal.sign_offs += 1
        if signer is owner:
            signer = above(deal, asked_by(deal), owner)
            continue
        given += 1
        signer = above(deal, signer, owner) if climbs(deal, given) else None
    return True


def pass_clerk(deal: PlainDeal) -> Process:
    """The clerk sends it back until its form is right."""
    signs = deal.account.process.sign_offs
    while True:
        yield from lie(deal, drawn(deal, canonical(signs.clerk_wait), canonical(signs.clerk_shape)))
        deal.note()
        if not happens(deal, canonical(signs.clerk_refusal), 1.0):
            return
        yield from lie(deal, drawn(deal, canonical(signs.correction), canonical(signs.correction_shape)))


def drawn(deal: PlainDeal, mean: float, shape: float) -> float:
    """Days of working time that something takes in this house."""
    return float(deal.pace * deal.rng.gamma(shape, mean / shape))


def lie(deal: PlainDeal, days: float) -> Process:
    """The file lies so many days of working time; sponsors and doors are looked at whenever it moves."""
    yield deal.env.timeout(deal.weeks.until_worked(deal.env.now, days))
    deal.seller.meetings.check_sponsors()
    deal.sourcing.let_in()


def happens(deal: PlainDeal, chance: float, more: float) -> bool:
    """Does a file come back, with the odds so many times those of this chance, and fewer the more we helped?"""
    odds = chance / (1.0 - chance) * more * faults(deal)
    return bool(deal.rng.random() < odds / (1.0 + odds))


def asked_by(deal: PlainDeal) -> Person:
    """Whose request it is: of those who started it the lowest in rank."""
    return max([p for p in deal.people if "initiator" in p.roles] or deal.people, key=lambda p: p.level)


def budget_owner(deal: PlainDeal) -> Person | None:
    """Who signs for the money, if anybody does: the most powerful of those who did not ask for it themselves."""
    able = [p for p in deal.people if "financial_approver" in p.roles and "initiator" not in p.roles]
    return max(able, key=lambda p: p.power, default=None)


def above(deal: PlainDeal, person: Person, signed: Person | None) -> Person | None:
    """The next superior who neither asked for it nor has signed already."""
    boss = deal.lines.boss(person.id)
    while boss is not None and (deal.named[boss] is signed or "initiator" in deal.named[boss].roles):
        boss = deal.lines.boss(boss)
    return None if boss is None else deal.named[boss]


def climbs(deal: PlainDeal, given: int) -> bool:
    """After so many signatures of the line, does the amount demand another?"""
    signs = deal.account.process.sign_offs
    height = math.log10(max(1.0, deal.amount * deal.scope)) - math.log10(max(1.0, canonical(signs.midpoint)))
    log_odds = canonical(signs.slope) * height - canonical(signs.per_level) * (given - 1)
    return bool(deal.rng.random() < 1.0 / (1.0 + math.exp(-log_odds)))
