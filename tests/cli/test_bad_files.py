"""Every way a file can be wrong, through the command: one message a mistake, exit code 2, and nothing written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from kam_calls import Kam, fingerprint

SCENARIO = "scenarios/keeping_up.yaml"


def edited(folder: Path, old: str, new: str) -> str:
    """The scenario with one thing changed; its path."""
    path = folder / SCENARIO
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return SCENARIO


def written(content: bytes) -> Callable[[Path], str]:
    def write(folder: Path) -> str:
        (folder / "mine.yaml").write_bytes(content)
        return "mine.yaml"

    return write


def edit(old: str, new: str) -> Callable[[Path], str]:
    return lambda folder: edited(folder, old, new)


def nobody_reachable(folder: Path) -> str:
    path = folder / SCENARIO
    text = path.read_text(encoding="utf-8").replace("identified: true", "identified: false")
    path.write_text(text.replace("buying_centre:\n", "buying_centre:\n      top_is_public: no\n", 1), encoding="utf-8")
    return SCENARIO


BOMB = b"a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c]\n"
HEAD = "level: 1, department: board, roles: [decider],"

FILES: list[tuple[str, Callable[[Path], str], str, str]] = [
    ("misspelt key", edit("power: 0.75", "pwoer: 0.75"), f"{SCENARIO}:", "did you mean power"),
    (
        "misspelt boss",
        edit("reports_to: vp_production,", "reports_to: vp_prodution,"),
        f"{SCENARIO}:",
        "vp_production?",
    ),
    ("wrong unit", edit("value: 60, unit: days", "value: 60, unit: hours"), f"{SCENARIO}:", "unit `hours`"),
    ("probability", edit("budget_blocked: {value: 0.20", "budget_blocked: {value: 1.2"), f"{SCENARIO}:", "allowed, 1"),
    ("NaN", edit("value: 680,", "value: .nan,"), f"{SCENARIO}:", "finite number"),
    ("negative duration", edit("our_sighting: {value: 60", "our_sighting: {value: -60"), f"{SCENARIO}:", "below"),
    ("no decider", edit("roles: [decider]", "roles: [user]"), f"{SCENARIO}:", "nobody has the role `decider`"),
    ("one id twice", edit("- {id: dispatcher,", "- {id: president,"), f"{SCENARIO}:", "president"),
    ("reporting cycle", edit(HEAD, f"{HEAD} reports_to: cfo,"), f"{SCENARIO}:", "cycle"),
    ("nobody reachable", nobody_reachable, f"{SCENARIO}:", "nobody is reachable"),
    ("tie to nobody", edit("from: cfo, to: president", "from: cfo, to: presidnt"), f"{SCENARIO}:", "president?"),
    ("empty", written(b""), "mine.yaml", "empty"),
    ("only blanks", written(b" \n\n"), "mine.yaml", "empty"),
    ("directory", lambda folder: "scenarios", "scenarios", "folder, not a file"),
    ("missing", lambda folder: "scenarios/keping_up.yaml", "scenarios/keping_up.yaml", "keeping_up.yaml?"),
    ("binary", written(bytes(range(256))), "mine.yaml", "not a text file"),
    ("alias bomb", written(BOMB), "mine.yaml:1", "aliases"),
    ("tab", written(b"schema: 1\n\tid: x\n"), "mine.yaml:2", "tab"),
    ("list", written(b"- 1\n- 2\n"), "mine.yaml:1", "expected keys"),
]


@pytest.mark.parametrize("command", ["check", "compare"])
@pytest.mark.parametrize(("make", "where", "what"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_a_wrong_scenario(
    kam: Kam, folder: Path, command: str, make: Callable[[Path], str], where: str, what: str
) -> None:
    path = make(folder)
    before = fingerprint(folder)
    answer = kam(command, path)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.messages
    assert all(message.startswith(where) for message in answer.messages)
    assert what in answer.err
    assert len(answer.messages) <= 2
    assert fingerprint(folder) == before


def test_two_hundred_megabytes_are_refused_at_once(kam: Kam, folder: Path) -> None:
    with (folder / "huge.yaml").open("wb") as file:
        file.truncate(200_000_000)
    answer = kam("check", "huge.yaml")
    assert answer.code == 2
    assert "too large" in answer.err


def test_a_hundred_mistakes_are_told_in_part(kam: Kam, folder: Path) -> None:
    text = "schema: 1\n" + "".join(f"wrong_{number}: 1\n" for number in range(100))
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    answer = kam("check", "mine.yaml")
    assert answer.code == 2
    assert len(answer.messages) == 21
    assert answer.messages[-1].startswith("… and ")


def test_check_goes_through_all_files(kam: Kam, folder: Path) -> None:
    edited(folder, "currency: CNY", "curency: CNY")
    answer = kam("check", "scenarios/resentful_middle.yaml", SCENARIO, "scenarios/reactive_tender.yaml")
    assert answer.code == 2
    told = dict.fromkeys(line.split(":")[0] for line in answer.out.splitlines())
    assert list(told) == ["scenarios/resentful_middle.yaml", "scenarios/reactive_tender.yaml"]
    assert all(message.startswith(SCENARIO) for message in answer.messages)


@pytest.mark.parametrize("layout", ["crlf", "bom"])
def test_line_ends_and_byte_order_mark_are_no_mistake(kam: Kam, folder: Path, layout: str) -> None:
    path = folder / SCENARIO
    data = path.read_bytes()
    path.write_bytes(data.replace(b"\n", b"\r\n") if layout == "crlf" else b"\xef\xbb\xbf" + data)
    assert kam("check", SCENARIO).code == 0


RULES: list[tuple[str, str, str, str]] = [
    ("text against a number", "our_fit >= 0.5", "our_fit >= high", "number"),
    ("unknown fact", "our_fit >= 0.5", "our_fitt >= 0.5", "did you mean our_fit?"),
    ("number against a choice", "incumbent is us", "incumbent is 3", "incumbent"),
    ("number against yes or no", "when: not live_opportunity", "when: live_opportunity > 3", "live_opportunity"),
    ("chained comparison", "our_fit >= 0.5", "0.4 < our_fit < 0.5", "between"),
    ("misspelt key", "because:", "becuase:", "because"),
]


@pytest.mark.parametrize(("old", "new", "what"), [case[1:] for case in RULES], ids=[case[0] for case in RULES])
def test_a_wrong_rulebook_of_ones_own(kam: Kam, folder: Path, repository: Path, old: str, new: str, what: str) -> None:
    shipped = (repository / "engine/rules/books/competitive_strategy.yaml").read_text(encoding="utf-8")
    assert old in shipped
    (folder / "scenarios" / "mine.yaml").write_text(shipped.replace(old, new, 1), encoding="utf-8")
    edited(folder, "currency: CNY", "rulebooks: {competitive_strategy: mine.yaml}\ncurrency: CNY")
    before = fingerprint(folder)
    answer = kam("compare", SCENARIO)
    assert answer.code == 2
    assert answer.messages
    assert all(message.startswith("scenarios/mine.yaml:") for message in answer.messages)
    assert what in answer.err
    assert fingerprint(folder) == before


def test_a_rulebook_that_nobody_ships(kam: Kam) -> None:
    answer = kam("check", SCENARIO)
    assert answer.code == 0
    answer = kam("compare", SCENARIO, "--set", "rulebooks.stage_gates=stage_gate")
    assert answer.code == 2
    assert answer.messages[0].startswith("stage_gate: ") and "stage_gates" in answer.err


PEOPLE = "id,department,level,reports_to\na,board,1,\nb,finance,2,a\nc,technical,2,a\n"
TIES = "from,to,kind\na,b,advice\nb,c,friendship\n"
TABLES: list[tuple[str, str | bytes, str | bytes, str, str]] = [
    ("unknown person in a tie", PEOPLE, "from,to,kind\na,x,advice\n", "ties.csv:2", "unknown person `x`"),
    ("one id twice", PEOPLE + "a,board,1,\n", TIES, "people.csv:5", "two people have the id `a`"),
    ("reporting cycle", PEOPLE, "from,to,kind\na,b,reports_to\n", "ties.csv:", "cycle"),
    ("unknown kind of tie", PEOPLE, "from,to,kind\na,b,advcie\n", "ties.csv:2", "did you mean advice?"),
    ("no ids", "department\ny\n", TIES, "people.csv:1", "id"),
    ("empty", "", TIES, "people.csv", "empty"),
    ("binary", b"\x00\x01\x02\xff", TIES, "people.csv", ""),
]


@pytest.mark.parametrize(
    ("people", "ties", "where", "what"), [case[1:] for case in TABLES], ids=[case[0] for case in TABLES]
)
def test_wrong_tables(kam: Kam, folder: Path, people: str | bytes, ties: str | bytes, where: str, what: str) -> None:
    for name, content in (("people.csv", people), ("ties.csv", ties)):
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    before = fingerprint(folder)
    answer = kam("compare", SCENARIO, "--people", "people.csv", "--ties", "ties.csv")
    assert answer.code == 2
    assert answer.out == ""
    assert answer.messages[0].startswith(where)
    assert what in answer.err
    assert fingerprint(folder) == before


def test_a_question_ends_with_both_readings_and_what_settles_it(kam: Kam, folder: Path) -> None:
    (folder / "people.csv").write_text(PEOPLE.replace("2,a\nc", "2,\nc"), encoding="utf-8")
    (folder / "ties.csv").write_text(TIES, encoding="utf-8")
    words = ("compare", SCENARIO, "--people", "people.csv", "--ties", "ties.csv")
    english, chinese = kam(*words), kam(*words, "--lang", "zh")
    assert english.code == chinese.code == 2 and english.out == chinese.out == ""
    assert english.messages == [
        "people.csv:3: without a boss: b: 1) their boss is missing from the table; 2) they stand at the top (fill in "
        "`reports_to`; write level 1 for who stands at the top, or `unknown` where nobody knows)"
    ]
    assert chinese.messages == [
        "people.csv:3：没有上级的人：b：1）表中漏填了上级；2）他们就是最高层"
        "（请填写“上级”；最高层的人级别写 1，不清楚的上级写“不详”）"
    ]


def test_tables_need_a_single_account(kam: Kam, folder: Path) -> None:
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "ties.csv").write_text(TIES, encoding="utf-8")
    answer = kam("compare", "scenarios/team_portfolio.yaml", "--people", "people.csv", "--ties", "ties.csv")
    assert answer.code == 2
    assert "exactly one account" in answer.err


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_one_may_not_read(kam: Kam, folder: Path) -> None:
    (folder / SCENARIO).chmod(0)
    answer = kam("check", SCENARIO)
    assert answer.code == 2
    assert "cannot be read" in answer.err
