"""Where people stand on the picture of a decision chain: levels from the top down, reports under their superior.

A line that skips levels keeps a place of its own on each of them, so that it does not run through people. The order of
neighbours is chosen so that informal ties are short, by seeded swaps: the same committee is always drawn the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from random import Random
from typing import NamedTuple

from engine.model.buying_centre import BuyingCentre

SEED = 7
MOST_SWAPS = 400
PASSING = 0.45
"""Room a passing line takes, where a person takes 1."""

WIDEST = 6.7
"""Where the people of a level would take more room than this, they stand in several rows, each in turn."""
SPREAD = 1.24
"""Room between two in the same row of such a level."""
ROOM_OF_A_CIRCLE, MOST_TRIED = 0.27, 5
"""How near a line may pass a person without touching; with so many rows, every order of them is tried."""
LOWER, LOWER_OF_MANY = 0.62, 0.78
"""How much lower each row stands: of two, where neighbours are far, and of more, where they are near."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Layout:
    """Places by person id: x from 0 on; y grows downwards from 0, 1 from level to level, more below a crowded one.

    lines: for each person with a superior, the points from the person up to the superior.
    levels: from the top, each organisational level with its y and height.
    """

    places: Mapping[str, Point]
    lines: Mapping[str, tuple[Point, ...]]
    levels: tuple[Level, ...]
    width: float


class Level(NamedTuple):
    """One level of the organisation on the picture."""

    number: int
    y: float
    height: float


@dataclass
class _Node:
    """A person, or the place where a line passes a level."""

    name: str
    row: int
    room: float
    below: list[_Node]
    x: float = 0.0


def lay_out(centre: BuyingCentre, seed: int = SEED) -> Layout:
    """Places for everybody of a buying centre, and the lines between them."""
    levels = tuple(sorted({person.level for person in centre.people}))
    roots = _forest(centre, levels)
    _shorten(roots, [(tie.source, tie.target) for tie in centre.ties], Random(seed))
    order = _walk(roots)
    _place(roots, order, len(levels))
    left = min(node.x - node.room / 2 for node in order) + 0.5
    people = [[node for node in order if node.row == row and node.name] for row in range(len(levels))]
    rows = [_rows(len(row)) for row in people]
    lower = [LOWER if count == 2 else LOWER_OF_MANY for count in rows]
    heights = [1 + step * (count - 1) for count, step in zip(rows, lower, strict=True)]
    tops = [sum(heights[:row]) for row in range(len(levels))]
    boss = {id(below): node for node in order for below in node.below}
    points = {id(node): (node.x - left, tops[node.row]) for node in order}
    for row, top, count, step in zip(people, tops, rows, lower, strict=True):
        above = [points[id(boss[id(node)])] if id(node) in boss else None for node in row]
        turns = _turns([node.x - left for node in row], above, top, step, count)
        points |= {id(node): (node.x - left, top + step * turns[place % count]) for place, node in enumerate(row)}
    lines: dict[str, tuple[Point, ...]] = {}
    _collect_lines(roots, points, (), lines)
    places = {node.name: points[id(node)] for node in order if node.name}
    drawn = tuple(Level(number, top, high) for number, top, high in zip(levels, tops, heights, strict=True))
    return Layout(places, lines, drawn, max(x for x, _ in places.values()))


def _rows(people: int) -> int:
    """In how many rows so many people of one level stand: as few as keep the picture readable on a page."""
    rows = 1
    while people * (1.0 if rows == 1 else SPREAD / rows) > WIDEST:
        rows += 1
    return rows


def _turns(xs: Sequence[float], above: Sequence[Point | None], top: float, step: float, rows: int) -> tuple[int, ...]:
    """In which order the rows of a level take its people, so that few lines to superiors run through somebody.

    xs: of the people, from the left; above: where the superior of each stands.
    """

    def run_through(turns: tuple[int, ...]) -> int:
        spots = [(x, top + step * turns[place % rows]) for place, x in enumerate(xs)]
        return sum(
            abs(_crossing(one, boss, y) - x) < ROOM_OF_A_CIRCLE
            for one, boss in zip(spots, above, strict=True)
            if boss is not None
            for x, y in spots
            if boss[1] < y < one[1]
        )

    return min(permutations(range(rows)), key=run_through) if 2 < rows <= MOST_TRIED else tuple(range(rows))


