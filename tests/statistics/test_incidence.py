"""Cumulative incidence with competing endings and censoring, against hand arithmetic."""

import numpy as np
import pytest

from engine.model.terms import Outcome
from engine.statistics.incidence import ENDINGS, DurationCounts, Endings, last_followed_day
from tests.statistics.made_up import rows_of


def curves_of(*deals: tuple[Outcome, int], days: int = 10) -> Endings:
    counts = DurationCounts.empty(days, 1)
    for outcome, day in deals:
        if outcome is Outcome.open:
            counts.censored[0, day] += 1
        else:
            counts.ended[0, ENDINGS.index(outcome), day] += 1
    return Endings(counts, 1, days)


def test_hand_example_with_censoring() -> None:
    """Five deals: won 1, censored 2, lost 3, won 4, censored 5.

    Day 1: 1/5 won. Day 3: S = 4/5, at risk 3, lost 4/15. Day 4: S = 8/15, at risk 2, won 4/15 more.
    """
    deals = [(Outcome.won, 1), (Outcome.open, 2), (Outcome.lost, 3), (Outcome.won, 4), (Outcome.open, 5)]
    curves = curves_of(*deals)
    won, lost = curves.incidence[0], curves.incidence[1]
    assert won[[0, 1, 3, 4, 10]] == pytest.approx([0, 1 / 5, 1 / 5, 1 / 5 + 4 / 15, 1 / 5 + 4 / 15])
    assert lost[[2, 3, 10]] == pytest.approx([0, 4 / 15, 4 / 15])
    assert curves.at_risk[[0, 1, 2, 3, 4, 5, 6]].tolist() == [5, 5, 4, 3, 2, 1, 0]


def test_deals_weighed_by_their_day_add_up_to_the_curves() -> None:
    """Two wins, on days 1 and 4; each ending after day 2 stands for a third of the deal lost from sight."""
    deals = [(Outcome.won, 1), (Outcome.open, 2), (Outcome.lost, 3), (Outcome.won, 4), (Outcome.open, 5)]
    curves = curves_of(*deals)
    assert curves.weights[[1, 3, 4]] == pytest.approx([1.0, 4 / 3, 4 / 3])
    rng = np.random.default_rng(3)
    many = [
        ((*ENDINGS, Outcome.open)[code], int(day))
        for code, day in zip(rng.integers(0, 5, 200), rng.integers(0, 10, 200), strict=True)
    ]
    curves = curves_of(*many)
    for place, ending in enumerate(ENDINGS):
        added = [sum(curves.weights[d] for o, d in many if o is ending and d <= day) / 200 for day in range(11)]
        assert curves.incidence[place] == pytest.approx(added)


def test_censoring_on_the_day_of_an_ending_comes_after_it() -> None:
    curves = curves_of((Outcome.won, 2), (Outcome.open, 2))
    assert curves.incidence[0][2] == pytest.approx(0.5)


def test_without_censoring_it_is_the_share_of_deals() -> None:
    rng = np.random.default_rng(1)
    deals = [
        (ENDINGS[code], int(day)) for code, day in zip(rng.integers(0, 4, 300), rng.integers(0, 10, 300), strict=True)
    ]
    curves = curves_of(*deals)
    for place, ending in enumerate(ENDINGS):
        shares = [sum(o is ending and d <= day for o, d in deals) / 300 for day in range(11)]
        assert curves.incidence[place] == pytest.approx(shares)


def test_with_one_ending_it_is_one_minus_kaplan_meier() -> None:
    """Freireich's remission times of the 6-MP arm (in weeks): S(6) = .857, S(10) = .753, S(23) = .448."""
    relapse = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    deals = [(Outcome.lost, week) for week in relapse] + [(Outcome.open, week) for week in censored]
    lost = curves_of(*deals, days=40).incidence[1]
    assert 1 - lost[[6, 10, 23, 40]] == pytest.approx([0.8571, 0.7529, 0.4482, 0.4482], abs=5e-5)


def test_endings_never_exceed_one_and_never_fall() -> None:
    rng = np.random.default_rng(2)
    for _ in range(20):
        counts = DurationCounts.empty(29, 3)
        counts.ended[:] = rng.integers(0, 4, (3, 4, 30))
        counts.censored[:] = rng.integers(0, 4, (3, 30))
        curves = Endings(counts, 3, 29)
        assert (np.diff(curves.incidence, axis=-1) >= 0).all()
        assert (curves.incidence.sum(axis=0) <= 1 + 1e-12).all()


def test_rows_are_counted_on_the_day_by_which_they_ended() -> None:
    rows = rows_of(
        {"replication": 0, "outcome": Outcome.won, "opened": 5, "closed": 15},
        {"replication": 1, "outcome": Outcome.lost, "opened": 5, "closed": 15.2},
        {"replication": 65, "outcome": Outcome.open, "opened": 80, "closed": 100},
        {"replication": 65, "outcome": Outcome.no_project},
    )
    counts = DurationCounts.empty(100, 64)
    counts.add(rows)
    assert counts.ended[0, 0, 10] == 1
    assert counts.ended[1, 1, 11] == 1
    assert counts.censored[1, 20] == 1
    assert counts.ended.sum() + counts.censored.sum() == 3
    assert np.flatnonzero(counts.windows).tolist() == [20, 95] and counts.windows[95] == 2


def test_a_deal_known_by_its_chances_is_one_deal() -> None:
    """Its causes get their shares on the day it ended; the risk set loses it whole."""
    chances = {"won": 0.25, "lost": 0.5, "no_decision": 0.25}
    rows = rows_of({"outcome": Outcome.lost, "closed": 10, **chances}, {"outcome": Outcome.won, "closed": 20, "won": 1})
    counts = DurationCounts.empty(100, 4)
    counts.add(rows)
    found = Endings(counts, 1, 100)
    assert found.at_risk[[10, 11, 21]].tolist() == [2, 1, 0]
    assert found.incidence[:, 100].tolist() == [0.625, 0.25, 0.125, 0]


@pytest.mark.parametrize(
    ("windows", "last"),
    [
        ({100: 1000}, 100),
        ({100: 950, 300: 50}, 300),
        ({100: 951, 300: 49}, 100),
        ({100: 29, 300: 29}, 100),
        ({100: 5, 300: 4}, 100),
        ({}, 400),
    ],
)
def test_rates_are_read_while_enough_deals_can_be_followed(windows: dict[int, int], last: int) -> None:
    """5 % of the deals and 30 of them; all of them where there are fewer."""
    counts = np.zeros(401, np.int64)
    for day, deals in windows.items():
        counts[day] = deals
    assert last_followed_day(counts) == last


def test_adding_in_parts_is_exact() -> None:
    rng = np.random.default_rng(4)
    rows = rows_of(*({"replication": i // 3, "outcome": int(rng.integers(1, 6)), "closed": rng.uniform(0, 99)}
                          for i in range(90)))  # fmt: skip
    whole, parts = DurationCounts.empty(100, 64), DurationCounts.empty(100, 64)
    whole.add(rows)
    for part in np.array_split(rows, 7):
        parts.add(part)
    for name in ("ended", "censored", "windows"):
        assert (getattr(whole, name) == getattr(parts, name)).all()
