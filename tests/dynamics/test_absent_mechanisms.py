"""Any mechanism that is not core can be taken out by deleting its file, or switched off: the rest plays the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from laboratory import run, shipped
from ruamel.yaml import YAML

from engine.dynamics.declarations import Mechanism
from engine.dynamics.machine.composition import MECHANISMS
from engine.model.terms import Outcome

REPOSITORY = Path(__file__).resolve().parents[2]
CAUSES = {"resentful_middle": "keeping_up", "scheduled_renewal": "assets"}
"""The situations that are played, and the mechanism without which nobody there has a reason to buy."""
PLAY = """
import json, sys
from engine.dynamics.machine.composition import COLUMNS, MECHANISMS
from engine.dynamics.machine.outcome_row import ALWAYS
from engine.situation import load_books
from engine.situation import read_scenario
from engine.simulation import Simulator

told = {"mechanisms": [mechanism.name for mechanism in MECHANISMS], "outcomes": {}}
told["unknown"] = [c.name for c in COLUMNS if "NaN" in c.meaning] + [n for n, _, meaning in ALWAYS if "NaN" in meaning]
for name in sys.argv[1:]:
    scenario = read_scenario(f"scenarios/{name}.yaml")
    rows = Simulator(scenario, "playbook", load_books(scenario), 1).run(0, 3).outcomes
    told["outcomes"][name] = {column: rows[column].tolist() for column in rows.dtype.names}
print(json.dumps(told))
"""
REMOVABLE = [pytest.param(mechanism, id=mechanism.name) for mechanism in MECHANISMS if not mechanism.core]
Absent = tuple[Mechanism, dict[str, Any]]


def copy_to(folder: Path) -> Path:
    """The engine and the scenarios, where they may be spoilt."""
    leave = shutil.ignore_patterns("__pycache__")
    shutil.copytree(REPOSITORY / "engine", folder / "engine", ignore=leave)
    shutil.copytree(REPOSITORY / "scenarios", folder / "scenarios", ignore=leave)
    return folder


def take_out(folder: Path, mechanism: Mechanism) -> None:
    """Delete the mechanism's file, and its constants wherever a scenario states them."""
    (folder / "engine" / "dynamics" / "mechanisms" / f"{mechanism.name}.py").unlink()
    yaml = YAML(typ="safe")
    for path in [*folder.glob("scenarios/*.yaml"), *folder.glob("scenarios/shared/*.yaml")]:
        tree = yaml.load(path)
        behaviour = tree.get("behaviour", {})
        stated = [c for c in mechanism.constants if c.name in behaviour.get(c.group, {})]
        for constant in stated:
            del behaviour[constant.group][constant.name]
            if not behaviour[constant.group]:
                del behaviour[constant.group]
        if stated:
            with path.open("w", encoding="utf-8") as file:
                yaml.dump(tree, file)


def ask(folder: Path, code: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Let the copy run some code in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", **environment},
        check=False,
    )


def played(folder: Path, **environment: str) -> dict[str, Any]:
    """What the copy tells of three replications of each situation, playing by the book."""
    ran = ask(folder, PLAY, *CAUSES, **environment)
    assert ran.returncode == 0, ran.stderr[-3000:]
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def assert_it_plays(told: dict[str, Any], without: Mechanism) -> None:
    """Everything else is there, every row is finite, and projects open, go on and end."""
    assert told["mechanisms"] == [mechanism.name for mechanism in MECHANISMS if mechanism != without]
    gone = {column.name for column in without.columns}
    for name, columns in told["outcomes"].items():
        assert not gone & set(columns), name
        rows = {column: np.array(values) for column, values in columns.items()}
        for column, values in rows.items():
            known = ~np.isnan(values) if column in told["unknown"] else np.ones(len(values), bool)
            assert np.all(np.isfinite(values[known])), (name, column)
        opened = rows["outcome"] != Outcome.no_project
        assert opened.all() if without.name != CAUSES[name] else not opened.any(), name
        assert np.all(rows["closed"][opened] >= rows["opened"][opened]), name
        assert np.all(rows["decisions"] > 0) or not opened.any(), name
        assert np.all(rows["events"][opened] > 0), name
        acts = opened.any() and without.name != "pursuit"
        assert (np.sum(rows["hours"] - rows["contact_hours"]) > 1e-9) == acts, (
            "nobody is seen where there is nothing to win, or nothing says whom"
        )


