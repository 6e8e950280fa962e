"""The seller of the plain program: see the need, ask for meetings, hold them, review the deal."""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import numpy as np
import simpy

from engine.engagement import Phase
from engine.model.quantity import canonical
from engine.model.team import Member
from tests.benchmarks.plain_approval import approval_days, move_of
from tests.benchmarks.plain_channels import CHANNELS, Channels
from tests.benchmarks.plain_facts import STAGES, Facts, right_kind
from tests.benchmarks.plain_helping import annoy, keep, may_help, or_help, take_on
from tests.benchmarks.plain_meeting import Meetings
from tests.benchmarks.plain_owners import in_a_hurry
from tests.benchmarks.plain_people import Person

if TYPE_CHECKING:
    from tests.benchmarks.plain_simpy import PlainDeal

Process = Generator[simpy.Event, Any, None]


class Seller:
    """Our side of one deal."""

    def __init__(self, deal: PlainDeal) -> None:
        self.deal, self.c, self.lines = deal, deal.c, deal.lines
        self.team: dict[str, Member] = {member.role: member for member in deal.program.scenario.team.members}
        self.colleagues = {
            role: simpy.PriorityResource(deal.env, capacity=member.count) for role, member in self.team.items()
        }
        self.meetings, self.channels = Meetings(deal), Channels(deal)
        self.unbooked_hours = 0.0
        self.active = False
        self.phase, self.told_rule = 0, ""
        self.facts: Facts = {}
        self.best_progress = -math.inf

    # -- hearing of it ------------------------------------------------------------------------------------------------

    def watch(self) -> Process:
        """See the need by ourselves one day."""
        yield self.deal.env.timeout(self.deal.our_sighting)
        self.start()

    def hear_of_tender(self) -> None:
        """When the tender is out we hear of the project at the latest."""
        if self.deal.step in ("bidding", "testing", "purchase"):
            self.start()

    def start(self) -> None:
        """Begin to work on the deal, unless we do already."""
        deal = self.deal
        if self.active:
            return
        self.active = True
        if deal.env.now < deal.our_sighting:
            deal.told_by = None
        if deal.told_by is not None:
            deal.note()
        deal.our_sighting = min(deal.our_sighting, deal.env.now)
        origin = deal.decide("project_origin", deal.facts())
        deal.origin, deal.delivery_risk = str(origin["origin"]), float(origin["delivery_risk_factor"])
        deal.note()
        if not deal.program.strategy.phases:
            return
        deal.stage, deal.stage_since = STAGES.index("identify"), deal.env.now
        self.facts = deal.facts()
        self.choose_play()
        deal.env.process(self.pursue())

    def choose_play(self) -> None:
        """Let the rulebook choose the competitive strategy."""
        deal = self.deal
        play = str(deal.decide("competitive_strategy", self.facts)["play"])
        play = "none" if play == "divide" and not deal.part else play
        if play != deal.play:
            deal.play = play
            deal.note()
            if not deal.offer_submitted:
                deal.scope = deal.part if play == "divide" else 1.0

    # -- the chain of meetings ----------------------------------------------------------------------------------------

    def pursue(self) -> Process:
        """Arrange a meeting, wait for it, book a colleague, hold it, review the deal, again."""
        env = self.deal.env
        while True:
            arranged = self.arrange()
            if arranged is None:
                idle = max(self.c.pursuit.idle, self.days_until_somebody())
                yield env.timeout(self.deal.weeks.until_work(env.now, idle))
                continue
            person, kind, role, hours, days = arranged
            promised = [] if role == "executive_sponsor" else take_on(self.deal)
            yield env.timeout(days)
            booking, asked = self.colleagues[role].request(priority=self.deal.account.priority), env.now
            yield booking
            keep(self.deal, promised)
            env.process(self.keep_busy(role, booking, hours))
            late = env.now > asked + self.c.experience.grace
            if env.now > asked:
                yield env.timeout(self.deal.weeks.until_work(env.now, 0.0))
            if kind == "help" and not may_help(self.deal, person):
                kind = right_kind(self.deal, person, 1.0, 0.0)
            self.deal.hours += hours
            self.deal.cost += hours * canonical(self.team[role].cost)
            if self.deal.tender.shut:
                person.in_flight = False
                self.refuse(person)
            else:
                if late:
                    annoy(person, self.c.experience.late)
                self.meetings.hold(person, kind, self.team[role])
            if self.review():
                return

    def keep_busy(self, role: str, booking: Any, hours: float) -> Process:
        """A meeting of h hours keeps a colleague with w hours a week busy for 7·h/w days."""
        week = canonical(self.team[role].hours_per_week)
        if role == self.deal.contact.role:
            week -= self.deal.contact.hours_a_week / self.team[role].count
        yield self.deal.env.timeout(7.0 * hours / week)
        self.colleagues[role].release(booking)

    def arrange(self) -> tuple[Person, str, str, float, float] | None:
        """Ask some people for a meeting until one agrees. Returns person, kind, role, hours and days until then."""
        for _ in range(int(self.c.pursuit.requests_a_day)):
            chosen = self.choose()
            if chosen is None:
                return None
            person, phase = chosen
            self.channels.phase = phase
            preparation = 0.0 if person.met else phase.preparation
            limit = self.c.touch.preparation_limit
            learnt = limit * (1.0 - math.exp(-preparation / self.c.touch.preparation))
            days = self.ask(person, learnt / limit if limit > 0.0 else 1.0, phase.with_executive)
            if days is None:
                continue
            person.learnt = max(person.learnt, learnt)
            slip = self.deal.rng.random()
            usual = self.who_goes(person, "situation", phase.with_executive)
            kind = or_help(self.deal, person, right_kind(self.deal, person, self.team[usual].discipline, slip))
            role = self.who_goes(person, kind, phase.with_executive)
            hours = getattr(self.c.touch, kind if kind in ("evidence", "proposal", "help") else "visit")
            if role == "executive_sponsor":
                hours += self.c.touch.briefing * preparation
                self.unbooked_hours += (1.0 - self.c.touch.briefing) * preparation
            else:
                hours += preparation + self.unbooked_hours
                self.unbooked_hours = 0.0
            person.in_flight = True
            days = max(days, preparation / canonical(self.team[role].hours_per_week) * 7.0)
            answer = approval_days(self.deal, person, move_of(person, kind, role))
            days = max(days, answer) if person.came_by == "event" else days + answer
            return person, kind, role, hours, self.deal.weeks.until_work(self.deal.env.now, days)
        return None

    def who_goes(self, person: Person, kind: str, executive: bool) -> str:
        """The role of the colleague for this meeting."""
        work = kind in ("evidence", "proposal")
        opens_door = person.level == 1 or (self.deal.is_shielded(person) and not person.met)
        if executive and opens_door and not work and kind != "help" and "executive_sponsor" in self.team:
            return "executive_sponsor"
        expert = work or "technical_evaluator" in person.roles
        if expert and "financial_approver" not in person.roles and "presales_engineer" in self.team:
            return "presales_engineer"
        return "account_manager"

    # -- whom to see --------------------------------------------------------------------------------------------------

    def choose(self) -> tuple[Person, Phase] | None:
        """Whom to see next and under which phase's rules."""
        while (chosen := self.first_choice()) is not None and self.deal.tender.shut:
            self.refuse(chosen[0])
        return None if self.deal.stays_away() else chosen

    def refuse(self, person: Person) -> None:
        """A visit that the rules forbid is put on record, once while it stays forbidden."""
        deal = self.deal
        if person in deal.tender.kept_from:
            return
        deal.tender.kept_from.add(person)
        rule = deal.tender.rule_against(person)
        if rule != self.told_rule:
            self.told_rule = rule
            deal.decisions += 1
            deal.note()
        deal.note()

    def first_choice(self) -> tuple[Person, Phase] | None:
        """Whom the strategy would see next, those left out whom we know to be forbidden."""
        phases = self.deal.program.strategy.phases
        while self.phase < len(phases) - 1 and self.is_done(phases[self.phase]):
            self.phase += 1
        for phase in reversed(phases[: self.phase + 1]):
            candidates = [p for p in self.deal.people if self.is_available(p, phase) and self.is_allowed(p, phase)]
            if candidates:
                order = -1.0 if phase.highest_first else 1.0
                waits = self.rank_waits() if phase.every_rank else {}
                return max(candidates, key=lambda p: (waits.get(p.level, 0.0), self.in_order(p, order))), phase
        return None

    def in_order(self, person: Person, order: float) -> float:
        """Place of somebody in the order of contact."""
        return order * person.level + self.c.pursuit.power_in_order * person.power

    def rank_waits(self) -> dict[int, float]:
        """Days since anybody of a rank was met, by level."""
        waits: dict[int, float] = {}
        for person in self.deal.people:
            own = 0.0 if person.in_flight else self.deal.env.now - person.last_touch if person.met else math.inf
            waits[person.level] = min(waits.get(person.level, math.inf), own)
        return waits

    def is_done(self, phase: Phase) -> bool:
        """Is the phase over?"""
        refused = self.deal.refused_at_top >= phase.value
        return {
            "never": False,
            "people_met": self.facts["people_met"] >= phase.value,  # type: ignore[operator]
            "decider_seen": bool(self.facts["decider_met"]) or refused,
            "sponsor_won": bool(self.facts["has_sponsor"]),
            "refused_at_top": refused,
        }[phase.until]

    def pause(self, person: Person) -> float:
        """Days to leave somebody alone after a meeting."""
        c, seen = self.c.pursuit, person.seen
        content = seen.stance >= c.target_stance and seen.need >= c.target_need and seen.worry <= c.target_worry
        if person.met and content:
            return float(c.revisit)
        slowly = self.deal.play == "develop"
        return float(c.pause / self.c.shaping.develop_pace if slowly else c.pause)

    def is_within_reach(self, person: Person) -> bool:
        """Known, not being met already, not given up."""
        if person in self.deal.tender.kept_from:
            return False
        return person.identified and not person.in_flight and person.refused < self.c.pursuit.most_attempts

    def is_available(self, person: Person, phase: Phase) -> bool:
        """Within reach, not closed to us unless another channel leads there, not seen a moment ago."""
        now = self.deal.env.now
        if not self.is_within_reach(person):
            return False
        if now < person.blocked_until - 1e-9:
            return phase.every_channel and bool(self.channels.open_to(person))
        return not person.met or now - person.last_touch >= self.pause(person) - 1e-9

    def is_allowed(self, person: Person, phase: Phase) -> bool:
        """Does the phase let us see this person?"""
        if phase.roles and not person.roles & set(phase.roles):
            return False
        low = max(2, self.deal.depth // 2 + 1)
        highest, lowest = (low, self.deal.depth) if phase.levels == "low" else phase.levels
        if not highest <= person.level <= lowest:
            return False
        if phase.introduced_only and self.deal.is_shielded(person) and not person.met:
            known = person.relationship(self.deal.env.now, self.c.touch.bond_half_life)
            opened = self.has_introducer(person) or person.mandate > 0.0 or known >= 3
            return opened or (phase.every_channel and bool(self.channels.open_to(person)))
        return True

    def days_until_somebody(self) -> float:
        """Days until anybody we know can be seen again."""
        phase = self.channels.phase
        every_channel = phase is not None and phase.every_channel
        free = []
        for person in self.deal.people:
            if self.is_within_reach(person):
                past = every_channel and bool(self.channels.open_to(person))
                opens = self.deal.env.now if past else person.blocked_until
                free.append(max(opens, person.last_touch + self.pause(person)) if person.met else opens)
        revisit = float(self.c.pursuit.revisit)
        days = max(0.0, min(free) - self.deal.env.now) if free else revisit
        return max(days, revisit) if self.deal.stays_away() else days

    def has_introducer(self, person: Person) -> bool:
        """Can a sponsor, or somebody who passes us on, bring us to this person?"""
        least = self.c.chain.pass_on_stance
        return any(
            (other.sponsor or (other.passes_on and other.stance >= least))
            and self.lines.doors.has_edge(other.id, person.id)
            for other in self.deal.people
            if other is not person
        )

    # -- asking and meeting -------------------------------------------------------------------------------------------

    def ask(self, person: Person, prepared: float, executive: bool) -> float | None:
        """Ask for a meeting. Returns days until the slot, None when refused."""
        deal, c = self.deal, self.c.access
        self.unbooked_hours += c.attempt
        executive = executive and "executive_sponsor" in self.team and (person.level == 1 or not person.met)
        chance, way = self.access_to(person, prepared, executive)
        person.brought |= way == "introduced"
        self.channels.ask_by(person, way)
        if not person.asked:
            person.asked = True
            below = [other.level - person.level for other in deal.people if other.met and other.level > person.level]
            if not way and not person.met and max(below, default=0) > 1:
                person.levels_passed = max(1, min(below) - 1)
        deal.note()
        if deal.rng.random() < chance:
            if way == "event":
                return self.channels.days_to_event()
            mean = self.at_level("lead", person) * (c.introduced_lead if way == "introduced" else 1.0)
            return in_a_hurry(deal, person, float(deal.rng.gamma(c.lead_shape, mean / c.lead_shape)))
        deal.refused += 1
        if way not in CHANNELS:
            person.refused += 1
            deal.refused_at_top += person.level == 1
            self.turn_away(person)
        return None

    def turn_away(self, person: Person) -> None:
        """Somebody does not receive us: the door is closed for a while, and pushing costs stance."""
        c = self.c.access
        person.refused_ever += 1
        person.blocked_until = self.deal.env.now + c.retry
        if person.refused_ever > c.tolerated_attempts:
            person.stance = max(-1.0, person.stance - c.push_cost)
            annoy(person, self.c.experience.pushed)

    def at_level(self, what: str, person: Person) -> float:
        """A constant of access for the level of a person; short charts reach from the first to the fourth."""
        depth = self.deal.depth
        at = min(4.0, person.level if depth >= 4 or depth == 1 else 1.0 + 3.0 * (person.level - 1) / (depth - 1))
        return float(np.interp(at, (1, 2, 3, 4), [getattr(self.c.access, f"{what}_level_{n}") for n in (1, 2, 3, 4)]))

    def access_to(self, person: Person, prepared: float, executive: bool) -> tuple[float, str]:
        """The chance by the most promising route, and who invites us, if anybody; past a shut door other ways lead."""
        chance, way = 0.0, ""
        if self.deal.env.now >= person.blocked_until - 1e-9:
            chance, way = self.access_by_door(person, prepared, executive)
        better, other = self.channels.best(person, chance)
        return better, other or way

    def access_by_door(self, person: Person, prepared: float, executive: bool) -> tuple[float, str]:
        """The same where the door is not shut. A mandate wins back refusals."""
        c = self.c.access
        known = person.relationship(self.deal.env.now, self.c.touch.bond_half_life)
        routes = [self.at_level("cold", person) * (c.unprepared + (1.0 - c.unprepared) * prepared)]
        if known >= 3:
            routes.append(c.familiar)
        elif known == 2 or person.met:
            routes.append(c.acquainted)
        if person.met:
            routes = [max(routes) * (1.0 + self.c.experience.access * (person.experience - 0.5))]
        if executive and self.deal.is_shielded(person):
            routes.append(c.peer_executive)
        chance = max(routes)
        introduced = self.has_introducer(person) and c.recommended > chance
        if introduced:
            chance = c.recommended
        by_mandate = (1.0 - chance) * c.mandate * person.mandate
        way = "mandate" if by_mandate > chance else "introduced" if introduced else ""
        return float(chance + by_mandate), way

    # -- looking back -------------------------------------------------------------------------------------------------

    def review(self) -> bool:
        """Is the stage done, and do we go on? True when we withdraw."""
        deal, facts = self.deal, self.deal.facts()
        self.facts = facts
        progress = facts["stance_seen"] + facts["need_seen"] + facts["coverage_met"]  # type: ignore[operator]
        if progress > self.best_progress + self.c.pursuit.progress:
            self.best_progress, deal.touches_since_progress = progress, 0
        else:
            deal.touches_since_progress += 1
        facts["touches_since_progress"] = deal.touches_since_progress
        if deal.stage < STAGES.index("close") and deal.decide("stage_gates", facts)["verdict"] == "advance":
            deal.stage, deal.stage_since = deal.stage + 1, deal.env.now
            facts["stage"], facts["days_in_stage"] = STAGES[deal.stage], 0.0
            deal.note()
            self.choose_play()
        if deal.decide("withdraw_continue", facts)["continuation"] == "withdraw":
            deal.close("withdrawn")
            return True
        return False
