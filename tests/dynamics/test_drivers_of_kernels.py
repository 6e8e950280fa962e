"""The kernels give the same records compiled and interpreted, and whether or not they write on a tape."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from laboratory import books, run, shipped, simulator

import engine.simulation.run as driver
from engine.dynamics.machine.composition import LAYOUTS
from engine.dynamics.state.flat_records import Record
from engine.results.records import OUTCOME

ASKED = """
import json, sys
sys.path.insert(0, {folder!r})
from laboratory import run, shipped
records = run(shipped({name!r}), {strategy!r}, count=2, first=3)
print(json.dumps([[float(value) for value in row] for row in records.outcomes.tolist()]))
"""


def interpreted(name: str, strategy: str) -> np.ndarray:
    """The outcome rows of a run without the compiler, in a process of its own."""
    folder = str(Path(__file__).parents[1] / "simulation")
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    asked = ASKED.format(folder=folder, name=name, strategy=strategy)
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, env=environment, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return np.array(json.loads(ran.stdout))


@pytest.mark.parametrize(("name", "strategy"), [("resentful_middle", "top_down"), ("reactive_tender", "playbook")])
def test_interpreted_kernels_give_the_compiled_records(name: str, strategy: str) -> None:
    compiled = np.array(run(shipped(name), strategy, count=2, first=3).outcomes.tolist(), dtype=np.float64)
    np.testing.assert_allclose(interpreted(name, strategy), compiled, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", ["keeping_up", "team_portfolio"])
@pytest.mark.parametrize("strategy", ["top_down", "playbook", "do_nothing"])
@pytest.mark.parametrize(("words", "enough"), [(80_000, True), (60, False)], ids=["long tape", "too short at first"])
def test_a_tape_changes_nothing(
    name: str, strategy: str, words: int, enough: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "is_audited", lambda replication: False)
    untaped = simulator(shipped(name), strategy).run(1, 6)
    monkeypatch.setattr(driver, "is_audited", lambda replication: True)
    monkeypatch.setattr(driver, "TAPE_WORDS", words)
    teller = simulator(shipped(name), strategy)
    taped = teller.run(1, 6)
    assert (teller._desk.tape_words == words * len(teller._slots)) == enough
    assert untaped.outcomes.tobytes() == taped.outcomes.tobytes()
    assert untaped.team.tobytes() == taped.team.tobytes()
    for book in books():
        np.testing.assert_array_equal(untaped.rule_counts[book], taped.rule_counts[book])


def test_no_field_hides_behind_something_that_every_record_has() -> None:
    """Interpreted, `account.memory` would be the record's own, not the field; so it is with `row.round` of a table."""
    names = [name for layout in LAYOUTS.values() for name in (*layout.places, *layout.dimensions)]
    assert [name for name in names if hasattr(Record, name)] == []
    assert [name for name in OUTCOME.names if hasattr(np.record, name)] == []
