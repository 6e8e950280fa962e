"""The plain program before there is a project: a few people are visited, news spreads, and somebody tells."""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import TYPE_CHECKING

import networkx as nx
import simpy

from engine.dynamics.state.source import person_key
from engine.model.quantity import canonical
from tests.benchmarks.plain_approval import needs_approval
from tests.benchmarks.plain_people import Person

if TYPE_CHECKING:
    from tests.benchmarks.plain_simpy import PlainDeal

YEAR = 365.25


class Contact:
    """Contact of ours without a project, in the time before one and until we hear of it."""

    def __init__(self, deal: PlainDeal) -> None:
        self.deal, self.c = deal, deal.c
        self.whom = deal.program.strategy.cultivation
        members = {member.role: member for member in deal.program.scenario.team.members}
        self.executive = self.whom == "top" and "executive_sponsor" in members
        self.role = "executive_sponsor" if self.executive else "account_manager"
        self.colleague = members[self.role]
        theirs = self.colleague.count * canonical(self.colleague.hours_per_week)
        yearly = 0.0 if self.whom == "nobody" else self.c.cultivation.hours
        self.hours_a_week = min(yearly * 7.0 / YEAR, self.c.cultivation.most * theirs)
        self.hours, self.visits = 0.0, 0
        self.by_turns: list[Person] = []

    def keep(self) -> Generator[simpy.Event, None, None]:
        """Visit somebody whenever the hours set aside allow it."""
        if self.hours_a_week == 0.0:
            return
        yield from self.wait(self.c.touch.visit * 7.0 / self.hours_a_week)
        while not self.deal.seller.active:
            self.take_in_people()
            hours = self.visit()
            if hours > 0.0:
                self.hours += hours
                yield from self.wait(hours * 7.0 / self.hours_a_week)
            else:
                opens = min((person.blocked_until for person in self.by_turns), default=-math.inf)
                yield from self.wait(max(self.c.pursuit.idle, opens - self.deal.env.now))

    def wait(self, days: float) -> Generator[simpy.Event, None, None]:
        """So many days, and on to the next working one."""
        yield self.deal.env.timeout(self.deal.weeks.until_work(self.deal.env.now, days))

    def take_in_people(self) -> None:
        """From the end of the chart that is cultivated, within a level the more powerful first."""
        lowest_first = 1.0 if self.whom == "bottom" else -1.0
        highest = max(2, self.deal.depth // 2 + 1) if self.whom == "bottom" else 1
        others = [p for p in self.deal.people if p.identified and p.level >= highest and p not in self.by_turns]
        others.sort(key=lambda p: lowest_first * p.level + self.c.pursuit.power_in_order * p.power, reverse=True)
        self.by_turns += others[: max(0, int(self.c.cultivation.people) - len(self.by_turns))]

    def visit(self) -> float:
        """Ask whose turn it is. Returns the hours it took, 0 when all doors are closed."""
        now, c = self.deal.env.now, self.c
        people = [person for person in self.by_turns if person.blocked_until <= now]
        if not people or self.deal.tender.shut:
            return 0.0
        person = min(people, key=lambda p: (p.visited_on, person_key(p.id)))
        hours = float(c.access.attempt)
        limit = c.touch.preparation_limit
        learnt = limit * (1.0 - math.exp(-c.cultivation.preparation / c.touch.preparation))
        if not person.met and person.learnt < learnt:
            person.learnt = learnt
            hours += c.cultivation.preparation
        if needs_approval(self.deal, person, "executive_visit" if self.executive else "visit"):
            hours += c.compliance.approval_hours
        chance, _ = self.deal.seller.access_to(person, person.learnt / limit if limit > 0.0 else 1.0, self.executive)
        if self.deal.rng.random() >= chance:
            self.deal.seller.turn_away(person)
            return hours
        self.visits += 1
        person.visited_on = now
        self.deal.seller.meetings.pay_a_visit(person, self.colleague)
        return float(hours + c.touch.visit)


def hear(deal: PlainDeal) -> None:
    """Who inside knows when, and when we and the rivals are told."""
    c, rng = deal.c.hearing, deal.rng
    pace = 1.0 + deal.c.influence.urgency_effect * deal.urgency()
    hand_over = c.pass_on / max(1, deal.depth - 1) / pace
    waits = {person.id: rng.exponential(hand_over) for person in deal.people}
    first = [person.id for person in deal.people if arises_with(deal, person)] or list(deal.named)
    knows: dict[str, float] = nx.multi_source_dijkstra_path_length(
        deal.lines.doors, first, weight=lambda _, to, __: waits[to]
    )
    deal.our_sighting *= c.scan
    for rival in deal.rivals:
        rival.sighting *= c.scan
    for person in deal.people:
        if person.id not in knows:
            continue
        live = person.met and deal.env.now - person.last_touch <= c.live
        bond = person.bond_now(deal.env.now, deal.c.touch.bond_half_life)
        rate = 1.0 / c.contact if live or served_by(deal, "us", person) else bond / c.acquaintance
        if rate > 0.0:
            day = knows[person.id] + rng.exponential(1.0 / rate / pace)
            if day < deal.our_sighting:
                deal.our_sighting, deal.told_by = day, person
        for rival in deal.rivals:
            close = max(1.0, rival.model.relationship - 1.0) if person.rival_stance[rival.model.id] > 0.0 else 0.0
            rate = 1.0 / c.contact if served_by(deal, rival.model.id, person) else close / c.acquaintance
            if rate > 0.0:
                rival.sighting = min(rival.sighting, knows[person.id] + rng.exponential(1.0 / rate / pace))


def arises_with(deal: PlainDeal, person: Person) -> bool:
    """Do they feel the need first? Users what ages, heads of departments what peers have, the top its own plans."""
    match deal.cause.trigger["trigger"]:
        case "keeping_up":
            return 1 < person.level <= max(2, deal.depth // 2)
        case "staying_ahead":
            return person.level == 1
    return "user" in person.roles


def served_by(deal: PlainDeal, seller: str, person: Person) -> bool:
    """Does somebody use what this seller supplies?"""
    return deal.account.incumbent == seller and "user" in person.roles
