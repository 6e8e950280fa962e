"""`kam whatif sweep` as text, as JSON and as a page; what is wrong is told before anything is played."""

import json
from pathlib import Path

import pytest
from kam_calls import Kam, fingerprint

AXIS = "behaviour.access.cold_level_1=0.12:0.35:2"
WORDS = (
    "whatif", "sweep", "kam:keeping_up", "--over", AXIS, "--strategies", "top_down,bottom_up_sponsored", "--workers", 1
)  # fmt: skip


def test_a_line_is_told_and_shown_beforehand(kam: Kam) -> None:
    answer = kam(*WORDS, "--replications", 20)
    assert answer.code == 0
    said = " ".join(answer.out.split())
    assert "lead" in said and "0.12" in said and "20 replications" in said
    (plan,) = [line for line in answer.messages if line.startswith("to be played")]
    assert "4 alternatives" in plan and "20 replications each" in plan and "Win rate known to about ±" in plan
    assert "broken off" not in answer.err


def test_chinese(kam: Kam) -> None:
    answer = kam(*WORDS, "--replications", 4, "--lang", "zh")
    assert answer.code == 0
    assert "谁领先" in answer.out and "同样的随机条件" in answer.out and "将要模拟" in answer.err
    assert "leads" not in answer.out


def test_json_and_a_page(kam: Kam, folder: Path) -> None:
    answer = kam(*WORDS, "--replications", 4, "--json", "--out", "sweep.html", "--measures", "coverage,win_rate_all")
    assert answer.code == 0
    found = json.loads(answer.out)
    assert found["sweep"]["measures"] == ["coverage", "win_rate_all"] and found["page"] == "sweep.html"
    html = (folder / "sweep.html").read_text(encoding="utf-8")
    assert "<img" in html and "sha256:" in html and "kam whatif sweep" in html


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--over", "behaviour.access.cold_levl_1=0.1:0.3:3"), "cold_level_1"),
        (("--over", "horizon=500:500:3"), "both ends of the range are 500"),
        (("--over", "title.en=a,b"), "is text"),
        ((), "--over: is missing"),
        (("--over", AXIS, "--budget", "soon"), "--budget: `soon` is no length of time"),
        (("--over", AXIS, "--budget", "0.001s"), "--budget: too small"),
        (("--over", AXIS, "--measures", "win_rat"), "--measures: there is no measure `win_rat`"),
        (("--over", AXIS, "--equal", "much"), "--equal: `much` is not a number"),
        (("--over", AXIS, "--out", "."), "is a folder"),
        (("--over", AXIS, "--out", "nowhere/sweep.html"), "there is no folder `nowhere`"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(
    kam: Kam, folder: Path, words: tuple[str, ...], told: str
) -> None:
    before = fingerprint(folder)
    answer = kam("whatif", "sweep", "kam:keeping_up", "--strategies", "top_down", *words)
    assert answer.code == 2 and told in answer.err and answer.out == ""
    assert fingerprint(folder) == before


@pytest.mark.parametrize(("lang", "words"), [("en", "What is varied"), ("zh", "让什么变动")])
def test_help(kam: Kam, monkeypatch: pytest.MonkeyPatch, lang: str, words: str) -> None:
    monkeypatch.setenv("KAM_LANG", lang)
    answer = kam("whatif", "sweep", "--help")
    assert answer.code == 0 and words in answer.out
    assert "sweep" in kam("whatif").out
