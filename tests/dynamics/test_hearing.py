"""Who hears first: by hand on a chart of three, and what follows from contact alone."""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np
import pytest
from laboratory import Bench, assert_mean_is, bench_of, degenerate, person, rival, run, shipped, step, written

from engine.dynamics import entry  # noqa: F401  kernels can be called
from engine.dynamics.machine.chance import exponential, join_keys, uniform
from engine.dynamics.mechanisms.hearing import (
    LEARNS,
    NOBODY,
    TELLS,
    TELLS_RIVAL,
    somebody_tells,
    spread_news,
    who_hears_when,
)
from engine.dynamics.state.source import person_key
from engine.engagement import strategy_named
from engine.model.terms import Origin, Trigger

LINE = ("chief", "manager", "user")
CHIEF, MANAGER, USER = map(sorted(LINE, key=person_key).index, LINE)
HAND_OVER = 30 / 2
"""Days from one level to the next on a chart of three, where news takes thirty from end to end."""
SCAN = 2.0


def line(key: int = 1, **account: Any) -> Bench:
    """A chief, a manager and a user, one below the other; a project that opens on day 100, and nobody in contact."""
    people = [
        person("chief", 1, roles=["decider"], power=1.0, identified=True),
        person("manager", 2, "chief"),
        person("user", 3, "manager", roles=["user"]),
    ]
    edits = {"switched_off": [], "behaviour.hearing.pass_on": 30, "behaviour.hearing.scan": SCAN}
    bench = bench_of(degenerate([step("need", 10), step("purchase", 10)], people, edits, **account), tape=1000)
    bench.account.key, bench.deal.key = key, join_keys(key, 0)
    bench.trigger, bench.urgency, bench.opened = int(Trigger.scheduled_renewal), 0.0, 100.0
    bench.our_sighting = 100.0 + 500.0
    return bench


def drawn(bench: Bench, place: int, purpose: int) -> float:
    """The exponential time, of mean 1, that is drawn for somebody."""
    return float(exponential(uniform(bench.deal.key, bench.person_key[place], purpose, 0)))


def test_on_a_chart_of_three_by_hand() -> None:
    """An asset ages: the user knows on the day, the manager hears it from the user, the chief from the manager."""
    bench = line()
    bench.bond[CHIEF], bench.bond_since[CHIEF] = 2.0, 100.0
    who_hears_when(*bench.records, 100.0)
    manager = 100.0 + HAND_OVER * drawn(bench, MANAGER, LEARNS)
    chief = manager + HAND_OVER * drawn(bench, CHIEF, LEARNS)
    assert bench.knows_on[:3].tolist() == pytest.approx(
        [{USER: 100.0, MANAGER: manager, CHIEF: chief}[i] for i in range(3)]
    )
    assert bench.our_sighting == pytest.approx(
        min(chief + 90.0 / 2.0 * drawn(bench, CHIEF, TELLS), 100.0 + SCAN * 500.0)
    )
    assert bench.told_by == CHIEF


@pytest.mark.parametrize(
    ("trigger", "first"),
    [
        (Trigger.scheduled_renewal, USER),
        (Trigger.unexpected_replacement, USER),
        (Trigger.keeping_up, MANAGER),
        (Trigger.staying_ahead, CHIEF),
    ],
)
def test_the_kind_of_cause_says_with_whom_it_arises(trigger: Trigger, first: int) -> None:
    bench = line()
    bench.trigger = int(trigger)
    spread_news(*bench.records, 100.0, 1.0)
    assert [i for i in range(3) if bench.knows_on[i] == 100.0] == [first]
    assert np.all(np.isfinite(bench.knows_on[:3]))


def test_what_presses_is_told_sooner() -> None:
    calm, pressing = line(), line()
    pressing.urgency, pressing.influence_urgency_effect = 1.0, 1.0
    for bench in (calm, pressing):
        bench.bond[CHIEF], bench.bond_since[CHIEF] = 2.0, 100.0
        who_hears_when(*bench.records, 100.0)
    assert pressing.our_sighting - 100.0 == pytest.approx((calm.our_sighting - 100.0) / 2.0)


def test_nobody_hears_from_an_opponent_or_over_an_empty_seat() -> None:
    bench = line()
    bench.present[MANAGER] = 0
    spread_news(*bench.records, 100.0, 1.0)
    assert (bench.knows_on[MANAGER], bench.knows_on[CHIEF]) == (inf, inf)


