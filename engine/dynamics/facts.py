"""Putting the seller's beliefs before a rulebook: what was seen when people were last met, never the hidden truth."""

from __future__ import annotations

import math

from engine.dynamics.access import EXECUTIVE
from engine.dynamics.compiled import compiled
from engine.dynamics.market import asset_age, bass_adoption, in_season, year_blocked
from engine.dynamics.people import DECIDER, bounded, fit, flag, relationship, resentment_now, rival_fit, urgency_now
from engine.dynamics.record import Deal
from engine.model.terms import Trigger


@compiled
def market_facts(d: Deal, now: float) -> None:
    """The snapshot of asset, market and plans on which the purchase triggers decide."""
    asset = d.trigger_asset
    known = asset >= 0
    age = asset_age(d, asset, now) if known else math.nan
    left = d.asset_life[asset] - age if known else math.nan
    failed = known and (d.asset_failed[asset] == 1 or d.next_trigger_kind == Trigger.unexpected_replacement)
    d.fact_asset_age_share = age / d.asset_life[asset] if known else math.nan
    d.fact_days_to_end_of_life = left
    d.fact_renewal_lead_days = d.asset_lead[asset] if known else math.nan
    d.fact_within_renewal_lead = flag(left <= d.asset_lead[asset] + 1e-9) if known else math.nan
    d.fact_asset_failed = flag(failed) if known else math.nan
    if d.bass_p > 0.0:
        adoption = bass_adoption(d.bass_p, d.bass_q, d.bass_since + now)
        d.fact_peer_adoption = adoption
        over = adoption - d.bass_threshold
        d.fact_adoption_over_threshold = 0.0 if abs(over) < 1e-9 else over
    else:
        d.fact_peer_adoption = math.nan
        d.fact_adoption_over_threshold = math.nan
    d.fact_budget_blocked = flag(year_blocked(d, now))
    d.fact_ambition = d.ambition if d.season_every > 0.0 else math.nan
    d.fact_planning_season = flag(in_season(d, now)) if d.season_every > 0.0 else math.nan
    d.fact_times_shelved = float(d.times_shelved)
    d.fact_live_opportunity = 0.0


@compiled
def _position_facts(d: Deal, now: float) -> None:
    """Fit, reputation and relationships, ours against the best rival's, over the people we have identified."""
    weight, ours, level, best_level, count = 0.0, 0.0, 0.0, 1, 0
    for i in range(d.n):
        if d.identified[i] == 1:
            known = relationship(d, i, now)
            weight += d.power[i]
            ours += d.power[i] * fit(d, i)
            level += known
            best_level = max(best_level, known)
            count += 1
    ours = ours / weight if weight > 0.0 else 0.0
    best_fit, best_reputation, best_relationship = -1.0, -1.0, 0.0
    for j in range(d.rivals):
        theirs = 0.0
        for i in range(d.n):
            if d.identified[i] == 1:
                theirs += d.power[i] * rival_fit(d, j, i)
        best_fit = max(best_fit, theirs / weight if weight > 0.0 else 0.0)
        best_reputation = max(best_reputation, d.rival_reputation[j])
        best_relationship = max(best_relationship, d.rival_relationship[j])
    rival = d.rivals > 0
    d.fact_our_fit = ours
    d.fact_fit_lead = ours - best_fit if rival else math.nan
    d.fact_reputation_lead = d.reputation - best_reputation if rival else math.nan
    lead = level / max(1, count) - best_relationship
    d.fact_relationship_lead = lead if rival else math.nan
    d.fact_rival_holds_relationship = flag(lead <= -1.0) if rival else 0.0
    d.fact_rival_present = flag(rival)
    d.fact_best_relationship = float(best_level)


