"""A strategy of the user's own in YAML: the same as in Python, and every fault told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.engagement import strategy_named
from engine.errors import InputError
from engine.situation import read_scenario, read_situation
from engine.studies import compare, replay
from engine.wording import told

FIELD = """
name: our_field
label: {zh: 我们的一线打法}
source: our own
phases:
  - {highest_first: false, levels: low, preparation: 1}
cultivation: bottom
"""


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "field.yaml"
    path.write_text(FIELD, encoding="utf-8")
    return path


def test_phases_in_a_file_are_phases(mine: Path) -> None:
    (found,) = read_situation("kam:keeping_up", strategies=["field.yaml"]).strategies
    assert found.phases == strategy_named("bottom_up_field").phases
    assert (found.name, told(found.label, "zh")) == ("our_field", "我们的一线打法")


def test_it_plays_like_the_shipped_one_with_the_same_phases(mine: Path, tmp_path: Path) -> None:
    scenario = read_scenario("kam:keeping_up")
    found = compare(scenario, ["field.yaml", "bottom_up_field"], replications=8, workers=1, out=tmp_path / "runs")
    rows = found.receipt.rows
    assert rows["our_field"].outcomes_sha256 == rows["bottom_up_field"].outcomes_sha256
    mine.unlink()
    assert found.folder is not None and replay(found.folder, workers=1).identical


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("highest_first: false, ", "", "field.yaml:6", "highest_first"),
        ("levels: low", "levels: [3]", "field.yaml:6", "needs 2 entries"),
        ("preparation: 1", "preparation: -1", "field.yaml:6", "-1"),
        ("preparation: 1", "until: tomorrow", "field.yaml:6", "tomorrow"),
        ("preparation: 1", "roles: [usr]", "field.yaml:6", "user"),
        ("source: our own", "sources: our own", "field.yaml:4", "source"),
        ("name: our_field", "name: our field", "field.yaml:2", "our field"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(mine: Path, old: str, new: str, where: str, what: str) -> None:
    mine.write_text(FIELD.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_situation("kam:keeping_up", strategies=["field.yaml"])
    (problem,) = raised.value.problems
    assert str(problem.where).startswith(where) and what in str(problem) and problem.code
    assert problem.in_language("zh") != str(problem)