def heard(contact: int | None, many: int = 800, live: bool = True) -> Any:
    """Days after the opening on which we hear, over much luck, being in contact with one person."""
    days = np.empty(many)
    bench = line()
    for key in range(many):
        bench.deal.key = join_keys(key, 0)
        bench.our_sighting = 100.0 + 500.0
        if contact is not None:
            bench.met[contact], bench.last_touch[contact] = 1, 90.0 if live else -300.0
        who_hears_when(*bench.records, 100.0)
        days[key] = bench.our_sighting - 100.0
    return days


def test_the_further_our_contact_is_from_the_cause_the_later_we_hear() -> None:
    """A user in live contact tells us after twenty days, a manager fifteen days later, the chief after fifteen more."""
    for place, away in ((USER, 0), (MANAGER, 1), (CHIEF, 2)):
        assert_mean_is(heard(place), 20.0 + HAND_OVER * away, widest=4.5)


def test_strangers_tell_nothing_and_the_market_is_scanned_coldly() -> None:
    assert np.all(heard(None, many=20) == SCAN * 500.0)
    assert np.all(heard(CHIEF, many=20, live=False) == SCAN * 500.0), "met long ago, and no acquaintance left"


def test_the_users_of_what_we_supply_are_in_contact_with_us() -> None:
    bench = line()
    bench.incumbent = 0
    who_hears_when(*bench.records, 100.0)
    assert (bench.told_by, bench.our_sighting) == (USER, pytest.approx(100.0 + 20.0 * drawn(bench, USER, TELLS)))


@pytest.mark.parametrize(
    ("incumbent", "stance", "level", "mean"), [(1, 0.0, 1, 20.0), (-1, 0.3, 4, 30.0), (-1, 0.3, 1, 90.0)]
)
def test_rivals_hear_by_the_same_law(incumbent: int, stance: float, level: int, mean: float) -> None:
    """From users of theirs at once, from friends the sooner the closer they are to the account; else they scan."""
    bench = line(rivals=[rival()])
    bench.incumbent, bench.rival_stance[0, USER], bench.rival_relationship[0] = incumbent, stance, level
    bench.rival_sighting[0] = 100.0 + 500.0
    who_hears_when(*bench.records, 100.0)
    key = np.uint64(join_keys(bench.deal.key, bench.rival_key[0]))
    told = 100.0 + mean * float(exponential(uniform(key, bench.person_key[USER], TELLS_RIVAL, 0)))
    assert bench.rival_sighting[0] == pytest.approx(min(told, 100.0 + SCAN * 500.0))


def test_a_rival_without_a_friend_scans() -> None:
    bench = line(rivals=[rival(relationship=5)])
    bench.rival_sighting[0] = 100.0 + 500.0
    who_hears_when(*bench.records, 100.0)
    assert bench.rival_sighting[0] == 100.0 + SCAN * 500.0


def test_we_remember_who_told_us() -> None:
    bench = line()
    bench.met[USER], bench.last_touch[USER] = 1, 95.0
    who_hears_when(*bench.records, 100.0)
    somebody_tells(*bench.records, bench.our_sighting)
    (told,) = written(bench, "told")
    assert (told.person, told["known_days"]) == (USER, pytest.approx(bench.our_sighting - 100.0))


@pytest.mark.parametrize("spoilt", ["too late", "gone"])
def test_the_tender_was_faster_or_they_are_gone(spoilt: str) -> None:
    bench = line()
    bench.met[USER], bench.last_touch[USER] = 1, 95.0
    who_hears_when(*bench.records, 100.0)
    bench.present[USER] = 0 if spoilt == "gone" else 1
    somebody_tells(*bench.records, bench.our_sighting - (1.0 if spoilt == "too late" else 0.0))
    assert bench.told_by == NOBODY
    assert written(bench, "told") == []


def test_who_hears_early_is_proactive() -> None:
    """In keeping_up nobody ever was; now whoever keeps contact mostly is, and mostly not who is told late."""
    share, after = {}, {}
    for name in ("top_down", "top_down+nobody"):
        rows = run(shipped("keeping_up"), strategy_named(name), 150).outcomes
        share[name] = np.mean(rows["origin"] == Origin.proactive)
        after[name] = np.nanmean(rows["heard_after"])
    assert after["top_down"] < after["top_down+nobody"] / 3
    assert share["top_down"] > share["top_down+nobody"] + 0.15
