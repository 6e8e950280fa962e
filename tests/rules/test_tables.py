"""Decision tables: cells mean what a spreadsheet user expects, and rows are the same rules that sentences make."""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_books import FACTS, book, plain, row, table_book

from engine.errors import InputError
from engine.model.rulebook import FactDeclaration
from engine.rules import book_hash, compile_book, load_book, run_cases
from engine.rules.language.conditions import All, Among, Any, Between, Compare, Known, sentence
from engine.rules.language.logic import understand
from engine.rules.language.parser import parse_condition
from engine.rules.language.table_cells import parse_cell
from engine.rules.language.tokens import ConditionError

DECLARED = {name: FactDeclaration.model_validate(raw) for name, raw in FACTS.items()}


@pytest.mark.parametrize(
    ("fact", "cell", "meaning"),
    [
        ("age", "-", None),
        ("age", "", None),
        ("age", "  ", None),
        ("age", "3", Compare("age", "==", 3.0)),
        ("age", "< 5", Compare("age", "<", 5.0)),
        ("age", ">=2", Compare("age", ">=", 2.0)),
        ("age", "≥ .5", Compare("age", ">=", 0.5)),
        ("age", "!= 3", Compare("age", "!=", 3.0)),
        ("age", "[0.3..0.7]", Between("age", 0.3, 0.7)),
        ("age", "[0.3..0.7)", All((Compare("age", ">=", 0.3), Compare("age", "<", 0.7)))),
        ("age", "( .3 .. 7. ]", All((Compare("age", ">", 0.3), Compare("age", "<=", 7.0)))),
        ("age", "]1..2[", All((Compare("age", ">", 1.0), Compare("age", "<", 2.0)))),
        ("age", "not([1..2))", Any((Compare("age", "<", 1.0), Compare("age", ">=", 2.0)))),
        ("age", "1, 2", Among("age", (1.0, 2.0))),
        ("age", "< 1, [2..3], unknown", Any((Compare("age", "<", 1.0), Between("age", 2.0, 3.0), Known("age", False)))),
        ("age", "not(1, 2)", Among("age", (1.0, 2.0), inside=False)),
        ("age", "unknown", Known("age", known=False)),
        ("age", "not(unknown)", Known("age")),
        ("met", "known", Known("met")),
        ("blocked", "yes", Compare("blocked", "==", True)),
        ("blocked", "not(yes)", Compare("blocked", "==", False)),
        ("blocked", "no, unknown", Any((Compare("blocked", "==", False), Known("blocked", False)))),
        ("sector", "能源", Compare("sector", "==", "能源")),
        ("sector", "public health", Compare("sector", "==", "public health")),
        (
            "sector",
            "能源, public health",
            Among("sector", ("能源", "public health")),
        ),
        ("sector", '"a, b"', Compare("sector", "==", "a, b")),
        ("sector", "a, b", Compare("sector", "==", "a, b")),
        ("sector", '"a, b", 能源', Among("sector", ("a, b", "能源"))),
        ("sector", '"known"', Compare("sector", "==", "known")),
        ("sector", "not(能源)", Compare("sector", "!=", "能源")),
        ("sector", "!= 能源", Compare("sector", "!=", "能源")),
        ("age", ">= 97%", Compare("age", ">=", 0.97)),
        ("age", "[８０%..90％]", Between("age", 0.8, 0.9)),
        ("age", "未知", Known("age", known=False)),
        ("met", "已知, 不详", Any((Known("met"), Known("met", known=False)))),
        ("blocked", "是", Compare("blocked", "==", True)),
        ("blocked", "not(√)", Compare("blocked", "==", False)),
    ],
)
def test_a_cell_means(fact, cell, meaning):
    assert parse_cell(fact, DECLARED[fact], cell) == meaning
    if meaning is not None:
        assert parse_condition(sentence(meaning), DECLARED) == meaning


