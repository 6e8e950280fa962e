"""The power map (权力结构图): what the seller knows about who decides, who sways, and how to get there (S13).

Only what a seller can know enters: the people identified or met, the formal lines among them, and the informal ties of
those met, who tell whom they listen to. What is hidden is told apart by `structure.unknown_to_seller`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import networkx as nx

from engine.committee.graph import CONTACT_KINDS, INFORMAL_KINDS, communication_graph, contact_graph, reporting_lines
from engine.committee.structure import VETO_ROLES, Path, centrality
from engine.model.buying_centre import BuyingCentre, Stakeholder, Tie
from engine.model.terms import Role

GapKind = Literal[
    "no_decider_known",
    "decider_not_met",
    "veto_not_met",
    "role_not_known",
    "superior_not_known",
    "named_but_not_known",
    "not_met",
    "no_route",
    "no_sponsor",
]


@dataclass(frozen=True)
class Sighting:
    """How a person met was last seen: stance −1…1, need and worry 0…1, relationship level 1…5, day of the deal."""

    stance: float
    need: float
    worry: float
    relationship: int
    day: float = 0.0


@dataclass(frozen=True)
class MappedPerson:
    """One identified person on the map. `seen` is None for somebody not met: what they think is a guess.

    power_rank, centrality_rank: 1 is the most; people with equal values share the better rank.
    """

    id: str
    level: int
    department: str
    roles: tuple[Role, ...]
    power: float
    power_rank: int
    centrality: float
    centrality_rank: int
    met: bool
    decides: bool
    can_veto: bool
    sponsor_candidate: bool
    seen: Sighting | None


@dataclass(frozen=True)
class Route:
    """A way to a decider from somebody met: `path` from that person (`sponsor`) to the decider.

    formal_steps, informal_steps: how many steps follow reporting lines only, or advice or friendship.
    by_candidate: the person it starts with is a sponsor candidate.
    """

    path: Path
    formal_steps: int
    informal_steps: int
    by_candidate: bool

    @property
    def sponsor(self) -> str:
        """The person who would open the way."""
        return self.path[0]

    @property
    def decider(self) -> str:
        """The person at the end of the way."""
        return self.path[-1]

    @property
    def steps(self) -> int:
        """Introductions needed."""
        return len(self.path) - 1


@dataclass(frozen=True)
class Gap:
    """Something missing on the map: what kind, and the id, role or department it is about (empty where none)."""

    kind: GapKind
    about: str = ""


@dataclass(frozen=True)
class PowerMap:
    """The seller's view of one buying centre.

    key_influencers:  identified people who do not decide, by the better of their power and centrality ranks.
    routes:           from each person met the shortest way to each known decider, nearest first, candidates before
                      others at equal length.
    single_points:    people, met or on the way, without whom no way from those met to a known decider is left.
    """

    people: tuple[MappedPerson, ...]
    lines: tuple[tuple[str, str], ...]
    ties: tuple[Tie, ...]
    deciders: tuple[str, ...]
    key_influencers: tuple[str, ...]
    sponsor_candidates: tuple[str, ...]
    routes: tuple[Route, ...]
    gaps: tuple[Gap, ...]
    single_points: tuple[str, ...]

    def person(self, identifier: str) -> MappedPerson:
        """What the map says of one person. Raises KeyError when the person is not on it."""
        for person in self.people:
            if person.id == identifier:
                return person
        raise KeyError(identifier)


def draw_power_map(
    centre: BuyingCentre,
    met: Collection[str] = (),
    identified: Collection[str] | None = None,
    sightings: Mapping[str, Sighting] | None = None,
    sponsor_from: tuple[float, float] | None = None,
) -> PowerMap:
    """Draw the power map from what the seller has seen so far.

    met: ids of people met; they count as identified. identified: ids known to have a say; by default those the centre
    marks. sightings: how people met were last seen; without one a person's stance is not known, only that we met.
    sponsor_from: stance and relationship level from which somebody may sponsor us, as the scenario has them
    (`behaviour.chain`); without it nobody is a candidate. A candidate is met, does not decide, and was last seen so.
    """
    marked = [person.id for person in centre.people if person.identified] if identified is None else identified
    known = [person for person in centre.people if person.id in marked or person.id in met]
    seen = {name: sighting for name, sighting in (sightings or {}).items() if name in met}
    view = _seen_part(centre, known, met)
    people = _mapped(view, known, met, seen, sponsor_from)
    deciders = tuple(person.id for person in people if person.decides)
    candidates = tuple(
        person.id
        for person in sorted(people, key=lambda person: (person.power_rank, person.centrality_rank))
        if person.sponsor_candidate
    )
    contacts = contact_graph(view)
    routes = _routes(view, contacts, deciders, [person.id for person in people if person.met], candidates)
    influencers = sorted(
        (person for person in people if not person.decides),
        key=lambda person: (min(person.power_rank, person.centrality_rank), person.power_rank),
    )
    return PowerMap(
        people=people,
        lines=reporting_lines(view),
        ties=view.ties,
        deciders=deciders,
        key_influencers=tuple(person.id for person in influencers),
        sponsor_candidates=candidates,
        routes=routes,
        gaps=tuple(_gaps(centre, people, met, routes, candidates)),
        single_points=_single_points(contacts, deciders, [person.id for person in people if person.met]),
    )


def _seen_part(centre: BuyingCentre, known: list[Stakeholder], met: Collection[str]) -> BuyingCentre:
    """The known people with the lines among them; built without validation, as a decider may well be unknown."""
    ids = {person.id for person in known}
    people = tuple(
        person if person.reports_to in ids else person.model_copy(update={"reports_to": None}) for person in known
    )
    ties = tuple(
        tie
        for tie in centre.ties
        if tie.source in ids and tie.target in ids and (tie.source in met or tie.target in met)
    )
    return centre.model_copy(update={"people": people, "ties": ties})


def _mapped(
    view: BuyingCentre,
    known: list[Stakeholder],
    met: Collection[str],
    seen: Mapping[str, Sighting],
    sponsor_from: tuple[float, float] | None,
) -> tuple[MappedPerson, ...]:
    talk = communication_graph(view)
    central = {person.id: centrality(talk, person.id) for person in known}
    return tuple(
        MappedPerson(
            id=person.id,
            level=person.level,
            department=person.department,
            roles=person.roles,
            power=person.power,
            power_rank=1 + sum(other.power > person.power for other in known),
            centrality=central[person.id],
            centrality_rank=1 + sum(other > central[person.id] for other in central.values()),
            met=person.id in met,
            decides="decider" in person.roles,
            can_veto=any(role in VETO_ROLES for role in person.roles),
            sponsor_candidate="decider" not in person.roles and _would_sponsor(seen.get(person.id), sponsor_from),
            seen=seen.get(person.id),
        )
        for person in known
    )


def _would_sponsor(sighting: Sighting | None, sponsor_from: tuple[float, float] | None) -> bool:
    if sighting is None or sponsor_from is None:
        return False
    stance, level = sponsor_from
    return sighting.stance >= stance and sighting.relationship >= level


def _routes(
    view: BuyingCentre, contacts: nx.Graph, deciders: Iterable[str], met: list[str], candidates: Collection[str]
) -> tuple[Route, ...]:
    lines = {frozenset(line) for line in reporting_lines(view)}
    informal = {frozenset((tie.source, tie.target)) for tie in view.ties if tie.kind in CONTACT_KINDS}
    routes = []
    for decider in deciders:
        paths = nx.single_source_shortest_path(contacts, decider)
        for one in met:
            if one in paths and one != decider:
                path = tuple(reversed(paths[one]))
                steps = [frozenset(step) for step in pairwise(path)]
                routes.append(
                    Route(
                        path=path,
                        formal_steps=sum(step in lines and step not in informal for step in steps),
                        informal_steps=sum(step in informal for step in steps),
                        by_candidate=one in candidates,
                    )
                )
    return tuple(sorted(routes, key=lambda route: (route.steps, not route.by_candidate)))


def _gaps(
    centre: BuyingCentre,
    people: tuple[MappedPerson, ...],
    met: Collection[str],
    routes: tuple[Route, ...],
    candidates: tuple[str, ...],
) -> Iterable[Gap]:
    """What a careful seller would see missing; those who decide first."""
    known = {person.id for person in people}
    deciders = [person for person in people if person.decides]
    if not deciders:
        yield Gap("no_decider_known")
    for person in deciders:
        if not person.met:
            yield Gap("decider_not_met", person.id)
            if not any(route.decider == person.id for route in routes):
                yield Gap("no_route", person.id)
    for person in people:
        if not person.met and not person.decides:
            yield Gap("veto_not_met" if person.can_veto else "not_met", person.id)
    for role in (*VETO_ROLES, "buyer", "user"):
        if not any(role in person.roles for person in people):
            yield Gap("role_not_known", role)
    for member in centre.people:
        if member.id in met and member.reports_to is not None and member.reports_to not in known:
            yield Gap("superior_not_known", member.id)
    named = {tie.target for tie in centre.ties if tie.source in met and tie.kind in INFORMAL_KINDS} - known
    for name in sorted(named):
        yield Gap("named_but_not_known", name)
    if not candidates:
        yield Gap("no_sponsor")


def _single_points(contacts: nx.Graph, deciders: Collection[str], met: Collection[str]) -> tuple[str, ...]:
    """People whose loss cuts every way from those met to the known deciders not met yet."""
    targets = [decider for decider in deciders if decider not in met]

    def reachable(lost: str | None) -> bool:
        kept = contacts.subgraph([person for person in contacts if person != lost])
        return any(nx.has_path(kept, one, target) for one in met if one != lost for target in targets)

    if not reachable(None):
        return ()
    return tuple(person for person in contacts if person not in targets and not reachable(person))
