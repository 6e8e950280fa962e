"""Whom the plain program's buyer asks for an offer, and who is let in later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.model.process import STEP_NAMES
from engine.model.quantity import canonical
from tests.benchmarks.plain_people import Person

if TYPE_CHECKING:
    from tests.benchmarks.plain_simpy import PlainDeal

US = "us"


class Sourcing:
    """The short list of one deal. left_out: suppliers that are not asked; None until that is settled."""

    def __init__(self, deal: PlainDeal) -> None:
        self.deal, self.c = deal, deal.c.sourcing
        self.left_out: set[str] | None = None
        self.suppliers = [US, *(rival.model.id for rival in deal.rivals)]

    def is_off(self, supplier: str) -> bool:
        """Was the supplier not asked?"""
        return self.left_out is not None and supplier in self.left_out

    def past(self, step: str) -> bool:
        """Is the buyer beyond this step?"""
        return STEP_NAMES.index(self.deal.step) > STEP_NAMES.index(step)  # type: ignore[arg-type]

    def too_late(self) -> bool:
        """Are we not asked, and can nobody change that any more?"""
        return self.is_off(US) and self.past("bidding")

    def draw_up(self) -> None:
        """Beyond sourcing it is settled who is asked; an announced tender is open to all."""
        deal, asked = self.deal, self.deal.account.process.suppliers_asked
        announced = deal.account.project.formal_tender
        if self.left_out is not None or asked is None or announced or not self.past("sourcing"):
            return
        chances = {supplier: self.chance(supplier) for supplier in self.suppliers}
        rank = {supplier: deal.rng.exponential() / max(chance, 1e-12) for supplier, chance in chances.items()}
        known = [supplier for supplier in self.suppliers if deal.rng.random() < chances[supplier]]
        known = known or [min(self.suppliers, key=rank.__getitem__)]
        on = sorted(known, key=rank.__getitem__)[: round(canonical(asked))]
        self.left_out = {supplier for supplier in self.suppliers if supplier not in on}
        deal.note()

    def chance(self, supplier: str) -> float:
        """The chance to come to mind of purchasing and those who test."""
        deal, c = self.deal, self.c
        name = deal.account.reputation if supplier == US else deal.rival(supplier).model.reputation
        forgotten = 1.0 - c.reputation * name
        if supplier == deal.account.incumbent:
            forgotten *= 1.0 - c.incumbent
        for person in deal.people:
            if person.roles & {"buyer", "technical_evaluator"}:
                stance = person.stance if supplier == US else person.rival_stance[supplier]
                forgotten *= 1.0 - c.liking * max(0.0, stance)
                forgotten *= 1.0 - c.met * self.knows(person, supplier)
            forgotten *= 1.0 - c.backer * person.power * self.backs(person, supplier)
        return float(1.0 - forgotten)

    def knows(self, person: Person, supplier: str) -> bool:
        """Have they met, or were they acquainted before?"""
        if supplier == US:
            return person.met or person.relationship(self.deal.env.now, self.deal.c.touch.bond_half_life) >= 2
        rival = self.deal.rival(supplier)
        return person in rival.met or rival.model.relationship >= 2

    def backs(self, person: Person, supplier: str) -> bool:
        """A sponsor, or a decider who knows the supplier and is clearly for it."""
        chain = self.deal.c.chain
        if supplier == US:
            sponsors, stance = person.sponsor, person.stance
        else:
            stance = person.rival_stance[supplier]
            sponsors = self.deal.rival(supplier).has_sponsor(person)
        decides = "decider" in person.roles and stance >= chain.sponsor_stance and self.knows(person, supplier)
        return sponsors or decides

    def let_in(self) -> None:
        """Until bidding ends, everybody who backs a supplier that was left out tries once to have it asked."""
        if self.left_out is None or self.past("bidding"):
            return
        for supplier in sorted(self.left_out):
            for person in self.deal.people:
                willing = self.deal.opens_door.setdefault((person.id, supplier), self.deal.rng.random())
                if self.backs(person, supplier) and willing < self.c.backer * person.power:
                    self.left_out.discard(supplier)
                    self.deal.note()
                    break
