"""I5 and the other structure measures on hand-made centres."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import pytest
from hypothesis import given, settings, strategies as st

from engine.committee import describe, structure
from engine.committee.graph import combined_graph, communication_graph, contact_graph, formal_graph, informal_graph
from engine.committee.structure import DirectionMix
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
    assert found.connectedness == pytest.approx(9 / 20, abs=1e-12)
    assert found.person("pm").centrality == pytest.approx(3 / 5, abs=1e-12)
    assert found.vertical_involvement == 3
    assert found.lateral_involvement == 4


def test_who_decides_vetoes_and_guards(five: BuyingCentre) -> None:
    found = describe(five)
    assert found.deciders == ("ceo",)
    assert found.can_veto == ("cfo", "cto")
    assert found.gatekeepers == ("pm",)
    assert found.person("cto").veto_roles == ("technical_evaluator",)
    assert found.person("pm").gatekeeper and not found.person("eng").gatekeeper


def test_paths_to_the_decider(five: BuyingCentre) -> None:
    found = describe(five)
    assert found.person("pm").formal_path == ("pm", "cfo", "ceo")
    assert found.person("ceo").formal_path == ("ceo",)
    assert found.formal_path == ("pm", "cfo", "ceo")
    assert found.informal_path is None


def test_the_way_of_the_seller_starts_below_the_decider(make_centre: MakeCentre) -> None:
    centre = make_centre(
        {"top": (1, None), "mid": (2, "top"), "low": (3, "mid")}, ties=(("low", "top", "friendship"),), hidden=("mid",)
    )
    found = describe(centre)
    assert (found.formal_path, found.informal_path) == (("low", "mid", "top"), ("low", "top"))


def test_informal_paths_use_ties_either_way_but_never_conflict(make_centre: MakeCentre) -> None:
    centre = make_centre(
        {"top": (1, None), "mid": (2, "top"), "low": (3, "mid"), "foe": (3, "mid")},
        ties=(("mid", "low", "advice"), ("mid", "top", "friendship"), ("foe", "top", "conflict")),
    )
    assert structure.informal_paths(centre) == {
        "top": ("top",),
        "mid": ("mid", "top"),
        "low": ("low", "mid", "top"),
        "foe": None,
    }


def test_the_nearest_of_several_deciders_counts(make_centre: MakeCentre) -> None:
    centre = make_centre(
        {"top": (1, None), "mid": (2, "top"), "low": (3, "mid")}, roles={"top": ("decider",), "mid": ("decider",)}
    )
    assert structure.formal_paths(centre)["low"] == ("low", "mid")


def test_bridges_and_cut_points(make_centre: MakeCentre) -> None:
    """Two triangles that share `hinge`: it is the only cut point and bridge, with the least constraint."""
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
    hinge, other = found.person("hinge"), found.person("a")
    assert hinge.betweenness == pytest.approx(4 / 6)
    assert hinge.constraint is not None and other.constraint is not None
    assert hinge.constraint == pytest.approx(4 * (1 / 4 + 1 / 4 * 1 / 2) ** 2)
    assert hinge.constraint < other.constraint


def test_tie_patterns_by_hand(make_centre: MakeCentre) -> None:
    centre = make_centre(
        {"top": (1, None), "a": (2, "top"), "b": (2, "top"), "c": (3, "a")},
        ties=(
            ("a", "top", "advice"),
            ("a", "top", "advice", 0.5),
            ("a", "b", "advice"),
            ("b", "a", "advice"),
            ("a", "c", "advice"),
        ),
    )
    advice = describe(centre).pattern("advice")
    assert (advice.count, advice.density) == (4, 4 / 12)
    assert advice.reciprocity == 0.5
    assert advice.mix == DirectionMix(up=0.25, sideways=0.5, down=0.25)
    assert advice.on_reporting_lines == pytest.approx(1 / 3)
    friendship = describe(centre).pattern("friendship")
    assert (friendship.count, friendship.reciprocity, friendship.mix) == (0, None, None)


def test_what_the_seller_does_not_know(five: BuyingCentre) -> None:
    unknown = describe(five, met=("pm",)).unknown
    assert unknown.unidentified == ("ceo", "cfo", "cto")
    assert unknown.unmet == ("ceo", "cfo", "cto", "eng")
    assert unknown.power_share == pytest.approx(3 / 5)
    assert unknown.departments == ("finance", "management")
    assert unknown.levels == (1, 2)
    assert unknown.decider_unidentified
    assert not describe(five, met=("ceo",)).unknown.decider_unidentified


def test_one_person_alone(make_centre: MakeCentre) -> None:
    found = describe(make_centre({"only": (1, None)}))
    only = found.person("only")
    assert (found.connectedness, only.centrality, only.betweenness, only.constraint) == (0, 0, 0, None)
    assert found.pattern("advice").on_reporting_lines is None
    with pytest.raises(KeyError):
        found.person("nobody")


def test_graphs_keep_kinds_apart(five: BuyingCentre, make_centre: MakeCentre) -> None:
    centre = make_centre(
        {"top": (1, None), "a": (2, "top")},
        ties=(("a", "top", "advice", 0.7), ("a", "top", "friendship"), ("top", "a", "conflict")),
    )
    assert sorted(formal_graph(centre).edges) == [("a", "top")]
    assert sorted(informal_graph(centre).edges) == [
        ("a", "top", "advice"),
        ("a", "top", "friendship"),
        ("top", "a", "conflict"),
    ]
    assert informal_graph(centre)["a"]["top"]["advice"]["weight"] == 0.7
    assert set(combined_graph(centre)["a"]["top"]) == {"advice", "friendship", "reports_to"}
    assert communication_graph(five).number_of_edges() == 9
    assert contact_graph(five).number_of_edges() == 5


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_new_order_of_people_changes_no_measure(data: st.DataObject) -> None:
    n = data.draw(st.integers(2, 8))
    names = [f"p{index}" for index in range(n)]
    arcs = data.draw(st.sets(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=20))
    order = data.draw(st.permutations(names))
    measured = []
    for listing in (names, order):
        graph = nx.DiGraph()
        graph.add_nodes_from(listing)
        graph.add_edges_from((a, b) for a, b in sorted(arcs) if a != b)
        measured.append((structure.connectedness(graph), {name: structure.centrality(graph, name) for name in names}))
    assert measured[0] == measured[1]
    assert 0 <= measured[0][0] <= 1