@compiled
def _chain_facts(d: Deal, now: float) -> None:
    """What we know and have of the decision chain."""
    identified, met, resentful, top, sponsor_level = 0, 0, 0, 99, 99
    power, power_met, decider_power = 0.0, 0.0, -1.0
    d.fact_decider_identified, d.fact_decider_met = 0.0, 0.0
    d.fact_decider_stance, d.fact_decider_need = math.nan, math.nan
    d.fact_has_mandate = 0.0
    for i in range(d.n):
        if d.identified[i] == 0:
            continue
        identified += 1
        power += d.power[i]
        top = min(top, d.level[i])
        if d.met[i] == 1:
            met += 1
            power_met += d.power[i]
            if resentment_now(d, i, now) > 0.1:
                resentful += 1
        if d.sponsor[i] == 1:
            sponsor_level = min(sponsor_level, d.level[i])
        if d.mandate_given[i] > 0.0:
            d.fact_has_mandate = 1.0
        if (d.roles[i] & DECIDER) != 0:
            d.fact_decider_identified = 1.0
            if d.met[i] == 1 and d.power[i] > decider_power:
                decider_power = d.power[i]
                d.fact_decider_met = 1.0
                d.fact_decider_stance = d.seen_stance[i]
                d.fact_decider_need = d.seen_need[i]
    d.fact_people_identified, d.fact_people_met = float(identified), float(met)
    d.fact_coverage_met = met / identified if identified > 0 else 0.0
    d.fact_power_met = power_met / power if power > 0.0 else 0.0
    d.fact_top_level_identified = float(top) if identified > 0 else math.nan
    d.fact_people_resentful = float(resentful)
    d.fact_has_sponsor = flag(sponsor_level < 99)
    d.fact_sponsor_level = float(sponsor_level) if sponsor_level < 99 else math.nan
    d.fact_refusals_at_top = float(d.refused_at_top)
    d.fact_executive_on_our_side = float(d.team_here[EXECUTIVE])


@compiled
def _mood_facts(d: Deal) -> None:
    """Stance, need and worry of the people met, as last seen, weighted by power."""
    weight, stance, rival, need, worry, learnt, met = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0
    for i in range(d.n):
        if d.met[i] == 1:
            met += 1
            share = d.power[i] + 1e-9
            weight += share
            stance += share * d.seen_stance[i]
            rival += share * d.seen_rival_stance[i]
            need += share * d.seen_need[i]
            worry += share * d.seen_worry[i]
            learnt += d.learnt[i]
    if met == 0:
        d.fact_stance_seen, d.fact_rival_stance_seen = math.nan, math.nan
        d.fact_need_seen, d.fact_worry_seen, d.fact_facts_learnt = math.nan, math.nan, 0.0
        return
    d.fact_stance_seen, d.fact_need_seen, d.fact_worry_seen = stance / weight, need / weight, worry / weight
    d.fact_rival_stance_seen = rival / weight if d.rivals > 0 else math.nan
    d.fact_facts_learnt = learnt / met


@compiled
def deal_facts(d: Deal, now: float) -> None:
    """All facts of a live deal as the seller sees it on day `now`."""
    d.fact_live_opportunity = 1.0
    d.fact_trigger = float(d.trigger)
    d.fact_origin = float(d.origin) if d.origin > 0 else math.nan
    d.fact_need_frozen = float(d.frozen)
    d.fact_seen_before_freeze = flag(d.our_sighting <= now and d.frozen == 0) if d.origin == 0 else math.nan
    saw_first = False
    for j in range(d.rivals):
        if d.rival_sighting[j] < d.our_sighting:
            saw_first = True
    d.fact_rival_saw_first = flag(saw_first)
    d.fact_buyer_step = float(d.step_code[max(0, d.step)])
    d.fact_formal_tender = float(d.formal_tender)
    d.fact_urgency = urgency_now(d, now)
    d.fact_days_to_deadline = d.deadline - now
    d.fact_deal_amount = d.amount / 1e4
    d.fact_incumbent = bounded(d.incumbent + 1.0, 0.0, 2.0)  # nobody, us, any rival: the order of terms.Incumbent
    _position_facts(d, now)
    _chain_facts(d, now)
    _mood_facts(d)
    d.fact_stage = float(d.stage)
    d.fact_days_in_stage = now - d.stage_since
    d.fact_offer_submitted = float(d.offer_submitted)
    d.fact_touches = float(d.touches)
    d.fact_touches_since_progress = float(d.touches_since_progress)
    worth = d.amount * d.scope * d.margin
    d.fact_cost_share = d.cost / worth if worth > 0.0 else math.nan
