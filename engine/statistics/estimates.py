"""What is said of a measure: an estimate with its interval, a difference with its verdict.

Every value here is frozen and turns into JSON and back without loss. `None` stands for "cannot be said" (no interval
from a single replication, cost per win without a win); the note says why. There is never a NaN.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from engine.model.base import Frozen, Text
from engine.wording import Message, say

Note = Literal[
    "",
    "one_replication",
    "undefined",
    "no_variation",
    "too_few_events",
    "never",
    "always",
    "never_decided",
    "same_records",
    "no_change",
    "few_changes",
]
NOTES: Mapping[Note, Message] = {
    "": say("nothing special"),
    "one_replication": say("one replication only: no interval can be given"),
    "undefined": say("never occurred in these replications: nothing to measure"),
    "no_variation": say("every replication gave the same value: no interval can be given"),
    "too_few_events": say("too few cases for an interval"),
    "never": say("not seen once; the interval says how often it may still happen"),
    "always": say("seen every time; the interval says how often it may still fail"),
    "never_decided": say("never decided here: exactly 0"),
    "same_records": say("not one byte of any record differs: exactly 0"),
    "no_change": say("decided, yet nothing came out differently"),
    "few_changes": say("too few replications came out differently to rule out luck"),
}
"""Why an interval or a verdict is missing or unusual, in words."""

Verdict = Literal["clear", "likely", "cannot_tell"]
"""`clear`: holds together with all others of its family. `likely`: one in ten of these may be luck."""

CONFIDENCE = 0.95
"""Of every interval."""

VERDICT_WORDS: Mapping[Verdict, Message] = {
    "clear": say("clear"),
    "likely": say("likely"),
    "cannot_tell": say("cannot tell"),
}
"""How sure it is that a difference is not zero, in words."""


class Estimate(Frozen):
    """One measure of one strategy: the value, its interval, and the number of replications behind it."""

    measure: str
    value: float | None
    low: float | None
    high: float | None
    n: int = Field(description="replications")
    note: Note = ""


class Difference(Frozen):
    """first − second on the same luck."""

    measure: str
    first: str
    second: str
    value: float | None
    low: float | None
    high: float | None
    n: int = Field(description="replications, or batches of them, behind it")
    changed: int = Field(description="of these, how many came out differently by this measure, if only in chances")
    effective: float = Field(description="how many equally different ones they are worth: (Σ|d|)² ÷ Σd²")
    verdict: Verdict
    ahead: str | None = Field(description="who is better by this measure; None where that cannot be told")
    variance_reduction: float | None = Field(
        default=None, description="variance had both had luck of their own ÷ the variance reached on the same luck"
    )
    note: Note = ""

    @property
    def better(self) -> bool | None:
        """Is the first one better? None where that cannot be told."""
        return None if self.ahead is None else self.ahead == self.first

    def reversed(self) -> Difference:
        """The same difference seen from the other side: second − first."""
        return self.model_copy(
            update={
                "first": self.second,
                "second": self.first,
                "value": None if self.value is None else -self.value,
                "low": None if self.high is None else -self.high,
                "high": None if self.low is None else -self.low,
            }
        )


class Precision(Frozen):
    """How the number of replications came about, and by how much intervals are wider for it.

    widening: factor of every interval, by which it holds with 95 % whenever the run stopped.
    targets:  half-widths asked for, by measure; empty when the number of replications was given.
    reached:  largest half-width of the difference over all pairs of strategies that act, of these measures, or of the
              win rate.
    """

    widening: float
    targets: dict[str, float]
    reached: dict[str, float | None]
    looks: tuple[int, ...] = Field(description="replications at each look taken")
    planned: tuple[int, ...] = Field(description="replications at each look planned beforehand")
    shown: int = Field(description="how often results were shown, this time included")
    met: bool = Field(description="the targets were reached (true when there were none)")
    method: Text
