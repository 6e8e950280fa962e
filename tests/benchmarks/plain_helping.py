"""What the plain program's seller does for people beyond meetings: help with their own work, and keep promises."""

from __future__ import annotations

import math
from collections.abc import Generator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import simpy

from tests.benchmarks.plain_owners import owners
from tests.benchmarks.plain_people import Person

if TYPE_CHECKING:
    from tests.benchmarks.plain_simpy import PlainDeal

ASKING = ("situation", "problem", "implication")
TENDER = ("bidding", "testing", "purchase")


# --- helping ----------------------------------------------------------------------------------------------------------


def may_help(deal: PlainDeal, person: Person) -> bool:
    """Is the step at hand their work, are they at it, do we know them, and are the tender papers not out yet?"""
    out = deal.account.project.formal_tender and (deal.step in TENDER or deal.rounds > 0)
    return deal.at_work and person.met and not out and person in owners(deal)


def or_help(deal: PlainDeal, person: Person, kind: str) -> str:
    """Help, where it is due instead of what we would talk about."""
    c = deal.c
    known = person.learnt >= c.pursuit.enough_learnt and person.seen.need >= c.help.least_need
    if kind in (*ASKING, "proposal") or not known or deal.helped >= c.help.enough or not may_help(deal, person):
        return kind
    return "help"


def help_with_file(deal: PlainDeal, person: Person, effect: float) -> None:
    """Do part of the owner's work."""
    if not may_help(deal, person):
        return
    c = deal.c.help
    gain = min(1.0, max(0.0, c.gain * effect)) * (1.0 - deal.helped)
    deal.helped += gain
    deal.helps += 1
    please(person, c.appreciated * effect)
    person.worry *= 1.0 - c.worry * gain
    now, left = deal.env.now, deal.step_over - deal.env.now
    sooner = left - c.work * gain * max(0.0, left - deal.waiting)
    saved = max(0.0, left - deal.weeks.until_work(now, sooner))
    deal.step_over -= saved
    deal.days_saved += saved
    deal.note()
    deal.buying.interrupt()


def faults(deal: PlainDeal) -> float:
    """By what the odds that the file comes back are multiplied."""
    return math.exp(-deal.c.help.faults * deal.helped)


# --- experience of us -------------------------------------------------------------------------------------------------


def please(person: Person, share: float) -> None:
    """Somebody liked how we dealt with them."""
    person.experience += min(1.0, max(0.0, share)) * (1.0 - person.experience)


def annoy(person: Person, share: float) -> None:
    """Somebody did not."""
    person.experience *= 1.0 - share


def may_promise(deal: PlainDeal, person: Person) -> None:
    """A good meeting may end with a promise."""
    c = deal.c.promise
    if person.promise is None and deal.rng.random() < c.chance:
        person.promise = SimpleNamespace(taken_on=False)
        deal.seller.unbooked_hours += c.hours
        deal.note()
        deal.env.process(forget(deal, person, person.promise))


def forget(deal: PlainDeal, person: Person, promise: SimpleNamespace) -> Generator[simpy.Event, Any, None]:
    """The day passes by which it was due."""
    yield deal.env.timeout(deal.c.promise.days)
    if person.promise is promise:
        person.promise = None
        deal.promises_broken += 1
        annoy(person, deal.c.experience.broken)
        deal.note()


def take_on(deal: PlainDeal) -> list[tuple[Person, SimpleNamespace]]:
    """The promises whose work goes into the meeting just arranged."""
    mine = [(person, person.promise) for person in deal.people if person.promise and not person.promise.taken_on]
    for _, promise in mine:
        promise.taken_on = True
    return mine


def keep(deal: PlainDeal, promises: list[tuple[Person, SimpleNamespace]]) -> None:
    """The work is being done; what is not broken yet is kept."""
    for person, promise in promises:
        if person.promise is promise:
            person.promise = None
            deal.promises_kept += 1
            please(person, deal.c.experience.kept)
            deal.note()


def felt(deal: PlainDeal) -> float:
    """Experience of us of the people met in this project, by power."""
    met = [person for person in deal.people if person.touches > 0]
    power = sum(person.power for person in met)
    return sum(person.power * person.experience for person in met) / power if met else 0.5
