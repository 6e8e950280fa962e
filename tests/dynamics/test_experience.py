"""Experience of us, and the ledger of promises (S14, S19)."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from laboratory import CHIEF, MANAGER, USER, edited, office, run, shipped, simulator, written

from engine.dynamics import moments
from engine.dynamics.mechanisms.access import ask_for_meeting
from engine.dynamics.mechanisms.after_sale import satisfaction_if_won
from engine.dynamics.mechanisms.appointments import ANY_KIND, charge_meeting, request
from engine.dynamics.mechanisms.experience import MECHANISM
from engine.dynamics.mechanisms.meetings import touch
from engine.dynamics.state.promises import BROKEN, KEPT, MADE
from engine.dynamics.state.relevant_message import message_for
from engine.dynamics.state.team_roles import ACCOUNT_MANAGER, EXECUTIVE
from engine.model.terms import TouchKind

COLUMN = {column.name: column.value for column in MECHANISM.columns}


def meet(bench: Any, person: int = USER, now: float = 1.0) -> None:
    """A meeting about facts."""
    touch(*bench.records, now, person, int(TouchKind.situation), ACCOUNT_MANAGER)


def quiet() -> Any:
    """An office where nothing is promised."""
    bench = office()
    bench.promise_chance = 0.0
    return bench


def promised(now: float = 1.0) -> Any:
    """An office where the user has been promised something."""
    bench = office()
    bench.promise_chance = 1.0
    meet(bench, USER, now)
    return bench


def codes(bench: Any) -> list[int]:
    """What became of promises, in order."""
    return [event.code for event in written(bench, "promise")]


def arrange(bench: Any, now: float, thread: int = 0) -> None:
    """Our account manager takes on the next meeting, with somebody else."""
    bench.met[MANAGER], bench.bond[MANAGER], bench.access_familiar, bench.in_flight[MANAGER] = 1, 4.0, 1.0, 0
    assert request(*bench.records, now, thread, MANAGER, 0.0, False, ANY_KIND) >= 0.0


class TestWhatIsFelt:
    def test_a_stranger_is_in_the_middle_and_so_is_a_successor(self) -> None:
        bench = office()
        assert np.all(bench.experience[:6] == 0.5)

    def test_a_relevant_meeting_raises_it_by_its_relevance(self) -> None:
        bench = quiet()
        message = float(message_for(*bench.records, 1.0, USER))
        meet(bench)
        assert bench.experience[USER] == pytest.approx(0.5 + 0.5 * bench.experience_relevant * message)

    def test_a_waste_of_time_lowers_it(self) -> None:
        bench = quiet()
        bench.offer[:] = 0.0
        meet(bench)
        assert bench.experience[USER] == pytest.approx(0.5 * (1.0 - bench.experience_irrelevant))

    def test_pushing_beyond_what_is_tolerated_lowers_it(self) -> None:
        bench = quiet()
        bench.access_tolerated_attempts = 2
        for name in ("cold_level_3", "cold_level_4", "acquainted"):
            bench[f"access_{name}"] = 0.0
        felt = []
        for _ in range(4):
            assert ask_for_meeting(*bench.records, 0.0, USER, 1.0, False, 0.0) < 0.0
            felt.append(float(bench.experience[USER]))
        left = 1.0 - bench.experience_pushed
        assert felt == pytest.approx([0.5, 0.5, 0.5 * left, 0.5 * left**2])

    @pytest.mark.parametrize(("days", "minded"), [(0.0, False), (0.9, False), (1.1, True)])
    def test_whoever_waits_for_our_people_minds(self, days: float, minded: bool) -> None:
        bench = quiet()
        arrange(bench, 0.0)
        bench.thread_late[0], before = days, float(bench.experience[MANAGER])
        moments.meeting_comes(*bench.records, 5.0, 0)
        on_time = quiet()
        arrange(on_time, 0.0)
        moments.meeting_comes(*on_time.records, 5.0, 0)
        assert before == 0.5
        assert (bench.experience[MANAGER] < on_time.experience[MANAGER]) == minded


class TestPromises:
    def test_a_promise_is_work_and_has_its_day(self) -> None:
        bench = promised(now=3.0)
        assert codes(bench) == [MADE]
        assert bench.promise_due[USER] == 3.0 + bench.promise_days
        assert bench.unbooked_hours == pytest.approx(bench.promise_hours)
        meet(bench, USER, 4.0)
        assert bench.promises_made == 1, "one at a time"

    def test_it_is_kept_by_the_next_work_that_is_arranged(self) -> None:
        bench = promised()
        arrange(bench, 2.0)
        assert bench.unbooked_hours == 0.0
        before = float(bench.experience[USER])
        charge_meeting(*bench.records, 8.0, 0)
        assert codes(bench) == [MADE, KEPT]
        assert bench.experience[USER] == pytest.approx(before + bench.experience_kept * (1.0 - before))

    def test_not_by_work_agreed_before_it_nor_by_our_executive(self) -> None:
        bench = office()
        bench.promise_chance = 1.0
        arrange(bench, 0.0, thread=1)
        meet(bench)
        charge_meeting(*bench.records, 2.0, 1)
        assert codes(bench) == [MADE]
        arrange(bench, 2.0)
        bench.thread_role[0] = EXECUTIVE
        charge_meeting(*bench.records, 3.0, 0)
        assert codes(bench) == [MADE]

    def test_too_late_is_broken(self) -> None:
        bench = promised()
        arrange(bench, 2.0)
        before = float(bench.experience[USER])
        charge_meeting(*bench.records, 2.0 + bench.promise_days, 0)
        assert codes(bench) == [MADE, BROKEN]
        assert bench.experience[USER] == pytest.approx(before * (1.0 - bench.experience_broken))

    def test_whoever_is_asked_again_has_not_forgotten(self) -> None:
        bench = promised()
        ask_for_meeting(*bench.records, 2.0, USER, 1.0, False, 0.0)
        assert codes(bench) == [MADE]
        ask_for_meeting(*bench.records, 2.0 + bench.promise_days, USER, 1.0, False, 0.0)
        assert codes(bench) == [MADE, BROKEN]

    def test_at_the_horizon_what_is_overdue_counts_as_broken(self) -> None:
        bench = promised()
        late = 2.0 + bench.promise_days
        bench.power[USER] = 0.5
        assert [int(COLUMN["promises_broken"](*bench.records, now)) for now in (2.0, late)] == [0, 1]
        felt = [float(COLUMN["experience"](*bench.records, now)) for now in (2.0, late)]
        assert felt[1] == pytest.approx(felt[0] * (1.0 - bench.experience_broken))

    @pytest.mark.parametrize("name", ["keeping_up", "reactive_tender", "team_portfolio"])
    def test_made_is_kept_and_broken_and_open(self, name: str) -> None:
        """Deal by deal, as told and as counted; nothing is settled that was not promised, nor twice."""
        teller, count = simulator(shipped(name), "bottom_up_field"), 3 if name == "team_portfolio" else 12
        rows = teller.run(0, count).outcomes
        seen: Counter[str] = Counter()
        for replication in range(count):
            for row in rows[rows["replication"] == replication][:5]:
                waiting: dict[int, float] = {}
                told: Counter[int] = Counter()
                for event in teller.trace(replication, int(row["deal"])).events:
                    if event.kind == "promise":
                        told[event.code] += 1
                        if event.code == MADE:
                            assert event.person not in waiting
                            waiting[event.person] = event["due_day"]
                        else:
                            due = waiting.pop(event.person)
                            assert due == event["due_day"]
                            assert (event.code == KEPT) == (event.day <= due)
                overdue = sum(due < row["closed"] for due in waiting.values()) if row["outcome"] == 5 else 0
                assert told[MADE] == row["promises_made"] == told[KEPT] + told[BROKEN] + len(waiting)
                assert told[KEPT] == row["promises_kept"]
                assert told[BROKEN] + overdue == row["promises_broken"]
                seen.update({"made": told[MADE], "kept": told[KEPT], "broken": told[BROKEN]})
        assert min(seen["kept"], seen["broken"]) > 2, seen

    def test_a_team_with_little_time_breaks_more(self) -> None:
        hours = {f"team.members.{place}.hours_per_week": 3 for place in (0, 1)}
        kept = []
        for scenario in (shipped("keeping_up"), edited("keeping_up", hours)):
            rows = run(scenario, "bottom_up_field", 60).outcomes
            kept.append(rows["promises_kept"].sum() / (rows["promises_kept"] + rows["promises_broken"]).sum())
        assert kept[1] < kept[0] - 0.1


class TestWhatComesOfIt:
    @pytest.mark.parametrize("felt", [0.0, 0.5, 1.0])
    def test_whoever_knows_us_receives_us_as_they_found_us(self, felt: float) -> None:
        bench = quiet()
        bench.met[USER], bench.experience[USER] = 1, felt
        chance = float(moments.way_in(*bench.records, 0.0, USER, 1.0, False, 0.0))
        assert chance == pytest.approx(bench.access_acquainted * (1.0 + bench.experience_access * (felt - 0.5)))
        bench.experience[CHIEF] = felt
        bench.access_peer_executive, bench.route = 0.0, 0
        assert float(moments.way_in(*bench.records, 0.0, CHIEF, 1.0, False, 0.3)) == 0.3, "strangers know nothing of it"

    def test_relationships_grow_at_its_pace(self) -> None:
        bonds = []
        for felt in (0.0, 0.5, 1.0):
            bench = quiet()
            bench.experience[USER] = felt
            meet(bench)
            bonds.append(float(bench.bond[USER]))
        pace = 0.5 * bench.experience_closeness
        assert bonds[0] == pytest.approx((1.0 - pace) * bonds[1]) and bonds[2] == pytest.approx((1.0 + pace) * bonds[1])

    def test_satisfaction_after_delivery_follows_those_met_by_power(self) -> None:
        bench = quiet()
        bench.paid_after_if_won, bench.after_satisfaction_good = 30.0, 0.8
        assert float(satisfaction_if_won(*bench.records, 0.0)) == pytest.approx(0.8), "nobody was met"
        bench.touches_by[USER] = bench.touches_by[CHIEF] = 1
        bench.power[USER], bench.power[CHIEF] = 0.25, 0.75
        bench.experience[USER], bench.experience[CHIEF] = 0.9, 0.1
        change = bench.experience_satisfaction * (0.25 * 0.9 + 0.75 * 0.1 - 0.5)
        assert float(satisfaction_if_won(*bench.records, 0.0)) == pytest.approx(0.8 + change)
