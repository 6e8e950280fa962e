"""Verdicts on many differences at once: adjusted p, false discoveries, and what is held back."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy import stats

from engine.results.measures import MEASURES
from engine.statistics.estimators import make_estimator
from engine.statistics.intervals import Interval, effective_number, mean_interval
from engine.statistics.multiplicity import DRAWS, best_by_luck, discoveries, step_down
from engine.statistics.verdicts import Claim, claim, judge, size_in, unchanged
from tests.statistics.made_up import PAIR, measures, summed, table

NEAR = 4 * sqrt(0.05 * 0.95 / DRAWS)


def test_statements_that_hang_together_need_no_adjustment() -> None:
    """All the same statement: the adjusted p is the plain one of Student's t."""
    influence = np.random.default_rng(1).normal(size=60)
    found = step_down(np.full(20, stats.t.ppf(0.975, 59)), np.tile(influence, (20, 1)))
    assert found == pytest.approx(np.full(20, 0.05), abs=NEAR)


def test_statements_that_are_independent_are_sidaks() -> None:
    rng = np.random.default_rng(2)
    apart = np.linalg.qr(rng.normal(size=(256, 10)))[0].T
    size = stats.norm.ppf(1 - (1 - 0.95 ** (1 / 10)) / 2)
    assert step_down(np.array([size, *[0.0] * 9]), apart)[0] == pytest.approx(0.05, abs=1.5 * NEAR)


def test_what_is_certain_no_longer_counts_among_the_rest() -> None:
    """Step by step: with nine differences out of doubt, the tenth is judged as if it stood alone."""
    apart = np.linalg.qr(np.random.default_rng(3).normal(size=(256, 10)))[0].T
    sizes = np.array([50.0] * 9 + [stats.t.ppf(0.975, 255)])
    found = step_down(sizes, apart)
    assert (found[:9] < 0.001).all()
    assert found[9] == pytest.approx(0.05, abs=NEAR)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(1e-9, 1.0), min_size=1, max_size=40), st.floats(0.01, 0.3))
def test_discoveries_are_benjamini_and_yekutielis(p: list[float], rate: float) -> None:
    adjusted = stats.false_discovery_control(p, method="by")
    clear_of_rounding = np.abs(adjusted - rate) > 1e-12
    assert (discoveries(np.array(p), rate) == (adjusted <= rate))[clear_of_rounding].all()


def test_the_best_of_equals_reads_too_high() -> None:
    """The mean of the largest of two and of five normal numbers (Teichroew 1956): .56419, 1.16296."""
    apart = np.linalg.qr(np.random.default_rng(4).normal(size=(256, 5)))[0].T
    assert best_by_luck(apart[:2]) == pytest.approx(0.56419, abs=0.05)
    assert best_by_luck(apart) == pytest.approx(1.16296, abs=0.05)
    assert best_by_luck(np.tile(apart[0], (3, 1))) == pytest.approx(0, abs=0.06), "equals on the same luck"


@pytest.mark.parametrize(("parts", "number"), [([1, 1, 1, 1], 4), ([1, -1], 2), ([5, 0, 0], 1), ([2, 1, 1], 16 / 6)])
def test_effective_number(parts: list[float], number: float) -> None:
    assert effective_number(np.array(parts, float)) == pytest.approx(number)
    assert effective_number(np.zeros(3)) == 0


def made_up_claim(value: float, se: float, influence: np.ndarray, effective: float = 100) -> Claim:
    scaled = influence / np.sqrt(influence @ influence) * se
    interval = mean_interval(value, se, len(influence) - 1)
    size = size_in(interval, value, len(influence) - 1)
    return Claim(MEASURES["win_rate_all"], *PAIR, value, 500, interval, "", 400, effective, scaled, size)


def test_a_verdict_rests_on_twenty_replications() -> None:
    influence = np.random.default_rng(5).normal(size=256)
    sure, few = judge([made_up_claim(0.1, 0.01, influence), made_up_claim(0.1, 0.01, influence, effective=19.9)])
    assert (sure.verdict, sure.ahead) == ("clear", PAIR[0])
    assert (few.verdict, few.ahead, few.note) == ("cannot_tell", None, "few_changes")


def test_clear_is_for_all_together_and_likely_for_a_share() -> None:
    """Of many independent differences: three standard errors are likely among others like it, and clear alone."""
    apart = np.linalg.qr(np.random.default_rng(6).normal(size=(256, 60)))[0].T
    alone = judge([made_up_claim(0.03, 0.01, apart[0])])
    among_noise = judge([made_up_claim(0.03 if i == 0 else 0.0, 0.01, each) for i, each in enumerate(apart)])
    among_like = judge([made_up_claim(0.03 if i < 40 else 0.0, 0.01, each) for i, each in enumerate(apart)])
    assert alone[0].verdict == "clear"
    assert among_noise[0].verdict == "cannot_tell"
    assert {each.verdict for each in among_like[:40]} <= {"likely", "clear"}
    assert "likely" in {each.verdict for each in among_like[:40]}
    assert {each.verdict for each in among_like[40:]} == {"cannot_tell"}


def test_a_wider_interval_widens_the_verdict_too() -> None:
    """The factor for looks enters the interval, and through it every p."""
    rng = np.random.default_rng(7)
    cost = {PAIR[0]: 50 + rng.normal(size=200), PAIR[1]: 49.8 + rng.normal(size=200)}
    kept = summed(measures("cost_per_deal"), {name: table(200, cost=cost[name], projects=1.0) for name in PAIR})
    estimator = make_estimator(MEASURES["cost_per_deal"], kept.look())
    plain, wide = (claim(MEASURES["cost_per_deal"], estimator, 0, 1, 200, widening) for widening in (1.0, 1.2))
    assert plain.interval is not None and wide.interval is not None
    middle, half = sum(plain.interval) / 2, (plain.interval.high - plain.interval.low) / 2
    assert wide.interval == pytest.approx((middle - 1.2 * half, middle + 1.2 * half))
    assert plain.size == pytest.approx(1.2 * wide.size)
    t = stats.ttest_rel(cost[PAIR[0]], cost[PAIR[1]])
    assert plain.size == pytest.approx(abs(t.statistic), rel=1e-5)


def test_what_never_parted_is_no_statement() -> None:
    nothing = unchanged(MEASURES["win_rate_all"], *PAIR, 500, "same_records")
    (found,) = judge([nothing])
    assert (found.value, found.low, found.high, found.verdict) == (0, 0, 0, "cannot_tell")
    assert nothing.interval == Interval(0, 0)
