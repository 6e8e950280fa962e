"""`kam rules roi` and `kam rules challenge`: what they say, keep and refuse."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from kam_calls import Kam

SCENARIO = "scenarios/keeping_up.yaml"
ROI = ("rules", "roi", SCENARIO, "--book", "engagement_choice", "--workers", 1)


@pytest.fixture
def rival(folder: Path, repository: Path) -> str:
    """A challenger in a file of the user's."""
    text = (repository / "engine/rules/books/engagement_choice.yaml").read_text(encoding="utf-8")
    text = text.replace("decider_stance >= 0.5", "decider_stance >= 0.2").replace("id: engagement_choice", "id: mine")
    (folder / "my book.yaml").write_text(text[: text.index("\ncases:")] + "\n", encoding="utf-8")
    return "my book.yaml"


def test_roi_ends_with_where_it_is_kept(kam: Kam, folder: Path) -> None:
    answer = kam(*ROI, "--replications", 40, "--shapley", "--lang", "en")
    assert (answer.code, answer.err) == (0, "")
    assert "In this scenario" in answer.out and "Shapley shares" in answer.out
    assert "We are fairly familiar with somebody inside" in answer.out, "a rule speaks in words, not only by its name"
    *_, picture, run = answer.out.splitlines()
    kept = folder / run.removeprefix("Run folder: ")
    assert Path(picture.removeprefix("Picture: ")) == Path(run.removeprefix("Run folder: ")) / "roi.png"
    assert (kept / "roi.png").read_bytes().startswith(b"\x89PNG")
    found = json.loads((kept / "roi.json").read_text(encoding="utf-8"))
    assert found["replications"] == 40 and found["receipt"]["command"].startswith("kam rules roi")
    assert (kept / "scenario.json").exists() and len(list((kept / "books").iterdir())) == 9
    assert {path.name for path in (folder / "runs").iterdir()} == {"earlier", kept.name}, "nothing unfinished is left"
    assert all(len(line) <= 120 for line in answer.out.splitlines())


def test_roi_as_json_is_one_document(kam: Kam, folder: Path) -> None:
    answer = kam(*ROI, "--replications", 4, "--set", "horizon=300 days", "--json", "--out", "here")
    document = json.loads(answer.out)
    assert Path(document["picture"]).exists() and document["run"].startswith("here")
    assert len(document["roi"]["rules"]) == 11 and document["roi"]["together"] is None


def test_roi_speaks_chinese(kam: Kam, folder: Path) -> None:
    out = kam(*ROI, "--replications", 32, "--shapley", "--lang", "zh").out
    assert "各条规则的贡献" in out and "赢单数" in out and "仅就本情境" in out
    assert "Selling cost" not in out and "cannot tell" not in out


def test_challenge_tells_where_the_books_part(kam: Kam, folder: Path, rival: str) -> None:
    answer = kam("rules", "challenge", SCENARIO, "--book", rival, "--replications", 30, "--workers", 1, "--seed", 3)
    assert (answer.code, answer.err) == (0, "")
    assert "Challenger “mine” against champion “engagement_choice”" in answer.out
    assert "In the first 30 replications" in answer.out and "“The decider is ours”" in answer.out
    kept = folder / answer.out.splitlines()[-1].removeprefix("Run folder: ")
    assert json.loads((kept / "challenge.json").read_text(encoding="utf-8"))["seed"] == 3
    assert (kept / "books/champion.json").exists() and (kept / "books/challenger.json").exists()
    first, second = [line.strip() for line in answer.out.splitlines() if line.strip().startswith("kam trace")][:2]
    assert "--set" not in first and "--set" in second
    stories = [kam(*shlex.split(command)[1:]) for command in (first, second)]
    assert [story.code for story in stories] == [0, 0]
    assert stories[0].out != stories[1].out


def test_challenge_as_json_in_either_language(kam: Kam, folder: Path, rival: str) -> None:
    words = ("rules", "challenge", SCENARIO, "--book", rival, "--replications", 30, "--workers", 1)
    document = json.loads(kam(*words, "--json").out)
    assert len(document["traces"]) == len(document["challenge"]["partings"]["examples"]) > 0
    chinese = kam(*words, "--lang", "zh").out
    assert "挑战规则书" in chinese and "走向分开的项目示例" in chinese and "champion" not in chinese


def test_the_scenario_s_own_book_can_challenge(kam: Kam, folder: Path, rival: str) -> None:
    words = ("--book", "engagement_choice", "--champion", rival, "--replications", 8, "--workers", 1)
    answer = kam("rules", "challenge", SCENARIO, *words)
    assert answer.code == 0 and "Challenger “engagement_choice” against champion “mine”" in answer.out


@pytest.mark.parametrize(
    ("words", "where", "what"),
    [
        (["roi", SCENARIO], "--book", "missing"),
        (["roi", SCENARIO, "--book", "engagement_choise"], "--book", "did you mean engagement_choice"),
        (["roi", SCENARIO, "--book", "tier_letters"], "--book", "decides nothing in a simulation"),
        (["roi", SCENARIO, "--book", "stage_gates", "--workers", "0"], "--workers", "can do nothing"),
        (["roi", SCENARIO, "--book", "stage_gates", "--replications", "1"], "--replications", "give 2 or more"),
        (
            ["roi", SCENARIO, "--book", "stage_gates", "--replications", "20", "--shapley"],
            "--replications",
            "give 32 or more",
        ),
        (["roi", SCENARIO, "--book", "stage_gates", "--strategy", "playbok"], "--strategy", "playbook"),
        (["roi", SCENARIO, "--book", "nowhere.yaml"], "nowhere.yaml", "no such file"),
        (["challenge", SCENARIO, "--book", "stage_gates"], "--book", "the champion itself"),
        (["challenge", SCENARIO, "--book", "my book.yaml", "--champion", "stage_gates"], "--champion", "one purpose"),
        (["challenge", SCENARIO, "--book", "my book.yaml", "--workers", "0"], "--workers", "can do nothing"),
        (["challenge", SCENARIO, "--book", "my book.yaml", "--replications", "1"], "--replications", "2 or more"),
    ],
)
def test_a_mistake_gets_one_message(
    kam: Kam, folder: Path, rival: str, words: list[str], where: str, what: str
) -> None:
    answer = kam("rules", *words)
    assert (answer.code, answer.out) == (2, "")
    (message,) = answer.messages
    assert message.startswith(f"{where}: ") and what in message
    assert [path.name for path in (folder / "runs").iterdir()] == ["earlier"]


@pytest.mark.parametrize("command", ["roi", "challenge"])
def test_help_is_there_in_chinese(kam: Kam, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("KAM_LANG", "zh")
    helped = kam("rules", command, "--help")
    assert helped.code == 0
    described = [line for line in helped.out.splitlines() if line.startswith("  ") and line.strip()]
    assert len(described) > 10
    assert all(any("一" <= letter <= "鿿" for letter in line) for line in described), helped.out
