"""Many accounts at once against `decide` one by one: the same rules, outputs and complaints, from any kind of table."""

from __future__ import annotations

import csv
import json
import math
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from openpyxl import Workbook

sys.path.insert(0, str(Path(__file__).parent))

from book_maker import FACTS, VALUES, book
from generated_books import books

from engine import Book, InputError, load_book
from engine.errors import OpenQuestion
from engine.model.rulebook import OTHERWISE
from engine.rules import compile_book, shipped_books
from engine.rules.tabulation import many_lookups

POLICIES = ("first", "priority", "unique", "any", "collect")
ODD: list[Any] = [math.nan, math.inf, True, 1, 0, 0.5, -0.0, "yes", "是", "未知", "red", "50%", np.float64(0.3)]
ODD += [np.int64(2), np.True_, [], {}, ([],), -1, "", "pink", Fraction(1, 2)]


def one_by_one(asked: Book, rows: list[dict[str, Any]]) -> list[Any] | None:
    """The decision on each account; None when one of them is refused."""
    try:
        return [asked.decide(row) for row in rows]
    except InputError:
        return None


def agree(asked: Book, table: Any, rows: list[dict[str, Any]]) -> None:
    expected = one_by_one(asked, rows)
    if expected is None:
        with pytest.raises(InputError):
            asked.decide_all(table)
        return
    found = asked.decide_all(table)
    assert len(found) == len(rows)
    assert found.rules == tuple(each.rule for each in expected)
    assert found.all_rules == tuple(each.rules for each in expected)
    for name in asked.outputs:
        assert found.outputs[name] == tuple(each.outputs[name] for each in expected)
    for place, each in enumerate(expected):
        assert (found[place].fired, found[place].outputs) == (each.fired, each.outputs)
        assert {k: v for k, v in found[place].facts.items() if v is not None} == {
            k: v for k, v in known(asked, rows[place]).items() if v is not None
        }
    decided = [rule for each in expected for rule in each.rules or (OTHERWISE,)]
    assert found.counts == {rule: decided.count(rule) for rule in found.counts} and set(decided) <= set(found.counts)


def known(asked: Book, row: dict[str, Any]) -> dict[str, Any]:
    """The facts of the book as values, those of a chain as they follow from what is given."""
    return dict(asked.compiled.completed(asked.compiled.values_of(row))[0])


