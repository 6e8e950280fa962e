"""The reference deal as a straightforward SimPy program, written from the same description as the engine.

One process for each person of the buying centre, one each for the buyer's steps, the meeting room, every rival,
surprises, and the seller; shared `simpy.PriorityResource`s for colleagues; NumPy's generator for chance; NetworkX for
lines and ties; plain objects for everything else. Rules are decided by the rulebooks' own `decide`.

It covers what the reference deal and its variants need: one account, one project, Friedkin–Johnsen influence, the
weighted group choice or a tender, one thread of pursuit, and strategies made of phases. Draws are independent of the
engine's, so that the two agree in distribution, not deal by deal.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Generator, Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np
import simpy

from engine.engagement import strategy_named
from engine.model.quantity import canonical
from engine.model.rival import Offer
from engine.model.rulebook import Rulebook, Value
from engine.model.scenario import Scenario
from engine.rules import compile_book
from tests.benchmarks.plain_calendar import Weeks
from tests.benchmarks.plain_contact import Contact, hear
from tests.benchmarks.plain_decision import choose, settle
from tests.benchmarks.plain_facts import Facts, deal_facts
from tests.benchmarks.plain_helping import faults
from tests.benchmarks.plain_owners import hindrance, judge_offers
from tests.benchmarks.plain_people import Lines, Person, constants_of
from tests.benchmarks.plain_qualification import Qualification
from tests.benchmarks.plain_rival import PlainRival
from tests.benchmarks.plain_selling import Seller
from tests.benchmarks.plain_signatures import collect_signatures
from tests.benchmarks.plain_sourcing import Sourcing
from tests.benchmarks.plain_tender import Tender
from tests.benchmarks.plain_terms import Terms
from tests.benchmarks.plain_triggers import Cause

Process = Generator[simpy.Event, Any, Any]


class PlainProgram:
    """The program for one scenario and strategy: what all deals have in common. `run` makes deals."""

    def __init__(self, scenario: Scenario, strategy: str, books: Mapping[str, Rulebook], seed: int) -> None:
        (self.account,) = scenario.accounts
        self.scenario = scenario
        self.strategy = strategy_named(strategy)
        self.books = {purpose: compile_book(book) for purpose, book in books.items()}
        self.c = constants_of(scenario.behaviour)
        self.lines = Lines(self.account.buying_centre)
        self.rng = np.random.default_rng(seed)

    def decide(self, purpose: str, facts: Facts) -> Mapping[str, Value]:
        """What a rulebook says about the facts that it asks for."""
        book = self.books[purpose]
        return book.decide({name: facts[name] for name in book.book.facts if name in facts}).outputs

    def run(self, deals: int) -> list[PlainDeal]:
        """So many deals, one after another."""
        return [PlainDeal(self).run() for _ in range(deals)]


class PlainDeal:
    """One deal, from the trigger to the outcome. Its clock shows the days since the project opened."""

    def __init__(self, program: PlainProgram) -> None:
        self.program = program
        self.account, self.c, self.lines, self.rng = program.account, program.c, program.lines, program.rng
        self.cause = Cause(program)
        self.weeks = Weeks(self.account, self.cause.day)
        self.pace = float(self.rng.lognormal(0.0, self.c.pace.spread))
        self.env = simpy.Environment(initial_time=-self.c.cultivation.ahead - self.cause.day)
        self.over = self.env.event()
        self.horizon = canonical(program.scenario.horizon) - self.cause.day
        project = self.account.project
        self.amount, self.margin = canonical(project.amount), canonical(project.margin)
        part = project.part
        self.part = canonical(part.share) if part is not None else 0.0
        consent, centre = (self.c.chain.sponsor_consent, self.c.chain.pass_on), self.account.buying_centre
        rivals = [rival.id for rival in self.account.rivals]
        self.people = [
            Person.of(stakeholder, centre, rivals, (self.rng.random() < consent[0], self.rng.random() < consent[1]))
            for stakeholder in centre.people
        ]
        self.named = {person.id: person for person in self.people}
        self.depth = max(person.level for person in self.people)
        self.rivals = [PlainRival(self, rival) for rival in self.account.rivals]
        self.our_sighting: float = self.rng.exponential(canonical(project.our_sighting))
        self.outcome, self.winner = "open", ""
        self.origin: str | None = None
        self.told_by: Person | None = None
        self.play, self.step, self.stage, self.stage_since = "none", "", 0, 0.0
        self.frozen, self.offer_submitted, self.shaped, self.standards, self.scope = False, False, 0.0, 0.0, 1.0
        self.delivery_risk, self.cost, self.hours, self.rounds = 1.0, 0.0, 0.0, 0
        self.touches = self.refused = self.refused_at_top = self.touches_since_progress = 0
        self.at_work, self.helped, self.step_over, self.waiting = False, 0.0, 0.0, 0.0
        self.helps = self.promises_kept = self.promises_broken = 0
        self.days_saved = 0.0
        self.meetings = self.sign_offs = self.decisions = self.events = 0
        self.amount_won = self.margin_won = self.lifetime_value = self.satisfaction = self.paid_after = math.nan
        self.meeting = self.env.event()
        self.contact = Contact(self)
        self.least_days = canonical(project.path.least_days)
        self.opens_door: dict[tuple[str, str], float] = {}
        self.sourcing, self.tender, self.terms = Sourcing(self), Tender(self), Terms(self)
        self.qualification = Qualification(self)
        self.seller = Seller(self)

    def run(self) -> PlainDeal:
        """Live through the time before, then let the deal run to its end or to the horizon."""
        for person in self.people:
            person.bond_since = person.blocked_until = self.env.now
        self.env.process(self.contact.keep())
        self.env.run(until=0)
        self.open_project(self.cause.trigger)
        env = self.env
        for person in self.people:
            env.process(self.person(person))
        self.meeting_room = env.process(self.meet())
        env.process(self.surprise())
        for rival in self.rivals:
            env.process(self.sign_early(rival))
        env.process(self.reorganise())
        for rival in self.rivals:
            rival.process = env.process(rival.court())
        env.process(self.seller.watch())
        self.buying = env.process(self.buy())
        env.process(self.stop_at_horizon())
        env.run(until=self.over)
        return self

    def stop_at_horizon(self) -> Process:
        """Observation ends; the deal stays open."""
        yield self.env.timeout(self.horizon)
        self.over.succeed()

    def is_shielded(self, person: Person) -> bool:
        """Does somebody stand so high that a secretary keeps the door?"""
        return person.level <= min(self.c.access.top_levels, max(1, self.depth - 1))

    def rival(self, name: str) -> PlainRival:
        """The rival of this name."""
        return next(rival for rival in self.rivals if rival.model.id == name)

    @property
    def offers(self) -> list[Offer]:
        """Standard offers: ours, and the rivals'."""
        return [self.account.offer, *(rival.model.offer for rival in self.rivals)]

    def note(self) -> None:
        """Something happened in this deal."""
        self.events += 1

    def decide(self, purpose: str, facts: Facts) -> Mapping[str, Value]:
        """Ask a rulebook."""
        self.decisions += 1
        self.note()
        return self.program.decide(purpose, facts)

    def close(self, outcome: str, winner: str = "") -> None:
        """The project has ended."""
        self.outcome, self.winner = outcome, winner
        self.note()
        if outcome == "won":
            settle(self)
        self.terms.end()
        self.over.succeed()

    def open_project(self, trigger: Mapping[str, Value]) -> None:
        """What the trigger makes of the project."""
        self.decisions += self.cause.looks
        self.events += self.cause.looks + 1
        latitude, enthusiasm = float(trigger["price_latitude"]), float(trigger["enthusiasm"])
        self.latitude = latitude
        self.base_urgency, self.budget_factor = float(trigger["urgency"]), float(trigger["budget_factor"])
        self.skips_steps = trigger["steps_skipped"] is True
        self.deadline = math.nan
        if trigger["has_deadline"] is True:
            asset = self.account.assets[0]
            self.deadline = max(0.0, canonical(asset.service_life) - canonical(asset.age) - self.cause.day)
        for person in self.people:
            person.criteria["price"] *= 1.0 - self.c.decision.latitude * latitude
            person.criteria["delivery"] /= 1.0 - self.c.decision.latitude * self.base_urgency
            total = sum(person.criteria.values())
            person.criteria = {name: weight / total for name, weight in person.criteria.items()}
            share = 1.0 if person.roles & {"initiator", "user"} else self.c.influence.need_spread
            person.need += share * enthusiasm * (1.0 - person.need)
        hear(self)
        if self.contact.hours > 0.0:
            self.note()

    def urgency(self) -> float:
        """Urgency now: grows to 1 as the deadline comes near."""
        if math.isnan(self.deadline):
            return self.base_urgency
        passed = min(1.0, max(0.0, self.env.now / max(1.0, self.deadline)))
        return self.base_urgency + (1.0 - self.base_urgency) * passed

    # -- the buying centre among itself -------------------------------------------------------------------------------

    def meet(self) -> Process:
        """Internal meetings come as a Poisson process; its rate is looked at anew when a step begins."""
        rate = self.meeting_rate()
        while True:
            try:
                yield self.env.timeout(self.weeks.until_worked(self.env.now, self.rng.exponential(1.0 / rate)))
            except simpy.Interrupt:
                rate = self.meeting_rate()
                continue
            opinions = {
                person.id: SimpleNamespace(
                    stance=person.stance, rival_stance=dict(person.rival_stance), need=person.need
                )
                for person in self.people
            }
            self.meetings += 1
            self.note()
            held, self.meeting = self.meeting, self.env.event()
            held.succeed(opinions)

    def meeting_rate(self) -> float:
        """Internal meetings a day."""
        influence = self.c.influence
        return float(influence.meetings * (1.0 + influence.urgency_effect * self.urgency()))

    def person(self, person: Person) -> Process:
        """Somebody who takes part in every internal meeting."""
        while True:
            opinions = yield self.meeting
            person.discuss(self.lines.attention, opinions, self.c.influence.need_spread)

    def surprise(self) -> Process:
        """Bad news raises somebody's worry, and at second hand that of those they talk with."""
        c, rate = self.c.touch, canonical(self.account.market.surprises)
        while rate > 0.0:
            yield self.env.timeout(self.rng.exponential(1.0 / rate))
            person = self.people[self.rng.integers(len(self.people))]
            person.worry += c.surprise * (1.0 - person.worry)
            for name in self.lines.doors.successors(person.id):
                other = self.named[name]
                other.worry += c.surprise_retold * c.surprise * (1.0 - other.worry)
            self.note()

    def sign_early(self, rival: PlainRival) -> Process:
        """Outside a formal tender the decider may sign with whom they want more than us."""
        often = self.account.project.early_signature
        while often is not None and not self.account.project.formal_tender:
            yield self.env.timeout(self.rng.exponential(1.0 / canonical(often)))
            chief = max((person for person in self.people if "decider" in person.roles), key=lambda p: p.power)
            resentment = chief.resentment_now(self.env.now, self.c.chain.resentment_half_life)
            lead = chief.rival_stance[rival.model.id] - (chief.stance - resentment)
            if rival.active and self.rng.random() < lead:
                self.note()
                self.close("lost", rival.model.id)
                return

    def reorganise(self) -> Process:
        """Every project is looked at anew; the need of those with power keeps it."""
        often = self.account.market.reorganisations
        while often is not None:
            yield self.env.timeout(self.rng.exponential(1.0 / canonical(often)))
            self.note()
            power = sum(person.power for person in self.people)
            if self.rng.random() >= sum(person.power * person.need for person in self.people) / power:
                self.close("no_decision")
                return

    def luck(self) -> float:
        """The part of a meeting's effect nobody controls; 1 on average."""
        sigma = self.c.touch.luck
        return float(self.rng.lognormal(-0.5 * sigma * sigma, sigma))

    # -- the buyer's own process --------------------------------------------------------------------------------------

    def buy(self) -> Process:
        """Steps with work, waiting and sign-offs, and the vote at the end."""
        steps, visits, k = self.account.process.steps, [0] * len(self.account.process.steps), 0
        while True:
            while self.skips_steps and steps[k].skipped_when_urgent and k < len(steps) - 1:
                k += 1
            step = steps[k]
            self.step = step.step
            if not self.frozen and self.step not in ("need", "research", "analysis"):
                self.frozen = True
                self.note()
            visits[k] += 1
            self.sourcing.draw_up()
            self.tender.step_begins()
            self.terms.step_begins()
            self.qualification.step_begins()
            self.meeting_room.interrupt()
            self.note()
            self.seller.hear_of_tender()
            shape = canonical(step.work_shape)
            work = self.pace * self.rng.gamma(shape, canonical(step.work) / shape)
            waiting = self.pace * self.rng.exponential(canonical(step.waiting)) * hindrance(self)
            yield from self.work_on_file(work, waiting)
            self.seller.meetings.check_sponsors()
            self.sourcing.let_in()
            self.qualification.take_papers()
            if step.sign_off and not (yield from collect_signatures(self)):
                continue
            end = self.step_end(canonical(step.abandon), canonical(step.repeat))
            if end == "dropped":
                self.close("no_decision")
                return
            if end == "again":
                continue
            if self.step == "testing" and self.rounds == 0:
                judge_offers(self)
            if self.step == "bidding":
                self.tender.bidding_ends()
                self.qualification.bidding_ends()
            if k < len(steps) - 1:
                k += 1
            elif self.vote():
                return
            elif self.tender.by_points:
                k = [step.step for step in steps].index("bidding")
            else:
                k = max(0, k - 1)

    def work_on_file(self, work: float, waiting: float) -> Process:
        """Work, then waiting, in working time; help by us makes it shorter."""
        days = self.weeks.until_worked(self.env.now, work + waiting)
        at_work = days * work / (work + waiting)
        if self.step == "bidding" and self.least_days > 0.0:
            days = max(days, self.weeks.until_work(self.env.now, self.least_days))
        self.waiting = days - at_work
        self.helped, self.at_work, self.step_over = 0.0, True, self.env.now + days
        while self.env.now < self.step_over:
            with contextlib.suppress(simpy.Interrupt):
                yield self.env.timeout(self.step_over - self.env.now)
        self.at_work = False

    def step_end(self, abandon: float, repeat: float) -> str:
        """Dropped, again, or on; unwilling owners make the first two likelier. Their doing is an event of its own."""
        drawn, odds = self.rng.random(), hindrance(self)

        def end(odds: float) -> str:
            on, again, dropped = 1.0 - abandon - repeat, odds * faults(self) * repeat, odds * abandon
            at = drawn * (on + again + dropped)
            return "dropped" if at < dropped else "again" if at < dropped + again else "on"

        if end(odds) != end(1.0):
            self.note()
        return end(odds)

    # -- the decision -------------------------------------------------------------------------------------------------

    def vote(self) -> bool:
        """The group decides; True when the project has ended."""
        self.terms.press()
        choice = self.tender.award() if self.tender.by_points else choose(self)
        self.rounds += 1
        if choice == "us":
            self.close("won")
        elif choice is not None:
            self.close("lost", choice)
        elif self.rounds >= max(1, round(canonical(self.account.buying_centre.group_choice.rounds))):
            self.close("no_decision")
        else:
            self.note()
            return False
        return True

    def stays_away(self) -> bool:
        """Do we call on nobody, as they may not see us, or it leads to nothing?"""
        return self.tender.shut or self.sourcing.too_late()

    def facts(self) -> Facts:
        """The deal as the seller sees it now."""
        return deal_facts(self, self.env.now)
