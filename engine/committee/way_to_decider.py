"""The way to who decides, as a seller can know it: through whom it leads, and who must not be lost on it (S13).

Only what a seller can know enters: the people identified or met, the formal lines among them, and the informal ties of
those met, who tell whom they listen to.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.committee.graph import contact_graph
from engine.model.buying_centre import BuyingCentre

if TYPE_CHECKING:
    import networkx as nx

Path = tuple[str, ...]


@dataclass(frozen=True)
class WayToDecider:
    """What leads from those met to the known deciders; people by id.

    routes:        from each person met the shortest way to each decider, both ends included, the shortest first.
    single_points: people, met or on the way, without whom no way to a decider not met yet is left.
    """

    routes: tuple[Path, ...]
    single_points: tuple[str, ...]


def way_to_decider(centre: BuyingCentre, met: Collection[str]) -> WayToDecider:
    """The ways for a seller who has met these people; they count as identified, as do those the centre marks."""
    import networkx as nx  # see `contact_graph`

    seen = _seen_part(centre, met)
    contacts = contact_graph(seen)
    deciders = [person.id for person in seen.people if "decider" in person.roles]
    start = [person.id for person in seen.people if person.id in met]
    routes: list[Path] = []
    for decider in deciders:
        paths = nx.single_source_shortest_path(contacts, decider)
        routes += [tuple(reversed(paths[one])) for one in start if one in paths and one != decider]
    return WayToDecider(tuple(sorted(routes, key=len)), _single_points(contacts, deciders, start))


def _seen_part(centre: BuyingCentre, met: Collection[str]) -> BuyingCentre:
    """The known people with the lines among them; built without validation, as a decider may well be unknown."""
    known = [person for person in centre.people if person.identified or person.id in met]
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


def _single_points(contacts: nx.Graph, deciders: Collection[str], met: Collection[str]) -> tuple[str, ...]:
    """People whose loss cuts every way from those met to the known deciders not met yet."""
    import networkx as nx  # see `contact_graph`

    targets = [decider for decider in deciders if decider not in met]

    def reachable(lost: str | None) -> bool:
        kept = contacts.subgraph([person for person in contacts if person != lost])
        return any(nx.has_path(kept, one, target) for one in met if one != lost for target in targets)

    if not reachable(None):
        return ()
    return tuple(person for person in contacts if person not in targets and not reachable(person))
