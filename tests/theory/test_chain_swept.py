"""A chain of two steps whose win rate is a formula in two parameters, swept with the real simulator.

The project is given up in either step with a known chance, and whoever is left is bought from with certainty: the win
rate is (1 − a)(1 − b) at every point of the map.
"""

from __future__ import annotations

import numpy as np
import pytest
from laboratory import degenerate, quantity, step

from engine import sweep
from engine.situation import Situation
from engine.situation.situation import load_books

RESEARCH, ANALYSIS = (f"accounts.parts_group.process.steps.{name}.abandon" for name in ("research", "analysis"))


def test_a_map_of_two_chances_to_give_up() -> None:
    scenario = degenerate(
        [step("research", 5), step("analysis", 5), step("purchase", 5)],
        edits={"accounts.0.project.our_sighting": 1e-6, "horizon": quantity(400, "days")},
    )
    found = sweep(
        Situation(scenario, load_books(scenario)),
        {RESEARCH: "0:0.6:3", ANALYSIS: "0:0.4:3"},
        ["do_nothing"],
        measures=["win_rate_all"],
        replications=800,
        workers=1,
        second_block=False,
    )
    estimates = found.estimates["win_rate_all"]["do_nothing"]
    truth = [(1 - a) * (1 - b) for a in (0.0, 0.3, 0.6) for b in (0.0, 0.2, 0.4)]
    assert estimates[0].value == pytest.approx(1.0)
    for each, expected in zip(estimates, truth, strict=True):
        widest = 4 * np.sqrt(expected * (1 - expected) / 800)
        assert each.value is not None and abs(each.value - expected) <= widest + 1e-12, (each, expected)
