"""The shapes that each scenario says it must show, checked on a run of its own.

A range holds when the measure's 95 % interval meets it; "above" and "below" when the paired 95 % interval excludes 0.
"""

from __future__ import annotations

from functools import cache

import pytest
from laboratory import NAMES, books, shipped

from engine.model.scenario import Expectation
from engine.studies import compare
from engine.studies.comparison import Comparison

REPLICATIONS = 320


@cache
def result(name: str) -> Comparison:
    """The strategies that the scenario's expectations speak of, compared on the same luck."""
    scenario = shipped(name)
    named = {strategy for e in scenario.expect for strategy in (e.strategy, e.above, e.below) if strategy}
    return compare(scenario, sorted(named), replications=REPLICATIONS, workers=1, books=books())


CASES = [
    pytest.param(name, expectation, id=f"{name}-{expectation.measure}-{expectation.strategy}")
    for name in NAMES
    for expectation in shipped(name).expect
]


@pytest.mark.parametrize(("name", "expectation"), CASES)
def test_the_situation_shows_the_shape_it_promises(name: str, expectation: Expectation) -> None:
    found = result(name)
    if expectation.between is not None:
        least, most = expectation.between
        estimate = found.results[expectation.strategy].estimates[expectation.measure]
        assert estimate.low is not None and estimate.high is not None, estimate.note
        assert estimate.low <= most and estimate.high >= least, f"{estimate.low:.3g} … {estimate.high:.3g}"
        return
    other = expectation.above or expectation.below
    assert other is not None
    difference = found.difference(expectation.measure, expectation.strategy, other)
    assert difference.low is not None and difference.high is not None, difference.note
    if expectation.above:
        assert difference.low > 0, f"{difference.low:.3g} … {difference.high:.3g}"
    else:
        assert difference.high < 0, f"{difference.low:.3g} … {difference.high:.3g}"