@pytest.mark.parametrize(
    ("fact", "cell", "position", "what"),
    [
        ("age", "old", 1, "expected a number for `age` but found `old`"),
        ("age", "1, old", 4, "expected a number"),
        ("age", "< ", 2, "expected a value after `<`"),
        ("age", "< 11", 3, "`age` cannot be 11"),
        ("age", "[3..1]", 5, "runs backwards: 3 is above 1"),
        ("age", "[3..3)", 1, "holds no number at all"),
        ("age", "[3..]", 5, "lacks an end"),
        ("age", "[..3]", 2, "lacks an end"),
        ("age", "1,,2", 3, "a value is missing beside the comma"),
        ("age", "1, 2, 1", 6, "in the list twice"),
        ("age", "not()", 1, "is empty"),
        ("age", "（1..2）", 1, "`（` is full-width punctuation (write `(1..2)`)"),
        ("age", "1，2", 2, "`，` is full-width punctuation (write `1, 2`)"),
        ("age", "0.00001", 1, "too close to 0"),
        ("met", "2.5", 1, "counts whole numbers"),
        ("met", ", ".join(map(str, range(201))), 1, "201 alternatives are too many"),
        ("blocked", "> no", 1, "has no order"),
        ("blocked", "maybe", 1, "yes or no and cannot be maybe"),
        ("blocked", "1", 1, "yes or no"),
        ("sector", "能原", 1, "`sector` has no value `能原`"),
        ("sector", "能源, publik health", 5, "did you mean public health"),
        ("sector", "known", 1, "also a value"),
        ("sector", '"能源', 1, "never closed"),
        ("sector", "[1..2]", 1, "no number, so a range"),
        ("age", "x" * 20_001, 20_001, "longer than 20000"),
    ],
)
def test_a_wrong_cell_is_told_with_its_character(fact, cell, position, what):
    with pytest.raises(ConditionError) as caught:
        parse_cell(fact, DECLARED[fact], cell)
    assert what in str(caught.value)
    assert caught.value.position == position


def test_rows_and_sentences_are_the_same_rules():
    rows = table_book(
        ("[0.3..0.7)", "> 1", "-", "-"),
        ("-", "-", "no, unknown", "能源, public health"),
        ("not(1, 2)", "-", "yes", "-"),
        ("-", "-", "-", "-"),
    )
    logic = understand(rows)
    assert [rule.when for rule in logic.rules] == [
        "age >= 0.3 and age < 0.7 and met > 1",
        '(blocked is no or blocked is unknown) and sector in [能源, "public health"]',
        "age not in [1, 2] and blocked is yes",
        "age is known or age is unknown",
    ]
    said = book("collect", rules=[rule.model_dump() for rule in logic.rules])
    by_rows, by_sentences = compile_book(rows), compile_book(said)
    assert understand(said).conditions == logic.conditions
    chance = random.Random(7)
    for _ in range(300):
        facts = {
            "age": chance.choice([None, 0.3, 0.5, 0.7, 1.0, 2.0]),
            "met": chance.choice([None, 1, 2]),
            "blocked": chance.choice([None, True, False]),
            "sector": chance.choice([None, "能源", "public health", "known"]),
        }
        assert by_rows.decide(facts).rules == by_sentences.decide(facts).rules == by_rows.ask_engine(facts)


def test_cells_may_be_written_as_numbers_yes_no_and_nothing():
    rows = table_book((3, 2, True, None), (0.5, "2", "yes", "-"))
    assert [one.when for one in rows.table.rows] == [("3", "2", "yes", "-"), ("0.5", "2", "yes", "-")]
    assert compile_book(rows).decide({"age": 3, "met": 2, "blocked": True}).rules == ("r0",)


def test_quotes_may_be_part_of_a_value():
    declared = FactDeclaration(type="choice", values=("'quoted'", "quoted"), unknown="no_match")
    for text in ("word is \"'quoted'\"", "word in [\"'quoted'\"]"):
        assert parse_condition(text, {"word": declared}) in (
            Compare("word", "==", "'quoted'"),
            Among("word", ("'quoted'",)),
        )


def test_a_row_of_any_values_always_holds():
    decide = compile_book(table_book(("-", "-", "-", "-"))).decide
    assert decide({}).rule == decide({"age": 3.0, "blocked": True}).rule == "r0"


def test_unknown_is_a_value_of_its_own_in_a_table():
    decide = compile_book(
        table_book(("< 5", "-", "-", "-"), ("unknown", "-", "-", "-"), ("not(< 5)", "-", "-", "-"))
    ).decide
    assert [decide({"age": age}).rules for age in (3.0, None, 7.0)] == [("r0",), ("r1",), ("r2",)]


TABLE = """\
id: tiers
title: {en: Tiers, zh: 分级}
hit: unique
facts:
  spend: {type: number, unit: 10k CNY, range: [0, 100000], unknown: no_match}
  kind: {type: choice, values: [new, old], unknown: no_match}
outputs:
  tier: {type: choice, values: [A, B, none]}
table:
  when: [spend, kind]
  then: [tier]
  rows:
    - {id: top, when: [">= 150", -], then: [A], because: {en: much, zh: 多}, source: a text}
    - id: middle
      when: ["[100..150)", "old"]
      then: [B]
      because: {en: some, zh: 有}
      source: a text
otherwise: {then: {tier: none}, because: {en: little, zh: 少}, assumption: a test}
cases:
  - {name: much, facts: {spend: 150, kind: new}, rule: top, expect: {tier: A}}
  - {name: some, facts: {spend: 149.9, kind: old}, rule: middle}
  - {name: nobody knows, facts: {}, rule: otherwise}
"""


