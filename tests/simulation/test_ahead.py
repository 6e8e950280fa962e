"""Running ahead of the clock changes nothing: the same deals taken one event at a time, in the order of their days."""

from __future__ import annotations

import math

import numpy as np
import pytest
from laboratory import build, plain, put, shipped, simulator

from engine.dynamics import entry, moments
from engine.dynamics.machine.composition import ACCOUNT, CONSTANTS, DESK
from engine.dynamics.mechanisms.appointments import charge_meeting, charge_small_efforts, plan
from engine.dynamics.mechanisms.buying_process import buyer_interrupted, buyer_next
from engine.dynamics.mechanisms.selling import seller_hold, seller_start
from engine.dynamics.mechanisms.triggers import plan_next_trigger, try_trigger
from engine.dynamics.state.flat_records import Record
from engine.dynamics.state.project_end import is_over
from engine.model.terms import Outcome
from engine.results.records import OUTCOME
from engine.simulation import WATCHED, Simulator

NEVER = math.inf


def pursue(records: tuple[Record, Record, Record], now: float, thread: int) -> float:
    """Hold the meeting that is due, arrange the next: days until it, below 0 when the deal is over."""
    charge_meeting(*records, now, thread)
    if seller_hold(*records, now, thread):
        return -1.0
    return plan(*records, now, thread)


def one_event_at_a_time(teller: Simulator, replication: int) -> np.ndarray:
    """The first deal's row, by a driver that asks for every event on its own day; nobody waits for a colleague.

    Of meetings at the same moment, as guests of the same event have, the one that was arranged first comes first.
    """
    slot, team = teller._slots[0], teller._replication
    slot.begin(team._root, replication)
    records = slot.about, slot.deal, slot.desk.record
    deal, horizon = slot.deal, slot.desk.record.horizon
    now = plan_next_trigger(*records, 0.0)
    while now < horizon and try_trigger(*records, now) == 0:
        now = plan_next_trigger(*records, now)
    steps, meetings = now, [NEVER] * slot.threads
    arranged = list(range(slot.threads))

    def begin(day: float) -> None:
        if deal.seller_active == 0 and seller_start(*records, day) == 1:
            meetings[:] = [day] * slot.threads

    while now < horizon:
        begin(now)
        seeing = NEVER if deal.seller_active else deal.our_sighting
        disturbed = moments.buyer_goes_on(*records, now, NEVER)
        now = min(disturbed, steps, seeing, *meetings)
        if now >= horizon:
            break
        if now == disturbed:
            buyer_interrupted(*records, now)
            days = -1.0 if is_over(deal) else 0.0
        elif now == steps:
            days = buyer_next(*records, now)
            deal.step_due = steps = steps + days
        elif now in meetings:
            thread = min((at for at, day in enumerate(meetings) if day == now), key=arranged.__getitem__)
            days = pursue(records, now, thread)
            arranged[thread] = max(arranged) + 1
            steps = deal.step_due  # help may have shortened the step
            meetings[thread] += days
        else:
            continue
        if days < 0.0:
            break
    charge_small_efforts(*records)
    row = np.zeros(1, OUTCOME)
    entry.enter_summary(slot.memory, slot.desk.memory, row.view(np.uint8), 0, replication, min(now, horizon))
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


LAID_DOWN = {
    *("place", "deal_at", "offer", "reputation", "amount", "margin", "budget", "mean_our_sighting", "switching_cost"),
    *("person_key", "level", "boss", "roles", "power", "susceptibility", "criteria", "need_at_rest", "worry_at_rest"),
    *("heard", "advises", "talks", "influence_model", "group_model", "quota", "veto_stance", "max_rounds"),
    *("rival_offer", "rival_reputation", "rival_relationship", "rival_key", "rival_rate", "rival_skill", "rival_style"),
    *("step_code", "step_work", "step_shape", "step_waiting", "step_sign_off", "step_repeat", "step_abandon"),
    *("asset_key", "asset_life", "asset_lead", "asset_failure_shape", "asset_failure_scale", "surprises", "ambition"),
}
"""What an account is, as the scenario lays it down."""
OF_A_JOB = {"horizon", "strategy", "tables", "team_here", "team_skill", "team_discipline", "team_cost", "team_week"}


def test_nobody_writes_on_what_an_account_is() -> None:
    teller = simulator(shipped("team_portfolio"), "playbook")
    teller.run(3, 6)
    header = 8 * (len(ACCOUNT.dimensions) + len(ACCOUNT.groups))
    moved = 0
    for slot in teller._slots:
        fresh = slot._fresh.account()
        assert slot.memory[:header].tobytes() == slot._fresh.memory[:header].tobytes()
        for name in LAID_DOWN:
            assert slot.about.array(name).tobytes() == fresh.array(name).tobytes(), name
        moved += slot.about.array("stance").tobytes() != fresh.array("stance").tobytes()
    assert moved > len(teller._slots) / 2


def test_nobody_writes_on_what_a_job_is() -> None:
    teller = simulator(shipped("team_portfolio"), "playbook")
    desk = teller._desk.record
    before = Record(DESK, desk.memory.copy())
    teller.run(WATCHED + 1, 6)  # without a tape, for which the desk would be laid out anew
    assert teller._desk.record is desk
    for name in OF_A_JOB | {constant.field.name for constant in CONSTANTS}:
        assert desk.array(name).tobytes() == before.array(name).tobytes(), name
    assert desk.array("counts").tobytes() != before.array("counts").tobytes()
