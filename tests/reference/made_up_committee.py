"""Committees made up from a seed, for tests that want many: a chart of three levels and ties by chance."""

from __future__ import annotations

import numpy as np

from engine.committee import roles as assumed
from engine.model.base import Text
from engine.model.buying_centre import BuyingCentre, GroupChoice, InfluenceWeights, Stakeholder, Tie
from engine.model.quantity import Count, Provenance, StanceValue

DEPARTMENTS = ("management", "engineering", "finance", "purchasing", "production")
REASON = "round numbers for tests"
DENSITY = {"advice": 0.4, "friendship": 0.2, "conflict": 0.03}


def made_up(size: int, seed: int) -> BuyingCentre:
    """5–16 people: the same arguments give the same people and ties."""
    luck = np.random.default_rng(seed)
    heads = 1 if size < 7 else 2 if size < 14 else 3
    ids = [f"p{place + 1}" for place in range(size)]
    level = {one: 1 if place == 0 else 2 if place <= heads else 3 for place, one in enumerate(ids)}
    first = [DEPARTMENTS[0], *luck.permutation(DEPARTMENTS[1:])]
    department = {
        one: str(first[place] if place < 5 else luck.choice(DEPARTMENTS[1:])) for place, one in enumerate(ids)
    }
    boss = {one: None if level[one] == 1 else str(luck.choice(_on_level(level, level[one] - 1))) for one in ids}
    ties = [
        (source, target, kind)
        for kind, density in DENSITY.items()
        for source in ids
        for target in ids
        if source != target and luck.random() < (0.9 if (kind, boss[source]) == ("advice", target) else density)
    ]
    advice = frozenset((source, target) for source, target, kind in ties if kind == "advice")
    chart = assumed.Chart(tuple(ids), level, department, advice)
    held, power = assumed.assign_roles(chart).roles, assumed.assumed_power(chart)
    return BuyingCentre(
        provenance=Provenance(assumption=f"made up from seed {seed}"),
        people=tuple(
            Stakeholder(
                id=one,
                name=Text(en=f"Person {one}", zh=f"某人 {one}"),
                level=level[one],
                department=department[one],
                roles=held[one],
                reports_to=boss[one],
                power=power[one],
                susceptibility=assumed.assumed_susceptibility(level[one] - 1),
                criteria=assumed.assumed_criteria(held[one]),
                stance=round(float(luck.uniform(-0.5, 0.5)), 2),
                need=assumed.assumed_need(held[one]),
                worry=assumed.assumed_worry(held[one]),
                identified=assumed.known_from_outside(held[one]),
            )
            for one in ids
        ),
        ties=tuple(Tie.model_validate({"from": a, "to": b, "kind": kind}) for a, b, kind in ties),
        influence="friedkin_johnsen",
        influence_weights=InfluenceWeights(
            self_weight=0.4, boss=0.2, reports=0.1, advice=0.2, friendship=0.1, conflict=0.05, assumption=REASON
        ),
        group_choice=GroupChoice(
            model="weighted",
            veto_stance=StanceValue(value=-0.4, unit="stance", assumption=REASON),
            rounds=Count(value=3, unit="count", assumption=REASON),
        ),
    )


def _on_level(level: dict[str, int], number: int) -> list[str]:
    return [one for one, there in level.items() if there == number]
