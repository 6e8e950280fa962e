"""Start reading here: one replication is a whole team with its accounts, and this is the order of events.

1. An account waits for the day on which something could open a project (`_account`).
2. The trigger rulebook looks at the snapshot of that day. It opens a project, or the account waits on.
3. The buyer's process takes its steps, sign-offs and votes (`dynamics.buyer`), whether or not we sell.
4. We see the need by ourselves, or hear of it from the tender; the rulebooks say how to go about it.
5. Each thread of pursuit arranges a meeting, waits for the slot, books a colleague, holds the meeting, lets the
   rulebooks review the deal, and arranges the next (`simulation.pursuit`).
6. The deal ends, becomes one row of outcomes, and the account may come back with another project.

SimPy routes what passes between deals and team: openings, meetings, colleagues, ends. Everything that changes a deal
is compiled (`engine.dynamics`). What goes on inside a deal meanwhile (the buyer's steps, internal meetings, rivals'
visits, surprises) is taken, in order and each at its own time, up to the next moment at which anything from outside
can reach it (`dynamics.ahead`).
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.dynamics import entry
from engine.dynamics.record import PORT
from engine.engagement import Strategy, strategy_named
from engine.model.quantity import canonical
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.model.terms import TEAM_ROLES, Outcome
from engine.results.records import FIRING, OUTCOME, TEAM, Records
from engine.results.trace import Trace
from engine.rules import CompiledBook, compile_book
from engine.simulation.audit import audit, is_audited
from engine.simulation.clock import ASLEEP, Clock, Waits
from engine.simulation.packing import BOOKS, clear_counts, pack, rule_counts, strategies_with
from engine.simulation.pursuit import Pursuit, PursuitByHand
from engine.simulation.slot import TAPE_WORDS, Slot, make_slots
from engine.simulation.story import firings_on, is_watched, read_tape
from engine.simulation.summary import summarise
from engine.simulation.team import Pool

OUTCOME_WORD, BUYER_WORD = PORT["outcome"], PORT["buyer_due"]


class Simulator:
    """Replications of one strategy in one scenario.

    scenario: the situation.
    strategy: the name of a shipped strategy, or a Strategy of your own.
    books:    the rulebooks by what they decide (see `simulation.packing.BOOKS`).
    seed:     root of all chance; strategies with the same seed share their luck.
    """

    def __init__(self, scenario: Scenario, strategy: str | Strategy, books: Mapping[str, Rulebook], seed: int) -> None:
        self.scenario = scenario
        self.strategy = strategy_named(strategy) if isinstance(strategy, str) else strategy
        self.books: dict[str, CompiledBook] = {role: compile_book(books[role]) for role in BOOKS}
        tables = pack(
            {role: book.single_hit_table for role, book in self.books.items()}, strategies_with(self.strategy)
        )
        self._root = int(np.random.SeedSequence(seed).generate_state(1, np.uint64)[0] >> np.uint64(1))
        self._horizon = canonical(scenario.horizon)
        self._clock = Clock()
        self._slots = make_slots(scenario, tables)
        self._rows_each = sum(slot.most_projects for slot in self._slots)
        self._members = [
            (TEAM_ROLES.index(member.role), member.count, canonical(member.hours_per_week))
            for member in scenario.team.members
        ]

    def run(self, first: int, count: int) -> Records:
        """Replications `first` … `first + count − 1`; the same rows whatever the chunks and whoever runs them."""
        rows = np.zeros(count * self._rows_each, OUTCOME)
        rows_bytes = rows.view(np.uint8)
        used = np.zeros(len(rows), np.bool_)
        team: list[tuple[float, ...]] = []
        firings = [np.zeros(0, FIRING)]
        for slot in self._slots:
            clear_counts(slot.tables)
        with _rare_collections():
            for index in range(count):
                replication = first + index
                audited, watched = is_audited(replication), is_watched(replication)
                done = self._replicate(replication, rows_bytes, used, index * self._rows_each, audited or watched)
                for pool in done.pools:
                    team.append((pool.hours_booked, pool.requests, pool.wait_days, pool.queue_days, done.open_days))
                if watched:
                    firings.append(firings_on(self._slots, replication))
                if audited:
                    audit(self.books, self._slots)
        outcomes = rows[used]
        team_rows = self._team_rows(first, count, np.array(team), outcomes)
        decided = np.concatenate(firings)
        opened = np.where(used, rows["opened"], np.nan)
        opened = opened[self._rows_each * (decided["replication"] - first) + decided["deal"]]
        decided["since_opening"] = decided["day"] - opened
        return Records(self.strategy.name, outcomes, team_rows, self._rule_counts(), decided)

    def trace(self, replication: int, deal: int = 0) -> Trace:
        """The story of one deal: every trigger, decision with its facts, touch, sign-off and gate."""
        self._tell(replication)
        return read_tape(self._slots, deal, self.strategy.name, replication)

    def stories(self, replication: int) -> tuple[Trace, ...]:
        """The stories of all deals of one replication, in the order of their numbers; empty where no project opened."""
        self._tell(replication)
        return tuple(read_tape(self._slots, deal, self.strategy.name, replication) for deal in range(self._rows_each))

    def _tell(self, replication: int) -> None:
        """Run one replication on tapes, which stay with the slots."""
        rows = np.zeros(self._rows_each, OUTCOME)
        self._replicate(replication, rows.view(np.uint8), np.zeros(len(rows), np.bool_), 0, taped=True)

    def _replicate(self, replication: int, rows: Any, used: Any, base: int, taped: bool) -> _Replication:
        """Run one replication; on a tape that turns out too short, run it again on a longer one."""
        tape_words = TAPE_WORDS if taped else 0
        tables = [slot.tables.copy() for slot in self._slots] if taped else []
        while True:
            for slot in self._slots:
                if len(slot.tape) != tape_words:
                    slot.lay_out(tape_words)
            used[base : base + self._rows_each] = False
            done = _Replication(self, replication, rows, used, base)
            done.run()
            if not any(slot.tape_was_short for slot in self._slots):
                return done
            tape_words *= 2
            for slot, before in zip(self._slots, tables, strict=True):
                slot.tables[:] = before  # rules that decided in the discarded run are not counted

    def _rule_counts(self) -> dict[str, npt.NDArray[np.int64]]:
        counts = [rule_counts(slot.tables) for slot in self._slots]
        return {role: np.sum([each[role] for each in counts], axis=0) for role in BOOKS}

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
        for place, name in enumerate(("hours_booked", "requests", "wait_days", "queue_mean", "deals_mean")):
            rows[name] = raw[:, place]
        rows["queue_mean"] /= self._horizon
        rows["deals_mean"] /= self._horizon
        days = np.nan_to_num(outcomes["closed"] - outcomes["opened"])
        sums = np.bincount(outcomes["replication"] - first, weights=days, minlength=count)
        rows["deal_days"] = np.repeat(sums, len(members))
        rows["horizon"] = self._horizon
        return rows


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Look for cycles every 50 000 objects, not every 700: each replication leaves some, and looking takes time."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Replication:
    """One run of the whole team through the horizon."""

    def __init__(self, simulator: Simulator, replication: int, rows: Any, used: Any, base: int) -> None:
        self.env = simulator._clock
        self.env.start_again()
        self._simulator = simulator
        self._replication = replication
        self._rows, self._used, self._base = rows, used, base
        self._horizon = simulator._horizon
        self._root = simulator._root
        self._strategy = simulator.strategy
        self._open, self._open_since = 0, 0.0
        self.open_days = 0.0
        self.pools: list[Pool] = []
        self._pool_of: list[Pool | None] = [None] * len(TEAM_ROLES)
        for role, people, hours in simulator._members:
            pool = Pool(self.env, people, hours)
            self.pools.append(pool)
            self._pool_of[role] = pool

    def run(self) -> None:
        for slot in self._simulator._slots:
            slot.course = self.env.follow(self._account(slot))
        self.env.run_until(self._horizon)
        for slot in self._simulator._slots:
            if slot.is_open:
                self._close(slot)
            elif slot.project == 0 and not self._used[self._base + slot.first_row]:
                self._summarise(slot)
            slot.end_tape()
        for pool in self.pools:
            pool.finish(self._horizon)
        self._watch_open(0)

    def _account(self, slot: Slot) -> Waits:
        """An account over the horizon: triggers open projects, projects end, and it may come back."""
        env, memory = self.env, slot.memory
        slot.begin(self._root, self._replication, int(self._strategy.number))
        after = slot.start_day(self._root, self._replication)
        while True:
            day = entry.enter_next_trigger(memory, after)
            if day >= self._horizon:
                return
            if day > env.now:
                yield day
            if entry.enter_trigger(memory, env.now) == 0:
                after = env.now
                continue
            slot.is_open = True
            self._watch_open(1)
            self._pursue(slot)
            yield from self._until_over(slot)
            shelved = slot.words[OUTCOME_WORD] == Outcome.no_decision
            if slot.project + 1 >= slot.most_projects or (shelved and slot.retry_after is None):
                return
            after = env.now + (slot.retry_after or 0.0) * shelved
            slot.next_project(self._root, self._replication, int(self._strategy.number), shelved)

    def _pursue(self, slot: Slot) -> None:
        """Let our threads begin on the day on which we begin to work on the deal, if there is one."""
        chooser = self._strategy.chooser
        for thread in range(slot.threads):
            if slot.due(thread) < self._horizon:
                if chooser is None:
                    Pursuit(self.env, slot, thread, self._pool_of, self._close)
                else:
                    PursuitByHand(self.env, slot, thread, self._pool_of, self._close, chooser)

    def _until_over(self, slot: Slot) -> Waits:
        """Sleep until the project is over. While a thread waits for a colleague, look at every step of the buyer's.

        A pursuit that waits, or finds that the project will be over, wakes the account on the day of the buyer's next
        event. After we have withdrawn, the account goes on then, too.
        """
        env, words, numbers = self.env, slot.words, slot.numbers
        while words[OUTCOME_WORD] == Outcome.no_project or numbers[BUYER_WORD] > env.now:
            busy = words[OUTCOME_WORD] != Outcome.no_project or slot.waits(env.now)
            yield numbers[BUYER_WORD] if busy else ASLEEP
            entry.enter_buyer(slot.memory, env.now)
        self._close(slot)

    def _close(self, slot: Slot) -> None:
        """The deal has ended, or the horizon has come: write its row once."""
        if not slot.is_open:
            return
        slot.is_open = False
        self._watch_open(-1)
        self._summarise(slot)

    def _summarise(self, slot: Slot) -> None:
        place = self._base + slot.first_row + slot.project
        self._used[place] = True
        summarise(
            slot.memory,
            self._rows,
            place,
            self._replication,
            slot.account_place,
            slot.first_row + slot.project,
            self.env.now,
        )

    def _watch_open(self, change: int) -> None:
        now = self.env.now
        self.open_days += self._open * (now - self._open_since)
        self._open_since = now
        self._open += change
