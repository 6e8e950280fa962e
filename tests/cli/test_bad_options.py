"""Every way an option can be wrong: exit code 2, one clear message with place, what and hint, and nothing written."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from kam_calls import Kam, fingerprint

SCENARIO = "scenarios/keeping_up.yaml"
COMPARE = ("compare", SCENARIO)
TRACE = ("trace", SCENARIO, "--strategy", "top_down", "--replication")

CASES: list[tuple[tuple[str, ...], str, str, str]] = [
    ((*COMPARE, "--workers", "0"), "--workers", "0 workers", "1 or more"),
    ((*COMPARE, "--workers", "-2"), "--workers", "-2 workers", "1 or more"),
    ((*COMPARE, "--workers", "two"), "--workers", "`two` is not a whole number", "for example"),
    ((*COMPARE, "--replications", "0"), "--replications", "0 replications", "1 or more"),
    ((*COMPARE, "--replications", "-3"), "--replications", "-3 replications", "1 or more"),
    ((*COMPARE, "--replications", "abc"), "--replications", "`abc` is not a whole number", "for example"),
    ((*COMPARE, "--replications", "1.5"), "--replications", "`1.5` is not a whole number", "for example"),
    ((*COMPARE, "--replications", "9" * 5000), "--replications", "is not a whole number", "for example"),
    ((*COMPARE, "--precision", "0"), "--precision", "0 is not between 0 and 1", "0.02 is two points"),
    ((*COMPARE, "--precision", "1"), "--precision", "1 is not between 0 and 1", "0.02 is two points"),
    ((*COMPARE, "--precision", "nan"), "--precision", "nan is not between 0 and 1", "0.02 is two points"),
    ((*COMPARE, "--precision", "2%"), "--precision", "`2%` is not a number", "0.02 is two points"),
    ((*COMPARE, "--precision", "0.1", "--replications", "9"), "--precision", "not both", ""),
    ((*COMPARE, "--strategies", "top_dwn"), "--strategies", "no strategy `top_dwn`", "top_down?"),
    ((*COMPARE, "--strategies", "top_down,top_down"), "--strategies", "`top_down` is given twice", ""),
    ((*COMPARE, "--strategies", ", ,"), "--strategies", "none is given", "playbook"),
    ((*TRACE, "1", "--strategy", "plabook"), "--strategy", "no strategy `plabook`", "playbook?"),
    (("trace", SCENARIO, "--replication", "1"), "--strategy", "is missing", "top_down"),
    ((*COMPARE, "--seed", "-1"), "--seed", "-1 cannot be a seed", "from 0"),
    ((*COMPARE, "--seed", str(2**63)), "--seed", f"{2**63} cannot be a seed", str(2**63 - 1)),
    ((*COMPARE, "--seed", "1e3"), "--seed", "`1e3` is not a whole number", "for example"),
    ((*COMPARE, "--set", "horizon"), "--set horizon", "expected path.to.value=X", "horizon=400"),
    ((*COMPARE, "--set", "=400"), "--set =400", "expected path.to.value=X", "horizon=400"),
    ((*COMPARE, "--set", "horizn=400"), "--set horizn", "there is no `horizn`", "horizon"),
    ((*COMPARE, "--set", "horizon=long"), "--set horizon", "needs a number, got `long`", ""),
    ((*COMPARE, "--set", "horizon=-5"), "--set horizon", "`-5 days` is below the least allowed", ""),
    ((*COMPARE, "--people", "people.csv"), "--people", "needs the ties", "--ties"),
    ((*COMPARE, "--ties", "ties.csv"), "--ties", "needs the people", "--people"),
    ((*COMPARE, "--people", "people.csv", "--ties", "t.csv"), "people.csv", "no such file", ""),
    ((*COMPARE, "--out", "scenarios/keeping_up.yaml"), "--out", "is a file, not a folder", "folder"),
    ((*COMPARE, "--lang", "fr"), "--lang", "`fr` is not a language", "zh"),
    ((*COMPARE, "--replicatoins", "9"), "kam compare", "no option `--replicatoins`", "--replications?"),
    ((*COMPARE, "--seed"), "--seed", "needs a value", "--seed VALUE"),
    ((*COMPARE, "--json=3"), "--json", "takes no value", "leave out"),
    ((*COMPARE, "-x"), "kam compare", "no option `-x`", "--seed"),
    (("rules", "chek", "engagement_choice"), "kam rules", "no command `chek`", "check?"),
    (
        (*COMPARE, "scenarios/another.yaml"),
        "kam compare",
        "too many words: `scenarios/another.yaml`",
        "kam compare --help",
    ),
    (("compare",), "SCENARIO", "is missing", "YAML"),
    (("compre", SCENARIO), "kam", "no command `compre`", "compare?"),
    ((*TRACE, "-1"), "--replication", "no replication -1", "counted from 0"),
    ((*TRACE, str(2**63)), "--replication", "no replication", "counted from 0"),
    ((*TRACE, "seven"), "--replication", "`seven` is not a whole number", ""),
    ((*TRACE, "1", "--deal", "2"), "--deal", "no deal 2", "0 to 0"),
    (("trace", SCENARIO, "--strategy", "top_down"), "--replication", "is missing", "counted from 0"),
    (("runs", "replay"), "RUN", "is missing", "Run folder"),
    (("runs", "replay", "nowhere"), "nowhere", "not a run folder", "receipt.json"),
    (("runs", "replay", "runs/earlier"), "runs/earlier/receipt.json", "is not what this program writes", "changed"),
    (("check",), "SCENARIO", "is missing", "YAML"),
]


@pytest.mark.parametrize(("words", "where", "what", "hint"), CASES, ids=lambda part: str(part)[-60:])
def test_one_clear_message_and_nothing_written(
    kam: Kam, folder: Path, words: tuple[str, ...], where: str, what: str, hint: str
) -> None:
    before = fingerprint(folder)
    answer = kam(*words)
    assert answer.code == 2
    assert answer.out == ""
    (message,) = answer.messages
    assert message.startswith(f"{where}: ")
    assert what in message
    assert hint in message
    assert len(message) < 400
    assert fingerprint(folder) == before


def test_several_unknown_strategies_are_named_one_a_line(kam: Kam) -> None:
    answer = kam(*COMPARE, "--strategies", "top_dwn,playbok")
    assert answer.code == 2
    assert len(answer.messages) == 2
    assert "top_down?" in answer.messages[0] and "playbook?" in answer.messages[1]


def test_an_environment_that_asks_for_an_unknown_language(kam: Kam, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAM_LANG", "klingon")
    answer = kam("check", SCENARIO)
    assert answer.code == 2
    assert answer.messages == ["KAM_LANG: `klingon` is not a language kam speaks (known: en, zh)"]


FORMER = [
    ("run a.yaml --strategy top_down --seed 3", "compare a.yaml --strategies top_down --seed 3"),
    ("run 'my account.yaml' --strategy=playbook", "compare 'my account.yaml' --strategies=playbook"),
    ("replay runs/x --json", "runs replay runs/x --json"),
    ("advise a.yaml --book mine.yaml", "advise a.yaml --books mine.yaml"),
]


@pytest.mark.parametrize(("before", "now"), FORMER)
def test_a_name_of_the_release_before_is_answered_with_what_to_type(kam: Kam, before: str, now: str) -> None:
    english, chinese = kam(*shlex.split(before)), kam(*shlex.split(before), "--lang", "zh")
    assert (english.code, english.out, chinese.code) == (2, "", 2)
    assert english.messages == [f"kam {before.split()[0]}: this is typed otherwise now (type `kam {now}`)"]
    assert chinese.messages == [f"kam {before.split()[0]}：写法已更改（请输入 `kam {now} --lang zh`）"]


@pytest.mark.parametrize("words", [(), ("advise",)])
def test_former_names_are_not_in_the_help(kam: Kam, words: tuple[str, ...]) -> None:
    shown = kam(*words, "--help").out.split()
    assert not {"run", "replay", "--book"} & set(shown)
