"""The lines between the people of a buying centre as NetworkX graphs; nodes are person ids, in the order of the centre.

Formal lines run from a person to the superior. Informal ties keep the direction of the model: `advice` from the one
who asks to the one who is asked; `friendship` and `conflict` from the one who feels it. Real organisations differ on
the two (S07), so neither is ever derived from the other.
"""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from engine.model.buying_centre import BuyingCentre
from engine.model.terms import TieKind

INFORMAL_KINDS: tuple[TieKind, ...] = ("advice", "friendship", "conflict")
CONTACT_KINDS: tuple[TieKind, ...] = ("advice", "friendship")
"""Ties over which people talk. A conflict is no channel: nobody introduces a seller to an opponent."""


def reporting_lines(centre: BuyingCentre) -> tuple[tuple[str, str], ...]:
    """Every formal line as (subordinate, superior)."""
    return tuple((person.id, person.reports_to) for person in centre.people if person.reports_to is not None)


def tie_weights(centre: BuyingCentre, kind: TieKind) -> dict[tuple[str, str], float]:
    """Weight of each (from, to) pair with a tie of this kind; a tie listed twice counts once, at its largest weight."""
    weights: dict[tuple[str, str], float] = {}
    for tie in centre.ties:
        if tie.kind == kind:
            pair = (tie.source, tie.target)
            weights[pair] = max(tie.weight, weights.get(pair, 0.0))
    return weights


def formal_graph(centre: BuyingCentre) -> nx.DiGraph:
    """Who reports to whom: an arc from each person to the superior."""
    graph = nx.DiGraph()
    graph.add_nodes_from(person.id for person in centre.people)
    graph.add_edges_from(reporting_lines(centre))
    return graph


def informal_graph(centre: BuyingCentre, kinds: Iterable[TieKind] = INFORMAL_KINDS) -> nx.MultiDiGraph:
    """Advice, friendship and conflict: arcs keyed by kind, with `weight`."""
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(person.id for person in centre.people)
    for kind in kinds:
        for (source, target), weight in tie_weights(centre, kind).items():
            graph.add_edge(source, target, key=kind, weight=weight)
    return graph


def combined_graph(centre: BuyingCentre) -> nx.MultiDiGraph:
    """Everything at once: the informal ties and the formal lines, the latter keyed `reports_to` with weight 1."""
    graph = informal_graph(centre)
    for subordinate, superior in reporting_lines(centre):
        graph.add_edge(subordinate, superior, key="reports_to", weight=1.0)
    return graph


def communication_graph(centre: BuyingCentre) -> nx.DiGraph:
    """Who addresses whom: formal lines both ways, advice and friendship as they point; conflict left out."""
    graph = nx.DiGraph()
    graph.add_nodes_from(person.id for person in centre.people)
    for subordinate, superior in reporting_lines(centre):
        graph.add_edge(subordinate, superior)
        graph.add_edge(superior, subordinate)
    for kind in CONTACT_KINDS:
        graph.add_edges_from(tie_weights(centre, kind))
    return graph


def contact_graph(centre: BuyingCentre) -> nx.Graph:
    """Who can bring whom into contact: any formal line, advice or friendship, in either direction."""
    return communication_graph(centre).to_undirected()