@pytest.fixture(scope="module", params=REMOVABLE)
def absent(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Absent:
    """A mechanism, and what a copy without its file plays."""
    mechanism: Mechanism = request.param
    folder = copy_to(tmp_path_factory.mktemp(mechanism.name))
    take_out(folder, mechanism)
    return mechanism, played(folder, NUMBA_DISABLE_JIT="1")


def test_without_it_the_rest_loads_and_plays(absent: Absent) -> None:
    assert_it_plays(absent[1], absent[0])


def test_switched_off_it_does_what_it_does_when_its_file_is_deleted(absent: Absent) -> None:
    mechanism, told = absent
    for name, columns in told["outcomes"].items():
        scenario = shipped(name).model_copy(update={"switched_off": (mechanism.name,)})
        rows = run(scenario, "playbook", count=3).outcomes
        assert {column.name for column in mechanism.columns} == set(rows.dtype.names) - set(columns)
        for column, values in columns.items():
            np.testing.assert_allclose(values, rows[column], rtol=1e-9, atol=1e-12, err_msg=f"{name} {column}")


@pytest.mark.slow
def test_without_it_the_rest_compiles_and_plays_the_same(tmp_path: Path) -> None:
    """Compiling all of it anew takes a minute, so one stands for the others."""
    (influence,) = (mechanism for mechanism in MECHANISMS if mechanism.name == "influence")
    take_out(copy_to(tmp_path), influence)
    compiled = played(tmp_path, NUMBA_DISABLE_JIT="0", KAM_CACHE=str(tmp_path / "cache"))
    assert_it_plays(compiled, influence)
    interpreted = played(tmp_path, NUMBA_DISABLE_JIT="1")
    for name, columns in compiled["outcomes"].items():
        for column, values in columns.items():
            wanted = interpreted["outcomes"][name][column]
            np.testing.assert_allclose(values, wanted, rtol=1e-9, atol=1e-12, err_msg=f"{name} {column}")


def test_with_nothing_taken_out_the_copy_plays_what_the_engine_plays(tmp_path: Path) -> None:
    """So that what the tests above play is the engine, and what they miss is the mechanism."""
    told = played(copy_to(tmp_path), NUMBA_DISABLE_JIT="1")
    assert told["mechanisms"] == [mechanism.name for mechanism in MECHANISMS]
    for name, columns in told["outcomes"].items():
        rows = run(shipped(name), "playbook", count=3).outcomes
        for column in rows.dtype.names:
            np.testing.assert_allclose(columns[column], rows[column], rtol=1e-9, atol=1e-12, err_msg=column)


def test_what_two_declare_is_refused_as_soon_as_the_engine_is_loaded(tmp_path: Path) -> None:
    """A copy of a mechanism under another name, made different in one thing after another."""
    folder = copy_to(tmp_path) / "engine" / "dynamics" / "mechanisms"
    twin = (folder / "surprises.py").read_text(encoding="utf-8")
    for said, says, refused in (
        ('name="surprises"', 'name="twin"', "constant touch.surprise"),
        ('"touch.surprise', '"touch.bad_news', "event 18"),
        ("EventKind(\n    18, ", "EventKind(\n    98, ", "event surprise"),
        ('"surprise", "hidden"', '"bad_news", "hidden"', "draw 15"),
        ("Draw(1", "Draw(9", "field account.surprises"),
    ):
        assert said in twin
        twin = twin.replace(said, says)
        (folder / "twin.py").write_text(twin, encoding="utf-8")
        ran = ask(tmp_path, "import engine.dynamics.machine.composition")
        assert ran.returncode != 0
        assert f"two mechanisms declare {refused}" in ran.stderr
