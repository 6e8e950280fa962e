"""The formal tender of the plain program: who may be visited, what is asked for, and how bids become an award."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.model.purchase_path import Evaluation
from engine.model.quantity import canonical
from engine.model.terms import CRITERIA
from tests.benchmarks.plain_decision import worths
from tests.benchmarks.plain_people import Person

if TYPE_CHECKING:
    from tests.benchmarks.plain_simpy import PlainDeal

US = "us"
BEFORE_APPROVAL = ("need", "research", "analysis")
PAPERS_OUT = ("bidding", "testing", "purchase")
FIT = [name for name in CRITERIA if name != "price"]


@dataclass
class Bid:
    """What somebody offers. price: a multiple of the estimate; fit: with the papers, 0–1; liked: by evaluators."""

    bidder: str
    price: float
    fit: float
    liked: float = 0.0
    stranger: bool = False


class Tender:
    """The tender of one deal; where the purchase is none, nothing of this happens.

    shut:        nobody may be called on.
    kept_from:   those whom we wanted to see meanwhile.
    written_for: the share of what each supplier's product lacks that the papers make up for; None before the approval.
    tailored:    the share of what is still missing that our bid makes up for.
    price:       what the number of bids leaves of the price.
    """

    def __init__(self, deal: PlainDeal) -> None:
        self.deal, self.c = deal, deal.c.tender
        project = deal.account.project
        self.formal, self.terms = project.formal_tender, project.path.evaluation or Evaluation()
        self.by_points = deal.account.buying_centre.group_choice.model == "tender"
        self.shut = False
        self.kept_from: set[Person] = set()
        self.written_for: dict[str, float] | None = None
        self.tailored, self.price = 0.0, 1.0
        self.needed = canonical(project.path.bidders_needed)
        self.stops = 0

    # -- before the bids ----------------------------------------------------------------------------------------------

    def step_begins(self) -> None:
        """The approval fixes what is bought, the papers close the doors: with a public body sourcing does."""
        deal = self.deal
        if not self.formal:
            return
        if self.written_for is None and deal.step not in BEFORE_APPROVAL:
            self.write_papers()
        public = deal.account.ownership == "public_body"
        shut = deal.step in PAPERS_OUT or (public and deal.step == "sourcing")
        if shut and not self.shut:
            deal.note()
        self.shut = shut
        if not shut:
            self.kept_from.clear()

    def talks_closed(self) -> bool:
        """Does the path keep bidders from those who judge?"""
        return self.formal and (self.deal.step in PAPERS_OUT or self.deal.rounds > 0)

    def rule_against(self, person: Person) -> str:
        """Which rule forbids to visit somebody now."""
        if self.deal.step == "sourcing":
            return "public body"
        return "evaluator" if "technical_evaluator" in person.roles else "papers"

    def write_papers(self) -> None:
        """A little of what suppliers suggested early is asked for; the old one may have written more into it."""
        deal, share = self.deal, self.c.shaping_share
        self.written_for = {US: share * deal.shaped}
        for rival in deal.rivals:
            self.written_for[rival.model.id] = share * rival.shaped
        old = deal.account.incumbent
        if old is not None:
            self.written_for[old] = max(self.written_for[old], canonical(self.terms.old_supplier))

    def bidding_ends(self) -> None:
        """If we are at it, we write a bid; the more we have learnt of those with a say, the better it meets them."""
        deal = self.deal
        if not self.formal or not deal.seller.active or not deal.program.strategy.phases:
            return
        self.tailored = deal.c.shaping.tailoring * deal.seller.meetings.learnt_of_all()
        deal.seller.unbooked_hours += deal.c.touch.proposal
        if not deal.offer_submitted:
            deal.seller.meetings.submit_offer()

    # -- the bids -----------------------------------------------------------------------------------------------------

    def award(self) -> str | None:
        """Open and score the bids. Whose contract it is, or None when the tender starts again."""
        deal, c, rng = self.deal, self.c, self.deal.rng
        there = [bid for bid in self.bids() if bid.stranger or deal.qualification.holds(bid.bidder)]
        valid = [bid for bid in there if rng.random() >= c.invalid]
        deal.note()
        deal.note()
        if len(valid) < self.needed:
            return self.stop()
        self.price = (1.0 - c.pressure) ** (len(valid) - self.needed)
        first = self.first_of(valid)
        if rng.random() < c.challenge * self.one_sided():
            for supplier in self.papers:
                self.papers[supplier] = 0.0
            return self.stop()
        return first.bidder if rng.random() < self.confirmed(first) else self.stop()

    def stop(self) -> None:
        """No award: papers go out once more."""
        self.stops += 1
        self.deal.note()

    def bids(self) -> list[Bid]:
        """Ours, the rivals', and those of strangers who have read the announcement."""
        deal, c, rng = self.deal, self.c, self.deal.rng
        found = [self.bid_of(US, deal.terms.ours, self.tailored)]
        for rival in deal.rivals:
            met = sum(person.power for person in deal.people if person in rival.met)
            known = met / sum(person.power for person in deal.people)
            tailored = deal.c.shaping.tailoring * rival.model.skill * known
            found.append(self.bid_of(rival.model.id, deal.terms.of_rival(rival.model.id), tailored))
        for number in range(rng.poisson(c.strangers)):
            fit = rng.uniform(c.stranger_fit - c.stranger_spread, c.stranger_fit + c.stranger_spread)
            serves = rng.uniform(c.stranger_price - c.stranger_spread, c.stranger_price + c.stranger_spread)
            found.append(Bid(f"stranger {number}", self.price_of(serves), fit, stranger=True))
        return found

    def bid_of(self, supplier: str, offer: Mapping[str, float], tailored: float) -> Bid:
        """The bid of a supplier whom the house knows."""
        asked = self.weights()
        product = sum(asked[name] * offer[name] for name in FIT) / sum(asked[name] for name in FIT)
        missing = (1.0 - product) * (1.0 - self.papers[supplier]) * (1.0 - tailored)
        return Bid(supplier, self.price_of(offer["price"]), 1.0 - missing, self.liking(supplier))

    @property
    def papers(self) -> dict[str, float]:
        """Whom the papers were written for."""
        assert self.written_for is not None
        return self.written_for

    def weights(self) -> dict[str, float]:
        """What the buying centre judges by, each with their power: the weights of the papers."""
        power = sum(person.power for person in self.deal.people)
        return {name: sum(p.power * p.criteria[name] for p in self.deal.people) / power for name in CRITERIA}

    def price_of(self, serves: float) -> float:
        """A price that serves the buyer half costs the estimate."""
        return float(1.0 + self.c.price_spread * (0.5 - serves))

    def liking(self, supplier: str) -> float:
        """How evaluators of the house feel about a bidder."""
        deal, liked, power = self.deal, 0.0, 0.0
        for person in deal.people:
            if not person.roles & {"technical_evaluator", "buyer"}:
                continue
            power += person.power
            if supplier == US:
                resentment = person.resentment_now(deal.env.now, deal.c.chain.resentment_half_life)
                liked += person.power * (person.stance - resentment)
            else:
                liked += person.power * person.rival_stance[supplier]
        return liked / power

    # -- the award ----------------------------------------------------------------------------------------------------

    def first_of(self, bids: list[Bid]) -> Bid:
        """The bid with most points: the lowest price ÷ its own, and fit; evaluators differ, and like some more."""
        price = max(self.c.price_weight, self.weights()["price"])
        lowest = min(bid.price for bid in bids)
        halo = self.c.halo * (1.0 - canonical(self.terms.outside))
        deviation = self.c.scatter / math.sqrt(canonical(self.terms.evaluators))
        scale = deviation * math.sqrt(6.0) / math.pi

        def points(bid: Bid) -> float:
            given = price * lowest / bid.price + (1.0 - price) * bid.fit + halo * bid.liked
            return float(given + self.deal.rng.gumbel(scale=scale))

        return max(bids, key=points)

    def one_sided(self) -> float:
        """How much more the papers are one supplier's than anybody else's."""
        most, second = sorted([*self.papers.values(), 0.0], reverse=True)[:2]
        return most - second

    def confirmed(self, bid: Bid) -> float:
        """The chance that the decider takes the first-ranked rather than nothing."""
        deal = self.deal
        chief = max((p for p in deal.people if "decider" in p.roles), key=lambda p: p.power)
        worth = dict(worths(deal, chief, [US, *(rival.model.id for rival in deal.rivals), "nothing"]))
        bought = self.worth_of_stranger(chief) if bid.stranger else worth[bid.bidder]
        return 1.0 / (1.0 + math.exp(worth["nothing"] - bought))

    def worth_of_stranger(self, chief: Person) -> float:
        """To somebody who knows of them no more than what such bids are like: no liking, no name, and a change."""
        c = self.deal.c.decision
        changing = 0.0 if self.deal.account.incumbent is None else canonical(self.deal.account.project.switching_cost)
        return float(c.fit * self.c.stranger_fit - c.worry * chief.worry - changing)
