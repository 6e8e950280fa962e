"""The model beside published figures: odds of winning with and without an old supplier, a rival, a formal tender."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import NormalDist
from typing import Unpack

from pydantic import Field

from engine.engagement import BASELINE
from engine.execution.alternatives import SideBySide
from engine.execution.effort import Effort, EffortOptions
from engine.model.account import Account
from engine.model.base import Frozen, Text
from engine.model.scenario import Scenario
from engine.results.measures import MEASURES
from engine.situation import Situation, read_situation
from engine.statistics.estimates import Estimate
from engine.statistics.estimators import make_estimator
from engine.statistics.intervals import ERROR
from engine.statistics.verdicts import estimate
from engine.studies.field_contrasts import CONTRASTS
from engine.studies.fixed_effort import effort_in_full, part_of, play_sides
from engine.wording import Cell, Column, Document, Paragraph, Shown, Table, Title, say
from engine.wording.numbers import count

WON, NONE = "win_rate_all", "no_decision_share"
Z = NormalDist().inv_cdf(1 - ERROR / 2)


class OddsRatio(Frozen):
    """Odds of winning where something is there ÷ odds where it is not; None where nobody or everybody wins.

    low, high: 95 %, as if both were played on luck of their own (wider than need be).
    """

    there: float
    absent: float
    ratio: float | None
    low: float | None
    high: float | None


class Case(Frozen):
    """One account with and without."""

    scenario_id: str
    title: Text
    account_id: str
    odds: OddsRatio


class FieldOdds(Shown, Frozen):
    """How much winning turns on what the field measures, in every shipped account and pooled over them.

    cases: by contrast. pooled: by contrast, the mean rates of all cases.
    no_decision: share of deals that end so, in the shipped situations as they are.
    """

    seed: int
    replications: int
    cases: dict[str, tuple[Case, ...]]
    pooled: dict[str, OddsRatio]
    no_decision: dict[str, float] = Field(description="by scenario")

    def document(self) -> Document:
        """A row for each contrast, with the range over accounts, and the shares that end without a decision."""
        rows = []
        for each in CONTRASTS:
            pooled, cases = self.pooled[each.name], self.cases[each.name]
            ratios = sorted(case.odds.ratio for case in cases if case.odds.ratio is not None)
            span = f"{ratios[0]:.2f} … {ratios[-1]:.2f}" if ratios else "–"
            rows.append(
                [
                    Cell(each.title, value=each.name),
                    Cell(str(len(cases)), value=len(cases)),
                    Cell(span),
                    Cell(f"{pooled.there:.3f}", value=pooled.there),
                    Cell(f"{pooled.absent:.3f}", value=pooled.absent),
                    Cell(_written(pooled), value=pooled.ratio),
                    Cell(each.published),
                ]
            )
        heads = [
            Column(say("What is there or not"), name="contrast"),
            Column(say("accounts"), number=True, name="accounts"),
            Column(say("odds ratio, account by account"), name="by_account"),
            Column(say("win rate with it"), number=True, name="there"),
            Column(say("without"), number=True, name="absent"),
            Column(say("odds ratio, pooled"), number=True, name="pooled"),
            Column(say("in data"), name="published"),
        ]
        shares = [f"{self.no_decision[name]:.2f}" for name in self.no_decision]
        ended = say(
            "Ended without a decision, situation by situation ({names}): {shares}; among forecast deals 0.20 to 0.24 "
            "(CSO Insights 2016-18).",
            names=list(self.no_decision),
            shares=shares,
        )
        how = say(
            "Win rates over all projects, the mean of all strategies that act, {n} replications an account (seed "
            "{seed}). None of these figures was tuned to. Data pool accounts that differ in much else.",
            n=count(self.replications),
            seed=self.seed,
        )
        return Document(
            [Title(say("The model beside published figures"), 2), Table(heads, rows), Paragraph(ended), Paragraph(how)]
        )


def _written(odds: OddsRatio) -> str:
    if odds.ratio is None:
        return "–"
    span = f" ({odds.low:.2f} … {odds.high:.2f})" if odds.low is not None and odds.high is not None else ""
    return f"{odds.ratio:.2f}{span}"


def field_odds(names: Sequence[str], **options: Unpack[EffortOptions]) -> FieldOdds:
    """Play every account of these shipped situations as each contrast has it, all on the same luck.

    names:   such as `kam:keeping_up`.
    options: as in `compare`; 2 replications or more, no precision.
    Raises InputError for wrong arguments, before anything is played.
    """
    effort = effort_in_full(options)
    situations = [read_situation(name) for name in names]
    cases: dict[str, list[Case]] = {each.name: [] for each in CONTRASTS}
    spreads: dict[str, list[tuple[float, float]]] = {each.name: [] for each in CONTRASTS}
    no_decision: dict[str, float] = {}
    replications = 0
    for place, situation in enumerate(situations):
        parts = [part_of(effort, 2 * place + half, 2 * len(situations)) for half in (0, 1)]
        found = _played(situation, {"": situation.scenario}, parts[0])
        no_decision[situation.scenario.id] = found[""][NONE].value or 0.0
        replications = found[""][NONE].n
        for each in CONTRASTS:
            for account in situation.scenario.accounts:
                there, absent = each.there(account), each.absent(account)
                if there is None or absent is None:
                    continue
                sides = {"there": _alone(situation.scenario, there), "absent": _alone(situation.scenario, absent)}
                rates = _played(situation, sides, parts[1])
                with_it, without = rates["there"][WON], rates["absent"][WON]
                spreads[each.name].append((_error(with_it), _error(without)))
                odds = odds_ratio(with_it.value or 0.0, without.value or 0.0, _error(with_it), _error(without))
                cases[each.name].append(
                    Case(
                        scenario_id=situation.scenario.id,
                        title=situation.scenario.title,
                        account_id=account.id,
                        odds=odds,
                    )
                )
    return FieldOdds(
        seed=effort.seed,
        replications=replications,
        cases={name: tuple(found) for name, found in cases.items()},
        pooled={name: _pooled(cases[name], spreads[name]) for name in cases},
        no_decision=no_decision,
    )


def _alone(scenario: Scenario, account: Account) -> Scenario:
    """The account by itself, one of its kind, with the whole team."""
    return scenario.model_copy(update={"accounts": (account.model_copy(update={"copies": 1}),)})


def _played(situation: Situation, sides: Mapping[str, Scenario], effort: Effort) -> dict[str, dict[str, Estimate]]:
    """The mean of all strategies that act, by side and measure."""
    acting = [strategy for strategy in situation.strategies if strategy.name != BASELINE]
    alternatives = []
    for name, scenario in sides.items():
        of_side = SideBySide.of(Situation(scenario, situation.books, tuple(acting)), acting, effort.seed)
        alternatives += [replace(each, name=f"{name}/{each.name}") for each in of_side.alternatives]
    told = {name: MEASURES[name] for name in (WON, NONE)}
    done = play_sides(alternatives, told, situation.scenario, effort)
    estimators = {measure: make_estimator(each, done.look) for measure, each in told.items()}
    found: dict[str, dict[str, Estimate]] = {}
    for side, name in enumerate(sides):
        places = range(side * len(acting), (side + 1) * len(acting))
        found[name] = {
            measure: _mean([estimate(told[measure], each, place) for place in places])
            for measure, each in estimators.items()
        }
    return found


def _mean(estimates: Sequence[Estimate]) -> Estimate:
    """Of estimates on the same luck: its interval is as wide as they are on average."""
    values = [each.value for each in estimates if each.value is not None]
    value = sum(values) / len(values) if values else None
    halves = [(each.high - each.low) / 2 for each in estimates if each.low is not None and each.high is not None]
    half = sum(halves) / len(halves) if halves else 0.0
    low, high = (None, None) if value is None else (value - half, value + half)
    return estimates[0].model_copy(update={"value": value, "low": low, "high": high})


def _error(rate: Estimate) -> float:
    """Standard error of a rate."""
    return 0.0 if rate.low is None or rate.high is None else (rate.high - rate.low) / (2 * Z)


def odds_ratio(there: float, absent: float, error_there: float, error_absent: float) -> OddsRatio:
    """Of two rates with their standard errors."""
    if not (0 < there < 1 and 0 < absent < 1):
        return OddsRatio(there=there, absent=absent, ratio=None, low=None, high=None)
    ratio = there / (1 - there) / (absent / (1 - absent))
    spread = Z * math.hypot(error_there / (there * (1 - there)), error_absent / (absent * (1 - absent)))
    return OddsRatio(
        there=there, absent=absent, ratio=ratio, low=ratio * math.exp(-spread), high=ratio * math.exp(spread)
    )


def _pooled(cases: Sequence[Case], spreads: Sequence[tuple[float, float]]) -> OddsRatio:
    """Of the mean rates of all cases."""
    n = max(1, len(cases))
    there, absent = sum(case.odds.there for case in cases) / n, sum(case.odds.absent for case in cases) / n
    errors = [math.sqrt(sum(spread[side] ** 2 for spread in spreads)) / n for side in (0, 1)]
    return odds_ratio(there, absent, *errors)
