"""What an engagement strategy is: data. Phases say whom to see, in which order and how well prepared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from engine.wording import Said

Cultivates = Literal["nobody", "top", "bottom", "rules"]
Levels = tuple[int, int] | Literal["low"]
Until = Literal["never", "people_met", "decider_seen", "sponsor_won", "refused_at_top"]
ANY_LEVEL = 99
LAST = 100
"""Place of a strategy that does not say where it stands in tables."""


@dataclass(frozen=True)
class Phase:
    """One phase of a strategy.

    highest_first:    order of contact by level; within a level the more powerful come first.
    every_rank:       all ranks at once: the one that has waited longest comes first, `highest_first` among equals.
    roles:            only people with one of these roles; empty for anybody.
    levels:           (highest, lowest) level that may be seen, counted within the committee's own chart: 1 is its top;
                      or "low", its lower part.
    introduced_only:  the shielded levels at the top only by an introduction, under a mandate, where we are familiar, or
                      by an event, a reference customer or a partner.
    preparation:      hours of preparation before a first meeting.
    with_executive:   our executive goes to the shielded levels where the team has one.
    every_channel:    seminars where a head of department likes us; shielded people whom we do not know are asked to
                      our events and to reference customers, and partners speak for us to those they know.
    keeps_balance:    before we see a superior, those below who know us get a call when they were left silent.
    until:            what ends the phase; `value` is the number that goes with it (people, or refusals at the top).
    leave:            what ends the phase as a sentence in the language of rules, in place of `until`:
                      `decider_met or days_in_phase >= 90`.
    enter:            a sentence without which the phase does not begin: `has_sponsor and refusals_in_30_days < 1`.

    Sentences ask for the facts of a simulation (`engine.model.facts`) whenever somebody is to be chosen; with a fact
    that is unknown no comparison holds. A phase that is over gives way to the first later one that may begin, and goes
    on while none may; one with neither `leave` nor `until` gives way as soon as a later one with `enter` may begin.
    Where a strategy has sentences, people are chosen under its present phase alone; otherwise earlier phases are asked
    when the present one has nobody to offer.
    """

    highest_first: bool
    roles: tuple[str, ...] = ()
    levels: Levels = (1, ANY_LEVEL)
    introduced_only: bool = False
    preparation: float = 0.0
    with_executive: bool = False
    every_rank: bool = False
    every_channel: bool = False
    keeps_balance: bool = False
    until: Until = "never"
    value: float = 0.0
    enter: str = ""
    leave: str = ""


@dataclass(frozen=True)
class Contact:
    """What the seller knows of one identified person when a strategy written in Python is asked for counsel.

    level:     counted within the chart, 1 is the top. roles: none while it is only public that they are the top.
    available: may be asked for a meeting now, as the phases of a shipped strategy may: there, not closed to us, not
               seen a moment ago, not given up, no meeting arranged yet.
    forbidden: id of the compliance rule by which they may not be visited now; empty where none forbids it.
    seen_…:    as we saw them when we last met; 0 before the first meeting.
    """

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
    forbidden: str = ""


Touch = Literal["situation", "problem", "implication", "payoff", "evidence", "proposal", "help"]


@dataclass(frozen=True)
class Counsel:
    """What a strategy written in Python advises.

    whom:           id of the person to ask for a meeting; None to wait.
    touch:          what the meeting is for; chosen as for shipped strategies when absent.
    with_executive: our executive goes, where the team has one.
    preparation:    hours of preparation before a first meeting.
    wait:           days until the next look when nobody is asked; None until somebody may be available again.
    stop:           withdraw from the deal.
    """

    whom: str | None = None
    touch: Touch | None = None
    with_executive: bool = False
    preparation: float = 1.0
    wait: float | None = None
    stop: bool = False


Counsellor = Callable[[tuple[Contact, ...], float], Counsel]
"""Given the identified people and the day, what to do. Asked again after a refusal, as often as a day allows."""


@dataclass(frozen=True)
class Strategy:
    """A way to engage the decision chain: everything about it stands in one file.

    name, label, source: what it is called and where it comes from.
    phases:       in order; none for doing nothing.
    rules_choose: the rulebook `engagement_choice` chooses among the other strategies at every decision point.
    cultivation:  with whom we keep contact before there is a project and between projects: nobody, the top of the
                  chart, its lower part, or whom the rulebook `cultivation_choice` says.
    counsellor:   a Python function that is asked in place of the phases.
    place:        where it stands in tables; the smaller the earlier.
    colour, mark, dashes: how a shipped one looks in pictures: `#0072b2`, a marker of Matplotlib's, lengths on and off.
    """

    name: str
    label: Said
    source: Said
    phases: tuple[Phase, ...] = ()
    rules_choose: bool = False
    cultivation: Cultivates = "nobody"
    counsellor: Counsellor | None = None
    place: int = LAST
    colour: str = ""
    mark: str = ""
    dashes: tuple[float, ...] = ()

    @property
    def acts(self) -> bool:
        """Does it do anything but answer the tender?"""
        return bool(self.phases or self.rules_choose or self.counsellor)
