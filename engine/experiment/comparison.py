"""What a comparison found: estimates with intervals, paired differences, and how sure one may be.

Every value here is frozen and turns into JSON and back without loss. `None` stands for "cannot be said" (no interval
from a single replication, cost per win without a win); the note says why. There is never a NaN.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from engine.model.base import Frozen, Text
from engine.model.terms import TeamRole
from engine.results.contradictions import Kind
from engine.results.receipt import Receipt
from engine.wording import Message, say

Note = Literal["", "one_replication", "undefined", "no_variation", "too_few_events", "never", "always"]
NOTES: dict[Note, Message] = {
    "": say("nothing special"),
    "one_replication": say("one replication only: no interval can be given"),
    "undefined": say("never occurred in these replications: nothing to measure"),
    "no_variation": say("every replication gave the same value: no interval can be given"),
    "too_few_events": say("too few cases for an interval"),
    "never": say("not seen once; the interval says how often it may still happen"),
    "always": say("seen every time; the interval says how often it may still fail"),
}
"""Why an interval is missing or unusual, in words."""

Verdict = Literal["clear", "likely", "cannot_tell"]
"""`clear`: the interval adjusted for all stated comparisons excludes 0. `likely`: only the plain one does."""


class Estimate(Frozen):
    """One measure of one strategy: the value, its interval, and the number of replications behind it."""

    measure: str
    value: float | None
    low: float | None
    high: float | None
    n: int = Field(description="replications")
    note: Note = ""


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
    outcome_counts: dict[str, int] = Field(description="deals by outcome, `no_project` and `open` included")
    rules: tuple[RuleUse, ...]
    team: tuple[TeamLoad, ...]
    littles_law: LittlesLaw | None
    representative: DealReference | None = Field(
        description="a deal of the commonest outcome with the most ordinary duration"
    )
    firings: Firings | None = Field(default=None, description="None when whoever ran the replications watched none")


class PairedDifference(Frozen):
    """first − second on the same luck.

    variance_reduction: variance of the difference had the strategies been run on separate luck ÷ the variance reached.
    ahead:              the strategy that is better by this measure; None where it cannot be told or there is no better.
    """

    measure: str
    first: str
    second: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    variance_reduction: float | None
    verdict: Verdict
    ahead: str | None
    note: Note = ""

    def reversed(self) -> PairedDifference:
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


class Lead(Frozen):
    """Who is in front on one headline measure, and against whom.

    leader:     the strategy with the best value among those that act (`do_nothing` is left out).
    difference: leader − runner-up; its verdict says how sure that is. None with a single acting strategy.
    baseline:   leader − `do_nothing`.
    """

    measure: str
    leader: str
    runner_up: str | None
    difference: PairedDifference | None
    baseline: PairedDifference | None


class Precision(Frozen):
    """How the number of replications came about and what confidence the intervals have.

    confidence:       of each interval shown. With several looks it is 1 − 0.05 ÷ (looks planned), which makes it hold
                      with 95 % whenever the run stopped.
    clear_confidence: of the wider interval behind the verdict `clear` (headline measures).
    target:           half-width asked for; None when the number of replications was given.
    reached:          largest half-width of the difference in `win_rate_all` over all pairs of acting strategies.
    """

    confidence: float
    clear_confidence: float
    target: float | None
    reached: float | None
    looks: tuple[int, ...] = Field(description="replications at each look taken")
    planned: tuple[int, ...] = Field(description="replications at each look planned beforehand")
    met: bool = Field(description="the target was reached (true when there was none)")
    method: Text


class Comparison(Frozen):
    """Strategies on the same luck: what each did, how they differ, and what it rests on."""

    scenario_id: str
    currency: str
    seed: int
    replications: int
    strategies: tuple[str, ...] = Field(description="in the order asked for; `do_nothing` is always among them")
    results: dict[str, StrategyResult]
    differences: tuple[PairedDifference, ...] = Field(description="each pair once, in the order of `strategies`")
    leads: tuple[Lead, ...] = Field(description="one per headline measure")
    precision: Precision
    receipt: Receipt
    folder: Path | None = Field(default=None, exclude=True, description="run folder; None when nothing was written")

    def difference(self, measure: str, first: str, second: str) -> PairedDifference:
        """first − second of one measure. Raises KeyError for a measure or pair that is not there."""
        for found in self.differences:
            if found.measure == measure and (found.first, found.second) == (first, second):
                return found
            if found.measure == measure and (found.first, found.second) == (second, first):
                return found.reversed()
        raise KeyError((measure, first, second))
