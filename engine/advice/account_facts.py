"""From a dossier to the facts that rulebooks ask for. What the dossier does not tell stays unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import isnan, nan

from engine.advice.process_facts import WHERE, Fact, seen, selling_facts, talk_facts
from engine.advice.time_facts import TOP, day_of, days_since_contact, time_facts
from engine.advice.value_facts import value_facts
from engine.files.arguments import expect
from engine.model import derived_facts as derived
from engine.model.dossier import Dossier
from engine.model.dossier_sections import Contact, Equipment
from engine.model.facts import FACT_INDEX, FACTS
from engine.model.purchase_path import FORMAL
from engine.model.terms import PathName
from engine.wording import say

DAYS_PER_YEAR = 365.25
ACQUAINTED = 2
VISIT = "visit"
"""What is asked of compliance: may they be visited?"""
PAPERS: tuple[PathName, ...] = (*FORMAL, "competitive_negotiation", "enquiry")
"""Paths on which papers go out and talks end."""


def account_facts(dossier: Dossier) -> dict[str, Fact]:
    """Every fact about an account that a shipped book may ask for; None is unknown.

    What follows from other facts is defined in `engine.model.derived_facts`, for a simulation as for advice. Facts of
    equipment are those of the piece nearest to its end of life; coverage is known where it is known of each contact
    whether we met them.
    """
    expect("dossier", dossier, Dossier, say("a dossier"))
    purchases, plans, admission = dossier.purchases, dossier.plans, dossier.admission
    return {
        **{name: getattr(purchases, name) for name in type(purchases).model_fields if name != "provenance"},
        **{
            name: getattr(dossier.potential, name)
            for name in type(dossier.potential).model_fields
            if name != "provenance"
        },
        **value_facts(dossier),
        "industry_influence": dossier.basics.industry_influence,
        "ownership": dossier.basics.ownership,
        "credit": dossier.basics.credit,
        "field_survey": admission.field_survey,
        "profit_margin": _ratio(purchases.yearly_profit, purchases.yearly_revenue),
        **_equipment_facts(dossier.equipment),
        "peer_adoption": plans.peer_adoption,
        "adoption_over_threshold": _known(
            derived.over_threshold(_number(plans.peer_adoption), _number(plans.adoption_threshold))
        ),
        "budget_blocked": plans.budget_blocked,
        "ambition": plans.ambition,
        "planning_season": plans.planning_season,
        "times_shelved": plans.times_shelved,
        **selling_facts(dossier),
        **_opportunity_facts(dossier),
        **_chain_facts(dossier),
        **time_facts(dossier),
        **dossier.facts,
    }


def contact_facts(contact: Contact, dossier: Dossier, engagement: str | None = None) -> dict[str, Fact]:
    """Every fact about a person there, and about a visit to them; None is unknown.

    engagement: how the decision chain is engaged, where that is decided. A person with a role has all roles listed, or
    none is known.
    """
    expect("contact", contact, Contact, say("a contact of a dossier"))
    expect("dossier", dossier, Dossier, say("a dossier"))
    roles = contact.roles
    return {
        "contact_level": contact.level,
        "contact_influence": contact.influence,
        "contact_relationship": contact.relationship,
        "contact_stance": contact.stance,
        "contact_met": contact.met,
        "contact_sponsor": contact.sponsor,
        "contact_passed_over": contact.passed_over,
        "days_since_contact": days_since_contact(contact, day_of(dossier)),
        **talk_facts(contact),
        "decides": None if roles is None else "decider" in roles,
        "guards_the_door": None if roles is None else "gatekeeper" in roles,
        "live_opportunity": dossier.opportunity.live,
        "move": VISIT,
        "ownership": dossier.basics.ownership,
        "formal_tender": _is_formal(dossier),
        "buyer_step": dossier.opportunity.step,
        "receiver_evaluates": None if roles is None else "technical_evaluator" in roles,
        **_path_facts(dossier),
        "sponsor_elsewhere": _any(other.sponsor for other in dossier.contacts or () if other.id != contact.id),
        "engagement": engagement,
        "stands_highest": _is_extreme(contact.level, [other.level for other in dossier.contacts or ()], min),
        "knows_us_best": _is_extreme(
            contact.relationship, [other.relationship for other in dossier.contacts or ()], max
        )
        if (contact.relationship or 0) >= ACQUAINTED
        else False,
    }


def _is_extreme(
    value: int | None, all_of_them: Iterable[int | None], extreme: Callable[[Iterable[int]], int]
) -> bool | None:
    """Is this the highest, or the best, of those that are known?"""
    return None if value is None else value == extreme(each for each in all_of_them if each is not None)


def _path_facts(dossier: Dossier) -> dict[str, Fact]:
    """What the path itself says: papers that are out close the talks. A formal tender is open unless it is said."""
    path, formal, step = dossier.opportunity.purchase_path, _is_formal(dossier), dossier.opportunity.step
    if path is None and formal:
        path = "open_tender"
    if path is None:
        return {"purchase_path": None, "talks_closed": formal}
    if path not in PAPERS:
        return {"purchase_path": path, "talks_closed": False}
    closed = None if step is None else step in ("bidding", "testing", "purchase")
    return {"purchase_path": path, "talks_closed": closed}


def _is_formal(dossier: Dossier) -> bool | None:
    """Is it a tender in the sense of the law? The path says so where it is known."""
    path = dossier.opportunity.purchase_path
    return dossier.opportunity.formal_tender if path is None else path in FORMAL


def _equipment_facts(equipment: Iterable[Equipment]) -> dict[str, Fact]:
    """Of the piece nearest to its end of life; failure of any piece counts."""
    pieces = [piece for piece in equipment if piece.age_years is not None and piece.service_life_years is not None]
    found: dict[str, Fact] = {"asset_failed": _any(piece.failed for piece in equipment)}
    nearest = min(pieces, key=_years_left, default=None)
    if nearest is not None:
        age, life = _number(nearest.age_years) * DAYS_PER_YEAR, _number(nearest.service_life_years) * DAYS_PER_YEAR
        left = derived.days_left(age, life)
        found |= {
            "asset_age_share": _within("asset_age_share", derived.share_of(age, life)),
            "days_to_end_of_life": _within("days_to_end_of_life", left),
            "renewal_lead_days": nearest.renewal_lead_days,
            "within_renewal_lead": _yes_or_no(derived.within_lead(left, _number(nearest.renewal_lead_days))),
        }
    return found


def _years_left(piece: Equipment) -> float:
    return (piece.service_life_years or 0.0) - (piece.age_years or 0.0)


def _opportunity_facts(dossier: Dossier) -> dict[str, Fact]:
    project = dossier.opportunity
    relationship_lead = derived.lead(_mean_relationship(dossier.contacts or ()), _number(project.rival_relationship))
    holds = project.rival_holds_relationship
    if holds is None and project.rival_present is False:
        holds = False
    if holds is None:
        holds = _yes_or_no(derived.holds_relationship(relationship_lead))
    return {
        "live_opportunity": project.live,
        "buyer_step": project.step,
        "formal_tender": _is_formal(dossier),
        **_path_facts(dossier),
        "divisible": project.divisible,
        "need_frozen": project.need_frozen,
        "urgency": project.urgency,
        "our_fit": project.our_fit,
        "fit_lead": _known(derived.lead(_number(project.our_fit), _number(project.rival_fit))),
        "reputation_lead": _known(derived.lead(_number(project.our_reputation), _number(project.rival_reputation))),
        "relationship_lead": _known(relationship_lead),
        "rival_holds_relationship": holds,
        "incumbent": project.incumbent,
        "rival_present": project.rival_present,
        "executive_on_our_side": project.executive_on_our_side,
        "refusals_at_top": project.refusals_at_top,
    }


def _mean_relationship(people: Iterable[Contact]) -> float:
    """Our mean level with the contacts; unknown while we neither met nor are acquainted with anybody."""
    levels = [person.relationship for person in people if person.relationship is not None]
    if not any(person.met or (person.relationship or 0) >= ACQUAINTED for person in people):
        return nan
    return derived.share_of(sum(levels), len(levels))


def _chain_facts(dossier: Dossier) -> dict[str, Fact]:
    """What the contacts tell of the decision chain; nothing is known without a list of contacts."""
    people = dossier.contacts
    if people is None:
        return {}
    met = [person.met for person in people]
    deciders = [person for person in people if person.roles is not None and "decider" in person.roles]
    levels = [person.level for person in people if person.level is not None]
    relations = [person.relationship for person in people if person.relationship is not None]
    known = _any(None if person.roles is None else "decider" in person.roles for person in people)
    return {
        "people_identified": len(people),
        "coverage_met": None if None in met else _known(derived.share_of(met.count(True), len(met))),
        "top_level_identified": min(levels, default=None),
        "decider_identified": known,
        "decider_met": False if known is False else _any(person.met for person in deciders),
        "decider_stance": _stance_of(deciders),
        "stance_seen": seen(people, "stance"),
        "best_relationship": max(relations, default=None),
        "has_sponsor": _any(person.sponsor for person in people),
        "has_mandate": _any(_backs_from_the_top(person) for person in people),
        "people_resentful": sum(1 for person in people if person.passed_over)
        if any(person.passed_over is not None for person in people)
        else None,
    }


def _stance_of(deciders: Iterable[Contact]) -> float | None:
    """The stance of the decider who counts most, as far as it is known."""
    power, stance = -1.0, nan
    for person in deciders:
        if person.stance is not None and derived.speaks_first(person.influence or 0.0, person.stance, power, stance):
            power, stance = person.influence or 0.0, person.stance
    return _known(stance)


def _backs_from_the_top(person: Contact) -> bool | None:
    """Does this person back us openly, and from the top or as the one who decides?"""
    if not person.mandate:
        return person.mandate
    decides = person.roles is not None and "decider" in person.roles
    if person.level is None:
        return True if decides else None
    return derived.from_the_top(person.level, TOP, decides)


def _number(value: float | None) -> float:
    return nan if value is None else value


def _known(value: float) -> float | None:
    return None if isnan(value) else value


def _yes_or_no(value: float) -> bool | None:
    return None if isnan(value) else value == 1.0


def _within(name: str, value: float) -> float | None:
    """The value within the fact's range: what lies beyond is said as its end."""
    fact = FACTS[FACT_INDEX[name]]
    assert fact.low is not None and fact.high is not None
    return None if isnan(value) else min(max(value, fact.low), fact.high)


