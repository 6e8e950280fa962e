"""Alternatives of any kind on the same luck: the same answers as a comparison gives where both can be asked."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.engagement import strategy_named
from engine.execution.alternatives import Alternative, SideBySide
from engine.execution.effort import Effort
from engine.execution.session import Session
from engine.execution.simulate import Simulated, simulate
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.results.effects import EFFECTS
from engine.results.measure import Measure
from engine.results.measures import HEADLINE, MEASURES
from engine.situation import Situation
from engine.statistics.estimators import make_estimator
from engine.statistics.verdicts import judge
from engine.studies import compare

N = 60
PAIR = ("top_down", "bottom_up_sponsored")


def played(sides: tuple[Alternative, ...], measures: Mapping[str, Measure]) -> Simulated:
    effort = Effort(replications=N, seed=3, workers=1)
    with Session(SideBySide(sides, effort.seed), effort) as session:
        return simulate(session, measures, effort.looks())


def test_strategies_as_alternatives_give_what_compare_gives(scenario: Scenario, books: dict[str, Rulebook]) -> None:
    sides = tuple(Alternative(name, scenario, strategy_named(name), books) for name in PAIR)
    done = played(sides, {name: MEASURES[name] for name in HEADLINE})
    known = compare(Situation(scenario, books), PAIR, replications=N, seed=3, workers=1)
    assert done.tally.rows() == {name: known.receipt.rows[name] for name in PAIR}
    for name in HEADLINE:
        (found,) = judge([done.claim(make_estimator(MEASURES[name], done.look), MEASURES[name], 0, 1)])
        there = known.difference(name, *PAIR)
        assert (found.value, found.low, found.high) == (there.value, there.low, there.high), name


def test_a_scenario_can_be_the_difference(scenario: Scenario, books: dict[str, Rulebook]) -> None:
    """A shorter period, all else alike: what happened before its end is the same, so nothing can be won more often."""
    shorter = scenario.model_copy(
        update={"horizon": scenario.horizon.model_copy(update={"value": scenario.horizon.value / 2, "range": None})}
    )
    strategy = strategy_named("top_down")
    names = ("whole", "half")
    sides = tuple(Alternative(*side, strategy, books) for side in zip(names, (scenario, shorter), strict=True))
    done = played(sides, EFFECTS)
    (wins,) = judge([done.claim(make_estimator(EFFECTS["wins"], done.look), EFFECTS["wins"], 0, 1)])
    assert wins.value is not None and wins.changed > 0 and 0 < wins.value * N <= wins.changed
    np.testing.assert_array_equal(done.tally.parted, [[0, N], [N, 0]], "the team's hours differ in every replication")
