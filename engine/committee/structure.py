"""What the lines of a buying centre tell: how wide and deep it is, who bridges, who can veto, how far the decider is.

The five measures of Johnston & Bonoma (1981) count communication arcs: formal lines both ways, advice and friendship
as they point. Bridging and routes use the same lines in either direction; conflict never carries a contact.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import networkx as nx

from engine.committee.graph import (
    CONTACT_KINDS,
    INFORMAL_KINDS,
    communication_graph,
    contact_graph,
    formal_graph,
    informal_graph,
    reporting_lines,
    tie_weights,
)
from engine.model.buying_centre import BuyingCentre
from engine.model.terms import Role, TieKind

VETO_ROLES: tuple[Role, ...] = ("technical_evaluator", "financial_approver")
"""They can say no, never the final yes (Miller & Heiman)."""
Path = tuple[str, ...]


@dataclass(frozen=True)
class DirectionMix:
    """Shares of the ties of one kind that point up, sideways and down the levels; they sum to one."""

    up: float
    sideways: float
    down: float


@dataclass(frozen=True)
class TiePattern:
    """How the ties of one kind lie.

    density:           ties ÷ n(n−1).
    reciprocity:       share of ties that are returned; None without ties.
    mix:               up, sideways, down; None without ties.
    on_reporting_lines: share of reporting lines along which the subordinate has this tie to the superior; None
                       without lines.
    """

    kind: TieKind
    count: int
    density: float
    reciprocity: float | None
    mix: DirectionMix | None
    on_reporting_lines: float | None


@dataclass(frozen=True)
class PersonStructure:
    """Where one person stands.

    centrality:    arcs in and out ÷ n (Johnston & Bonoma).
    betweenness:   share of shortest contact paths between others that pass through the person, 0–1 (Freeman).
    constraint:    Burt's constraint of the contacts: low means bridging separate groups; None without contacts.
    cut_point:     without this person the contact network falls apart.
    veto_roles:    roles of the person that can say no.
    gatekeeper:    can keep a seller from reaching others.
    advice_in:     how many people ask the person for advice.
    formal_path:   shortest way to the nearest decider along reporting lines, both ends included; None if there is none.
    informal_path: the same along advice and friendship.
    """

    id: str
    centrality: float
    betweenness: float
    constraint: float | None
    cut_point: bool
    veto_roles: tuple[Role, ...]
    gatekeeper: bool
    advice_in: int
    formal_path: Path | None
    informal_path: Path | None


@dataclass(frozen=True)
class Unknown:
    """What the seller does not know or has not reached yet.

    power_share: power of the unidentified people ÷ power of all (0 when nobody has power).
    departments, levels: those with no identified person.
    """

    unidentified: tuple[str, ...]
    unmet: tuple[str, ...]
    power_share: float
    departments: tuple[str, ...]
    levels: tuple[int, ...]
    decider_unidentified: bool


@dataclass(frozen=True)
class Structure:
    """The measures of one buying centre; `person(id)` gives those of one person."""

    vertical_involvement: int
    lateral_involvement: int
    extensivity: int
    connectedness: float
    deciders: tuple[str, ...]
    can_veto: tuple[str, ...]
    gatekeepers: tuple[str, ...]
    cut_points: tuple[str, ...]
    bridges: tuple[str, ...]
    people: tuple[PersonStructure, ...]
    ties: tuple[TiePattern, ...]
    formal_path: Path | None
    informal_path: Path | None
    unknown: Unknown

    def person(self, identifier: str) -> PersonStructure:
        """The measures of the person with this id. Raises KeyError when there is none."""
        for person in self.people:
            if person.id == identifier:
                return person
        raise KeyError(identifier)

    def pattern(self, kind: TieKind) -> TiePattern:
        """How the ties of this kind lie."""
        return next(pattern for pattern in self.ties if pattern.kind == kind)


def describe(centre: BuyingCentre, met: Collection[str] = ()) -> Structure:
    """Every structure measure of a buying centre in one readable result.

    met: ids of the people the seller has met. `formal_path` and `informal_path` of the result start at the identified
    person nearest to a decider, deciders themselves apart; `bridges` are all people with some betweenness, the
    strongest first.
    """
    people = _people(centre)
    known = [person.id for person in centre.people if person.identified and "decider" not in person.roles]
    by_betweenness = sorted((person for person in people if person.betweenness > 0), key=lambda p: -p.betweenness)
    return Structure(
        vertical_involvement=vertical_involvement(centre),
        lateral_involvement=lateral_involvement(centre),
        extensivity=extensivity(centre),
        connectedness=connectedness(communication_graph(centre)),
        deciders=holders(centre, ("decider",)),
        can_veto=holders(centre, VETO_ROLES),
        gatekeepers=holders(centre, ("gatekeeper",)),
        cut_points=tuple(person.id for person in people if person.cut_point),
        bridges=tuple(person.id for person in by_betweenness),
        people=people,
        ties=tuple(tie_pattern(centre, kind) for kind in INFORMAL_KINDS),
        formal_path=_shortest(person.formal_path for person in people if person.id in known),
        informal_path=_shortest(person.informal_path for person in people if person.id in known),
        unknown=unknown_to_seller(centre, met),
    )


def vertical_involvement(centre: BuyingCentre) -> int:
    """How many levels of the organisation have a say."""
    return len({person.level for person in centre.people})


def lateral_involvement(centre: BuyingCentre) -> int:
    """How many departments have a say."""
    return len({person.department for person in centre.people})


def extensivity(centre: BuyingCentre) -> int:
    """How many people have a say."""
    return len(centre.people)


def connectedness(communication: nx.DiGraph) -> float:
    """Arcs ÷ n(n−1), 0–1: how much of the possible communication there is; 0 for one person."""
    n = communication.number_of_nodes()
    return float(communication.number_of_edges() / (n * (n - 1))) if n > 1 else 0.0


def centrality(communication: nx.DiGraph, person: str) -> float:
    """(Arcs in + arcs out) ÷ n of one person, as Johnston & Bonoma take it for the purchasing manager."""
    return float(communication.degree(person) / communication.number_of_nodes())


def holders(centre: BuyingCentre, roles: tuple[Role, ...]) -> tuple[str, ...]:
    """Ids of the people who hold at least one of these roles."""
    return tuple(person.id for person in centre.people if any(role in roles for role in person.roles))


def formal_paths(centre: BuyingCentre) -> dict[str, Path | None]:
    """From each person the shortest way to a decider along reporting lines, up or down; None if there is none."""
    return _paths_to_decider(formal_graph(centre).to_undirected(), centre)


def informal_paths(centre: BuyingCentre) -> dict[str, Path | None]:
    """From each person the shortest way to a decider along advice and friendship, either way; None if there is none."""
    return _paths_to_decider(nx.Graph(informal_graph(centre, CONTACT_KINDS)), centre)


def tie_pattern(centre: BuyingCentre, kind: TieKind) -> TiePattern:
    """Density, reciprocity, direction and fit with the reporting lines of the ties of one kind."""
    pairs = set(tie_weights(centre, kind))
    n = len(centre.people)
    level = {person.id: person.level for person in centre.people}
    lines = reporting_lines(centre)
    up = sum(level[target] < level[source] for source, target in pairs)
    down = sum(level[target] > level[source] for source, target in pairs)
    count = len(pairs)
    return TiePattern(
        kind=kind,
        count=count,
        density=count / (n * (n - 1)) if n > 1 else 0.0,
        reciprocity=sum((target, source) in pairs for source, target in pairs) / count if count else None,
        mix=DirectionMix(up / count, (count - up - down) / count, down / count) if count else None,
        on_reporting_lines=sum(line in pairs for line in lines) / len(lines) if lines else None,
    )


def unknown_to_seller(centre: BuyingCentre, met: Collection[str] = ()) -> Unknown:
    """Who and what the seller has not identified or not met."""
    known = [person for person in centre.people if person.identified or person.id in met]
    hidden = [person for person in centre.people if person not in known]
    power = sum(person.power for person in centre.people)
    return Unknown(
        unidentified=tuple(person.id for person in hidden),
        unmet=tuple(person.id for person in centre.people if person.id not in met),
        power_share=sum(person.power for person in hidden) / power if power > 0 else 0.0,
        departments=tuple(sorted({p.department for p in hidden} - {p.department for p in known})),
        levels=tuple(sorted({p.level for p in hidden} - {p.level for p in known})),
        decider_unidentified=not any("decider" in person.roles for person in known),
    )


def _people(centre: BuyingCentre) -> tuple[PersonStructure, ...]:
    communication, contacts = communication_graph(centre), contact_graph(centre)
    between = nx.betweenness_centrality(contacts)
    constraint = nx.constraint(contacts)
    cut_points = set(nx.articulation_points(contacts))
    asked = [target for _, target in tie_weights(centre, "advice")]
    formal, informal = formal_paths(centre), informal_paths(centre)
    return tuple(
        PersonStructure(
            id=person.id,
            centrality=centrality(communication, person.id),
            betweenness=float(between[person.id]),
            constraint=None if math.isnan(constraint[person.id]) else float(constraint[person.id]),
            cut_point=person.id in cut_points,
            veto_roles=tuple(role for role in person.roles if role in VETO_ROLES),
            gatekeeper="gatekeeper" in person.roles,
            advice_in=asked.count(person.id),
            formal_path=formal[person.id],
            informal_path=informal[person.id],
        )
        for person in centre.people
    )


def _paths_to_decider(graph: nx.Graph, centre: BuyingCentre) -> dict[str, Path | None]:
    from_deciders = [nx.single_source_shortest_path(graph, decider) for decider in holders(centre, ("decider",))]
    return {
        person.id: _shortest(tuple(reversed(paths[person.id])) for paths in from_deciders if person.id in paths)
        for person in centre.people
    }


def _shortest(paths: Iterable[Path | None]) -> Path | None:
    return min((path for path in paths if path is not None), key=len, default=None)
