"""What an engagement strategy is: data. Phases say whom to see, in which order and how well prepared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from engine.dynamics.state import phases
from engine.model.terms import ROLES, Engagement
from engine.wording import Said

Until = Literal["never", "people_met", "decider_seen", "sponsor_won", "refused_at_top"]
_UNTIL: dict[Until, int] = {
    "never": phases.NEVER,
    "people_met": phases.PEOPLE_MET,
    "decider_seen": phases.DECIDER_SEEN,
    "sponsor_won": phases.SPONSOR_WON,
    "refused_at_top": phases.REFUSED_AT_TOP,
}
ANY_LEVEL = 99


@dataclass(frozen=True)
class Phase:
    """One phase of a strategy.

    highest_first:    order of contact by level; within a level the more powerful come first.
    roles:            only people with one of these roles; empty for anybody.
    levels:           (highest, lowest) level that may be seen; 1 is the top.
    introduced_only:  levels 1 and 2 only by a sponsor's introduction, under a mandate, or where we are familiar.
    preparation:      hours of preparation before a first meeting.
    with_executive:   our executive goes to levels 1 and 2 where the team has one.
    until:            what ends the phase; `value` is the number that goes with it (people, or refusals at the top).
    """

    highest_first: bool
    roles: tuple[str, ...] = ()
    levels: tuple[int, int] = (1, ANY_LEVEL)
    introduced_only: bool = False
    preparation: float = 0.0
    with_executive: bool = False
    until: Until = "never"
    value: float = 0.0

    def words(self) -> list[float]:
        """The phase as compiled code reads it."""
        mask = sum(1 << ROLES.index(role) for role in self.roles)
        values = {
            phases.ORDER: 1.0 if self.highest_first else -1.0,
            phases.ROLE_MASK: float(mask),
            phases.MIN_LEVEL: float(self.levels[0]),
            phases.MAX_LEVEL: float(self.levels[1]),
            phases.INTRODUCED: float(self.introduced_only),
            phases.PREPARATION: self.preparation,
            phases.EXECUTIVE: float(self.with_executive),
            phases.UNTIL: float(_UNTIL[self.until]),
            phases.UNTIL_VALUE: self.value,
        }
        return [values[place] for place in range(phases.PHASE_WORDS)]


@dataclass(frozen=True)
class ContactView:
    """What the seller knows of one identified person when a strategy written in Python chooses whom to see next."""

    id: str
    level: int
    roles: tuple[str, ...]
    met: bool
    available: bool
    seen_stance: float
    seen_need: float
    seen_worry: float
    refusals: int
    is_sponsor: bool


Chooser = Callable[[tuple[ContactView, ...], float], str | None]
"""Given the identified people and the day, the id of the person to see next, or None to wait."""


@dataclass(frozen=True)
class Strategy:
    """A way to engage the decision chain.

    name, label, source: what it is called and where it comes from.
    number:              its code in records.
    phases:              in order; none for doing nothing and for the playbook, whose rules choose among the others.
    chooser:             a Python function that chooses the next person in place of the phases' order.
    """

    name: str
    label: Said
    number: Engagement
    source: str
    phases: tuple[Phase, ...]
    chooser: Chooser | None = None
