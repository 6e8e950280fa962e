"""Sheets of people as offices keep them: without ids, judged in words, with titles and remarks."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up_committee import made_up

from engine.committee import Committee, read_committee, with_rules_of
from engine.errors import InputError, OpenQuestion, answering
from engine.wording import told

TEMPLATE = made_up(8, seed=0)


def _read(folder: Path, text: str) -> Committee:
    path = folder / "people.csv"
    path.write_text(text, encoding="utf-8")
    return read_committee(path, None, TEMPLATE)


def test_names_stand_for_ids_and_words_for_scores(tmp_path: Path) -> None:
    head = "姓名,职务,部门,上级,态度,关系,影响力,备注\n"
    text = f"{head}王一,总经理,总经办,,中立,认识,高,忙\n李二,部长,财务部,王一,坚决支持,很熟,中,\n"
    found = _read(tmp_path, text)
    one, two = found.centre.people
    assert (one.id, one.name.zh, one.stance, one.relationship, one.power) == ("p1", "王一（总经理）", 0, 1, 0.9)
    assert (two.reports_to, two.stance, two.relationship, two.power) == ("p1", 0.8, 4, 0.5)
    assert found.remarks == {"p1": "忙"} and found.departments["p2"] == "财务部"
    assert any("坚决支持 = 0.8" in told(said, "en") for said in found.guessed)


def test_what_is_guessed_is_told_by_name(tmp_path: Path) -> None:
    found = _read(tmp_path, "姓名,部门,上级\n王一,甲部,\n李二,乙部,王一\n张三,丙部,李二\n")
    guesses = [told(said, "en") for said in found.guessed]
    assert guesses and all("`p" not in guess for guess in guesses) and any("李二" in guess for guess in guesses)


def test_a_title_tells_what_somebody_above_the_departments_does(tmp_path: Path) -> None:
    found = _read(
        tmp_path, "姓名,职务,部门,上级\n王一,院长,院领导,\n李二,总会计师,院领导,王一\n张三,副院长,院领导,王一\n"
    )
    assert "financial_approver" in found.centre.people[1].roles


def test_two_of_one_name_are_told_apart_by_a_question(tmp_path: Path) -> None:
    namesakes = "李二,部长,财务部,王一\n李二,部长,采购部,王一\n"
    text = f"姓名,职务,部门,上级\n王一,总经理,总经办,\n{namesakes}赵四,会计,财务部,李二\n"
    with pytest.raises(OpenQuestion) as caught:
        _read(tmp_path, text)
    (question,) = caught.value.problems
    assert "李二 财务部 部长" in str(question)
    with answering(lambda question: 1):
        assert _read(tmp_path, text).centre.people[3].reports_to == "p3"


def test_a_row_without_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"people.csv:3: no name"):
        _read(tmp_path, "姓名,部门,上级\n王一,甲部,\n,乙部,王一\n")


def test_the_rules_of_another_committee_are_taken_in_proportion(tmp_path: Path) -> None:
    found = _read(tmp_path, "姓名,部门,上级\n王一,甲部,\n李二,乙部,王一\n")
    ruled = with_rules_of(found, TEMPLATE).centre
    assert ruled.people == found.centre.people and ruled.group_choice.model == TEMPLATE.group_choice.model
