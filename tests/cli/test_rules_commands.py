"""`kam rules`: what each command says and returns, in both languages and as JSON, and one message a mistake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from kam_calls import Kam

BOOK = """\
id: mine
title: {en: My book, zh: 我的规则书}
hit: first
facts:
  lead: {type: number, unit: score, range: [0, 1], unknown: no_match}
  calm: {type: boolean, unknown: {as: yes}}
outputs:
  play: {type: choice, values: [go, wait]}
rules:
  - {id: ahead, when: lead >= 0.5, then: {play: go}, because: {en: we lead, zh: 领先}, assumption: test}
  - {id: later, when: RULE, then: {play: wait}, because: {en: we wait, zh: 等待}, assumption: test}
otherwise: {then: {play: wait}, because: {en: nothing else, zh: 无}, assumption: test}
cases:
  - {name: in front, facts: {lead: 0.6}, rule: EXPECTED}
"""


def written(folder: Path, rule: str = "not calm", expected: str = "ahead") -> str:
    (folder / "mine.yaml").write_text(BOOK.replace("RULE", rule).replace("EXPECTED", expected), encoding="utf-8")
    return "mine.yaml"


def test_check_returns_3_only_where_a_book_is_wrong(kam: Kam, folder: Path) -> None:
    good = kam("rules", "check", written(folder), "project_origin")
    assert (good.code, good.err) == (0, "")
    assert "mine: 0 errors" in good.out and "project_origin: 0 errors" in good.out
    bad = kam("rules", "check", written(folder, "lead > 0.7"))
    assert bad.code == 3 and "shadowed: `later` never decides" in bad.out and "shown by: lead: 1 (`lead=1`)" in bad.out


def test_check_names_what_cannot_be_read_and_goes_on(kam: Kam, folder: Path) -> None:
    answer = kam("rules", "check", written(folder, "leed > 0.7"), "stage_gates")
    assert answer.code == 2 and "stage_gates: 0 errors" in answer.out
    assert answer.messages[0].startswith("mine.yaml:11:17: rule `later`, `when`, character 1: no fact is called `leed`")
    beyond = kam("rules", "check", written(folder, "lead > 1.5"))
    assert beyond.code == 2 and "its range is 0 to 1" in beyond.err


def test_check_as_json_is_one_document(kam: Kam, folder: Path) -> None:
    answer = kam("rules", "check", written(folder, "lead > 0.7"), "stage_gates", "--json")
    first, second = json.loads(answer.out)["books"]
    assert answer.code == 3 and (first["book"], second["proven"]) == ("mine", True)
    shadowed = next(finding for finding in first["findings"] if finding["kind"] == "shadowed")
    assert shadowed["rules"] == ["ahead", "later"] and shadowed["witness"]["lead"] > 0.7


def test_test_returns_1_where_a_case_fails(kam: Kam, folder: Path) -> None:
    good, bad = kam("rules", "test", written(folder)), kam("rules", "test", written(folder, expected="later"))
    assert good.code == 0 and "cases passed 1 of 1; rules that decide a case 1 of 3" in good.out
    assert bad.code == 1 and "case failed: in front\n  - expected `later` to decide" in bad.out
    assert json.loads(kam("rules", "test", "mine.yaml", "--json").out)["books"][0]["rules"][0]["decided"] == 1


def test_mutate_returns_1_where_a_fault_escapes(kam: Kam, folder: Path) -> None:
    loose, tight = kam("rules", "mutate", written(folder)), kam("rules", "mutate", "project_origin")
    assert loose.code == 1 and "no case catches: `ahead`: `lead >= 0.45` instead of `lead >= 0.5`" in loose.out
    assert "a case that would: lead: 0.45 (`lead=0.45`) → `otherwise`" in loose.out
    assert tight.code == 0 and tight.out.strip().endswith("missed 0")
    fine = json.loads(kam("rules", "mutate", "project_origin", "--fine", "--json").out)["books"][0]
    assert fine["tried"] > fine["caught"] and len(fine["survivors"]) == fine["tried"] - fine["caught"]


def test_explain_takes_pairs_and_files(kam: Kam, folder: Path) -> None:
    book = written(folder)
    (folder / "account.yaml").write_text("lead: 0.4\ncalm: yes\n", encoding="utf-8")
    (folder / "account.json").write_text('{"lead": 0.4, "calm": true}', encoding="utf-8")
    pairs, yaml, as_json = (
        kam("rules", "explain", book, *facts)
        for facts in (["lead=0.4", "calm=yes"], ["account.yaml"], ["account.json"])
    )
    assert pairs.code == 0 and pairs.out == yaml.out == as_json.out
    assert "- `ahead` would say go\n  - lacked: lead is at least 0.5 – now 0.4" in pairs.out
    flipped = "Nearest change that flips it: lead: 0.4 → 0.5 (`lead=0.5`); then go: we lead (`ahead`)"
    assert flipped in " ".join(pairs.out.split())
    over = kam("rules", "explain", book, "account.yaml", "lead=0.9", "--to", "play=wait", "--json")
    flip = json.loads(over.out)["flip"]
    assert flip["changes"] == [{"fact": "lead", "before": 0.9, "after": 0.49}]
    assert flip["distance"] == pytest.approx(0.4)


def test_explain_without_facts_knows_nothing(kam: Kam, folder: Path) -> None:
    answer = kam("rules", "explain", written(folder))
    assert answer.code == 0 and "Nothing is known." in answer.out and "calm: unknown → no" not in answer.out


@pytest.mark.parametrize(
    ("words", "where", "what"),
    [
        (["explain", "mine.yaml", "leed=0.5"], "leed=0.5", "did you mean lead?"),
        (["explain", "mine.yaml", "lead=high"], "facts for mine", "cannot be high"),
        (["explain", "mine.yaml", "lead=2"], "facts for mine", "its range is 0 to 1"),
        (["explain", "mine.yaml", "nowhere.yaml"], "nowhere.yaml", "no such file"),
        (["explain", "mine.yaml", "--to", "ploy=go"], "ploy=go", "did you mean play?"),
        (["explain", "mine.yaml", "--to", "go"], "go", "write NAME=VALUE"),
        (["explain", "mine.yaml", "--to", "play=stay"], "outputs of mine", "has no value `stay`"),
        (["check", "stage_gats"], "stage_gats", "did you mean stage_gates"),
        (["check", "mine.yaml", "--seconds", "soon"], "--seconds", "is not a time"),
        (["check", "mine.yaml", "--seconds", "-1"], "--seconds", "more than 0"),
        (["check"], "BOOK", "missing"),
    ],
)
def test_a_mistake_gets_one_message(kam: Kam, folder: Path, words: list[str], where: str, what: str) -> None:
    written(folder)
    answer = kam("rules", *words)
    assert (answer.code, answer.out) == (2, "")
    (message,) = answer.messages
    assert message.startswith(f"{where}: ") and what in message


@pytest.mark.parametrize("command", ["check", "test", "explain", "mutate"])
def test_everything_is_said_in_chinese_too(
    kam: Kam, folder: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    said = kam("rules", command, written(folder), "--lang", "zh").out
    assert any("一" <= letter <= "鿿" for letter in said)
    monkeypatch.setenv("KAM_LANG", "zh")
    helped = kam("rules", command, "--help")
    described = [line for line in helped.out.splitlines() if line.startswith("  ") and line.strip()]
    assert helped.code == 0 and any("一" <= letter <= "鿿" for letter in described[0])
    assert "Rulebook file" not in helped.out and "Most seconds" not in helped.out
