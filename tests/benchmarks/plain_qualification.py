"""Who is qualified to bid in the plain program: papers are handed in, the buyer checks them, and some are late."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from engine.model.process import STEP_NAMES

if TYPE_CHECKING:
    from tests.benchmarks.plain_simpy import PlainDeal

US = "us"


class Qualification:
    """Suppliers' papers of one deal. qualified: the day for each, infinite before its papers are in."""

    def __init__(self, deal: PlainDeal) -> None:
        self.deal, path = deal, deal.account.project.path
        self.needed = path.qualified
        self.suppliers = [US, *(rival.model.id for rival in deal.rivals)]
        self.qualified = dict.fromkeys(self.suppliers, math.inf)
        for supplier in {deal.account.incumbent, *path.frame} - {None}:
            self.qualified[str(supplier)] = 0.0
        self.rng = deal.rng.spawn(1)[0]
        self.sourcing_since = self.papers_since = self.bids_in = math.inf

    def step_begins(self) -> None:
        """From sourcing on papers are taken, and with the papers of the purchase everybody's come."""
        at, now = STEP_NAMES.index(self.deal.step), self.deal.env.now  # type: ignore[arg-type]
        if at >= STEP_NAMES.index("sourcing"):
            self.sourcing_since = min(self.sourcing_since, now)
        if at >= STEP_NAMES.index("bidding"):
            self.papers_since = min(self.papers_since, now)
        self.take_papers()

    def take_papers(self) -> None:
        """Whoever could hand in papers by now has done so."""
        deal, now = self.deal, self.deal.env.now
        if not self.needed:
            return
        for supplier in self.suppliers:
            if self.qualified[supplier] < math.inf:
                continue
            since = self.acts_since(supplier)
            day = min(max(since, self.sourcing_since), self.papers_since)
            if day > now:
                if since > now or not self.is_known(supplier):
                    continue
                day = now
            check = deal.pace * self.rng.exponential(deal.c.qualification.check)
            self.qualified[supplier] = day + deal.weeks.until_worked(day, check)
            if supplier == US and deal.program.strategy.phases:
                deal.seller.unbooked_hours += deal.c.qualification.hours
            deal.note()

    def acts_since(self, supplier: str) -> float:
        """Since when a supplier is at it."""
        deal = self.deal
        if supplier == US:
            return deal.our_sighting if deal.seller.active and deal.program.strategy.phases else math.inf
        rival = deal.rival(supplier)
        return rival.sighting if rival.active else math.inf

    def is_known(self, supplier: str) -> bool:
        """Does somebody of those who draw up the short list know them?"""
        asking = [person for person in self.deal.people if person.roles & {"buyer", "technical_evaluator"}]
        return any(self.deal.sourcing.knows(person, supplier) for person in asking)

    def bidding_ends(self) -> None:
        """Bids are in; whoever is late is told."""
        if not self.needed:
            return
        self.take_papers()
        self.bids_in = self.deal.env.now
        for supplier in self.suppliers:
            if self.qualified[supplier] > self.bids_in:
                self.deal.note()

    def holds(self, supplier: str) -> bool:
        """May the bid be looked at?"""
        return not self.needed or self.qualified[supplier] <= min(self.deal.env.now, self.bids_in)
