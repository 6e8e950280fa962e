"""Facts that follow from others, each defined once: what a simulation puts before a rulebook and what advice does.

Plain numbers in, a plain number out; NaN is unknown, and what follows from the unknown is unknown. Yes is 1, no is 0.
"""

from __future__ import annotations

from math import isnan, nan

UNKNOWN = nan


def lead(ours: float, theirs: float) -> float:
    """How far we are ahead: of fit and reputation (0–1 each), of relationship levels (1–5 each)."""
    return ours - theirs


def holds_relationship(relationship_lead: float) -> float:
    """Is a rival closer to the people than we are? By one whole level at least."""
    if isnan(relationship_lead):
        return UNKNOWN
    return 1.0 if relationship_lead <= -1.0 else 0.0


def share_of(part: float, whole: float) -> float:
    """The part of the whole; unknown of nothing."""
    return part / whole if whole > 0.0 else UNKNOWN


def days_left(age: float, life: float) -> float:
    """Days until the end of life, from age and life in days; negative when it is over."""
    return life - age


def within_lead(left: float, lead_time: float) -> float:
    """Is the end of life nearer than the lead time a renewal is planned with? Days both."""
    if isnan(left) or isnan(lead_time):
        return UNKNOWN
    return 1.0 if left <= lead_time + 1e-9 else 0.0


def over_threshold(adoption: float, threshold: float) -> float:
    """How far the peers' adoption is beyond the account's own threshold; a hair's breadth is none."""
    over = adoption - threshold
    return 0.0 if abs(over) < 1e-9 else over


def speaks_first(power: float, stance: float, best_power: float, best_stance: float) -> bool:
    """Of two who decide: does this one count before the best so far? The more powerful, then the cooler one."""
    return power > best_power or (power == best_power and stance < best_stance)


def from_the_top(level: int, top: int, decides: bool) -> bool:
    """Does backing by somebody of this level come from the top? From the chart's own top, or from who decides."""
    return level <= top or decides
