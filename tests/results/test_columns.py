"""Measures of hand-written records against hand arithmetic."""

from collections.abc import Callable
from typing import get_args

import numpy as np
import pytest

from engine.model.scenario import MeasureName
from engine.model.terms import Outcome
from engine.results import HEADLINE, MEASURES
from engine.results.columns import COLUMN, COLUMNS, littles_law_gap, replication_columns
from engine.results.measure import Derived, Ratio, role_measures
from engine.wording import told

Make = Callable[..., np.ndarray]


@pytest.fixture
def table(outcome_rows: Make, team_rows: Make) -> np.ndarray:
    """Two replications: four deals, then three."""
    rows = outcome_rows(
        {"replication": 0, "outcome": Outcome.won, "closed": 100, "revenue_if_won": 500, "margin_if_won": 200,
         "cost": 30, "lifetime_value_if_won": 260, "people_met": 4, "power_met": 0.9, "executive_met": 1,
         "satisfaction_if_won": 0.8, "paid_after_days_if_won": 45, "value_days": 20, "necessary_days": 10,
         "waste_days": 70, "touches": 12, "hours": 40, "experience": 0.9, "helps": 3, "promises_broken": 2,
         "moves_refused": 5, "approvals": 4, "conceded_if_won": 40, "price_conceded": 0.09, "credit_days": 45,
         "terms_approvals": 3},
        {"replication": 0, "outcome": Outcome.lost, "opened": 10, "closed": 60, "cost": 20, "people_met": 1,
         "power_met": 0.2, "value_days": 10, "necessary_days": 5, "waste_days": 35, "refused": 3, "sponsors_lost": 1},
        {"replication": 0, "outcome": Outcome.no_decision, "closed": 300, "cost": 25, "people_met": 2},
        {"replication": 0, "outcome": Outcome.no_project, "cost": 1, "people_met": 3, "power_met": 0.5,
         "executive_met": 1},
        {"replication": 1, "outcome": Outcome.withdrawn, "closed": 30, "cost": 5, "sponsors_won": 2},
        {"replication": 1, "outcome": Outcome.open, "closed": 365, "cost": 15, "people_met": 5, "resentful": 2},
        {"replication": 1, "outcome": Outcome.won, "closed": 200, "revenue_if_won": 300, "margin_if_won": 90,
         "cost": 40, "lifetime_value_if_won": 90, "satisfaction_if_won": 0.4, "paid_after_days_if_won": 15,
         "people_met": 5, "power_met": 1.0, "executive_met": 1, "experience": 0.4, "promises_broken": 1},
    )  # fmt: skip
    team = team_rows(
        {"replication": 0, "role": 0, "people": 2, "hours_worked": 100, "hours_capacity": 400, "requests": 10,
         "wait_days": 5, "queue_mean": 0.5, "deals_mean": 1.5, "deal_days": 450, "horizon": 300},
        {"replication": 0, "role": 1, "people": 1, "hours_worked": 50, "hours_capacity": 100, "requests": 5,
         "wait_days": 20, "queue_mean": 0.1, "deals_mean": 1.5, "deal_days": 450, "horizon": 300},
        {"replication": 1, "role": 0, "people": 2, "hours_worked": 20, "hours_capacity": 400, "requests": 0,
         "wait_days": 0, "queue_mean": 0.0, "deals_mean": 2.0, "deal_days": 600, "horizon": 300},
        {"replication": 1, "role": 1, "people": 1, "hours_worked": 0, "hours_capacity": 100, "requests": 0,
         "wait_days": 0, "queue_mean": 0.0, "deals_mean": 2.0, "deal_days": 600, "horizon": 300},
    )  # fmt: skip
    return replication_columns(rows, team, 0, 2)


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("open_share", 1 / 6),
        ("no_project_share", 1 / 7),
        ("cycle_days_mean", (100 + 50 + 200) / 3),
        ("cost_per_deal", 136 / 6),
        ("cost_per_win", 136 / 2),
        ("revenue_per_deal", 800 / 6),
        ("conceded_per_deal", 40 / 6),
        ("margin_per_deal", 290 / 6),
        ("net_margin_per_deal", (290 - 136) / 6),
        ("lifetime_value_per_deal", 350 / 6),
        ("net_lifetime_value_per_deal", (350 - 136) / 6),
        ("coverage", (0.8 + 0.2 + 0.4 + 0 + 1 + 1) / 6),
        ("power_met", (0.9 + 0.2 + 1.0) / 6),
        ("executive_met", 2 / 6),
        ("sponsors_won", 2 / 6),
        ("sponsors_lost", 1 / 6),
        ("experience", (0.9 + 0.4) / 2),
        ("promises_broken", 3 / 6),
        ("helps", 3 / 6),
        ("moves_refused", 5 / 6),
        ("approvals", 4 / 6),
        ("price_conceded", 0.09 / 6),
        ("credit_days", 45 / 6),
        ("terms_approvals", 3 / 6),
        ("resentful", 2 / 6),
        ("touches", 12 / 6),
        ("refused", 3 / 6),
        ("hours", 40 / 6),
        ("team_load", 170 / 1000),
        ("team_wait", 25 / 15),
        ("process_cycle_efficiency", 30 / 150),
        ("waste_days", 105 / 6),
        ("satisfaction", 0.6),
        ("paid_after", 30),
    ],
)
def test_ratio(table: np.ndarray, measure: str, value: float) -> None:
    ratio = MEASURES[measure]
    assert isinstance(ratio, Ratio)
    total = table.sum(axis=0)
    assert total[COLUMN[ratio.numerator]] / total[COLUMN[ratio.denominator]] == pytest.approx(value, rel=1e-12)


