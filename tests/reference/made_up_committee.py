"""Committees made up from a seed, for tests that want many: a chart of three levels and ties by chance."""

from __future__ import annotations

import numpy as np

from engine.committee import roles as assumed
from engine.model.base import Text
from engine.model.buying_centre import BuyingCentre, CriteriaWeights, GroupChoice, InfluenceWeights, Stakeholder, Tie
from engine.model.quantity import Count, Provenance, StanceValue
from engine.model.role_criteria import USUAL_CRITERIA

DEPARTMENTS = ("management", "engineering", "finance", "purchasing", "production")
REASON = "round numbers for tests"
SUSCEPTIBILITY = {1: 0.3, 2: 0.45, 3: 0.6}
NEED = {"initiator": 0.45, "user": 0.35}
WORRY = {"financial_approver": 0.45, "technical_evaluator": 0.4, "decider": 0.35}
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
    held = assumed.assign_roles(chart).roles
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
                power=_power(chart, one),
                susceptibility=SUSCEPTIBILITY[level[one]],
                criteria=CriteriaWeights.model_validate(USUAL_CRITERIA[held[one][0]]),
                stance=round(float(luck.uniform(-0.5, 0.5)), 2),
                need=max(NEED.get(role, 0.2) for role in held[one]),
                worry=max(WORRY.get(role, 0.3) for role in held[one]),
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


def _power(chart: assumed.Chart, one: str) -> float:
    """Two parts rank and one part advice."""
    levels, most = sorted(set(chart.level.values())), max(chart.asked.values(), default=0)
    rank = (len(levels) - levels.index(chart.level[one])) / len(levels)
    return max(0.05, round(0.6 * rank + 0.4 * (chart.asked[one] / most if most else rank), 3))
