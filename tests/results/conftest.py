"""Records written by hand."""

from collections.abc import Callable

import numpy as np
import pytest

from engine.model.terms import Outcome
from engine.results.records import OUTCOME, TEAM

ENDINGS = (Outcome.won, Outcome.lost, Outcome.no_decision)


@pytest.fixture
def outcome_rows() -> Callable[..., np.ndarray]:
    """Makes OUTCOME rows from dictionaries; what is not named is 0, or NaN where a record leaves it open.

    Where no share of an ending is named, the outcome has happened for certain.
    """

    def make(*deals: dict[str, object]) -> np.ndarray:
        rows = np.zeros(len(deals), OUTCOME)
        rows["people"] = 5
        rows["winner"] = -1
        for name in ("opened", "closed", "first_touch", "satisfaction_if_won", "paid_after_days_if_won"):
            rows[name] = np.nan
        for row, deal in zip(rows, deals, strict=True):
            for name, value in deal.items():
                row[name] = value
            for ending in ENDINGS:
                if row["outcome"] == ending and not any(other.name in deal for other in ENDINGS):
                    row[ending.name] = 1.0
            if row["outcome"] != Outcome.no_project and np.isnan(row["opened"]):
                row["opened"] = 0.0
        return rows

    return make


@pytest.fixture
def team_rows() -> Callable[..., np.ndarray]:
    """Makes TEAM rows from dictionaries."""

    def make(*roles: dict[str, object]) -> np.ndarray:
        rows = np.zeros(len(roles), TEAM)
        for row, role in zip(rows, roles, strict=True):
            for name, value in role.items():
                row[name] = value
        return rows

    return make
