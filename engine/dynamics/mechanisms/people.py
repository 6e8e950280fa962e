"""Who has a say: seats of the buying centre, the people in them, how they stand, what they need and worry about."""

from __future__ import annotations

from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Constant, Field, Mechanism, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import mean_of_cut_normal
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.offer_days import DAYS, said_days
from engine.dynamics.state.person_values import (
    CRITERIA_COUNT,
    DELIVERY,
    IDENTIFIED,
    INITIATOR,
    PRICE,
    PUBLIC,
    USER,
    fit,
    inside,
    mean_by_power,
    present,
)
from engine.dynamics.state.priors import CRITERIA as WEIGHTS, PRIORS, centre_of, give, is_unknown, lowest_of, spread_of
from engine.dynamics.state.source import Source, person_key, rival_key
from engine.model.chart import TOP, ranks
from engine.model.quantity import Share
from engine.model.rival import Offer
from engine.model.role_criteria import usual_criteria
from engine.model.term_scores import credit_score, delivery_score
from engine.model.terms import CRITERIA, ROLES, SCORES, TERM_CRITERIA
from engine.wording import say

PEOPLE, SEAT = ("people",), True


@moments.account_begins.at(1)
def suppose_what_is_unknown(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Where nobody stated a score, people are as one may expect, unless luck is to make them differ."""
    for i in range(account.people):
        for score in range(len(SCORES)):
            if score != WEIGHTS and is_unknown(account, i, score):
                centre, spread = centre_of(account, desk, i, score), spread_of(desk, score)
                give(account, i, score, mean_of_cut_normal(centre, spread, lowest_of(score), 1.0))
        account.supposed_power[i] = account.power[i]


@moments.project_opens.at(10)
def apply_criteria(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """A project is judged by everybody's own criteria, and standard offers by them.

    Price counts less the more latitude the trigger gives, the delivery date more the more pressing it is: after a
    failure the date leads and price comes last (S06).
    """
    for c in range(CRITERIA_COUNT):
        deal.offer[c] = account.offer[c]
        for j in range(account.rivals):
            deal.rival_offer[j, c] = account.rival_offer[j, c]
    for i in range(account.people):
        total = 0.0
        for c in range(CRITERIA_COUNT):
            deal.criteria[i, c] = account.criteria[i, c]
        deal.criteria[i, PRICE] *= 1.0 - desk.decision_latitude * deal.price_latitude
        deal.criteria[i, DELIVERY] /= 1.0 - desk.decision_latitude * deal.urgency
        for c in range(CRITERIA_COUNT):
            total += deal.criteria[i, c]
        for c in range(CRITERIA_COUNT):
            deal.criteria[i, c] /= total


@moments.project_opens.at(20)
def raise_needs(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Whoever started it or will use it feels the whole enthusiasm of the cause, the others their share of it."""
    for i in range(account.people):
        if present(account, i):
            share = 1.0 if (account.roles[i] & (INITIATOR | USER)) != 0 else desk.influence_need_spread
            account.need[i] += share * deal.enthusiasm * (1.0 - account.need[i])


@moments.cause_settled.at(50)
def needs_fall_back(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """What was bought is no longer needed: needs fall back to where people's work alone leaves them."""
    for i in range(account.people):
        if present(account, i):
            account.need[i] = account.need_at_rest[i]
            account.implied_need[i] = account.need_at_rest[i]


@kernel
def _count(account: Account, deal: Deal, desk: Desk, now: float) -> int:
    people = 0
    for i in range(account.people):
        if inside(account, i):
            people += 1
    return people


@kernel
def _met(account: Account, deal: Deal, desk: Desk, now: float) -> int:
    people = 0
    for i in range(account.people):
        if inside(account, i) and deal.touches_by[i] > 0:
            people += 1
    return people


@kernel
def _power_met(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    power, reached = 0.0, 0.0
    for i in range(account.people):
        if present(account, i):
            power += account.power[i]
            if deal.touches_by[i] > 0:
                reached += account.power[i]
    return reached / power if power > 0.0 else 0.0


@kernel
def _stance(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    return mean_by_power(account, account.stance)


@kernel
def _need(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    return mean_by_power(account, account.need)


@kernel
def _worry(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    return mean_by_power(account, account.worry)


@kernel
def _fit(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    total, weight = 0.0, 0.0
    for i in range(account.people):
        if present(account, i):
            total += account.power[i] * fit(account, deal, i)
            weight += account.power[i]
    return total / weight if weight > 0.0 else 0.0


def _offer_row(source: Source, offer: Offer) -> list[float]:
    """How an offer serves each criterion, 0–1: as judged, and its days by what the account wants."""
    judged = [getattr(offer, criterion) for criterion in CRITERIA if criterion not in TERM_CRITERIA]
    days = said_days(source, offer)
    return [*judged, delivery_score(days.delivery, days.delivery_wanted), credit_score(days.credit, days.credit_wanted)]


def _identified(has_a_say: bool, public: bool) -> int:
    return IDENTIFIED if has_a_say else PUBLIC if public else 0


def _middle_of_band(level: int) -> float:
    """What holds for a stated level, so that it is still the same tomorrow; strangers have nothing to lose."""
    return level - 0.5 if level > 1 else 0.0


def lower(source: Source, account: Any, deal: Any) -> None:
    """People, their seats and lines, both sides' offers; scores that are unknown follow when the account begins."""
    centre = source.account.buying_centre
    account.offer = deal.offer = _offer_row(source, source.account.offer)
    account.reputation = source.account.reputation
    for place, rival in enumerate(source.account.rivals):
        account.rival_offer[place] = deal.rival_offer[place] = _offer_row(source, rival.offer)
        account.rival_reputation[place] = rival.reputation
        account.rival_relationship[place] = rival.relationship
        account.rival_key[place] = rival_key(rival.id)
    chart = ranks([person.level for person in centre.people], [person.outside for person in centre.people])
    for i, (person, rank) in enumerate(zip(centre.people, chart, strict=True)):
        account.present[i] = 1
        account.person_key[i] = person_key(person.id)
        account.level[i] = rank
        account.outsider[i] = person.outside
        account.talks[i] = source.talks[i]
        account.boss[i] = source.places[person.reports_to] if person.reports_to is not None else -1
        account.roles[i] = sum(1 << ROLES.index(role) for role in person.roles)
        account.unknown[i] = sum(1 << SCORES.index(score) for score in person.unknown)
        account.power[i] = account.supposed_power[i] = person.power or 0.0
        account.susceptibility[i] = person.susceptibility or 0.0
        criteria = usual_criteria(person.roles) if person.criteria is None else person.criteria.normalised()
        account.criteria[i] = deal.criteria[i] = criteria
        account.stance[i] = account.anchor[i] = person.stance or 0.0
        for name, j in source.rivals.items():
            account.rival_stance[j, i] = account.rival_anchor[j, i] = person.rival_stance.get(name, 0.0)
        account.need[i] = account.implied_need[i] = account.need_at_rest[i] = person.need or 0.0
        account.worry[i] = account.worry_at_rest[i] = person.worry or 0.0
        account.bond[i] = _middle_of_band(person.relationship)
        account.identified[i] = _identified(person.identified, rank == TOP and centre.top_is_public)


MECHANISM = Mechanism(
    name="people",
    title=say("The buying centre"),
    sentence=say(
        "A dozen people of several departments and levels have a say, each with criteria, needs "
        "and worries of their own."
    ),
    source=say("S07, S10; MODEL, State of one deal"),
    core=True,
    constants=(
        Constant(
            "influence.need_spread",
            Share,
            "strength of the spread of need, as a share of that of stances",
        ),
        Constant(
            "decision.latitude",
            Share,
            "share of the weight of price that a full price latitude takes away",
            assumed(
                0.999, "share", 0.9, 1, say("where the return is hardly considered, price is all but forgotten (S06)")
            ),
        ),
        *PRIORS,
        *DAYS,
    ),
    fields=(
        Field("account.present", "whole", "1 while somebody is on the seat", PEOPLE, start=1, of_seat=SEAT),
        Field("account.empty_seats", "whole", "seats without anybody"),
        Field("account.person_key", "key", "the person's own luck", PEOPLE, of_seat=SEAT),
        Field(
            "account.level", "whole", "level counted within this chart: 1 the top, without gaps", PEOPLE, of_seat=SEAT
        ),
        Field("account.boss", "whole", "seat of the superior, −1 at the top", PEOPLE, of_seat=SEAT),
        Field("account.talks", "bits", "a bit per person with whom this one talks", PEOPLE, of_seat=SEAT),
        Field("account.roles", "whole", "a bit per place in ROLES", PEOPLE, of_seat=SEAT),
        Field("account.outsider", "whole", "1 when they are not of the house", PEOPLE, of_seat=SEAT),
        Field("account.power", "number", "weight in the decision, 0–1", PEOPLE, of_seat=SEAT),
        Field("account.unknown", "whole", "a bit per place in SCORES that nobody stated", PEOPLE, of_seat=SEAT),
        Field(
            "account.supposed_power", "number", "what sellers suppose it to be who do not know", PEOPLE, of_seat=SEAT
        ),
        Field("account.susceptibility", "number", "λ of Friedkin–Johnsen, 0–1", PEOPLE, of_seat=SEAT),
        Field("account.criteria", "number", "weights, sum 1", ("people", CRITERIA_COUNT), of_seat=SEAT),
        Field("account.stance", "number", "towards us, −1 … 1", PEOPLE),
        Field("account.anchor", "number", "private anchor of it, −1 … 1", PEOPLE),
        Field("account.rival_stance", "number", "towards each rival, −1 … 1", ("rivals", "people")),
        Field("account.rival_anchor", "number", "private anchor of it, −1 … 1", ("rivals", "people")),
        Field("account.need", "number", "explicit need, 0–1", PEOPLE),
        Field("account.implied_need", "number", "need not yet spoken of, 0–1", PEOPLE),
        Field("account.need_at_rest", "number", "need that the work alone brings, 0–1", PEOPLE, of_seat=SEAT),
        Field("account.worry", "number", "0–1", PEOPLE),
        Field("account.worry_at_rest", "number", "worry that the seat alone brings, 0–1", PEOPLE, of_seat=SEAT),
        Field("account.bond", "number", "relationship level − 1 when last met, 0–4.5", PEOPLE),
        Field("account.bond_since", "number", "day on which that was", PEOPLE),
        Field(
            "account.identified",
            "whole",
            "1 when we know that they have a say, 2 when it is only public that they are the top",
            PEOPLE,
            of_seat=SEAT,
        ),
        Field("account.met", "whole", "1 when we have met them", PEOPLE),
        Field("account.learnt", "number", "share of what there is to know about them, 0–1", PEOPLE),
        Field("account.offer", "number", "how our offer serves each criterion, 0–1", (CRITERIA_COUNT,)),
        Field("account.reputation", "number", "ours, 0–1"),
        Field(
            "account.rival_offer",
            "number",
            "how a rival's offer serves each criterion, 0–1",
            ("rivals", CRITERIA_COUNT),
        ),
        Field("account.rival_reputation", "number", "0–1", ("rivals",)),
        Field("account.rival_relationship", "number", "level 1–5 in the account", ("rivals",)),
        Field("account.rival_key", "key", "the rival's own luck", ("rivals",)),
        Field("deal.criteria", "number", "weights for this project, sum 1", ("people", CRITERIA_COUNT), of_seat=SEAT),
        Field("deal.offer", "number", "how the offer we make here serves each criterion, 0–1", (CRITERIA_COUNT,)),
        Field("deal.rival_offer", "number", "the same for each rival", ("rivals", CRITERIA_COUNT)),
    ),
    reads=(Field("deal.touches_by", "whole", "meetings in this project", PEOPLE),),
    columns=(
        Column("people", "i4", "people with a say", _count),
        Column("people_met", "i4", "of these, people met in this project", _met),
        Column("power_met", "f8", "share of the committee's power that was met in this project, 0–1", _power_met),
        Column("stance", "f8", "power-weighted true stance towards us at the end, −1 … 1", _stance),
        Column("need", "f8", "power-weighted explicit need, 0–1", _need),
        Column("worry", "f8", "power-weighted worry, 0–1", _worry),
        Column("fit", "f8", "power-weighted fit of our offer, 0–1", _fit),
    ),
    lower=lower,
)
