"""A strategy in a file of the user's: found, refused with its line, and the same in another process."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from engine.engagement import Contact, Counsel, Phase
from engine.engagement.own import is_own, own_strategy
from engine.errors import InputError

CLIMB = """
from engine.engagement import Counsel, Phase, Strategy

CLIMB = Strategy(name="climb", label="Climb", source="mine", phases=(Phase(highest_first=False),))


def advise(contacts, day):
    free = [contact for contact in contacts if contact.available]
    return Counsel(free[0].id if free else None)


FIRST = Strategy(name="first", label="First", source="mine", counsellor=advise)
"""
SOMEBODY = Contact("cto", 2, ("decider",), False, True, 0.0, 0.0, 0.0, 0, False)


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "mine.py"
    path.write_text(CLIMB, encoding="utf-8")
    return path


def test_it_is_named_by_file_and_variable(mine: Path) -> None:
    found = own_strategy("mine.py:CLIMB")
    assert (found.name, found.phases, found.acts) == ("climb", (Phase(highest_first=False),), True)
    assert is_own("mine.py:CLIMB") and is_own("mine.py") and not is_own("top_down")


def test_it_travels_without_its_file(mine: Path, tmp_path: Path) -> None:
    packed = pickle.dumps(own_strategy("mine.py:FIRST"))
    mine.unlink()
    again = pickle.loads(packed)
    assert again.counsellor((SOMEBODY,), 1.0) == Counsel("cto")
    code = "import pickle, sys; print(pickle.loads(sys.stdin.buffer.read()).name)"
    told = subprocess.run([sys.executable, "-c", code], input=packed, capture_output=True, check=True)
    assert told.stdout.strip() == b"first"


def test_one_strategy_needs_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("one.py").write_text(CLIMB.partition("def ")[0], encoding="utf-8")
    assert own_strategy("one.py").variable == "CLIMB"


@pytest.mark.parametrize(
    ("named", "text", "place", "what"),
    [
        ("none.py:CLIMB", None, "none.py", "no such file"),
        ("mine.py:CLIMP", CLIMB, "mine.py", "CLIMB"),
        ("mine.py", CLIMB, "mine.py", "several"),
        ("mine.py", "x = 1\n", "mine.py", "there is no `Strategy`"),
        ("mine.py", "x = 1\ny = = 2\n", "mine.py:2", "cannot read"),
        ("mine.py", "x = 1\n\nprint(1 / 0)\n", "mine.py:3", "ZeroDivisionError"),
        ("mine.py", "from engine.engagement import Strategy\nA = Strategy()\n", "mine.py:2", "TypeError"),
    ],
)
def test_what_cannot_be_one_is_refused_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str, text: str | None, place: str, what: str
) -> None:
    monkeypatch.chdir(tmp_path)
    if text is not None:
        Path("mine.py").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        own_strategy(named)
    (problem,) = raised.value.problems
    assert problem.where == place
    assert what in str(problem)
    assert problem.in_language("zh") != str(problem)
