"""What nobody knows of people is drawn once a replication, by each person's own luck, the same whatever we do (S05)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.declarations import Draw, Mechanism, ShownIn
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import cut_normal, gamma, uniform
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import CRITERIA_COUNT
from engine.dynamics.state.priors import CRITERIA, centre_of, give, is_unknown, lowest_of, spread_of
from engine.model.terms import SCORES
from engine.wording import say

OWN_POWER = Draw(69, "power that nobody stated")
OWN_SUSCEPTIBILITY = Draw(70, "susceptibility that nobody stated")
OWN_CRITERIA = Draw(71, "weights of criteria that nobody stated")
OWN_STANCE = Draw(72, "stance that nobody stated")
OWN_NEED = Draw(73, "need that nobody stated")
OWN_WORRY = Draw(74, "worry that nobody stated")
DRAW_OF = (OWN_POWER, OWN_SUSCEPTIBILITY, OWN_CRITERIA, OWN_STANCE, OWN_NEED, OWN_WORRY)
"""The draw of each score, by place in SCORES."""


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
        for score in range(len(SCORES)):
            if not is_unknown(account, i, score):
                continue
            if score == CRITERIA:
                _draw_criteria(account, deal, desk, i)
            else:
                u = uniform(account.key, account.person_key[i], DRAW_OF[score], 0)
                centre, spread = centre_of(account, desk, i, score), spread_of(desk, score)
                give(account, i, score, cut_normal(u, centre, spread, lowest_of(score), 1.0))


MECHANISM = Mechanism(
    name="unknown_scores",
    title=say("What is not known of people"),
    sentence=say(
        "A score of a person that nobody knows is drawn once a replication from what can be supposed of it, "
        "the same for every strategy."
    ),
    source=say("S05, S10; MODEL, State of one deal"),
    shown_in=ShownIn("team_portfolio", "top_down", "win_rate_all", "down"),
    draws=DRAW_OF,
)
