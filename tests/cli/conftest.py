"""A folder of the user's, the command called from there, and one run that is already made."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
import typer.main

from engine.cli.main import main

sys.path.insert(0, str(Path(__file__).parent))

from kam_calls import LANGUAGE_VARIABLES, Answer, Kam, run_kam


@pytest.fixture(scope="session", autouse=True)
def compiled(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Compile before the first test: a command that has to says so on stderr, where tests look for messages."""
    scenario = repository / "scenarios/keeping_up.yaml"
    for words in (
        ("compare", scenario, "--strategies", "playbook", "--replications", 2, "--no-page"),
        ("trace", scenario, "--strategy", "playbook", "--replication", 1),
    ):
        answer = run_kam(*words, folder=tmp_path_factory.mktemp("warm"))
        assert answer.code == 0, answer.err


@pytest.fixture(scope="session", autouse=True)
def built_once() -> Iterator[None]:
    """Build the tree of commands once, as a process of a user's does: it takes half of the time of a short command."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.main, "get_command", lru_cache(typer.main.get_command))
        yield


@pytest.fixture
def folder(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the user's with a copy of the scenarios and one earlier run; the commands are called from here."""
    home = tmp_path / "home"
    shutil.copytree(repository / "scenarios", home / "scenarios")
    (home / "runs" / "earlier").mkdir(parents=True)
    (home / "runs" / "earlier" / "receipt.json").write_text("{}", encoding="utf-8")
    monkeypatch.chdir(home)
    return home


@pytest.fixture
def kam(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kam:
    """Calls a command in this process."""
    for name in LANGUAGE_VARIABLES:
        monkeypatch.delenv(name, raising=False)

    def call(*words: object) -> Answer:
        capsys.readouterr()
        code = main([str(word) for word in words])
        shown = capsys.readouterr()
        return Answer(code, shown.out, shown.err)

    return call


@pytest.fixture(scope="session")
def stored(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small run made by the installed command; tests copy it before they spoil it."""
    out = tmp_path_factory.mktemp("made")
    answer = run_kam(
        "compare",
        repository / "scenarios/keeping_up.yaml",
        *("--strategies", "top_down", "--replications", 40, "--workers", 1, "--out", out),
        folder=out,
    )
    assert answer.code == 0, answer.err
    (run,) = out.iterdir()
    return run
