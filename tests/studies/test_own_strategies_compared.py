"""A strategy of the user's own goes everywhere a shipped one goes: comparison, workers, run folder, replay, story."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.engagement import Contact, Counsel, Phase, Strategy
from engine.errors import InputError
from engine.model.scenario import Scenario
from engine.situation import read_scenario
from engine.studies import compare, replay, trace

MINE = """
from engine.engagement import Counsel, Strategy


def advise(contacts, day):
    free = sorted(contact.id for contact in contacts if contact.available)
    return Counsel(free[0] if free else None)


CLIMB = Strategy(name="climb", label="Climb", source="mine", counsellor=advise)
"""


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario("kam:keeping_up")


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "mine.py"
    path.write_text(MINE, encoding="utf-8")
    return path


def test_it_is_compared_stored_and_replayed_without_its_file(scenario: Scenario, mine: Path, tmp_path: Path) -> None:
    found = compare(scenario, ["mine.py:CLIMB", "top_down"], replications=6, workers=1, out=tmp_path / "runs")
    assert found.strategies == ("climb", "top_down", "do_nothing")
    assert found.results["climb"].estimates["cost_per_deal"].value
    mine.unlink()
    assert found.folder is not None
    assert replay(found.folder, workers=1).identical


def test_workers_play_it_alike(scenario: Scenario, mine: Path) -> None:
    one = compare(scenario, ["mine.py:CLIMB"], replications=8, workers=1)
    two = compare(scenario, ["mine.py:CLIMB"], replications=8, workers=2)
    assert one.receipt.rows == two.receipt.rows


def test_phases_of_ones_own_are_stored_and_told_too(scenario: Scenario, tmp_path: Path) -> None:
    own = Strategy("own", "Own", "a test", (Phase(highest_first=False, roles=("user",), levels=(2, 9)),))
    found = compare(scenario, [own], replications=4, workers=1, out=tmp_path)
    assert found.folder is not None
    assert replay(found.folder, workers=1).identical
    assert trace(scenario, own, 1).strategy == "own"


def test_one_made_here_is_refused_before_anything_runs(scenario: Scenario, tmp_path: Path) -> None:
    def wait(contacts: tuple[Contact, ...], day: float) -> Counsel:
        return Counsel()

    made = Strategy("wait", "Wait", "a test", counsellor=wait)
    for out in (tmp_path, None):
        with pytest.raises(InputError, match=r"mine\.py:CLIMB"):
            compare(scenario, [made], replications=2, out=out)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("named", ["mine.py:NONE", "nowhere.py", "top_dwon"])
def test_what_is_no_strategy_is_refused(scenario: Scenario, mine: Path, named: str) -> None:
    with pytest.raises(InputError):
        compare(scenario, [named], replications=2)
