"""S13: the way to the decider uses what a seller can know, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.committee import way_to_decider
from engine.model.buying_centre import BuyingCentre

MakeCentre = Callable[..., BuyingCentre]


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


def test_there_is_no_way_from_nobody(firm: BuyingCentre) -> None:
    assert way_to_decider(firm, met=()).routes == ()


def test_hidden_people_and_their_ties_are_no_way(firm: BuyingCentre) -> None:
    """The buyer's line leads through the hidden approver, and the engineer is not known to have a say."""
    assert way_to_decider(firm, met=("buy",)).routes == ()


def test_routes_lead_by_lines_and_by_ties_of_those_met_the_shortest_first(firm: BuyingCentre) -> None:
    found = way_to_decider(firm, met=("buy", "eng"))
    assert found.routes == (("eng", "boss"), ("buy", "eng", "boss"))


def test_informal_ties_show_once_an_end_is_met(firm: BuyingCentre) -> None:
    """Met, the approver reports to the boss; the buyer asks the engineer, of which only those two can tell."""
    found = way_to_decider(firm, met=("fin",))
    assert found.routes == (("fin", "boss"),)


def test_conflict_is_no_way(make_centre: MakeCentre) -> None:
    centre = make_centre({"top": (1, None), "foe": (1, None)}, ties=(("foe", "top", "conflict"),))
    assert way_to_decider(centre, met=("foe",)).routes == ()


def test_single_points_of_failure(firm: BuyingCentre) -> None:
    people = tuple(
        person.model_copy(update={"identified": person.identified or person.id == "fin"}) for person in firm.people
    )
    known = firm.model_copy(update={"people": people})
    assert way_to_decider(known, met=("buy",)).single_points == ("fin", "buy")
    assert way_to_decider(known, met=("buy", "eng")).single_points == ()
    assert way_to_decider(known, met=("boss", "buy")).single_points == ()
