"""From what was kept of a run to what is reported of each strategy."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from engine.execution.simulate import Simulated
from engine.model.terms import TEAM_ROLES, Outcome
from engine.results.columns import Rows
from engine.results.measure import role_measures
from engine.results.measures import MEASURES
from engine.rules.language.logic import BookLogic
from engine.statistics.estimators import Estimator
from engine.statistics.incidence import ENDINGS, Endings
from engine.statistics.intervals import proportion_interval
from engine.statistics.verdicts import estimate
from engine.studies.comparison import (
    Curve,
    DealReference,
    Firings,
    Incidence,
    LittlesLaw,
    RuleUse,
    StrategyResult,
    TeamLoad,
)

MOST_DAYS = 240
"""Curves are given on every day, or on every second, third … so that they have at most so many points."""


def strategy_result(
    done: Simulated,
    estimators: Mapping[str, Estimator],
    at: int,
    logics: Mapping[str, BookLogic],
    firings: Firings | None,
) -> StrategyResult:
    """Everything measured of the strategy at this place; `logics` of books by purpose."""
    tally, widening = done.tally, done.widening
    name = tally.names[at]
    totals = tally.sums.totals(name)
    return StrategyResult(
        strategy=name,
        estimates={key: estimate(MEASURES[key], estimators[key], at, widening) for key in MEASURES},
        incidence=incidence_curves(done.look.endings(at), tally.n, widening),
        rules=_rules(tally.rule_counts[name], logics),
        team=_team(totals, estimators, at, widening),
        littles_law=_littles_law(totals, tally.little[name]),
        representative=representative_deal(tally.beginning[name]),
        firings=firings,
    )


def _rules(rule_counts: Mapping[str, npt.NDArray[np.int64]], logics: Mapping[str, BookLogic]) -> tuple[RuleUse, ...]:
    found = []
    for name, counts in rule_counts.items():
        rules = [rule.id for rule in logics[name].rules]
        found += [
            RuleUse(book=name, rule=rule, count=int(count))
            for rule, count in zip([*rules, None], counts.tolist(), strict=True)
        ]
    return tuple(found)


def _team(
    totals: Mapping[str, float], estimators: Mapping[str, Estimator], at: int, widening: float
) -> tuple[TeamLoad, ...]:
    found = []
    for role in TEAM_ROLES:
        if totals[f"people:{role}"] <= 0:
            continue
        three = {
            part: estimate(measure, estimators[measure.name], at, widening)
            for part, measure in role_measures(role).items()
        }
        people = round(totals[f"people:{role}"] / totals["replications"])
        found.append(TeamLoad(role=role, people=people, load=three["load"], wait=three["wait"], queue=three["queue"]))
    return tuple(found)


def _littles_law(totals: Mapping[str, float], gaps: tuple[float, float]) -> LittlesLaw | None:
    if totals["horizon"] <= 0 or totals["projects"] <= 0:
        return None
    return LittlesLaw(
        deals=totals["deals_mean"] / totals["replications"],
        arrivals=totals["projects"] / totals["horizon"],
        days=totals["deal_days"] / totals["projects"],
        gap=gaps[0],
        queue_gap=gaps[1],
    )


def incidence_curves(endings: Endings, n: int, widening: float) -> Incidence:
    """Aalen–Johansen curves up to the last day, with bands; n: replications."""
    days = [*range(0, endings.last, max(1, -(-endings.last // MOST_DAYS))), endings.last]
    groups = len(endings.deals_by_group)
    moved = np.array([(endings.influence((ending,), days) ** 2).sum(axis=0) for ending in ENDINGS])
    errors = np.sqrt(moved * groups / max(groups - 1, 1))
    independent = min(n, round(endings.deals))

    def band(value: float, error: float) -> tuple[float | None, float | None]:
        if n < 2 or endings.deals == 0:
            return None, None
        return proportion_interval(value, error, groups - 1, widening, independent=independent)

    curves = []
    for place, ending in enumerate(ENDINGS):
        values = np.minimum(endings.incidence[place, days], 1.0).tolist()
        bands = [band(value, error) for value, error in zip(values, errors[place].tolist(), strict=True)]
        low, high = zip(*bands, strict=True)
        curves.append(Curve(outcome=ending.name, value=tuple(values), low=low, high=high))
    at_risk = tuple(round(float(endings.at_risk[day])) for day in days)
    return Incidence(days=tuple(float(day) for day in days), at_risk=at_risk, curves=tuple(curves))


def representative_deal(outcomes: Rows) -> DealReference | None:
    """A deal of the commonest outcome whose duration is nearest to that outcome's median; None without a project."""
    projects = outcomes[outcomes["outcome"] != Outcome.no_project]
    if not len(projects):
        return None
    common = np.bincount(projects["outcome"]).argmax()
    alike = projects[projects["outcome"] == common]
    took = alike["closed"] - alike["opened"]
    nearest = alike[np.argmin(np.abs(took - np.median(took)))]
    return DealReference(replication=int(nearest["replication"]), deal=int(nearest["deal"]))