def in_columns(asked: Book, rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    return {name: [row.get(name) for row in rows] for name in asked.compiled.askable}


@settings(max_examples=120)
@given(books(), st.data())
def test_any_book_on_any_accounts(made: Any, data: st.DataObject) -> None:
    asked = Book.of(compile_book(made).book)

    def values(name: str) -> st.SearchStrategy[Any]:
        declared = made.facts[name]
        if declared.type == "boolean":
            return st.sampled_from([None, True, False])
        if declared.type == "choice":
            return st.sampled_from([None, *declared.values])
        low, high = math.ceil(max(declared.low, -60)), math.floor(min(declared.high, 60))
        whole = st.integers(low, max(low, high))
        return st.one_of(st.none(), whole, whole if declared.type == "integer" else st.floats(low, max(low, high)))

    rows = data.draw(st.lists(st.fixed_dictionaries({}, optional={n: values(n) for n in made.facts}), max_size=8))
    agree(asked, rows, rows)
    if rows:
        agree(asked, in_columns(asked, rows), rows)


@settings(max_examples=150)
@given(st.data())
def test_odd_values_are_understood_or_refused_as_one_by_one(data: st.DataObject) -> None:
    rules = [("x >= 0.3 and b", 1), ("n > 1 or c is red", 2), ("x < 0.7 and (b or n >= 3)", 1)]
    asked = Book.of(compile_book(book(rules, data.draw(st.sampled_from(POLICIES)))).book)
    usual = {name: st.sampled_from(VALUES[name]) for name in FACTS}
    rows = data.draw(st.lists(st.fixed_dictionaries(usual), min_size=1, max_size=5))
    for _ in range(data.draw(st.integers(0, 2))):
        rows[data.draw(st.integers(0, len(rows) - 1))][data.draw(st.sampled_from(sorted(FACTS)))] = data.draw(
            st.sampled_from(ODD)
        )
    agree(asked, rows, rows)
    agree(asked, in_columns(asked, rows), rows)


@pytest.mark.parametrize("name", shipped_books())
def test_shipped_books_on_the_accounts_of_their_cases(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Next to every constant as well; more accounts than are held in memory at once."""
    monkeypatch.setattr(many_lookups, "AT_ONCE", 64)
    asked = load_book(name)
    rng = np.random.default_rng(5)
    rows = [dict(case.facts) for case in asked.cases]
    for _ in range(150):
        row: dict[str, Any] = {}
        for fact in asked.facts:
            cells = [cell for cell in asked.compiled._lookup._facts[fact].cells if cell is not None]
            cell = cells[rng.integers(len(cells))]
            row[fact] = cell.sample
        rows.append(row)
    agree(asked, rows, rows)
    agree(asked, in_columns(asked, rows), rows)


class Frame:
    """What data frames have in common."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.table, self.columns = table, list(table)

    def __getitem__(self, name: str) -> Any:
        return self.table[name]


def test_columns_may_be_arrays() -> None:
    asked = Book.of(book([("x >= 0.3 and b", 1), ("n > 1", 2)]))
    table = {"x": np.array([0.2, 0.3, np.nan]), "n": np.array([0, 4, 2]), "b": np.array([True, True, False])}
    assert asked.decide_all(table).rules == (None, "r0", "r1")
    assert asked.decide_all(iter([{"x": 0.3, "b": True}])).rules == ("r0",)
    nothing = asked.decide_all([])
    assert asked.decide_all(Frame(table)).rules == (None, "r0", "r1")
    assert len(nothing) == 0 and nothing.table() == [] and nothing.outputs == {"out": ()} and nothing.to_text("en")


def test_a_result_is_frozen_and_told_like_any_other() -> None:
    found = load_book("engagement_choice").decide_all(
        [{"account": "Huadong", "best_relationship": 3}, {}, {"account": None, "has_sponsor": "是"}]
    )
    with pytest.raises(AttributeError):
        found.names = ()  # type: ignore[misc]
    with pytest.raises((TypeError, ValueError)):
        found._codes[0, 0] = 1.0
    assert [row["account"] for row in found.table()] == ["Huadong", "2", "3"]
    assert found.table()[1] == {"account": "2", "rule": "otherwise", "engagement": "bottom_up_field"}
    assert found.counts["otherwise"] == 1 and sum(found.counts.values()) == 3
    assert json.loads(json.dumps(found.as_data(), allow_nan=False))["decisions"] == found.table()
    assert found[-1].rule == found.rules[2] == "sponsor_opens_the_way" and [each.rule for each in found] == list(
        found.rules
    )
    with pytest.raises(IndexError):
        found[3]
    assert "3 accounts" in found.to_text("en") and "Huadong" in found.to_markdown("zh")
    many = load_book("engagement_choice").decide_all([{}] * 25)
    assert "the first 20 of 25 accounts" in many.to_text("en") and len(many.table()) == 25


def test_an_output_may_be_called_as_a_column_of_the_table() -> None:
    data = book([("b", 1)]).model_dump()
    data["outputs"]["rule"] = data["outputs"].pop("out")
    for each in (*data["rules"], data["otherwise"]):
        each["then"] = {"rule": each["then"]["out"]}
    assert Book.from_dict(data).decide_all([{"b": True}]).table() == [{"account": "1", "rule": "r0", "then.rule": 1}]


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ([{"n": 1}, {"nn": 1}], r"^accounts\[1\]: no fact is called `nn` \(did you mean n\?"),
        ([{"n": 1}, {"n": 9, "b": 1}], r"accounts\[1\]\.n: .*range(.|\n)*accounts\[1\]\.b: "),
        ([{"n": 1}, 5], r"^accounts\[1\]: expected a mapping"),
        ({"n": [1, 2, 2.5]}, r"^n\[2\]: `n` counts whole numbers"),
        ({"n": [1, 2], "b": [True]}, r"^b: the column has 1 values, and `n` has 2"),
        ({"n": 1}, r"^n: expected a column"),
        ({"n": "123"}, r"^n: expected a column"),
        ({"m": [1]}, r"^table: no fact is called `m`"),
        (5, r"^table: expected a list of accounts"),
        (None, r"^table: expected a list of accounts"),
        (b"n", r"^table: expected a list of accounts"),
        ({"n": [9] * 103}, r"^(n\[\d+\].*\n){100}n: 3 more values are wrong$"),
    ],
)
def test_what_is_wrong_is_named_by_its_account(table: Any, what: str) -> None:
    with pytest.raises(InputError, match=what):
        Book.of(book([("b", 1)])).decide_all(table)