def _crossing(one: Point, other: Point, y: float) -> float:
    """Where the line between two points is at this height."""
    return one[0] + (other[0] - one[0]) * (y - one[1]) / (other[1] - one[1])


def _room(people: int) -> float:
    """What each of so many people of one level takes of its width."""
    rows = _rows(people)
    return 1.0 if rows == 1 else SPREAD / rows


def _forest(centre: BuyingCentre, levels: Sequence[int]) -> list[_Node]:
    """Reporting trees. A superior on the same or a lower level keeps the report on the report's own level."""
    count = Counter(person.level for person in centre.people)
    nodes = {
        person.id: _Node(person.id, levels.index(person.level), _room(count[person.level]), [])
        for person in centre.people
    }
    roots = []
    for person in centre.people:
        node = nodes[person.id]
        if person.reports_to is None:
            roots.append(node)
            continue
        boss = nodes[person.reports_to]
        for row in range(node.row - 1, boss.row, -1):
            node = _Node("", row, PASSING, [node])
        boss.below.append(node)
    return roots


def _walk(roots: Sequence[_Node]) -> list[_Node]:
    """Everybody, each followed by those below, so that subtrees stand together."""
    found: list[_Node] = []
    waiting = list(reversed(roots))
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting += reversed(node.below)
    return found


def _shorten(roots: list[_Node], pairs: Sequence[tuple[str, str]], chance: Random) -> None:
    """Swap neighbours under one superior while that makes informal ties shorter."""
    groups = [group for group in [roots, *(node.below for node in _walk(roots))] if len(group) > 1]
    if not groups or not pairs:
        return
    length = _length(roots, pairs)
    for _ in range(MOST_SWAPS):
        group = chance.choice(groups)
        one, other = chance.sample(range(len(group)), 2)
        group[one], group[other] = group[other], group[one]
        after = _length(roots, pairs)
        if after <= length:
            length = after
        else:
            group[one], group[other] = group[other], group[one]


def _length(roots: Sequence[_Node], pairs: Sequence[tuple[str, str]]) -> int:
    at = {node.name: place for place, node in enumerate(_walk(roots))}
    return sum(abs(at[one] - at[other]) for one, other in pairs)


def _place(roots: Sequence[_Node], order: Sequence[_Node], rows: int) -> None:
    """Each as far left as the level allows, superiors over the middle of those below; a few sweeps even it out."""
    by_row = [[node for node in order if node.row == row] for row in range(rows)]
    for row in by_row:
        edge = 0.0
        for node in row:
            node.x = edge + node.room / 2
            edge += node.room
    boss = {id(below): node for node in order for below in node.below}
    for sweep in range(60):
        for row in by_row if sweep % 2 else reversed(by_row):
            wanted = [_wish(node, boss.get(id(node))) for node in row]
            _settle(row, wanted)


def _wish(node: _Node, boss: _Node | None) -> float:
    """Over the middle of those below; whoever has nobody below stays near the superior."""
    if node.below:
        middle = (node.below[0].x + node.below[-1].x) / 2
        return middle if boss is None or node.name else (middle + boss.x) / 2
    return node.x if boss is None else 0.7 * node.x + 0.3 * boss.x


def _settle(row: Sequence[_Node], wanted: Sequence[float]) -> None:
    """Move everybody of a level to the wished-for place, apart as much as they need, in the order they stand."""
    blocks: list[tuple[float, float, list[_Node]]] = []  # (centre wished for, room, members)
    for node, wish in zip(row, wanted, strict=True):
        centre, room, members = wish, node.room, [node]
        while blocks and blocks[-1][0] + blocks[-1][1] / 2 > centre - room / 2:
            before, space, others = blocks.pop()
            weight, mine = len(others), len(members)
            start = (weight * (before - space / 2) + mine * (centre - room / 2 - space)) / (weight + mine)
            room += space
            members = [*others, *members]
            centre = start + room / 2
        blocks.append((centre, room, members))
    for centre, room, members in blocks:
        edge = centre - room / 2
        for node in members:
            node.x = edge + node.room / 2
            edge += node.room


def _collect_lines(
    nodes: Sequence[_Node], points: Mapping[int, Point], above: tuple[Point, ...], lines: dict[str, tuple[Point, ...]]
) -> None:
    for node in nodes:
        here = points[id(node)]
        if node.name and above:
            lines[node.name] = (here, *above)
        _collect_lines(node.below, points, (here,) if node.name else (here, *above), lines)
