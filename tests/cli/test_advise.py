"""`kam advise`: words, JSON and one message a mistake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from kam_calls import Kam, fingerprint

ACCOUNT = "scenarios/dossiers/huadong_power.yaml"


def test_advice_in_both_languages(kam: Kam, folder: Path) -> None:
    before = fingerprint(folder)
    english, chinese = kam("advise", ACCOUNT), kam("advise", ACCOUNT, "--lang", "zh")
    assert english.code == chinese.code == 0 and not english.err and not chinese.err
    assert english.out.startswith("East Grid Power\n") and "- Tier: A\n" in english.out
    assert chinese.out.startswith("华东电力\n") and "- 分级：A\n" in chinese.out
    assert fingerprint(folder) == before


def test_many_accounts_are_ranked(kam: Kam) -> None:
    answer = kam("advise", "scenarios/dossiers/portfolio.csv")
    assert answer.code == 0
    assert "class A: 1 account of 5, holding 76% of the revenue" in answer.out
    assert "Northern Steel" in answer.out and "steel " not in answer.out.lower().replace("northern steel", "")
    full = kam("advise", "scenarios/dossiers/portfolio.csv", "--details")
    assert full.out.count("Find out first") == 5 and "ABC analysis by yearly revenue" in full.out


@pytest.mark.parametrize("name", ["advice.xlsx", "advice.html"])
def test_the_advice_is_written_into_a_file_and_over_none(kam: Kam, folder: Path, name: str) -> None:
    words = ("advise", ACCOUNT, "scenarios/dossiers/portfolio.csv", "--out", name)
    assert kam(*words).out == f"Written: {name}\n"
    first = (folder / name).read_bytes()
    assert first.startswith(b"PK") if name.endswith("xlsx") else b"East Grid Power" in first
    again = kam(*words)
    assert again.code == 2 and "--force" in again.err and (folder / name).read_bytes() == first
    assert kam(*words, "--force", "--lang", "zh").code == 0
    assert json.loads(kam("advise", ACCOUNT, "--out", f"other-{name}", "--json").out)["accounts"]


def test_a_file_of_another_kind_is_refused(kam: Kam, folder: Path) -> None:
    answer = kam("advise", ACCOUNT, "--out", "advice.pdf")
    assert answer.code == 2 and "does not end in .xlsx or .html" in answer.err
    assert not (folder / "advice.pdf").exists()


def test_json_is_one_document(kam: Kam) -> None:
    answer = kam("advise", ACCOUNT, "scenarios/dossiers/portfolio.csv", "--json")
    found = json.loads(answer.out)
    assert len(found["accounts"]) == 6 and found["abc"]["lines"][0]["letter"] == "A"


def test_a_book_of_ones_own(kam: Kam, folder: Path) -> None:
    kam("rules", "export", "tier_letters", "--to", "mine.yaml")
    text = (folder / "mine.yaml").read_text(encoding="utf-8")
    (folder / "mine.yaml").write_text(
        text.split("\ncases:")[0].replace(">= 150", ">= 1000").replace("..150)", "..1000)")
    )
    assert "- Tier: B\n" in kam("advise", ACCOUNT, "--books", "mine.yaml").out


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("missing.yaml",), "no such file"),
        (("missing.csv",), "no such file"),
        ((ACCOUNT, "--books", "cultivation_choice"), "no advice is asked of a book with it"),
        ((ACCOUNT, "--books", "tier_leters"), "did you mean tier_letters"),
        (("scenarios/keeping_up.yaml",), "unknown key"),
    ],
)
def test_a_wrong_name_is_told(kam: Kam, words: tuple[str, ...], what: str) -> None:
    answer = kam("advise", *words)
    assert answer.code == 2 and answer.out == "" and what in answer.err


def test_a_chinese_table_is_read_and_what_was_read_is_said(kam: Kam, folder: Path) -> None:
    table = (
        '编号,客户名称,年收入(万元),回款率,负责人\nK1,江北医疗集团,"1,200",97%,王磊\nK2,滨海人民医院,不详,0.8,李娜\n'
    )
    (folder / "客户.csv").write_bytes(table.encode("gbk"))
    answer = kam("advise", "客户.csv", "--lang", "zh")
    assert answer.code == 0 and "江北医疗集团" in answer.out
    assert answer.messages[:3] == [
        "客户.csv：客户 2 个",
        "客户.csv：使用的列：编号 = id、客户名称 = name、年收入(万元) = purchases.yearly_revenue、"
        "回款率 = purchases.collection_rate",
        "客户.csv：未使用的列：负责人",
    ]
    assert "客户.csv：按 gb18030 编码读取" in answer.messages
    assert kam("advise", "客户.csv", "--encoding", "big5").code == 2
    assert kam("advise", "客户.csv", "--encoding", "gbk").code == 0
    assert "did you mean" in kam("advise", "客户.csv", "--encoding", "utf-88").err