def test_rules_that_may_not_fire_together_are_told_by_the_first_account() -> None:
    asked = Book.of(book([("b", 1), ("n > 1", 2)], "unique"))
    with pytest.raises(InputError, match=r"^accounts\[2\]: hit policy `unique`.*n 3, b yes"):
        asked.decide_all([{"b": True}, {"n": 3}, {"b": True, "n": 3}, {"b": True, "n": 4}])


HEAD = ["客户名称", "高层拒见次数", "has_sponsor", "buyer_step", "decider_stance", "备注"]
LINES = [
    ["甲", 4, "是", "招投标", 0.5, "x"],
    ["乙", None, "未知", "research", None, "y"],
    ["丙", 1, "no", None, -1, None],
]
READ: list[dict[str, Any]] = [
    {"refusals_at_top": 4, "has_sponsor": True, "buyer_step": "bidding", "decider_stance": 0.5},
    {"buyer_step": "research"},
    {"refusals_at_top": 1, "has_sponsor": False, "decider_stance": -1},
]


@pytest.mark.parametrize("kind", ["utf-8", "gbk", "xlsx"])
def test_accounts_in_a_file(kind: str, tmp_path: Path) -> None:
    path = tmp_path / ("accounts.xlsx" if kind == "xlsx" else "accounts.csv")
    if kind == "xlsx":
        workbook = Workbook()
        for line in (HEAD, *LINES):
            workbook.active.append(line)
        workbook.save(path)
    else:
        with path.open("w", encoding=kind, newline="") as file:
            csv.writer(file).writerows([HEAD, *LINES])
    asked = load_book("engagement_choice")
    agree(asked, path, READ)
    found = asked.decide_all(str(path))
    assert found.names == ("甲", "乙", "丙") and "备注" in "".join(found.to_text("zh").split())


def test_a_wrong_cell_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text("name,refusals_at_top,has_sponsr,buyer_step\n甲,x,是,招标标\n", encoding="utf-8")
    with pytest.raises(InputError) as wrong:
        load_book("engagement_choice").decide_all(path)
    told = [f"{problem.where.rpartition('/')[2]} {problem.code}" for problem in wrong.value.problems]
    assert told == ["accounts.csv:1 column-unknown", "accounts.csv:2 number-none", "accounts.csv:2 value-unknown"]
    path.write_text("aa,bb\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column is a fact of the book"):
        load_book("engagement_choice").decide_all(path)


@pytest.mark.parametrize(
    ("head", "cell", "amount"),
    [("deal_amount", "680万", 680), ("deal_amount（元）", "6800000", 680), ("deal_amount", "6,800,000元", 680)],
)
def test_money_in_a_file_is_read_in_the_unit_of_the_book(tmp_path: Path, head: str, cell: str, amount: int) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text(f'account,{head}\n甲,"{cell}"\n', encoding="utf-8")
    assert load_book("engagement_choice").decide_all(path)[0].facts["deal_amount"] == amount


def test_money_without_a_unit_far_from_what_is_usual_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text("account,deal_amount\n甲,6800000\n", encoding="utf-8")
    with pytest.raises(OpenQuestion, match="in which unit"):
        load_book("engagement_choice").decide_all(path)
