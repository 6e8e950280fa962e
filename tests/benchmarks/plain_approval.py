"""Which moves of the plain program's seller our own people have to approve first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.plain_people import Person

if TYPE_CHECKING:
    from tests.benchmarks.plain_simpy import PlainDeal

CHANNELS = {"event": "event", "reference": "reference_visit", "partner": "partner"}


def move_of(person: Person, kind: str, role: str) -> str:
    """What the rules call a meeting of this kind with somebody who was asked in this way."""
    if kind == "help":
        return "help"
    return CHANNELS.get(person.came_by, "executive_visit" if role == "executive_sponsor" else "visit")


def _ruled(deal: PlainDeal, person: Person, move: str) -> tuple[str, str | None]:
    facts: dict[str, object] = {
        "move": move,
        "ownership": deal.account.ownership,
        "formal_tender": deal.account.project.formal_tender,
        "purchase_path": deal.account.project.path.kind,
        "talks_closed": deal.tender.talks_closed(),
        "buyer_step": deal.step,
        "receiver_evaluates": "technical_evaluator" in person.roles,
    }
    known = {name: value for name, value in facts.items() if value not in (None, "")}
    decision = deal.program.books["compliance"].decide(known)
    return str(decision.outputs["ruling"]), decision.rule


def needs_approval(deal: PlainDeal, person: Person, move: str) -> bool:
    """Is our own approver to be asked?"""
    return _ruled(deal, person, move)[0] == "needs_approval"


def approval_days(deal: PlainDeal, person: Person, move: str) -> float:
    """Days until our own approver has answered; somebody has to write it up."""
    ruling, rule = _ruled(deal, person, move)
    if ruling != "needs_approval":
        return 0.0
    seller, c = deal.seller, deal.c.compliance
    seller.unbooked_hours += c.approval_hours
    if rule != seller.told_rule:
        seller.told_rule = rule or ""
        deal.decisions += 1
        deal.note()
    deal.note()
    return float(c.approval_days)