def _any(answers: Iterable[bool | None]) -> bool | None:
    """Yes when one is yes, no when all are known to be no, else unknown; unknown of nobody."""
    given = list(answers)
    if True in given:
        return True
    return None if None in given or not given else False


def _ratio(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else max(-10.0, min(part / whole, 1.0))


def for_book(facts: Mapping[str, Fact], declared: Iterable[str]) -> dict[str, Fact]:
    """The facts that one book declares; those nobody supplies are unknown."""
    return {name: facts.get(name) for name in declared}


WHERE_TO_LOOK: dict[str, str] = {
    **WHERE,
    "adoption_over_threshold": "plans.peer_adoption, plans.adoption_threshold",
    "asset_age_share": "equipment.age_years, equipment.service_life_years",
    "asset_failed": "equipment.failed",
    "best_relationship": "contacts.relationship",
    "coverage_met": "contacts.met",
    "days_to_end_of_life": "equipment.age_years, equipment.service_life_years",
    "decider_identified": "contacts.roles",
    "decider_met": "contacts.roles, contacts.met",
    "decider_stance": "contacts.roles, contacts.stance",
    "decides": "contacts.roles",
    "fit_lead": "opportunity.our_fit, opportunity.rival_fit",
    "guards_the_door": "contacts.roles",
    "has_mandate": "contacts.mandate",
    "has_sponsor": "contacts.sponsor",
    "people_identified": "contacts",
    "people_resentful": "contacts.passed_over",
    "profit_margin": "purchases.yearly_profit, purchases.yearly_revenue",
    "relationship_lead": "contacts.relationship, opportunity.rival_relationship",
    "reputation_lead": "opportunity.our_reputation, opportunity.rival_reputation",
    "renewal_lead_days": "equipment.renewal_lead_days",
    "top_level_identified": "contacts.level",
    "within_renewal_lead": "equipment.renewal_lead_days",
}
"""Which fields of the dossier answer a computed fact."""
