"""A scenario becomes flat records: a fresh account and deal, copied for every replication, and one desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.committee import influence_matrix
from engine.dynamics.machine.composition import ACCOUNT, CONSTANTS, DEAL, DESK, MECHANISMS, starts_without
from engine.dynamics.state.calendar_table import span_of
from engine.dynamics.state.flat_records import BLOCK, Bytes, Record
from engine.dynamics.state.source import Source, in_record_order
from engine.engagement import known_as
from engine.model.account import Account
from engine.model.facts import ENGAGEMENTS
from engine.model.quantity import canonical
from engine.model.scenario import Scenario
from engine.model.terms import CULTIVATED_BY_THE_RULES, TEAM_ROLES, Cultivation
from engine.simulation.packing import Packed

WHOM: dict[str, int] = {
    "nobody": Cultivation.nobody,
    "top": Cultivation.top,
    "bottom": Cultivation.bottom,
    "rules": CULTIVATED_BY_THE_RULES,
}
"""What a strategy says of cultivation, as kernels read it."""


@dataclass(frozen=True)
class Blank:
    """Fresh records of an account and of a deal with it, one after the other.

    memory:  bytes of both.
    deal_at: where the deal begins.
    """

    memory: Bytes
    deal_at: int

    def account(self) -> Record:
        """The account's record."""
        return Record(ACCOUNT, self.memory[: self.deal_at])

    def deal(self) -> Record:
        """The deal's record."""
        return Record(DEAL, self.memory[self.deal_at :])


def blank(scenario: Scenario, account: Account) -> Blank:
    """The records of an account and a deal before anything has happened."""
    place, account = scenario.accounts.index(account), in_record_order(account)
    people = len(account.buying_centre.people)
    sizes = {
        "people": people,
        "rivals": len(account.rivals),
        "assets": len(account.assets),
        "steps": len(account.process.steps),
        "bodies": len(account.process.bodies),
        "calendar_days": span_of(scenario)[1],
        "blocks": -(-people // BLOCK),
        "threads": scenario.team.parallel_contacts,
    }
    own = ACCOUNT.fresh(**{name: sizes[name] for name in ACCOUNT.dimensions})
    deal = DEAL.fresh(**{name: sizes[name] for name in DEAL.dimensions})
    made = Blank(np.concatenate([own, deal]), len(own))
    source = Source(scenario, account, influence_matrix(account.buying_centre))
    made.account().deal_at = len(own)
    made.account().place = place
    for mechanism in MECHANISMS:
        if mechanism.lower is not None and mechanism.name not in scenario.switched_off:
            mechanism.lower(source, made.account(), made.deal())
    for record in (made.account(), made.deal()):
        _without_switched_off(record, scenario)
    return made


def _without_switched_off(record: Record, scenario: Scenario) -> None:
    """Put in what others read where mechanisms do nothing."""
    for name, start in starts_without(record.layout.name, scenario.switched_off).items():
        record[name] = start


def desk_for(scenario: Scenario, packed: Packed, tape_words: int) -> Record:
    """The desk of a job: constants, team, rulebooks and strategies, and a tape of so many words."""
    sizes = {"words": len(packed.words), "rules": packed.counts, "tape_words": tape_words}
    desk = Record(DESK, DESK.fresh(**{name: sizes[name] for name in DESK.dimensions}))
    desk.horizon = canonical(scenario.horizon)
    desk.strategy = packed.strategies.index(packed.strategy)
    desk.acts, desk.rules_choose = packed.strategy.acts, packed.strategy.rules_choose
    desk.cultivation = WHOM[packed.strategy.cultivation]
    desk.accounts = sum(account.copies for account in scenario.accounts)
    desk.asks_about_account = packed.asks_about_account
    desk.asks_about_memory = packed.asks_about_memory
    desk.known_as = ENGAGEMENTS.index(known_as(packed.strategy.name))
    desk.tables = packed.words
    for constant in CONSTANTS:
        group: Any = getattr(scenario.behaviour, constant.group)
        desk[constant.field.name] = canonical(getattr(group, constant.name))
    for name in scenario.switched_off:
        desk[f"on_{name}"] = 0
    _without_switched_off(desk, scenario)
    for member in scenario.team.members:
        role = TEAM_ROLES.index(member.role)
        desk.team_here[role] = 1
        desk.team_people[role] = member.count
        desk.team_skill[role] = member.skill
        desk.team_discipline[role] = member.discipline
        desk.team_cost[role] = canonical(member.cost)
        desk.team_week[role] = canonical(member.hours_per_week)
    return desk
