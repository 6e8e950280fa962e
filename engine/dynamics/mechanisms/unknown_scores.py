"""What nobody knows of people is drawn once a replication, by each person's own luck, the same whatever we do (S05).

`account.power` and the like hold what is supposed until then, and for good where this is switched off.
"""

from __future__ import annotations

from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Draw, Field, Mechanism
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import cut_normal, gamma, uniform
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import CRITERIA_COUNT
from engine.dynamics.state.priors import bells
from engine.dynamics.state.source import Source
from engine.model.chart import ranks
from engine.model.terms import SCORES
from engine.wording import say

OWN_POWER = Draw(76, "power that nobody stated")
OWN_SUSCEPTIBILITY = Draw(77, "susceptibility that nobody stated")
OWN_CRITERIA = Draw(78, "weights of criteria that nobody stated")
OWN_STANCE = Draw(79, "stance that nobody stated")
OWN_NEED = Draw(80, "need that nobody stated")
OWN_WORRY = Draw(81, "worry that nobody stated")
POWER, SUSCEPTIBILITY, CRITERIA, STANCE, NEED, WORRY = range(len(SCORES))


@kernel
def _unknown(account: Account, i: int, score: int) -> bool:
    return ((account.unknown[i] >> score) & 1) == 1


@kernel
def _drawn(account: Account, i: int, score: int, purpose: int, spread: float, low: float) -> float:
    """A score of person i, by their own luck."""
    u = uniform(account.key, account.person_key[i], purpose, 0)
    return cut_normal(u, account.likeliest[i, score], spread, low, 1.0)


@kernel
def _draw_criteria(account: Account, deal: Deal, desk: Desk, i: int) -> None:
    """Dirichlet weights around the usual ones: shares of independent gammas."""
    total = 0.0
    for c in range(CRITERIA_COUNT):
        shape = desk.unknown_criteria_agreement * account.criteria[i, c]
        weight = 0.0
        if shape > 0.0:
            weight = shape * gamma(uniform(account.key, account.person_key[i], OWN_CRITERIA, c), shape)
        account.criteria[i, c] = weight
        total += weight
    for c in range(CRITERIA_COUNT):
        account.criteria[i, c] /= total
        deal.criteria[i, c] = account.criteria[i, c]


@moments.account_begins.at(2)
def draw_what_is_unknown(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Every score that the scenario leaves out takes the value that holds in this replication."""
    for i in range(account.people):
        if account.unknown[i] == 0:
            continue
        if _unknown(account, i, POWER):
            account.power[i] = _drawn(account, i, POWER, OWN_POWER, desk.unknown_power_spread, 0.0)
        if _unknown(account, i, SUSCEPTIBILITY):
            spread = desk.unknown_susceptibility_spread
            account.susceptibility[i] = _drawn(account, i, SUSCEPTIBILITY, OWN_SUSCEPTIBILITY, spread, 0.0)
        if _unknown(account, i, CRITERIA):
            _draw_criteria(account, deal, desk, i)
        if _unknown(account, i, STANCE):
            stance = _drawn(account, i, STANCE, OWN_STANCE, desk.unknown_stance_spread, -1.0)
            account.stance[i] = account.anchor[i] = stance
        if _unknown(account, i, NEED):
            need = _drawn(account, i, NEED, OWN_NEED, desk.unknown_need_spread, 0.0)
            account.need[i] = account.implied_need[i] = account.need_at_rest[i] = need
        if _unknown(account, i, WORRY):
            worry = _drawn(account, i, WORRY, OWN_WORRY, desk.unknown_worry_spread, 0.0)
            account.worry[i] = account.worry_at_rest[i] = worry


def lower(source: Source, account: Any, deal: Any) -> None:
    """Where each score of each person most likely lies."""
    people = source.account.buying_centre.people
    chart = ranks([person.level for person in people])
    for i, (person, rank) in enumerate(zip(people, chart, strict=True)):
        for score, bell in bells(source.scenario.behaviour, person, rank, max(chart)).items():
            account.likeliest[i, SCORES.index(score)] = bell.centre


MECHANISM = Mechanism(
    name="unknown_scores",
    title=say("What is not known of people"),
    sentence=say(
        "A score of a person that nobody knows is drawn once a replication from what can be supposed of it, "
        "the same for every strategy."
    ),
    source=say("S05, S10; MODEL, State of one deal"),
    fields=(
        Field(
            "account.likeliest",
            "number",
            "where each score most likely lies, by place in SCORES; criteria apart",
            ("people", len(SCORES)),
            of_seat=True,
        ),
    ),
    draws=(OWN_POWER, OWN_SUSCEPTIBILITY, OWN_CRITERIA, OWN_STANCE, OWN_NEED, OWN_WORRY),
    lower=lower,
)
