"""What it is worth to know: known answers, and no worth in luck."""

from math import sqrt

import numpy as np
import pytest
from scipy import stats

from engine.results.columns import Floats
from engine.statistics.unknown_shares import curves, independent
from engine.statistics.worth_knowing import choices_by_value, worth_of

CASES = 2_000


def crossing(rng: np.random.Generator, unknown: Floats, noise: float = 1.0) -> Floats:
    """Three alternatives that are alike on average; the second gains where the unknown is high, the third loses."""
    luck = rng.normal(0, 3, len(unknown))
    own = rng.normal(0, noise, (3, len(unknown)))
    return np.stack([luck + own[0] + 0.1, luck + own[1] + unknown, luck + own[2] - unknown], axis=1)


def test_what_decides_is_worth_what_theory_says() -> None:
    """Uniform between −1 and 1, the best of 0.1, u and −u: the mean of max(0.1, |u|), less 0.1."""
    truth = 0.1 * 0.1 + (1 - 0.1**2) / 2 - 0.1
    rng, held, found = np.random.default_rng(1), 0, []
    for _ in range(100):
        unknown = rng.uniform(-1, 1, CASES)
        worth = worth_of(crossing(rng, unknown), 0, curves(unknown), np.arange(CASES))
        held += worth.low <= truth <= worth.high
        found.append(worth.value)
        assert worth.p < 1e-6 and worth.otherwise > 0.7
    assert held >= stats.binom.ppf(1e-3, 100, 0.95)
    assert truth - 0.02 < np.mean(found) < truth + 4 * np.std(found) / 10, "it errs on the low side"


def test_what_decides_nothing_is_worth_nothing() -> None:
    """The unknown moves all alternatives alike: it is worth nothing however much it moves."""
    rng = np.random.default_rng(2)
    unknown = rng.uniform(-1, 1, CASES)
    gains = rng.normal(size=(CASES, 2)) + np.array([1.0, 0.0]) + 5 * unknown[:, None]
    worth = worth_of(gains, 0, curves(unknown), np.arange(CASES))
    assert (worth.value, worth.p, worth.otherwise) == (0.0, 1.0, 0.0)
    assert [each.alternative for each in choices_by_value(gains, 0, unknown, curves(unknown))] == [0]


def test_luck_is_worth_nothing() -> None:
    """Six alternatives alike, chosen and valued on the same luck: nothing looks as if it were worth knowing."""
    rng = np.random.default_rng(3)
    told, values = 0, []
    for _ in range(300):
        gains = rng.normal(0, 1, (300, 1)) + rng.normal(0, 1, (300, 6))
        unknown = independent(np.hstack([curves(each) for each in rng.normal(size=(3, 300))]))
        worth = worth_of(gains, int(gains.mean(axis=0).argmax()), unknown, np.arange(300))
        told += worth.p < 0.05
        values.append(worth.value)
    assert told <= stats.binom.ppf(0.999, 300, 0.05)
    assert np.mean(values) < 4 * np.std(values) / sqrt(300), "no winner's curse"


def test_copies_of_a_replication_count_as_one() -> None:
    """Cases of a replication that are the same tell no more than one of them."""
    rng = np.random.default_rng(4)
    unknown = rng.uniform(-1, 1, 400)
    gains = crossing(rng, unknown)
    one = worth_of(gains, 0, curves(unknown), np.arange(400))
    same = np.repeat(unknown, 3)
    three = worth_of(np.repeat(gains, 3, axis=0), 0, curves(same), np.repeat(np.arange(400), 3))
    assert three.high - three.low == pytest.approx(one.high - one.low, rel=0.1)


def test_few_replications_that_differ_say_nothing() -> None:
    rng = np.random.default_rng(5)
    unknown = rng.uniform(-1, 1, 400)
    rare = (unknown > 0.98).astype(float)
    gains = np.stack([np.zeros(400), np.where(rare > 0, 50.0, -1.0) + rng.normal(0, 0.1, 400)], axis=1)
    assert worth_of(gains, 0, independent(rare[:, None]), np.arange(400)).p == 1.0


def test_choices_change_where_the_best_does() -> None:
    rng = np.random.default_rng(6)
    unknown = rng.uniform(-1, 1, 4_000)
    found = choices_by_value(crossing(rng, unknown, 0.1), 0, unknown, curves(unknown))
    assert [each.alternative for each in found] == [2, 0, 1]
    assert found[0].above == -np.inf and found[-1].below == np.inf
    assert found[0].below == found[1].above and found[1].below == found[2].above
    assert found[1].above == pytest.approx(-0.1, abs=0.15) and found[1].below == pytest.approx(0.1, abs=0.15)
