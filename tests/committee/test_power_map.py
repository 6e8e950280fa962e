"""S13: the map shows what a seller can know, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.committee import Sighting, draw_power_map
from engine.committee.power_map import Gap
from engine.model.buying_centre import BuyingCentre

MakeCentre = Callable[..., BuyingCentre]
SPONSOR_FROM = (0.3, 3)
"""Stance and relationship level, as the shipped scenarios have them."""
FRIENDLY = Sighting(stance=0.6, need=0.5, worry=0.2, relationship=4)


@pytest.fixture
def firm(make_centre: MakeCentre) -> BuyingCentre:
    """boss ← fin, tech; fin ← buy; tech ← eng; the engineer is a friend of the boss, the buyer asks the engineer."""
    return make_centre(
        {"boss": (1, None), "fin": (2, "boss"), "tech": (2, "boss"), "buy": (3, "fin"), "eng": (3, "tech")},
        ties=(
            ("eng", "boss", "friendship"),
            ("buy", "eng", "advice"),
            ("fin", "tech", "conflict"),
            ("tech", "boss", "advice"),
        ),
        roles={
            "boss": ("decider",),
            "fin": ("financial_approver",),
            "tech": ("technical_evaluator",),
            "buy": ("buyer", "gatekeeper"),
            "eng": ("user",),
        },
        hidden=("fin", "tech", "eng"),
        more={"boss": {"power": 0.9}, "fin": {"power": 0.7}, "tech": {"power": 0.5}, "eng": {"power": 0.2}},
    )


def test_the_map_at_the_start_shows_the_identified_only(firm: BuyingCentre) -> None:
    found = draw_power_map(firm)
    assert [person.id for person in found.people] == ["boss", "buy"]
    assert found.deciders == ("boss",)
    assert found.lines == () and found.ties == () and found.routes == ()
    assert set(found.gaps) == {
        Gap("decider_not_met", "boss"),
        Gap("no_route", "boss"),
        Gap("not_met", "buy"),
        Gap("role_not_known", "technical_evaluator"),
        Gap("role_not_known", "financial_approver"),
        Gap("role_not_known", "user"),
        Gap("no_sponsor"),
    }


def test_hidden_people_and_ties_leave_no_trace(firm: BuyingCentre) -> None:
    found = draw_power_map(firm, met=("buy",))
    assert [person.id for person in found.people] == ["boss", "buy"]
    assert found.person("buy").centrality == 0
    assert Gap("named_but_not_known", "eng") in found.gaps
    assert Gap("superior_not_known", "buy") in found.gaps
    with pytest.raises(KeyError):
        found.person("eng")


def test_informal_ties_show_once_an_end_is_met(firm: BuyingCentre) -> None:
    everyone = [person.id for person in firm.people]
    assert draw_power_map(firm, identified=everyone).ties == ()
    met_fin = draw_power_map(firm, met=("fin",), identified=everyone).ties
    assert [(tie.source, tie.target, tie.kind) for tie in met_fin] == [("fin", "tech", "conflict")]


def test_routes_ranks_and_sponsors(firm: BuyingCentre) -> None:
    found = draw_power_map(
        firm,
        met=("buy", "eng"),
        identified=("boss", "buy", "eng", "fin"),
        sightings={"buy": FRIENDLY},
        sponsor_from=SPONSOR_FROM,
    )
    assert found.sponsor_candidates == ("buy",)
    by_sponsor = {route.sponsor: route for route in found.routes}
    assert by_sponsor["eng"].path == ("eng", "boss")
    assert (by_sponsor["eng"].formal_steps, by_sponsor["eng"].informal_steps) == (0, 1)
    assert by_sponsor["buy"].steps == 2 and by_sponsor["buy"].by_candidate
    assert found.routes[0].sponsor == "eng"
    assert found.person("fin").power_rank == 2
    assert found.key_influencers[0] in ("buy", "eng", "fin")
    assert "boss" not in found.key_influencers
    assert found.person("eng").met and found.person("eng").seen is None
    assert Gap("veto_not_met", "fin") in found.gaps


def test_a_sponsor_must_have_been_seen_friendly_and_close(firm: BuyingCentre) -> None:
    distant = Sighting(stance=0.9, need=0.5, worry=0.2, relationship=2)
    assert (
        draw_power_map(firm, met=("buy",), sightings={"buy": distant}, sponsor_from=SPONSOR_FROM).sponsor_candidates
        == ()
    )
    assert draw_power_map(firm, met=(), sightings={"buy": FRIENDLY}, sponsor_from=SPONSOR_FROM).sponsor_candidates == ()
    assert (
        draw_power_map(firm, met=("boss",), sightings={"boss": FRIENDLY}, sponsor_from=SPONSOR_FROM).sponsor_candidates
        == ()
    )


def test_single_points_of_failure(firm: BuyingCentre) -> None:
    only_the_buyer = draw_power_map(firm, met=("buy",), identified=("boss", "fin"))
    assert only_the_buyer.single_points == ("fin", "buy")
    two_ways = draw_power_map(firm, met=("buy", "eng"), identified=("boss", "fin"))
    assert two_ways.single_points == ()
    assert draw_power_map(firm, met=("boss", "buy"), identified=("fin",)).single_points == ()


def test_nobody_known_is_a_map_too(firm: BuyingCentre) -> None:
    empty = draw_power_map(firm, identified=())
    assert empty.people == () and Gap("no_decider_known") in empty.gaps
