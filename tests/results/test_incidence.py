"""Cumulative incidence with competing endings and censoring, against hand arithmetic."""

from collections.abc import Callable

import numpy as np
import pytest

from engine.model.terms import Outcome
from engine.statistics.incidence import ENDINGS, DurationCounts, aalen_johansen, quantile

Make = Callable[..., np.ndarray]


def counts_of(*deals: tuple[Outcome, int], days: int = 10) -> tuple[np.ndarray, np.ndarray]:
    ended, censored = np.zeros((len(ENDINGS), days + 1)), np.zeros(days + 1)
    for outcome, day in deals:
        if outcome is Outcome.open:
            censored[day] += 1
        else:
            ended[ENDINGS.index(outcome), day] += 1
    return ended, censored


def test_hand_example_with_censoring() -> None:
    """Five deals: won 1, censored 2, lost 3, won 4, censored 5.

    Day 1: 1/5 won. Day 3: S = 4/5, at risk 3, lost 4/15. Day 4: S = 8/15, at risk 2, won 4/15 more.
    """
    deals = [(Outcome.won, 1), (Outcome.open, 2), (Outcome.lost, 3), (Outcome.won, 4), (Outcome.open, 5)]
    curves = aalen_johansen(*counts_of(*deals))
    won, lost = curves.incidence[0], curves.incidence[1]
    assert won[[0, 1, 3, 4, 10]] == pytest.approx([0, 1 / 5, 1 / 5, 1 / 5 + 4 / 15, 1 / 5 + 4 / 15])
    assert lost[[2, 3, 10]] == pytest.approx([0, 4 / 15, 4 / 15])
    assert curves.at_risk[[0, 1, 2, 3, 4, 5, 6]].tolist() == [5, 5, 4, 3, 2, 1, 0]


def test_censoring_on_the_day_of_an_ending_comes_after_it() -> None:
    curves = aalen_johansen(*counts_of((Outcome.won, 2), (Outcome.open, 2)))
    assert curves.incidence[0][2] == pytest.approx(0.5)


def test_without_censoring_it_is_the_share_of_deals() -> None:
    rng = np.random.default_rng(1)
    deals = [
        (ENDINGS[code], int(day)) for code, day in zip(rng.integers(0, 4, 300), rng.integers(0, 10, 300), strict=True)
    ]
    curves = aalen_johansen(*counts_of(*deals))
    for place, ending in enumerate(ENDINGS):
        shares = [sum(o is ending and d <= day for o, d in deals) / 300 for day in range(11)]
        assert curves.incidence[place] == pytest.approx(shares)


def test_with_one_ending_it_is_one_minus_kaplan_meier() -> None:
    """Freireich's remission times of the 6-MP arm (in weeks): S(6) = .857, S(10) = .753, S(23) = .448."""
    relapse = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    deals = [(Outcome.lost, week) for week in relapse] + [(Outcome.open, week) for week in censored]
    lost = aalen_johansen(*counts_of(*deals, days=40)).incidence[1]
    assert 1 - lost[[6, 10, 23, 40]] == pytest.approx([0.8571, 0.7529, 0.4482, 0.4482], abs=5e-5)


def test_endings_never_exceed_one_and_never_fall() -> None:
    rng = np.random.default_rng(2)
    for _ in range(20):
        curves = aalen_johansen(rng.integers(0, 4, (4, 30)), rng.integers(0, 4, 30))
        assert (np.diff(curves.incidence, axis=-1) >= 0).all()
        assert (curves.incidence.sum(axis=0) <= 1 + 1e-12).all()


def test_many_groups_at_once_equal_one_by_one() -> None:
    rng = np.random.default_rng(3)
    ended, censored = rng.integers(0, 4, (6, 4, 30)), rng.integers(0, 4, (6, 30))
    together = aalen_johansen(ended, censored).incidence
    for group in range(6):
        assert together[group] == pytest.approx(aalen_johansen(ended[group], censored[group]).incidence)


def test_rows_are_counted_on_the_day_by_which_they_ended(outcome_rows: Make) -> None:
    rows = outcome_rows(
        {"replication": 0, "outcome": Outcome.won, "opened": 5, "closed": 15},
        {"replication": 1, "outcome": Outcome.lost, "opened": 5, "closed": 15.2},
        {"replication": 65, "outcome": Outcome.open, "opened": 80, "closed": 100},
        {"replication": 65, "outcome": Outcome.no_project},
    )
    counts = DurationCounts.empty(100)
    counts.add(rows)
    assert counts.ended[0, 0, 10] == 1
    assert counts.ended[1, 1, 11] == 1
    assert counts.censored[1, 20] == 1
    assert counts.ended.sum() + counts.censored.sum() == 3
    assert counts.decided.sum() == 2


def test_adding_in_parts_is_exact(outcome_rows: Make) -> None:
    rng = np.random.default_rng(4)
    rows = outcome_rows(*({"replication": i // 3, "outcome": int(rng.integers(1, 6)), "closed": rng.uniform(0, 99)}
                          for i in range(90)))  # fmt: skip
    whole, parts = DurationCounts.empty(100), DurationCounts.empty(100)
    whole.add(rows)
    for part in np.array_split(rows, 7):
        parts.add(part)
    for name in ("ended", "censored", "decided"):
        assert (getattr(whole, name) == getattr(parts, name)).all()


@pytest.mark.parametrize("days", [[10], [10, 20], [10, 20, 30], [5, 5, 5, 90], [0, 7.5, 8.125, 99]])
def test_median_is_numpys(days: list[float]) -> None:
    counts = np.zeros(801, np.int64)
    for day in days:
        counts[round(day * 8)] += 1
    assert quantile(counts, 0.5) == np.median(days)
