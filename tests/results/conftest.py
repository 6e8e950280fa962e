"""Records written by hand."""

from collections.abc import Callable

import numpy as np
import pytest

from engine.results.records import TEAM
from tests.statistics.made_up import rows_of


@pytest.fixture
def outcome_rows() -> Callable[..., np.ndarray]:
    """See `rows_of`."""
    return rows_of


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
