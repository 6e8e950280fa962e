"""How the plain program's people are reached beside visits: rank, calls, events, references, partners, seminars."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import simpy

from engine.engagement import Phase
from tests.benchmarks.plain_people import Person

if TYPE_CHECKING:
    from tests.benchmarks.plain_simpy import PlainDeal

EARLY = ("need", "research", "analysis", "approval")
CHANNELS = ("event", "reference", "partner")
"""Ways that lead past a shut door: whoever says no to them has not refused us."""


def standing(deal: PlainDeal, person: Person, kind: str, role: str) -> float:
    """What part of a talk's effect is left for the rank of who goes, and among the guests of an event."""
    c, share = deal.c.rank, 1.0
    if kind not in ("evidence", "proposal"):
        places = {"executive_sponsor": c.executive, "presales_engineer": c.presales}
        ours = 1.0 + places.get(role, c.account_manager) * (deal.depth - 1)
        share = (1.0 - c.loss) ** max(0.0, ours - person.level)
    return share * (deal.c.channels.event_share if came_first_by(person, "event") else 1.0)


def came_first_by(person: Person, way: str) -> bool:
    """Is this the first meeting with somebody who came to it by this channel?"""
    return person.came_by == way and person.touches == 1


class Channels:
    """What our side does in one deal beside plain visits."""

    def __init__(self, deal: PlainDeal) -> None:
        self.deal, self.c = deal, deal.c
        self.first_event = deal.c.channels.event_every * deal.rng.random()
        known = sorted({name for partner in deal.account.partners for name in partner.knows})
        self.spoken_for = [name for name in known if deal.rng.random() < self.c.channels.partner_willing]
        self.phase: Phase | None = None
        self.next_seminar, self.seminar_agreed = 0.0, False
        self.guests = self.journeys = self.calls = self.seminars = 0

    def days_to_event(self) -> float:
        """Days to the next event for which an invitation still comes in time."""
        c, now = self.c.channels, self.deal.env.now
        rounds = math.ceil((now + c.event_notice - self.first_event) / c.event_every)
        return float(self.first_event + c.event_every * rounds - now)

    def open_to(self, person: Person) -> dict[str, float]:
        """The channels that lead to a stranger and were not tried of late, each with its chance."""
        c = self.c.channels
        found: dict[str, float] = {}
        if person.met:
            return found
        if person.id in self.spoken_for:
            found["partner"] = c.partner_access
        if self.deal.is_shielded(person):
            if self.days_to_event() <= c.event_ahead:
                found["event"] = c.event_access
            found["reference"] = c.reference_access * self.deal.account.reputation
        rest = self.deal.env.now - self.c.access.retry
        return {way: chance for way, chance in found.items() if person.asked_to.get(way, -math.inf) <= rest}

    def best(self, person: Person, chance: float) -> tuple[float, str]:
        """The better of a chance and those of other channels, and which of these it is."""
        open_ways = self.open_to(person) if self.phase is not None and self.phase.every_channel else {}
        way = max(open_ways, key=open_ways.__getitem__, default="")
        return (open_ways[way], way) if way and open_ways[way] > chance else (chance, "")

    def ask_by(self, person: Person, way: str) -> None:
        """Nobody is asked to the same again at once; a partner is to be told what to say."""
        person.came_by = way
        if way in CHANNELS:
            person.asked_to[way] = self.deal.env.now
        if way == "partner":
            self.deal.seller.unbooked_hours += self.c.channels.partner_hours

    def after_meeting(self, person: Person) -> None:
        """Guests and journeys take hours; those below who were left silent cool, or get a call."""
        c = self.c.channels
        if came_first_by(person, "event"):
            self.guests += 1
            self.deal.seller.unbooked_hours += c.event_hours
            self.show(person)
        elif came_first_by(person, "reference"):
            self.journeys += 1
            self.deal.seller.unbooked_hours += c.reference_hours
            person.worry -= c.reference_calms * person.worry
        self.keep_balance(person)
        self.agree_on_seminar(person)

    def show(self, person: Person) -> None:
        """Rivals hear who comes to what we hold in public."""
        person.seen_in_public = True
        for rival in self.deal.rivals:
            rival.react()

    def keep_balance(self, superior: Person) -> None:
        """Those who report to the superior and have not heard of us for long."""
        c, now = self.c.balance, self.deal.env.now
        for other in self.deal.people:
            below = self.deal.lines.boss(other.id) == superior.id
            if not below or not other.met or other.in_flight or now - max(other.last_touch, other.called) <= c.silence:
                continue
            if self.phase is not None and self.phase.keeps_balance:
                other.called = now
                self.calls += 1
                self.deal.seller.unbooked_hours += c.call
            else:
                before = other.stance
                other.stance = max(-1.0, before - c.cooling)
                other.settle(self.c.touch.anchor_share * (other.stance - before))
                self.deal.note()

    def agree_on_seminar(self, host: Person) -> None:
        """A well-disposed head with people below sets a day."""
        c, now = self.c.seminars, self.deal.env.now
        if self.phase is None or not self.phase.every_channel or self.seminar_agreed or now < self.next_seminar:
            return
        if host.stance >= c.stance and len(self.deal.lines.below(host.id)) >= c.guests:
            self.seminar_agreed = True
            self.deal.env.process(self.hold_seminar(host))

    def hold_seminar(self, host: Person) -> simpy.events.ProcessGenerator:
        """Everybody below the host hears us and has met us from then on."""
        deal, c, touch = self.deal, self.c.seminars, self.c.touch
        yield deal.env.timeout(deal.weeks.until_work(deal.env.now, c.notice))
        self.seminar_agreed, self.next_seminar = False, deal.env.now + c.every
        if deal.step not in (*EARLY, "sourcing") or deal.stays_away():
            return
        team = deal.seller.team
        skill = team["presales_engineer" if "presales_engineer" in team else "account_manager"].skill
        for name in deal.lines.below(host.id):
            person = deal.named[name]
            if not person.met:
                person.met = person.identified = True
                person.last_touch = deal.env.now
            self.show(person)
            told = touch.untaught + (1.0 - touch.untaught) * person.learnt
            effect = c.share * skill * deal.seller.meetings.relevance(person, told)
            change = min(1.0, touch.stance_gain * touch.weight_problem * effect) * (1.0 - person.stance)
            person.stance += change
            person.settle(touch.anchor_share * change)
            person.implied_need += min(1.0, touch.problem_gain * effect) * (1.0 - person.implied_need)
        self.seminars += 1
        self.deal.seller.unbooked_hours += c.hours
        deal.note()
