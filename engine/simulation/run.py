"""Replications of one strategy in one scenario, and the records and stories that come of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.engagement import Strategy, strategy_named
from engine.model.decisions import BOOKS
from engine.model.quantity import canonical
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.model.terms import TEAM_ROLES
from engine.results.deal_trace import Trace
from engine.results.records import FIRING, OUTCOME, TEAM, Records
from engine.rules import CompiledBook, compile_book
from engine.simulation.audit import audit, is_audited
from engine.simulation.desk import SharedDesk
from engine.simulation.packing import pack
from engine.simulation.replication import Replication
from engine.simulation.slot import make_slots
from engine.simulation.story import firings_on, is_watched, read_tape
from engine.situation.own_facts import own_facts

POOL_FIGURES = ("hours_booked", "hours_worked", "requests", "wait_days", "queue_mean", "deals_mean")
"""What a replication says of each pool; means are still to be divided by the days."""
TAPE_WORDS = 80_000
"""Room on a tape for one account, in 8-byte words, to begin with."""


class Simulator:
    """Replications of one strategy in one scenario.

    scenario: the situation.
    strategy: the name of a shipped strategy, or a Strategy of your own.
    books:    the rulebooks by what they decide (see `model.decisions.BOOKS`).
    seed:     root of all chance; strategies with the same seed share their luck.
    """

    def __init__(self, scenario: Scenario, strategy: str | Strategy, books: Mapping[str, Rulebook], seed: int) -> None:
        self.scenario = scenario
        self.strategy = strategy_named(strategy) if isinstance(strategy, str) else strategy
        self.books: dict[str, CompiledBook] = {role: compile_book(books[role]) for role in BOOKS}
        own = own_facts(scenario, {role: books[role] for role in BOOKS})
        self._packed = pack({role: book.single_hit_table for role, book in self.books.items()}, self.strategy, own)
        self._horizon = canonical(scenario.horizon)
        self._desk = SharedDesk(scenario, self._packed)
        self._slots = make_slots(scenario, self._desk)
        self._rows_each = sum(slot.most_projects for slot in self._slots)
        compliance = self.books["compliance"]
        self._replication = Replication(self._slots, scenario.team, self._horizon, seed, self.strategy, compliance)

    def run(self, first: int, count: int) -> Records:
        """Replications `first` … `first + count − 1`; the same rows whatever the chunks and whoever runs them."""
        rows = np.zeros(count * self._rows_each, OUTCOME)
        rows_bytes = rows.view(np.uint8)
        used = np.zeros(len(rows), np.bool_)
        team: list[float] = []
        firings = [np.zeros(0, FIRING)]
        self._desk.set_counters()
        for index in range(count):
            replication = first + index
            audited, watched = is_audited(replication), is_watched(replication)
            self._replicate(replication, rows_bytes, used, index * self._rows_each, audited or watched)
            team.extend(self._replication.team_figures())
            if watched:
                firings.append(firings_on(self._desk.tape(), replication))
            if audited:
                audit(self.books, self._desk.tape(), self._packed.own.names)
        outcomes = rows[used]
        team_rows = self._team_rows(first, count, np.array(team).reshape(-1, len(POOL_FIGURES)), outcomes)
        decided = np.concatenate(firings)
        opened = np.where(used, rows["opened"], np.nan)
        opened = opened[self._rows_each * (decided["replication"] - first) + decided["deal"]]
        decided["since_opening"] = decided["day"] - opened
        return Records(self.strategy.name, outcomes, team_rows, self._desk.counts(), decided)

    def trace(self, replication: int, deal: int = 0) -> Trace:
        """The story of one deal: every trigger, decision with its facts, touch, sign-off and gate."""
        self._tell(replication)
        return self._story(replication, deal)

    def stories(self, replication: int) -> tuple[Trace, ...]:
        """The stories of all deals of one replication, in the order of their numbers; empty where no project opened."""
        self._tell(replication)
        return tuple(self._story(replication, deal) for deal in range(self._rows_each))

    def _story(self, replication: int, deal: int) -> Trace:
        owner = max((slot for slot in self._slots if slot.first_row <= deal), key=lambda slot: slot.first_row)
        power = owner.about.power[: len(owner.account.buying_centre.people)]
        return read_tape(self._desk.tape(), owner.account, power, deal, self._packed, replication)

    def _tell(self, replication: int) -> None:
        """Run one replication on a tape, which stays on the desk."""
        rows = np.zeros(self._rows_each, OUTCOME)
        self._replicate(replication, rows.view(np.uint8), np.zeros(len(rows), np.bool_), 0, taped=True)

    def _replicate(self, replication: int, rows: Any, used: Any, base: int, taped: bool) -> None:
        """Run one replication; on a tape that turns out too short, run it again on a longer one."""
        desk, tape_words = self._desk, TAPE_WORDS * len(self._slots) if taped else 0
        counted = desk.counts() if taped or desk.tape_words else {}
        while True:
            if desk.tape_words < tape_words or desk.tape_words > 0 == tape_words:
                desk.lay_out(tape_words)
                desk.set_counters(counted)
            if taped:
                desk.clear_tape()
            used[base : base + self._rows_each] = False
            self._replication.run(replication, rows, used, base)
            if not taped or not desk.record.tape_full:
                return
            tape_words = 2 * desk.tape_words  # and what rules decided in the discarded run is not counted

    def _team_rows(self, first: int, count: int, raw: Any, outcomes: Any) -> Any:
        """TEAM rows out of the pools' figures, one row of `raw` per replication and member."""
        members = self.scenario.team.members
        rows = np.zeros(count * len(members), TEAM)
        rows["replication"] = np.repeat(np.arange(first, first + count), len(members))
        rows["role"] = np.tile([TEAM_ROLES.index(member.role) for member in members], count)
        rows["people"] = np.tile([member.count for member in members], count)
        weeks = self._horizon / 7.0
        capacity = [member.count * canonical(member.hours_per_week) * weeks for member in members]
        rows["hours_capacity"] = np.tile(capacity, count)
        for place, name in enumerate(POOL_FIGURES):
            rows[name] = raw[:, place]
        rows["queue_mean"] /= self._horizon
        rows["deals_mean"] /= self._horizon
        days = np.nan_to_num(outcomes["closed"] - outcomes["opened"])
        sums = np.bincount(outcomes["replication"] - first, weights=days, minlength=count)
        rows["deal_days"] = np.repeat(sums, len(members))
        rows["horizon"] = self._horizon
        return rows
