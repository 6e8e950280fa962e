"""Records summed up per replication: the unit of statistics is the replication, because its deals share a team."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.model.terms import TEAM_ROLES, Outcome
from engine.wording import say

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.void]

_SAMPLED = {"no_project": Outcome.no_project, "withdrawn": Outcome.withdrawn, "open": Outcome.open}
"""Columns that count deals by their outcome."""

_PER_PROJECT = (
    "power_met",
    "executive_met",
    "touches",
    "refused",
    "sponsors_won",
    "sponsors_lost",
    "resentful",
    "helps",
    "moves_refused",
    "approvals",
    "price_conceded",
    "credit_days",
    "terms_approvals",
    "promises_made",
    "promises_kept",
    "promises_broken",
    "value_days",
    "necessary_days",
    "waste_days",
    "team_wait_days",
)
"""Fields of an OUTCOME row that are added up over projects."""

_ENDINGS = ("won", "lost", "no_decision")
"""Fields that hold the share of a deal that ended so."""

_OF_WINS = ("revenue", "conceded", "margin", "lifetime_value")
"""Money of the win that would have been, times the share won: fields `<name>_if_won`."""

_SPENT = ("hours", "cost")
"""Fields that are added up over all rows: what is spent where no project opens is spent too."""

MONEY = frozenset({"revenue", "conceded", "margin", "lifetime_value", "cost", "net_margin", "net_lifetime_value"})
"""Columns in the scenario's currency."""

_TOTALS = {
    "net_margin": {"margin": 1.0, "cost": -1.0},
    "net_lifetime_value": {"lifetime_value": 1.0, "cost": -1.0},
    "lead_days": {"value_days": 1.0, "necessary_days": 1.0, "waste_days": 1.0},
    "cycle_weeks": {"cycle_days": 1 / 7},
}
"""Columns that are sums of other columns, with factors."""

_TEAM_SUMS = ("hours_worked", "hours_capacity", "requests", "wait_days", "queue_mean")

COLUMNS: tuple[str, ...] = (
    "replications",
    *_SAMPLED,
    *_ENDINGS,
    "deals",
    "projects",
    "decided",
    "finished",
    "not_won",
    "cycle_days",
    "coverage",
    *_PER_PROJECT,
    *_OF_WINS,
    *_SPENT,
    *_TOTALS,
    "experience",
    "experienced",
    "satisfaction",
    "rated",
    "paid_after_days",
    "paid",
    *_TEAM_SUMS,
    *(f"{name}:{role}" for role in TEAM_ROLES for name in (*_TEAM_SUMS, "people")),
    "deals_mean",
    "deal_days",
    "horizon",
)
"""What is known of each replication, in order. `queue_mean:role` and the like are one role's share."""

COLUMN: dict[str, int] = {name: index for index, name in enumerate(COLUMNS)}


def replication_columns(outcomes: Rows, team: Rows, first: int, count: int) -> Floats:
    """One row per replication first … first+count−1, one column per name in `COLUMNS`.

    outcomes, team: OUTCOME and TEAM rows of exactly these replications. Sums run in the order of the rows, so that the
    same rows always give the same bits. A replication without rows gets zeros.
    Raises ValueError for a number that is missing where the record promises one.
    """
    table = np.zeros((count, len(COLUMNS)))
    table[:, COLUMN["replications"]] = 1.0
    _outcome_columns(table, outcomes, first, count)
    _team_columns(table, team, first, count)
    if not np.isfinite(table).all():
        replication, column = np.argwhere(~np.isfinite(table))[0]
        raise ValueError(
            say(
                "replication {number}: `{column}` is not a finite number",
                number=first + replication,
                column=COLUMNS[column],
            )
        )
    return table