@pytest.fixture
def told(tmp_path):
    def told_(text):
        path = tmp_path / "tiers.yaml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError) as caught:
            load_book(path)
        shown = [str(problem).replace(str(path), "F") for problem in caught.value.problems]
        return [re.sub(r"^F:(\d+):\d+:", r"F:\1:", problem) for problem in shown]

    return told_


def test_a_table_is_read_from_a_file(tmp_path):
    path = tmp_path / "tiers.yaml"
    path.write_text(TABLE, encoding="utf-8")
    found = load_book(path)
    assert [rule.id for rule in found.rules] == ["top", "middle"]
    assert all(not result.failures for result in run_cases(compile_book(found)))
    (numbers,) = compile_book(found).single_hit_table.outputs.values()
    assert numbers.tolist() == [0.0, 1.0, 2.0]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[spend, kind]", "[spent, kind]", "F:10: column 1: no fact is called `spent` (did you mean spend?)"),
        ("[spend, kind]", "[spend, spend]", "F:10: column 1: two columns are called `spend`"),
        ("then: [tier]\n  rows", "then: [teir]\n  rows", "no output is called `teir` (did you mean tier?)"),
        (
            '">= 150", -]',
            '">= 150"]',
            "F:13: row 1 (`top`) has 1 cells under `when` for 2 columns (the columns are spend",
        ),
        ("then: [A]", "then: [A, B]", "F:13: row 1 (`top`) has 2 cells under `then` for 1 columns"),
        (
            '"old"]',
            '"odl"]',
            "F:15: row 2 (`middle`), column `kind`, character 1: `kind` has no value `odl` (did you mean",
        ),
        ("[100..150)", "[100..150}", "F:15: row 2 (`middle`), column `spend`, character 1: expected a number"),
        ("then: [B]", "then: [C]", "F:16: `tier` has no value `C`"),
        ("id: middle", "id: top", "F:13: two rules are called `top`"),
        ("id: middle", "id: otherwise", "F:14: `otherwise` is reserved"),
        ("rule: middle", "rule: midle", "no rule is called `midle` (did you mean middle?)"),
        ("      source: a text", "      source: a text\n      priority: 3", "takes no priority"),
        ("table:", "rules: []\ntabel:", "unknown key `tabel` (did you mean table?)"),
    ],
)
def test_a_mistake_in_a_table_is_told_with_row_and_column(told, old, new, message):
    assert old in TABLE
    lines = told(TABLE.replace(old, new, 1))
    assert any(message in line for line in lines), lines


def test_every_wrong_cell_is_told_at_once(told):
    text = TABLE.replace('">= 150"', '">> 150"').replace("[100..150)", "[150..100)").replace('"old"]', '"odl"]')
    assert len(told(text)) == 3


def test_a_book_has_rules_or_a_table(tmp_path, told):
    path = tmp_path / "tiers.yaml"
    path.write_text(TABLE, encoding="utf-8")
    start = TABLE.index("table:")
    assert told(TABLE[:start] + TABLE[TABLE.index("otherwise: {") :]) == ["F:1: a book needs `rules` or a `table`"]
    rule = "\nrules:\n  - {id: x, when: spend > 1, then: {tier: A}, because: {en: a, zh: b}, source: a text}\n"
    assert any("not both" in line for line in told(TABLE.replace("\ntable:", rule + "table:")))


def test_what_was_read_can_be_checked_again_and_keeps_its_hash(tmp_path):
    path = tmp_path / "tiers.yaml"
    path.write_text(TABLE, encoding="utf-8")
    found = load_book(path)
    assert understand(found).book == found
    written = type(found).model_validate({**found.model_dump(by_alias=True), "rules": ()})
    assert book_hash(written) == book_hash(found)


def test_a_table_and_its_cells_are_data():
    for cell in ("__import__('os')", "age + 1", "=1+1", "lambda: 0"):
        with pytest.raises(InputError):
            compile_book(book(table={"when": ["age"], "then": ["points"], "rows": [row(0, [cell], [1])]}))
    assert "table" not in plain(rules=())
