"""What the plain program puts before the rulebooks: plain dictionaries of facts, and the books' own `decide`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.model.terms import TouchKind
from tests.benchmarks.plain_people import Person
from tests.benchmarks.plain_terms import scores_of

if TYPE_CHECKING:
    from tests.benchmarks.plain_simpy import PlainDeal

Facts = dict[str, object]
STAGES = ("none", "identify", "assess", "propose", "close", "follow_up")
KINDS = tuple(kind.name for kind in TouchKind)


def deal_facts(deal: PlainDeal, now: float) -> Facts:
    """A live deal as the seller sees it."""
    worth = deal.amount * deal.scope * deal.margin
    facts: Facts = {
        "live_opportunity": True,
        "incumbent": {None: "none", "us": "us"}.get(deal.account.incumbent, "rival"),
        "rival_present": bool(deal.rivals),
        "need_frozen": deal.frozen,
        "buyer_step": deal.step,
        "divisible": deal.part > 0.0,
        "on_short_list": None if deal.sourcing.left_out is None else not deal.sourcing.is_off("us"),
        "formal_tender": deal.account.project.formal_tender,
        "visits_allowed": not deal.tender.shut,
        "rival_saw_first": _rival_first(deal, now),
        "told_from_inside": deal.told_by is not None,
        "seen_before_freeze": (deal.our_sighting <= now and not deal.frozen) if deal.origin is None else None,
        "stage": STAGES[deal.stage],
        "days_in_stage": now - deal.stage_since,
        "offer_submitted": deal.offer_submitted,
        "touches": deal.touches,
        "touches_since_progress": deal.touches_since_progress,
        "refusals_at_top": deal.refused_at_top,
        "cost_share": deal.cost / worth,
        "urgency": deal.urgency(),
        "negotiating": deal.terms.negotiating,
        "play": deal.play,
        "rivals_seen": _rivals_seen(deal, now),
    }
    facts |= deal.terms.sought()
    heard = deal.told_by is not None or any("decider" in person.roles for person in deal.people if person.met)
    facts["price_latitude"] = deal.latitude if heard else None
    return facts | _position(deal, now) | _chain(deal) | _mood(deal)


def _told_by(deal: PlainDeal, now: float) -> list[Person]:
    """Those who tell us things: whom we have met, or are acquainted with from before."""
    half_life = deal.c.touch.bond_half_life
    return [person for person in deal.people if person.met or person.relationship(now, half_life) >= 2]


def _rival_first(deal: PlainDeal, now: float) -> bool | None:
    """Those whom we know tell us whether a rival was there before us; nobody does while we know nobody."""
    known = _told_by(deal, now)
    if not deal.rivals:
        return False
    return any(person.courted_on < deal.our_sighting for person in known) if known else None


def _rivals_seen(deal: PlainDeal, now: float) -> int | None:
    """How many rivals those whom we know have met."""
    known = _told_by(deal, now)
    if not known and deal.rivals:
        return None
    return sum(any(person in rival.met for person in known) for rival in deal.rivals)


def _mean(pairs: list[tuple[float, float]]) -> float | None:
    """The mean of values by weights, None of nothing."""
    weight = sum(weight for weight, _ in pairs)
    return sum(weight * value for weight, value in pairs) / weight if weight > 0 else None


def _position(deal: PlainDeal, now: float) -> Facts:
    known = [person for person in deal.people if person.identified]
    half_life = deal.c.touch.bond_half_life
    levels = [person.relationship(now, half_life) for person in known]
    telling = [person for person in _told_by(deal, now) if person.identified]
    ours = _mean([(person.power + 1e-9, person.fit(deal.terms.ours, deal.shaped)) for person in telling])
    facts: Facts = {"our_fit": ours, "best_relationship": max(levels, default=None)}
    if not deal.rivals:
        return facts | {"rival_holds_relationship": False}
    reputation = max(rival.model.reputation for rival in deal.rivals)
    facts["reputation_lead"] = deal.account.reputation - reputation
    if ours is None:
        return facts
    known_offers = [scores_of(deal.account, rival.model.offer, deal.c) for rival in deal.rivals]
    fits = [_mean([(p.power + 1e-9, p.fit(offer, 0.0)) for p in telling]) or 0.0 for offer in known_offers]
    lead = sum(levels) / len(levels) - max(rival.model.relationship for rival in deal.rivals)
    return facts | {
        "fit_lead": ours - max(fits),
        "relationship_lead": lead,
        "rival_holds_relationship": lead <= -1.0,
    }


def _chain(deal: PlainDeal) -> Facts:
    known = [person for person in deal.people if person.identified]
    met = [person for person in known if person.met]
    return {
        "people_identified": len(known),
        "people_met": len(met),
        "coverage_met": len(met) / len(known) if known else 0.0,
        "decider_identified": any(
            "decider" in person.roles and (person.met or not person.only_public) for person in known
        ),
        "decider_met": any("decider" in person.roles for person in met),
        "has_sponsor": any(person.sponsor for person in known),
        "has_mandate": any(
            person.mandate_given > 0.0 and (person.level == 1 or "decider" in person.roles) for person in deal.people
        ),
    }


def _mood(deal: PlainDeal) -> Facts:
    met = [person for person in deal.people if person.met]

    def seen(name: str) -> float | None:
        return _mean([(person.power + 1e-9, getattr(person.seen, name)) for person in met])

    return {
        "stance_seen": seen("stance"),
        "rival_stance_seen": seen("rival_stance") if deal.rivals else None,
        "need_seen": seen("need"),
        "worry_seen": seen("worry"),
        "facts_learnt": sum(person.learnt for person in met) / len(met) if met else 0.0,
    }


def right_kind(deal: PlainDeal, person: Person, discipline: float, slip: float) -> str:
    """What a meeting with this person is for, as far as the seller can see; undisciplined ones praise too early."""
    late = deal.step in ("bidding", "testing", "purchase")
    if (
        deal.stage >= STAGES.index("propose")
        and person.met
        and not deal.offer_submitted
        and (late or deal.step == "sourcing")
    ):
        return "proposal"
    if person.learnt < deal.c.pursuit.enough_learnt and person.situation_questions < deal.c.touch.patience:
        return "situation"
    if person.seen.implied < deal.c.pursuit.enough_implied:
        kind = "problem"
    elif person.seen.need < deal.c.pursuit.target_need:
        kind = "implication"
    else:
        return "evidence" if person.seen.worry > deal.c.pursuit.target_worry else "payoff"
    return "payoff" if slip >= discipline else kind
