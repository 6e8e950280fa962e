"""Nothing is lost between YAML, workbooks and CSV; Markdown reads as sentences; wrong cells are told by name."""

from __future__ import annotations

import csv
import io
import sys
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given, settings, strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from generated_books import books
from small_books import book, rule, table_book

from engine.errors import InputError
from engine.model.base import Text
from engine.model.facts import FACT_INDEX, FACTS
from engine.rules import Book, load_book, shipped_books
from engine.rules.exchange.book_exchange import export_book, import_book
from engine.rules.exchange.book_file import BookText, notes_of
from engine.rules.exchange.written_values import read_value_text, write_value
from engine.rules.exchange.yaml_writer import yaml_text
from engine.rules.language.checked_book import book_from
from engine.rules.language.logic import understand

FORMATS = [".xlsx", ".csv"]
LANGUAGES = ["en", "zh"]


def told_apart(data):
    """Data in which yes, 1 and "1" differ, as they do not for Python's `==`."""
    if isinstance(data, dict):
        return {key: told_apart(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [told_apart(value) for value in data]
    return (isinstance(data, bool), isinstance(data, str), data)


def same(ours, theirs):
    return ours == theirs and told_apart(ours.model_dump()) == told_apart(theirs.model_dump())


def around(found, ending, notes=(), lang="en"):
    """The book by way of a file of this format, and then of YAML."""
    with tempfile.TemporaryDirectory() as folder:
        imported = import_book(export_book(found, Path(folder) / f"book{ending}", lang, notes))
        assert imported.notes == tuple(notes)
        path = Path(folder) / "book.yaml"
        path.write_text(imported.yaml(), encoding="utf-8")
        return imported.book, load_book(path)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("name", shipped_books())
def test_shipped_books_come_back_whole(name, ending, lang):
    found = load_book(name)
    for again in around(found, ending, ("a note", "", "=danger"), lang):
        assert same(again, found)


@settings(max_examples=40)
@given(books())
def test_yaml_gives_back_the_same_book(found):
    found = understand(found).book
    assert same(book_from(BookText("x", yaml_text(found, ["a note"]))), found)


@settings(max_examples=40)
@given(books(), st.sampled_from(LANGUAGES))
@example(table_book(("-", "-", "-", "-"), ("< 5", "2", "not(yes)", '"a, b"')), "zh")
def test_csv_loses_nothing(found, lang):
    found = understand(found).book
    for again in around(found, ".csv", lang=lang):
        assert same(again, found)


@settings(max_examples=20)
@given(books(), st.sampled_from(LANGUAGES))
@example(table_book(("-", "-", "-", "-"), ("< 5", "2", "not(yes)", '"a, b"')), "zh")
def test_workbooks_lose_nothing(found, lang):
    found = understand(found).book
    for again in around(found, ".xlsx", lang=lang):
        assert same(again, found)


@pytest.mark.parametrize(
    "value", [0.1 + 0.2, 1e15 - 0.125, 5.0, 5, -3, True, "yes", "5", "1.50", "", "null", None, "[a]"]
)
def test_every_value_comes_back_with_its_kind(value):
    again = read_value_text(write_value(value))
    assert again == value and type(again) is type(value)


def test_a_number_that_a_workbook_cannot_hold_is_written_as_text():
    awkward = 0.1 + 0.2
    outputs = {"points": {"type": "number", "unit": "points"}}
    found = understand(book(rules=[rule(0, f"age > {awkward!r}", {"points": awkward})], outputs=outputs)).book
    assert around(found, ".xlsx")[1].rules[0].then["points"] == awkward


@pytest.fixture
def dangerous():
    made = [rule(0, "age > 1", {"points": -1}, because={"en": "=cmd|' /C calc'!A0", "zh": "@SUM(1+1)"})]
    return understand(book(rules=made, title={"en": "+1+cmd", "zh": "＝2+3"})).book


def test_no_cell_of_a_workbook_is_a_formula(dangerous, tmp_path):
    path = export_book(dangerous, tmp_path / "x.xlsx")
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    guarded = [cell.value for cell in cells if cell.quotePrefix]
    assert {"=cmd|' /C calc'!A0", "@SUM(1+1)", "+1+cmd", "＝2+3"} <= set(guarded)
    assert same(import_book(path).book, dangerous)


def test_no_cell_of_a_csv_file_is_a_formula(dangerous, tmp_path):
    path = export_book(dangerous, tmp_path / "x.csv")
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    starts = {cell for row in rows for cell in row if cell[:1] in tuple("=+-@＝＋－＠")}
    assert all(cell == "-" or float(cell) < 0 for cell in starts)
    assert same(import_book(path).book, dangerous)


def test_csv_begins_with_the_mark_by_which_excel_knows_chinese(tmp_path):
    path = export_book(load_book("stage_gates"), tmp_path / "x.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_csv_is_read_as_spreadsheets_in_china_and_europe_write_it(tmp_path, encoding, delimiter, lang):
    found = load_book("withdraw_continue")
    path = export_book(found, tmp_path / "x.csv", lang)
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    width = max(map(len, rows))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([[*row, *[""] * (width - len(row))] for row in rows])
    (tmp_path / "y.csv").write_bytes(out.getvalue().replace("–", "-").encode(encoding))
    again = import_book(tmp_path / "y.csv").book
    assert [r.when for r in again.rules] == [r.when for r in found.rules]
    assert again.title.zh == found.title.zh and again.cases == found.cases


def test_excel_may_turn_cells_into_numbers_and_truth_values(tmp_path):
    found = understand(table_book((3, ">= 2", "yes", "-"))).book
    path = export_book(found, tmp_path / "x.xlsx")
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["table"]
    assert sheet["D2"].value == 3
    sheet["D2"].value, sheet["F2"].value, sheet["G2"].value = 4, True, None
    workbook.save(path)
    assert import_book(path).book.table.rows[0].when == ("4", ">= 2", "yes", "-")


def test_chinese_sheets_have_chinese_heads_and_explain_themselves(tmp_path):
    path = export_book(load_book("purchase_triggers"), tmp_path / "x.xlsx", "zh")
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == ["规则书", "事实", "结论", "规则", "其余情况", "案例", "说明", "事实清单"]
    heads = [cell.value for sheet in workbook.worksheets for cell in sheet[1]]
    assert all(any("一" <= sign <= "鿿" for sign in head) for head in heads), heads
    rows = [" ".join(str(cell) for cell in row) for row in workbook["说明"].iter_rows(values_only=True)]
    assert any("buyer_step in [bidding, testing]" in row for row in rows) and any("应由规则" in row for row in rows)
    assert {row[0] for row in workbook["事实清单"].iter_rows(min_row=2, values_only=True)} == {f.name for f in FACTS}


def test_cells_with_a_closed_list_are_picked(tmp_path):
    workbook = openpyxl.load_workbook(export_book(load_book("tier_pyramid"), tmp_path / "x.xlsx"))
    picks = {
        (sheet.title, str(each.sqref).split(":")[0]): each.formula1
        for sheet in workbook.worksheets
        for each in sheet.data_validations.dataValidation
        if each.type == "list"
    }
    assert picks["facts", "B2"] == '"number,integer,boolean,choice,date"' and "output order" in picks["book", "B7"]
    assert picks["table", "F2"] == '"platinum,gold,iron,lead,unknown"'
    assert picks["facts", "A2"].startswith("'known facts'!$A$2:") and picks["cases", "D2"] == "'table'!$A$2:$A$9"


@pytest.mark.parametrize("ending", FORMATS)
def test_heads_in_both_languages_may_stand_side_by_side(tmp_path, ending):
    found = load_book("tier_pyramid")
    path = export_book(found, tmp_path / f"x{ending}")
    if ending == ".csv":
        text = path.read_text(encoding="utf-8-sig")
        for ours, theirs in (
            ("[table]", "[决策表]"),
            ("when.yearly_revenue", "条件:yearly_revenue"),
            ("hit,", "命中策略,"),
        ):
            assert text.count(ours) == 1
            text = text.replace(ours, theirs)
        path.write_text(text.replace("no_match", "不成立"), encoding="utf-8")
    else:
        workbook = openpyxl.load_workbook(path)
        workbook["table"].title = "决策表"
        workbook["决策表"]["D1"], workbook["facts"]["B1"], workbook["facts"]["B2"] = (
            "条件：yearly_revenue",
            "类型",
            "数字",
        )
        workbook.save(path)
    assert same(import_book(path).book, found)


def test_the_same_part_in_both_languages_is_refused(tmp_path):
    path = export_book(load_book("tier_pyramid"), tmp_path / "x.xlsx")
    workbook = openpyxl.load_workbook(path)
    workbook.copy_worksheet(workbook["facts"]).title = "事实"
    workbook.save(path)
    with pytest.raises(InputError, match="the part `facts` stands here twice"):
        import_book(path)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_meanings_that_a_book_does_not_have_are_filled_in_and_left_out_again(tmp_path, lang):
    facts = {"urgency": {"type": "number", "unit": "score", "range": [0, 1], "unknown": "no_match"}}
    own = {**facts, "urgency": {**facts["urgency"], "meaning": Text.of(FACTS[FACT_INDEX["urgency"]].meaning)}}
    for declared in (facts, own):
        found = understand(book(rules=[rule(0, "urgency > 0.5", {"points": 1})], facts=declared)).book
        path = export_book(found, tmp_path / "x.xlsx", lang)
        sheet = openpyxl.load_workbook(path).worksheets[1]
        shown = " ".join(str(cell.value) for cell in sheet[2])
        assert FACTS[FACT_INDEX["urgency"]].meaning in shown
        assert same(import_book(path).book, found)


CHANGES = [
    (
        "rules",
        "D2",
        "aeg > 1",
        "sheet rules, cell D2: rule `r0`, `when`, character 1: no fact is called `aeg` (did you mean age?)",
    ),
    ("rules", "E2", "many", "sheet rules, cell E2: `points` is a whole number and cannot be many"),
    ("rules", "E1", "then.point", "sheet rules, cell E1: no column is called `then.point` (did you mean then.points?)"),
    ("rules", "E1", "when", "sheet rules, cell E1: two columns are called `when`"),
    ("rules", "D2", None, "missing key `when`"),
    ("rules", "L2", "x", "sheet rules, cell L2: a cell stands under no column name"),
    ("rules", "D2", "=A1", "sheet rules, cell D2: a formula stands here"),
    (
        "facts",
        "B3",
        "integr",
        "sheet facts, cell B3: facts.met.type: `integr` is not one of the values allowed here (did you mean integer?)",
    ),
    ("facts", "A3", "age", "sheet facts, cell A3: `age` is declared twice"),
    ("facts", "D2", None, "one end of a range only"),
    (
        "facts",
        "I2",
        "maybe",
        "sheet facts, cell I2: facts.age.unknown: `maybe` does not fit here (write `no_match` or `{as: …}`)",
    ),
    ("book", "A5", "titel", "sheet book, cell A5: `titel` is not a key of a book"),
    (
        "book",
        "B5",
        "frist",
        "sheet book, cell B5: hit: `frist` is not one of the values allowed here (did you mean first?)",
    ),
    ("otherwise", "A3", 1, "`otherwise` must have one row and has 2"),
]


@pytest.mark.parametrize(("sheet", "cell", "value", "message"), CHANGES)
def test_a_wrong_cell_is_told_by_sheet_and_cell(tmp_path, sheet, cell, value, message):
    path = export_book(book(rules=[rule(0, "age > 1", {"points": 1})]), tmp_path / "x.xlsx")
    workbook = openpyxl.load_workbook(path)
    workbook[sheet][cell].value = value
    workbook.save(path)
    with pytest.raises(InputError) as caught:
        import_book(path)
    assert any(message in str(problem) for problem in caught.value.problems), str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_a_missing_or_strange_sheet_is_told(tmp_path):
    path = export_book(book(rules=[rule(0, "age > 1", {"points": 1})]), tmp_path / "x.xlsx")
    workbook = openpyxl.load_workbook(path)
    workbook["facts"].title = "fact"
    workbook.save(path)
    with pytest.raises(InputError) as caught:
        import_book(path)
    told = str(caught.value)
    assert "there is no part `facts` (did you mean fact?)" in told and "did you mean facts?" in told


def test_a_wrong_line_of_a_csv_file_is_told(tmp_path):
    path = export_book(book(rules=[rule(0, "age > 1", {"points": 1})]), tmp_path / "x.csv")
    text = path.read_text(encoding="utf-8-sig")
    line = text[: text.index("age > 1")].count("\n") + 1
    path.write_text(text.replace("age > 1", "aeg > 1"), encoding="utf-8")
    with pytest.raises(InputError, match=rf"x.csv:{line}: rule `r0`"):
        import_book(path)


def test_comments_in_front_of_a_book_come_along():
    text = "\ufeff# one\n#two\n#\nid: x\n# inside\n"
    assert notes_of(text) == (("one", "two", ""), 1)


@pytest.mark.parametrize("name", shipped_books())
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_markdown_reads_as_sentences(name, lang):
    found = load_book(name)
    text = found.to_markdown(lang)
    if lang == "en":
        assert text.count(": if ") == len(found.rules) and "Otherwise" in text
    else:
        assert text.count("如果") == len(found.rules) and "否则" in text and "理由" in text
    for one in found.rules:
        assert f"`{one.id}`" in text
        assert one.because.in_language(lang).rstrip(".。").replace("_", "\\_")[:12] in text
    assert not [sign for sign in (">=", "!=", "==") if sign in text]


def test_markdown_says_a_rule_in_words():
    made = [
        rule(0, 'age >= 0.5 and not blocked and sector in [能源, "a, b"]', {"points": 2}),
        rule(1, "(met < 2 or met is unknown) and age not between 1 and 2", {"points": 1}),
    ]
    text = Book.of(book(rules=made)).to_markdown("en")
    said = "1. `r0`: if age is at least 0.5, and blocked is no, and sector is 能源 or a, b, then points is 2."
    assert f"{said}\n   - because: so it is (assumption: test)" in text
    assert "if (met is below 2, or met is unknown), and age is not between 1 and 2, then points is 1." in text
    zh = Book.of(book(rules=made)).to_markdown("zh")
    assert "1. `r0`：如果 age 不低于 0.5，且 blocked 为否，且 sector 为能源或 a, b，则 points 为 2。" in zh


def test_markdown_shows_texts_as_they_are():
    made = [rule(0, "age > 1", {"points": 1}, because={"en": "<script>x</script> *a* [b](c) | d", "zh": "# 标题"})]
    text = Book.of(book(rules=made)).to_markdown("en")
    assert "<script>" not in text and "\\*a\\*" in text and "\\[b\\]" in text


@pytest.mark.parametrize(
    ("name", "what"), [("x.xlxs", "did you mean .xlsx"), ("x", "needs an ending"), ("x.pdf", "no format")]
)
def test_an_ending_that_is_no_format_is_refused(tmp_path, name, what):
    with pytest.raises(InputError, match=what):
        export_book(load_book("stage_gates"), tmp_path / name)
    assert not list(tmp_path.iterdir())
