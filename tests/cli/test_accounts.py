"""`kam accounts template`: sheets to fill in, never written over another file."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from kam_calls import Kam


@pytest.mark.parametrize(
    ("words", "head", "columns"),
    [
        (("--lang", "zh"), "编号", 28),
        (("--lang", "en"), "id", 28),
        (("--lang", "zh", "--all"), "编号", 240),
        (("--lang", "zh", "--people"), "姓名", 19),
        (("--lang", "en", "--people"), "name", 19),
    ],
)
def test_a_template_is_written(kam: Kam, folder: Path, words: tuple[str, ...], head: str, columns: int) -> None:
    answer = kam("accounts", "template", "sheet.xlsx", *words)
    assert answer.code == 0 and not answer.err and len(answer.out.splitlines()) == 2
    sheet, explained = openpyxl.load_workbook(folder / "sheet.xlsx").worksheets
    assert sheet["A1"].value == head and sheet.max_column == columns and sheet.max_row == 1
    assert explained.max_row > 15
    assert kam("accounts", "template", "sheet.xlsx", *words).code == 2


def test_a_template_of_commas_has_the_heads_alone_and_is_read_back(kam: Kam, folder: Path) -> None:
    assert kam("accounts", "template", "sheet.csv", "--lang", "zh").code == 0
    text = (folder / "sheet.csv").read_text(encoding="utf-8-sig")
    assert text.startswith("编号,客户名称,所有制,") and len(text.splitlines()) == 1
    (folder / "sheet.csv").write_text(text + "K1,江城医院,公共机构" + "," * 25 + "\n", encoding="utf-8-sig")
    answer = kam("advise", "sheet.csv", "--lang", "zh")
    assert answer.code == 0 and answer.out.startswith("江城医院\n")
    assert "尚无法判断，先弄清：谁有发言权（姓名、职务）" in answer.out


def test_a_file_of_another_kind_is_refused(kam: Kam) -> None:
    answer = kam("accounts", "template", "sheet.doc")
    assert answer.code == 2 and "does not end in .xlsx or .csv" in answer.err


def test_the_group_shows_its_commands(kam: Kam) -> None:
    assert "template" in kam("accounts").out and "填写表" in kam("accounts", "template", "--help", "--lang", "zh").out
