"""What the lines of a buying centre tell: how wide and deep it is, who decides, who can veto, who bridges.

Levels, departments and people with a say are measures of Johnston & Bonoma (1981). Bridging uses formal lines, advice
and friendship in either direction; conflict never carries a contact.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from engine.committee.graph import contact_graph
from engine.model.buying_centre import BuyingCentre, Stakeholder
from engine.model.terms import Role

VETO_ROLES: tuple[Role, ...] = ("technical_evaluator", "financial_approver")
"""They can say no, never the final yes (Miller & Heiman)."""


@dataclass(frozen=True)
class Unknown:
    """Whom the seller has not identified yet.

    power_share: their power ÷ that of all (0 when nobody has power); None where somebody's power is unknown.
    """

    unidentified: tuple[str, ...]
    power_share: float | None
    decider_unidentified: bool


@dataclass(frozen=True)
class Structure:
    """The measures of one buying centre; people by id.

    vertical_involvement, lateral_involvement, extensivity: how many levels, departments and people have a say.
    cut_points: without one of them the contact network falls apart.
    bridges:    all with some share of the shortest contact paths between others (Freeman), the strongest first.
    """

    vertical_involvement: int
    lateral_involvement: int
    extensivity: int
    deciders: tuple[str, ...]
    can_veto: tuple[str, ...]
    gatekeepers: tuple[str, ...]
    cut_points: tuple[str, ...]
    bridges: tuple[str, ...]
    unknown: Unknown


def describe(centre: BuyingCentre, met: Collection[str] = ()) -> Structure:
    """Every structure measure of a buying centre. met: ids of the people the seller has met."""
    import networkx as nx  # see `contact_graph`

    contacts = contact_graph(centre)
    betweenness = nx.betweenness_centrality(contacts)
    cut_points = set(nx.articulation_points(contacts))
    return Structure(
        vertical_involvement=len({person.level for person in centre.people}),
        lateral_involvement=len({person.department for person in centre.people}),
        extensivity=len(centre.people),
        deciders=_holders(centre, ("decider",)),
        can_veto=_holders(centre, VETO_ROLES),
        gatekeepers=_holders(centre, ("gatekeeper",)),
        cut_points=tuple(person.id for person in centre.people if person.id in cut_points),
        bridges=tuple(sorted((one for one in contacts if betweenness[one] > 0), key=lambda one: -betweenness[one])),
        unknown=_unknown(centre, met),
    )


def _holders(centre: BuyingCentre, roles: tuple[Role, ...]) -> tuple[str, ...]:
    return tuple(person.id for person in centre.people if any(role in roles for role in person.roles))


def _unknown(centre: BuyingCentre, met: Collection[str]) -> Unknown:
    known = [person for person in centre.people if person.identified or person.id in met]
    hidden = [person for person in centre.people if person not in known]
    return Unknown(
        unidentified=tuple(person.id for person in hidden),
        power_share=_share_of_power(centre, hidden),
        decider_unidentified=not any("decider" in person.roles for person in known),
    )


def _share_of_power(centre: BuyingCentre, some: Sequence[Stakeholder]) -> float | None:
    powers = {person.id: person.power for person in centre.people if person.power is not None}
    if len(powers) < len(centre.people):
        return None
    whole = sum(powers.values())
    return sum(powers[person.id] for person in some) / whole if whole > 0 else 0.0
