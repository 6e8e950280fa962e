"""A competitor in the plain program: sees the need one day, then visits the same people as we do."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np
import simpy

from engine.model.quantity import canonical
from engine.model.rival import Rival
from tests.benchmarks.plain_people import Person

if TYPE_CHECKING:
    from tests.benchmarks.plain_simpy import PlainDeal

LEAN = {"top_first": -1, "users_first": 1, "everybody": 0}


class PlainRival:
    """A competitor in one deal."""

    def __init__(self, deal: PlainDeal, model: Rival) -> None:
        self.deal, self.model = deal, model
        self.sighting: float = deal.rng.exponential(canonical(deal.account.project.rival_sighting))
        self.active = False
        self.shaped = 0.0
        self.visits = 0
        self.met: list[Person] = []
        self.process: simpy.Process | None = None

    def court(self) -> Generator[simpy.Event, None, None]:
        """See the need, and visit people from then on, more often the more of them know us."""
        deal = self.deal
        yield deal.env.timeout(self.sighting)
        self.active = True
        usual = canonical(self.model.touches)
        while usual > 0.0:
            worth = [deal.c.rivals.least_attention + person.power for person in deal.people]
            met = np.average([person.met for person in deal.people], weights=worth)
            try:
                yield deal.env.timeout(deal.rng.exponential(1.0 / (usual * (1.0 + self.model.reaction * met))))
            except simpy.Interrupt:
                continue
            self.visit()

    def react(self) -> None:
        """Notice that we have met somebody new."""
        if self.active and self.process is not None:
            self.process.interrupt()

    def visit(self) -> None:
        """Praise the benefits of their offer to somebody."""
        deal, c, model = self.deal, self.deal.c, self.model
        least, lean = c.rivals.least_attention, LEAN[model.style]
        weights = np.array([(least + person.power) * float(person.level) ** lean for person in deal.people])
        person = deal.people[deal.rng.choice(len(deal.people), p=weights / weights.sum())]
        self.visits += 1
        deal.note()
        close = person.bond_now(deal.env.now, c.touch.bond_half_life) >= c.shaping.close_from - 1.0
        if deal.play == "fortify" and close and deal.rng.random() < c.shaping.isolation:
            return
        person.courted_on = min(person.courted_on, deal.env.now)
        self.met.append(person)
        relevance = person.fit(model.offer, self.shaped)
        gain = c.touch.stance_gain * model.skill * relevance * deal.luck() * c.touch.weight_payoff * person.need
        gain *= 1.0 + c.touch.relationship_bonus * (model.relationship - 1.0)
        change = min(1.0, max(0.0, gain)) * (1.0 - person.rival_stance[model.id])
        person.rival_stance[model.id] += change
        anchor = person.rival_anchor[model.id] + c.touch.anchor_share * change
        person.rival_anchor[model.id] = min(1.0, max(-1.0, anchor))
        if not deal.frozen:
            self.shaped += c.shaping.fit_gain * model.skill * relevance * (1.0 - self.shaped)
