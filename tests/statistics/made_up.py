"""Sums made of numbers that a test invents."""

from collections.abc import Mapping

import numpy as np

from engine.model.terms import Outcome
from engine.results.columns import COLUMN, COLUMNS, replication_columns
from engine.results.measure import Measure
from engine.results.measures import MEASURES
from engine.results.records import OUTCOME, TEAM
from engine.statistics.sums import BLOCK, Sums

PAIR = ("top_down", "bottom_up_sponsored")
SHARED_OUT = (Outcome.won, Outcome.lost, Outcome.no_decision)
"""Endings of which a deal can have a share."""

NO_ROWS = np.zeros(0, OUTCOME)


def measures(*names: str) -> dict[str, Measure]:
    return {name: MEASURES[name] for name in names}


def table(n: int, **columns: np.ndarray | float) -> np.ndarray:
    """Columns of so many replications; those not given are 0."""
    found = np.zeros((n, len(COLUMNS)))
    found[:, COLUMN["replications"]] = 1
    for name, values in columns.items():
        found[:, COLUMN[name]] = values
    return found


def summed(of: Mapping[str, Measure], tables: Mapping[str, np.ndarray], rows: Mapping[str, np.ndarray] | None = None,
           horizon: float = 400) -> Sums:  # fmt: skip
    """Sums of whole tables, and of rows of outcomes where there are any, taken in block by block."""
    kept = Sums(list(tables), of, [horizon] * len(tables))
    n = len(next(iter(tables.values())))
    for start in range(0, n, BLOCK):
        here = dict.fromkeys(tables, NO_ROWS)
        for name, each in (rows or {}).items():
            low, high = np.searchsorted(each["replication"], [start, start + BLOCK])
            here[name] = each[low:high]
        kept.add(start, {name: columns[start : start + BLOCK] for name, columns in tables.items()}, here)
    return kept


def deals(
    ended: np.ndarray, took: np.ndarray, opened: np.ndarray | float = 0.0, won: np.ndarray | None = None
) -> np.ndarray:
    """OUTCOME rows from (replications, deals) of endings and days; `won` gives shares where the committee closed."""
    rows = np.zeros(ended.size, OUTCOME)
    rows["replication"] = np.repeat(np.arange(len(ended)), ended.shape[1])
    rows["outcome"] = ended.ravel()
    rows["opened"] = np.broadcast_to(opened, ended.shape).ravel()
    rows["closed"] = rows["opened"] + took.ravel()
    for outcome in SHARED_OUT:
        rows[outcome.name] = rows["outcome"] == outcome
    if won is not None:
        closed = np.isin(rows["outcome"], (Outcome.won, Outcome.lost))
        rows["won"] = np.where(closed, won.ravel(), 0.0)
        rows["lost"] = np.where(closed, 1 - won.ravel(), 0.0)
    return rows


def of_deals(of: Mapping[str, Measure], rows: Mapping[str, np.ndarray], n: int, horizon: float = 400) -> Sums:
    """Sums of rows, with the columns that follow from them."""
    team = np.zeros(0, TEAM)
    tables = {name: replication_columns(each, team, 0, n) for name, each in rows.items()}
    return summed(of, tables, rows, horizon)


def rows_of(*named: dict[str, object]) -> np.ndarray:
    """OUTCOME rows from dictionaries; what is not named is 0, or NaN where a record leaves it open.

    Where no share of an ending is named, the outcome has happened for certain.
    """
    rows = np.zeros(len(named), OUTCOME)
    rows["people"] = 5
    rows["winner"] = -1
    for name in ("opened", "closed", "first_touch", "experience", "satisfaction_if_won", "paid_after_days_if_won"):
        rows[name] = np.nan
    for row, deal in zip(rows, named, strict=True):
        for name, value in deal.items():
            row[name] = value
        for ending in SHARED_OUT:
            if row["outcome"] == ending and not any(other.name in deal for other in SHARED_OUT):
                row[ending.name] = 1.0
        if row["outcome"] != Outcome.no_project and np.isnan(row["opened"]):
            row["opened"] = 0.0
    return rows
