"""E2: cold access .20, recommended .84, and the break-even of winning a sponsor at .2381, through the access kernel."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laboratory import NO_TAPE, bytes_of, deal_of, decider, degenerate, person, shipped, step

from engine.dynamics.access import Route, ask_for_meeting, best_route
from engine.dynamics.chain import after_meeting
from engine.dynamics.chance import join_keys
from engine.dynamics.compiled import compiled
from engine.dynamics.record import DEAL
from engine.model.quantity import canonical

BREAK_EVEN = 0.20 / 0.84
DRAWS = 20_000
BOSS, SPONSOR = 0, 1


def chain() -> Any:
    """A boss whom we do not know, and somebody one level below who knows us well and is all for us."""
    friend = person("friend", 2, "chief", stance=0.9, relationship=4, identified=True)
    deal = deal_of(degenerate([step("purchase", 1)], [decider(), friend]))
    deal.chain_mandate_stance = 1.0
    return deal


def test_the_chances_are_the_cited_ones() -> None:
    deal = chain()
    assert best_route(deal, BOSS, 0.0, 1.0, False) == (Route.cold, 0.20)
    deal.sponsor[SPONSOR] = 1
    assert best_route(deal, BOSS, 0.0, 1.0, False) == (Route.introduced, 0.84)
    assert best_route(deal, BOSS, 0.0, 0.0, False) == (Route.introduced, 0.84), "introduced, preparation does not count"
    access = shipped("keeping_up").behaviour.access
    assert canonical(access.cold_level_1) / canonical(access.recommended) == pytest.approx(0.2381, abs=5e-5)


@compiled
def reach(view: Any, tape: Any, blank: Any, root: int, by_sponsor: bool, granted: Any) -> None:
    """Ask the boss once on fresh luck: prepared and cold, or only when the friend agrees to introduce us."""
    deal = view.view(DEAL)[0]
    for draw in range(len(granted)):
        view[:] = blank
        deal.key = join_keys(root, draw)
        if by_sponsor:
            after_meeting(deal, tape, 1, 0.0)
        if by_sponsor and deal.sponsor[1] == 0:
            granted[draw] = 0
        else:
            granted[draw] = 1 if ask_for_meeting(deal, tape, 0, 0.0, 1.0, False) >= 0.0 else 0


def reached(consent: float, by_sponsor: bool) -> float:
    """Share of deals in which we get to see the boss."""
    deal = chain()
    deal.chain_sponsor_consent = consent
    granted = np.empty(DRAWS, np.int64)
    view = bytes_of(deal)
    reach(view, NO_TAPE, view.copy(), 1995, by_sponsor, granted)
    return float(granted.mean())


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
    deal = chain()
    granted = {}
    for recommended in (0.2, 0.5, 0.84):
        deal.access_recommended, deal.chain_sponsor_consent = recommended, 1.0
        found = np.empty(5000, np.int64)
        view = bytes_of(deal)
        blank = view.copy()
        reach(view, NO_TAPE, blank, 3, True, found)
        view[:] = blank
        granted[recommended] = found.astype(bool)
    assert np.all(granted[0.2] <= granted[0.5])
    assert np.all(granted[0.5] <= granted[0.84])
