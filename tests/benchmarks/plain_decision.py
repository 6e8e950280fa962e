"""How the plain program's group decides, and what a won deal is worth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from engine.model.quantity import canonical
from tests.benchmarks.plain_helping import felt
from tests.benchmarks.plain_people import Person
from tests.benchmarks.plain_terms import offered_days

if TYPE_CHECKING:
    from tests.benchmarks.plain_simpy import PlainDeal


def choose(deal: PlainDeal) -> str | None:
    """One member's choice, drawn by power, counts; None when it is to buy nothing, or the decider is silent."""
    options = ["us", *(rival.model.id for rival in deal.rivals), "nothing"]
    vetoed = {option for option in options[:-1] if not deal.sourcing.is_off(option) and is_vetoed(deal, option)}
    votes = []
    for person in deal.people:
        utilities = np.array([-math.inf if o in vetoed else worth for o, worth in worths(deal, person, options)])
        chances = np.exp(utilities - utilities.max())
        votes.append(options[deal.rng.choice(len(options), p=chances / chances.sum())])
        deal.note()
    deal.note()
    power = np.array([person.power for person in deal.people])
    choice = votes[deal.rng.choice(len(votes), p=power / power.sum())]
    chief = max((p for p in deal.people if "decider" in p.roles), key=lambda p: p.power)
    silent = votes[deal.people.index(chief)] == "nothing"
    if choice == "nothing" or (deal.account.buying_centre.group_choice.economic_buyer_must_act and silent):
        return None
    return choice


def worths(deal: PlainDeal, person: Person, options: list[str]) -> list[tuple[str, float]]:
    """What each option is worth: nothing can be had of who was not asked, and with a part of ours comes their rest."""
    found = {o: -math.inf if deal.sourcing.is_off(o) else utility(deal, person, o) for o in options}
    rest = max((worth for option, worth in found.items() if option not in ("us", "nothing")), default=-math.inf)
    if deal.scope < 1.0 and rest > -math.inf:
        found["us"] = deal.scope * found["us"] + (1.0 - deal.scope) * rest
    return list(found.items())


def is_vetoed(deal: PlainDeal, option: str) -> bool:
    """Is a technical evaluator or financial approver set against it?"""
    limit = canonical(deal.account.buying_centre.group_choice.veto_stance)
    for person in deal.people:
        stance = person.stance if option == "us" else person.rival_stance[option]
        if person.roles & {"technical_evaluator", "financial_approver"} and stance < limit:
            deal.note()
            return True
    return False


def utility(deal: PlainDeal, person: Person, option: str) -> float:
    """What an option is worth to a person."""
    c, account = deal.c.decision, deal.account
    if option == "nothing":
        short = max(0.0, 1.0 - canonical(account.project.budget) * deal.budget_factor)
        need = c.need * (1.0 - person.need) + c.indecision * person.worry + c.over_budget * short * deal.scope
        return float(c.nothing + need - c.urgency * deal.urgency())
    if option == "us":
        stance, fit, reputation = person.stance, person.fit(deal.terms.ours, deal.shaped), account.reputation
        known = person.relationship(deal.env.now, deal.c.touch.bond_half_life)
    else:
        rival = next(rival for rival in deal.rivals if rival.model.id == option)
        stance, fit = person.rival_stance[option], rival.fit(person)
        known, reputation = rival.model.relationship, rival.model.reputation
    value = c.stance * stance + c.fit * fit - c.worry * person.worry + c.relationship * (known - 1.0) / 4.0
    value += c.reputation * reputation
    if account.incumbent is not None:
        leaving = canonical(account.project.switching_cost)
        value += c.incumbency if option == account.incumbent else -leaving
    return float(value)


def settle(deal: PlainDeal) -> None:
    """Deliver, have it accepted, get paid."""
    c, price, terms = deal.c.after, deal.tender.price * deal.terms.price, deal.terms
    deal.amount_won = deal.amount * deal.scope * price
    _, more, sooner = terms.given
    haste = 1.0 + terms.c.haste * sooner
    failed = deal.rng.random() < min(1.0, max(0.0, c.delivery_failure * deal.delivery_risk * haste))
    delivered = c.satisfaction_failed if failed else c.satisfaction_good
    deal.satisfaction = min(1.0, max(0.0, delivered + deal.c.experience.satisfaction * (felt(deal) - 0.5)))
    margin = deal.amount * deal.scope * (deal.margin - (1.0 - price) - terms.cost())
    deal.margin_won = margin * (1.0 - (c.failure_loss if failed else 0.0))
    kept = c.retention_unsatisfied + deal.satisfaction * (c.retention_satisfied - c.retention_unsatisfied)
    yearly = deal.amount_won * deal.margin * canonical(deal.account.project.yearly_follow_on)
    deal.lifetime_value = deal.margin_won + yearly * kept / (1.0 + c.discount - kept)
    delivery, credit = offered_days(deal.account.offer, terms.c)
    pace, extra = (delivery - sooner) / terms.c.delivery, credit - terms.c.credit + more
    deal.paid_after = deal.rng.exponential(c.delivery * pace) + deal.rng.exponential(max(0.0, c.payment + extra))
    deal.events += 2
