"""A walk in Chinese: help, answers, the page of a run, the model, refusals. No English word but names and code.

What may stand there is told by what it is: code in backticks or on a line of its own, an option, a path, a word in
capitals that stands for a value, an id of the program or of a rulebook, a name out of `NAMES`. Any other word of two
Latin letters is a find.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from kam_calls import Kam

from engine.dynamics.machine.composition import MECHANISMS
from engine.rules import load_book, shipped_books
from engine.situation.mechanism_table import described
from engine.situation.reader import read_scenario
from engine.wording import Document

SCENARIO = "scenarios/keeping_up.yaml"
NAMES = frozenset(
    re.findall(
        r"\w+",
        """
    Aalen AGV Antal Bass Big5 Bonett BPI Challenge Choffray CNY CSO CSV CT Dask DeGroot Douglas durable EUR Excel
    Fieller Friedkin Greenstein Group HTML Heide Heiman Insights JSON Johansen Johnsen Krackhardt KAM Lilien Little
    MARKDOWN MB MES MODEL ARCHITECTURE Markdown Miller OnTarget Python RAIN Rackham Redner SALVIRT SPIN Samuelson
    Shapley Sood Student Tab USD UTF VIP WPS Weiss Wilson XLSX YAML Zeckhauser bash fish gb18030 gbk id invasion kam
    rules sandbox voter zsh
    """,
    )
)
"""Programs, formats, people and firms that are sources, and models that Chinese texts call by their English name."""

ASIDE = re.compile(
    r"```.*?```|`[^`]*`"  # code
    r"|^ *kam .*$|\bkam [a-z]+\b|\b[0-9a-f]{8,}\b"  # a command, a hash
    r"|--?[a-z][\w-]*(?:[= ][A-Z±][A-Z.]*)?"  # an option
    r"|[\w.~-]*/[\w./ ~-]*|\b[\w-]+\.(?:yaml|csv|xlsx|py|html|json|parquet|md|xls)\b|tcp://\S+"  # a path
    r"|\b[A-Z][A-Z_.]+\b|\b[a-z]\w*(?:\.[a-z]\w*)+\b|\b\w*_\w*\b|\bkam:\w+|\b[A-Z]\d+\b",  # a value, an id
    re.MULTILINE | re.DOTALL,
)
WORD = re.compile(r"[A-Za-z]{2,}")


def english(text: str) -> list[str]:
    """The English words of a text that are neither names nor code, each with what stands around it."""
    ids = {rule.id for name in shipped_books() for rule in load_book(name).rules} | {each.name for each in MECHANISMS}
    plain = ASIDE.sub(" ", text)
    found = (word for word in WORD.finditer(plain) if word[0] not in NAMES and word[0] not in ids)
    return [f"{word[0]} in …{plain[max(0, word.start() - 30) : word.end() + 30]!r}" for word in found]


def test_what_counts_as_english() -> None:
    assert [each.split()[0] for each in english("共 5 days，由 RAIN Group 给出 likely")] == ["days", "likely"]
    assert english("`top_down`、--set PATH=VALUE、scenarios/a.yaml、S12、kam:keeping_up、has_sponsor、SPIN") == []
    assert english("  kam compare a.yaml --strategies top_down\n说明") == []


def nothing_english(text: str) -> None:
    found = english(text)
    assert not found, "\n".join(dict.fromkeys(found))


ANSWERS: list[tuple[str, ...]] = [
    ("check", SCENARIO),
    ("check", "kam:one_buyer", "kam:team_portfolio", "kam:hospital_negotiation"),
    ("compare", SCENARIO, "--replications", "4", "--no-page"),
    ("compare", SCENARIO, "--strategies", "top_down", "--replications", "8", "--no-page",
     "--set", "behaviour.access.cold_level_1=0.35"),
    ("compare", "kam:team_portfolio", "--strategies", "top_down,do_nothing", "--replications", "2", "--no-page"),
    ("compare", "kam:keeping_up", "--strategies", "top_down,top_down+bottom,top_down+nobody", "--replications", "4",
     "--no-page"),
    ("trace", SCENARIO, "--strategy", "playbook", "--replication", "1", "--full"),
    ("trace", "kam:reactive_tender", "--strategy", "top_down", "--replication", "2"),
    ("trace", "kam:team_portfolio", "--strategy", "bottom_up_field", "--replication", "1", "--deal", "3"),
    ("advise", "scenarios/dossiers/huadong_power.yaml", "scenarios/dossiers/new_prospect.yaml"),
    ("advise", "scenarios/dossiers/portfolio.csv"),
    ("model",),
    ("rules", "check", "engagement_choice", "compliance", "tier_letters"),
    ("rules", "test", "engagement_choice", "stage_gates"),
    ("rules", "mutate", "stage_gates"),
    ("rules", "diff", "stage_gates", "stage_gates"),
    ("rules", "explain", "engagement_choice", "has_sponsor=yes"),
    ("rules", "explain", "tier_letters", "cumulative_spend=120"),
    ("rules", "roi", SCENARIO, "--book", "stage_gates", "--replications", "4"),
    ("rules", "diff", "engagement_choice", "mine.yaml"),
    ("rules", "challenge", SCENARIO, "--book", "mine.yaml", "--replications", "4"),
]  # fmt: skip


@pytest.mark.parametrize("words", ANSWERS, ids=["-".join(words[:2]) for words in ANSWERS])
def test_answers(kam: Kam, folder: Path, repository: Path, words: tuple[str, ...]) -> None:
    book = (repository / "engine/rules/books/engagement_choice.yaml").read_text(encoding="utf-8")
    (folder / "mine.yaml").write_text(book.replace("people_resentful >= 3", "people_resentful >= 4"), encoding="utf-8")
    answer = kam(*words, "--lang", "zh")
    assert answer.code in (0, 1) and answer.out, answer.err
    nothing_english(answer.out + answer.err)


def test_the_page_of_a_run(kam: Kam, folder: Path) -> None:
    answer = kam("compare", SCENARIO, "--strategies", "top_down,playbook", "--replications", 6, "--out", "made",
                 "--set", "behaviour.access.cold_level_1=0.35", "--lang", "zh")  # fmt: skip
    assert answer.code == 0, answer.err
    (page,) = (folder / "made").glob("*/report.html")
    text = re.sub(r"<(script|style)\b.*?</\1>|<head>.*?</head>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"<(code|pre)\b.*?</\1>", " ", text, flags=re.DOTALL)
    aside = re.findall(r'(?:alt|title|aria-label|summary)="([^"]*)"', text)
    versions = re.compile(r"^(python|numpy|numba|simpy|networkx|scipy|durable-rules|pydantic|pyarrow|llvmlite) [\d.]+$")
    lines = [*html.unescape(re.sub(r"<[^<>]+>", "\n", text)).splitlines(), *map(html.unescape, aside)]
    nothing_english("\n".join(line for line in lines if not versions.match(line.strip()) and "linux-" not in line))


def test_runs_and_new_files(kam: Kam, folder: Path, stored: Path) -> None:
    said = [
        kam("runs", "list", stored.parent, "--lang", "zh"),
        kam("runs", "replay", stored, "--lang", "zh"),
        kam("new", "mine.yaml", "--lang", "zh"),
        kam("rules", "export", "competitive_strategy", "--to", "book.md", "--lang", "zh"),
    ]
    assert [answer.code for answer in said] == [0, 0, 0, 0], [answer.err for answer in said]
    nothing_english("\n".join(answer.out + answer.err for answer in said).replace(stored.name, ""))
    comments = re.findall(r"#(.*)$", (folder / "mine.yaml").read_text(encoding="utf-8"), flags=re.MULTILINE)
    nothing_english("\n".join(comments))
    nothing_english((folder / "book.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [each.name for each in MECHANISMS])
def test_mechanisms(name: str) -> None:
    (mechanism,) = (each for each in MECHANISMS if each.name == name)
    parts = described(mechanism, read_scenario("kam:keeping_up"))
    text = Document(parts).text("zh")
    nothing_english(text.replace("、".join(each.name for each in mechanism.events), ""))


REFUSALS = {
    "horizon: {value: -5, unit: days, assumption: 某某": "-5 天低于下限",
    "horizon: {value: 5, unit: furlongs, assumption: 某某": "`days`（天）、`weeks`（周）",
    "horizon: {value: many, unit: days, assumption: 某某": "这里要写数字",
    "horizon: {value: 400, unit: days, range: [500, 600], assumption: 某某": "不包含取值",
    "behaviour: {access: {cold_level_1: {value: 1.2, unit: probability, assumption: 某某": "1.2（概率）高于上限",
    "behaviour: {access: {cold_level_1: {value: 0.2, unit: score, assumption: 某某": "`probability`（概率）",
    "behaviour: {access: {cold_level_1: {value: 0.2, unit: probability": "`source`",
}


@pytest.mark.parametrize("line", REFUSALS)
def test_refusals(kam: Kam, folder: Path, line: str) -> None:
    text = f"id: mine\nextends: kam:keeping_up\n{line}{'}' * (line.count('{') - line.count('}'))}\n"
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    answer = kam("check", "mine.yaml", "--lang", "zh")
    assert answer.code == 2 and REFUSALS[line] in answer.err, answer.err
    nothing_english(re.sub(r"^mine\.yaml:[\d:]+|[\w.]+：", "", answer.err, flags=re.MULTILINE))
