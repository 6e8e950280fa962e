"""Alternatives of any kind on the same luck: the same answers as a comparison gives where both can be asked."""

from __future__ import annotations

import pytest

from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.results.effects import EFFECTS
from engine.results.measure import Ratio
from engine.results.measures import HEADLINE, MEASURES
from engine.statistics.estimators import make_estimator
from engine.studies import compare
from engine.studies.contrast import Alternative, Alternatives, Tally, effect_between, horizon_days, play

N = 60
PAIR = ("top_down", "bottom_up_sponsored")
RATIOS = {name: measure for name in HEADLINE if isinstance(measure := MEASURES[name], Ratio)}


def test_strategies_as_alternatives_give_what_compare_gives(scenario: Scenario, books: dict[str, Rulebook]) -> None:
    job = Alternatives(tuple(Alternative(name, scenario, name, books) for name in PAIR), seed=3)
    tally = Tally.of(job.names, RATIOS, horizon_days(scenario))
    play(job, tally, N, workers=1)
    known = compare(scenario, PAIR, replications=N, seed=3, workers=1, books=books)
    assert tally.rows() == {name: known.receipt.rows[name] for name in PAIR}
    for name in HEADLINE:
        effect = effect_between(MEASURES[name], make_estimator(MEASURES[name], tally.kept), 0, 1, N, len(HEADLINE))
        there = known.difference(name, *PAIR)
        assert (effect.value, effect.low, effect.high) == pytest.approx((there.value, there.low, there.high)), name


def test_a_scenario_can_be_the_difference(scenario: Scenario, books: dict[str, Rulebook]) -> None:
    """A shorter period, all else alike: what happened before its end is the same, so nothing can be won more often."""
    shorter = scenario.model_copy(
        update={"horizon": scenario.horizon.model_copy(update={"value": scenario.horizon.value / 2, "range": None})}
    )
    sides = (Alternative("whole", scenario, "top_down", books), Alternative("half", shorter, "top_down", books))
    tally = Tally.of(("whole", "half"), EFFECTS, horizon_days(scenario))
    play(Alternatives(sides, seed=3), tally, N, workers=1)
    changed = int(tally.changed["half"][list(EFFECTS).index("wins")])
    wins = effect_between(EFFECTS["wins"], make_estimator(EFFECTS["wins"], tally.kept), 0, 1, changed, 1)
    assert wins.value is not None and wins.value * N == pytest.approx(changed) and changed > 0
    assert tally.parted["whole"] == 0 and tally.parted["half"] == N, "the team's hours differ in every replication"
