"""Past deals beside a book: what columns mean, what agrees, what hangs on unknown facts, how sure the shares are."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import engine
from engine.errors import InputError, OpenQuestion, answering
from engine.model.rulebook import Rulebook
from engine.statistics.intervals import difference_interval
from engine.studies import PastDealsJudged, past_deals
from engine.studies.past_deal_counts import FEWEST, PastCounts, Side, wilson

WHY = {"en": "so it is", "zh": "就是如此"}
FACTS: dict[str, Any] = {
    "calm": {"type": "boolean", "unknown": {"as": "yes"}, "meaning": {"en": "all is calm", "zh": "一切平静"}},
    "lead": {"type": "number", "unit": "share", "range": [0, 1], "unknown": "no_match"},
    "wait": {
        "type": "integer",
        "unit": "days",
        "range": [0, 500],
        "unknown": "no_match",
        "meaning": {"en": "days we waited", "zh": "等待天数（天）"},
    },
    "sum": {"type": "number", "unit": "10k CNY", "range": [0, 1e6], "unknown": "no_match", "meaning": WHY},
    "buyer_step": {"type": "choice", "values": ["need", "bidding"], "unknown": "no_match"},
}
PLAY = {"type": "choice", "values": ["go", "stay"], "meaning": {"en": "our play", "zh": "我方打法"}}


def book(hit: str = "first", rules: Sequence[str] = ("lead >= 0.5", "not calm"), **more: Any) -> Rulebook:
    """A book that goes where we lead, stays where it is not calm, and goes otherwise."""
    plays = ("go", "stay")
    return Rulebook.model_validate(
        {
            "id": "small",
            "title": {"en": "Small book", "zh": "小规则书"},
            "hit": hit,
            "facts": FACTS,
            "outputs": {"play": PLAY},
            "rules": [
                {"id": f"r{n}", "when": when, "then": {"play": plays[n]}, "because": WHY, "assumption": "test"}
                for n, when in enumerate(rules)
            ],
            "otherwise": {"then": {"play": "go"}, "because": WHY, "assumption": "test"},
            **more,
        }
    )


def judged(folder: Path, text: str, of: Rulebook | None = None, **more: Any) -> PastDealsJudged:
    """What a book says of the deals in this text."""
    path = folder / "deals.csv"
    path.write_text(text, encoding="utf-8")
    return past_deals(of or book(), path, **more)


def wrong(folder: Path, text: str, of: Rulebook | None = None) -> list[str]:
    """The faults of a sheet, each with its place."""
    with pytest.raises(InputError) as caught:
        judged(folder, text, of)
    return [str(problem) for problem in caught.value.problems]


def test_english_heads_by_name_and_by_meaning(tmp_path: Path) -> None:
    found = judged(
        tmp_path,
        "deal,All is calm,lead,our play,outcome,amount won,remark\n"
        "A,no,80%,go,won,120,x\nB,no,0.2,go,lost,,y\nC,yes,0.1,stay,no decision,,z\n",
    )
    one, two, three = found.deals
    assert [deal.deal.name for deal in found.deals] == ["A", "B", "C"]
    assert one.deal.facts == {"calm": False, "lead": 0.8} and one.deal.amount == 120
    assert [deal.decision.outputs["play"] for deal in found.deals] == ["go", "stay", "go"]
    assert [deal.decision.rule for deal in found.deals] == ["r0", "r1", None]
    assert (one.agrees, two.agrees, three.agrees) == (True, False, False)
    assert [deal.deal.ended for deal in found.deals] == ["won", "lost", "no_decision"]
    assert any("left aside: remark" in sentence for sentence in found.said)


def test_chinese_heads_and_words_in_a_workbook(tmp_path: Path) -> None:
    page = (made := openpyxl.Workbook()).active
    assert page is not None
    page.append(["我们的以往项目"])
    page.append(
        ["客户", "项目名称", "一切平静", "事实：lead", "等待天数", "采购步骤", "做法", "是否赢单", "成交金额（元）"]
    )
    page.append(["华东电力", "扩容", False, 0.9, 30, "招投标", "go", "是", 1_200_000])
    page.append(["华东电力", "备件", "否", "未知", None, "提出需求", "stay", "否", None])
    made.save(tmp_path / "deals.xlsx")
    found = past_deals(book(), tmp_path / "deals.xlsx")
    one, two = found.deals
    assert one.deal.facts == {"calm": False, "lead": 0.9, "wait": 30, "buyer_step": "bidding"}
    assert two.deal.facts == {"calm": False, "lead": None, "wait": None, "buyer_step": "need"}
    assert str(one.deal.name) == "华东电力 · 扩容" and one.deal.amount == 120
    assert (one.deal.ended, two.deal.ended) == ("won", "not_won")
    assert (one.agrees, two.agrees, two.agrees_so_far) == (True, None, True)


def test_a_decision_that_does_not_stand_is_counted_apart(tmp_path: Path) -> None:
    found = judged(tmp_path, "calm,lead,done,outcome\nno,,stay,won\nyes,,go,won\nno,0.1,stay,lost\n")
    first, second, third = found.deals
    assert (first.stands, second.stands, third.stands) == (False, True, True)  # yes: both ways lead to go
    assert found.counts.agreed == Side(2, 2, 1) and found.counts.hanging == Side(1, 1, 1)
    assert (found.counts.hanging_told, found.counts.hanging_agreed, found.counts.missing) == (1, 1, ("lead",))
    text = found.to_text("en", 120)
    assert "In 1 deal the decision hangs on facts that are not known; it is counted apart." in text
    assert "Missing most of all: lead." in text and "hangs on: lead" in text


def test_only_what_is_compared_has_to_stand(tmp_path: Path) -> None:
    outputs = {"play": PLAY, "speed": {"type": "integer", "unit": "days", "range": [0, 9]}}
    rules = [
        {"id": "a", "when": "lead >= 0.5", "then": {"play": "go", "speed": 3}, "because": WHY, "assumption": "test"},
    ]
    otherwise = {"then": {"play": "go", "speed": 1}, "because": WHY, "assumption": "test"}
    of = Rulebook.model_validate({**book().model_dump(), "outputs": outputs, "rules": rules, "otherwise": otherwise})
    found = judged(tmp_path, "calm,play,outcome\nno,go,won\n", of)
    assert found.deals[0].stands and found.deals[0].agrees
    both = judged(tmp_path, "calm,play,speed,outcome\nno,go,1,won\n", of)
    assert both.deals[0].stands is False and both.deals[0].agrees is None
    assert "of which does the column `done` tell?" in wrong(tmp_path, "calm,done\nno,go\n", of)[0]


def test_wrong_cells_are_named_by_place_all_at_once(tmp_path: Path) -> None:
    faults = wrong(
        tmp_path,
        "calm,lead,done,outcome,amount won\nperhaps,0.2,go,won,1\nno,1.5,go,won,2\nno,0.1,fly,120,\nno,0.1,go,lost,5\n",
    )
    assert [fault.split(" ")[0] for fault in faults] == [
        f"{tmp_path / 'deals.csv'}:{line}:" for line in (2, 3, 4, 4, 5)
    ]
    assert "neither yes nor no" in faults[0] and "out of range" in faults[1]
    assert "cannot be `fly`" in faults[2] and "go, stay" in faults[2] and "does not tell how" in faults[3]
    (late,) = wrong(tmp_path, "calm,outcome,amount won\nno,lost,5\n")
    assert "an amount won stands beside a deal that was not won" in late
    (twice,) = wrong(tmp_path, "calm,outcome,won\nno,lost,yes\n")
    assert "contradict each other" in twice


def test_a_sheet_without_a_fact_or_a_deal_is_refused(tmp_path: Path) -> None:
    assert "no column is a fact" in wrong(tmp_path, "deal,done\nA,go\n")[0]
    assert "no deal stands in the file" in wrong(tmp_path, "deal,calm\n")[0]
    assert "two columns mean `play`" in wrong(tmp_path, "calm,done,play\nno,go,go\n")[0]


def test_a_meaning_that_two_facts_share_is_not_guessed(tmp_path: Path) -> None:
    facts = {**FACTS, "lead": {**FACTS["lead"], "meaning": {"en": "all is calm", "zh": "领先"}}}
    faults = wrong(tmp_path, "all is calm,sum\nno,1\n", book(facts=facts))
    assert any("means several: `calm` and `lead`" in fault for fault in faults)


def test_another_unit_behind_the_header_is_asked_about(tmp_path: Path) -> None:
    text = "calm,days we waited (weeks)\nno,3\n"
    with pytest.raises(OpenQuestion, match="the book takes days we waited in days"):
        judged(tmp_path, text)
    with answering(lambda question: 0):
        assert judged(tmp_path, text).deals[0].deal.facts["wait"] == 3
    assert judged(tmp_path, "calm,等待天数（天）\nno,3\n").deals[0].deal.facts["wait"] == 3
    assert judged(tmp_path, "calm,sum（元）\nno,50000\n").deals[0].deal.facts["sum"] == 5


def test_books_that_give_several_hits_are_refused(tmp_path: Path) -> None:
    assert "gives all rules that fire" in wrong(tmp_path, "calm,done\nno,go\n", book("collect"))[0]


def test_rules_that_contradict_each_other_are_named_with_the_row(tmp_path: Path) -> None:
    faults = wrong(tmp_path, "calm,lead,done\nyes,0.9,go\nno,0.9,go\n", book("unique"))
    assert len(faults) == 1 and faults[0].startswith(f"{tmp_path / 'deals.csv'}:3: ")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("calm,lead,outcome\nno,0.1,won\n", "No column says what was done"),
        ("calm,lead,done\nno,0.1,go\n", "No column says how deals ended"),
        ("calm,done,outcome\nno,go,won\n", "In no deal does the decision stand"),
        (
            "calm,lead,done,outcome\nno,0.1,go,won\n",
            "Too few deals to tell: 0 of known end were done as the book says, 1",
        ),
    ],
)
def test_what_cannot_be_told_is_said(tmp_path: Path, text: str, sentence: str) -> None:
    assert sentence in judged(tmp_path, text).to_text("en", 200)


def sheet(agreed: tuple[int, int], differed: tuple[int, int], shuffled: random.Random | None = None) -> str:
    """Deals of both sides, each given as won and lost."""
    lines = [
        f"no,0.1,{done},{ended}"
        for done, (won, lost) in (("stay", agreed), ("go", differed))
        for ended, times in (("won", won), ("lost", lost))
        for _ in range(times)
    ]
    lines += ["no,,go,won", "no,0.1,,lost", "yes,0.2,go,open"]
    if shuffled:
        shuffled.shuffle(lines)
    return "\n".join(["calm,lead,done,outcome", *lines, ""])


@pytest.mark.parametrize(
    ("agreed", "differed", "sentence"),
    [
        ((18, 2), (4, 16), "were won more often: +70.0 points"),
        ((4, 16), (18, 2), "were won less often: −70.0 points"),
        ((6, 4), (5, 5), "cannot be told from these: +10.0 points"),
    ],
)
def test_the_difference_is_told_with_its_interval_and_proves_nothing(
    tmp_path: Path, agreed: tuple[int, int], differed: tuple[int, int], sentence: str
) -> None:
    text = judged(tmp_path, sheet(agreed, differed)).to_text("en", 300)
    assert sentence in text and "This is no proof" in text


def test_rows_in_any_order_give_the_same_summary(tmp_path: Path) -> None:
    luck = random.Random(5)
    plain = judged(tmp_path, sheet((7, 3), (4, 6))).as_data()["summary"]
    for _ in range(5):
        assert judged(tmp_path, sheet((7, 3), (4, 6), luck)).as_data()["summary"] == plain


def test_columns_in_any_order_give_the_same_answer(tmp_path: Path) -> None:
    one = judged(tmp_path, "calm,lead,done,outcome\nno,0.1,go,won\n").as_data()
    other = judged(tmp_path, "outcome,done,lead,calm\nwon,go,0.1,no\n").as_data()
    assert {**one, "said": 0} == {**other, "said": 0}


def test_intervals_are_those_of_published_tables() -> None:
    """Newcombe, Statistics in Medicine 17 (1998): table I of the one on single proportions, method 3; table II of the
    one on differences, method 10."""
    published = {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }
    for (some, n), ends in published.items():
        assert [round(end, 4) for end in wilson(some, n)] == list(ends)
    differences = {((56, 70), (48, 80)): (0.0524, 0.3339), ((9, 10), (3, 10)): (0.1705, 0.8090)}
    for (one, other), ends in differences.items():
        shares = one[0] / one[1], other[0] / other[1]
        found = difference_interval(shares[0], wilson(*one), shares[1], wilson(*other), 0.0)
        assert [round(end, 4) for end in found] == list(ends)
    counts = PastCounts(Side(70, 70, 56), Side(80, 80, 48), Side(0, 0, 0), Side(0, 0, 0))
    assert counts.difference is not None
    assert [round(each, 4) for each in (counts.difference[0], *counts.difference[1])] == [0.2, 0.0524, 0.3339]


def test_below_the_fewest_no_difference_is_given() -> None:
    def counts(n: int) -> PastCounts:
        return PastCounts(Side(n, n, n), Side(50, 50, 0), Side(0, 0, 0), Side(0, 0, 0))

    assert counts(FEWEST - 1).difference is None and counts(FEWEST).difference is not None


def test_it_is_reached_from_the_package_with_a_shipped_book(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("项目,感到被越级绕过的人数,决策链应对方式,结果\n甲,4,多层并进,丢单\n", encoding="gb18030")
    found = engine.past_deals("engagement_choice", path, encoding="gb18030")
    (one,) = found.deals
    assert one.stands and one.agrees is False and one.deal.done == {"engagement": "multi_level"}
    text = found.to_text("zh", 120)
    assert "先修关系" in text and "输单" in text and "这不是证明" in text
    data: Any = found.as_data()
    assert data["deals"][0]["rule"] == "repair_first" and data["summary"]["differed"]["ended"] == 1
    assert isinstance(data["summary"], Mapping)


def test_answers_in_columns_left_aside_are_not_taken_for_the_header(tmp_path: Path) -> None:
    found = judged(tmp_path, "calm,lead,done,result,paid,late,big,near\n" + "no,0.1,go,won,no,no,no,no\n" * 3)
    assert len(found.deals) == 3 and found.deals[0].deal.facts == {"calm": False, "lead": 0.1}


def test_a_traditional_sheet_is_read_as_a_simplified_one(tmp_path: Path) -> None:
    one = judged(tmp_path, "项目名称,等待天数,做法,结果\n甲,3,go,赢单\n").as_data()
    other = judged(tmp_path, "項目名稱,等待天數,做法,結果\n甲,3,go,贏單\n").as_data()
    assert {**one, "said": 0} == {**other, "said": 0}