def test_a_deal_counts_for_as_much_as_its_chances(outcome_rows: Make, team_rows: Make) -> None:
    """Money and days are those of the win that would have been, times its share, whichever ending was drawn."""
    rows = outcome_rows(
        {"outcome": Outcome.lost, "won": 0.25, "lost": 0.5, "no_decision": 0.25, "closed": 80, "revenue_if_won": 100,
         "margin_if_won": 40, "lifetime_value_if_won": 60, "satisfaction_if_won": 0.8, "paid_after_days_if_won": 20},
        {"outcome": Outcome.no_decision, "no_decision": 1.0, "closed": 9},
        {"outcome": Outcome.withdrawn, "closed": 5},
    )  # fmt: skip
    (found,) = replication_columns(rows, team_rows(), 0, 1)
    expected = {
        "won": 0.25, "lost": 0.5, "no_decision": 1.25, "withdrawn": 1, "open": 0, "decided": 0.75, "finished": 3,
        "not_won": 2.75, "projects": 3, "cycle_days": 60, "revenue": 25, "margin": 10, "lifetime_value": 15,
        "net_margin": 10, "satisfaction": 0.2, "rated": 0.25, "paid_after_days": 5, "paid": 0.25,
    }  # fmt: skip
    assert {name: found[COLUMN[name]] for name in expected} == pytest.approx(expected, abs=1e-15)


def test_every_ratio_is_checked_by_hand() -> None:
    (parameters,) = [mark for mark in test_ratio.pytestmark if mark.name == "parametrize"]
    checked = {case[0] for case in parameters.args[1]}
    assert {name for name, measure in MEASURES.items() if isinstance(measure, Ratio)} == checked


def test_pipeline_velocity_of_totals(table: np.ndarray) -> None:
    measure = MEASURES["pipeline_velocity"]
    assert isinstance(measure, Derived)
    means = {name: table[:, COLUMN[name]].mean() for name in measure.columns}
    expected = 1.75 * (800 / 2) * (2 / 5) / (350 / 3)
    assert measure.formula(means) == pytest.approx(expected, rel=1e-12)


def test_measures_of_one_role(table: np.ndarray) -> None:
    total = table.sum(axis=0)
    three = role_measures("presales_engineer")
    found = {part: total[COLUMN[m.numerator]] / total[COLUMN[m.denominator]] for part, m in three.items()}
    assert found == pytest.approx({"load": 50 / 200, "wait": 4.0, "queue": 0.05})


def test_a_replication_without_rows_counts_as_one_with_nothing(outcome_rows: Make, team_rows: Make) -> None:
    rows = outcome_rows({"replication": 7, "outcome": Outcome.lost, "closed": 5})
    table = replication_columns(rows, team_rows(), 6, 3)
    assert table[:, COLUMN["projects"]].tolist() == [0, 1, 0]
    assert table[:, COLUMN["replications"]].tolist() == [1, 1, 1]


def test_a_missing_number_is_not_swallowed(outcome_rows: Make, team_rows: Make) -> None:
    rows = outcome_rows({"replication": 3, "outcome": Outcome.won, "closed": 5, "cost": np.nan})
    with pytest.raises(ValueError, match=r"replication 3: `cost`"):
        replication_columns(rows, team_rows(), 3, 1)
    rows = outcome_rows({"replication": 3, "outcome": Outcome.won, "closed": 5, "margin_if_won": np.nan})
    with pytest.raises(ValueError, match=r"replication 3: `margin`"):
        replication_columns(rows, team_rows(), 3, 1)


def test_chunks_give_the_same_bits(table: np.ndarray, outcome_rows: Make, team_rows: Make) -> None:
    rng = np.random.default_rng(5)
    rows = outcome_rows(*({"replication": i // 7, "outcome": Outcome.won, "closed": 9} for i in range(70)))
    rows["cost"] = rng.lognormal(3, 2, 70)
    whole = replication_columns(rows, team_rows(), 0, 10)
    parts = [replication_columns(rows[7 * at : 7 * at + 7], team_rows(), at, 1) for at in range(10)]
    assert whole.tobytes() == np.concatenate(parts).tobytes()


def test_littles_law_gap_sees_a_gap(team_rows: Make) -> None:
    good = {"deals_mean": 2.0, "horizon": 100, "deal_days": 200, "queue_mean": 0.5, "wait_days": 50}
    assert littles_law_gap(team_rows(good, good)) == (0.0, 0.0)
    assert littles_law_gap(team_rows(good, {**good, "deal_days": 160})) == pytest.approx((0.2, 0.0))
    assert littles_law_gap(team_rows(good, {**good, "wait_days": 40})) == pytest.approx((0.0, 0.2))


def test_measure_names_of_scenarios_exist() -> None:
    assert set(get_args(MeasureName)) <= set(MEASURES)
    assert set(HEADLINE) <= set(MEASURES)


def test_measures_read_columns_that_exist_and_speak_both_languages() -> None:
    for measure in MEASURES.values():
        used = (
            (measure.numerator, measure.denominator) if isinstance(measure, Ratio) else getattr(measure, "columns", ())
        )
        assert set(used) <= set(COLUMNS)
        assert any("一" <= letter <= "鿿" for letter in told(measure.label, "zh") + told(measure.meaning, "zh"))
