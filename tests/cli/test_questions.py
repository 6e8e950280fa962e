"""What can be read in several ways: put to the user on a terminal, and left open with both readings elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from kam_calls import Kam
from typing_user import typed

SCENARIO = "scenarios/keeping_up.yaml"
PEOPLE = "id,level,department,reports_to\nann,1,board,\nbob,3,finance,\ncid,3,engineering,bob\n"
TIES = "from,to,kind\nbob,ann,advice\n"
TRACE = (
    "trace",
    SCENARIO,
    "--strategy",
    "top_down",
    "--replication",
    "1",
    "--people",
    "people.csv",
    "--ties",
    "ties.csv",
)


@pytest.fixture
def doubtful(folder: Path) -> Path:
    """A folder with a chart in which somebody's boss is blank."""
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "ties.csv").write_text(TIES, encoding="utf-8")
    return folder


def test_the_answer_is_applied_and_what_would_have_settled_it_is_said(doubtful: Path) -> None:
    code, out, shown = typed("7\n2\n", *TRACE, folder=doubtful)
    assert code == 0 and "Top-down" in out, shown
    assert "people.csv:3: without a boss: bob" in shown
    assert "1. their boss is missing from the table" in shown and "2. they stand at the top" in shown
    assert shown.count("Which is meant? 1 to 2") == 2
    assert "people.csv:3: settled for good by: fill in `reports_to`; write level 1" in shown


def test_in_chinese(doubtful: Path) -> None:
    code, _, shown = typed("2\n", *TRACE, folder=doubtful, KAM_LANG="zh")
    assert code == 0 and "2. 他们就是最高层" in shown and "people.csv:3：下次不再询问的办法：" in shown


@pytest.mark.parametrize("answer", ["\n", "q\n", "\x04"], ids=["enter", "q", "end of input"])
def test_the_user_may_stop(doubtful: Path, answer: str) -> None:
    code, out, shown = typed(answer, *TRACE, folder=doubtful)
    assert code == 2 and out == ""
    assert "1) their boss is missing from the table; 2) they stand at the top (fill in" in shown


def test_what_only_the_file_can_settle_stays_open(doubtful: Path) -> None:
    code, out, shown = typed("1\n", *TRACE, folder=doubtful)
    assert code == 2 and out == "" and shown.count("Which is meant?") == 1
    assert "write level 1 for who stands at the top" in shown


def test_nothing_is_asked_for_json(doubtful: Path) -> None:
    code, out, shown = typed("2\n", *TRACE, "--json", folder=doubtful)
    assert code == 2 and out == "" and "Which is meant?" not in shown


def test_nothing_is_asked_where_there_is_no_terminal(kam: Kam, doubtful: Path) -> None:
    answer = kam(*TRACE)
    assert answer.code == 2 and answer.out == ""
    (message,) = answer.messages
    assert message.startswith("people.csv:3: without a boss: bob: 1) their boss is missing from the table; 2) they")


def test_check_asks_about_amounts(folder: Path) -> None:
    path = folder / SCENARIO
    usual, doubtful = "value: 680, unit: 10k CNY, range: [550, 850]", "value: 6800000, unit: 10k CNY"
    path.write_text(path.read_text(encoding="utf-8").replace(usual, doubtful, 1), encoding="utf-8")
    code, out, shown = typed("1\n", "check", SCENARIO, folder=folder)
    assert code == 0 and "valid" in out
    assert "1. 6800000 CNY" in shown and "settled for good by: write `value: 6800000, unit: CNY`" in shown
