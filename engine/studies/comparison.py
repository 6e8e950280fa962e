"""What a comparison found: estimates with intervals, paired differences, and how sure one may be.

Every value here is frozen and turns into JSON and back without loss. `None` stands for "cannot be said" (no interval
from a single replication, cost per win without a win); the note says why. There is never a NaN.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from pydantic import Field

from engine.engagement import BASELINE
from engine.model.base import Frozen
from engine.model.terms import TeamRole
from engine.results.contradictions import Kind
from engine.results.measures import MEASURES
from engine.results.receipt import Receipt
from engine.statistics.estimates import Difference, Estimate, Precision
from engine.studies.changes import Changes
from engine.studies.standings import Standing, counts_effort, standing
from engine.studies.unknowns import Unknowns


class Curve(Frozen):
    """Cumulative incidence of one outcome: the chance that it has happened by each day, with a pointwise band."""

    outcome: str = Field(description="won, lost, no_decision or withdrawn")
    value: tuple[float, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


class Incidence(Frozen):
    """How deals end over time (Aalen–Johansen): outcomes compete, and deals open at the horizon are censored."""

    days: tuple[float, ...] = Field(description="days since the project opened")
    at_risk: tuple[int, ...] = Field(description="deals still followed on each of these days")
    curves: tuple[Curve, ...]


class TeamLoad(Frozen):
    """One role of our team: how busy it was and how long meetings waited for it."""

    role: TeamRole
    people: int
    load: Estimate = Field(description="hours booked ÷ hours there are")
    wait: Estimate = Field(description="days a request waited for this role, on average")
    queue: Estimate = Field(description="requests waiting, time average")


class LittlesLaw(Frozen):
    """L = λW of this run: both sides are measured separately, so the gap is a check of the simulation."""

    deals: float = Field(description="L, open deals by watching their number over time")
    arrivals: float = Field(description="λ, projects opened per day")
    days: float = Field(description="W, days a project stayed open within the horizon, from the records")
    gap: float = Field(description="largest |L − λW| ÷ max(L, λW, 1e-9) of any replication")
    queue_gap: float = Field(description="the same for requests waiting for a role of the team")


class RuleUse(Frozen):
    """How often one rule decided."""

    book: str
    rule: str | None = Field(description="id; None counts decisions in which no rule fired")
    count: int


class DealReference(Frozen):
    """Where to find one deal again: `trace` takes these numbers."""

    replication: int
    deal: int


class RuleTimes(Frozen):
    """When one rule decided: days since the project opened, over all its decisions in projects that opened."""

    book: str
    rule: str | None = Field(description="id; None counts decisions in which no rule fired")
    decisions: int
    deals: int = Field(description="deals in which it decided at least once")
    before: int = Field(description="decisions before the project opened, or for one that never did")
    lower: float | None = Field(description="lower quartile, days; None without a decision since opening")
    median: float | None
    upper: float | None
    counts: tuple[int, ...] = Field(description="decisions by time since opening, in steps of `Firings.step` days")


class Contradiction(Frozen):
    """A decision that undoes an earlier one of the same deal, by the pair of rules that took them."""

    kind: Kind = Field(description="see `results.contradictions`")
    undone_book: str
    undone_rule: str | None = Field(description="id; None where no rule fired")
    by_book: str
    by_rule: str | None
    times: int
    deals: int = Field(description="deals in which it happened at least once")
    share: Estimate = Field(description="these deals ÷ all deals opened in the replications watched")
    days: float = Field(description="median days between the two decisions")
    example: DealReference = Field(description="a deal in which they were about so far apart")


class Firings(Frozen):
    """Which rule decided when, from the first replications only, in which every decision is kept with its day."""

    replications: int = Field(description="replications watched, from the first on")
    deals: int = Field(description="projects opened in them")
    step: float = Field(description="days of one step of `RuleTimes.counts`")
    times: tuple[RuleTimes, ...]
    contradictions: tuple[Contradiction, ...]
    sha256: str = Field(description="of the FIRING rows")


class StrategyResult(Frozen):
    """Everything measured of one strategy."""

    strategy: str
    estimates: dict[str, Estimate] = Field(description="by measure, in the order of `results.MEASURES`")
    incidence: Incidence
    rules: tuple[RuleUse, ...]
    team: tuple[TeamLoad, ...]
    littles_law: LittlesLaw | None
    representative: DealReference | None = Field(
        description="a deal of the commonest outcome with the most ordinary duration"
    )
    firings: Firings | None = Field(default=None, description="None when whoever ran the replications watched none")


def raced(strategies: Sequence[str]) -> tuple[int, ...]:
    """Places of the strategies whose differences must be known: those that act, or one and doing nothing."""
    acting = tuple(at for at, name in enumerate(strategies) if name != BASELINE)
    return acting if len(acting) > 1 else tuple(range(len(strategies)))


class Comparison(Frozen):
    """Strategies on the same luck: what each did, how they differ, and what it rests on."""

    scenario_id: str
    currency: str
    seed: int
    replications: int
    strategies: tuple[str, ...] = Field(description="in the order asked for; `do_nothing` is always among them")
    results: dict[str, StrategyResult]
    by_day: int = Field(description="day of a project by which rates and the median cycle are read")
    differences: tuple[Difference, ...] = Field(description="each pair once, in the order of `strategies`")
    ended_otherwise: dict[str, dict[str, int]] = Field(
        description="by both strategies of a pair, replications in which any deal came to another sampled ending"
    )
    best_by_luck: dict[str, float] = Field(
        default={},
        description="by headline measure with several in front, how much the best of so many equals reads too well",
    )
    precision: Precision
    changes: Changes | None = Field(default=None, description="what values that were set change; None where none was")
    unknowns: Unknowns | None = Field(
        default=None, description="what nobody knows, and what to find out first; None where every score is known"
    )
    receipt: Receipt
    folder: Path | None = Field(default=None, exclude=True, description="run folder; None when nothing was written")

    def difference(self, measure: str, first: str, second: str) -> Difference:
        """first − second of one measure. Raises KeyError for a measure or pair that is not there."""
        for found in self.differences:
            if found.measure == measure and (found.first, found.second) == (first, second):
                return found
            if found.measure == measure and (found.first, found.second) == (second, first):
                return found.reversed()
        raise KeyError((measure, first, second))

    def against(self, measure: str, other: str) -> tuple[Difference, ...]:
        """Every other strategy minus this one, in the order of the comparison."""
        return tuple(self.difference(measure, name, other) for name in self.strategies if name != other)

    @property
    def acting(self) -> tuple[str, ...]:
        """The strategies that do something, in the order asked for; `do_nothing` where nothing else is there."""
        return tuple(name for name in self.strategies if name != BASELINE) or self.strategies

    def ranked(self, strategy: str, measure: str) -> bool:
        """May it be called better or worse on this measure? Not on hours and cost when it never met anybody."""
        return not counts_effort(measure) or bool(self.results[strategy].estimates["touches"].value)

    @property
    def reference(self) -> str:
        """The strategy against which the others are shown: the first one asked for that acts."""
        return self.acting[0]

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """Who stands where, by measure; without those of which no strategy has a value or neither end is better."""
        found = {}
        for measure in MEASURES:
            values, touches = (
                {name: self.results[name].estimates[each].value for name in self.acting}
                for each in (measure, "touches")
            )
            if (here := standing(measure, values, touches, self.difference)) is not None:
                found[measure] = here
        return found

    @cached_property
    def identical(self) -> tuple[tuple[str, ...], ...]:
        """Strategies not one byte of whose records differs, by groups."""
        groups: dict[tuple[str, str], list[str]] = {}
        for name, rows in self.receipt.rows.items():
            groups.setdefault((rows.outcomes_sha256, rows.team_sha256), []).append(name)
        return tuple(tuple(names) for names in groups.values() if len(names) > 1)

    def to_json(self) -> str:
        """The comparison without its receipt, which a run folder keeps in a file of its own."""
        return self.model_dump_json(exclude={"receipt"}, indent=1) + "\n"
