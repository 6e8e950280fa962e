"""The people of the plain program: ordinary objects, and NetworkX graphs of who listens or reports to whom.

Written from the same description as `engine.dynamics`, one person or one line at a time, as one would write it first.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace

import networkx as nx

from engine.committee import influence_matrix
from engine.model.base import Frozen
from engine.model.buying_centre import BuyingCentre, Stakeholder
from engine.model.quantity import canonical
from engine.model.terms import CRITERIA


def constants_of(behaviour: Frozen) -> SimpleNamespace:
    """The constants of the mechanism as plain numbers: `constants.touch.luck`."""
    return SimpleNamespace(
        **{
            group: SimpleNamespace(**{name: canonical(getattr(values, name)) for name in type(values).model_fields})
            for group, values in behaviour
        }
    )


@dataclass(eq=False)
class Person:
    """Somebody of the buying centre: what is true of them, and what the seller has seen."""

    id: str
    level: int
    roles: frozenset[str]
    power: float
    susceptibility: float
    criteria: dict[str, float]
    stance: float
    anchor: float
    rival_stance: dict[str, float]
    rival_anchor: dict[str, float]
    need: float
    implied_need: float
    worry: float
    bond: float
    identified: bool
    only_public: bool
    would_sponsor: bool
    would_pass_on: bool
    bond_since: float = 0.0
    resentment: float = 0.0
    resentment_since: float = 0.0
    mandate: float = 0.0
    mandate_given: float = 0.0
    sponsor: bool = False
    brought: bool = False
    passes_on: bool = False
    bypassed: bool = False
    experience: float = 0.5
    promise: SimpleNamespace | None = None
    asked: bool = False
    came_by: str = ""
    asked_to: dict[str, float] = field(default_factory=dict)
    called: float = -math.inf
    levels_passed: int = 0
    met: bool = False
    seen_in_public: bool = False
    learnt: float = 0.0
    situation_questions: int = 0
    touches: int = 0
    refused: int = 0
    refused_ever: int = 0
    visited_on: float = -math.inf
    courted_on: float = math.inf
    blocked_until: float = 0.0
    last_touch: float = 0.0
    in_flight: bool = False
    seen: SimpleNamespace = field(
        default_factory=lambda: SimpleNamespace(stance=0.0, rival_stance=0.0, need=0.0, implied=0.0, worry=0.0)
    )

    @classmethod
    def of(
        cls, stakeholder: Stakeholder, centre: BuyingCentre, rivals: Iterable[str], willing: tuple[bool, bool]
    ) -> Person:
        """A fresh person for one deal. willing: to sponsor us, and to pass us on when brought to them."""
        level = 1 + len({other.level for other in centre.people if other.level < stakeholder.level})
        public = centre.top_is_public and level == 1
        rival_stance = {rival: stakeholder.rival_stance.get(rival, 0.0) for rival in rivals}
        return cls(
            id=stakeholder.id,
            level=level,
            roles=frozenset(stakeholder.roles),
            power=stakeholder.power,
            susceptibility=stakeholder.susceptibility,
            criteria=dict(zip(CRITERIA, stakeholder.criteria.normalised(), strict=True)),
            stance=stakeholder.stance,
            anchor=stakeholder.stance,
            rival_stance=rival_stance,
            rival_anchor=dict(rival_stance),
            need=stakeholder.need,
            implied_need=stakeholder.need,
            worry=stakeholder.worry,
            bond=stakeholder.relationship - 0.5 if stakeholder.relationship > 1 else 0.0,
            identified=stakeholder.identified or public,
            only_public=public and not stakeholder.identified,
            would_sponsor=willing[0],
            would_pass_on=willing[1],
        )

    def bond_now(self, now: float, half_life: float) -> float:
        """Relationship level − 1 after neglect."""
        return float(self.bond * 0.5 ** ((now - self.bond_since) / half_life))

    def relationship(self, now: float, half_life: float) -> int:
        """Relationship level 1–5."""
        return 1 + min(4, int(self.bond_now(now, half_life) + 1e-9))

    def resentment_now(self, now: float, half_life: float) -> float:
        """Resentment 0–1, fading."""
        return float(self.resentment * 0.5 ** ((now - self.resentment_since) / half_life))

    def resent(self, amount: float, now: float, half_life: float) -> None:
        """Feel passed over or ordered about."""
        self.resentment = min(1.0, self.resentment_now(now, half_life) + amount)
        self.resentment_since = now

    def reconcile(self, share: float, now: float, half_life: float) -> None:
        """Forgive a part of it."""
        self.resentment = self.resentment_now(now, half_life) * (1.0 - share)
        self.resentment_since = now

    def settle(self, change: float) -> None:
        """So much of a change becomes conviction."""
        self.anchor = min(1.0, max(-1.0, self.anchor + change))

    def fit(self, offer: Mapping[str, float], shaped: float) -> float:
        """How well an offer serves this person's criteria, with what shaping and tailoring won."""
        plain = float(sum(self.criteria[name] * offer[name] for name in CRITERIA))
        return float(plain + (1.0 - plain) * shaped)

    def discuss(self, attention: nx.DiGraph, opinions: dict[str, SimpleNamespace], need_spread: float) -> None:
        """Take part in an internal meeting: move towards those one listens to and back to one's own conviction."""
        heard = [(weight, opinions[other]) for _, other, weight in attention.out_edges(self.id, data="weight")]
        sway = self.susceptibility
        stance = sum(weight * opinion.stance for weight, opinion in heard)
        self.stance = sway * stance + (1.0 - sway) * self.anchor
        for rival, anchor in self.rival_anchor.items():
            stance = sum(weight * opinion.rival_stance[rival] for weight, opinion in heard)
            self.rival_stance[rival] = sway * stance + (1.0 - sway) * anchor
        needed = sum(abs(weight) * opinion.need for weight, opinion in heard)
        self.need += need_spread * sway * (needed - self.need)


