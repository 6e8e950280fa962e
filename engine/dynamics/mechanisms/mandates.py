"""A convinced superior says "work with them": doors open down the lines; too weak a word turns people away (S12)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Constant, EventKind, Field, Mechanism, Number, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.tape import write
from engine.dynamics.state.derived import from_the_top
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import (
    DECIDER,
    add_resentment,
    bounded,
    ease_resentment,
    has_role,
    present,
    reports_through,
)
from engine.dynamics.state.routes import Route
from engine.model.chart import TOP
from engine.model.quantity import PositiveCoefficient, Score, Share, StanceValue
from engine.wording import say

MANDATE = EventKind(
    11,
    "mandate",
    "seen",
    by="person",
    person="who gives it",
    numbers=(Number("strength", "strength, 0–1"), Number("reached", "people reached")),
)
ORDERED_ABOUT = EventKind(
    12,
    "ordered_about",
    "rumoured",
    by="person",
    person="who resents it",
    numbers=(Number("resentment", "resentment added, and conviction lost"),),
)


@kernel
def required_word(account: Account, desk: Desk, j: int) -> float:
    """The strength at which a word from above moves person j; those who go along with everything need none."""
    return desk.chain_weak_mandate * (1.0 - account.susceptibility[j])


@kernel
def _follow(account: Account, deal: Deal, desk: Desk, now: float, i: int, j: int, arriving: float) -> None:
    """A word strong enough draws j's convictions towards those of i, and reconciles who took a weak one amiss."""
    heard = deal.mandate[j]
    if heard < required_word(account, desk, j):
        if heard > 0.0:
            ease_resentment(account, desk, j, now)
        heard = 0.0
    account.anchor[j] += desk.chain_mandate_anchor * (arriving - heard) * (account.stance[i] - account.anchor[j])


@kernel
def _turn_away(account: Account, deal: Deal, desk: Desk, now: float, j: int, missing: float) -> None:
    """Reactance: who is told by a word that lacks so much strength resents it, and leans the other way."""
    amount = desk.chain_resentment * missing
    account.anchor[j] = max(-1.0, account.anchor[j] - amount)
    add_resentment(account, desk, j, now, amount)
    write(account, deal, desk, now, ORDERED_ABOUT, j, 0, amount)


@kernel
def _pass_down_mandate(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, strength: float, first: bool
) -> int:
    """Let the word of i travel down the lines. Returns how many people it reaches."""
    reached = 0
    for j in range(account.people):
        steps = reports_through(account, j, i)
        if steps == 0 or not present(account, j):
            continue
        reached += 1
        arriving = strength * desk.chain_mandate_transmission ** (steps - 1)
        missing = required_word(account, desk, j) - arriving
        if missing > 0.0 and first and account.met[j] == 0:
            _turn_away(account, deal, desk, now, j, missing)
        if arriving > deal.mandate[j]:
            if missing <= 0.0:
                _follow(account, deal, desk, now, i, j, arriving)
            deal.mandate[j] = arriving
    return reached


@moments.person_met.at(30)
def give_mandate(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """A convinced superior backs us. The word weighs as much as they do, and loses force at every level.

    Those below open their doors and lean towards it; a word too weak turns away those whom we have not heard first.
    """
    if account.stance[i] < desk.chain_mandate_stance:
        return
    strength = account.power[i] * bounded(account.stance[i], 0.0, 1.0)
    if strength <= deal.mandate_given[i] + desk.chain_mandate_step:
        return
    first = deal.mandate_given[i] == 0.0
    deal.mandate_given[i] = strength
    reached = _pass_down_mandate(account, deal, desk, now, i, strength, first)
    if reached > 0:
        write(account, deal, desk, now, MANDATE, i, 0, strength, float(reached))


@moments.person_leaves.at(20)
def mandate_lapses(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """The word of somebody who is gone counts no more; that of other superiors still does."""
    deal.mandate_given[i] = 0.0
    for j in range(account.people):
        deal.mandate[j] = 0.0
        for giver in range(account.people):
            steps = reports_through(account, j, giver)
            if steps > 0:
                arriving = deal.mandate_given[giver] * desk.chain_mandate_transmission ** (steps - 1)
                deal.mandate[j] = max(deal.mandate[j], arriving)


@moments.way_in.at(40)
def mandate_chance(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, prepared: float, executive: bool, chance: float
) -> float:
    """Backing from above turns a share of refusals into access."""
    if deal.mandate[i] > 0.0:
        gained = (1.0 - chance) * desk.access_mandate * deal.mandate[i]
        if gained > chance:
            deal.route = Route.mandate + 0
        return chance + gained
    return chance


@moments.backing.at(10)
def backed_from_above(account: Account, deal: Deal, desk: Desk, now: float, i: int, strength: float) -> float:
    """Backing is real while the superior still stands behind the word, and strong enough to move person i."""
    above, share, strongest = int(account.boss[i]), 1.0, 0.0
    while above >= 0:
        stands = account.power[above] * bounded(account.stance[above], 0.0, 1.0)
        strongest = max(strongest, share * min(deal.mandate_given[above], stands))
        share *= desk.chain_mandate_transmission
        above = int(account.boss[above])
    return max(strength, strongest) if strongest >= required_word(account, desk, i) else strength


@moments.facts_of_deal.at(70)
def mandate_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Who backs us openly says so; it counts as a mandate when it comes from the top or from who decides."""
    deal.fact_has_mandate = 0.0
    for i in range(account.people):
        if deal.mandate_given[i] > 0.0 and from_the_top(account.level[i], TOP, has_role(account, i, DECIDER)):
            deal.fact_has_mandate = 1.0


@kernel
def _strongest(account: Account, deal: Deal, desk: Desk, now: float) -> float:
    strongest = 0.0
    for i in range(account.people):
        strongest = max(strongest, deal.mandate_given[i])
    return strongest


MECHANISM = Mechanism(
    name="mandates",
    title=say("Mandates from above"),
    sentence=say(
        "A convinced superior tells those below to work with us; the word opens doors and backs those it moves, and "
        "one too weak turns people away."
    ),
    source=say("S12 (top-down); MODEL §4, §6, §13"),
    shown_in=ShownIn("staying_ahead_tender", "top_down", "cost_per_win", "up"),
    constants=(
        Constant("access.mandate", Share, "share of refusals that a full mandate from above turns into access"),
        Constant("chain.mandate_stance", StanceValue, "stance at which somebody with reports says: work with them"),
        Constant("chain.mandate_transmission", Share, "share that reaches the next level down"),
        Constant("chain.mandate_anchor", Share, "share of the gap to the superior's stance that anchors move"),
        Constant(
            "chain.mandate_step",
            Score,
            "a word is repeated when it has become stronger by more than this",
            assumed(0.02, "score", 0.01, 0.1, say("nobody repeats an instruction for a hair's breadth")),
        ),
        Constant("chain.weak_mandate", Score, "strength that a word needs to move somebody who is swayed by nothing"),
        Constant(
            "chain.resentment",
            PositiveCoefficient,
            "resentment added, and conviction lost, per unit of missing strength",
        ),
    ),
    fields=(
        Field("deal.mandate", "number", "backing from above that this person has heard of, 0–1", ("people",)),
        Field("deal.mandate_given", "number", "strength of the backing this person gives, 0–1", ("people",)),
    ),
    reads=(Field("deal.route", "whole", "route of the last request"),),
    events=(MANDATE, ORDERED_ABOUT),
    columns=(Column("mandate", "f8", "strongest backing from above, 0–1", _strongest),),
    facts=("has_mandate",),
)
