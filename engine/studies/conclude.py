"""What the replications of a comparison say."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from engine.engagement import Strategy
from engine.execution.alternatives import SideBySidePlayer
from engine.execution.session import Session
from engine.execution.simulate import Simulated
from engine.model.quantity import canonical
from engine.model.terms import TEAM_ROLES
from engine.results.measure import Measure, Ratio, role_measures
from engine.results.measures import HEADLINE, MEASURES
from engine.rules.language.logic import BookLogic, understand
from engine.simulation import WATCHED
from engine.situation import Situation
from engine.statistics.estimates import Difference
from engine.statistics.estimators import Estimator, make_estimator
from engine.statistics.looks import describe
from engine.statistics.verdicts import difference
from engine.studies.changes import changes
from engine.studies.comparison import Comparison
from engine.studies.firings import summarise_firings
from engine.studies.receipts import receipt_of
from engine.studies.summary import strategy_result

KEPT_RATIOS: dict[str, Ratio] = {
    **{name: measure for name, measure in MEASURES.items() if isinstance(measure, Ratio)},
    **{measure.name: measure for role in TEAM_ROLES for measure in role_measures(role).values()},
}
"""All measures that are ratios, those of each role of the team too."""


def conclude(
    situation: Situation,
    strategies: Sequence[Strategy],
    session: Session[SideBySidePlayer],
    done: Simulated,
    created: str,
    command: str,
) -> Comparison:
    """The comparison of these strategies, which come first among what was played."""
    names, tally, scenario = tuple(each.name for each in strategies), done.tally, situation.scenario
    pairs = len(names) * (len(names) - 1) // 2
    at = done.looks.confidences(max(pairs, 1) * len(HEADLINE))
    measures: dict[str, Measure] = {**MEASURES, **KEPT_RATIOS}
    estimators = {name: make_estimator(measure, tally.sums) for name, measure in measures.items()}
    logics = logics_of(situation, done)
    watched, horizon = min(tally.n, WATCHED), canonical(scenario.horizon)
    firings = {
        name: summarise_firings(rows, watched, horizon, logics, at.shown)
        for name, rows in tally.firings().items()
        if name in names
    }
    rows = tally.rows()
    return Comparison(
        scenario_id=scenario.id,
        currency=scenario.currency,
        seed=session.work.seed,
        replications=tally.n,
        strategies=names,
        results={
            name: strategy_result(tally, estimators, place, at.shown, logics, firings.get(name))
            for place, name in enumerate(names)
        },
        differences=_differences(done, estimators, names),
        precision=describe(done.looks, done.taken, done.reached, at),
        changes=changes(situation, names, done, session),
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


def logics_of(situation: Situation, done: Simulated) -> dict[str, BookLogic]:
    """The rulebooks by purpose, in the order in which records count and place them."""
    purposes = done.tally.rule_counts[done.tally.names[0]]
    return {purpose: understand(situation.books[purpose]) for purpose in purposes}


def _differences(done: Simulated, estimators: dict[str, Estimator], names: Sequence[str]) -> tuple[Difference, ...]:
    """Every measure over every pair, first before second in the order of the strategies.

    A family over which the error is shared out: the headline measures over all pairs, or all measures for the rest.
    """
    pairs = list(combinations(range(len(names)), 2))
    found = []
    for name, measure in MEASURES.items():
        family = HEADLINE if name in HEADLINE else MEASURES
        at = done.looks.confidences(len(pairs) * len(family))
        for first, second in pairs:
            changed = done.tally.changed(name, first, second)
            found.append(difference(measure, estimators[name], names, first, second, changed, at))
    return tuple(found)


def ordinary_deals(comparison: Comparison) -> list[tuple[str, int, int]]:
    """The representative deal of each strategy: strategy, replication and deal."""
    found = ((name, result.representative) for name, result in comparison.results.items())
    return [(name, deal.replication, deal.deal) for name, deal in found if deal is not None]