class Lines:
    """Graphs of a buying centre, by the ids of its people.

    attention: i → j, how much i listens to j. reports: superior → subordinate. doors: who can bring us to whom.
    advice:    i → j, i asks j.
    """

    def __init__(self, centre: BuyingCentre) -> None:
        ids = [person.id for person in centre.people]
        self.attention, self.reports, self.doors, self.advice = nx.DiGraph(), nx.DiGraph(), nx.DiGraph(), nx.DiGraph()
        for graph in (self.attention, self.reports, self.doors, self.advice):
            graph.add_nodes_from(ids)
        for one, row in zip(ids, influence_matrix(centre), strict=True):
            self.attention.add_weighted_edges_from(
                (one, other, float(weight)) for other, weight in zip(ids, row, strict=True) if weight != 0.0
            )
        for person in centre.people:
            if person.reports_to is not None:
                self.reports.add_edge(person.reports_to, person.id)
                self.doors.add_edges_from([(person.reports_to, person.id), (person.id, person.reports_to)])
        for tie in centre.ties:
            if tie.kind == "advice":
                self.advice.add_edge(tie.source, tie.target)
            if tie.kind != "conflict":
                self.doors.add_edges_from([(tie.source, tie.target), (tie.target, tie.source)])
        for tie in centre.ties:
            if tie.kind == "conflict":
                self.doors.remove_edges_from([(tie.source, tie.target), (tie.target, tie.source)])

    def boss(self, person: str) -> str | None:
        """The formal superior."""
        return next(iter(self.reports.predecessors(person)), None)

    def below(self, person: str) -> dict[str, int]:
        """Everybody who reports to a person, directly or not, and through how many lines."""
        steps: dict[str, int] = dict(nx.single_source_shortest_path_length(self.reports, person))
        steps.pop(person)
        return steps

    def reports_through(self, below: str, above: str) -> bool:
        """Is `above` over `below` in the formal line?"""
        return below != above and bool(nx.has_path(self.reports, above, below))

    def works_with(self, one: str, other: str) -> bool:
        """Does the first ask the second for advice, or is one the other's superior?"""
        return bool(
            self.advice.has_edge(one, other) or self.reports.has_edge(one, other) or self.reports.has_edge(other, one)
        )
