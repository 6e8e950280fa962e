"""Shipped files are named `kam:NAME`, from any folder; a name that is none is answered with the nearest."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.advice.dossier_file import read_accounts
from engine.errors import InputError
from engine.files import located, shipped_names
from engine.situation import read_scenario


def test_every_shipped_file_has_one_name(shipped: Path) -> None:
    files = [path for path in shipped.rglob("*.*") if path.suffix != ".json"]
    assert len(files) >= 14
    assert sorted(located(name) for name in shipped_names()) == sorted(files)


def test_a_shipped_scenario_is_the_same_by_name_and_by_path_and_as_a_copy(shipped: Path, tmp_path: Path) -> None:
    by_name = read_scenario("kam:keeping_up")
    copy = Path(shutil.copy(shipped / "keeping_up.yaml", tmp_path / "mine.yaml"))
    assert by_name == read_scenario(shipped / "keeping_up.yaml") == read_scenario(copy)


def test_a_shipped_scenario_can_be_extended(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("extends: kam:keeping_up\nid: mine\n", encoding="utf-8")
    assert read_scenario(mine) == read_scenario("kam:keeping_up").model_copy(update={"id": "mine"})


def test_dossiers_have_names_too(shipped: Path) -> None:
    for name in ("huadong_power.yaml", "portfolio.csv"):
        by_path = read_accounts(shipped / "dossiers" / name).dossiers
        assert read_accounts(f"kam:{Path(name).stem}").dossiers == by_path


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("kam:keping_up", "nothing that ships with the program has this name (did you mean kam:keeping_up?)"),
        (
            "kam:no_such_thing",
            "nothing that ships with the program has this name (known: kam:attention, kam:behaviour, ",
        ),
        ("keeping_up", "no such file (did you mean kam:keeping_up?)"),
        ("scheduled_renewal.yaml", "no such file (did you mean kam:scheduled_renewal?)"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(
    named: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as caught:
        read_scenario(named)
    (problem,) = caught.value.problems
    assert str(problem).startswith(f"{named}: {told}")


def test_a_file_of_ones_own_is_never_taken_for_a_shipped_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("keeping_up").write_text("extends: kam:keeping_up\nid: mine\n", encoding="utf-8")
    assert read_scenario("keeping_up").id == "mine"
    Path("keeping_up").rename("keeping_up.yaml")
    with pytest.raises(InputError, match=r"no such file \(did you mean keeping_up.yaml\?\)"):
        read_scenario("keeping_up")
