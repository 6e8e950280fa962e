"""Who counts as met: people of this project who are still there, not whom an earlier project knew."""

from __future__ import annotations

import numpy as np
from laboratory import CHIEF, USER, Bench, office

from engine.dynamics.machine.composition import COLUMNS
from engine.dynamics.mechanisms.meetings import touch
from engine.dynamics.state.team_roles import ACCOUNT_MANAGER
from engine.model.terms import TouchKind


def column(bench: Bench, name: str) -> float:
    """What the record would say of the deal as it stands."""
    (value,) = (each.value for each in COLUMNS if each.name == name)
    return float(value(*bench.records, 10.0))  # type: ignore[operator]


def test_only_whom_this_project_met_counts() -> None:
    bench = office()
    bench.met[CHIEF] = 1
    assert [column(bench, name) for name in ("people_met", "power_met", "executive_met")] == [0, 0, 0]
    touch(*bench.records, 5.0, USER, int(TouchKind.situation), ACCOUNT_MANAGER)
    assert column(bench, "people_met") == 1
    assert column(bench, "power_met") == bench.power[USER] / np.sum(bench.power)
    assert column(bench, "executive_met") == 0
    touch(*bench.records, 6.0, CHIEF, int(TouchKind.situation), ACCOUNT_MANAGER)
    assert (column(bench, "people_met"), column(bench, "executive_met")) == (2, 1)


def test_who_has_left_does_not_count() -> None:
    bench = office()
    touch(*bench.records, 6.0, CHIEF, int(TouchKind.situation), ACCOUNT_MANAGER)
    bench.present[CHIEF] = 0
    assert (column(bench, "people_met"), column(bench, "executive_met")) == (0, 0)
