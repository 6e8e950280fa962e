"""I5 and the other structure measures on hand-made centres."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.committee import describe
from engine.committee.graph import contact_graph, tie_weights
from engine.model.buying_centre import BuyingCentre

MakeCentre = Callable[..., BuyingCentre]
JOHNSTON_BONOMA = {
    "ceo": (1, None),
    "cfo": (2, "ceo"),
    "cto": (2, "ceo"),
    "pm": (3, "cfo"),
    "eng": (3, "cto"),
}
DEPARTMENTS = {"ceo": "management", "cfo": "finance", "cto": "engineering", "pm": "purchasing", "eng": "engineering"}


@pytest.fixture
def five(make_centre: MakeCentre) -> BuyingCentre:
    return make_centre(
        JOHNSTON_BONOMA,
        ties=(("pm", "eng", "advice"),),
        departments=DEPARTMENTS,
        roles={
            "ceo": ("decider",),
            "cfo": ("financial_approver",),
            "cto": ("technical_evaluator", "influencer"),
            "pm": ("buyer", "gatekeeper"),
            "eng": ("user",),
        },
        hidden=("ceo", "cfo", "cto"),
    )


def test_i5_johnston_bonoma(five: BuyingCentre) -> None:
    found = describe(five)
    assert found.extensivity == 5
    assert found.vertical_involvement == 3
    assert found.lateral_involvement == 4


def test_who_decides_vetoes_and_guards(five: BuyingCentre) -> None:
    found = describe(five)
    assert found.deciders == ("ceo",)
    assert found.can_veto == ("cfo", "cto")
    assert found.gatekeepers == ("pm",)


def test_bridges_and_cut_points(make_centre: MakeCentre) -> None:
    """Two triangles that share `hinge`: it is the only cut point and bridge."""
    centre = make_centre(
        dict.fromkeys(("hinge", "a", "b", "x", "y"), (1, None)),
        ties=tuple(
            (source, target, "advice")
            for source, target in (
                ("a", "b"),
                ("b", "hinge"),
                ("hinge", "a"),
                ("x", "y"),
                ("y", "hinge"),
                ("hinge", "x"),
            )
        ),
    )
    found = describe(centre)
    assert found.cut_points == ("hinge",) == found.bridges


def test_what_the_seller_does_not_know(five: BuyingCentre) -> None:
    unknown = describe(five, met=("pm",)).unknown
    assert unknown.unidentified == ("ceo", "cfo", "cto")
    assert unknown.power_share == pytest.approx(3 / 5)
    assert unknown.decider_unidentified
    assert not describe(five, met=("ceo",)).unknown.decider_unidentified


def test_one_person_alone(make_centre: MakeCentre) -> None:
    found = describe(make_centre({"only": (1, None)}))
    assert (found.extensivity, found.cut_points, found.bridges) == (1, (), ())


def test_a_tie_listed_twice_counts_once_and_conflict_is_no_contact(make_centre: MakeCentre) -> None:
    centre = make_centre(
        {"top": (1, None), "a": (2, "top"), "b": (1, None)},
        ties=(
            ("a", "top", "advice", 0.7),
            ("a", "top", "advice", 0.4),
            ("b", "a", "friendship"),
            ("b", "top", "conflict"),
        ),
    )
    assert tie_weights(centre, "advice") == {("a", "top"): 0.7}
    assert sorted(map(sorted, contact_graph(centre).edges)) == [["a", "b"], ["a", "top"]]
