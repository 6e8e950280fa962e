"""From a map back to a rule: two cuts at most, fitted to the points with a leader, and judged on points left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import get_args

from pydantic import Field

from engine.model.base import Frozen
from engine.model.scenario import StrategyName
from engine.studies.whatif.leading import Lead
from engine.studies.whatif.seen_facts import Seen

DEPTH = 2
"""Cuts behind one another: what nobody can say in a sentence is no rule."""
LEAST_POINTS = 4
"""Points with a leader from which a rule is tried."""

Facts = Mapping[str, Seen]
Point = tuple[Facts, str]


class RuleLine(Frozen):
    """When the facts are so, this strategy. when: in the words of rulebooks."""

    when: str
    strategy: str


class MapRule(Frozen):
    """What a map says as a rule about facts that the seller sees.

    lines are asked in order; where none holds, `otherwise`. fits: points with a leader that it decides as the map does.
    kept: the same for points that were left out when the cuts were chosen, one at a time. plain: points of the strategy
    that leads most, which a rule without a cut would get right.
    """

    lines: tuple[RuleLine, ...]
    otherwise: str
    points: int
    fits: int
    kept: int
    plain: int = Field(description="a rule is worth its words where `kept` is above this")


def rule_of(facts: Sequence[str | None], values: Sequence[Facts], leads: Sequence[Lead]) -> MapRule | None:
    """The rule of a map.

    facts: the fact of each axis. values: of these facts in each cell. None where an axis is no fact, where too few
    points have a leader or all have the same, or where a leader is no strategy that rulebooks know.
    """
    points = [(each, lead.leader) for each, lead in zip(values, leads, strict=True) if lead.leader is not None]
    leaders = Counter(leader for _, leader in points)
    if (
        None in facts
        or len(points) < LEAST_POINTS
        or len(leaders) < 2
        or not leaders.keys() <= {*get_args(StrategyName)}
    ):
        return None
    tree = _fitted(points, DEPTH)
    without = (_fitted([*points[:at], *points[at + 1 :]], DEPTH) for at in range(len(points)))
    otherwise = leaders.most_common(1)[0][0]
    lines = [RuleLine(when=" and ".join(when), strategy=leaf) for when, leaf in _leaves(tree) if leaf != otherwise]
    return MapRule(
        lines=tuple(lines),
        otherwise=otherwise,
        points=len(points),
        fits=sum(tree.decide(each) == leader for each, leader in points),
        kept=sum(one.decide(each) == leader for one, (each, leader) in zip(without, points, strict=True)),
        plain=leaders[otherwise],
    )


@dataclass(frozen=True)
class _Cut:
    """A question about one fact: at least so much, or this very choice."""

    fact: str
    at: Seen

    def holds(self, facts: Facts) -> bool:
        value = facts[self.fact]
        return value == self.at if isinstance(self.at, str) or isinstance(value, str) else value >= self.at

    @property
    def words(self) -> tuple[str, str]:
        """When it holds, and when it does not."""
        if isinstance(self.at, str):
            return f"{self.fact} is {self.at}", f"{self.fact} is not {self.at}"
        return f"{self.fact} >= {self.at:.6g}", f"{self.fact} < {self.at:.6g}"


@dataclass(frozen=True)
class _Tree:
    """A leaf with a strategy, or a cut with a tree on either side."""

    leaf: str
    cut: _Cut | None = None
    yes: _Tree | None = None
    no: _Tree | None = None

    def decide(self, facts: Facts) -> str:
        if self.cut is None or self.yes is None or self.no is None:
            return self.leaf
        return (self.yes if self.cut.holds(facts) else self.no).decide(facts)


def _fitted(points: Sequence[Point], depth: int) -> _Tree:
    """The tree that gets most points right; of several as good, the one whose cuts come first."""
    best = _Tree(Counter(leader for _, leader in points).most_common(1)[0][0])
    right = _right(best, points)
    for cut in _cuts(points) if depth and right < len(points) else ():
        there = [point for point in points if cut.holds(point[0])]
        elsewhere = [point for point in points if not cut.holds(point[0])]
        tried = _Tree(best.leaf, cut, _fitted(there, depth - 1), _fitted(elsewhere, depth - 1))
        if _right(tried, points) > right:
            best, right = tried, _right(tried, points)
    return best


def _right(tree: _Tree, points: Sequence[Point]) -> int:
    return sum(tree.decide(facts) == leader for facts, leader in points)


def _cuts(points: Sequence[Point]) -> Iterator[_Cut]:
    """Half-way between neighbours among numbers, and every choice; none that leaves a side empty."""
    for fact in points[0][0] if points else ():
        values = {facts[fact] for facts, _ in points}
        numbers = sorted(value for value in values if not isinstance(value, str))
        for low, high in pairwise(numbers):
            yield _Cut(fact, float(f"{(low + high) / 2:.6g}"))
        words = sorted(value for value in values if isinstance(value, str))
        for word in words if len(words) > 1 else ():
            yield _Cut(fact, word)


def _leaves(tree: _Tree, when: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if tree.cut is None or tree.yes is None or tree.no is None:
        yield when, tree.leaf
        return
    holds, fails = tree.cut.words
    yield from _leaves(tree.yes, (*when, holds))
    yield from _leaves(tree.no, (*when, fails))
