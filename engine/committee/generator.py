"""Plausible buying centres from a seed, their ties laid like those of a real organisation.

Targets (Krackhardt's 21 managers, D3): advice density .45, of which up .30, sideways .55, down .15; 95 % of reporting
lines carry advice; friendship density .24, of which up .22, sideways .74, down .04; 60 % of lines carry friendship;
.45 to .47 of both are returned. On the real chart the tie model gives these figures. Committees leave less room than a
firm: in small ones the reporting lines alone need more upward ties than the mix allows, and the lines win.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.committee import roles as assumed
from engine.committee.names import DEPARTMENTS, full_title, people
from engine.errors import InputError, Problem
from engine.model.base import Text
from engine.model.buying_centre import BuyingCentre, Stakeholder, Tie
from engine.model.quantity import Provenance
from engine.model.terms import TieKind
from engine.wording import Message, say

FEWEST, MOST = 5, 16
"""Committee size: Gartner survey of 632 buyers, 2024."""
BoolMatrix = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class TieTargets:
    """How the ties of one kind should lie on average.

    naming, named: how unlike people are in naming others and in being named (σ of a lognormal). closeness: the same
    for what the two of a pair share, which makes ties mutual. same_department: how much likelier a tie is within one.
    """

    kind: TieKind
    density: float
    up: float
    sideways: float
    down: float
    on_reporting_lines: float
    naming: float
    named: float
    closeness: float
    same_department: float


ADVICE = TieTargets("advice", 0.45, 0.30, 0.55, 0.15, 0.95, 1.0, 0.3, 0.6, 1.2)
FRIENDSHIP = TieTargets("friendship", 0.24, 0.22, 0.74, 0.04, 0.60, 0.8, 0.4, 2.0, 2.0)
MOST_SIDEWAYS = 0.8
REAL_PAIR_SHARES = np.array([0.2, 0.6, 0.2])
"""Shares of all pairs of the real firm's 21 managers (levels 1/4/16) that lie up, sideways and down."""
CONFLICT_SHARE = 0.06
"""Share of pairs of equal rank and different departments who are at odds: an assumption."""


def generate(
    size: int,
    levels: int = 3,
    departments: int = 5,
    *,
    seed: int,
    like: BuyingCentre | None = None,
) -> BuyingCentre:
    """A plausible committee: the same arguments give the same people and ties.

    size: 5–16 people. levels: 3 or more. departments: 4–9, the management counted. seed: a whole number ≥ 0.
    like: take the influence model, its weights and the group choice from this centre; assumed values otherwise.
    Raises InputError when the people do not suffice for the levels and departments.
    """
    _check(size, levels, departments, seed)
    chart_luck, name_luck, advice_luck, friend_luck, conflict_luck, stance_luck = (
        np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(6)
    )
    level = _levels(size, levels)
    department = _departments(level, departments, chart_luck)
    boss = _bosses(level, department, chart_luck)
    advice = _ties(ADVICE, level, department, boss, advice_luck)
    friendship = _ties(FRIENDSHIP, level, department, boss, friend_luck)
    conflict = _conflicts(level, department, friendship, conflict_luck)
    ids = tuple(f"p{index + 1}" for index in range(size))
    chart = assumed.Chart(
        ids=ids,
        level=dict(zip(ids, level, strict=True)),
        department={person: tuple(DEPARTMENTS)[place] for person, place in zip(ids, department, strict=True)},
        advice=frozenset((ids[source], ids[target]) for source, target in np.argwhere(advice)),
    )
    stance = np.clip(np.round(stance_luck.normal(0.0, 0.2, size), 2), -0.6, 0.6)
    known = people()
    names = [known[place] for place in name_luck.permutation(len(known))[:size]]
    return BuyingCentre(
        provenance=Provenance(
            assumption=say("generated committee, seed {seed}: {assumed}", seed=seed, assumed=assumed.CHART_ASSUMPTION)
        ),
        people=tuple(_people(chart, boss, names, stance)),
        ties=tuple(
            Tie.model_validate({"from": ids[source], "to": ids[target], "kind": kind})
            for kind, matrix in (("advice", advice), ("friendship", friendship), ("conflict", conflict))
            for source, target in np.argwhere(matrix)
        ),
        influence=like.influence if like else "friedkin_johnsen",
        influence_weights=like.influence_weights if like else assumed.default_influence_weights(),
        group_choice=like.group_choice if like else assumed.default_group_choice(),
    )


def _check(size: int, levels: int, departments: int, seed: int) -> None:
    if not FEWEST <= size <= MOST:
        raise _wrong(
            "size",
            say("a committee of {size} cannot be generated", size=size),
            _between(FEWEST, MOST),
        )
    if not 3 <= levels <= min(9, size - 1):
        raise _wrong(
            "levels",
            say("{size} people cannot stand on {levels} levels", size=size, levels=levels),
            _between(3, min(9, size - 1)),
        )
    most = min(len(DEPARTMENTS), size)
    if not 4 <= departments <= most:
        raise _wrong(
            "departments",
            say("{size} people cannot come from {departments} departments", size=size, departments=departments),
            _between(4, most),
        )
    if seed < 0:
        raise _wrong("seed", say("seed {seed} is negative", seed=seed), say("a whole number of at least 0"))


def _wrong(argument: str, what: Message, hint: Message) -> InputError:
    return InputError(Problem(argument, what, hint, f"committee-{argument}"))


def _between(least: int, most: int) -> Message:
    return say("{least} to {most}", least=least, most=most)


