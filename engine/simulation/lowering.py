"""A scenario becomes flat records: one template record per account, copied for every deal."""

from __future__ import annotations

import hashlib
import math
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.committee import influence_matrix
from engine.dynamics.influence import in_blocks
from engine.dynamics.record import CONSTANT_FIELDS, DEAL
from engine.model.account import Account
from engine.model.buying_centre import BuyingCentre
from engine.model.process import STEP_NAMES
from engine.model.quantity import canonical
from engine.model.rival import COURT_STYLES, Offer
from engine.model.scenario import Scenario
from engine.model.team import Team
from engine.model.terms import CRITERIA, GROUP_MODELS, INFLUENCE_MODELS, ROLES, TEAM_ROLES

INT64_MAX = 2**63 - 1


def key_of(name: str) -> int:
    """A stable 63-bit number for a name, so that adding somebody leaves everybody else's luck alone."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little") & INT64_MAX


def _offer_row(offer: Offer) -> list[float]:
    return [getattr(offer, criterion) for criterion in CRITERIA]


def _fill_behaviour(record: Any, scenario: Scenario) -> None:
    for group, name in CONSTANT_FIELDS:
        record[f"{group}_{name}"] = canonical(getattr(getattr(scenario.behaviour, group), name))


def _fill_market(record: Any, account: Account) -> None:
    record["assets"] = len(account.assets)
    for place, asset in enumerate(account.assets):
        record["asset_key"][place] = key_of(f"asset {asset.id}")
        record["asset_age"][place] = canonical(asset.age)
        record["asset_life"][place] = canonical(asset.service_life)
        record["asset_lead"][place] = canonical(asset.renewal_lead)
        record["asset_failed"][place] = asset.failed
        record["asset_failure_scale"][place] = math.inf
        if asset.failure is not None:
            record["asset_failure_shape"][place] = canonical(asset.failure.shape)
            record["asset_failure_scale"][place] = canonical(asset.failure.scale)
    market = account.market
    record["surprises"] = canonical(market.surprises)
    if market.keeping_up is not None:
        keeping = market.keeping_up
        record["bass_p"] = canonical(keeping.innovation) / 365.25
        record["bass_q"] = canonical(keeping.imitation) / 365.25
        record["bass_since"] = canonical(keeping.since)
        record["bass_threshold"] = canonical(keeping.threshold)
        record["budget_blocked"] = canonical(keeping.budget_blocked)
    if market.staying_ahead is not None:
        ahead = market.staying_ahead
        record["ambition"] = canonical(ahead.ambition)
        record["first_season"] = canonical(ahead.first_season)
        record["season_every"] = canonical(ahead.every)
        record["season_length"] = canonical(ahead.season_length)


def _fill_project(record: Any, account: Account) -> None:
    project = account.project
    record["formal_tender"] = project.formal_tender
    record["amount"] = canonical(project.amount)
    record["margin"] = canonical(project.margin)
    record["budget"] = canonical(project.budget)
    record["mean_our_sighting"] = canonical(project.our_sighting)
    record["mean_rival_sighting"] = canonical(project.rival_sighting)
    record["switching_cost"] = canonical(project.switching_cost)
    record["yearly_follow_on"] = canonical(project.yearly_follow_on)
    record["offer"][:] = _offer_row(account.offer)
    record["reputation"] = account.reputation
    rival_ids = [rival.id for rival in account.rivals]
    if account.incumbent is None:
        record["incumbent"] = -1
    else:
        record["incumbent"] = 0 if account.incumbent == "us" else 1 + rival_ids.index(account.incumbent)
    record["rivals"] = len(account.rivals)
    for place, rival in enumerate(account.rivals):
        record["rival_offer"][place] = _offer_row(rival.offer)
        record["rival_rate"][place] = canonical(rival.touches)
        record["rival_reaction"][place] = rival.reaction
        record["rival_skill"][place] = rival.skill
        record["rival_reputation"][place] = rival.reputation
        record["rival_relationship"][place] = rival.relationship
        record["rival_style"][place] = COURT_STYLES.index(rival.style)
        record["rival_key"][place] = key_of(f"rival {rival.id}")


def _fill_process(record: Any, account: Account) -> None:
    process = account.process
    record["working_days_only"] = process.working_days_only
    record["steps"] = len(process.steps)
    for place, step in enumerate(process.steps):
        record["step_code"][place] = STEP_NAMES.index(step.step)
        record["step_work"][place] = canonical(step.work)
        record["step_shape"][place] = canonical(step.work_shape)
        record["step_waiting"][place] = canonical(step.waiting)
        record["step_sign_off"][place] = step.sign_off
        record["step_repeat"][place] = canonical(step.repeat)
        record["step_abandon"][place] = canonical(step.abandon)
        record["step_skipped"][place] = step.skipped_when_urgent
    signs = process.sign_offs
    record["sign_wait"] = canonical(signs.wait)
    record["sign_shape"] = canonical(signs.wait_shape)
    record["sign_refusal"] = canonical(signs.refusal)
    record["sign_sway"] = canonical(signs.refusal_sway)
    record["sign_log_midpoint"] = math.log10(max(1.0, canonical(signs.midpoint)))
    record["sign_slope"] = canonical(signs.slope)
    record["sign_per_level"] = canonical(signs.per_level)


def _introductions(centre: BuyingCentre) -> npt.NDArray[np.uint8]:
    """Who can bring us to whom: formal neighbours, and whoever is tied by advice or friendship without conflict."""
    place = {person.id: i for i, person in enumerate(centre.people)}
    able = np.zeros((len(place), len(place)), np.uint8)
    for person in centre.people:
        if person.reports_to is not None:
            i, boss = place[person.id], place[person.reports_to]
            able[i, boss] = able[boss, i] = 1
    for tie in centre.ties:
        if tie.kind != "conflict":
            able[place[tie.source], place[tie.target]] = 1
    for tie in centre.ties:
        if tie.kind == "conflict":
            able[place[tie.source], place[tie.target]] = able[place[tie.target], place[tie.source]] = 0
    return able


def _fill_people(record: Any, account: Account) -> None:
    centre = account.buying_centre
    n = len(centre.people)
    place = {person.id: i for i, person in enumerate(centre.people)}
    rival_ids = [rival.id for rival in account.rivals]
    record["n"] = n
    record["influence_model"] = INFLUENCE_MODELS.index(centre.influence)
    record["heard"] = in_blocks(influence_matrix(centre))
    record["can_introduce"][:n, :n] = _introductions(centre)
    for tie in centre.ties:
        if tie.kind == "advice":
            record["advises"][place[tie.source], place[tie.target]] = 1
    for i, person in enumerate(centre.people):
        record["person_key"][i] = key_of(f"person {person.id}")
        record["level"][i] = person.level
        record["boss"][i] = place[person.reports_to] if person.reports_to is not None else -1
        record["roles"][i] = sum(1 << ROLES.index(role) for role in person.roles)
        record["power"][i] = person.power
        record["susceptibility"][i] = person.susceptibility
        record["criteria"][i] = person.criteria.normalised()
        record["stance"][i] = record["anchor"][i] = person.stance
        for j, rival in enumerate(rival_ids):
            record["rival_stance"][j, i] = record["rival_anchor"][j, i] = person.rival_stance.get(rival, 0.0)
        record["need"][i] = person.need
        record["implied_need"][i] = person.need
        record["worry"][i] = person.worry
        record["bond"][i] = person.relationship - 1
        record["identified"][i] = person.identified


def _fill_group(record: Any, centre: BuyingCentre) -> None:
    choice = centre.group_choice
    record["group_model"] = GROUP_MODELS.index(choice.model)
    record["quota"] = round(canonical(choice.quota)) if choice.quota is not None else 0
    record["veto_stance"] = canonical(choice.veto_stance)
    record["max_rounds"] = max(1, round(canonical(choice.rounds)))
    record["economic_buyer_must_act"] = choice.economic_buyer_must_act


def _fill_team(record: Any, team: Team) -> None:
    record["threads"] = team.parallel_contacts
    for member in team.members:
        role = TEAM_ROLES.index(member.role)
        record["team_here"][role] = 1
        record["team_skill"][role] = member.skill
        record["team_discipline"][role] = member.discipline
        record["team_cost"][role] = canonical(member.cost)
        record["team_week"][role] = canonical(member.hours_per_week)


def template(scenario: Scenario, account: Account) -> npt.NDArray[np.void]:
    """The record of a deal with this account before anything has happened: an array of one DEAL."""
    array = np.zeros(1, DEAL)
    record = array[0]
    record["horizon"] = canonical(scenario.horizon)
    _fill_behaviour(record, scenario)
    _fill_market(record, account)
    _fill_project(record, account)
    _fill_process(record, account)
    _fill_people(record, account)
    _fill_group(record, account.buying_centre)
    _fill_team(record, scenario.team)
    return array