def _outcome_columns(table: Floats, rows: Rows, first: int, count: int) -> None:
    place = (rows["replication"] - first).astype(np.intp)

    def put(name: str, values: Floats) -> None:
        table[:, COLUMN[name]] = np.bincount(place, weights=values, minlength=count)

    known = {name: (rows["outcome"] == outcome).astype(float) for name, outcome in _SAMPLED.items()}
    won, lost, no_decision = (rows[name].astype(float) for name in _ENDINGS)
    project = 1.0 - known["no_project"]
    decided = won + lost
    not_won = lost + no_decision + known["withdrawn"]
    for name, is_it in known.items():
        put(name, is_it)
    for name, part in (("won", won), ("lost", lost), ("no_decision", no_decision), ("decided", decided)):
        put(name, part)
    put("deals", np.ones(len(rows)))
    put("projects", project)
    put("finished", won + not_won)
    put("not_won", not_won)
    put("cycle_days", np.where(decided > 0, decided * (rows["closed"] - rows["opened"]), 0.0))
    put("coverage", np.where(project > 0, rows["people_met"] / np.maximum(rows["people"], 1), 0.0))
    for name in _PER_PROJECT:
        put(name, np.where(project > 0, _field(rows, name, 0.0), 0.0))
    for name in _OF_WINS:
        put(name, np.where(won > 0, won * _field(rows, f"{name}_if_won", 0.0), 0.0))
    for name in _SPENT:
        put(name, _field(rows, name, 0.0))
    for name, parts in _TOTALS.items():
        table[:, COLUMN[name]] = sum(factor * table[:, COLUMN[part]] for part, factor in parts.items())
    felt = np.where(project > 0, _field(rows, "experience", np.nan), np.nan)
    put("experience", np.nan_to_num(felt))
    put("experienced", (~np.isnan(felt)).astype(float))
    for field, counted in (("satisfaction", "rated"), ("paid_after_days", "paid")):
        values = _field(rows, f"{field}_if_won", np.nan)
        there = won * ~np.isnan(values)
        put(field, there * np.nan_to_num(values))
        put(counted, there)


def net_margin(rows: Rows) -> Floats:
    """What each OUTCOME row leaves: the margin of the share won, less what was spent, in the scenario's currency."""
    return np.where(rows["won"] > 0, rows["won"] * _field(rows, "margin_if_won", 0.0), 0.0) - _field(rows, "cost", 0.0)


def _field(rows: Rows, name: str, absent: float) -> Floats:
    """A field of the rows as numbers; the same number everywhere where no mechanism writes it."""
    there = rows.dtype.names is not None and name in rows.dtype.names
    return rows[name].astype(float) if there else np.full(len(rows), absent)


def _team_columns(table: Floats, rows: Rows, first: int, count: int) -> None:
    place = (rows["replication"] - first).astype(np.intp)
    for name in _TEAM_SUMS:
        table[:, COLUMN[name]] = np.bincount(place, weights=rows[name].astype(float), minlength=count)
    for code, role in enumerate(TEAM_ROLES):
        mine = rows["role"] == code
        for name in (*_TEAM_SUMS, "people"):
            weights = rows[name][mine].astype(float)
            table[:, COLUMN[f"{name}:{role}"]] = np.bincount(place[mine], weights=weights, minlength=count)
    head = np.flatnonzero(np.r_[True, place[1:] != place[:-1]]) if len(place) else np.zeros(0, np.intp)
    for name in ("deals_mean", "deal_days", "horizon"):  # the same in all rows of a replication
        table[place[head], COLUMN[name]] = rows[name][head]


def littles_law_gap(rows: Rows) -> tuple[float, float]:
    """Largest relative gap of L = λW over replications: for deals, and for requests waiting for a role.

    rows: TEAM rows. Each gap is |watched − recorded| ÷ the larger of the two, both in item-days.
    """

    def gap(watched: Floats, recorded: Floats) -> float:
        larger = np.maximum(np.maximum(np.abs(watched), np.abs(recorded)), 1e-9)
        return float(np.max(np.abs(watched - recorded) / larger, initial=0.0))

    return (
        gap(rows["deals_mean"] * rows["horizon"], rows["deal_days"]),
        gap(rows["queue_mean"] * rows["horizon"], rows["wait_days"]),
    )
