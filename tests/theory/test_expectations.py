"""The shapes that each scenario says it must show, checked on a run of its own.

A range holds when the measure's 95 % interval meets it; "above" and "below" when the paired 95 % interval excludes 0;
"near" when that interval lies within. What is said not to have come must not have come.
"""

from __future__ import annotations

import json
from functools import cache

import pytest
from laboratory import NAMES, books, shipped

from engine.model.scenario import Expectation
from engine.situation import Situation, read_situation
from engine.statistics.estimates import Difference
from engine.studies import compare
from engine.studies.comparison import Comparison

REPLICATIONS = 320
SEED = 20


@cache
def result(name: str) -> Comparison:
    """The strategies that the scenario's expectations speak of, compared on the same luck."""
    scenario = shipped(name)
    named = {strategy for e in scenario.expect for strategy in (e.strategy, e.other) if strategy}
    return compare(Situation(scenario, books()), sorted(named), replications=REPLICATIONS, seed=SEED, workers=1)


@cache
def set_otherwise(name: str, strategy: str, settings: tuple[str, ...]) -> Comparison:
    """One strategy, with values set and as the file has it."""
    situation = read_situation(f"kam:{name}", settings)
    return compare(situation, [strategy], replications=REPLICATIONS, seed=SEED, workers=1)


def difference(name: str, expectation: Expectation) -> Difference:
    """What is expected − what it is compared with."""
    assert expectation.other is not None
    if not expectation.set_otherwise:
        return result(name).difference(expectation.measure, expectation.strategy, expectation.other)
    settings = tuple(
        f"{path}={value if isinstance(value, str) else json.dumps(value)}"
        for path, value in expectation.set_otherwise.items()
    )
    found = set_otherwise(name, expectation.strategy, settings).changes
    assert found is not None
    effect = found.effects[expectation.strategy][expectation.measure]
    low, high = effect.low, effect.high
    assert low is not None and high is not None, effect.note
    return effect.model_copy(update={"low": -high, "high": -low})


def comes(name: str, expectation: Expectation) -> tuple[bool, str]:
    """Does the shape come, and the interval that says so?"""
    if expectation.between is not None:
        least, most = expectation.between
        estimate = result(name).results[expectation.strategy].estimates[expectation.measure]
        assert estimate.low is not None and estimate.high is not None, estimate.note
        return estimate.low <= most and estimate.high >= least, f"{estimate.low:.3g} … {estimate.high:.3g}"
    found = difference(name, expectation)
    assert found.low is not None and found.high is not None, found.note
    shown = f"{found.low:.3g} … {found.high:.3g}"
    if expectation.within is not None:
        return -expectation.within < found.low and found.high < expectation.within, shown
    return found.low > 0 if expectation.above else found.high < 0, shown


CASES = [
    pytest.param(name, expectation, id=f"{name}-{place}-{expectation.measure}-{expectation.strategy}")
    for name in NAMES
    for place, expectation in enumerate(shipped(name).expect)
]


@pytest.mark.parametrize(("name", "expectation"), CASES)
def test_the_situation_shows_the_shape_it_promises(name: str, expectation: Expectation) -> None:
    came, interval = comes(name, expectation)
    assert came == expectation.shown, interval
