"""Who is ahead on a measure, who cannot be told from the leader, and who is behind: read off the paired differences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from engine.experiment import Comparison, PairedDifference, Verdict
from engine.results.measures import MEASURES
from engine.wording import Message, say

BASELINE = "do_nothing"
Mark = Literal["leader", "front", "likely_behind", "behind", ""]
VERDICT_WORDS: Mapping[Verdict, Message] = {
    "clear": say("clear"),
    "likely": say("likely"),
    "cannot_tell": say("cannot tell"),
}
"""How sure it is that a difference is not zero."""


@dataclass(frozen=True)
class Standing:
    """One measure over all strategies that act; `do_nothing` is left out unless nothing else is there.

    leader:        the best value. tied: not told from it. likely_behind, behind: by how sure the difference is.
    without_value: strategies for which the measure says nothing.
    """

    measure: str
    leader: str
    tied: tuple[str, ...]
    likely_behind: tuple[str, ...]
    behind: tuple[str, ...]
    without_value: tuple[str, ...]

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


def acting(comparison: Comparison) -> tuple[str, ...]:
    """The strategies that do something, in the order asked for."""
    return tuple(name for name in comparison.strategies if name != BASELINE) or comparison.strategies


def reference(comparison: Comparison) -> str:
    """The strategy against which the others are shown: the first one asked for that acts."""
    return acting(comparison)[0]


def standing(comparison: Comparison, measure: str) -> Standing | None:
    """Who stands where on a measure; None where no strategy has a value or neither direction is better."""
    better = MEASURES[measure].better
    values = {name: comparison.results[name].estimates[measure].value for name in acting(comparison)}
    known = {name: value for name, value in values.items() if value is not None}
    if not known or better == "neutral":
        return None
    leader = sorted(known, key=known.__getitem__, reverse=better == "up")[0]
    groups: dict[str, list[str]] = {"clear": [], "likely": [], "cannot_tell": []}
    for name in known:
        if name != leader:
            groups[comparison.difference(measure, leader, name).verdict].append(name)
    return Standing(
        measure=measure,
        leader=leader,
        tied=tuple(groups["cannot_tell"]),
        likely_behind=tuple(groups["likely"]),
        behind=tuple(groups["clear"]),
        without_value=tuple(name for name in values if name not in known),
    )


def against(comparison: Comparison, measure: str, other: str) -> tuple[PairedDifference, ...]:
    """Every other strategy minus this one, in the order of the comparison."""
    return tuple(comparison.difference(measure, name, other) for name in comparison.strategies if name != other)
