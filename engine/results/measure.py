"""What a measure is: how it is called, what it means, and what is divided by what (the list is in `measures`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.model.terms import Outcome
from engine.wording.words import Both, Words

Better = Literal["up", "down", "neutral"]
Kind = Literal["proportion", "share", "mean"]
RATE_COLUMNS = ("won", "lost", "no_decision", "withdrawn", "open", "deal_days")
"""Columns in which replications differ whose endings over time do."""

Unit = Literal["share", "days", "weeks", "currency", "currency per day", "count", "per_100", "hours", "score"]


@dataclass(frozen=True)
class Measure:
    """What every measure tells about itself.

    better: which direction is good for the seller.
    kind:   `proportion` counts cases of all cases; `share` is an average within 0–1; `mean` has no bounds.
    """

    name: str
    label: Words
    meaning: Words
    unit: Unit
    better: Better

    @property
    def reads(self) -> tuple[str, ...]:
        """Columns whose numbers make it what it is."""
        return RATE_COLUMNS

    @property
    def by_day(self) -> bool:
        """Is it read on the last day up to which enough deals were followed?"""
        return isinstance(self, Rate | Median)


@dataclass(frozen=True)
class Ratio(Measure):
    """Sum of one column ÷ sum of another."""

    kind: Kind
    numerator: str
    denominator: str

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.numerator, self.denominator)


@dataclass(frozen=True)
class Rate(Measure):
    """Share of deals that ended in some ways by a day, of all deals or of those that ended in others.

    Censoring is respected. endings: the ways counted. among: the ways that make up the whole; none means all deals.
    """

    endings: tuple[Outcome, ...]
    among: tuple[Outcome, ...] = ()

    @property
    def sampled(self) -> bool:
        """Is it made of events that happened or not, instead of their chances?"""
        return Outcome.withdrawn in self.endings


@dataclass(frozen=True)
class Median(Measure):
    """Day by which half of the deals that are decided by the last day are decided."""


@dataclass(frozen=True)
class Derived(Measure):
    """A smooth function of column means; `formula` takes means by column name, and may divide by zero."""

    columns: tuple[str, ...]
    formula: Callable[[Mapping[str, float]], float]

    @property
    def reads(self) -> tuple[str, ...]:
        return self.columns


def role_measures(role: str) -> dict[str, Ratio]:
    """Load, wait per request and queue of one role of the team; the same three for every role."""
    nothing = Both(role, role)
    return {
        "load": Ratio(
            f"load:{role}",
            nothing,
            nothing,
            "share",
            "neutral",
            "share",
            f"hours_worked:{role}",
            f"hours_capacity:{role}",
        ),
        "wait": Ratio(
            f"wait:{role}", nothing, nothing, "days", "down", "mean", f"wait_days:{role}", f"requests:{role}"
        ),
        "queue": Ratio(
            f"queue:{role}", nothing, nothing, "count", "down", "mean", f"queue_mean:{role}", "replications"
        ),
    }
