"""From a dossier to the facts of living with the account: people, promises, money owed. Unknown stays unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.advice.account_facts import ACQUAINTED, DAYS_PER_YEAR, contact_facts
from engine.advice.process_facts import Fact
from engine.files.arguments import expect
from engine.model.base import Frozen
from engine.model.dossier import Dossier
from engine.model.dossier_sections import Contact, Purchases
from engine.wording import say

FEW = 2
"""More than so many who are familiar with us are enough to know, whoever else is."""
LOWEST_MARGIN = -10.0


def care_facts(dossier: Dossier) -> dict[str, Fact]:
    """What the books of moves within a play, care, terms and the account plan ask for; None is unknown.

    days_late: days until they really pay − days agreed. margin_after_credit: profit ÷ revenue − cost of capital × days
    until they pay ÷ days of a year. strength_counts: is what we are best at what counts most there? dossier_known: the
    share answered of what a dossier asks of the account itself, not of a project; unknown while nothing is answered.
    """
    expect("dossier", dossier, Dossier, say("a dossier"))
    payment, project = dossier.payment, dossier.opportunity
    return {
        **_as_they_stand(dossier.care),
        "overdue_share": _overdue_share(payment.overdue, payment.receivables),
        "days_late": _difference(payment.days_outstanding, payment.agreed_days),
        "margin_after_credit": _margin_after_credit(
            dossier.purchases, payment.days_outstanding, payment.cost_of_capital
        ),
        "share_of_our_revenue": payment.share_of_our_revenue,
        "wider_need": project.wider_need,
        "open_piece": project.open_piece,
        "strength_counts": None
        if project.counts_most is None or project.our_strength is None
        else project.counts_most == project.our_strength,
        "rival_misconduct": project.rival_misconduct,
        "misconduct_evidence": project.misconduct_evidence,
        "days_since_noticed": project.days_since_noticed,
        "dossier_known": _known_share(dossier),
        "talks_closed": contact_facts(Contact(id="anybody"), dossier)["talks_closed"],
        **_people_facts(dossier.contacts),
    }


def _as_they_stand(section: Frozen) -> dict[str, Fact]:
    return {name: getattr(section, name) for name in type(section).model_fields if name != "provenance"}


def _difference(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other


def _overdue_share(overdue: float | None, receivables: float | None) -> float | None:
    """The overdue part of what is owed: none of it where nothing is overdue or nothing is owed."""
    if overdue == 0 or receivables == 0:
        return 0.0
    return None if overdue is None or receivables is None else overdue / receivables


def _margin_after_credit(purchases: Purchases, days: float | None, cost_of_capital: float | None) -> float | None:
    if purchases.yearly_profit is None or not purchases.yearly_revenue or days is None or cost_of_capital is None:
        return None
    margin = purchases.yearly_profit / purchases.yearly_revenue - cost_of_capital * days / DAYS_PER_YEAR
    return max(LOWEST_MARGIN, min(margin, 1.0))


def _people_facts(people: tuple[Contact, ...] | None) -> dict[str, Fact]:
    """Who is familiar with us, and does somebody who counts listen? Nothing is known without a list of contacts."""
    if people is None:
        return {"people_acquainted": None, "way_in": None}
    familiar = sum(1 for person in people if (person.relationship or 0) >= ACQUAINTED)
    unclear = any(person.relationship is None and person.met is not False for person in people)
    listens = [_listens(person) for person in people]
    return {
        "people_acquainted": None if unclear and familiar <= FEW else familiar,
        "way_in": True if True in listens else None if None in listens or not listens else False,
    }


def _listens(person: Contact) -> bool | None:
    """Does this person listen: as a sponsor, or as a decider whom we have met and who is not against us?"""
    if person.sponsor:
        return True
    decides = None if person.roles is None else "decider" in person.roles
    if decides and person.met and person.stance is not None and person.stance >= 0:
        return True
    if person.sponsor is False and (decides is False or person.met is False or (person.stance or 0) < 0):
        return False
    return None


def _known_share(dossier: Dossier) -> float | None:
    answers = list(_answers(dossier))
    answered = sum(answer is not None for answer in answers)
    return answered / len(answers) if answered else None


def _answers(dossier: Dossier) -> Iterator[object]:
    """Every answer about the account itself, and whether there are people and equipment in the dossier at all."""
    for section in (dossier.basics, dossier.purchases, dossier.potential, dossier.care, dossier.payment):
        yield from _as_they_stand(section).values()
    yield dossier.contacts or None
    yield dossier.equipment or None


CARE_FIELDS: Mapping[str, str] = {
    "overdue_share": "payment.overdue, payment.receivables",
    "days_late": "payment.days_outstanding, payment.agreed_days",
    "margin_after_credit": "purchases.yearly_profit, purchases.yearly_revenue, payment.days_outstanding, "
    "payment.cost_of_capital",
    "strength_counts": "opportunity.counts_most, opportunity.our_strength",
    "talks_closed": "opportunity.purchase_path, opportunity.step",
    "people_acquainted": "contacts.relationship",
    "way_in": "contacts.sponsor, contacts.roles, contacts.stance",
    "dossier_known": "contacts",
}
"""Which fields of the dossier answer a computed fact."""
