"""Facts on how far the selling and the buying of a project have come; what its dossier does not tell stays unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.model.dossier import Dossier
from engine.model.dossier_sections import Contact, Evidence
from engine.model.terms import BuyerStep, Stage

LEAST_WEIGHT = 1e-9
"""So that people without influence count, alike, where there are no others."""
Fact = bool | int | float | str | None
AS_THEY_STAND = (
    *("stage", "days_in_stage", "requirement_changed", "seen_before_freeze", "rival_saw_first", "told_from_inside"),
    *("touches", "touches_since_progress"),
)
TASKS = tuple(name for name in Evidence.model_fields if name != "provenance")
"""Evidence on the customer's side, one for each task of the sales stages."""
LEARNT = ("roles", "influence", "stance", "explicit_need", "worry")
"""What there is to know about a person."""
MOST_COST_SHARE = 1000.0
STAGE_OF_STEP: Mapping[str, Stage] = {
    BuyerStep.need.name: Stage.identify,
    BuyerStep.research.name: Stage.identify,
    BuyerStep.analysis.name: Stage.assess,
    BuyerStep.approval.name: Stage.assess,
    BuyerStep.sourcing.name: Stage.propose,
    BuyerStep.bidding.name: Stage.propose,
    BuyerStep.testing.name: Stage.close,
    BuyerStep.purchase.name: Stage.close,
    BuyerStep.acceptance.name: Stage.follow_up,
}
"""The sales stage that goes with each step of the buyer: an offer after the approval, closing when they choose."""


@dataclass(frozen=True)
class Pace:
    """Where our stage stands beside the buyer's step.

    stages: by which the buyer is ahead of us, below zero where we are ahead. days: for how long at least, None where
    nobody knows. called_for: the stage that the buyer's step calls for.
    """

    stages: int
    days: float | None
    called_for: Stage


def selling_facts(dossier: Dossier) -> dict[str, Fact]:
    """Facts about the project that books on the buying and selling process ask for; None is unknown."""
    selling, evidence = dossier.selling, dossier.evidence
    people = dossier.contacts or ()
    met = [person for person in people if person.met]
    cost, margin = selling.selling_cost, selling.expected_margin
    return {
        **{name: getattr(selling, name) for name in AS_THEY_STAND},
        **{name: getattr(evidence, name) for name in TASKS},
        "offer_submitted": evidence.offer_received,
        "rival_stance_seen": selling.rival_stance,
        "cost_share": None if cost is None or not margin else min(cost / margin, MOST_COST_SHARE),
        "people_met": len(met) if any(person.met is not None for person in people) else None,
        "need_seen": seen(people, "explicit_need"),
        "worry_seen": seen(people, "worry"),
        "facts_learnt": _learnt(met),
    }


def talk_facts(contact: Contact) -> dict[str, Fact]:
    """What was asked of a person and what they have said; None is unknown."""
    return {
        "problem_told": contact.problem_told,
        "explicit_need": contact.explicit_need,
        "situation_questions": contact.situation_questions,
        "consequence_seen": contact.consequence_seen,
        "benefit_stated": contact.benefit_stated,
        "patience": contact.patience,
    }


def seen(people: Iterable[Contact], field: str) -> float | None:
    """A field of those whom we have met, by influence; unknown while we have met nobody of whom it is known."""
    told = [(getattr(person, field), (person.influence or 0.0) + LEAST_WEIGHT) for person in people if person.met]
    known = [(value, weight) for value, weight in told if value is not None]
    return sum(value * weight for value, weight in known) / sum(weight for _, weight in known) if known else None


def _learnt(met: list[Contact]) -> float | None:
    """The mean share of what there is to know about the people met that stands in the dossier; unknown of nobody."""
    shares = [sum(getattr(person, name) is not None for name in LEARNT) / len(LEARNT) for person in met]
    return sum(shares) / len(shares) if shares else None


def pace_of(dossier: Dossier) -> Pace | None:
    """How far the buyer is ahead of us, or we of the buyer; None where one of the two is not known.

    Days count from the day on which the one who is ahead reached the present step or stage, so it was as long at least.
    """
    step, stage = dossier.opportunity.step, dossier.selling.stage
    if step is None or stage is None:
        return None
    called_for = STAGE_OF_STEP[step]
    stages = called_for - Stage[stage]
    days = {1: dossier.selling.days_in_step, -1: dossier.selling.days_in_stage}.get((stages > 0) - (stages < 0), 0.0)
    return Pace(int(stages), days, called_for)


WHERE: Mapping[str, str] = {
    "talks_closed": "opportunity.purchase_path, opportunity.formal_tender, opportunity.step",
    "cost_share": "selling.selling_cost, selling.expected_margin",
    "facts_learnt": "contacts.met, contacts.roles, contacts.influence, contacts.stance, contacts.worry",
    "need_seen": "contacts.met, contacts.explicit_need",
    "offer_submitted": "evidence.offer_received",
    "people_met": "contacts.met",
    "rival_stance_seen": "selling.rival_stance",
    "stance_seen": "contacts.met, contacts.stance",
    "trigger": "equipment.age_years, equipment.failed, plans.peer_adoption, plans.ambition",
    "worry_seen": "contacts.met, contacts.worry",
}
"""Which fields of the dossier answer a computed fact."""
