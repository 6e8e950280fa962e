"""The lines between the people of a buying centre; nodes of graphs are person ids, in the order of the centre.

Formal lines run from a person to the superior. Informal ties keep the direction of the model: `advice` from the one
who asks to the one who is asked; `friendship` and `conflict` from the one who feels it. Real organisations differ on
the two (S07), so neither is ever derived from the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.model.buying_centre import BuyingCentre
from engine.model.terms import TieKind

if TYPE_CHECKING:
    import networkx as nx

CONTACT_KINDS: tuple[TieKind, ...] = ("advice", "friendship")
"""Ties over which people talk. A conflict is no channel: nobody introduces a seller to an opponent."""


def tie_weights(centre: BuyingCentre, kind: TieKind) -> dict[tuple[str, str], float]:
    """Weight of each (from, to) pair with a tie of this kind; a tie listed twice counts once, at its largest weight."""
    weights: dict[tuple[str, str], float] = {}
    for tie in centre.ties:
        if tie.kind == kind:
            pair = (tie.source, tie.target)
            weights[pair] = max(tie.weight, weights.get(pair, 0.0))
    return weights


def contact_graph(centre: BuyingCentre) -> nx.Graph:
    """Who can bring whom into contact: any formal line, advice or friendship, in either direction."""
    import networkx as nx  # simulating needs no graphs, and they take a fifth of a second to load

    graph = nx.DiGraph()
    graph.add_nodes_from(person.id for person in centre.people)
    for person in centre.people:
        if person.reports_to is not None:
            graph.add_edges_from([(person.id, person.reports_to), (person.reports_to, person.id)])
    for kind in CONTACT_KINDS:
        graph.add_edges_from(tie_weights(centre, kind))
    return graph.to_undirected()
