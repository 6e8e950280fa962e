"""Our terms in the plain program: what rules concede, who has to allow it, and what others make of it."""

from __future__ import annotations

from collections.abc import Generator
from types import SimpleNamespace
from typing import TYPE_CHECKING

import simpy

from engine.model.account import Account
from engine.model.quantity import canonical
from engine.model.rival import Offer

if TYPE_CHECKING:
    from tests.benchmarks.plain_simpy import PlainDeal

Process = Generator[simpy.Event, None, None]
Scores = dict[str, float]
NOTHING = (0.0, 0.0, 0.0)


def offered_days(offer: Offer, usual: SimpleNamespace) -> tuple[float, float]:
    """Days from signature to acceptance, and from there to payment."""
    delivery = usual.delivery if offer.delivery is None else canonical(offer.delivery)
    credit = usual.credit if offer.payment is None else canonical(offer.payment)
    return float(delivery), float(credit)


def scores_of(
    account: Account, offer: Offer, c: SimpleNamespace, given: tuple[float, float, float] = NOTHING
) -> Scores:
    """How an offer serves each criterion once that much of the price is off, with more credit, so many days sooner."""
    off, more, sooner = given
    delivery, credit = offered_days(offer, c.terms)
    project, usual = account.project, c.terms
    wanted = usual.delivery_wanted if project.delivery_wanted is None else canonical(project.delivery_wanted)
    wanted_credit = usual.credit_wanted if project.credit_wanted is None else canonical(project.credit_wanted)
    spread = c.tender.price_spread
    price = 1.0 + spread * (0.5 - offer.price)
    return {
        "price": min(1.0, 0.5 + (1.0 - price * (1.0 - off)) / spread) if off > 0.0 else offer.price,
        "technical": offer.technical,
        "service": offer.service,
        "risk": offer.risk,
        "delivery": min(1.0, wanted / (delivery - sooner)) if delivery > sooner else 1.0,
        "payment": min(1.0, (credit + more) / wanted_credit) if wanted_credit > 0.0 else 1.0,
    }


class Terms:
    """The terms of one deal.

    given:     share of the price, days of credit and days sooner that we concede.
    asked:     what our approver was asked for, while no answer has come.
    followed:  share of the price that each rival gave up after ours.
    approvals: times our approver was asked.
    pressed:   what suppliers who were asked leave of the price.
    """

    def __init__(self, deal: PlainDeal) -> None:
        self.deal, self.c = deal, deal.c.terms
        self.given = NOTHING
        self.asked: tuple[float, float, float] | None = None
        self.followed: dict[str, float] = {}
        self.approvals, self.pressed = 0, 1.0
        self.settled = self.negotiating = False

    @property
    def ours(self) -> Scores:
        """How our offer serves each criterion as it stands."""
        return scores_of(self.deal.account, self.deal.account.offer, self.deal.c, self.given)

    @property
    def price(self) -> float:
        """What is left of the price."""
        return self.pressed * (1.0 - self.given[0])

    # -- when terms are settled ---------------------------------------------------------------------------------------

    def step_begins(self) -> None:
        """Bids get their terms when they are asked for; else there is a last round before the decision."""
        deal = self.deal
        at_it = deal.seller.active and deal.program.strategy.phases and not deal.sourcing.is_off("us")
        if at_it and deal.tender.formal and deal.step == "bidding":
            self.settled = True
            self.settle()
        if at_it and not deal.tender.formal and deal.step == "purchase" and not self.negotiating:
            self.negotiating = True
            self.settle()

    def hand_in(self) -> None:
        """An offer has its terms."""
        if not self.deal.tender.formal or not self.settled:
            self.settled = True
            self.settle()

    def settle(self) -> None:
        """Ask the rules, and beyond our own authority the approver."""
        said = self.deal.decide("offer_terms", self.deal.facts())
        delivery, _ = offered_days(self.deal.account.offer, self.c)
        off, more, sooner = (float(said[name]) for name in ("price_concession", "credit_days", "days_sooner"))
        wanted = self.at_least((off, more, min(delivery, sooner)))
        if wanted == self.given:
            return
        if wanted[0] <= self.c.own_price and wanted[1] <= self.c.own_credit and wanted[2] <= self.c.own_sooner:
            self.give(wanted)
        elif self.asked is None or any(more > before for more, before in zip(wanted, self.asked, strict=True)):
            self.asked = wanted
            self.approvals += 1
            self.deal.seller.unbooked_hours += self.c.approval_hours
            self.deal.note()
            self.deal.env.process(self.answer(wanted))

    def at_least(self, wanted: tuple[float, float, float]) -> tuple[float, float, float]:
        """What was given is not taken back."""
        off, more, sooner = (max(pair) for pair in zip(wanted, self.given, strict=True))
        return off, more, sooner

    def answer(self, wanted: tuple[float, float, float]) -> Process:
        """The approver answers one day; bids that are in stay as they are."""
        deal = self.deal
        yield deal.env.timeout(deal.weeks.until_work(deal.env.now, self.c.approval_days))
        if self.asked is not wanted:
            return
        self.asked = None
        deal.note()
        if not (deal.tender.formal and deal.step in ("testing", "purchase")):
            self.give(self.at_least(wanted))

    def give(self, terms: tuple[float, float, float]) -> None:
        """This is what we offer now; rivals hear of a lower price from people they meet."""
        lower = terms[0] > self.given[0]
        self.given = terms
        self.deal.note()
        if not lower or self.deal.tender.formal:
            return
        power = sum(person.power for person in self.deal.people)
        for rival in self.deal.rivals:
            met = sum(person.power for person in self.deal.people if person in rival.met)
            heard = self.deal.rng.random() < met / power
            share = min(1.0, self.c.answer * rival.model.reaction) * terms[0]
            name = rival.model.id
            if heard and not self.deal.sourcing.is_off(name) and share > self.followed.get(name, 0.0):
                self.followed[name] = share
                self.deal.note()

    # -- what comes of it ---------------------------------------------------------------------------------------------

    def of_rival(self, name: str) -> Scores:
        """How a rival's offer serves each criterion as it stands."""
        offer = self.deal.rival(name).model.offer
        return scores_of(self.deal.account, offer, self.deal.c, (self.followed.get(name, 0.0), 0.0, 0.0))

    def press(self) -> None:
        """Without points of a tender, everybody who was asked beyond a few presses the price of all."""
        if self.deal.tender.by_points:
            return
        asked = sum(not self.deal.sourcing.is_off(supplier) for supplier in self.deal.sourcing.suppliers)
        pressed = (1.0 - self.c.pressure) ** max(0.0, asked - self.c.few)
        if pressed < self.pressed:
            self.deal.note()
        self.pressed = float(pressed)

    def end(self) -> None:
        """An answer that is still out came too late."""
        if self.asked is not None:
            self.asked = None
            self.deal.note()

    def cost(self) -> float:
        """What credit and haste cost us, as a share of the amount."""
        _, more, sooner = self.given
        return float(self.c.capital * more + self.c.overtime * sooner)

    def sought(self) -> dict[str, float | None]:
        """What counts for those whom we met, by their power and what we learnt of them."""
        met = [(person.power * person.learnt, person.criteria) for person in self.deal.people if person.met]
        weight = sum(share for share, _ in met)

        def mean(name: str) -> float | None:
            return sum(share * criteria[name] for share, criteria in met) / weight if weight > 0.0 else None

        return {
            "price_sought": mean("price"),
            "delivery_sought": mean("delivery"),
            "credit_sought": mean("payment"),
        }
