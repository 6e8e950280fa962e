"""What a measure is: how it is called, what it means, and what is divided by what (the list is in `measures`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.wording.words import Both, Words

Better = Literal["up", "down", "neutral"]
Kind = Literal["proportion", "share", "mean"]
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


@dataclass(frozen=True)
class Ratio(Measure):
    """Sum of one column ÷ sum of another."""

    kind: Kind
    numerator: str
    denominator: str


@dataclass(frozen=True)
class Median(Measure):
    """Middle value of the decided deals' cycle times."""


@dataclass(frozen=True)
class Derived(Measure):
    """A smooth function of column means; `formula` takes means by column name, and may divide by zero."""

    columns: tuple[str, ...]
    formula: Callable[[Mapping[str, float]], float]


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
            f"hours_booked:{role}",
            f"hours_capacity:{role}",
        ),
        "wait": Ratio(
            f"wait:{role}", nothing, nothing, "days", "down", "mean", f"wait_days:{role}", f"requests:{role}"
        ),
        "queue": Ratio(
            f"queue:{role}", nothing, nothing, "count", "down", "mean", f"queue_mean:{role}", "replications"
        ),
    }
