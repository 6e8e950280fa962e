"""A competitor in the plain program: sees the need one day, then asks the same people for meetings as we do."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np
import simpy

from engine.model.quantity import canonical
from engine.model.rival import Rival
from tests.benchmarks.plain_owners import in_a_hurry
from tests.benchmarks.plain_people import Person

if TYPE_CHECKING:
    from tests.benchmarks.plain_simpy import PlainDeal

LEAN = {"top_first": -1, "users_first": 1, "everybody": 0}
DAYS_A_MONTH = 365.25 / 12
Process = Generator[simpy.Event, None, None]


class PlainRival:
    """A competitor in one deal."""

    def __init__(self, deal: PlainDeal, model: Rival) -> None:
        self.deal, self.model = deal, model
        self.sighting: float = deal.rng.exponential(canonical(deal.account.project.rival_sighting))
        self.active = False
        self.shaped = 0.0
        self.visits = self.refused = 0
        self.met: list[Person] = []
        self.awaited: set[Person] = set()
        self.bonds: dict[Person, tuple[float, float]] = {}
        self.refusals: dict[Person, int] = {}
        self.shut_until: dict[Person, float] = {}
        self.process: simpy.Process | None = None

    def court(self) -> Process:
        """See the need, and ask for meetings from then on."""
        deal = self.deal
        yield deal.env.timeout(self.sighting)
        self.active = True
        while self.model.touches.value > 0.0:
            try:
                work = deal.rng.exponential(1.0 / self.requests_a_day())
                yield deal.env.timeout(deal.weeks.until_worked(deal.env.now, work))
            except simpy.Interrupt:
                continue
            if deal.tender.shut:
                return
            self.ask()

    def requests_a_day(self) -> float:
        """More often the more of those whom we both met, as often as there are hours for visits."""
        c = self.deal.c
        worth = [c.rivals.least_attention + person.power for person in self.deal.people]
        seen = np.average([p.met and (p in self.met or p.seen_in_public) for p in self.deal.people], weights=worth)
        wanted = canonical(self.model.touches) * (1.0 + self.model.reaction * float(seen))
        return float(min(wanted, c.rivals.hours / c.touch.visit / DAYS_A_MONTH))

    def fit(self, person: Person) -> float:
        """How well their offer serves somebody, with what shaping won, less what our standards cost it."""
        return person.fit(self.deal.terms.of_rival(self.model.id), self.shaped) * (1.0 - self.deal.standards)

    def react(self) -> None:
        """Notice that we have met somebody new."""
        if self.active and self.process is not None:
            self.process.interrupt()

    def ask(self) -> None:
        """Ask somebody who is free for a meeting."""
        deal, c, now = self.deal, self.deal.c, self.deal.env.now
        free = [p for p in deal.people if p not in self.awaited and self.shut_until.get(p, 0.0) <= now]
        if not free:
            return
        least, lean = c.rivals.least_attention, LEAN[self.model.style]
        weights = np.array([(least + person.power) * float(person.level) ** lean for person in free])
        person = free[deal.rng.choice(len(free), p=weights / weights.sum())]
        chance, introduced = self.access_to(person)
        agrees = deal.rng.random() < chance
        close = person.bond_now(now, c.touch.bond_half_life) >= c.shaping.close_from - 1.0
        if agrees and deal.play == "fortify" and close and deal.rng.random() < c.shaping.isolation:
            agrees = False
        if agrees:
            mean = deal.seller.at_level("lead", person) * (c.access.introduced_lead if introduced else 1.0)
            days = in_a_hurry(deal, person, deal.rng.gamma(c.access.lead_shape, mean / c.access.lead_shape))
            deal.env.process(self.meet(person, deal.weeks.until_work(now, days)))
            return
        deal.note()
        self.refused += 1
        self.refusals[person] = self.refusals.get(person, 0) + 1
        often = self.refusals[person] >= c.access.tolerated_attempts
        self.shut_until[person] = np.inf if often else now + c.access.retry

    def access_to(self, person: Person) -> tuple[float, bool]:
        """The chance to be received, and whether somebody inside brings them."""
        c = self.deal.c.access
        chance = self.deal.seller.at_level("cold", person) * (c.unprepared + (1.0 - c.unprepared) * self.model.skill)
        known = self.relationship(person)
        if known >= 3:
            chance = max(chance, c.familiar)
        elif known == 2 or person in self.met:
            chance = max(chance, c.acquainted)
        introduced = c.recommended > chance and any(
            self.deal.lines.doors.has_edge(other.id, person.id) and self.has_sponsor(other)
            for other in self.deal.people
            if other is not person
        )
        return (c.recommended if introduced else chance), introduced

    def has_sponsor(self, person: Person) -> bool:
        """Does this person put in a word for them?"""
        chain = self.deal.c.chain
        convinced = person.rival_stance[self.model.id] >= chain.sponsor_stance
        return person.would_sponsor and convinced and self.relationship(person) >= chain.sponsor_relationship

    def bond(self, person: Person) -> float:
        """Levels that meetings with this person have added, after neglect."""
        gained, since = self.bonds.get(person, (0.0, 0.0))
        return float(gained * 0.5 ** ((self.deal.env.now - since) / self.deal.c.touch.bond_half_life))

    def relationship(self, person: Person) -> int:
        """Relationship level 1–5."""
        return min(5, int(self.model.relationship + self.bond(person) + 1e-9))

    def meet(self, person: Person, days: float) -> Process:
        """Praise the benefits of their offer to somebody when the day has come."""
        deal, c, model = self.deal, self.deal.c, self.model
        self.awaited.add(person)
        yield deal.env.timeout(days)
        self.awaited.discard(person)
        if deal.tender.shut:
            return
        self.visits += 1
        deal.note()
        person.courted_on = min(person.courted_on, deal.env.now)
        relevance = self.fit(person)
        gain = c.touch.stance_gain * model.skill * relevance * deal.luck() * c.touch.weight_payoff * person.need
        gain *= 1.0 + c.touch.relationship_bonus * (self.relationship(person) - 1.0)
        change = min(1.0, max(0.0, gain)) * (1.0 - person.rival_stance[model.id])
        person.rival_stance[model.id] += change
        anchor = person.rival_anchor[model.id] + c.touch.anchor_share * change
        person.rival_anchor[model.id] = min(1.0, max(-1.0, anchor))
        if not deal.frozen:
            self.shaped += c.shaping.fit_gain * model.skill * relevance * (1.0 - self.shaped)
        bond = min(5.0 - model.relationship, self.bond(person) + c.touch.bond_gain * relevance)
        self.bonds[person] = bond, deal.env.now
        self.met.append(person)
        self.react()
