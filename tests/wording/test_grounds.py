"""Sources and assumptions of shipped files have their Chinese, and it is used wherever they are shown."""

from __future__ import annotations

import re

import pytest
from shipped_grounds import CATALOGUE, grounds

from engine import read_scenario
from engine.report.assumptions import assumption_groups, assumption_parts
from engine.wording import Document, amount_said, ground_said, say, told, unit_said
from engine.wording.catalogue import chinese, read_catalogue

SHIPPED = {key: words for (key, _), words in read_catalogue(CATALOGUE.read_text(encoding="utf-8")).items()}


def test_every_source_and_assumption_has_its_chinese() -> None:
    missing = [f"{place}: {text}" for text, place in grounds().items() if chinese(text) is None]
    assert not missing, "\n".join(missing)


def test_no_chinese_is_left_over() -> None:
    assert sorted(set(SHIPPED) - set(grounds())) == []


@pytest.mark.parametrize("text", sorted(SHIPPED))
def test_both_sides_are_built_alike(text: str) -> None:
    words = SHIPPED[text]
    assert re.search("[\u4e00-\u9fff]", words) and words == words.strip()
    assert text.endswith(".") == words.endswith("。")
    assert not re.search("[\u4e00-\u9fff][,;:?!.]|[,;:?!] [\u4e00-\u9fff]", words)
    assert {*re.findall(r"\bS\d\d\b", text)} == {*re.findall(r"S\d\d(?!\d)", words)}


def test_a_ground_of_the_users_own_stays_as_it_is() -> None:
    assert told(ground_said("we asked them"), "zh") == "we asked them"
    assert told(ground_said("two budget years"), "zh") == "两个预算年度"
    assert told(ground_said(say("a number")), "zh") == "应为数字"


@pytest.mark.parametrize(
    ("value", "unit", "english", "words"),
    [
        ("14", "days", "14 days", "14 天"),
        ("1", "weeks", "1 week", "1 周"),
        ("0.2", "probability", "0.2 (probability)", "0.2（概率）"),
        ("20", "percent", "20%", "20%"),
        ("5", "count", "5", "5"),
        ("-0.3", "stance", "-0.3 (stance)", "-0.3（立场）"),
        ("480", "10k CNY", "480 × 10k CNY", "480 万元"),
        ("300", "CNY per hour", "300 CNY per hour", "300 元/小时"),
        ("2", "per year", "2 per year", "2 次/年"),
        ("7", "furlongs", "7 furlongs", "7 furlongs"),
    ],
)
def test_amounts_are_said_in_both_languages(value: str, unit: str, english: str, words: str) -> None:
    said = amount_said(value, unit)
    assert (told(said, "en"), told(said, "zh")) == (english, words)


def test_every_unit_of_a_scenario_has_words() -> None:
    from engine.model.quantity import ALL_UNITS

    assert [unit for unit in ALL_UNITS if not re.search("[\u4e00-\u9fff]", told(unit_said(unit), "zh"))] == []


@pytest.mark.parametrize("name", ["keeping_up", "team_portfolio", "hospital_negotiation", "reactive_tender"])
def test_the_table_of_assumptions_holds_no_english_sentence(name: str) -> None:
    scenario = read_scenario(f"kam:{name}")
    rows = [row for group in assumption_groups(scenario) for row in group.rows]
    assert [row.path for row in rows if not re.search("[\u4e00-\u9fff]", told(row.reason, "zh"))] == []
    assert "（立场）" in Document(assumption_parts(scenario)).text("zh")
