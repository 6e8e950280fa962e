"""`kam runs compare`: two stored runs, by folder or by the name that `kam runs list` shows."""

import json
import shutil
from pathlib import Path

import pytest
from kam_calls import Kam

from engine.results import HEADLINE

SCENARIO = "scenarios/keeping_up.yaml"
PLAYED = ("--strategies", "top_down", "--replications", 40, "--workers", 1, "--no-page")
SET = "accounts.parts_group.process.sign_offs.wait=9"


@pytest.fixture
def two(kam: Kam, folder: Path, stored: Path) -> tuple[str, str]:
    """Names of two runs of the same but for one value."""
    shutil.copytree(stored, folder / "runs" / "before")
    assert kam("compare", SCENARIO, *PLAYED, "--set", SET).code == 0
    (made,) = {path.name for path in (folder / "runs").iterdir()} - {"before", "earlier"}
    return "before", made


def test_values_and_measures_of_both_are_shown(kam: Kam, two: tuple[str, str]) -> None:
    answer = kam("runs", "compare", *two)
    assert answer.code == 0, answer.err
    assert answer.err == ""
    lines = answer.out.splitlines()
    (value,) = [line for line in lines if SET.partition("=")[0] in line]
    assert value.split()[1:] == ["2.1", "days", "9", "days"]
    for words in ("Top-down", "Win rate", "Selling cost per win", "difference: B − A", "over the first 40"):
        assert words in " ".join(answer.out.split())
    assert max(map(len, lines)) <= 120


def test_as_json_it_is_one_document(kam: Kam, folder: Path, two: tuple[str, str]) -> None:
    answer = kam("runs", "compare", folder / "runs" / two[0], two[1], "--json")
    found = json.loads(answer.out)
    assert (found["paired"], found["identical"], found["same_records"]) == (True, False, False)
    assert found["apart"]["values"][0]["second"] == {"value": 9.0, "unit": "days"}
    assert list(found["strategies"]["top_down"]["differences"]) == list(HEADLINE)


def test_it_is_told_in_chinese(kam: Kam, two: tuple[str, str]) -> None:
    answer = kam("runs", "compare", *two, "--lang", "zh")
    assert answer.code == 0 and "赢单率" in answer.out and "差异：B − A" in answer.out


def test_identical_runs_are_told_as_such(kam: Kam, stored: Path) -> None:
    answer = kam("runs", "compare", stored, stored)
    assert answer.code == 0 and "The two runs are identical" in answer.out


@pytest.mark.parametrize(("name", "says"), [("befor", "did you mean before?"), ("scenarios", "not a run folder")])
def test_what_is_no_run_is_refused(kam: Kam, two: tuple[str, str], name: str, says: str) -> None:
    answer = kam("runs", "compare", name, two[1])
    assert answer.code == 2 and len(answer.messages) == 1
    assert says in answer.err


def test_records_of_another_layout_are_refused_in_one_sentence(kam: Kam, folder: Path, two: tuple[str, str]) -> None:
    (folder / "runs" / "before" / "outcomes-top_down.parquet").write_bytes(b"no table")
    answer = kam("runs", "compare", *two)
    assert answer.code == 2 and len(answer.messages) == 1
    assert "outcomes-top_down.parquet: is not what this program writes" in answer.err
