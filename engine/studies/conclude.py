"""What the replications of a comparison say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from engine.engagement import Strategy
from engine.execution.alternatives import SideBySidePlayer
from engine.execution.session import Session
from engine.execution.simulate import Simulated
from engine.model.quantity import canonical
from engine.model.terms import TEAM_ROLES
from engine.results.measure import Measure, role_measures
from engine.results.measures import HEADLINE, MEASURES
from engine.rules.language.logic import BookLogic, understand
from engine.simulation import WATCHED
from engine.situation import Situation
from engine.statistics.estimates import Difference
from engine.statistics.estimators import Estimator, make_estimator
from engine.statistics.looks import describe
from engine.statistics.multiplicity import best_by_luck
from engine.statistics.verdicts import judge
from engine.studies.account_outcomes import AccountOutcomes
from engine.studies.changes import changes
from engine.studies.comparison import Comparison
from engine.studies.finding_out import finding_out
from engine.studies.firings import summarise_firings
from engine.studies.receipts import receipt_of
from engine.studies.summary import strategy_result

ALL_MEASURES: dict[str, Measure] = {
    **MEASURES,
    **{measure.name: measure for role in TEAM_ROLES for measure in role_measures(role).values()},
}
"""All measures, those of each role of the team too."""


def conclude(
    situation: Situation,
    strategies: Sequence[Strategy],
    session: Session[SideBySidePlayer],
    done: Simulated,
    kept: AccountOutcomes,
    created: str,
    command: str,
) -> Comparison:
    """The comparison of these strategies, which come first among what was played. kept: what accounts came to."""
    names, tally, scenario = tuple(each.name for each in strategies), done.tally, situation.scenario
    estimators = {name: make_estimator(measure, done.look) for name, measure in ALL_MEASURES.items()}
    logics = logics_of(situation, done)
    watched, horizon = min(tally.n, WATCHED), canonical(scenario.horizon)
    firings = {
        name: summarise_firings(rows, watched, horizon, logics, done.widening)
        for name, rows in tally.firings().items()
        if name in names
    }
    rows = tally.rows()
    found = Comparison(
        scenario_id=scenario.id,
        currency=scenario.currency,
        seed=session.work.seed,
        replications=tally.n,
        strategies=names,
        results={
            name: strategy_result(done, estimators, place, logics, firings.get(name))
            for place, name in enumerate(names)
        },
        by_day=done.look.last_day,
        differences=tuple(_differences(done, estimators, len(names))),
        ended_otherwise=_ended_otherwise(done, names),
        precision=describe(done.looks, done.taken, done.reached),
        changes=changes(situation, names, done, session),
        unknowns=finding_out(situation, names, done, kept, session),
        receipt=receipt_of(
            scenario,
            names,
            situation.books,
            session.work.seed,
            {name: rows[name] for name in names},
            replications=tally.n,
            created=created,
            command=command,
        ),
    )
    return found.model_copy(update={"best_by_luck": _best_by_luck(found, estimators)})


def logics_of(situation: Situation, done: Simulated) -> dict[str, BookLogic]:
    """The rulebooks by purpose, in the order in which records count and place them."""
    purposes = done.tally.rule_counts[done.tally.names[0]]
    return {purpose: understand(situation.books[purpose]) for purpose in purposes}


def _differences(done: Simulated, estimators: Mapping[str, Estimator], strategies: int) -> list[Difference]:
    """Every measure over every pair, first before second in the order of the strategies.

    Verdicts are made for two families, each for all its pairs together: the headline measures, and the others.
    """
    pairs = list(combinations(range(strategies), 2))
    judged: dict[str, list[Difference]] = {}
    for family in (HEADLINE, [name for name in MEASURES if name not in HEADLINE]):
        for each in judge([done.claim(estimators[name], MEASURES[name], *pair) for name in family for pair in pairs]):
            judged.setdefault(each.measure, []).append(each)
    return [each for name in MEASURES for each in judged.get(name, ())]


def _ended_otherwise(done: Simulated, names: Sequence[str]) -> dict[str, dict[str, int]]:
    """By both strategies of a pair, the replications in which any deal ended in another way."""
    return {
        first: {names[b]: int(done.tally.ended_otherwise[a, b]) for b in range(a + 1, len(names))}
        for a, first in enumerate(names[:-1])
    }


def _best_by_luck(comparison: Comparison, estimators: Mapping[str, Estimator]) -> dict[str, float]:
    """By headline measure, how much the leader of those in front reads too well on average, were they all equal."""
    chosen = {}
    for name in HEADLINE:
        here = comparison.standings.get(name)
        if here is not None and here.tied and comparison.replications > 1:
            places = [comparison.strategies.index(each) for each in (here.leader, *here.tied)]
            sign = 1.0 if MEASURES[name].better == "up" else -1.0
            chosen[name] = best_by_luck(np.array([sign * estimators[name].influence(place) for place in places]))
    return chosen


def ordinary_deals(comparison: Comparison) -> list[tuple[str, int, int]]:
    """The representative deal of each strategy: strategy, replication and deal."""
    found = ((name, result.representative) for name, result in comparison.results.items())
    return [(name, deal.replication, deal.deal) for name, deal in found if deal is not None]
