"""What a meeting sets off in the plain program: in the person met, their colleagues and the chain of command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.model.team import Member
from engine.model.terms import CRITERIA, TERM_CRITERIA
from tests.benchmarks.plain_channels import standing
from tests.benchmarks.plain_helping import annoy, help_with_file, may_promise, please
from tests.benchmarks.plain_people import Person
from tests.benchmarks.plain_terms import scores_of

if TYPE_CHECKING:
    from tests.benchmarks.plain_simpy import PlainDeal


class Meetings:
    """Meetings in one deal, and their effects."""

    def __init__(self, deal: PlainDeal) -> None:
        self.deal, self.c, self.lines = deal, deal.c, deal.lines

    def relevance(self, person: Person, told: float) -> float:
        """How much of a message concerns somebody, 0–1; `told` is what of it we knew to say."""
        deal = self.deal
        message = person.fit(deal.terms.ours, deal.shaped) * told
        message *= 1.0 - self.c.shaping.flanking_cost if deal.play == "flanking" else 1.0
        return message * (1.0 - person.resentment_now(deal.env.now, self.c.chain.resentment_half_life))

    def floor(self, person: Person) -> float:
        """Relevance below which somebody regrets the time."""
        c = self.c.touch
        return float(c.floor_at_top if self.deal.is_shielded(person) else c.relevance_floor)

    def hold(self, person: Person, kind: str, colleague: Member) -> None:
        """The meeting takes place."""
        deal, c, now = self.deal, self.c.touch, self.deal.env.now
        deal.touches += 1
        person.in_flight = False
        person.touches += 1
        first = not person.met
        person.met = True
        message = self.relevance(person, c.untaught + (1.0 - c.untaught) * person.learnt)
        effect = colleague.skill * message * deal.luck() * standing(deal, person, kind, colleague.role)
        before, floor = person.stance, self.floor(person)
        if message < floor:
            person.stance = max(-1.0, before - c.harm * (floor - message))
            annoy(person, self.c.experience.irrelevant)
            if first and self.deal.is_shielded(person):
                person.blocked_until = now + self.c.access.burnt
        else:
            self.convince(person, kind, message, effect)
        person.settle(c.anchor_share * (person.stance - before))
        self.question(person, kind, effect)
        self.hear_gossip(person)
        deal.events += 2 if first else 1
        if first:
            for rival in deal.rivals:
                rival.react()
        if person.touches == 1:
            self.bypass(person)
        self.check_sponsor(person)
        willing = person.brought and person.would_pass_on and person.stance >= self.c.chain.pass_on_stance
        if willing and not person.passes_on:
            person.passes_on = True
            self.deal.note()
        if person.stance >= self.c.chain.mandate_stance:
            self.get_mandate(person)
        self.observe(person)
        deal.seller.channels.after_meeting(person)
        if kind == "proposal" and not deal.offer_submitted:
            self.submit_offer()

    def pay_a_visit(self, person: Person, colleague: Member) -> None:
        """Without a project: we listen and are seen, which moves people as little as a situation question does."""
        deal, c, now = self.deal, self.c.touch, self.deal.env.now
        message = person.fit(deal.terms.ours, 0.0) * (c.untaught + (1.0 - c.untaught) * person.learnt)
        before, floor = person.stance, self.floor(person)
        if message < floor:
            person.stance = max(-1.0, before - c.harm * (floor - message))
            annoy(person, self.c.experience.irrelevant)
        else:
            closeness = 1.0 + c.relationship_bonus * (person.relationship(now, c.bond_half_life) - 1.0)
            effect = colleague.skill * message * standing(deal, person, "situation", colleague.role)
            gain = c.stance_gain * effect * closeness * c.weight_situation
            person.stance += min(1.0, max(0.0, gain)) * (1.0 - person.stance)
            self.grow_closer(person, message)
            self.hear_gossip(person)
            please(person, self.c.experience.relevant * message)
        person.settle(c.anchor_share * (person.stance - before))
        person.met = True
        self.observe(person)

    def grow_closer(self, person: Person, message: float) -> None:
        """A meeting that was worth their time brings us closer, the sooner the better they find dealing with us."""
        c, now = self.c.touch, self.deal.env.now
        pace = max(0.0, 1.0 + self.c.experience.closeness * (person.experience - 0.5))
        person.bond = min(4.5, person.bond_now(now, c.bond_half_life) + c.bond_gain * message * pace)
        person.bond_since = now

    def observe(self, person: Person) -> None:
        """Take away how somebody stands today."""
        person.seen.stance, person.seen.need, person.seen.worry = person.stance, person.need, person.worry
        person.seen.implied = person.implied_need
        person.seen.rival_stance = max(person.rival_stance.values(), default=0.0)
        person.last_touch = self.deal.env.now

    def convince(self, person: Person, kind: str, message: float, effect: float) -> None:
        """A relevant message moves stance, relationship, criteria and the need's definition."""
        deal, c, now = self.deal, self.c.touch, self.deal.env.now
        weight = getattr(c, f"weight_{kind}") * (person.need if kind == "payoff" else 1.0)
        closeness = 1.0 + c.relationship_bonus * (person.relationship(now, c.bond_half_life) - 1.0)
        gain = c.stance_gain * effect * closeness * weight
        person.stance += min(1.0, max(0.0, gain)) * (1.0 - person.stance)
        self.grow_closer(person, message)
        person.reconcile(self.c.chain.resentment_eased, now, self.c.chain.resentment_half_life)
        please(person, self.c.experience.relevant * message)
        may_promise(deal, person)
        if deal.play == "flanking":
            standard = [scores_of(deal.account, offer, deal.c) for offer in deal.offers]
            judged = [name for name in CRITERIA if person.criteria[name] > 0.0 or name not in TERM_CRITERIA]
            lead = {n: min(standard[0][n], *(standard[0][n] - rival[n] for rival in standard[1:])) for n in judged}
            best = max(judged, key=lambda name: lead[name])
            share = min(1.0, max(0.0, self.c.shaping.criteria_shift * effect))
            for name in CRITERIA:
                person.criteria[name] += share * ((name == best) - person.criteria[name])
        if not deal.frozen:
            self.shape(person, min(1.0, max(0.0, effect)))

    def shape(self, person: Person, effect: float) -> None:
        """What is asked for comes nearer to our offer; where we are in place, it becomes the standard."""
        deal, c = self.deal, self.c.shaping
        deal.shaped += c.fit_gain * effect * (1.0 - deal.shaped)
        if deal.play == "fortify" and person.roles & {"user", "technical_evaluator"}:
            deal.standards += c.standards_gain * effect * (c.standards - deal.standards)

    def question(self, person: Person, kind: str, effect: float) -> None:
        """What the questions themselves bring to light."""
        c = self.c.touch
        if kind == "situation":
            person.situation_questions += 1
            person.learnt += c.learning * (1.0 - person.learnt)
            if person.situation_questions > c.patience:
                person.stance = max(-1.0, person.stance - c.tiring)
        elif kind == "problem":
            person.implied_need += min(1.0, c.problem_gain * effect) * (1.0 - person.implied_need)
        elif kind == "implication":
            person.need += min(1.0, c.implication_gain * effect * person.implied_need) * (1.0 - person.need)
        elif kind == "evidence":
            person.worry -= min(1.0, c.evidence_gain * effect) * person.worry
        elif kind == "help":
            help_with_file(self.deal, person, effect)

    def hear_gossip(self, person: Person) -> None:
        """We hear of those the person works with."""
        for other in self.deal.people:
            if other is not person and self.lines.works_with(person.id, other.id):
                other.identified = True
                other.learnt += self.c.touch.gossip * (1.0 - other.learnt)

    def submit_offer(self) -> None:
        """Hand in the offer, tailored to what we have learnt."""
        deal = self.deal
        deal.offer_submitted = True
        deal.shaped += self.c.shaping.tailoring * self.learnt_of_all() * (1.0 - deal.shaped)
        deal.terms.hand_in()
        deal.note()

    def learnt_of_all(self) -> float:
        """What we have learnt of those who have a say, by their power."""
        people = self.deal.people
        return sum(person.power * person.learnt for person in people) / sum(person.power for person in people)

    def check_sponsors(self) -> None:
        """Sponsors who have cooled down stop."""
        for person in self.deal.people:
            if person.sponsor:
                self.check_sponsor(person)

    def check_sponsor(self, person: Person) -> None:
        """Somebody convinced who knows us well may stand up for us; whoever has cooled down stops."""
        c = self.c.chain
        known = person.relationship(self.deal.env.now, self.c.touch.bond_half_life)
        if not person.sponsor:
            if person.stance >= c.sponsor_stance and known >= c.sponsor_relationship and person.would_sponsor:
                person.sponsor = True
                self.deal.note()
        elif person.stance < c.sponsor_lost:
            person.sponsor = False
            self.deal.note()

    def get_mandate(self, person: Person) -> None:
        """A convinced superior says "work with them" to those below."""
        c, now = self.c.chain, self.deal.env.now
        strength = person.power * min(1.0, max(0.0, person.stance))
        if strength <= person.mandate_given + c.mandate_step:
            return
        first, person.mandate_given = person.mandate_given == 0.0, strength
        below = self.lines.below(person.id)
        for name, steps in below.items():
            other = self.deal.named[name]
            arriving = strength * c.mandate_transmission ** (steps - 1)
            required = c.weak_mandate * (1.0 - other.susceptibility)
            if first and not other.met and arriving < required:
                amount = c.resentment * (required - arriving)
                other.anchor = max(-1.0, other.anchor - amount)
                other.resent(amount, now, c.resentment_half_life)
                self.deal.note()
            if arriving > other.mandate:
                if arriving >= required:
                    if 0.0 < other.mandate < required:
                        other.reconcile(c.resentment_eased, now, c.resentment_half_life)
                    heard = other.mandate if other.mandate >= required else 0.0
                    other.anchor += c.mandate_anchor * (arriving - heard) * (person.stance - other.anchor)
                other.mandate = arriving
        if below:
            self.deal.note()

    def bypass(self, person: Person) -> None:
        """Managers we went past on the way up, and unmet gatekeepers, turn against us."""
        if not person.levels_passed:
            return
        c = self.c.chain
        met = [other for other in self.deal.people if other.met and other is not person]
        blow = min(1.0, c.backlash * (1.0 + c.backlash_per_level * (person.levels_passed - 1)))
        blow *= 1.0 - c.backlash_forgiven * min(1.0, max(0.0, person.stance))
        for other in self.deal.people:
            if other is person or other.met or other.bypassed:
                continue
            over = self.lines.reports_through(other.id, person.id)
            skipped = over and any(self.lines.reports_through(m.id, other.id) for m in met)
            if skipped or ("gatekeeper" in other.roles and other.level > person.level):
                other.bypassed = True
                other.stance = max(-1.0, other.stance - blow)
                other.anchor = max(-1.0, other.anchor - blow)
                other.resent(blow, self.deal.env.now, c.resentment_half_life)
                self.deal.note()
