"""What the seller knows of position and chain: people identified and met, how they stood when last seen (S13)."""

from __future__ import annotations

from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Field, Mechanism, ShownIn
from engine.dynamics.kernels import kernel
from engine.dynamics.state.derived import holds_relationship, lead, share_of, speaks_first
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import (
    ACQUAINTED,
    DECIDER,
    fit,
    has_role,
    inside,
    known_to_have_a_say,
    plain_rival_fit,
    power_seen,
    present,
    relationship,
)
from engine.wording import say

LEAST_GAIN = 1e-9


@kernel
def _best_rival_fit(account: Account, deal: Deal, weights: Any) -> float:
    """How well the best rival's offer serves those we know, as far as offers are known: what they shaped is not."""
    best = -1.0
    for j in range(account.rivals):
        weight, theirs = 0.0, 0.0
        for i in range(account.people):
            if weights[i] > 0.0:
                weight += weights[i]
                theirs += weights[i] * plain_rival_fit(account, deal, j, i)
        best = max(best, share_of(theirs, weight))
    return best


@moments.facts_of_deal.at(100)
def position_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Fit, reputation and relationships, ours against the best rival's: public, or told by those whom we know."""
    weight, ours, levels, best_level, count = 0.0, 0.0, 0.0, 1, 0
    weights = desk.scratch[2]
    for i in range(account.people):
        weights[i] = 0.0
        if not present(account, i) or account.identified[i] == 0:
            continue
        level = relationship(account, desk, i, now)
        levels += level
        best_level = max(best_level, level)
        count += 1
        if account.met[i] == 1 or level >= ACQUAINTED:
            weights[i] = power_seen(account, i) + LEAST_GAIN
            weight += weights[i]
            ours += weights[i] * fit(account, deal, i)
    if count > 0:
        deal.fact_best_relationship = float(best_level)
    deal.fact_our_fit = share_of(ours, weight)
    if account.rivals == 0:
        deal.fact_rival_holds_relationship = 0.0
        return
    best_reputation, best_relationship = -1.0, 0.0
    for j in range(account.rivals):
        best_reputation = max(best_reputation, account.rival_reputation[j])
        best_relationship = max(best_relationship, account.rival_relationship[j])
    deal.fact_reputation_lead = lead(account.reputation, best_reputation)
    if weight > 0.0:
        deal.fact_fit_lead = lead(deal.fact_our_fit, _best_rival_fit(account, deal, weights))
        deal.fact_relationship_lead = lead(share_of(levels, count), best_relationship)
        deal.fact_rival_holds_relationship = holds_relationship(deal.fact_relationship_lead)


@moments.facts_of_deal.at(110)
def decision_chain_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """What we know and have of the decision chain."""
    identified, met, top = 0, 0, 0
    power, power_met, decider_power, decider_stance = 0.0, 0.0, -1.0, 0.0
    deal.fact_decider_identified, deal.fact_decider_met = 0.0, 0.0
    for i in range(account.people):
        if not inside(account, i) or account.identified[i] == 0:
            continue
        identified += 1
        power += power_seen(account, i)
        top = account.level[i] if top == 0 else min(top, account.level[i])
        if account.met[i] == 1:
            met += 1
            power_met += power_seen(account, i)
        if known_to_have_a_say(account, i) and has_role(account, i, DECIDER):
            deal.fact_decider_identified = 1.0
            stance = account.seen_stance[i]
            if account.met[i] == 1 and speaks_first(power_seen(account, i), stance, decider_power, decider_stance):
                decider_power, decider_stance = power_seen(account, i), stance
                deal.fact_decider_met = 1.0
                deal.fact_decider_stance = stance
                deal.fact_decider_need = account.seen_need[i]
    deal.fact_people_identified, deal.fact_people_met = float(identified), float(met)
    deal.fact_coverage_met = share_of(met, identified)
    deal.fact_power_met = share_of(power_met, power)
    if identified > 0:
        deal.fact_top_level_identified = float(top)


@moments.facts_of_deal.at(120)
def seen_state_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Stance, need and worry of the people met, as last seen, weighted by power."""
    weight, stance, rival, need, worry, learnt, met = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0
    for i in range(account.people):
        if present(account, i) and account.met[i] == 1:
            met += 1
            share = power_seen(account, i) + LEAST_GAIN
            weight += share
            stance += share * account.seen_stance[i]
            rival += share * account.seen_rival_stance[i]
            need += share * account.seen_need[i]
            worry += share * account.seen_worry[i]
            learnt += account.learnt[i]
    if met == 0:
        return
    deal.fact_stance_seen, deal.fact_need_seen, deal.fact_worry_seen = stance / weight, need / weight, worry / weight
    if account.rivals > 0:
        deal.fact_rival_stance_seen = rival / weight
    deal.fact_facts_learnt = learnt / met


@kernel
def executive_met(account: Account, deal: Deal, desk: Desk, now: float) -> int:
    """1 when somebody who decides and is still there was met in this project."""
    for i in range(account.people):
        if present(account, i) and has_role(account, i, DECIDER) and deal.touches_by[i] > 0:
            return 1
    return 0


MECHANISM = Mechanism(
    name="knowledge",
    title=say("What we know"),
    sentence=say(
        "We judge by the people we have identified and by how they stood when last seen; the truth may have moved on."
    ),
    source=say("S13; MODEL, State of one deal"),
    shown_in=ShownIn("keeping_up", "bottom_up_leapfrog", "win_rate_all", "up"),
    reads=(
        Field("account.seen_stance", "number", "stance when last seen", ("people",)),
        Field("account.seen_rival_stance", "number", "towards the best rival when last seen", ("people",)),
        Field("account.seen_need", "number", "need when last seen", ("people",)),
        Field("account.seen_worry", "number", "worry when last seen", ("people",)),
        Field("deal.touches_by", "whole", "meetings in this project", ("people",)),
    ),
    columns=(Column("executive_met", "i4", "1 when the decider was met in this project", executive_met),),
    facts=(
        "our_fit",
        "fit_lead",
        "reputation_lead",
        "relationship_lead",
        "rival_holds_relationship",
        "best_relationship",
        "people_identified",
        "people_met",
        "coverage_met",
        "power_met",
        "top_level_identified",
        "decider_identified",
        "decider_met",
        "decider_stance",
        "decider_need",
        "stance_seen",
        "rival_stance_seen",
        "need_seen",
        "worry_seen",
        "facts_learnt",
    ),
)