def _levels(size: int, levels: int) -> list[int]:
    """Level of each person, rising: one at the top, one to three heads, the most at the bottom."""
    heads = min(1 if size < 7 else 2 if size < 14 else 3, size - levels + 1)
    middle = [1 + (size >= 12 and size - heads > 2 * levels)] * (levels - 3)
    counts = [1, heads, *middle, size - 1 - heads - sum(middle)]
    return [place + 1 for place, count in enumerate(counts) for _ in range(count)]


def _departments(level: list[int], departments: int, luck: np.random.Generator) -> list[int]:
    """Department of each person: management at the top, each other one at least once, heads in different ones."""
    others = np.arange(1, departments)
    first = luck.permutation(others)
    spare = len(level) - 1 - len(first)
    return [0, *(int(place) for place in first), *(int(place) for place in luck.choice(others, size=spare))]


def _bosses(level: list[int], department: list[int], luck: np.random.Generator) -> list[int | None]:
    """Superior of each person: one level up, in the own department where there is one, else whoever leads fewest.

    Colleagues of one department and level share their superior.
    """
    boss: list[int | None] = [None] * len(level)
    chosen: dict[tuple[int, int], int] = {}
    for person in range(1, len(level)):
        group = (level[person], department[person])
        if group not in chosen:
            above = [other for other in range(person) if level[other] == level[person] - 1]
            own = [other for other in above if department[other] == department[person]]
            led = [boss.count(other) for other in own or above]
            least = [other for other, count in zip(own or above, led, strict=True) if count == min(led)]
            chosen[group] = int(luck.choice(least))
        boss[person] = chosen[group]
    return boss


def _ties(
    targets: TieTargets, level: list[int], department: list[int], boss: list[int | None], luck: np.random.Generator
) -> BoolMatrix:
    """n×n: who names whom. How many per direction is drawn first, then who, by taste and closeness."""
    n = len(level)
    rank, place = np.array(level), np.array(department)
    lines = np.zeros((n, n), dtype=np.bool_)
    for person, superior in enumerate(boss):
        if superior is not None:
            lines[person, superior] = True
    step = rank[None, :] - rank[:, None]
    regions = [(step < 0) & ~lines, (step == 0) & ~np.eye(n, dtype=np.bool_), step > 0]
    chances = _chances(targets, n, int(lines.sum()), [int(region.sum()) for region in regions])
    names, is_named = luck.normal(0, targets.naming, n), luck.normal(0, targets.named, n)
    shared = np.triu(luck.normal(0, targets.closeness, (n, n)), 1)
    liking = names[:, None] + is_named[None, :] + shared + shared.T
    liking += np.log(targets.same_department) * (place[:, None] == place[None, :])
    arrival = luck.exponential(size=(n, n)) * np.exp(-liking)
    found = lines & (luck.random((n, n)) < targets.on_reporting_lines)
    for region, chance in zip(regions, chances, strict=True):
        wanted = int(luck.binomial(region.sum(), chance)) if region.any() else 0
        order = np.argsort(np.where(region, arrival, np.inf), axis=None)[:wanted]
        found.flat[order] = True
    return found


def _chances(targets: TieTargets, n: int, lines: int, pairs: list[int]) -> list[float]:
    """Chance of a tie for pairs pointing up (reporting lines apart), sideways and down.

    Halfway (in the geometric mean) between the real shares of ties and the real chance per pair, which agree on a chart
    shaped like the real one. What the lines carry comes off the upward ties and then off all others, so that the
    density holds; what does not fit sideways goes to the other directions.
    """
    room = np.array([pairs[0] + lines, pairs[1], pairs[2]]) / (n * (n - 1))
    mix = np.array([targets.up, targets.sideways, targets.down]) * np.sqrt(room / REAL_PAIR_SHARES)
    up, sideways, down = targets.density * n * (n - 1) * mix / mix.sum()
    carried = targets.on_reporting_lines * lines
    excess = max(0.0, carried - up)
    keep = max(0.0, 1 - excess / (sideways + down))
    wanted = [max(0.0, up - carried), keep * sideways, keep * down]
    over = max(0.0, wanted[1] - MOST_SIDEWAYS * pairs[1])
    spread = over / max(1, pairs[0] + pairs[2])
    counts = [wanted[0] + spread * pairs[0], wanted[1] - over, wanted[2] + spread * pairs[2]]
    return [min(0.95, count / pair) if pair else 0.0 for count, pair in zip(counts, pairs, strict=True)]


def _conflicts(
    level: list[int], department: list[int], friendship: BoolMatrix, luck: np.random.Generator
) -> BoolMatrix:
    """n×n: who is at odds with whom: equals of different departments who are no friends."""
    rank, place = np.array(level), np.array(department)
    rivals = (rank[:, None] == rank[None, :]) & (place[:, None] != place[None, :])
    odds: BoolMatrix = rivals & ~friendship & ~friendship.T & (luck.random(rivals.shape) < CONFLICT_SHARE)
    return odds


def _people(chart: assumed.Chart, boss: list[int | None], names: list[Text], stance: FloatArray) -> list[Stakeholder]:
    given, power = assumed.assign_roles(chart).roles, assumed.assumed_power(chart)
    lowest = max(chart.level.values())
    return [
        Stakeholder(
            id=person,
            name=full_title(names[index], chart.department[person], chart.level[person], lowest),
            level=chart.level[person],
            department=chart.department[person],
            roles=given[person],
            reports_to=None if (superior := boss[index]) is None else chart.ids[superior],
            power=power[person],
            susceptibility=assumed.assumed_susceptibility(chart.level[person] - 1),
            criteria=assumed.assumed_criteria(given[person]),
            stance=float(stance[index]),
            need=assumed.assumed_need(given[person]),
            worry=assumed.assumed_worry(given[person]),
            identified=assumed.known_from_outside(given[person]),
        )
        for index, person in enumerate(chart.ids)
    ]
