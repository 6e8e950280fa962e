"""Running ahead of the clock changes nothing: the same deals taken one event at a time, in the order of their days."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from laboratory import build, plain, put, shipped, simulator

from engine.dynamics.buyer import buyer_next
from engine.dynamics.compiled import compiled
from engine.dynamics.entry import _record, _tables, _tape, enter_next_trigger
from engine.dynamics.project import try_trigger
from engine.dynamics.record import CHANGING_BYTES
from engine.dynamics.seller import plan, seller_hold, seller_start
from engine.model.terms import Outcome
from engine.results.records import OUTCOME
from engine.simulation import Simulator
from engine.simulation.summary import summarise

NEVER = math.inf


@compiled
def trigger(memory: Any, now: float) -> int:
    d = _record(memory)
    return try_trigger(d, memory, _tables(memory, d), _tape(memory, d), now)


@compiled
def buyer(memory: Any, now: float) -> float:
    d = _record(memory)
    return buyer_next(d, _tape(memory, d), now)


@compiled
def start(memory: Any, now: float) -> int:
    d = _record(memory)
    return seller_start(d, memory, _tables(memory, d), _tape(memory, d), now)


@compiled
def pursue(memory: Any, now: float, thread: int) -> float:
    d = _record(memory)
    tables, tape = _tables(memory, d), _tape(memory, d)
    if seller_hold(d, memory, tables, tape, now, thread):
        return -1.0
    return plan(d, tables, tape, now, thread)


def one_event_at_a_time(teller: Simulator, replication: int) -> np.ndarray:
    """The first deal's row, by a driver that asks for every event on its own day; nobody waits for a colleague."""
    slot, team = teller._slots[0], teller._replication
    slot.begin(team._root, replication, team._strategy)
    memory, deal, horizon = slot.memory, slot.record, float(slot.record["horizon"])
    now = enter_next_trigger(memory, 0.0)
    while now < horizon and trigger(memory, now) == 0:
        now = enter_next_trigger(memory, now)
    steps, meetings = now, [NEVER] * slot.threads

    def begin(day: float) -> None:
        if deal["seller_active"] == 0 and start(memory, day) == 1:
            meetings[:] = [day] * slot.threads

    while now < horizon:
        begin(now)
        seeing = NEVER if deal["seller_active"] else float(deal["our_sighting"])
        now = min(steps, seeing, *meetings)
        if now >= horizon:
            break
        if now == steps:
            days = buyer(memory, now)
            steps += days
        elif now in meetings:
            thread = meetings.index(now)
            days = pursue(memory, now, thread)
            meetings[thread] += days
        else:
            continue
        if days < 0.0:
            break
    row = np.zeros(1, OUTCOME)
    summarise(memory, row.view(np.uint8), 0, replication, 0, 0, min(now, horizon))
    return row


@pytest.mark.parametrize("strategy", ["top_down", "playbook", "do_nothing"])
@pytest.mark.parametrize("name", ["keeping_up", "reactive_tender", "unexpected_replacement"])
def test_a_deal_run_ahead_is_the_deal_taken_event_by_event(name: str, strategy: str) -> None:
    plenty = {f"team.members.{place}.count": 50 for place in range(len(shipped(name).team.members))}
    teller = simulator(build(put(plain(name), plenty)), strategy)
    ahead = teller.run(3, 12).outcomes
    for replication in range(3, 15):
        (row,) = ahead[(ahead["replication"] == replication) & (ahead["deal"] == 0)]
        assert row.tobytes() == one_event_at_a_time(teller, replication).tobytes()
    assert np.sum(ahead["outcome"] != Outcome.open) > 6  # otherwise this shows little


def test_nobody_writes_on_what_an_account_is() -> None:
    teller = simulator(shipped("team_portfolio"), "playbook")
    teller.run(3, 6)
    for slot in teller._slots:
        kept = slot.memory[CHANGING_BYTES : len(slot._blank)]
        assert kept.tobytes() == slot._blank[CHANGING_BYTES:].tobytes() and kept.any()
