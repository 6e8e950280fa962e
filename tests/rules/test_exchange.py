"""Nothing is lost between YAML, workbooks and CSV; Markdown reads as sentences; wrong cells are told by name."""

from __future__ import annotations

import csv
import io
import sys
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given, settings

sys.path.insert(0, str(Path(__file__).parent))

from generated_books import books
from small_books import book, rule, table_book

from engine.errors import InputError
from engine.rules import Book, load_book, shipped_books
from engine.rules.exchange.book_exchange import export_book, import_book
from engine.rules.exchange.book_file import BookText, notes_of
from engine.rules.exchange.written_values import read_value_text, write_value
from engine.rules.exchange.yaml_writer import yaml_text
from engine.rules.language.checked_book import book_from
from engine.rules.language.logic import understand

FORMATS = [".xlsx", ".csv"]


def told_apart(data):
    """Data in which yes, 1 and "1" differ, as they do not for Python's `==`."""
    if isinstance(data, dict):
        return {key: told_apart(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [told_apart(value) for value in data]
    return (isinstance(data, bool), isinstance(data, str), data)


def same(ours, theirs):
    return ours == theirs and told_apart(ours.model_dump()) == told_apart(theirs.model_dump())


def around(found, ending, notes=()):
    """The book by way of a file of this format, and then of YAML."""
    with tempfile.TemporaryDirectory() as folder:
        imported = import_book(export_book(found, Path(folder) / f"book{ending}", notes=notes))
        assert imported.notes == tuple(notes)
        path = Path(folder) / "book.yaml"
        path.write_text(imported.yaml(), encoding="utf-8")
        return imported.book, load_book(path)


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("name", shipped_books())
def test_shipped_books_come_back_whole(name, ending):
    found = load_book(name)
    for again in around(found, ending, ("a note", "", "=danger")):
        assert same(again, found)


@settings(max_examples=40)
@given(books())
def test_yaml_gives_back_the_same_book(found):
    found = understand(found).book
    assert same(book_from(BookText("x", yaml_text(found, ["a note"]))), found)


@settings(max_examples=40)
@given(books())
@example(table_book(("-", "-", "-", "-"), ("< 5", "2", "not(yes)", '"a, b"')))
def test_csv_loses_nothing(found):
    found = understand(found).book
    for again in around(found, ".csv"):
        assert same(again, found)


@settings(max_examples=20)
@given(books())
@example(table_book(("-", "-", "-", "-"), ("< 5", "2", "not(yes)", '"a, b"')))
def test_workbooks_lose_nothing(found):
    found = understand(found).book
    for again in around(found, ".xlsx"):
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
def test_csv_is_read_as_spreadsheets_in_china_and_europe_write_it(tmp_path, encoding, delimiter):
    found = load_book("withdraw_continue")
    path = export_book(found, tmp_path / "x.csv")
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
    assert sheet["B2"].value == 3
    sheet["B2"].value, sheet["D2"].value, sheet["E2"].value = 4, True, None
    workbook.save(path)
    assert import_book(path).book.table.rows[0].when == ("4", ">= 2", "yes", "-")


CHANGES = [
    (
        "rules",
        "B2",
        "aeg > 1",
        "sheet rules, cell B2: rule `r0`, `when`, character 1: no fact is called `aeg` (did you mean age?)",
    ),
    ("rules", "C2", "many", "sheet rules, cell C2: `points` is a whole number and cannot be many"),
    ("rules", "C1", "then.point", "sheet rules, cell C1: no column is called `then.point` (did you mean then.points?)"),
    ("rules", "C1", "when", "sheet rules, cell C1: two columns are called `when`"),
    ("rules", "B2", None, "missing key `when`"),
    ("rules", "J2", "x", "sheet rules, cell J2: a cell stands under no column name"),
    ("rules", "B2", "=A1", "sheet rules, cell B2: a formula stands here"),
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
