"""Who leads at a point: a strategy, several that are practically equal, or nobody of whom it can be said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from pydantic import Field

from engine.model.base import Frozen

LeadKind = Literal["leads", "equal", "unknown"]
Span = tuple[float | None, float | None]
"""Lower and upper end of a difference; None where nothing can be said."""


class Lead(Frozen):
    """What can be said at one point on one measure.

    leads:   one is better than every other beyond its band. equal: nobody is, and those in front differ by no more
             than the margin for all the band says. unknown: neither can be said; those named may be in front.
    """

    kind: LeadKind
    strategies: tuple[str, ...] = Field(description="those in front, the best by its estimate first")

    @property
    def leader(self) -> str | None:
        """The one that leads, where one does."""
        return self.strategies[0] if self.kind == "leads" else None


def lead_at(
    strategies: Sequence[str],
    worth: Callable[[str], float | None],
    span: Callable[[str, str], Span],
    margin: float,
) -> Lead:
    """Who leads at a point.

    worth: of a strategy, more is better. span: of the difference of two in worth. margin: what makes no difference.
    """
    known = [name for name in strategies if worth(name) is not None]
    if len(known) < len(strategies):
        return Lead(kind="unknown", strategies=tuple(strategies))
    best, *others = sorted(strategies, key=lambda name: -(worth(name) or 0.0))
    equal, open_still = [best], []
    for name in others:
        low, high = span(best, name)
        if low is not None and high is not None and -margin <= low and high <= margin:
            equal.append(name)
        elif low is None or low <= 0:
            open_still.append(name)
    if open_still:
        return Lead(kind="unknown", strategies=(*equal, *open_still))
    return Lead(kind="equal" if len(equal) > 1 else "leads", strategies=tuple(equal))
