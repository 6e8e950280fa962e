"""The sheet of people is read back as it is, scores in words or in numbers."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from engine.committee import read_committee
from engine.committee.people_template import people_heads, people_template
from engine.committee.table_words import people_columns
from engine.situation import read_situation
from engine.wording import told


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_head_is_known(lang: str) -> None:
    meant = [people_columns().meant(head) for head in people_heads(lang)]
    assert None not in meant and len(set(meant)) == len(meant)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_filled_sheet_is_read(repository: Path, tmp_path: Path, lang: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(people_template(lang)))
    sheet, explained = book.worksheets
    picks = {str(guide.sqref)[0]: guide.formula1 for guide in sheet.data_validations.dataValidation}
    heads = {cell.column_letter: people_columns().meant(cell.value) for cell in sheet[1]}
    examples = [row[4] for row in explained.iter_rows(min_row=2, values_only=True)]
    for cell, example in zip(sheet[1], examples, strict=True):
        choices = (picks[cell.column_letter] or "").strip('"').split(",")
        sheet.cell(2, cell.column).value = example
        sheet.cell(3, cell.column).value = choices[0] if heads[cell.column_letter] != "roles" else choices[1]
    names = {name: letter for letter, name in heads.items()}
    sheet[f"{names['name']}3"], sheet[f"{names['department']}3"] = "Wu", "equipment"
    sheet[f"{names['reports_to']}3"] = sheet[f"{names['name']}2"].value
    path = tmp_path / "people.xlsx"
    book.save(path)
    template = read_situation(repository / "scenarios/keeping_up.yaml").scenario.accounts[0].buying_centre
    first, second = read_committee(path, None, template).centre.people
    assert first.roles == ("decider",) and first.power == 0.5 and first.relationship == 3 and not first.identified
    assert {"en": "director", "zh": "院长"}[lang] in told(first.name, lang)
    assert second.reports_to == first.id and second.stance == 0.8 and second.power == 0.9 and second.relationship == 1
