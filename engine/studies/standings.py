"""Who is ahead on a measure, who cannot be told from the leader, and who is behind: read off the paired differences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from pydantic import Field

from engine.model.base import Frozen
from engine.results.measure import Ratio
from engine.results.measures import MEASURES
from engine.statistics.estimates import Difference

EFFORT = frozenset({"cost", "hours"})
"""What only a strategy that meets somebody can be good at: it costs nothing to do nothing."""

Mark = Literal["leader", "front", "likely_behind", "behind", ""]


class Standing(Frozen):
    """One measure over all strategies that act; `do_nothing` is left out unless nothing else is there."""

    measure: str
    leader: str = Field(description="the strategy with the best value")
    tied: tuple[str, ...] = Field(description="strategies that cannot be told from the leader")
    likely_behind: tuple[str, ...] = Field(description="strategies behind it by a difference that is likely")
    behind: tuple[str, ...] = Field(description="strategies behind it by a difference that is clear")
    without_value: tuple[str, ...] = Field(description="strategies for which the measure says nothing")

    def mark(self, strategy: str) -> Mark:
        """Where this strategy stands: alone in front, in the front group, or behind it."""
        if strategy == self.leader and not (self.likely_behind or self.behind):
            return "front" if self.tied else ""
        if strategy == self.leader or strategy in self.tied:
            return "front" if self.tied else "leader"
        if strategy in self.likely_behind:
            return "likely_behind"
        return "behind" if strategy in self.behind else ""

    @property
    def undecided(self) -> bool:
        """All that act are in the front group: nobody can be told from anybody else."""
        return bool(self.tied) and not (self.likely_behind or self.behind)


def counts_effort(measure: str) -> bool:
    """Does it count our hours or our money, so that whoever does nothing would be best at it?"""
    counted = MEASURES[measure]
    return isinstance(counted, Ratio) and counted.numerator in EFFORT


def standing(
    measure: str,
    values: Mapping[str, float | None],
    touches: Mapping[str, float | None],
    difference: Callable[[str, str, str], Difference],
) -> Standing | None:
    """Who stands where on a measure; None where no strategy has a value or neither direction is better.

    values, touches: by strategy that acts; who never met anybody is left out of hours and cost.
    difference: of a measure, first − second.
    """
    better = MEASURES[measure].better
    effort = counts_effort(measure)
    known = {name: value for name, value in values.items() if value is not None and (touches[name] or not effort)}
    if not known or better == "neutral":
        return None
    leader = sorted(known, key=known.__getitem__, reverse=better == "up")[0]
    groups: dict[str, list[str]] = {"clear": [], "likely": [], "cannot_tell": []}
    for name in known:
        if name != leader:
            groups[difference(measure, leader, name).verdict].append(name)
    return Standing(
        measure=measure,
        leader=leader,
        tied=tuple(groups["cannot_tell"]),
        likely_behind=tuple(groups["likely"]),
        behind=tuple(groups["clear"]),
        without_value=tuple(name for name, value in values.items() if value is None),
    )
