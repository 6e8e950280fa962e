"""E2: cold access .20, recommended .84, and the break-even of winning a sponsor at .2381, through the access kernel."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laboratory import Bench, bench_of, decider, degenerate, person, shipped, step

from engine.dynamics import moments
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import join_keys
from engine.dynamics.machine.compiler import account_in, deal_in, desk_in
from engine.dynamics.mechanisms.access import ask_for_meeting, best_route
from engine.dynamics.state.routes import Route
from engine.model.quantity import canonical

BREAK_EVEN = 0.20 / 0.84
DRAWS = 20_000
BOSS, SPONSOR = 0, 1


def chain() -> Bench:
    """A boss whom we do not know, and somebody one level below who knows us well and is all for us."""
    friend = person("friend", 2, "chief", stance=0.9, relationship=4, identified=True)
    bench = bench_of(degenerate([step("purchase", 1)], [decider(), friend]))
    bench.chain_mandate_stance = 1.0
    return bench


def to_the_boss(bench: Bench, prepared: float) -> tuple[int, float]:
    """The best route to the boss, and its chance."""
    return best_route(*bench.records, 0.0, BOSS, prepared, False)


def test_the_chances_are_the_cited_ones() -> None:
    bench = chain()
    assert to_the_boss(bench, 1.0) == (Route.cold, 0.20)
    bench.sponsor[SPONSOR] = 1
    assert to_the_boss(bench, 1.0) == (Route.introduced, 0.84)
    assert to_the_boss(bench, 0.0) == (Route.introduced, 0.84), "introduced, preparation does not count"
    access = shipped("keeping_up").behaviour.access
    assert canonical(access.cold_level_1) / canonical(access.recommended) == pytest.approx(0.2381, abs=5e-5)


@kernel
def reach(memory: Any, table: Any, blank: Any, root: int, by_sponsor: bool, granted: Any) -> None:
    """Ask the boss once on fresh luck: prepared and cold, or only when the friend agrees to introduce us."""
    account, desk = account_in(memory, 0), desk_in(table, 0)
    deal = deal_in(memory, account.deal_at)
    for draw in range(len(granted)):
        memory[:] = blank
        account.key = join_keys(root, draw)
        deal.key = join_keys(account.key, 0)
        if by_sponsor:
            moments.person_met(account, deal, desk, 0.0, SPONSOR)
        if by_sponsor and account.sponsor[SPONSOR] == 0:
            granted[draw] = 0
        else:
            days = ask_for_meeting(account, deal, desk, 0.0, BOSS, desk.touch_preparation_limit, False, 0.0)
            granted[draw] = 1 if days >= 0.0 else 0


def asked(bench: Bench, root: int, by_sponsor: bool, draws: int) -> np.ndarray:
    """1 where the boss receives us."""
    granted = np.empty(draws, np.int64)
    blank = np.concatenate([bench.account.memory, bench.deal.memory])
    reach(blank.copy(), bench.desk.memory, blank, root, by_sponsor, granted)
    return granted


def reached(consent: float, by_sponsor: bool) -> float:
    """Share of deals in which we get to see the boss."""
    bench = chain()
    bench.chain_sponsor_consent = consent
    return float(asked(bench, 1995, by_sponsor, DRAWS).mean())


@pytest.mark.parametrize("consent", [0.10, BREAK_EVEN, 0.50, 1.0])
def test_bottom_up_reaches_the_boss_with_consent_times_recommendation(consent: float) -> None:
    expected = consent * 0.84
    assert abs(reached(consent, by_sponsor=True) - expected) < 4 * np.sqrt(expected * (1 - expected) / DRAWS)


def test_break_even_of_top_down_and_bottom_up() -> None:
    cold = reached(0.5, by_sponsor=False)
    half = 4 * np.sqrt(0.2 * 0.8 / DRAWS)
    assert abs(cold - 0.20) < half
    assert abs(reached(BREAK_EVEN, by_sponsor=True) - cold) < np.sqrt(2) * half
    assert reached(BREAK_EVEN - 0.03, by_sponsor=True) < cold < reached(BREAK_EVEN + 0.03, by_sponsor=True)


def test_a_request_is_granted_exactly_as_often_as_the_route_says() -> None:
    """The draw behind a request is one uniform against the chance, so raising the chance never loses a meeting."""
    low, high = reached(0.3, by_sponsor=True), reached(0.6, by_sponsor=True)
    assert pytest.approx(low, abs=0.01) == 0.3 * 0.84
    assert pytest.approx(high, abs=0.01) == 0.6 * 0.84
    bench = chain()
    granted = {}
    for recommended in (0.2, 0.5, 0.84):
        bench.access_recommended, bench.chain_sponsor_consent = recommended, 1.0
        granted[recommended] = asked(bench, 3, True, 5000).astype(bool)
    assert np.all(granted[0.2] <= granted[0.5])
    assert np.all(granted[0.5] <= granted[0.84])
