"""Alternatives of any kind on the same luck: the same answers as a comparison gives where both can be asked."""

from __future__ import annotations

import numpy as np

from engine.engagement import strategy_named
from engine.execution.alternatives import Alternative, SideBySide
from engine.execution.effort import Effort
from engine.execution.session import Session
from engine.execution.simulate import Simulated, simulate
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.results.effects import EFFECTS
from engine.results.measure import Ratio
from engine.results.measures import HEADLINE, MEASURES
from engine.situation import Situation
from engine.statistics.estimators import make_estimator
from engine.statistics.verdicts import confidences, difference
from engine.studies import compare

N = 60
PAIR = ("top_down", "bottom_up_sponsored")
RATIOS = {name: measure for name in HEADLINE if isinstance(measure := MEASURES[name], Ratio)}


def played(sides: tuple[Alternative, ...], ratios: dict[str, Ratio]) -> Simulated:
    effort = Effort(replications=N, seed=3, workers=1)
    with Session(SideBySide(sides, effort.seed), effort) as session:
        return simulate(session, ratios, effort.looks())


def test_strategies_as_alternatives_give_what_compare_gives(scenario: Scenario, books: dict[str, Rulebook]) -> None:
    sides = tuple(Alternative(name, scenario, strategy_named(name), books) for name in PAIR)
    tally = played(sides, RATIOS).tally
    known = compare(Situation(scenario, books), PAIR, replications=N, seed=3, workers=1)
    assert tally.rows() == {name: known.receipt.rows[name] for name in PAIR}
    at = confidences(3 * len(HEADLINE))
    for name in HEADLINE:
        estimator = make_estimator(MEASURES[name], tally.sums)
        found = difference(MEASURES[name], estimator, PAIR, 0, 1, tally.changed(name, 0, 1), at)
        assert found == known.difference(name, *PAIR), name


def test_a_scenario_can_be_the_difference(scenario: Scenario, books: dict[str, Rulebook]) -> None:
    """A shorter period, all else alike: what happened before its end is the same, so nothing can be won more often."""
    shorter = scenario.model_copy(
        update={"horizon": scenario.horizon.model_copy(update={"value": scenario.horizon.value / 2, "range": None})}
    )
    strategy = strategy_named("top_down")
    names = ("whole", "half")
    sides = tuple(Alternative(*side, strategy, books) for side in zip(names, (scenario, shorter), strict=True))
    tally = played(sides, dict(EFFECTS)).tally
    changed = tally.changed("wins", 0, 1)
    wins = difference(
        EFFECTS["wins"], make_estimator(EFFECTS["wins"], tally.sums), names, 0, 1, changed, confidences(1)
    )
    assert wins.value is not None and 0 < wins.value * N <= changed, "each deal cut off takes its share of a win along"
    np.testing.assert_array_equal(tally.parted, [[0, N], [N, 0]], "the team's hours differ in every replication")
