"""`kam rules test --cases`: a book beside a sheet of past deals, in both languages and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from kam_calls import Kam

SHEET = """\
项目,感到被越级绕过的人数,决策链应对方式,结果,负责人
甲,4,bottom_up_field,赢单,张
乙,5,多层并进,丢单,李
丙,0,,搁置,王
"""


def written(folder: Path, text: str = SHEET, encoding: str = "utf-8") -> str:
    (folder / "deals.csv").write_text(text, encoding=encoding)
    return "deals.csv"


def test_both_languages_say_the_same(kam: Kam, folder: Path) -> None:
    english = kam("rules", "test", "engagement_choice", "--cases", written(folder), "--lang", "en")
    chinese = kam("rules", "test", "engagement_choice", "--cases", "deals.csv", "--lang", "zh")
    assert english.code == chinese.code == 0
    said, told = " ".join(english.out.split()), "".join(chinese.out.split())
    assert "what it would have said of 3 past deals" in said and "Mend fences first" in said
    assert "the book agrees with it in 1: 50.0%" in said and "This is no proof" in said
    assert "对3个以往项目会怎么说" in told and "先修关系" in told and "这不是证明" in told
    assert "left aside: 负责人" in english.err and "负责人" in chinese.err
    assert "项目太少" in told and "Too few deals to tell" in said


def test_json_holds_every_deal_and_the_summary(kam: Kam, folder: Path) -> None:
    answer = kam("rules", "test", "engagement_choice", "--cases", written(folder), "--json")
    (book,) = json.loads(answer.out)["books"]
    assert [deal["agrees"] for deal in book["deals"]] == [True, False, None]
    assert book["deals"][0]["where"] == "deals.csv:2" and book["deals"][2]["stands"] is False
    assert book["summary"]["compared"] == 2 and book["summary"]["difference"] is None
    assert book["summary"]["agreement"]["share"] == 0.5


def test_encodings_are_taken_as_said(kam: Kam, folder: Path) -> None:
    name = written(folder, encoding="gb18030")
    answer = kam("rules", "test", "engagement_choice", "--cases", name, "--encoding", "gb18030", "--lang", "zh")
    assert answer.code == 0 and "甲" in answer.out
    alone = kam("rules", "test", "engagement_choice", "--encoding", "gb18030")
    assert alone.code == 2 and "--cases" in alone.err


def test_wrong_cells_and_several_hits_are_refused_with_their_place(kam: Kam, folder: Path) -> None:
    bad = kam("rules", "test", "engagement_choice", "--cases", written(folder, SHEET.replace("赢单", "还行")))
    assert bad.code == 2 and "deals.csv:2" in bad.err and "还行" in bad.err
    several = kam("rules", "test", "account_rating", "--cases", written(folder))
    assert several.code == 2 and "collect" in several.err
    assert kam("rules", "test", "engagement_choice", "--cases", "nowhere.csv").code == 2


def test_without_a_sheet_the_cases_of_the_book_are_run(kam: Kam) -> None:
    answer = kam("rules", "test", "stage_gates")
    assert answer.code == 0 and "cases passed" in answer.out
